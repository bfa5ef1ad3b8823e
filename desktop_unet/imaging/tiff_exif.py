"""EXIF in TIFF files, which libvips neither reads nor writes: there it is part of the file's own directory.

Comes in: a TIFF file. Goes out: its EXIF as a block like that of a JPEG, for ``reading``; or the
file with a block's entries added, for ``encoding``.
"""

from __future__ import annotations

import contextlib
import struct
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from PIL import Image, TiffImagePlugin

_TEXTS = (0x010E, 0x010F, 0x0110, 0x0131, 0x0132, 0x013B, 0x8298)
"""Description, maker, model, software, date, artist, copyright."""

_DIRECTORIES = (0x8769, 0x8825)
"""EXIF proper and GPS."""

_TIED_TO_THEIR_PLACE = (0x927C, 0xA005)
"""Makers' notes point into the file they were written in; so does the interoperability directory."""

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


def add_exif_to_tiff(path: Path, block: bytes) -> bool:
    """Add a block's entries to a TIFF file; False where that cannot be done (the file stays as it was).

    The file's first directory is written anew at its end with the entries added.
    """
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
                data, added = _serialised(block, head, order, end + end % 2)
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


def _serialised(block: bytes, head: bytes, order: str, at: int) -> tuple[bytes, dict[int, bytes]]:
    """The block's values as bytes to stand at ``at`` (of even length), and the entries that point to them."""
    exif = Image.Exif()
    exif.load(block)
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
