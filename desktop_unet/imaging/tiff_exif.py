"""EXIF and IPTC in TIFF files, which libvips reads and writes wrongly or not: there they are entries of a directory.

Comes in: a TIFF file. Goes out: its EXIF as a block like that of a JPEG and its IPTC records, for
``metadata``; or the file with such a block's entries added, for ``encoding``.
"""

from __future__ import annotations

import mmap
import struct
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from desktop_unet.errors import PhotoDamaged
from desktop_unet.imaging.exif_directories import (
    CAMERA,
    GPS,
    Bytes,
    Directory,
    Entry,
    laid_out,
    read_directory,
    written,
)
from desktop_unet.imaging.header_facts import ICC_LAB
from desktop_unet.imaging.iptc import iptc_records
from desktop_unet.phrases import Phrase

_TELLING = (
    *(0x000B, 0x010D, 0x010E, 0x010F, 0x0110, 0x011D, 0x0131, 0x0132, 0x013B, 0x013C, 0x8298),
    *(0x4746, 0x4749, 0x828D, 0x882A, 0x9003, *range(0x9C9B, 0x9CA0), 0xC4A5, 0xC614, 0xC62F, 0xC630),
)
"""What a first directory tells people: texts, ratings, dates, camera. The rest describes the pixels of its own file."""

_TIED_TO_THEIR_PLACE = 0x927C
"""Makers' notes point into the file they were written in."""

_PHOTOMETRIC, _IPTC = 262, 33723

_SHORT_FORM = 42
_LONG = 4
_BIG = 43


def exif_of_tiff(path: Path) -> bytes | None:
    """A block with the photo's EXIF; None where there is none or it cannot be understood."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as tiff:
        try:
            found = _first_directory(tiff)
        except struct.error:  # a photo without EXIF is a photo
            return None
        order = "<" if tiff[:2] == b"II" else ">"
    telling = _telling(found)
    if not telling:
        return None
    content, at = written(telling, order, 8)
    return b"Exif\0\0" + (b"II" if order == "<" else b"MM") + struct.pack(order + "HI", _SHORT_FORM, at) + content


def has_notes_of_maker(path: Path) -> bool:
    """Whether a TIFF's EXIF has what stays behind when it is taken out."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as tiff:
        try:
            camera = _first_directory(tiff).get(CAMERA, {})
        except struct.error:
            return False
    return not isinstance(camera, Entry) and _TIED_TO_THEIR_PLACE in camera


def _first_directory(tiff: Bytes) -> dict[int, Entry | Directory]:
    order = "<" if tiff[:2] == b"II" else ">"
    (version,) = struct.unpack_from(order + "H", tiff, 2)
    is_big = version == _BIG
    (first,) = struct.unpack_from(order + ("Q" if is_big else "I"), tiff, 8 if is_big else 4)
    return read_directory(tiff, order, first, is_big=is_big)


def _telling(first: Directory) -> dict[int, Entry | Directory]:
    """What means the same in another file."""
    kept: dict[int, Entry | Directory] = {tag: first[tag] for tag in _TELLING if isinstance(first.get(tag), Entry)}
    for tag in (CAMERA, GPS):
        inner = first.get(tag)
        if inner is not None and not isinstance(inner, Entry):
            kept[tag] = {name: entry for name, entry in inner.items() if name != _TIED_TO_THEIR_PLACE}
    return {tag: entry for tag, entry in kept.items() if entry}


def iptc_of_tiff(path: Path) -> bytes | None:
    """The bare IPTC records; None where there are none. libvips passes on a quarter of them only."""
    try:
        with path.open("rb") as file:
            head = file.read(8)
            order = "<" if head[:2] == b"II" else ">"
            version, first = struct.unpack(order + "HI", head[2:])
            entry = _raw_entries(file, order, first)[0].get(_IPTC) if version == _SHORT_FORM else None
            if entry is None:
                return None
            kind, count, at = struct.unpack(order + "HII", entry[2:])
            length = count * (4 if kind == _LONG else 1)
            file.seek(at)
            return iptc_records(entry[8 : 8 + length] if length <= 4 else file.read(length))
    except (OSError, struct.error):
        return None


def with_lab_as_plain_channels(path: Path) -> bytes:
    """The file with its colour space renamed from CIELAB to ICCLAB, which libvips passes on as it is.

    Raises:
        PhotoDamaged: the directory makes no sense.
    """
    content = bytearray(path.read_bytes())
    order = "<" if content[:2] == b"II" else ">"
    try:
        (first,) = struct.unpack_from(order + "I", content, 4)
        (count,) = struct.unpack_from(order + "H", content, first)
        for at in range(first + 2, first + 2 + 12 * count, 12):
            if struct.unpack_from(order + "H", content, at)[0] == _PHOTOMETRIC:
                struct.pack_into(order + "H", content, at + 8, ICC_LAB)
    except struct.error:
        raise PhotoDamaged(path=path, reason=Phrase("its directory makes no sense")) from None
    return bytes(content)


def add_iptc(path: Path, records: bytes) -> bool:
    """Add bare IPTC records to a TIFF file; False where that cannot be done."""
    padded = records + bytes(-len(records) % 4)

    def serialised(order: str, at: int) -> tuple[bytes, dict[int, bytes]]:
        place = padded if len(padded) == 4 else struct.pack(order + "I", at)
        return padded, {_IPTC: struct.pack(order + "HHI", _IPTC, _LONG, len(padded) // 4) + place}

    return _add(path, serialised)


def add_exif_to_tiff(path: Path, block: bytes) -> bool:
    """Add a block's entries to a TIFF file; False where that cannot be done (the file stays as it was).

    Args:
        path: the file.
        block: EXIF as a JPEG has it.
    """
    tiff = block.removeprefix(b"Exif\0\0")
    given = "<" if tiff[:2] == b"II" else ">"
    try:
        telling = _telling(_first_directory(tiff))
    except struct.error:
        return False
    return _add(path, lambda order, at: laid_out(telling, order, at, given))


def _add(path: Path, serialised: Callable[[str, int], tuple[bytes, dict[int, bytes]]]) -> bool:
    """Write a file's first directory anew at its end, with entries added; their data stands before it."""
    with path.open("r+b") as file:
        head = file.read(8)
        order = "<" if head[:2] == b"II" else ">"
        version, first = struct.unpack(order + "HI", head[2:])
        if version != _SHORT_FORM:
            return False
        entries, following = _raw_entries(file, order, first)
        end = file.seek(0, 2)
        try:
            data, added = serialised(order, end + end % 2)
        except struct.error:  # a value that has no place among 4 GiB
            return False
        merged = sorted((entries | added).items())
        at = end + end % 2 + len(data)
        directory = struct.pack(order + "H", len(merged)) + b"".join(entry for _, entry in merged) + following
        file.write(bytes(end % 2) + data + directory)
        file.seek(4)
        file.write(struct.pack(order + "I", at))
    return True


def _raw_entries(file: BinaryIO, order: str, at: int) -> tuple[dict[int, bytes], bytes]:
    """The 12-byte entries of a directory by tag, and its link to the next one; good at any place in the file."""
    file.seek(at)
    (count,) = struct.unpack(order + "H", file.read(2))
    raw = [file.read(12) for _ in range(count)]
    return {struct.unpack(order + "H", entry[:2])[0]: entry for entry in raw}, file.read(4)
