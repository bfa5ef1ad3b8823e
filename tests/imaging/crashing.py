"""Decoders that fail, for a decoder process to call; by the name of the file."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from desktop_unet.imaging.decoder import read_shared
from desktop_unet.imaging.photo import Photo


def read(path: Path, *, whole: bool = False) -> Photo:
    """Read a photo, unless the file's name says what else is to happen."""
    if path.stem == "abort":
        os.abort()
    if path.stem == "segfault":
        os.kill(os.getpid(), signal.SIGSEGV)
    if path.stem == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    if path.stem == "leaves":
        os._exit(3)
    if path.stem == "hangs":
        time.sleep(600)
    if path.stem == "defect":
        raise ZeroDivisionError("a mistake of ours")
    return read_shared(path, whole=whole)
