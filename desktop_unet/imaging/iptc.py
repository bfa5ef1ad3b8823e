"""IPTC records (caption, keywords, byline) in and out of the wrappings that file formats put them in.

Comes in: a block as JPEG, TIFF or PNG holds it. Goes out: the bare records, which is how a
``Photo`` carries them, or the same wrapped again for ``encoding``. Other resources of Photoshop's
block, among them a small picture of what the photo was before, stay behind.
"""

from __future__ import annotations

import os
import struct
import zlib
from pathlib import Path

PNG_KEYWORD = "Raw profile type iptc"
PNG_KEYWORD_WITHOUT_SPACES = PNG_KEYWORD.replace(" ", "_")

_HEADER = b"Photoshop 3.0\0"
_RESOURCE, _IPTC_ID = b"8BIM", 0x0404
_RECORD, _EXTENDED = 0x1C, 0x8000
_LINE = 72
_PNG_SIGNATURE_BYTES = 8


def iptc_records(block: bytes) -> bytes | None:
    """The bare records in a block, wrapped or not; None where there are none.

    Source: IPTC-IIM 4.2, chapter 1; Adobe Photoshop File Formats, "Image Resource Blocks".
    """
    block = block.removeprefix(_HEADER)
    while block.startswith(_RESOURCE) and len(block) >= 12:
        (id_,) = struct.unpack_from(">H", block, 4)
        start = 6 + (block[6] + 2) // 2 * 2 + 4
        if len(block) < start:
            return None
        (length,) = struct.unpack_from(">I", block, start - 4)
        if id_ == _IPTC_ID:
            block = block[start : start + length]
            break
        block = block[start + length + length % 2 :]
    return block[: _end_of_records(block)] or None


def _end_of_records(block: bytes) -> int:
    """Where the last whole record ends; TIFF pads behind it."""
    at = 0
    while len(block) >= at + 5 and block[at] == _RECORD:
        (length,) = struct.unpack_from(">H", block, at + 3)
        if length >= _EXTENDED or at + 5 + length > len(block):
            break
        at += 5 + length
    return at


def as_photoshop_block(records: bytes) -> bytes:
    """What a JPEG's APP13 segment holds."""
    return _HEADER + _resource(records)


def as_png_text(records: bytes) -> str:
    """What ImageMagick and ExifTool write into a PNG's text chunk of ``PNG_KEYWORD``."""
    digits = _resource(records).hex()
    lines = "\n".join(digits[at : at + _LINE] for at in range(0, len(digits), _LINE))
    return f"\niptc\n{len(digits) // 2:8d}\n{lines}\n"


def name_text_in_png(path: Path) -> None:
    """Give the text that libvips wrote under ``PNG_KEYWORD_WITHOUT_SPACES`` its right name, in place.

    libvips ends a name at the first space.
    """
    stored, wanted = PNG_KEYWORD_WITHOUT_SPACES.encode(), PNG_KEYWORD.encode()
    with path.open("r+b") as file:
        file.seek(_PNG_SIGNATURE_BYTES)
        while len(head := file.read(8)) == 8 and head[4:] != b"IDAT":
            (length,) = struct.unpack(">I", head[:4])
            content = file.read(length)
            if content.startswith(stored + b"\0"):
                renamed = wanted + content[len(stored) :]
                file.seek(-length, os.SEEK_CUR)
                file.write(renamed + struct.pack(">I", zlib.crc32(head[4:] + renamed)))
            else:
                file.seek(4, os.SEEK_CUR)


def of_png_text(text: str) -> bytes | None:
    """The records in such a chunk; None where it makes no sense."""
    try:
        _, _, digits = text.lstrip("\n").split("\n", 2)
        return iptc_records(bytes.fromhex("".join(digits.split())))
    except ValueError:
        return None


def _resource(records: bytes) -> bytes:
    return _RESOURCE + struct.pack(">HHI", _IPTC_ID, 0, len(records)) + records + bytes(len(records) % 2)
