"""HEIC files made by hand, for there is no encoder at hand: a slice of raw samples (PCM) for each 16 x 16 pixels.

Comes in: pixels. Goes out: the bytes of a file with exactly these luma samples, and whatever boxes a test asks for.

Source: ITU-T H.265, 7.3 (syntax), 9.3.4 (arithmetic coding); ISO/IEC 14496-15, 8.3.3 (hvcC); ISO/IEC 23008-12 (items).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

import numpy as np

BLOCK = 16
_VPS, _SPS, _PPS, _IDR = 32, 33, 34, 20
_RAW_BLOCK, _END = b"\x86\x80", b"\xfe\x80"
"""Arithmetic coding, contexts fresh, of "one part, raw samples follow" and of "the slice ends", up to a whole byte."""


@dataclass(frozen=True)
class Item:
    """One picture or block of a file.

    Args:
        kind: "hvc1", "Exif" or "mime".
        content: its bytes.
        properties: boxes that describe it.
        refers: kind of reference ("auxl", "cdsc") and the number of the item that it refers to, from 1.
    """

    kind: bytes
    content: bytes
    properties: tuple[bytes, ...] = ()
    refers: tuple[bytes, int] | None = None


class Bits:
    """Bits, most significant first, as H.265 writes headers."""

    def __init__(self) -> None:
        self.text = ""

    def u(self, *values: tuple[int, int]) -> Bits:
        """Numbers and how many bits each has."""
        self.text += "".join(f"{value:0{bits}b}" for value, bits in values if bits)
        return self

    def ue(self, *values: int) -> Bits:
        """Exp-Golomb codes; 0, the commonest, means the same where a signed one is asked for."""
        for value in values:
            code = f"{value + 1:b}"
            self.text += "0" * (len(code) - 1) + code
        return self

    def ended(self) -> bytes:
        """With the bit that ends a unit, up to a whole byte."""
        text = self.text + "1"
        text += "0" * (-len(text) % 8)
        return int(text, 2).to_bytes(len(text) // 8, "big")


def box(kind: bytes, *parts: bytes) -> bytes:
    """A box of the file."""
    content = b"".join(parts)
    return struct.pack(">I", len(content) + 8) + kind + content


def nclx(primaries: int, transfer: int, matrix: int = 6) -> bytes:
    """Colours told by numbers, full range."""
    return box(b"colr", b"nclx", struct.pack(">HHHB", primaries, transfer, matrix, 0x80))


def picture(pixels: np.ndarray, *properties: bytes, bits: int = 8, refers: tuple[bytes, int] | None = None) -> Item:
    """An item for (H, W, 3) RGB or (H, W) gray codes of ``bits``; sides must be multiples of 16."""
    planes = _planes(pixels, bits)
    sets = _parameter_sets(planes, bits)
    height, width = pixels.shape[:2]
    samples = b"".join(struct.pack(">I", len(slice_)) + slice_ for slice_ in _slices(planes, bits))
    size = box(b"ispe", bytes(4), struct.pack(">II", width, height))
    depths = box(b"pixi", bytes(4), bytes((len(planes), *[bits] * len(planes))))
    return Item(b"hvc1", samples, (_configuration(sets, len(planes), bits), size, depths, *properties), refers)


def heic(*items: Item, brand: bytes = b"heic") -> bytes:
    """The file; its first item is the one to be shown."""
    references = [(n, *item.refers) for n, item in enumerate(items, 1) if item.refers]
    head = box(b"ftyp", brand, bytes(4), b"mif1", b"heic")
    start = len(head) + len(_meta(items, references, 0)) + 8
    return head + _meta(items, references, start) + box(b"mdat", *(item.content for item in items))


def simple(pixels: np.ndarray, *properties: bytes, bits: int = 8, exif: bytes | None = None) -> bytes:
    """A file of one picture, and of an EXIF block (from its TIFF header on)."""
    blocks = () if exif is None else (Item(b"Exif", bytes(4) + exif, refers=(b"cdsc", 1)),)
    return heic(picture(pixels, *(properties or (nclx(1, 13),)), bits=bits), *blocks)


def _planes(pixels: np.ndarray, bits: int) -> list[np.ndarray]:
    """Luma, and chroma of half the size, by BT.601 with the full range."""
    top = 2**bits - 1
    if pixels.ndim == 2:
        return [pixels.astype(int)]
    red, green, blue = (pixels[..., channel].astype(float) for channel in range(3))
    luma = 0.299 * red + 0.587 * green + 0.114 * blue
    halves = []
    for plane in ((blue - luma) / 1.772, (red - luma) / 1.402):
        height, width = plane.shape
        halves.append(plane.reshape(height // 2, 2, width // 2, 2).mean(axis=(1, 3)) + 2 ** (bits - 1))
    return [np.clip(np.rint(plane), 0, top).astype(int) for plane in (luma, *halves)]


def _level(bits: int, is_gray: bool) -> Bits:
    profile = 4 if is_gray else 1 if bits == 8 else 2
    fits = sum(1 << (31 - number) for number in ({profile} if profile > 1 else {1, 2}))
    return Bits().u((profile, 8), (fits, 32), (0b1001, 4), (0, 44), (120, 8))


def _parameter_sets(planes: list[np.ndarray], bits: int) -> dict[int, bytes]:
    height, width = planes[0].shape
    level = _level(bits, len(planes) == 1).text
    video = Bits().u((0, 4), (3, 2), (0, 6), (0, 3), (1, 1), (0xFFFF, 16))
    video.text += level
    video.u((1, 1)).ue(0, 0, 0).u((0, 6)).ue(0).u((0, 2))
    sequence = Bits().u((0, 4), (0, 3), (1, 1))
    sequence.text += level
    sequence.ue(0, 0 if len(planes) == 1 else 1, width, height).u((0, 1)).ue(bits - 8, bits - 8, 0)
    sequence.u((1, 1)).ue(0, 0, 0)
    sequence.ue(1, 0, 0, 2, 0, 0)  # blocks of 16 and no smaller ones
    sequence.u((0, 3), (1, 1), (bits - 1, 4), (bits - 1, 4)).ue(1, 0).u((1, 1)).ue(0).u((0, 5))
    shown = Bits().ue(0, 0).u((0, 7)).ue(0, 0, 0).u((0, 3)).ue(0, 0)
    shown.u((0, 7), (1, 1), (0, 1), (1, 1), (0, 2)).ue(0).u((0, 2))
    return {kind: _unit(kind, bits_.ended()) for kind, bits_ in ((_VPS, video), (_SPS, sequence), (_PPS, shown))}


def _slices(planes: list[np.ndarray], bits: int) -> list[bytes]:
    rows, columns = planes[0].shape[0] // BLOCK, planes[0].shape[1] // BLOCK
    address_bits = (rows * columns - 1).bit_length()
    found = []
    for number in range(rows * columns):
        head = Bits().u((number == 0, 1), (0, 1)).ue(0)
        if number:
            head.u((number, address_bits))
        head.ue(2)
        body = b"".join(_samples(plane, planes[0], number, columns, bits) for plane in planes)
        found.append(_unit(_IDR, head.ended() + _RAW_BLOCK + body + _END))
    return found


def _samples(plane: np.ndarray, luma: np.ndarray, number: int, columns: int, bits: int) -> bytes:
    side = BLOCK * plane.shape[0] // luma.shape[0]
    row, column = divmod(number, columns)
    block = plane[row * side : (row + 1) * side, column * side : (column + 1) * side]
    text = "".join(f"{value:0{bits}b}" for value in block.ravel())
    return int(text, 2).to_bytes(len(text) // 8, "big")


def _unit(kind: int, content: bytes) -> bytes:
    """A unit of the stream: no three bytes in it look like a start code."""
    out, zeros = bytearray(), 0
    for byte in content:
        if zeros == 2 and byte <= 3:
            out.append(3)
            zeros = 0
        out.append(byte)
        zeros = zeros + 1 if byte == 0 else 0
    return bytes((kind << 1, 1)) + bytes(out)


def _configuration(sets: dict[int, bytes], planes: int, bits: int) -> bytes:
    level = int(_level(bits, planes == 1).text, 2).to_bytes(12, "big")
    chroma = 0 if planes == 1 else 1
    head = struct.pack(">HBBBBHB", 0xF000, 0xFC, 0xFC | chroma, 0xF8 | bits - 8, 0xF8 | bits - 8, 0, 0x0F)
    arrays = b"".join(struct.pack(">BHH", 0x80 | kind, 1, len(unit)) + unit for kind, unit in sets.items())
    return box(b"hvcC", b"\1", level, head, bytes((len(sets),)), arrays)


def _meta(items: tuple[Item, ...], references: list[tuple[int, bytes, int]], start: int) -> bytes:
    properties = list(dict.fromkeys(box_ for item in items for box_ in item.properties))
    numbers = {box_: n for n, box_ in enumerate(properties, 1)}
    entries = b"".join(_entry(n, item) for n, item in enumerate(items, 1))
    association = b"".join(
        struct.pack(">HB", n, len(item.properties)) + bytes(0x80 | numbers[box_] for box_ in item.properties)
        for n, item in enumerate(items, 1)
    )
    places = b""
    for n, item in enumerate(items, 1):
        places += struct.pack(">HHHII", n, 0, 1, start, len(item.content))
        start += len(item.content)
    links = b"".join(box(kind, struct.pack(">HHH", own, 1, other)) for own, kind, other in references)
    return box(
        b"meta",
        bytes(4),
        box(b"hdlr", bytes(8), b"pict", bytes(13)),
        box(b"pitm", bytes(4), struct.pack(">H", 1)),
        box(b"iinf", bytes(4), struct.pack(">H", len(items)), entries),
        box(b"iref", bytes(4), links) if links else b"",
        box(b"iprp", box(b"ipco", *properties), box(b"ipma", bytes(4), struct.pack(">I", len(items)), association)),
        box(b"iloc", bytes(4), b"\x44\0", struct.pack(">H", len(items)), places),
    )


def _entry(number: int, item: Item) -> bytes:
    tail = b"application/rdf+xml\0" if item.kind == b"mime" else b""
    return box(b"infe", b"\2\0\0\0", struct.pack(">HH", number, 0), item.kind, b"\0", tail)
