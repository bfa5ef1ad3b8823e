"""Directories of EXIF and TIFF entry by entry, every value as the bytes it is.

Comes in: a stretch of bytes and where a directory lies in it. Goes out: its entries, or a directory to stand
elsewhere, for ``tiff_exif`` and ``exif``. No value is decoded, so that no text or type can suffer.

Source: TIFF 6.0, section 2; CIPA DC-008 (Exif 3.0), section 4.6.2 (type 129 is UTF-8).
"""

from __future__ import annotations

import mmap
import struct
from collections.abc import Mapping
from typing import NamedTuple

CAMERA, GPS, INTEROPERABILITY = 0x8769, 0x8825, 0xA005
POINTERS = (CAMERA, GPS, INTEROPERABILITY)
"""Entries whose value is a directory of its own."""

_BYTES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 129: 1}
_BYTES_OF_BIG = {**_BYTES, 16: 8, 17: 8, 18: 8}
_WORD_BYTES = {3: 2, 4: 4, 5: 4, 8: 2, 9: 4, 10: 4, 11: 4, 12: 8, 13: 4}
_LONG = 4
_INSIDE = 4


class Entry(NamedTuple):
    """One entry: type, how many values, and the values' bytes."""

    kind: int
    number: int
    content: bytes


Bytes = bytes | bytearray | mmap.mmap

Directory = Mapping[int, "Entry | Directory"]
"""Entries by tag; behind a tag of ``POINTERS`` lies another directory."""


def read_directory(tiff: Bytes, order: str, at: int, *, is_big: bool = False) -> dict[int, Entry | Directory]:
    """The entries of a directory and of those inside it; what points outside or has no known type is left out.

    Args:
        tiff: bytes from the byte order mark on.
        order: "<" or ">".
        at: where the directory begins.
        is_big: whether it is a BigTIFF, with numbers of eight bytes.

    Raises:
        struct.error: it does not lie inside.
    """
    return _read(tiff, _Layout.of(order, is_big), at, frozenset({at}))


class _Layout(NamedTuple):
    """How numbers stand in classic TIFF or BigTIFF: their formats, the bytes of an entry, and of a value inside it."""

    number: str
    head: str
    place: str
    entry_bytes: int
    inside: int
    sizes: Mapping[int, int]

    @classmethod
    def of(cls, order: str, is_big: bool) -> _Layout:
        if is_big:
            return cls(order + "Q", order + "HHQ", order + "Q", 20, 8, _BYTES_OF_BIG)
        return cls(order + "H", order + "HHI", order + "I", 12, _INSIDE, _BYTES)


def _read(tiff: Bytes, layout: _Layout, at: int, above: frozenset[int]) -> dict[int, Entry | Directory]:
    (count,) = struct.unpack_from(layout.number, tiff, at)
    found: dict[int, Entry | Directory] = {}
    first = at + struct.calcsize(layout.number)
    for place in range(first, first + layout.entry_bytes * count, layout.entry_bytes):
        tag, kind, number = struct.unpack_from(layout.head, tiff, place)
        start, length = place + layout.entry_bytes - layout.inside, layout.sizes.get(kind, 0) * number
        if length > layout.inside:
            (start,) = struct.unpack_from(layout.place, tiff, start)
        if length == 0 or start + length > len(tiff):
            continue
        entry = Entry(kind, number, bytes(tiff[start : start + length]))
        kept = _inner(tiff, layout, entry, above) if tag in POINTERS else entry
        if kept and (tag in POINTERS or kind in _BYTES):
            found[tag] = kept
    return found


def _inner(tiff: Bytes, layout: _Layout, entry: Entry, above: frozenset[int]) -> dict[int, Entry | Directory]:
    """The directory that an entry points to; empty where that makes no sense."""
    at = int.from_bytes(entry.content, "little" if layout.number[0] == "<" else "big")
    try:
        return {} if at in above else _read(tiff, layout, at, above | {at})
    except struct.error:
        return {}


def laid_out(directory: Directory, order: str, at: int, given: str | None = None) -> tuple[bytes, dict[int, bytes]]:
    """A directory's values as bytes to stand at ``at`` (even), and its entries of 12 bytes that point to them.

    Args:
        directory: what to write.
        order: byte order to write in.
        at: where the bytes will stand.
        given: byte order of the values; None where it is the same.
    """
    data, entries = b"", {}
    for tag, entry in sorted(directory.items()):
        if not isinstance(entry, Entry):
            inner, start = written(entry, order, at + len(data), given)
            entries[tag] = struct.pack(order + "HHII", tag, _LONG, 1, start)
            data += inner
            continue
        content = entry.content if given in (None, order) else _swapped(entry)
        head = struct.pack(order + "HHI", tag, entry.kind, entry.number)
        if len(content) <= _INSIDE:
            entries[tag] = head + content.ljust(_INSIDE, b"\0")
        else:
            entries[tag] = head + struct.pack(order + "I", at + len(data))
            data += content + bytes(len(content) % 2)
    return data, entries


def written(directory: Directory, order: str, at: int, given: str | None = None) -> tuple[bytes, int]:
    """A whole directory without a next one, to stand at ``at``, and where in the file it begins."""
    data, entries = laid_out(directory, order, at, given)
    table = struct.pack(order + "H", len(entries)) + b"".join(entries.values()) + bytes(4)
    return data + table, at + len(data)


def _swapped(entry: Entry) -> bytes:
    """The values in the other byte order."""
    size = _WORD_BYTES.get(entry.kind, 1)
    words = [entry.content[at : at + size][::-1] for at in range(0, len(entry.content), size)]
    return b"".join(words)
