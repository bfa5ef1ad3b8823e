"""The door between files and photos: everything that other folders read and write photos with.

Comes in: paths and photos. Goes out: photos and files. What is behind it: ``formats`` (told by
content), ``reading`` with ``colour``, ``icc`` and ``exif``, ``writing`` with ``encoding``.
"""

from __future__ import annotations

from desktop_unet.imaging.formats import PIXEL_LIMIT, READABLE_SUFFIXES, WRITABLE_SUFFIXES
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
    "write_photo",
]
