"""Writes requirements/run.txt and requirements/test.txt: the pins of constraints.txt with the hashes of their files.

    python scripts/lock.py [UV]

Needs uv (https://docs.astral.sh/uv), which reads the hashes from the package index. Run after every
change of a pin; a test says when it was forgotten. torch is left out, and what torch alone brings for
GPUs: its builds for CPU and for each GPU are different files of one version, from different indexes.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HEAD = """# Written by scripts/lock.py from constraints.txt. Installed with --require-hashes --no-deps: a file
# that is not one of these is refused. torch comes afterwards, with constraints.txt.

"""


def main() -> None:
    """Write both files."""
    uv = sys.argv[1] if len(sys.argv) > 1 else "uv"
    (ROOT / "requirements").mkdir(exist_ok=True)
    for purpose, extras in (("run", []), ("test", ["--extra", "dev"])):
        words = [uv, "pip", "compile", "pyproject.toml", *extras, "-c", "constraints.txt"]
        how = ["--python-version", "3.11", "--universal", "--generate-hashes", "--no-annotate", "--no-header", "-q"]
        answer = subprocess.run([*words, *how], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
        entries = [entry for entry in entries_of(answer.stdout) if name_of(entry) in pinned_names()]
        (ROOT / "requirements" / f"{purpose}.txt").write_text(HEAD + "\n".join(entries) + "\n", "utf-8")


def entries_of(text: str) -> list[str]:
    """Each requirement with its lines of hashes."""
    return re.findall(r"^[^\s#].*(?:\n +--hash.*)*", text, re.MULTILINE)


def name_of(entry: str) -> str:
    return plain(entry.split("==")[0])


def pinned_names() -> set[str]:
    """What constraints.txt pins, without torch."""
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    return {plain(line.split("==")[0]) for line in lines if "==" in line and not line.startswith("#")} - {"torch"}


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).strip().lower()


if __name__ == "__main__":
    main()
