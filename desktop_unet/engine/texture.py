"""Whether a hole is to be filled smoothly or with texture, where the user leaves that open.

Comes in: a room with its hole. Goes out: yes or no, for ``inpaint``.
"""

from __future__ import annotations

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

_RIM_PX = 2
_RING_PX = 16


def wants_texture(room_HWC: UnitImage, hole_HW: NDArray[np.bool_]) -> bool:
    """Whether a hole is wide and its surroundings are not smooth.

    Both limits were measured: docs/decisions/0014-texture-from-the-photo-itself.md.

    Args:
        room_HWC: (H, W, 3) unit range.
        hole_HW: bool, True = fill.
    """
    return _is_wide(hole_HW) and detail_around(room_HWC, hole_HW) >= RESTLESS


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
