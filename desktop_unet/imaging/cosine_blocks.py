"""Blocks of 8 x 8 pixels and their cosine transforms, from windows spread over a photo.

Comes in: a photo. Goes out: coefficients in which ``jpeg_history`` finds steps and ``noise_level`` noise.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from desktop_unet.imaging.photo import Photo

Floats = NDArray[np.float32]
Truths = NDArray[np.bool_]

SIDE_PX = 8
MIDDLE = 128
"""Code value that JPEG calls 0."""
ORDER = np.add.outer(np.arange(SIDE_PX), np.arange(SIDE_PX))
"""(8, 8): how high a coefficient's frequency is, 0 to 14."""
FEWEST = 24
"""From fewer blocks nothing can be told."""

_WINDOW_PX = 72
"""Side of a window: 8 x 8 blocks wherever in it they begin."""
_WINDOWS = 400
"""At most so many are looked at, together as large as a photo of 2 megapixels."""


def even_windows(photo: Photo) -> Floats:
    """All of a small photo, or windows spread evenly over a large one.

    Returns:
        (N, H, W, 3) in code values of 255. Each window begins at a multiple of 8 pixels, so that JPEG's
        blocks lie alike in all of them.
    """
    height, width = photo.height, photo.width
    factor = np.float32(255 / np.iinfo(photo.pixels.dtype).max)
    if height * width <= _WINDOWS * _WINDOW_PX**2:
        return photo.pixels[None].astype(np.float32) * factor
    down, across = _counts(height, width)
    high, wide = min(height, _WINDOW_PX), min(width, _WINDOW_PX)
    tops, lefts = _starts(height - high, down), _starts(width - wide, across)
    cut = [photo.pixels[top : top + high, left : left + wide] for top in tops for left in lefts]
    return np.stack(cut).astype(np.float32) * factor


def _counts(height: int, width: int) -> tuple[int, int]:
    """How many windows stand one above and one beside the other: about as dense in both directions."""
    wanted = math.ceil(math.sqrt(_WINDOWS * height / width))
    down = min(wanted, max(1, height // _WINDOW_PX), _WINDOWS)
    return down, min(_WINDOWS // down, max(1, width // _WINDOW_PX))


def _starts(last: int, count: int) -> list[int]:
    """``count`` multiples of 8 from 0 to ``last``, evenly spread."""
    return [int(start) // SIDE_PX * SIDE_PX for start in np.linspace(0, last, count)]


def clipped(planes: Floats) -> Truths:
    """Where values lie at the ends of their range, so that noise and JPEG were cut off there."""
    ends: Truths = np.logical_or(planes <= 0, planes >= 255)
    return ends


def coefficients(plane: Floats, is_cut: Truths, offset: tuple[int, int] = (0, 0), *, most_cut: int = 0) -> Floats:
    """Cosine transforms of a plane's blocks.

    Args:
        plane: (N, H, W) code values.
        is_cut: (N, H, W), as ``clipped`` finds it.
        offset: rows and columns before the first block.
        most_cut: pixels of a block that may be cut off. Where hardly any block has so few, those that have
            the fewest are taken.

    Returns:
        (B, 8, 8); a deviation of the pixels is as large in each of the coefficients.
    """
    blocks = _blocks(plane - np.float32(MIDDLE), offset)
    cut = _blocks(is_cut, offset).sum(axis=(1, 2))
    if len(cut):
        blocks = blocks[cut <= max(most_cut, int(np.sort(cut)[:FEWEST][-1]))]
    cosines = _cosines()
    transformed: Floats = np.matmul(np.matmul(cosines, blocks), cosines.T)
    return transformed


def _blocks(windows: NDArray[np.generic], offset: tuple[int, int]) -> NDArray[np.generic]:
    """(B, 8, 8) of (N, H, W); none where nothing fits."""
    top, left = offset
    rows, columns = (max(0, size - start) // SIDE_PX for size, start in zip(windows.shape[1:], offset, strict=True))
    cut = windows[:, top : top + rows * SIDE_PX, left : left + columns * SIDE_PX]
    parted = cut.reshape(len(windows), rows, SIDE_PX, columns, SIDE_PX).swapaxes(2, 3)
    return parted.reshape(len(windows) * rows * columns, SIDE_PX, SIDE_PX)


def _cosines() -> Floats:
    """(8, 8) rows of the orthonormal cosine transform. Source: ITU-T T.81, section A.3.3."""
    frequency, place = np.mgrid[0:SIDE_PX, 0:SIDE_PX]
    rows = np.cos((2 * place + 1) * frequency * np.pi / 16) / 2
    rows[0] /= np.sqrt(2)
    return np.asarray(rows, np.float32)
