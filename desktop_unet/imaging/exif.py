"""EXIF and XMP blocks made true again after the photo was turned upright and changed.

Comes in: a block as a file held it. Goes out: the same bytes in the same places (camera
makers' notes point into them), but orientation 1 and no thumbnail.
"""

from __future__ import annotations

import re
import struct
import warnings

from PIL import Image

from desktop_unet.imaging.geometry import Extent

_ORIENTATION, _THUMBNAIL_AT, _THUMBNAIL_BYTES = 0x0112, 0x0201, 0x0202
_DIRECTORIES = (0x8769, 0x8825)
_RESOLUTION_UNIT, _ACROSS, _DOWN = 0x0128, 0x011A, 0x011B
_CM_PER_INCH = {2: 1.0, 3: 2.54}
_INTEGERS = {1: "B", 3: "H", 4: "I", 6: "b", 8: "h", 9: "i"}
"""Some cameras write an orientation that is no short."""
_MADE_UP = {
    0x0112,
    0x011A,
    0x011B,
    0x0128,
    0x0213,
    0x9000,
    0x9101,
    0xA000,
    0xA001,
    0xA002,
    0xA003,
    0xA005,
    *_DIRECTORIES,
}
"""What libvips puts into a block of its own, and pointers."""

_XMP_WIDTH = re.compile(rb"((?:exif:PixelXDimension|tiff:ImageWidth)(?:>|\s*=\s*[\"']))\d+")
_XMP_HEIGHT = re.compile(rb"((?:exif:PixelYDimension|tiff:ImageLength)(?:>|\s*=\s*[\"']))\d+")
_XMP_THUMBNAILS = re.compile(rb"<(xmp|xap):Thumbnails>.*?</\1:Thumbnails>", re.DOTALL)
_XMP_ORIENTATION = re.compile(rb"(tiff:Orientation(?:>|\s*=\s*[\"']))([2-8])")


def upright_exif(block: bytes) -> bytes | None:
    """The EXIF block of a photo that needs no turning any more; None where the block is damaged.

    Source: CIPA DC-008 (Exif 2.32), section 4.5 (file structure) and 4.6.
    """
    prefix = 6 if block.startswith(b"Exif\0\0") else 0
    order = {b"II": "<", b"MM": ">"}.get(block[prefix : prefix + 2])
    if order is None:
        return None
    edited = bytearray(block[prefix:])
    try:
        _set_upright(edited, order)
    except struct.error:
        return None
    return block[:prefix] + bytes(edited)


def orientation_of_xmp(block: bytes) -> int:
    """2 to 8 where an XMP block says that the photo is to be turned or mirrored; else 1."""
    found = _XMP_ORIENTATION.search(block)
    return int(found.group(2)) if found else 1


def upright_xmp(block: bytes) -> bytes:
    """The XMP block with orientation 1, and without small pictures of what the photo was before."""
    return _XMP_THUMBNAILS.sub(b"", _XMP_ORIENTATION.sub(rb"\g<1>1", block))


def sized_xmp(block: bytes, extent: Extent) -> bytes:
    """The XMP block with the photo's size where it speaks of one."""
    block = _XMP_WIDTH.sub(rb"\g<1>%d" % extent.width, block)
    return _XMP_HEIGHT.sub(rb"\g<1>%d" % extent.height, block)


def exif_entries(block: bytes | None) -> set[tuple[int, int]]:
    """Directory and tag of each entry that a camera or a person wrote; empty for a damaged block."""
    exif = _parsed(block) if block else None
    if exif is None:
        return set()
    inner = {(directory, tag) for directory in _DIRECTORIES for tag in exif.get_ifd(directory)}
    return {entry for entry in {(0, tag) for tag in exif} | inner if entry[1] not in _MADE_UP}


def resolution_of_exif(block: bytes) -> tuple[float, float] | None:
    """Dots per inch across and down; None where the block has none."""
    exif = _parsed(block)
    try:
        per_inch = _CM_PER_INCH[exif[_RESOLUTION_UNIT]] if exif is not None else 0.0
        found = (float(exif[_ACROSS]) * per_inch, float(exif[_DOWN]) * per_inch) if exif is not None else (0.0, 0.0)
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return None
    return found if all(1 <= value <= 100_000 for value in found) else None


def _parsed(block: bytes) -> Image.Exif | None:
    exif = Image.Exif()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            exif.load(block)
            for directory in _DIRECTORIES:
                exif.get_ifd(directory)
    except Exception:  # Pillow raises anything for damaged blocks
        return None
    return exif


def _set_upright(tiff: bytearray, order: str) -> None:
    """Edit the first directory's orientation in place and cut the second one, the thumbnail's, off."""
    (first,) = struct.unpack_from(order + "I", tiff, 4)
    for at in _entries(tiff, order, first):
        if struct.unpack_from(order + "H", tiff, at)[0] == _ORIENTATION:
            kind = struct.unpack_from(order + "H", tiff, at + 2)[0]
            struct.pack_into(order + _INTEGERS.get(kind, "H"), tiff, at + 8, 1)
    (count,) = struct.unpack_from(order + "H", tiff, first)
    link = first + 2 + 12 * count
    (second,) = struct.unpack_from(order + "I", tiff, link)
    if second:
        _blank_thumbnail(tiff, order, second)
        struct.pack_into(order + "I", tiff, link, 0)


def _blank_thumbnail(tiff: bytearray, order: str, directory: int) -> None:
    """The small picture shows what the photo was before, so its bytes go too."""
    found = {}
    for at in _entries(tiff, order, directory):
        found[struct.unpack_from(order + "H", tiff, at)[0]] = struct.unpack_from(order + "I", tiff, at + 8)[0]
    start, length = found.get(_THUMBNAIL_AT, 0), found.get(_THUMBNAIL_BYTES, 0)
    end = min(start + length, len(tiff))
    if end == len(tiff):
        del tiff[start:]
    else:
        tiff[start:end] = bytes(max(0, end - start))


def _entries(tiff: bytearray, order: str, directory: int) -> range:
    """Where the 12-byte entries of a directory begin."""
    (count,) = struct.unpack_from(order + "H", tiff, directory)
    return range(directory + 2, directory + 2 + 12 * count, 12)
