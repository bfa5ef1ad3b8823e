"""What the process must be told before torch is loaded; knows no torch.

Comes in: the machine as it is now. Goes out: environment variables that OpenMP reads once while
loading, and settings of the C library's malloc. Next on the road: ``device.py``.
"""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

_BUSY_SHARE = 0.5
"""Share of the processors that others may use before waiting threads give theirs up."""

# Numbers of the options in glibc's malloc.h.
_TRIM_THRESHOLD, _MMAP_MAX, _ARENA_MAX = -1, -4, -8


def prepare_environment() -> None:
    """Make the process ready for torch; does nothing once torch is there. What the user has set stays.

    A network asks for the same large blocks over and over. By default glibc gives each back to the
    system at once, which then clears it again for the next layer: 0.7 s of the 2.4 s CPU time of a
    512x512 photo x4, 0.4 s where freed blocks are kept (``release_memory`` gives them back).
    """
    if "torch" in sys.modules:
        return
    if "OMP_WAIT_POLICY" not in os.environ and "GOMP_SPINCOUNT" not in os.environ and _machine_is_busy():
        os.environ["OMP_WAIT_POLICY"] = "PASSIVE"
    libc = _glibc()
    if libc is not None and not any(name.startswith("MALLOC_") for name in os.environ):
        libc.mallopt(_MMAP_MAX, 0)
        libc.mallopt(_TRIM_THRESHOLD, 2**31 - 1)
        libc.mallopt(_ARENA_MAX, 1)


def release_memory() -> None:
    """Give memory that is free but kept back to the system; for programs that go on after a job."""
    libc = _glibc()
    if libc is not None:
        libc.malloc_trim(0)


def _glibc() -> ctypes.CDLL | None:
    """The C library where it is glibc; the settings above are its own."""
    if not sys.platform.startswith("linux") or "CS_GNU_LIBC_VERSION" not in os.confstr_names:
        return None
    try:
        return ctypes.CDLL(None)
    except OSError:
        return None


def _machine_is_busy() -> bool:
    """Whether others keep so many processors busy that spinning threads would stand in their way.

    On two processors, threads that wait without spinning took 0.24 s per megapixel instead of 0.15
    with nothing else running, and 0.26 instead of 0.60 with another process on every processor.
    """
    return _others_running() > _BUSY_SHARE * (os.cpu_count() or 1)


def _others_running() -> float:
    """How many tasks of others run: the lesser of this moment's count and the last minute's mean."""
    try:
        minute, _, _, tasks, _ = Path("/proc/loadavg").read_text().split()
        return min(float(minute), float(tasks.split("/")[0]) - 1)
    except (OSError, ValueError):
        return 0.0
