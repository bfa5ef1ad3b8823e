"""Whether a hole is to be filled smoothly, with what is borrowed, or half and half, where the user leaves that open.

Comes in: a room with its hole. Goes out: yes or no, for ``inpaint``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.mask import FILL, grow, mask_rect, shrink
from desktop_unet.imaging.metrics import luma
from desktop_unet.imaging.photo import UnitImage

WIDE_PX = 16
"""Narrower holes stay smooth: there the network is nearer to the truth and blurs little."""
RESTLESS = 4.0 / 255
"""Detail (standard deviation of the Laplacian) below which nobody sees that it is missing."""
ELONGATED = 40.0
"""Holes with more area than so many squares of their depth are strokes, others the shape of things."""

_RIM_PX = 2
_RING_PX = 16
_SEEN_PX = 64
"""Wide holes are looked at at the size at which they have this width, as whoever sees all of them does."""
_MEASURED_PX = 100_000


@dataclass(frozen=True, eq=False)
class Hole:
    """A hole, and how deep it is, which is measured once where anybody asks.

    Args:
        marks_HW: bool, True = fill.
    """

    marks_HW: NDArray[np.bool_]

    @cached_property
    def depth_px(self) -> float:
        """Radius of the largest disc that the hole has room for inside the photo, about."""
        mask = self.marks_HW.astype(np.uint8) * np.uint8(FILL)
        box = mask_rect(mask)
        if box is None:
            return 0.0
        every = max(1, math.isqrt(box.extent.pixels // _MEASURED_PX))
        near = np.pad(mask[box.slices][::every, ::every], 1)
        low, high = 0, min(near.shape)
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if shrink(near, middle).any() else (low, middle - 1)
        return float((low + 1) * every)

    @property
    def is_strokes(self) -> bool:
        """Whether it is long and thin, as a brush leaves it, and not of the shape of a thing.

        Strokes leave known pixels near everywhere, from which the network's fill is close to the truth.
        """
        return bool(self.marks_HW.sum() > ELONGATED * self.depth_px**2)


def wants_texture(room_HWC: UnitImage, hole: Hole) -> bool:
    """Whether a hole is wide and its surroundings are not smooth, at full size or at that of the hole.

    The limits were measured: docs/decisions/0014-texture-from-the-photo-itself.md.

    Args:
        room_HWC: (H, W, 3) unit range.
        hole: of the same size.
    """
    hole_HW = hole.marks_HW
    if not _is_wide(hole_HW):
        return False
    if detail_around(room_HWC, hole_HW) >= RESTLESS:
        return True
    width_px = 2 * hole.depth_px
    while width_px >= 2 * _SEEN_PX:
        room_HWC, hole_HW, width_px = *_halved(room_HWC, hole_HW), width_px / 2
        if detail_around(room_HWC, hole_HW) >= RESTLESS:
            return True
    return False


def _halved(room_HWC: UnitImage, hole_HW: NDArray[np.bool_]) -> tuple[UnitImage, NDArray[np.bool_]]:
    """Means of four pixels each; a coarse pixel belongs to the hole where any of them does."""
    height, width = (side // 2 * 2 for side in hole_HW.shape)
    fours = [(slice(row, height, 2), slice(column, width, 2)) for row in (0, 1) for column in (0, 1)]
    room = sum((room_HWC[four] for four in fours[1:]), room_HWC[fours[0]]) / np.float32(4)
    return room, np.logical_or.reduce([hole_HW[four] for four in fours])


def _is_wide(hole_HW: NDArray[np.bool_]) -> bool:
    mask = hole_HW.astype(np.uint8) * np.uint8(FILL)
    box = mask_rect(mask)
    if box is None:
        return False
    with_rim = box.grown(1).within(Extent(*mask.shape))
    return bool(shrink(mask[with_rim.slices], WIDE_PX // 2 - 1).any())


def detail_around(room_HWC: UnitImage, hole_HW: NDArray[np.bool_]) -> float:
    """Standard deviation of the luma's Laplacian in a ring around the hole; 0 where there is none.

    Args:
        room_HWC: (H, W, 3) unit range; what lies under the hole has no influence.
        hole_HW: bool.
    """
    mask = hole_HW.astype(np.uint8) * np.uint8(FILL)
    box = mask_rect(mask)
    if box is None:
        return 0.0
    near = box.grown(_RING_PX + 1).within(Extent(*mask.shape)).slices
    ring = (grow(mask[near], _RING_PX) > 0) & (grow(mask[near], _RIM_PX) == 0)
    inner = ring[1:-1, 1:-1]
    if not inner.any():
        return 0.0
    return float(_laplacian(luma(room_HWC[near]))[inner].std())


def _laplacian(plane: NDArray[np.float64]) -> NDArray[np.float64]:
    """(H - 2, W - 2): the four neighbours minus four times the pixel."""
    across = plane[1:-1, :-2] + plane[1:-1, 2:]
    down = plane[:-2, 1:-1] + plane[2:, 1:-1]
    return np.asarray(across + down - 4 * plane[1:-1, 1:-1], np.float64)
