"""Pixels in memory that another process can be given without copying; Linux only.

Comes in: an image that libvips has opened, or an array. Goes out: a block of memory for ``decoder`` to
give away, and the array over it. The block is a file without a name that lies in memory: unlike
``/dev/shm`` it has no limit of its own, and it vanishes with the last process that holds it. Nobody can
shorten it any more, nor, from Linux 5.1 on, change it.
"""

from __future__ import annotations

import contextlib
import mmap
import os
from io import FileIO
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from desktop_unet.imaging.libvips import libvips

_PIECE_BYTES = 2**30
"""Linux writes at most 2 GiB at once."""
_F_SEAL_FUTURE_WRITE = 0x0010
"""From linux/fcntl.h; ``fcntl`` of Python 3.11 has no name for it."""
_KINDS = {"uchar": np.uint8, "ushort": np.uint16}


class Block(mmap.mmap):
    """Memory, and the descriptor by which it can be given away; closed with it."""

    descriptor = -1

    def __del__(self) -> None:
        if self.descriptor >= 0:
            os.close(self.descriptor)


def decode_shared(image: Any) -> NDArray[Any]:
    """All pixels of a libvips image, as ``image.numpy()`` gives them, decoded straight into a block.

    Raises:
        pyvips.Error: they cannot be decoded.
    """
    if not hasattr(os, "memfd_create") or image.format not in _KINDS:
        return np.asarray(image.numpy())
    shape = (image.height, image.width, image.bands) if image.bands > 1 else (image.height, image.width)
    with _new_file() as file:
        image.rawsave_target(libvips().Target.new_to_descriptor(file.fileno()))
        return _array_over(_sealed(file), shape, _KINDS[image.format])


def block_of(array: NDArray[Any]) -> Block | None:
    """The block that holds ``array`` and nothing else; a copy where it is not in one.

    None where the system has no such memory, or no more of it.
    """
    return _block_under(array) or _copied(array)


def received_array(descriptor: int, shape: tuple[int, ...], dtype: DTypeLike) -> NDArray[Any]:
    """The array behind a descriptor that was given to this process; it cannot be written."""
    with open(descriptor, "rb", buffering=0) as file:
        return _array_over(mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ), shape, dtype)


def _array_over(memory: mmap.mmap, shape: tuple[int, ...], dtype: DTypeLike) -> NDArray[Any]:
    return np.frombuffer(memory, dtype).reshape(shape)


def _new_file() -> FileIO:
    return FileIO(os.memfd_create("pixels", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING), "r+")


def _sealed(file: FileIO) -> Block:
    """What has been written, as it is now and for ever.

    Not by F_SEAL_WRITE: that one waits for whoever else holds a page, if only Linux itself for a moment, and after some
    0.2 s gives up (EBUSY). The one for writes to come waits for nobody, and is as good where nothing maps the file.
    """
    import fcntl  # not there on every system

    fcntl.fcntl(file, fcntl.F_ADD_SEALS, fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW)
    with contextlib.suppress(OSError):  # Linux before 5.1
        fcntl.fcntl(file, fcntl.F_ADD_SEALS, _F_SEAL_FUTURE_WRITE)
    block = Block(file.fileno(), 0, prot=mmap.PROT_READ)
    block.descriptor = os.dup(file.fileno())
    return block


def _block_under(array: NDArray[Any]) -> Block | None:
    holder: Any = array
    while isinstance(holder, np.ndarray):
        holder = holder.base
    holder = holder.obj if isinstance(holder, memoryview) else holder
    is_all = isinstance(holder, Block) and array.flags.c_contiguous and array.nbytes == len(holder)
    return holder if is_all else None


def _copied(array: NDArray[Any]) -> Block | None:
    if not hasattr(os, "memfd_create"):
        return None
    try:
        with _new_file() as file:
            left = np.ascontiguousarray(array).reshape(-1).view(np.uint8).data
            while left:
                left = left[file.write(left[:_PIECE_BYTES]) :]
            return _sealed(file)
    except OSError:
        return None
