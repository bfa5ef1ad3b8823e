"""Loading torch in a thread of a program whose window has to answer meanwhile; imports it when called.

Comes in: a call from the worker thread. Goes out: the engine, imported. Importing torch holds Python's
lock for long: while its libraries are mapped and linked, while the garbage collector looks through all
that came with it, over and over, and while it registers its operators. The first is done beforehand
without the lock, the second is left out, in the third the other threads are made to ask for the lock more
often; ``benchmarks/responsiveness.py`` measures what remains.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import importlib.util
import os
import sys
from collections.abc import Iterator
from pathlib import Path

_LIBRARIES = ("libtorch_cpu.so", "libtorch_python.so")
"""Those that take long, each with what it needs; the loader finds them again by their names."""
_ASK_EVERY_S = 0.0001
"""A thread that waits for Python's lock insists only where nobody has let go of it for so long. Torch lets go
for some microseconds at each of its thousands of operators, too short for another thread to wake: with Python's
own 5 ms the window stood still for up to 80 ms."""


def load_engine() -> None:
    """Import the engine, so that its first run starts at once.

    Where torch is there already nothing is kept from the garbage collector: by then that would be photos too, for good.
    """
    if "torch" in sys.modules:
        _import_engine()
        return
    _link_without_lock()
    with _no_collections(), _frequent_turns():
        _import_engine()


def _import_engine() -> None:
    import desktop_unet.engine.restore  # noqa: F401


def _link_without_lock() -> None:
    """Link torch's libraries through the C library itself: a foreign call, during which other threads run."""
    found = importlib.util.find_spec("torch")
    if not sys.platform.startswith("linux") or found is None or found.origin is None:
        return
    with contextlib.suppress(OSError, AttributeError):
        link = ctypes.CDLL(None).dlopen
        link.restype, link.argtypes = ctypes.c_void_p, [ctypes.c_char_p, ctypes.c_int]
        for name in _LIBRARIES:
            path = Path(found.origin).parent / "lib" / name
            if path.is_file():
                link(os.fsencode(path), os.RTLD_LAZY)


@contextlib.contextmanager
def _no_collections() -> Iterator[None]:
    """No garbage collection meanwhile; what has been loaded stays, so later ones need not look at it."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_enabled:
            gc.enable()


@contextlib.contextmanager
def _frequent_turns() -> Iterator[None]:
    """Other threads of the program get Python's lock soon after they asked for it."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(_ASK_EVERY_S)
    try:
        yield
    finally:
        sys.setswitchinterval(before)
