"""PNG files of every kind that the standard allows, and of some that it does not, built chunk by chunk.

Source: Portable Network Graphics, third edition (W3C 2025), sections 5 (chunks), 7.2 (samples
in bytes) and 8.1 (interlace).
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

SIGNATURE = b"\x89PNG\r\n\x1a\n"
GRAY, RGB, PALETTE, GRAY_ALPHA, RGB_ALPHA = 0, 2, 3, 4, 6
CHANNELS = {GRAY: 1, RGB: 3, PALETTE: 1, GRAY_ALPHA: 2, RGB_ALPHA: 4}
KINDS = [
    *((GRAY, bits) for bits in (1, 2, 4, 8, 16)),
    *((PALETTE, bits) for bits in (1, 2, 4, 8)),
    *((kind, bits) for kind in (RGB, GRAY_ALPHA, RGB_ALPHA) for bits in (8, 16)),
]
"""All fifteen kinds of PNG: colour type and bits per sample."""

_PASSES = ((0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2), (0, 1, 2, 2), (1, 0, 2, 1))
"""Adam7: first row, first column, rows between, columns between."""


def chunk(kind: bytes, data: bytes = b"", *, crc_off_by: int = 0) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data) ^ crc_off_by)


def header(width: int, height: int, bits: int = 8, kind: int = RGB, interlace: int = 0) -> bytes:
    return chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, bits, kind, 0, 0, interlace))


def samples(kind: int, bits: int, height: int = 37, width: int = 53) -> NDArray[np.uint16]:
    """(H, W, channels) random samples of all values that ``bits`` hold."""
    rng = np.random.default_rng(bits)
    return rng.integers(0, 2**bits, (height, width, CHANNELS[kind])).astype(np.uint16)


def png(
    values: NDArray[np.uint16],
    kind: int,
    bits: int,
    *,
    interlaced: bool = False,
    before: Iterable[bytes] = (),
    after: Iterable[bytes] = (),
    idat_bytes: int = 700,
    filters: Iterable[int] = (0,),
) -> bytes:
    """A whole file.

    Args:
        values: (H, W, channels) samples.
        kind: colour type.
        bits: per sample.
        interlaced: whether in the seven passes of Adam7.
        before: chunks between header and pixels.
        after: chunks between pixels and end.
        idat_bytes: the pixels come in chunks of so many.
        filters: filter types that the rows take turns in.
    """
    height, width = values.shape[:2]
    passes = [values[top::down, left::across] for top, left, down, across in _PASSES] if interlaced else [values]
    data = zlib.compress(b"".join(_rows(part, bits, tuple(filters)) for part in passes if part.size))
    pixels = (chunk(b"IDAT", data[at : at + idat_bytes]) for at in range(0, len(data), idat_bytes))
    parts = [header(width, height, bits, kind, int(interlaced)), *before, *pixels, *after, chunk(b"IEND")]
    return SIGNATURE + b"".join(parts)


def _rows(values: NDArray[np.uint16], bits: int, filters: tuple[int, ...]) -> bytes:
    step = max(1, values.shape[2] * bits // 8)
    packed = [np.frombuffer(_packed(row, bits), np.uint8) for row in values]
    above = [np.zeros_like(packed[0]), *packed]
    rows = []
    for index, row in enumerate(packed):
        type_ = filters[index % len(filters)]
        rows.append(bytes([type_]) + _filtered(row, above[index], step, type_).tobytes())
    return b"".join(rows)


def _packed(row: NDArray[np.uint16], bits: int) -> bytes:
    if bits == 16:
        return row.astype(">u2").tobytes()
    if bits == 8:
        return row.astype(np.uint8).tobytes()
    single = np.unpackbits(row.astype(np.uint8).reshape(-1, 1), axis=1)[:, 8 - bits :]
    return np.packbits(single.ravel()).tobytes()


def _filtered(row: NDArray[np.uint8], above: NDArray[np.uint8], step: int, type_: int) -> NDArray[np.uint8]:
    """One row less its prediction; filter types 0 to 4 as in section 9.2."""
    left = np.concatenate([np.zeros(step, np.uint8), row[:-step]]).astype(int)[: row.size]
    corner = np.concatenate([np.zeros(step, np.uint8), above[:-step]]).astype(int)[: row.size]
    up = above.astype(int)
    rough = left + up - corner
    distances = [np.abs(rough - left), np.abs(rough - up), np.abs(rough - corner)]
    paeth = np.choose(np.argmin(distances, axis=0), [left, up, corner])
    prediction = (np.zeros_like(up), left, up, (left + up) // 2, paeth)[type_]
    return ((row.astype(int) - prediction) % 256).astype(np.uint8)
