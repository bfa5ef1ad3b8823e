"""The program, packed or from the source tree, started the same way.

Comes in: arguments. Goes out: exit code, what it said, how long it took.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from shipping.contents import REPOSITORY
from shipping.proof.root import ProofFailed, Root

THREADS = {"OMP_NUM_THREADS": "2"}
"""Both sides of a comparison add up in the same order."""
PATIENCE_S = 300


@dataclass(frozen=True)
class Answer:
    """How a run ended."""

    code: int
    out: str
    err: str
    seconds: float


@dataclass(frozen=True)
class Program:
    """One way to start the program.

    Args:
        name: for sentences.
        words: what stands before the arguments; in the root where there is one.
        desk: the folder that it works in.
        root: where it lives; None is the source tree on this machine.
    """

    name: str
    words: tuple[str, ...]
    desk: Path
    root: Root | None = None

    def command(self, arguments: list[str], extra: dict[str, str] | None = None, screen: str = "") -> list[str]:
        """The whole command line."""
        words, extra = [*self.words, *arguments], THREADS | (extra or {})
        if self.root is not None:
            return self.root.command(words, self.desk, extra, screen)
        # Without root's privileges, so that a folder that cannot be written is one here as well.
        own = [f"{name}={value}" for name, value in {**extra, "HOME": f"{self.desk}/home"}.items()]
        return ["setpriv", "--bounding-set=-all", "--inh-caps=-all", "env", *own, *words]

    def run(self, arguments: list[str], extra: dict[str, str] | None = None) -> Answer:
        """Run to its end.

        Raises:
            ProofFailed: it did not end in time.
        """
        started = time.monotonic()
        command = self.command(arguments, extra)
        environment = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
        try:
            ended = subprocess.run(
                command, cwd=REPOSITORY, env=environment, capture_output=True, text=True, timeout=PATIENCE_S
            )
        except subprocess.TimeoutExpired as late:
            raise ProofFailed(f"{self.name} {' '.join(arguments[:2])}: no end after {PATIENCE_S} s") from late
        return Answer(ended.returncode, ended.stdout, ended.stderr, time.monotonic() - started)

    def must(self, arguments: list[str], extra: dict[str, str] | None = None) -> Answer:
        """The same, and it must succeed.

        Raises:
            ProofFailed: it did not.
        """
        answer = self.run(arguments, extra)
        if answer.code:
            raise ProofFailed(f"{self.name} {' '.join(arguments[:2])} ended with {answer.code}: {answer.err[-600:]}")
        return answer


def source_program(desk: Path) -> Program:
    """The program as it runs from the source tree."""
    return Program("the source tree", (sys.executable, "-m", "desktop_unet"), desk)
