"""Value noise: smooth random fields that are the same on every machine."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


def lattice(i: NDArray[np.int64], j: NDArray[np.int64], seed: int) -> Floats:
    """One random number in [0, 1) per lattice point: an integer hash by multiply and xor-shift."""
    value = (i * 374761393 + j * 668265263 + seed * 2246822519) & 0xFFFFFFFF
    value = ((value ^ (value >> 13)) * 1274126177) & 0xFFFFFFFF
    value = ((value ^ (value >> 16)) * 2654435769) & 0xFFFFFFFF
    return ((value ^ (value >> 15)) / 2**32).astype(np.float32)


def smooth(x: Floats, y: Floats, seed: int = 0) -> Floats:
    """Noise in [0, 1] with features of size 1: lattice values joined by a cubic ramp."""
    i, j = np.floor(x).astype(np.int64), np.floor(y).astype(np.int64)
    a, b = x - i, y - j
    a, b = a * a * (3 - 2 * a), b * b * (3 - 2 * b)
    top = lattice(i, j, seed) * (1 - a) + lattice(i + 1, j, seed) * a
    bottom = lattice(i, j + 1, seed) * (1 - a) + lattice(i + 1, j + 1, seed) * a
    return (top * (1 - b) + bottom * b).astype(np.float32)


def cloudy(x: Floats, y: Floats, seed: int = 0, octaves: int = 4) -> Floats:
    """Noise in [0, 1] with features of size 1, 1/2, 1/4, ..., each half as strong."""
    total = sum(smooth(x * 2**k, y * 2**k, seed + k) * 0.5**k for k in range(octaves))
    return np.asarray(total / (2 - 0.5 ** (octaves - 1)), dtype=np.float32)
