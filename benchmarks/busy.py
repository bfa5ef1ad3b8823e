"""The program on a machine that has other things to do: every processor also runs another process.

Comes in: something to time. Goes out: what it takes meanwhile. The others end with the block that
started them, or by themselves when their starter is gone or their time is up.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from lines import Times, middle, said

GOAL = 3.0
"""How many times as long a busy machine may make it."""
SETTLE_SECONDS = 45.0
"""Until the minute's mean says busy, which is what the program looks at when it chooses how threads wait."""

_WORK = """
import os, sys, time
starter, until = os.getppid(), time.monotonic() + float(sys.argv[1])
print(flush=True)
while time.monotonic() < until and os.getppid() == starter:
    sum(range(100_000))
"""


@contextmanager
def busy_processors(limit_seconds: float, count: int | None = None) -> Iterator[Sequence[int]]:
    """Keep every processor busy within the block.

    Args:
        limit_seconds: after which the processes end by themselves, whatever happens to this one.
        count: how many; None for one per processor.

    Yields:
        Their process numbers, once all of them run.
    """
    command = [sys.executable, "-c", _WORK, str(limit_seconds)]
    running: list[subprocess.Popen[bytes]] = []
    try:
        for _ in range(count or os.cpu_count() or 1):
            running.append(subprocess.Popen(command, stdout=subprocess.PIPE))
        for process in running:
            assert process.stdout is not None
            process.stdout.readline()
        yield [process.pid for process in running]
    finally:
        for process in running:
            process.kill()
        for process in running:
            process.communicate()


def settle(seconds: float) -> None:
    """Wait until the machine's load average has noticed."""
    time.sleep(seconds)


def rows(quiet: Times, sudden: Times, lasting: Times) -> list[tuple[str, ...]]:
    """Lines of the table: how busy, seconds, times the quiet ones, goal, verdict."""
    lines: list[tuple[str, ...]] = [("quiet", said(quiet, 2, " s"), "1.00", "", "")]
    for name, times in (("another process on every processor, just begun", sudden), ("the same for a while", lasting)):
        ratio = middle(times) / middle(quiet)
        verdict = "met" if ratio <= GOAL else "MISSED"
        lines.append((name, said(times, 2, " s"), f"{ratio:.2f}", f"<= {GOAL:g}", verdict))
    return lines
