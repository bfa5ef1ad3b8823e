"""The one place where pixel ranges change: code (file integers), unit [0, 1], signed [-1, 1]."""

from __future__ import annotations

from typing import Any, overload

import numpy as np
from numpy.typing import DTypeLike, NDArray


def code_to_unit(pixels: NDArray[np.uint8] | NDArray[np.uint16]) -> NDArray[np.float32]:
    """Integers of a file, any shape, as float32 in [0, 1]: 255 (or 65535) becomes exactly 1."""
    unit = pixels.astype(np.float32)
    unit /= np.float32(np.iinfo(pixels.dtype).max)
    return unit


@overload
def unit_to_code(unit: NDArray[np.float32], dtype: type[np.uint8]) -> NDArray[np.uint8]: ...
@overload
def unit_to_code(unit: NDArray[np.float32], dtype: DTypeLike) -> NDArray[np.uint8] | NDArray[np.uint16]: ...
def unit_to_code(unit: NDArray[np.float32], dtype: DTypeLike) -> NDArray[np.uint8] | NDArray[np.uint16]:
    """Unit values as integers of ``dtype`` (uint8 or uint16), rounded to the nearest and clipped.

    ``unit_to_code(code_to_unit(x), x.dtype)`` is ``x``, for every value of both types.
    """
    top = np.iinfo(np.dtype(dtype)).max
    scaled = unit * np.float32(top)
    np.rint(scaled, out=scaled)
    np.clip(scaled, 0, top, out=scaled)
    return scaled.astype(dtype)


def fill_16_bits(values: NDArray[Any], top: int) -> NDArray[np.uint16]:
    """Integers up to ``top`` (larger ones count as that) stretched to 16 bits, rounded to the nearest, any shape."""
    # By a table: arithmetic on the values themselves would need four times their memory.
    table = np.rint(np.arange(top + 1) * (65535 / top)).astype(np.uint16)
    return np.asarray(table[np.minimum(values, top)])


def to_8_bits(pixels: NDArray[np.uint8] | NDArray[np.uint16]) -> NDArray[np.uint8]:
    """Integers of a file in 8 bits, any shape: 16 are rounded to the nearest, 8 are returned themselves."""
    if pixels.dtype == np.uint8:
        return np.asarray(pixels, np.uint8)
    return unit_to_code(code_to_unit(pixels), np.uint8)


def high_bytes(pixels: NDArray[np.uint8] | NDArray[np.uint16]) -> NDArray[np.uint8]:
    """As ``to_8_bits``, but cut off instead of rounded: several times quicker, for screens and alpha."""
    if pixels.dtype == np.uint8:
        return np.asarray(pixels, np.uint8)
    return (pixels >> 8).astype(np.uint8)


def unit_to_signed(unit: NDArray[np.float32]) -> NDArray[np.float32]:
    """[0, 1] to [-1, 1], which a tanh head speaks."""
    return unit * np.float32(2.0) - np.float32(1.0)


def signed_to_unit(signed: NDArray[np.float32]) -> NDArray[np.float32]:
    """[-1, 1] to [0, 1]."""
    return (signed + np.float32(1.0)) * np.float32(0.5)
