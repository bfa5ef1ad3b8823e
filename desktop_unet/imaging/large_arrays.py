"""Room for results: in memory, or in a file where memory is not enough.

Comes in: a shape and a type. Goes out: an array to fill, for ``engine.upscale``, which enlarges 200
megapixels to 3200, and for the window's picture of them.
"""

from __future__ import annotations

import math
import mmap
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from desktop_unet.errors import MemoryShort
from desktop_unet.paths import user_cache_dir

SHARE = 4
"""Of the memory that is to be had now, one array may take the fourth part."""
_LARGE_BYTES = 2**20
_UNKNOWN_FREE_BYTES = 4 * 2**30


def room_for(shape: tuple[int, ...], dtype: DTypeLike) -> NDArray[Any]:
    """An array to fill; its content is arbitrary.

    One that takes more than its share of the free memory lies in a file without a name, in the user's
    cache folder; it vanishes with the array, or with the process.

    Raises:
        MemoryShort: the disk does not have the room either.
    """
    size = math.prod(shape) * np.dtype(dtype).itemsize
    if size <= free_bytes() // SHARE:
        return np.empty(shape, dtype)
    return np.frombuffer(_mapped_file(size), dtype, math.prod(shape)).reshape(shape)


def zeros_for(shape: tuple[int, ...], dtype: DTypeLike) -> NDArray[Any]:
    """An array of zeros that costs nothing until it is used: the system clears each page when it is first touched.

    ``np.zeros`` does the same only while the C library gives large blocks back to the system; told to keep
    them (``engine.device_env``), it clears all at once: 12 ms for 32 megapixels, on the thread that paints.

    Raises:
        MemoryError: as ``np.zeros`` does.
    """
    size = math.prod(shape) * np.dtype(dtype).itemsize
    if size < _LARGE_BYTES:
        return np.zeros(shape, dtype)
    private = {"flags": mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS} if hasattr(mmap, "MAP_PRIVATE") else {}
    try:
        return np.frombuffer(mmap.mmap(-1, size, **private), dtype).reshape(shape)
    except OSError:
        raise MemoryError from None


def _mapped_file(size: int) -> mmap.mmap:
    folder = user_cache_dir()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as file:
            _reserve(file.fileno(), size, folder)
            return mmap.mmap(file.fileno(), size)
    except OSError:
        raise MemoryShort from None


def _reserve(descriptor: int, size: int, folder: Path) -> None:
    """Take the room now: a file with holes on a full disk would end the process when it is filled."""
    if hasattr(os, "posix_fallocate"):
        os.posix_fallocate(descriptor, 0, size)
        return
    if shutil.disk_usage(folder).free < size:
        raise OSError
    os.truncate(descriptor, size)


def free_bytes() -> int:
    """Memory that is to be had now, by what the system says."""
    try:
        lines = Path("/proc/meminfo").read_text().splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable:"))
    except (OSError, StopIteration, ValueError, IndexError):
        return _UNKNOWN_FREE_BYTES
