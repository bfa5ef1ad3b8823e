"""Patterns that upsampling leaves: what repeats every 2, 4 or 8 pixels whatever the photo shows.

Source: Odena et al. 2016, Deconvolution and checkerboard artifacts; the measure is ours.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desktop_unet.imaging.metrics import luma
from desktop_unet.imaging.photo import UnitImage

PERIODS_PX = (2, 4, 8)
GAIN = 32.0
"""How much the pattern is amplified for the eye."""


@dataclass(frozen=True)
class Checkerboard:
    """A pattern of one period.

    Args:
        period_px: of repetition, rows and columns.
        amplitude: standard deviation of the repeated pattern, in code values of 255.
        share: of the fine detail's variance that the pattern makes up.
    """

    period_px: int
    amplitude: float
    share: float


def checkerboards_of(picture_HWC: UnitImage, truth_HWC: UnitImage) -> tuple[Checkerboard, ...]:
    """Each period's pattern in a picture's error, so that the photo's own regular textures do not count.

    Args:
        picture_HWC: a result, (H, W, 3) unit range.
        truth_HWC: same shape.
    """
    error = 255 * (luma(picture_HWC) - luma(truth_HWC))
    return tuple(_measured(error, period) for period in PERIODS_PX)


def checkerboard_shown(picture_HWC: UnitImage) -> UnitImage:
    """The finest alternation in a picture, amplified around middle gray: (H, W, 3) unit range.

    Each pixel shows how much its 2x2 square looks like a chess board.
    """
    plane = np.pad(luma(picture_HWC), ((0, 1), (0, 1)), mode="edge")
    alternation = (plane[:-1, :-1] - plane[1:, :-1] - plane[:-1, 1:] + plane[1:, 1:]) / 4
    signs = 1 - 2 * (np.add.outer(np.arange(alternation.shape[0]), np.arange(alternation.shape[1])) % 2)
    shown = np.clip(0.5 + GAIN * alternation * signs, 0, 1).astype(np.float32)
    return np.repeat(shown[..., None], 3, axis=2)


def _measured(error: NDArray[np.float64], period: int) -> Checkerboard:
    height, width = (side // period * period for side in error.shape)
    cells = error[:height, :width].reshape(height // period, period, width // period, period)
    # Without each cell's own mean, what is left is finer than the period.
    detail = cells - cells.mean(axis=(1, 3), keepdims=True)
    pattern = detail.mean(axis=(0, 2))
    whole = float(detail.var())
    return Checkerboard(period, float(pattern.std()), float(pattern.var()) / whole if whole > 0 else 0.0)
