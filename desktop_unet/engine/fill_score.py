"""Which of several fills of a hole looks best, without knowing the truth.

Comes in: fills of one hole, and the network's smooth one among them. Goes out: a number for each, lower is better.
Called by ``inpaint.py`` where what to fill with is left open, and by the studio, which shows fills in this order.

Three things tell a bad fill. It is blurred, or busier, against what is around it; it has an outline; and it shows
something else than most fills of the hole do, which seldom all err alike. Where there are but two, its soft colours are
held against the smooth fill's, which is wrong in detail, but seldom in what is light and what is dark.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desktop_unet.imaging.geometry import Extent, Rect
from desktop_unet.imaging.mask import FILL, grow, mask_rect, shrink
from desktop_unet.imaging.metrics import luma
from desktop_unet.imaging.photo import UnitImage

_RING_PX, _RIM_PX = 16, 2
_SOFT_PX = 9
_NOTHING = 1e-4
_ENOUGH = 3
"""Fills of which one can be said to be unlike the others."""
_BLUR, _OUTLINE, _DEPARTURE, _DISSENT = 0.3, 0.3, 0.9, 4.0
"""What each counts, by what ST-LPIPS says of fills whose truth is known: docs/decisions/0066 and 0082."""


@dataclass(frozen=True)
class Flaws:
    """What is wrong with a fill, each 0 where nothing is.

    Args:
        blur: logarithm of how much less, or more, fine detail it has than its surroundings.
        outline: logarithm of how much larger steps across the rim are than those around it; below 1 none.
        departure: how far its soft colours are from the smooth fill's, in standard deviations of what is around.
        dissent: how far they are from most of the other fills', in the same; None where there are not enough of those.
    """

    blur: float
    outline: float
    departure: float
    dissent: float | None = None

    @property
    def badness(self) -> float:
        """All of them as one number, to be compared with fills that were judged together with this one."""
        foreign = _DEPARTURE * self.departure if self.dissent is None else _DISSENT * self.dissent
        return _BLUR * self.blur + _OUTLINE * self.outline + foreign


def flaws_of(fills: Sequence[UnitImage], smooth_HWC: UnitImage, hole_HW: NDArray[np.bool_]) -> list[Flaws]:
    """The flaws of each fill, of three or more also how unlike the others it is.

    Args:
        fills: (H, W, 3) unit range, alike outside the hole.
        smooth_HWC: the network's own fill, same shape.
        hole_HW: bool, True where they were filled.
    """
    near = _near(hole_HW)
    hole = hole_HW[near]
    mask = hole.astype(np.uint8) * np.uint8(FILL)
    ring = (grow(mask, _RING_PX) > 0) & (grow(mask, _RIM_PX) == 0)
    inside = shrink(mask, 1) > 0
    if not ring.any() or not inside.any():
        return [Flaws(0.0, 0.0, 0.0) for _ in fills]
    smooth = luma(smooth_HWC[near])
    spread = max(float(smooth[ring].std()), 8 / 255)
    planes = [luma(fill[near]) for fill in fills]
    departures = [_soft(plane - smooth)[hole] / spread for plane in planes]
    found = []
    for plane, departure in zip(planes, departures, strict=True):
        detail = _detail(plane)
        blur = abs(math.log((float(detail[inside].mean()) + _NOTHING) / (float(detail[ring].mean()) + _NOTHING)))
        dissent = _dissent(departure, departures) if len(fills) >= _ENOUGH else None
        found.append(Flaws(blur, _outline(plane, hole, ring), float(np.abs(departure).mean()), dissent))
    return found


def _dissent(own_N: NDArray[np.float64], all_KN: Sequence[NDArray[np.float64]]) -> float:
    """Median over the other fills of how far their soft colours are from its own."""
    return float(np.median([np.abs(own_N - each).mean() for each in all_KN if each is not own_N]))


def _near(hole_HW: NDArray[np.bool_]) -> tuple[slice, slice]:
    """The hole with all that is looked at around it."""
    box = mask_rect(hole_HW.astype(np.uint8) * np.uint8(FILL)) or Rect(0, 0, *hole_HW.shape)
    return box.grown(_RING_PX + 1).within(Extent(*hole_HW.shape)).slices


def _detail(plane_HW: NDArray[np.float64]) -> NDArray[np.float64]:
    """(H, W): size of the Laplacian; 0 at the edge."""
    found = np.zeros_like(plane_HW)
    across = plane_HW[1:-1, :-2] + plane_HW[1:-1, 2:]
    found[1:-1, 1:-1] = np.abs(across + plane_HW[:-2, 1:-1] + plane_HW[2:, 1:-1] - 4 * plane_HW[1:-1, 1:-1])
    return found


def _outline(plane_HW: NDArray[np.float64], hole_HW: NDArray[np.bool_], ring_HW: NDArray[np.bool_]) -> float:
    across, around = [], []
    for axis in (0, 1):
        steps = np.abs(np.diff(plane_HW, axis=axis))
        first, second = (np.take(hole_HW, range(start, start + steps.shape[axis]), axis=axis) for start in (0, 1))
        across.append(steps[first != second])
        around.append(steps[np.take(ring_HW, range(steps.shape[axis]), axis=axis)])
    ratio = (float(np.concatenate(across).mean()) + _NOTHING) / (float(np.concatenate(around).mean()) + _NOTHING)
    return max(0.0, math.log(ratio))


def _soft(plane_HW: NDArray[np.float64]) -> NDArray[np.float64]:
    """Means over squares of ``2 * _SOFT_PX + 1``, of what of them is there."""
    for axis in (0, 1):
        sums = np.cumsum(np.insert(plane_HW, 0, 0.0, axis=axis), axis=axis)
        side = plane_HW.shape[axis]
        first = np.clip(np.arange(side) - _SOFT_PX, 0, side)
        last = np.clip(np.arange(side) + _SOFT_PX + 1, 0, side)
        counts = (last - first).reshape((-1, 1) if axis == 0 else (1, -1))
        plane_HW = (np.take(sums, last, axis=axis) - np.take(sums, first, axis=axis)) / counts
    return plane_HW
