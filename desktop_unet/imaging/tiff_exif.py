"""EXIF and IPTC in TIFF files, which libvips reads and writes wrongly or not: there they are entries of a directory.

Comes in: a TIFF file. Goes out: its EXIF as a block like that of a JPEG and its IPTC records, for
``carried``; or the file with such a block's entries added, for ``encoding``.
"""

from __future__ import annotations

import contextlib
import struct
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from PIL import Image, TiffImagePlugin

from desktop_unet.errors import PhotoDamaged
from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.header_facts import ICC_LAB
from desktop_unet.imaging.iptc import iptc_records
from desktop_unet.phrases import Phrase

_TEXTS = (0x010E, 0x010F, 0x0110, 0x0131, 0x0132, 0x013B, 0x8298)
"""Description, maker, model, software, date, artist, copyright."""

_DIRECTORIES = (0x8769, 0x8825)
"""EXIF proper and GPS."""

_TIED_TO_THEIR_PLACE = (0x927C, 0xA005)
"""Makers' notes point into the file they were written in; so does the interoperability directory."""

_WIDTH, _HEIGHT = 0xA002, 0xA003
_PHOTOMETRIC, _IPTC = 262, 33723

_SHORT_FORM = 42
_ASCII, _LONG = 2, 4


def exif_of_tiff(path: Path) -> bytes | None:
    """A block with the photo's EXIF; None where there is none or it cannot be understood."""
    block = Image.Exif()
    try:
        with path.open("rb") as file, _unwarned():
            head = file.read(8)
            first = _directory(file, head, None)
            for tag in _TEXTS:
                if tag in first:
                    block[tag] = first[tag]
            for tag in _DIRECTORIES:
                if tag in first:
                    block.get_ifd(tag).update(_movable(_directory(file, head, first[tag])))
        return block.tobytes() if len(block) else None
    except Exception:  # Pillow raises anything for damaged directories; a photo without EXIF is a photo
        return None


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

    def serialised(_head: bytes, order: str, at: int) -> tuple[bytes, dict[int, bytes]]:
        place = padded if len(padded) == 4 else struct.pack(order + "I", at)
        return padded, {_IPTC: struct.pack(order + "HHI", _IPTC, _LONG, len(padded) // 4) + place}

    return _add(path, serialised)


def add_exif_to_tiff(path: Path, block: bytes, extent: Extent | None = None) -> bool:
    """Add a block's entries to a TIFF file; False where that cannot be done (the file stays as it was).

    Args:
        path: the file.
        block: EXIF as a JPEG has it.
        extent: the photo's size, to stand where the block tells one.
    """
    return _add(path, lambda head, order, at: _serialised(block, head, order, at, extent))


def _add(path: Path, serialised: Callable[[bytes, str, int], tuple[bytes, dict[int, bytes]]]) -> bool:
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
            with _unwarned():
                data, added = serialised(head, order, end + end % 2)
        except Exception:  # as above
            return False
        merged = sorted((entries | added).items())
        at = end + end % 2 + len(data)
        directory = struct.pack(order + "H", len(merged)) + b"".join(entry for _, entry in merged) + following
        file.write(bytes(end % 2) + data + directory)
        file.seek(4)
        file.write(struct.pack(order + "I", at))
    return True


@contextlib.contextmanager
def _unwarned() -> Iterator[None]:
    """Pillow warns of each damaged entry; the photo is whole without it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _directory(file: BinaryIO, head: bytes, at: int | None) -> Any:
    directory = TiffImagePlugin.ImageFileDirectory_v2(head)
    file.seek(directory.next if at is None else at)
    directory.load(file)
    return directory


def _movable(directory: Any) -> dict[int, Any]:
    return {tag: value for tag, value in dict(directory).items() if tag not in _TIED_TO_THEIR_PLACE}


def _raw_entries(file: BinaryIO, order: str, at: int) -> tuple[dict[int, bytes], bytes]:
    """The 12-byte entries of a directory by tag, and its link to the next one; good at any place in the file."""
    file.seek(at)
    (count,) = struct.unpack(order + "H", file.read(2))
    raw = [file.read(12) for _ in range(count)]
    return {struct.unpack(order + "H", entry[:2])[0]: entry for entry in raw}, file.read(4)


def _serialised(
    block: bytes, head: bytes, order: str, at: int, extent: Extent | None
) -> tuple[bytes, dict[int, bytes]]:
    """The block's values as bytes to stand at ``at`` (of even length), and the entries that point to them."""
    exif = Image.Exif()
    exif.load(block)
    camera = exif.get_ifd(_DIRECTORIES[0])
    if extent is not None:
        sizes = {_WIDTH: extent.width, _HEIGHT: extent.height}
        camera.update({tag: size for tag, size in sizes.items() if tag in camera})
    data, entries = b"", {}
    for tag in _TEXTS:
        if tag in exif:
            text = str(exif[tag]).encode("latin-1", "replace") + b"\0"
            # Up to four bytes stand in the entry itself.
            place = text.ljust(4, b"\0") if len(text) <= 4 else struct.pack(order + "I", at + len(data))
            entries[tag] = struct.pack(order + "HHI", tag, _ASCII, len(text)) + place
            data += b"" if len(text) <= 4 else text + bytes(len(text) % 2)
    for tag in _DIRECTORIES:
        values = _movable(exif.get_ifd(tag))
        if values:
            directory = TiffImagePlugin.ImageFileDirectory_v2(head)
            directory.update(values)
            entries[tag] = struct.pack(order + "HHII", tag, _LONG, 1, at + len(data))
            written = directory.tobytes(at + len(data))
            data += written + bytes(len(written) % 2)
    return data, entries
