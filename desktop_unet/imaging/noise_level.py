"""How strong the noise of a photo is, from the high frequencies of its flattest blocks.

Comes in: coefficients of ``cosine_blocks``. Goes out: a standard deviation for ``damage_estimate``. White noise is
as strong in every coefficient of every block; what a photo shows is mostly in the low ones of busy blocks.
"""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np

from desktop_unet.imaging.cosine_blocks import FEWEST, MIDDLE, ORDER, SIDE_PX, Floats

CUT_PX = 4
"""Pixels of a block that noise may have driven to black or white without spoiling it."""

_FLATTEST = 0.1
"""Share of the blocks that noise is looked for in."""
_HIGHEST, _NEXT = 21, 10
"""Noise is measured at so many of the highest frequencies, texture at the next ones below them."""
_LOWEST_ORDER = 4
_QUANTILE = 25
"""Of the highest frequencies, in percent: what stands out among them is texture."""
_TEXTURE = 0.25
"""Share that is taken off of the power that middle frequencies have more than the highest; noise has none more."""
_VISIBLE = 0.02
"""Share of the blocks in which JPEG must have left something of a frequency for it to be measured."""
_FAR, _ENOUGH = 2.0, 0.1
"""Deviations between a block's mean and black or white, and the share of the blocks that must have them."""


def noise_level(blocks: Floats, steps: Floats | None = None) -> float:
    """Standard deviation of white noise.

    Args:
        blocks: (B, 8, 8) coefficients of one channel, or of several one after the other.
        steps: (8, 8) of which they are multiples, for JPEG; None where they have not been rounded.

    Returns:
        In code values of 255; 0 where there is nothing to measure on.
    """
    first = _in_flattest(blocks, steps)
    is_far = np.abs(blocks[:, 0, 0]) / SIDE_PX < MIDDLE - 1 - _FAR * first
    if is_far.sum() < max(FEWEST, _ENOUGH * len(blocks)):
        return first
    # Black and white cut noise off, and blocks with little noise left look flat.
    return max(first, _in_flattest(blocks[is_far], steps))


def _in_flattest(blocks: Floats, steps: Floats | None) -> float:
    sizes = np.abs(flattest(blocks))
    if len(sizes) < FEWEST:
        return 0.0
    seen, most = [], math.inf
    for down, across in _from_high_to_low():
        step = 0.0 if steps is None else float(steps[down, across])
        size, is_hidden = deviation(sizes[:, down, across], step)
        if is_hidden:
            most = min(most, size)
        else:
            seen.append(size)
    return min(most, _without_texture(seen))


def flattest(blocks: Floats) -> Floats:
    """The blocks with the least at low frequencies; of noise at the high ones they hold as much as any other.

    Blocks of one colour are borders, or cut off: they are left out unless they are most of the photo.
    """
    is_one_colour = np.abs(blocks).max(axis=(1, 2), where=ORDER > 0, initial=0.0) < 0.01
    if is_one_colour.sum() < len(blocks) / 2:
        blocks = blocks[~is_one_colour]
    low = np.abs(blocks[:, (ORDER > 0) & (ORDER < 3)]).sum(axis=1)
    wanted = max(FEWEST, round(len(blocks) * _FLATTEST))
    return blocks[np.argsort(low, kind="stable")[:wanted]]


def _from_high_to_low() -> list[tuple[int, int]]:
    """Places of the coefficients, the highest frequencies first."""
    places = np.argwhere(ORDER >= _LOWEST_ORDER)
    return [(int(down), int(across)) for down, across in places[np.argsort(-places.sum(axis=1), kind="stable")]]


def deviation(sizes: Floats, step: float) -> tuple[float, bool]:
    """Standard deviation of normal coefficients.

    Args:
        sizes: (B,) their absolute values.
        step: that they were rounded to multiples of; 0 for none.

    Returns:
        The deviation, and whether rounding has hidden it, in which case it is at most this.

    Source: median over 0.6745 (Donoho and Johnstone 1994, Ideal spatial adaptation by wavelet shrinkage).
    Rounded ones can only be counted beyond thresholds between multiples of the step; the normal
    distribution says what deviation that count goes with.
    """
    spread = float(np.median(sizes)) / 0.6745
    if step == 0:
        return spread, False
    threshold = (max(0, round(spread / step - 0.5)) + 0.5) * step
    beyond = float(np.mean(sizes > threshold))
    share = min(max(beyond, _VISIBLE), 0.98)
    return threshold / NormalDist().inv_cdf(1 - share / 2), beyond < _VISIBLE


def _without_texture(deviations: list[float]) -> float:
    """Noise in the deviations of frequencies, the highest first."""
    if len(deviations) < _NEXT:
        return 0.0
    high = float(np.percentile(deviations[:_HIGHEST], _QUANTILE))
    middle = deviations[_HIGHEST : _HIGHEST + _NEXT]
    excess = max(0.0, float(np.median(middle)) ** 2 - high**2) if middle else 0.0
    return math.sqrt(max(0.0, high**2 - _TEXTURE * excess))
