"""Transparency enlarged: where its edges are smooth by a network, where they were cut out hard as smooth contours.

Comes in: alpha as a photo has it, and what a network made of it as of a gray photo. Goes out: alpha at a greater size,
for ``engine.upscale``.

A network finds smooth edges again, but rings beside them; so it is believed within what is around each pixel only, and
hardly where a pixel was wholly transparent or opaque. A cut-out's alpha is often 0 or 1 with nothing between, and its
stairs are no edges of anything; bicubic and networks alike enlarge them faithfully. Blurred by a small binomial kernel
first, the contour where alpha is a half runs smoothly; contrast around that contour then makes the edge hard again.
The figures are in docs/decisions/0079-transparency-through-the-network.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.large_arrays import room_for
from desktop_unet.imaging.neighbours import neighbours
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
_BETWEEN, _BETWEEN_PX = 0.06, 8
"""A value this far from both ends of its edge says that edges so near to it are smooth."""
_CLEAR = 0.25
"""In pixels that were wholly transparent or opaque a network has to say more than this to be heard."""
_NEARLY = 0.04
"""Of a steep edge's height: what comes so near to one of its ends is meant to be there."""
_STEEP = 0.25
_ROWS_AROUND = 16
"""More than what any step here sees above and below."""
_PIXELS_AT_ONCE = 2**22


def enlarge_alpha(alpha: CodePixels, scale: int, learned: CodePixels | None = None) -> CodePixels:
    """Alpha, enlarged.

    Args:
        alpha: (H, W) uint8 or uint16.
        scale: by how much.
        learned: (H * scale, W * scale) of the same type, what a network made of it; without, bicubic stands in.

    Returns:
        (H * scale, W * scale) of the same type, nowhere beyond what alpha holds around that place: where it is flat
        for two pixels around, exactly that. Lines and gaps of one or two pixels with hard edges are bicubic's, since
        blurring would lose them.
    """
    height, width = alpha.shape
    enlarged: CodePixels = room_for((height * scale, width * scale), alpha.dtype)
    for rows, seen in _strips(height, width * scale**2):
        inner = slice((rows.start - seen.start) * scale, (rows.stop - seen.start) * scale)
        theirs = None if learned is None else learned[seen.start * scale : seen.stop * scale]
        enlarged[rows.start * scale : rows.stop * scale] = _enlarge_strip(alpha[seen], scale, theirs)[inner]
    return enlarged


def has_smooth_edges(alpha: CodePixels) -> bool:
    """Whether there is something in it that a network is to see: all but flat areas and hard edges."""
    for _, seen in _strips(alpha.shape[0], alpha.shape[1]):
        unit = code_to_unit(alpha[seen])
        if (((_window(unit, np.maximum, 1) - _window(unit, np.minimum, 1)) > 0) & (_cut_out(unit) < 1)).any():
            return True
    return False


def _strips(height: int, row_pixels: int) -> Iterator[tuple[slice, slice]]:
    """Rows some at a time, so that a huge photo is never in float as a whole; and the same with what is around them."""
    count = max(_ROWS_AROUND, _PIXELS_AT_ONCE // row_pixels)
    for top in range(0, height, count):
        bottom = min(height, top + count)
        yield slice(top, bottom), slice(max(0, top - _ROWS_AROUND), min(height, bottom + _ROWS_AROUND))


def _enlarge_strip(alpha: CodePixels, scale: int, learned: CodePixels | None) -> CodePixels:
    extent = Extent(alpha.shape[0] * scale, alpha.shape[1] * scale)
    if alpha.min() == alpha.max():
        return np.full((extent.height, extent.width), alpha[0, 0], alpha.dtype)
    unit = code_to_unit(alpha)
    enlarged = resize(unit, extent)
    np.clip(enlarged, *(_at(_window(unit, choose), extent) for choose in (np.minimum, np.maximum)), out=enlarged)
    weight = np.where(_window(_is_thin(unit), np.maximum), 0, _hardness(unit)).astype(np.float32)
    if weight.any():
        enlarged += (_contour(unit, extent) - enlarged) * resize(weight, extent, "bilinear")
    if learned is not None:
        safe = _safe(unit, code_to_unit(learned), extent)
        enlarged = safe + (enlarged - safe) * resize(_cut_out(unit), extent, "bilinear")
    return unit_to_code(np.clip(enlarged, 0, 1), alpha.dtype)


def _safe(unit: NDArray[np.float32], learned: NDArray[np.float32], extent: Extent) -> NDArray[np.float32]:
    """What the network made, without what it adds beside edges."""
    low, high = (resize(_window(unit, choose, 1), extent, "bilinear") for choose in (np.minimum, np.maximum))
    height = high - low
    believed = np.clip(learned, low, high)
    share = np.divide(believed - low, height, out=np.zeros_like(height), where=height > 0)
    nearer = np.clip((share - _NEARLY) / (1 - 2 * _NEARLY), 0, 1)
    safe = low + height * (share + (nearer - share) * np.clip(height / _STEEP - 1, 0, 1))
    own = _at(unit, extent)
    safe = np.where(own == 0, np.maximum(believed - _CLEAR, 0) / (1 - _CLEAR), safe)
    safe = np.where(own == 1, np.minimum(believed / (1 - _CLEAR), 1), safe)
    return np.asarray(safe, np.float32)


def _contour(unit: NDArray[np.float32], extent: Extent) -> NDArray[np.float32]:
    """The smooth and hard edge."""
    blurred = unit
    for reaches in ((_SEEN_PX, 0), (0, _SEEN_PX)):
        parts = neighbours(blurred, *reaches)
        blurred = sum(weight * part for weight, part in zip(_KERNEL, parts, strict=True))
    contour: NDArray[np.float32] = np.clip((resize(blurred, extent) - _ENDS) / (1 - 2 * _ENDS), 0, 1)
    return contour


def _hardness(unit: NDArray[np.float32]) -> NDArray[np.float32]:
    """(H, W) 0..1: how hard edges around each pixel are."""
    steps = _window(unit, np.maximum, 1) - _window(unit, np.minimum, 1)
    hardness: NDArray[np.float32] = np.clip((_window(steps, np.maximum, 1) - _SOFT) / (_HARD - _SOFT), 0, 1)
    return hardness


def _cut_out(unit: NDArray[np.float32]) -> NDArray[np.float32]:
    """(H, W) 0..1: where edges are hard with nothing between their ends, as no picture has them that was reduced."""
    between = np.minimum(unit - _window(unit, np.minimum, 1), _window(unit, np.maximum, 1) - unit) > _BETWEEN
    return np.where(_window(between, np.maximum, _BETWEEN_PX), 0, _hardness(unit)).astype(np.float32)


def _is_thin(unit: NDArray[np.float32]) -> NDArray[np.bool_]:
    opened = _window(_window(unit, np.minimum, 1), np.maximum, 1)
    closed = _window(_window(unit, np.maximum, 1), np.minimum, 1)
    is_thin: NDArray[np.bool_] = np.maximum(unit - opened, closed - unit) > _THIN
    return is_thin


def _window(values: NDArray[Any], choose: np.ufunc, reach_px: int = _SEEN_PX) -> NDArray[Any]:
    """What ``choose`` takes of the square around each pixel."""
    for reaches in ((reach_px, 0), (0, reach_px)):
        first, *others = neighbours(values, *reaches)
        values = first.copy()
        for part in others:
            choose(values, part, out=values)
    return values


def _at(values: NDArray[np.float32], extent: Extent) -> NDArray[np.float32]:
    return resize(values, extent, "nearest")
