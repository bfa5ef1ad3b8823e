"""What a TIFF file consists of: its directories, which of them is the photo, and whether it is a camera's raw.

Comes in: a TIFF file. Goes out: a ``Structure`` for ``header_facts``; or the file's content with directories
mended that readers trip over. No pixel is read.

Source: TIFF 6.0; Adobe TIFF technical note 1 (SubIFDs); TIFF/EP (ISO 12234-2) and DNG 1.7 for raw.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import BinaryIO

NEW_TYPE, OLD_TYPE, WIDTH, HEIGHT, BITS, PACKING, PHOTOMETRIC = 254, 255, 256, 257, 258, 259, 262
MAKE, ORIENTATION, SAMPLES, PLANES, SUB_DIRECTORIES, EXTRA, SAMPLE_FORMAT = 271, 274, 277, 284, 330, 338, 339
PROFILE = 34675

_REDUCED, _MASK = 1, 4
_OLD_REDUCED = 2
_DIRECTORY_LIMIT, _ENTRY_LIMIT, _VALUE_LIMIT, _TEXT_LIMIT = 1000, 1000, 64, 64
_PROFILE_LIMIT = 1 << 24

_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8, 17: 8, 18: 8}
_INTEGERS = {1: "B", 3: "H", 4: "I", 6: "b", 8: "h", 9: "i", 13: "I", 16: "Q", 17: "q", 18: "Q"}
_SHORT = 3

_OF_RAW = {33421, 33422, 50706, 50740}
"""Pattern of a sensor, version of DNG, private data of DNG."""
_DNG = 50706
_RAW_PHOTOMETRICS = {32803, 34892, 34893}
_RAW_PACKINGS = {262, 32767, 32769, 32770, 34713, 65000, 65535}
_RAW_HEADS = ((b"CR\x02", "CR2"), (b"IIII", "IIQ"), (b"MMMM", "IIQ"))
_RAW_BY_MAKE = {
    "canon": "CR2",
    "nikon": "NEF",
    "sony": "ARW",
    "pentax": "PEF",
    "ricoh": "PEF",
    "samsung": "SRW",
    "epson": "ERF",
    "seiko epson": "ERF",
    "hasselblad": "3FR",
    "mamiya": "MEF",
    "leaf": "MOS",
    "phase one": "IIQ",
    "kodak": "DCR",
    "eastman kodak": "DCR",
    "leica": "DNG",
    "panasonic": "RW2",
    "olympus": "ORF",
}


@dataclass(frozen=True)
class Form:
    """How numbers are laid out: byte order, and whether it is BigTIFF."""

    order: str
    is_big: bool

    @property
    def count(self) -> str:
        return self.order + ("Q" if self.is_big else "H")

    @property
    def offset(self) -> str:
        return self.order + ("Q" if self.is_big else "I")

    @property
    def place_bytes(self) -> int:
        return 8 if self.is_big else 4

    @property
    def entry_bytes(self) -> int:
        return 20 if self.is_big else 12


@dataclass(frozen=True)
class Directory:
    """One directory: where it stands, and its entries as they are.

    Args:
        form: of the file.
        at: where it begins.
        entries: by tag: kind, count, and the bytes of the place that holds the value or points to it.
        following: where the next one begins; 0 for none.
        link_at: where that is written.
        values: what lies elsewhere in the file, by tag.
        children: directories that this one points to as parts of it.
        page: number in the chain, from 0.
        child: number among its parent's children; None for one in the chain.
    """

    form: Form
    at: int
    entries: dict[int, tuple[int, int, bytes]]
    following: int
    link_at: int
    values: dict[int, bytes]
    page: int
    child: int | None = None
    children: tuple[Directory, ...] = ()

    def numbers(self, tag: int) -> tuple[int, ...]:
        """The integers of an entry, at most 64 of them; empty where there is none or it is no integer."""
        kind, _, _ = self.entries.get(tag, (0, 0, b""))
        letter, raw = _INTEGERS.get(kind), self.values.get(tag, b"")
        if letter is None:
            return ()
        count = len(raw) // _SIZES[kind]
        return struct.unpack(f"{self.form.order}{count}{letter}", raw[: count * _SIZES[kind]])

    def number(self, tag: int, default: int) -> int:
        found = self.numbers(tag)
        return found[0] if found else default

    def text(self, tag: int) -> str:
        return self.values.get(tag, b"").split(b"\0")[0].decode("latin-1").strip()

    @property
    def pixels(self) -> int:
        return self.number(WIDTH, 0) * self.number(HEIGHT, 0)

    @property
    def is_photo(self) -> bool:
        """Whether it is neither a reduced copy of another one nor a mask."""
        return not self.number(NEW_TYPE, 0) & (_REDUCED | _MASK) and self.number(OLD_TYPE, 0) != _OLD_REDUCED


@dataclass(frozen=True)
class Structure:
    """The directories of a file, in the order of the chain; ``loops`` where that leads back into itself."""

    form: Form
    head: bytes
    chain: tuple[Directory, ...]
    loops: bool = False

    @cached_property
    def pictures(self) -> tuple[Directory, ...]:
        """The photos: no reduced copies, no masks, each in the largest form there is; never empty."""
        found = [_largest(page) for page in self.chain if page.is_photo or any(c.is_photo for c in page.children)]
        return tuple(page for page in found if page.pixels) or (max(self.chain, key=lambda page: page.pixels),)

    @property
    def all(self) -> Iterator[Directory]:
        for page in self.chain:
            yield page
            yield from page.children

    @property
    def raw_kind(self) -> str | None:
        """Which camera raw this is ("DNG", "NEF"); None where it is none."""
        for mark, name in _RAW_HEADS:
            if self.head[8:].startswith(mark):
                return name
        first = self.chain[0]
        if _DNG in first.entries:
            return "DNG"
        make = first.text(MAKE).lower()
        # A bare sensor's picture without a camera's name is refused for its colours.
        is_camera_file = bool(make) or len(list(self.all)) > 1
        if not is_camera_file or not any(_is_raw(directory) for directory in self.all):
            return None
        named = [name for start, name in _RAW_BY_MAKE.items() if make.startswith(start)]
        return named[0] if named else "raw"


def _is_raw(directory: Directory) -> bool:
    return (
        directory.number(PHOTOMETRIC, 0) in _RAW_PHOTOMETRICS
        or directory.number(PACKING, 1) in _RAW_PACKINGS
        or not _OF_RAW.isdisjoint(directory.entries)
    )


def _largest(page: Directory) -> Directory:
    candidates = [directory for directory in (page, *page.children) if directory.is_photo]
    return max(candidates, key=lambda directory: directory.pixels)


def structure_of(path: Path) -> Structure:
    """The directories of a TIFF file.

    Raises:
        OSError, struct.error, ValueError, OverflowError: it makes no sense.
    """
    with path.open("rb") as file:
        head = file.read(16)
        order = "<" if head[:2] == b"II" else ">"
        form = Form(order, struct.unpack(order + "H", head[2:4])[0] == 43)
        (at,) = struct.unpack(form.offset, head[8:16] if form.is_big else head[4:8])
        chain: list[Directory] = []
        seen: set[int] = set()
        while at and at not in seen and len(chain) < _DIRECTORY_LIMIT:
            seen.add(at)
            try:
                page = _directory(file, form, at, len(chain))
            except (struct.error, ValueError, OverflowError):
                if not chain:
                    raise
                break
            chain.append(page)
            at = page.following
        if not chain:
            raise ValueError("no directory")
        return Structure(form, head, tuple(chain), loops=at in seen)


def raw_kind_of_tiff(path: Path) -> str | None:
    """Which camera raw a TIFF file is; None where it is none, or makes no sense, of which its decoder tells."""
    try:
        return structure_of(path).raw_kind
    except (OSError, struct.error, ValueError, OverflowError):
        return None


def _directory(file: BinaryIO, form: Form, at: int, page: int, child: int | None = None) -> Directory:
    file.seek(at)
    (count,) = struct.unpack(form.count, file.read(struct.calcsize(form.count)))
    if not 0 < count <= _ENTRY_LIMIT:
        raise ValueError("a directory makes no sense")
    raw = file.read(count * form.entry_bytes)
    (following,) = struct.unpack(form.offset, file.read(form.place_bytes).ljust(form.place_bytes, b"\0"))
    entries: dict[int, tuple[int, int, bytes]] = {}
    values: dict[int, bytes] = {}
    for start in range(0, count * form.entry_bytes, form.entry_bytes):
        tag, kind, length = struct.unpack_from(form.order + ("HHQ" if form.is_big else "HHI"), raw, start)
        place = raw[start + form.entry_bytes - form.place_bytes : start + form.entry_bytes]
        entries.setdefault(tag, (kind, length, place))
        values.setdefault(tag, _value(file, form, tag, kind, length, place))
    link_at = at + struct.calcsize(form.count) + len(raw)
    directory = Directory(form, at, entries, following, link_at, values, page, child)
    return directory if child is not None else replace(directory, children=tuple(_children(file, directory)))


def _children(file: BinaryIO, parent: Directory) -> Iterator[Directory]:
    for number, at in enumerate(parent.numbers(SUB_DIRECTORIES)):
        try:
            yield _directory(file, parent.form, at, parent.page, number)
        except (struct.error, ValueError, OverflowError):
            continue


def _value(file: BinaryIO, form: Form, tag: int, kind: int, length: int, place: bytes) -> bytes:
    """The bytes of a value, as far as anyone here asks for them."""
    size = _SIZES.get(kind, 1)
    limit = _PROFILE_LIMIT if tag == PROFILE else size * _VALUE_LIMIT if kind in _INTEGERS else _TEXT_LIMIT
    wanted = min(length * size, limit)
    if length * size <= form.place_bytes:
        return place[:wanted]
    (at,) = struct.unpack(form.offset, place)
    if tag not in (BITS, MAKE, SUB_DIRECTORIES, EXTRA, SAMPLE_FORMAT, PROFILE) or at >= 2**63:
        return b""
    file.seek(at)
    return file.read(wanted)


def mended(path: Path, structure: Structure, picture: Directory) -> bytes | None:
    """The file with what readers trip over set right: chains that loop, no word on colours; None if all is well."""
    lacks_colours = PHOTOMETRIC not in picture.entries and picture.child is None
    if not structure.loops and not lacks_colours:
        return None
    content = bytearray(path.read_bytes())
    form = structure.form
    if structure.loops:
        struct.pack_into(form.offset, content, structure.chain[-1].link_at, 0)
    if lacks_colours:
        _move_with_colours(content, structure, picture)
    return bytes(content)


def _move_with_colours(content: bytearray, structure: Structure, picture: Directory) -> None:
    """Write a directory anew at the end, with what its colours must be, and link it in the old one's place."""
    form = structure.form
    is_colour = picture.number(SAMPLES, 1) >= 3
    value = struct.pack(form.order + "H", 2 if is_colour else 1).ljust(form.place_bytes, b"\0")
    entries = {**picture.entries, PHOTOMETRIC: (_SHORT, 1, value)}
    head = form.order + ("HHQ" if form.is_big else "HHI")
    body = b"".join(
        struct.pack(head, tag, kind, count) + place for tag, (kind, count, place) in sorted(entries.items())
    )
    following = 0 if structure.loops and picture is structure.chain[-1] else picture.following
    content += bytes(len(content) % 2)
    start = len(content)
    content += struct.pack(form.count, len(entries)) + body + struct.pack(form.offset, following)
    before = structure.chain[picture.page - 1].link_at if picture.page else (8 if form.is_big else 4)
    struct.pack_into(form.offset, content, before, start)
