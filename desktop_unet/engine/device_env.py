"""What the process must be told before torch is loaded; knows no torch.

Comes in: the machine as it is now. Goes out: environment variables that OpenMP reads once while
loading, and settings of the C library's malloc. Next on the road: ``device.py``.
"""

from __future__ import annotations

import ctypes
import os
import sys

from desktop_unet.errors import RequestImpossible
from desktop_unet.phrases import Phrase

_SPINS = "10000"
"""How often a thread that waits for others looks again before it sleeps: about 0.1 ms, longer than the
gaps between layers. By default GNU's OpenMP spins for many milliseconds, which is time that other
processes, or the thread that is waited for, could use. Seconds per megapixel of an x4 enlargement on two
processors, with nothing else running / with another process on every processor: by default 0.110 /
0.373, with 10,000 spins 0.117 / 0.274, with 1,000 0.115 / 0.229, without spinning 0.117 / 0.221. Filling
scratches, in many small layers, took the same time with 10,000 as by default."""

# Numbers of the options in glibc's malloc.h.
_TRIM_THRESHOLD, _MMAP_MAX, _ARENA_MAX = -1, -4, -8


THREAD_LIMIT = 256
"""More than any machine gains from, unless it has more processors; torch crashes where the system refuses a thread."""


def check_threads(threads: int) -> None:
    """Refuse a number of CPU threads that cannot be had.

    Raises:
        RequestImpossible: fewer than one, or so many that the system would not give them.
    """
    if threads < 1:
        raise RequestImpossible(reason=Phrase("{threads} threads can compute nothing, use 1 or more", threads=threads))
    limit = max(THREAD_LIMIT, os.cpu_count() or 1)
    if threads > limit:
        reason = Phrase("{threads} threads are too many, use {limit} or fewer", threads=threads, limit=limit)
        raise RequestImpossible(reason=reason)


def prepare_environment() -> None:
    """Make the process ready for torch; does nothing once torch is there. What the user has set stays.

    A network asks for the same large blocks over and over. By default glibc gives each back to the
    system at once, which then clears it again for the next layer: 0.7 s of the 2.4 s CPU time of a
    512x512 photo x4, 0.4 s where freed blocks are kept (``release_memory`` gives them back).
    """
    if "torch" in sys.modules:
        return
    if "OMP_WAIT_POLICY" not in os.environ:
        os.environ.setdefault("GOMP_SPINCOUNT", _SPINS)
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
