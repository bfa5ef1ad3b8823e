"""Sums along short straight lines of many directions, for all pixels at once.

Comes in: how much each pixel looks like part of a line. Goes out: the best line through each pixel,
for ``scratches``.

Source: Brady 1998, A fast discrete approximation algorithm for the Radon transform: a line of twice the
length is two of half the length, one behind the other, so that lines share most of their sums.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

LENGTH_PX = 64
"""Length of the lines along their longer side."""

_HALF_PX = LENGTH_PX // 2
_BAND_PX = 128

Sums = NDArray[np.int16]

_TURNS: tuple[Callable[[Sums], Sums], ...] = (
    lambda plane: plane,
    lambda plane: plane[::-1],
    lambda plane: plane.T,
    lambda plane: plane.T[::-1],
)
"""Views in which a line of any direction goes to the right and down, and more to the right than down."""


def along_lines(evidence: Sums) -> tuple[Sums, Sums]:
    """Greatest and least sum of evidence along a straight line through each pixel.

    Lines are ``LENGTH_PX`` long and centred on the pixel, in 128 directions; beyond the edge there is none.

    Args:
        evidence: (H, W) int16, -1000 to 1000, so that sums stay within the type.

    Returns:
        Two (H, W) int16: the greatest sums and the least, 0 where all are of the other sign.
    """
    most, least = np.zeros_like(evidence), np.zeros_like(evidence)
    padded = np.pad(evidence, _HALF_PX)
    # Bands stay in the processor's cache while they are added up again and again.
    for top in range(0, len(evidence), _BAND_PX):
        band = padded[top : top + _BAND_PX + LENGTH_PX]
        inside = slice(top, top + _BAND_PX)
        for turn in _TURNS:
            _take_best(np.ascontiguousarray(turn(band)), turn(most[inside]), turn(least[inside]))
    return most, least


def _take_best(band: Sums, most: Sums, least: Sums) -> None:
    """Raise ``most`` and lower ``least`` to the sums of lines that go right and down."""
    height, width = most.shape
    highest, lowest = np.zeros((height, width), np.int16), np.zeros((height, width), np.int16)
    for sums, drop in _sums(band, 1, 0):
        first = _HALF_PX - (drop + 1) // 2
        centred = sums[first : first + height, :width]
        np.maximum(highest, centred, out=highest)
        np.minimum(lowest, centred, out=lowest)
    np.maximum(most, highest, out=most)
    np.minimum(least, lowest, out=least)


def _sums(sums: Sums, length: int, drop: int) -> Iterator[tuple[Sums, int]]:
    """Sums along full lines that begin at each pixel, and how far each line drops from its first pixel to its last.

    Args:
        sums: along lines of ``length`` that drop by ``drop``; smaller than the plane by as much.
    """
    if length == LENGTH_PX:
        yield sums, drop
        return
    # The last doubling only goes on straight: more directions than pixels allow for tell nothing.
    further = (0, 1) if length < _HALF_PX else (int(2 * drop >= length),)
    for more in further:
        rows = drop + more
        longer = sums[: len(sums) - rows, : sums.shape[1] - length] + sums[rows:, length:]
        yield from _sums(longer, 2 * length, drop + rows)
