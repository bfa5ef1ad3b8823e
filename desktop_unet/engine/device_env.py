"""What the process must be told before torch is loaded; knows no torch.

Comes in: the machine as it is now. Goes out: environment variables that OpenMP and torch
read once while loading, and the C library's malloc settings. Next on the road: ``device.py``.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

_BUSY_SHARE = 0.5
"""Share of the processors that others may use before waiting threads give theirs up."""


def prepare_environment() -> None:
    """Set what torch's libraries read while loading; does nothing once torch is there.

    What the user has set is left alone. Measured with two threads: huge pages save a tenth of
    the time of a 512x512 photo and a tenth of its memory; threads that wait without spinning cost
    two thirds on a quiet machine and save more than half on a busy one.
    """
    if "torch" in sys.modules:
        return
    os.environ.setdefault("THP_MEM_ALLOC_ENABLE", "1")
    if "OMP_WAIT_POLICY" not in os.environ and "GOMP_SPINCOUNT" not in os.environ and _machine_is_busy():
        os.environ["OMP_WAIT_POLICY"] = "PASSIVE"


def _machine_is_busy() -> bool:
    """Whether others keep so many processors busy that spinning threads would stand in their way."""
    processors = os.cpu_count() or 1
    return _others_running() > _BUSY_SHARE * processors


def _others_running() -> float:
    """How many tasks of others run: the lesser of this moment's count and the last minute's mean."""
    try:
        minute, _, _, tasks, _ = Path("/proc/loadavg").read_text().split()
        return min(float(minute), float(tasks.split("/")[0]) - 1)
    except (OSError, ValueError):
        return 0.0
