"""The JPEG that a photo once was: its grid of blocks and its quality, from the pixels alone.

Comes in: luma of ``cosine_blocks.even_windows``. Goes out: the quality, and the coefficients on its grid, for
``damage_estimate``. JPEG leaves coefficients on multiples of its steps; saving in another format, cutting
and saving again at a better quality leave them there.

Source: Fan and de Queiroz 2003, Identification of bitmap compression history: JPEG detection and quantizer
estimation, for the grid from differences across it and the steps from the histogram; the steps are read
off the histogram's Fourier series here.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from desktop_unet.imaging.cosine_blocks import SIDE_PX, Floats, Truths, coefficients

_LUMA_TABLE = np.array(
    [
        [16, 11, 10, 16, 24, 40, 51, 61],
        [12, 12, 14, 19, 26, 58, 60, 55],
        [14, 13, 16, 24, 40, 57, 69, 56],
        [14, 17, 22, 29, 51, 87, 80, 62],
        [18, 22, 37, 56, 68, 109, 103, 77],
        [24, 35, 55, 64, 81, 104, 113, 92],
        [49, 64, 78, 87, 103, 121, 120, 101],
        [72, 92, 95, 98, 112, 100, 103, 99],
    ],
    np.float32,
)
"""Steps of luma at quality 50. Source: ITU-T T.81, table K.1."""
_CUT_PX = 16
"""Pixels of a block that may be black or white: decoding has cut them off, and so moved the coefficients a little."""
_LOOKED_AT = tuple(
    (down, order - down) for order in range(7) for down in range(order + 1) if order < 5 or 0 < down < order
)
"""Frequencies whose steps are looked for: the higher ones hold too little."""
_AGREEING = 3
"""So many of them, and more than half of those that show steps, must stand for one quality."""
_APART = 3.0
"""How far qualities may lie from their median to be one; steps are whole numbers."""
_STEPS = np.arange(2, 161, dtype=np.float32)
_BIN, _BINS = 0.25, 2048
_COMB = 0.5
"""Least mean cosine: 1 where all coefficients are multiples of the step, about 0 without steps."""
_CERTAIN = 4.0
"""Least distance of that mean from 0, in standard deviations of chance."""
_AS_GOOD = 0.75
"""A step whose cosine is this share of the best one's is as good; the largest of them is meant."""


@dataclass(frozen=True, eq=False)
class Grid:
    """JPEG's blocks as they were found.

    Args:
        coefficients: (B, 8, 8) of luma, on the grid.
        quality: on libjpeg's scale, 1 to 100, that the steps stand for.
        votes: how many frequencies have steps of that quality.
    """

    coefficients: Floats
    quality: float
    votes: int


def find_grid(luma: Floats, is_cut: Truths) -> Grid | None:
    """JPEG's blocks at the photo's corner or where neighbours differ most, whichever shows more steps.

    Args:
        luma: (N, H, W) code values.
        is_cut: (N, H, W), where a channel is black or white.

    Returns:
        The grid; None where no steps are to be seen.
    """
    # Two places where the grid may begin: the photo's corner, and the strongest seam down and across.
    offsets = dict.fromkeys([(0, 0), (_seam(luma.swapaxes(1, 2)), _seam(luma))])
    # The one on which more frequencies agree is JPEG's.
    grids = [_grid(coefficients(luma, is_cut, offset, most_cut=_CUT_PX)) for offset in offsets]
    return max((grid for grid in grids if grid is not None), key=lambda grid: grid.votes, default=None)


def _seam(luma: Floats) -> int:
    """Column 0..7 at which blocks begin, if any do: where third differences, 0 on smooth slopes, are largest."""
    if luma.shape[2] < 2 * SIDE_PX:
        return 0
    # How far neighbours jump at each column; strong edges of the photo count no more than 30.
    differences = np.abs(luma[..., :-3] - luma[..., 3:] + 3 * (luma[..., 2:-1] - luma[..., 1:-2]))
    across = np.minimum(differences, 30).mean(axis=(0, 1))
    return int(np.argmax([across[(start - 2) % SIDE_PX :: SIDE_PX].mean() for start in range(SIDE_PX)]))


def _grid(on_grid: Floats) -> Grid | None:
    """The quality that most frequencies stand for which show steps; where the grid is another one, few agree."""
    # The step of each low frequency, where it shows one.
    combs, different = _Combs(), _different(on_grid)
    steps = {place: combs.step(different[:, place[0], place[1]]) for place in _LOOKED_AT}
    # The quality that each step stands for; most must agree, or this is not JPEG's grid.
    shown = np.array([_quality(s / float(_LUMA_TABLE[place])) for place, s in steps.items() if s is not None])
    agreeing = shown[np.abs(shown - np.median(shown)) <= _APART] if len(shown) else shown
    is_one = len(agreeing) >= max(_AGREEING, len(shown) // 2 + 1)
    return Grid(on_grid, float(np.median(agreeing)), len(agreeing)) if is_one else None


def _different(on_grid: Floats) -> Floats:
    """Each block once: a pattern that repeats would look like few values, as steps do."""
    weights = np.random.default_rng(0).random(SIDE_PX**2)
    keys = np.rint(on_grid.reshape(len(on_grid), SIDE_PX**2).astype(np.float64) @ weights * 16)
    return on_grid[np.unique(keys, return_index=True)[1]]


class _Combs:
    """Finds the step of which coefficients are multiples.

    The mean of cos(2 pi c / step) over all c beyond a quarter of a step, which are not 0, is 1 for multiples
    of it and about 0 or below for anything smooth. Divisors of the step do as well as the step.
    """

    def __init__(self) -> None:
        sizes = (np.arange(_BINS, dtype=np.float32) + np.float32(0.5)) * np.float32(_BIN)
        self._is_counted = (sizes > _STEPS[:, None] / 4).astype(np.float32)
        self._cosines = np.cos(2 * np.pi * sizes / _STEPS[:, None]).astype(np.float32) * self._is_counted

    def step(self, values: Floats) -> float | None:
        """The step of (B,) coefficients; None where there is none to be seen."""
        # Mean cosine of the coefficients for every step that there can be.
        bins = (np.abs(values) / np.float32(_BIN)).astype(np.intp)
        histogram = np.bincount(bins[bins < _BINS], minlength=_BINS).astype(np.float32)
        counts = np.maximum(self._is_counted @ histogram, 1)
        cosines = self._cosines @ histogram / counts
        # Steps that show clearly, and by more than chance.
        is_good = (cosines > _COMB) & (cosines * np.sqrt(2 * counts) > _CERTAIN)
        if not is_good.any():
            return None
        # Divisors do as well as the step itself: the largest is meant, refined among its neighbours.
        largest = _STEPS[is_good & (cosines > _AS_GOOD * cosines[is_good].max())].max()
        best = np.argmax(np.where(is_good & (np.abs(_STEPS - largest) <= 0.15 * largest), cosines, 0))
        return float(_STEPS[best])


def _quality(factor: float) -> float:
    """Quality that multiplies the table by ``factor``. Source: libjpeg, jpeg_quality_scaling."""
    return 50 / factor if factor > 1 else 100 - 50 * factor


def luma_steps(quality: float) -> Floats:
    """(8, 8) steps at a quality of 1 to 100. Source: libjpeg, jpeg_quality_scaling."""
    factor = 50 / max(quality, 1) if quality < 50 else 2 - quality / 50
    steps: Floats = np.clip(np.rint(_LUMA_TABLE * np.float32(factor)), 1, 255).astype(np.float32)
    return steps
