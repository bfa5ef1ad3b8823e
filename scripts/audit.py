"""Known weaknesses of the pinned packages, and whether they could be looked up at all.

    python scripts/audit.py [options of pip-audit]

pip-audit ends well where it could look up nothing. This ends well only where every package was looked up
and none has a known weakness.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

PINS = Path(__file__).resolve().parent.parent / "constraints.txt"


def main(words: Sequence[str]) -> int:
    """Ask pip-audit about every pin; 0 clean, 1 weaknesses, 2 where packages could not be looked up."""
    command = [sys.executable, "-m", "pip_audit", "--disable-pip", "--no-deps", "--format", "json", "-r", str(PINS)]
    answer = subprocess.run([*command, *words], capture_output=True, text=True)
    try:
        packages = json.loads(answer.stdout)["dependencies"]
    except (json.JSONDecodeError, KeyError, TypeError):
        reason = (answer.stderr.strip().splitlines() or ["it said nothing"])[-1]
        print(f"The pinned packages could not be audited: the advisories cannot be reached ({reason}).")
        return 2
    code, lines = verdict(packages)
    print("\n".join(lines))
    return code


def verdict(packages: Sequence[dict[str, Any]]) -> tuple[int, list[str]]:
    """Exit code and what to say of pip-audit's ``dependencies``."""
    weak = [f"{package['name']}: {found['id']}" for package in packages for found in package.get("vulns", ())]
    unknown = [package["name"] for package in packages if "skip_reason" in package]
    lines = list(weak)
    if unknown:
        some = "none" if len(unknown) == len(packages) else f"{len(packages) - len(unknown)}"
        lines.append(
            f"Of {len(packages)} pinned packages {some} could be audited: "
            f"no advisories on {len(unknown)} of them can be reached from here."
        )
    if not lines:
        lines.append(f"No weakness is known of any of the {len(packages)} pinned packages.")
    return 1 if weak else 2 if unknown else 0, lines


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
