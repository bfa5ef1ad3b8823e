"""Transparency enlarged: hard edges become smooth contours instead of stairs, everything else is bicubic's.

Comes in: alpha as a photo has it. Goes out: alpha at a greater size, for ``engine.upscale``.

A cut-out's alpha is often 0 or 1 with nothing between, and its stairs are no edges of anything. Bicubic and networks
alike enlarge them faithfully. Blurred by a small binomial kernel first, the contour where alpha is a half runs
smoothly; contrast around that contour then makes the edge hard again.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.photo import CodePixels
from desktop_unet.imaging.ranges import code_to_unit, unit_to_code
from desktop_unet.imaging.resample import resize

_KERNEL = np.array([1, 4, 6, 4, 1], np.float32) / 16
_SEEN_PX = 2
"""What kernel and bicubic see to each side."""
_SOFT, _HARD = 0.5, 0.75
"""Steps from pixel to pixel, of 1: up to the first an edge has been smoothed already, from the second on it is hard."""
_ENDS = 0.3
"""What of a blurred edge's height is taken away at both ends."""
_THIN = 0.25


def enlarge_alpha(alpha: CodePixels, extent: Extent) -> CodePixels:
    """Alpha at another size.

    Args:
        alpha: (H, W) uint8 or uint16.
        extent: the size wanted.

    Returns:
        The same type at that size, nowhere beyond what alpha holds around that place. Where the size shrinks, and away
        from hard edges, it is what bicubic makes of it; lines and gaps of one or two pixels count as such, since
        blurring would lose them.
    """
    if alpha.min() == alpha.max():
        return np.full((extent.height, extent.width), alpha[0, 0], alpha.dtype)
    unit = code_to_unit(alpha)
    enlarged = resize(unit, extent)
    if extent.height >= alpha.shape[0] and extent.width >= alpha.shape[1]:
        np.clip(enlarged, *(_at(_window(unit, choose), extent) for choose in (np.minimum, np.maximum)), out=enlarged)
        weight = _hardness(unit)
        if weight.any():
            enlarged += (_contour(unit, extent) - enlarged) * resize(weight, extent, "bilinear")
    return unit_to_code(np.clip(enlarged, 0, 1), alpha.dtype)


def _contour(unit: NDArray[np.float32], extent: Extent) -> NDArray[np.float32]:
    """The smooth and hard edge."""
    blurred = unit
    for axis in (0, 1):
        parts = _shifted(blurred, axis, _SEEN_PX)
        blurred = sum(weight * part for weight, part in zip(_KERNEL, parts, strict=True))
    contour: NDArray[np.float32] = np.clip((resize(blurred, extent) - _ENDS) / (1 - 2 * _ENDS), 0, 1)
    return contour


def _hardness(unit: NDArray[np.float32]) -> NDArray[np.float32]:
    """(H, W) 0..1: where the contour counts. Around hard edges, unless something thin is there."""
    steps = _window(unit, np.maximum, 1) - _window(unit, np.minimum, 1)
    hard = np.clip((_window(steps, np.maximum, 1) - _SOFT) / (_HARD - _SOFT), 0, 1)
    opened = _window(_window(unit, np.minimum, 1), np.maximum, 1)
    closed = _window(_window(unit, np.maximum, 1), np.minimum, 1)
    is_thin = np.maximum(unit - opened, closed - unit) > _THIN
    hardness: NDArray[np.float32] = np.where(_window(is_thin, np.maximum), 0, hard).astype(np.float32)
    return hardness


def _window(values: NDArray[Any], choose: np.ufunc, reach_px: int = _SEEN_PX) -> NDArray[Any]:
    """What ``choose`` takes of the square around each pixel."""
    for axis in (0, 1):
        first, *others = _shifted(values, axis, reach_px)
        values = first.copy()
        for part in others:
            choose(values, part, out=values)
    return values


def _shifted(values: NDArray[Any], axis: int, reach_px: int) -> list[NDArray[Any]]:
    """Views of the array moved by each number of pixels up to ``reach_px`` along an axis, its ends repeated."""
    pad = [(reach_px, reach_px) if each == axis else (0, 0) for each in range(2)]
    padded, count = np.pad(values, pad, mode="edge"), values.shape[axis]
    starts = range(2 * reach_px + 1)
    return [padded[start : start + count] if axis == 0 else padded[:, start : start + count] for start in starts]


def _at(values: NDArray[np.float32], extent: Extent) -> NDArray[np.float32]:
    return resize(values, extent, "nearest")
