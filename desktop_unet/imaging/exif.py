"""EXIF and XMP blocks made true again after the photo was turned upright and changed.

Comes in: a block as a file held it. Goes out: the same bytes in the same places (camera
makers' notes point into them), but orientation 1, the photo's size and no thumbnail.
"""

from __future__ import annotations

import re
import struct
import warnings

from PIL import Image

from desktop_unet.imaging.exif_directories import CAMERA
from desktop_unet.imaging.geometry import Extent

_ORIENTATION, _THUMBNAIL_AT, _THUMBNAIL_BYTES = 0x0112, 0x0201, 0x0202
_DIRECTORIES = (CAMERA, 0x8825)
_STORED_SIZE, _CAMERA_SIZE = (0x0100, 0x0101), (0xA002, 0xA003)
_SHORT, _LONG, _RATIONAL = 3, 4, 5
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
    *range(0x00FE, 0x010A),
    *(0x0111, 0x0115, 0x0116, 0x0117, 0x011C, 0x013D, 0x013E, 0x013F, 0x0211, 0x0212, 0x0214),
}
"""What libvips puts into a block of its own, pointers, and what describes how pixels were stored in the former file."""

_XMP_WIDTH = re.compile(rb"((?:exif:PixelXDimension|tiff:ImageWidth)(?:>|\s*=\s*[\"']))\d+")
_XMP_HEIGHT = re.compile(rb"((?:exif:PixelYDimension|tiff:ImageLength)(?:>|\s*=\s*[\"']))\d+")
_XMP_THUMBNAILS = re.compile(rb"<(xmp|xap):Thumbnails>.*?</\1:Thumbnails>", re.DOTALL)
_XMP_ORIENTATION = re.compile(rb"(tiff:Orientation(?:>|\s*=\s*[\"']))([2-8])")


def upright_exif(block: bytes, *, is_turned: bool = False) -> bytes | None:
    """The EXIF block of a photo that needs no turning any more; None where the block is damaged.

    Args:
        block: as the file has it.
        is_turned: whether the upright photo lies across the stored one, so that its resolutions change places.

    Source: CIPA DC-008 (Exif 2.32), section 4.5 (file structure) and 4.6.
    """
    prefix = 6 if block.startswith(b"Exif\0\0") else 0
    order = {b"II": "<", b"MM": ">"}.get(block[prefix : prefix + 2])
    if order is None:
        return None
    edited = bytearray(block[prefix:])
    try:
        _set_upright(edited, order)
        if is_turned:
            _exchange(edited, order, _ACROSS, _DOWN)
    except struct.error:
        return None
    return block[:prefix] + bytes(edited)


def sized_exif(block: bytes, extent: Extent) -> bytes:
    """The EXIF block with the photo's size where it tells one; every other byte stays as it is."""
    prefix = 6 if block.startswith(b"Exif\0\0") else 0
    edited, order = bytearray(block[prefix:]), "<" if block[prefix:].startswith(b"II") else ">"
    try:
        (first,) = struct.unpack_from(order + "I", edited, 4)
        pointer = _places(edited, order, first).get(CAMERA)
        _set_size(edited, order, first, extent, _STORED_SIZE)
        if pointer is not None:
            _set_size(edited, order, struct.unpack_from(order + "I", edited, pointer + 8)[0], extent, _CAMERA_SIZE)
    except struct.error:
        return block
    return block[:prefix] + bytes(edited)


def with_resolution(block: bytes, dots_per_inch: tuple[float, float]) -> bytes:
    """The block with a resolution, where it has none: its first directory goes to the end, all else keeps its place."""
    prefix = 6 if block.startswith(b"Exif\0\0") else 0
    tiff, order = block[prefix:], "<" if block[prefix:].startswith(b"II") else ">"
    (first,) = struct.unpack_from(order + "I", tiff, 4)
    raw = {tag: tiff[at : at + 12] for tag, at in _places(tiff, order, first).items()}
    if _ACROSS in raw:
        return block
    tiff += bytes(len(tiff) % 2)
    for place, tag in enumerate((_ACROSS, _DOWN)):
        raw[tag] = struct.pack(order + "HHII", tag, _RATIONAL, 1, len(tiff))
        tiff += struct.pack(order + "II", round(dots_per_inch[place] * 1000), 1000)
    raw[_RESOLUTION_UNIT] = struct.pack(order + "HHIHH", _RESOLUTION_UNIT, _SHORT, 1, 2, 0)
    table = struct.pack(order + "H", len(raw)) + b"".join(raw[tag] for tag in sorted(raw)) + bytes(4)
    return block[:prefix] + tiff[:4] + struct.pack(order + "I", len(tiff)) + tiff[8:] + table


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


def _set_size(tiff: bytearray, order: str, directory: int, extent: Extent, tags: tuple[int, int]) -> None:
    """Width and height where the directory has them, as long integers where short ones are too small."""
    places = _places(tiff, order, directory)
    for tag, size in zip(tags, (extent.width, extent.height), strict=True):
        if tag in places:
            is_short = struct.unpack_from(order + "H", tiff, places[tag] + 2)[0] == _SHORT and size <= 0xFFFF
            value = struct.pack(order + "HH", size, 0) if is_short else struct.pack(order + "I", size)
            head = struct.pack(order + "HI", _SHORT if is_short else _LONG, 1)
            tiff[places[tag] + 2 : places[tag] + 12] = head + value


def _exchange(tiff: bytearray, order: str, one: int, other: int) -> None:
    """Let two entries of the first directory, of the same type, point to each other's values."""
    (first,) = struct.unpack_from(order + "I", tiff, 4)
    places = _places(tiff, order, first)
    if one in places and other in places:
        a, b = places[one] + 2, places[other] + 2
        tiff[a : a + 10], tiff[b : b + 10] = tiff[b : b + 10], tiff[a : a + 10]


def _places(tiff: bytes | bytearray, order: str, directory: int) -> dict[int, int]:
    """Where each entry of a directory begins, by tag."""
    return {struct.unpack_from(order + "H", tiff, at)[0]: at for at in _entries(tiff, order, directory)}


def _entries(tiff: bytes | bytearray, order: str, directory: int) -> range:
    """Where the 12-byte entries of a directory begin."""
    (count,) = struct.unpack_from(order + "H", tiff, directory)
    return range(directory + 2, directory + 2 + 12 * count, 12)
