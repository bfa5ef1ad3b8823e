"""Film grain: whether what is left in a photo's flattest blocks is grain, and how strongly to clean it up.

Comes in: coefficients of ``cosine_blocks``. Goes out: a strength for ``damage_estimate``. Grain is clumped, so
that it is weak where ``noise_level`` looks, at the highest frequencies, and lies at the middle ones with what a photo
shows.
Texture differs from it: it falls with frequency even in the flattest blocks, few blocks have much of it, and their
neighbours have none. What cloth, grass and stone have in every block is hard to tell from grain.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from desktop_unet.imaging.cosine_blocks import FEWEST, ORDER, Floats
from desktop_unet.imaging.noise_level import deviation, flattest, noise_level

LEAST_GRAIN = 3.2
"""Deviation at middle frequencies, in code values of 255; less is no damage."""
MOST_GRAIN = 24.0
"""More is texture: no film is so coarse."""
WORST_QUALITY = 65
"""Of JPEG; worse ones have taken what would tell grain from blocks."""
WHITE, WHITE_IN_JPEG = 0.6, 0.8
"""What is as strong at the highest frequencies as this share of the middle ones is noise, which others measure. After
JPEG the highest frequencies are mostly known as a limit only, so more is asked for."""

_MIDDLE = (ORDER >= 3) & (ORDER <= 7)
_COLOUR = (3, 4, 5)
_HEAVIEST = 12.0
_LEAST = 0.3
"""Deviations below are lost in rounding."""
_ENOUGH = -0.2
"""Evidence, in logits, from which on it is grain."""


@dataclass(frozen=True)
class GrainFacts:
    """What is measured of the blocks.

    Args:
        middle: deviation at orders 3 and 4 of the flattest blocks, in code values of 255.
        falls: how much stronger orders 1 and 2 are than order 3: texture falls, grain does not.
        tails: kurtosis at middle frequencies of the flattest blocks: 3 for grain, more where few blocks have much.
        even: middle frequencies of blocks busier than a twentieth of all as a share of blocks busier than a quarter.
        busy: the same, of blocks busier than a quarter as a share of those busier than three quarters.
        finer: order 5 and 6 as a share of orders 3 and 4.
        detail: middle frequencies of blocks busier than three quarters, in code values of 255.
    """

    middle: float
    falls: float
    tails: float
    even: float
    busy: float
    finer: float
    detail: float


def grain_strength(blocks: Floats, steps: Floats | None, quality: float | None, colour: float) -> float:
    """Strength with which grain is best cleaned up, 0 (there is none) to 1.

    Args:
        blocks: (B, 8, 8) coefficients of luma.
        steps: (8, 8) of which they are multiples, for JPEG.
        quality: of that JPEG.
        colour: as ``colour_deviation`` gives it.
    """
    lost = 0.0 if quality is None else 1 - quality / 100
    if len(blocks) < 4 * FEWEST or lost > 1 - WORST_QUALITY / 100:
        return 0.0
    facts = _measured(blocks, steps)
    if not LEAST_GRAIN <= facts.middle <= MOST_GRAIN or _evidence(facts, lost) < _ENOUGH:
        return 0.0
    if noise_level(blocks, steps) > (WHITE if steps is None else WHITE_IN_JPEG) * facts.middle:
        return 0.0
    # By the strengths that measured best on 131 training photos with grain made by code: docs/damage-estimate.md.
    strength = 0.355 + 0.255 * _log(facts.middle) + 0.048 * _log(colour) - 0.203 * _log(facts.detail) + 0.853 * lost
    return float(np.clip(strength, 0, 1))


def colour_deviation(luma_blocks: Floats, *difference_blocks: Floats) -> float:
    """Deviation at middle frequencies of channels less luma, in luma's flattest blocks: (B, 8, 8) each."""
    if len(luma_blocks) < FEWEST:
        return 0.0
    low = np.abs(luma_blocks[:, (ORDER > 0) & (ORDER < 3)]).sum(axis=1)
    chosen = np.argsort(low, kind="stable")[: max(FEWEST, len(luma_blocks) // 10)]
    orders = [np.equal(ORDER, order) for order in _COLOUR]
    by_order = [np.median(np.abs(each[chosen][:, at])) / 0.6745 for each in difference_blocks for at in orders]
    return float(np.sqrt(np.mean(np.square(by_order))))


def _measured(blocks: Floats, steps: Floats | None) -> GrainFacts:
    flat = flattest(blocks)
    powers = np.sqrt(np.percentile(np.square(blocks[:, _MIDDLE]).mean(axis=1), (5, 25, 75)))
    quiet, usual, busy = (max(float(power), 1e-3) for power in powers)
    ones, twos, threes, fours, fives = (_band(flat, steps, *band) for band in ((1, 1), (2, 2), (3, 3), (4, 4), (5, 6)))
    middle = (threes + fours) / 2
    squares = np.square(flat[:, _MIDDLE])
    tails = float(np.median(np.square(squares).mean(axis=0) / np.maximum(squares.mean(axis=0) ** 2, 1e-9)))
    return GrainFacts(
        middle,
        (ones + twos) / 2 / max(threes, 0.1),
        min(tails, _HEAVIEST),
        quiet / usual,
        usual / busy,
        max(fives, _LEAST) / max(middle, _LEAST),
        busy,
    )


def _band(flat: Floats, steps: Floats | None, first: int, last: int) -> float:
    """Median deviation of the coefficients of these orders."""
    places = np.argwhere((first <= ORDER) & (last >= ORDER))
    sizes = np.abs(flat)
    each = [deviation(sizes[:, i, j], 0.0 if steps is None else float(steps[i, j]))[0] for i, j in places]
    return float(np.median(each))


def _evidence(facts: GrainFacts, lost: float) -> float:
    """Logit of grain against texture, fitted to the training photos with grain and those without."""
    return (
        6.82
        - 4.75 * facts.falls
        + 0.2 * facts.tails
        + 4.47 * math.log(facts.even)
        + 0.33 * math.log(facts.busy)
        + 4.36 * math.log(facts.finer)
        + 8.93 * lost
    )


def _log(level: float) -> float:
    return math.log(max(level, _LEAST))
