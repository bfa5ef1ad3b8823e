"""The door between files and photos: everything that other folders read and write photos with.

Comes in: paths and photos. Goes out: photos and files. What is behind it: ``formats`` (told by
content), ``reading`` with ``colour``, ``icc`` and ``exif`` and, in a process of its own, ``decoder``,
``writing`` with ``encoding``.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from desktop_unet.imaging.formats import PIXEL_LIMIT, READABLE_SUFFIXES, WRITABLE_SUFFIXES
from desktop_unet.imaging.photo import Photo
from desktop_unet.imaging.reading import read_extent, read_photo
from desktop_unet.imaging.writing import Written, check_target, write_photo

__all__ = [
    "PIXEL_LIMIT",
    "READABLE_SUFFIXES",
    "WRITABLE_SUFFIXES",
    "Written",
    "check_target",
    "read_extent",
    "read_photo",
    "read_photo_apart",
    "start_decoder",
    "write_photo",
]


def read_photo_apart(
    path: Path | str, *, whole: bool = False, while_waiting: Callable[[], None] = lambda: None
) -> Photo:
    """``read_photo`` in a process of its own; arguments and mishaps as for ``decoder.Decoder.read``."""
    from desktop_unet.imaging.decoder import decoder

    return decoder().read(path, whole=whole, while_waiting=while_waiting)


def start_decoder() -> None:
    """Begin that process before there is a photo to read."""
    from desktop_unet.imaging.decoder import decoder

    decoder().start()
