"""Run every test in half the time: those of the window beside all others, each share in a process of its own.

    .venv/bin/python scripts/run_tests.py [ARGUMENTS OF PYTEST]

Each takes about as long as the other, and hardly a test uses a second processor. What the window's tests say is
shown once the others have ended. Exit code: 0 where all have passed, else that of the share that has not.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
WINDOW = "tests/ui"
PYTEST = (sys.executable, "-m", "pytest")
ONE_THREAD_EACH = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
"""Two processes with two threads each would wait for one another on two processors."""


def main() -> int:
    """Run both shares at once."""
    return run_shares((WINDOW, f"--ignore={WINDOW}"), sys.argv[1:])


def run_shares(shares: Sequence[str], words: Sequence[str]) -> int:
    """Run pytest once per share, the last one in the open, the others into files that are shown afterwards.

    Args:
        shares: a word each that tells pytest which tests it is to run.
        words: for every one of them.

    Returns:
        0 where all have passed, else the exit code of the first that has not.
    """
    *hidden, shown = ([*PYTEST, share, *words] for share in shares)
    surroundings = ONE_THREAD_EACH | os.environ
    with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
        beside = [
            subprocess.Popen([*command, *_colours()], cwd=REPOSITORY, env=surroundings, stdout=said, stderr=said)
            for command in hidden
        ]
        codes = [subprocess.call(shown, cwd=REPOSITORY, env=surroundings)]
        codes += [process.wait() for process in beside]
        said.seek(0)
        sys.stdout.write(said.read())
    return next((code for code in codes if code), 0)


def _colours() -> list[str]:
    """A file is no terminal, but what is in it is shown on one."""
    return ["--color=yes"] if sys.stdout.isatty() else []


if __name__ == "__main__":
    sys.exit(main())
