"""EXIF, comments and texts in written files to the byte, where libvips would make them anew or drop them.

Comes in: a file that libvips has written, and what it shall carry. Goes out: the same file with it, for ``encoding``;
or the comments and texts that a file has, for ``metadata``.

Source: ITU-T T.81 annex B (JPEG), PNG third edition 5.3 and 11.3, RFC 9649 (WebP), ISO/IEC 14496-12 and 23008-12
(AVIF).
"""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from desktop_unet.imaging.formats import AVIF, JPEG, PNG, WEBP, Format

_EXIF_PREFIX = b"Exif\0\0"
_APP0, _APP1, _APP15, _COMMENT, _SCAN = 0xE0, 0xE1, 0xEF, 0xFE, 0xDA
SEGMENT_LIMIT = 0xFFFF - 2
"""Bytes that fit into one segment of a JPEG."""

_PNG_HEAD = 8
_TEXTS = (b"tEXt", b"zTXt", b"iTXt")
_NOT_TEXTS = (b"XML:com.adobe.xmp", b"Raw profile type ")
"""Keywords of what is carried in other ways."""

_TEXT_BYTES_AT_MOST = 1 << 20
_PIECE_BYTES = 1 << 22


def put_exif(path: Path, format_: Format, block: bytes) -> bool:
    """Put an EXIF block in the place of the one that libvips made; False where there is no place or it is too large."""
    put = {JPEG: _put_into_jpeg, PNG: _put_into_png, WEBP: _put_into_webp, AVIF: _put_into_avif}.get(format_)
    if put is None:
        return False
    with path.open("r+b") as file:
        try:
            return put(file, block.removeprefix(_EXIF_PREFIX))
        except (struct.error, ValueError):
            return False


def comments_of_jpeg(path: Path) -> tuple[bytes, ...]:
    """The comments before the first scan."""
    with path.open("rb") as file:
        return tuple(
            content
            for marker, start, end in _segments(file)
            if marker == _COMMENT and (content := _at(file, start, end))
        )


def put_comments(path: Path, comments: tuple[bytes, ...]) -> None:
    """Add comments to a JPEG, behind what programs have to say."""
    with path.open("r+b") as file:
        places = [end for marker, _, end in _segments(file) if _APP0 <= marker <= _APP15]
        at = max(places, default=2)
        _splice(file, at, at, b"".join(_segment(_COMMENT, comment) for comment in comments))


def texts_of_png(path: Path) -> tuple[bytes, ...]:
    """The chunks of text before the pixels, type and content; not XMP, nor other blocks in the guise of texts."""
    found, total = [], 0
    with path.open("rb") as file:
        for kind, start, end in _chunks(file):
            total += end - start if kind in _TEXTS else 0
            if kind in _TEXTS and total <= _TEXT_BYTES_AT_MOST:
                content = _at(file, start, end)
                if not content.startswith(_NOT_TEXTS):
                    found.append(kind + content)
    return tuple(found)


def put_texts(path: Path, texts: tuple[bytes, ...]) -> None:
    """Add chunks of text to a PNG before its pixels."""
    with path.open("r+b") as file:
        at = _first_pixels(file)
        _splice(file, at, at, b"".join(_chunk(text[:4], text[4:]) for text in texts))


def name_of_text(text: bytes) -> str:
    """The keyword of such a chunk."""
    return text[4:].partition(b"\0")[0].decode("latin-1")


def content_of_chunk(path: Path, wanted: bytes) -> bytes | None:
    """What a PNG's first chunk of this type before its pixels holds; None where there is none."""
    with path.open("rb") as file:
        places = [(start, end) for kind, start, end in _chunks(file) if kind == wanted]
        return _at(file, *places[0]) if places else None


def content_of_box(path: Path, way: tuple[bytes, ...], head: bytes) -> bytes | None:
    """What the first box of an AVIF at the end of a way of boxes holds that begins with ``head``."""
    with path.open("rb") as file:
        places = [(0, file.seek(0, os.SEEK_END))]
        for wanted in way:
            places = [(begin, end) for place in places for kind, begin, end in _boxes(file, *place) if kind == wanted]
            if wanted == b"meta":  # the one on the way that begins with a version
                places = [(begin + 4, end) for begin, end in places]
        found = (_at(file, begin, end) for begin, end in places)
        return next((content for content in found if content.startswith(head)), None)


def _put_into_jpeg(file: BinaryIO, tiff: bytes) -> bool:
    content = _EXIF_PREFIX + tiff
    if len(content) > SEGMENT_LIMIT:
        return False
    start = end = 2
    for marker, begin, finish in list(_segments(file)):
        if marker == _APP0 and start == 2:
            start = end = finish
        if marker == _APP1 and _at(file, begin, begin + len(_EXIF_PREFIX)) == _EXIF_PREFIX:
            start, end = begin - 4, finish
            break
    _splice(file, start, end, _segment(_APP1, content))
    return True


def _segments(file: BinaryIO) -> Iterator[tuple[int, int, int]]:
    """Marker, start and end of the content of each segment before the first scan."""
    at = 2
    while True:
        file.seek(at)
        head = file.read(4)
        if len(head) < 4 or head[0] != 0xFF or head[1] == _SCAN:
            return
        if head[1] == 0xFF:  # a fill byte
            at += 1
            continue
        length = struct.unpack(">H", head[2:])[0]
        if length < 2:
            return
        yield head[1], at + 4, at + 2 + length
        at += 2 + length


def _segment(marker: int, content: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(content) + 2) + content


def _put_into_png(file: BinaryIO, tiff: bytes) -> bool:
    places = [(start - 8, end + 4) for kind, start, end in _chunks(file) if kind == b"eXIf"]
    start, end = places[0] if places else (_first_pixels(file),) * 2
    _splice(file, start, end, _chunk(b"eXIf", tiff))
    return True


def _chunks(file: BinaryIO) -> Iterator[tuple[bytes, int, int]]:
    """Type, start and end of the content of each chunk of a PNG before its pixels."""
    at = _PNG_HEAD
    while True:
        file.seek(at)
        head = file.read(8)
        if len(head) < 8 or head[4:] in (b"IDAT", b"IEND"):
            return
        length = struct.unpack(">I", head[:4])[0]
        yield head[4:], at + 8, at + 8 + length
        at += 12 + length


def _first_pixels(file: BinaryIO) -> int:
    return max((end + 4 for _, _, end in _chunks(file)), default=_PNG_HEAD)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _put_into_webp(file: BinaryIO, tiff: bytes) -> bool:
    at, size = 12, file.seek(0, os.SEEK_END)
    while at + 8 <= size:
        kind, length = struct.unpack("<4sI", _at(file, at, at + 8))
        following = at + 8 + length + length % 2
        if kind == b"EXIF":
            _splice(file, at, following, struct.pack("<4sI", kind, len(tiff)) + tiff + bytes(len(tiff) % 2))
            whole = file.seek(0, os.SEEK_END)
            file.seek(4)
            file.write(struct.pack("<I", whole - 8))
            return True
        at = following
    return False


def _put_into_avif(file: BinaryIO, tiff: bytes) -> bool:
    """Behind everything else, and the list of items says that it is there now: nothing else moves."""
    place = _exif_item(file)
    if place is None:
        return False
    at, from_, old_start, old_length = place
    end = file.seek(0, os.SEEK_END)
    content = struct.pack(">I", len(_EXIF_PREFIX)) + _EXIF_PREFIX + tiff
    file.write(struct.pack(">I4s", 8 + len(content), b"mdat") + content)
    file.seek(at)
    file.write(struct.pack(">II", end + 8 - from_, len(content)))
    file.seek(from_ + old_start)
    file.write(bytes(old_length))
    return True


def _exif_item(file: BinaryIO) -> tuple[int, int, int, int] | None:
    """Where the list of items tells place and length (four bytes each) of the EXIF, from where it counts, and both."""
    size = file.seek(0, os.SEEK_END)
    boxes = {kind: (start, end) for kind, start, end in _boxes(file, 0, size)}
    if b"meta" not in boxes:
        return None
    start, end = boxes[b"meta"]
    inner = {kind: (begin, finish) for kind, begin, finish in _boxes(file, start + 4, end)}
    if b"iinf" not in inner or b"iloc" not in inner:
        return None
    id_ = _exif_id(file, *inner[b"iinf"])
    return None if id_ is None else _place_of(file, id_, *inner[b"iloc"])


def _exif_id(file: BinaryIO, start: int, end: int) -> int | None:
    head = 6 if _at(file, start, start + 1) == b"\0" else 8
    for kind, begin, _ in _boxes(file, start + head, end):
        version, id_, type_ = struct.unpack(">B3xH2x4s", _at(file, begin, begin + 12))
        if kind == b"infe" and version == 2 and type_ == b"Exif":
            return int(id_)
    return None


def _place_of(file: BinaryIO, wanted: int, start: int, end: int) -> tuple[int, int, int, int] | None:
    """Only the shape that libheif writes: offsets and lengths of four bytes, one extent, in the file itself."""
    table = _at(file, start, end)
    version, sizes, base, count = table[0], table[4], table[5], struct.unpack_from(">H", table, 6)[0]
    if version > 1 or sizes != 0x44 or base & 0x0F:
        return None
    base_bytes, at = base >> 4, 8
    for _ in range(count):
        id_, method = struct.unpack_from(">HH", table, at) if version else (*struct.unpack_from(">H", table, at), 0)
        at += (6 if version else 4) + base_bytes
        from_ = int.from_bytes(table[at - base_bytes : at], "big")
        (extents,) = struct.unpack_from(">H", table, at)
        if id_ == wanted:
            place, length = struct.unpack_from(">II", table, at + 2)
            return (start + at + 2, from_, place, length) if (extents, method) == (1, 0) else None
        at += 2 + 8 * extents
    return None


def _boxes(file: BinaryIO, at: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    while at + 8 <= end:
        length, kind = struct.unpack(">I4s", _at(file, at, at + 8))
        length = end - at if length == 0 else length
        if length < 8:  # also the long form, which small files of ours do not have
            return
        yield kind, at + 8, at + length
        at += length


def _at(file: BinaryIO, start: int, end: int) -> bytes:
    file.seek(start)
    return file.read(end - start)


def _splice(file: BinaryIO, start: int, end: int, content: bytes) -> None:
    """Put ``content`` in the place of the bytes from ``start`` to ``end``; what follows moves, piece by piece."""
    size, shift = file.seek(0, os.SEEK_END), len(content) - (end - start)
    places = range(end, size, _PIECE_BYTES)
    for at in reversed(places) if shift > 0 else places:
        piece = _at(file, at, min(at + _PIECE_BYTES, size))
        file.seek(at + shift)
        file.write(piece)
    file.seek(start)
    file.write(content)
    file.truncate(size + shift)
