"""Brush strokes become mask pixels, one piece at a time.

Comes in: points along a stroke, from the canvas. Goes out: changed pixels of the mask
and the box that they lie in. Next on the road: ``document.py``.
"""

from __future__ import annotations

import itertools
import math

import numpy as np
from numpy.typing import NDArray

from desktop_unet.imaging.geometry import Extent, Rect
from desktop_unet.imaging.large_arrays import zeros_for
from desktop_unet.imaging.photo import Mask

Point = tuple[float, float]
"""y, x in photo pixels; the first pixel's centre is (0.5, 0.5)."""

FILL = 255
KEEP = 0

_SMALLEST_RADIUS_PX = math.sqrt(0.5)  # always reaches the centre of the pixel it lies in
_PIECE_RADII = 4.0  # a slanted segment is cut, so that its boxes hold little but the stroke


def empty_mask(extent: Extent) -> Mask:
    """A mask that marks nothing, (H, W) uint8."""
    return zeros_for((extent.height, extent.width), np.uint8)


def paint_segment(mask: Mask, start: Point, end: Point, radius_px: float, value: int, *, hardness: float = 1.0) -> Rect:
    """Mark (or unmark), in place, the pixels whose centres lie within ``radius_px`` of the segment.

    A soft brush falls off from ``hardness`` times the radius to the rim. Going over a place again
    adds nothing, so a stroke does not depend on how many pieces it comes in.

    Args:
        mask: (H, W) uint8, changed in place.
        start: first point; equal to ``end`` for a dot.
        end: last point.
        radius_px: half the brush's size; less than a pixel still marks one.
        value: ``FILL`` or ``KEEP``.
        hardness: 0 to 1; 1 has no soft rim.

    Returns:
        The box that was looked at, inside the mask; empty where the stroke lies outside.
    """
    radius_px = max(radius_px, _SMALLEST_RADIUS_PX)
    touched = Rect(0, 0, 0, 0)
    for piece_start, piece_end in _pieces(start, end, _PIECE_RADII * radius_px):
        touched = touched.union(_paint_piece(mask, piece_start, piece_end, radius_px, value, hardness))
    return touched


def reach_of_segment(start: Point, end: Point, radius_px: float) -> Rect:
    """The box that ``paint_segment`` may change; may leave the photo."""
    radius_px = max(radius_px, _SMALLEST_RADIUS_PX)
    return Rect.from_edges(
        math.floor(min(start[0], end[0]) - radius_px),
        math.floor(min(start[1], end[1]) - radius_px),
        math.ceil(max(start[0], end[0]) + radius_px),
        math.ceil(max(start[1], end[1]) + radius_px),
    )


def _pieces(start: Point, end: Point, longest_px: float) -> list[tuple[Point, Point]]:
    count = max(1, math.ceil(math.dist(start, end) / longest_px))
    rows = np.linspace(start[0], end[0], count + 1).tolist()
    columns = np.linspace(start[1], end[1], count + 1).tolist()
    points = list(zip(rows, columns, strict=True))
    return list(itertools.pairwise(points))


def _paint_piece(mask: Mask, start: Point, end: Point, radius_px: float, value: int, hardness: float) -> Rect:
    box = reach_of_segment(start, end, radius_px).within(Extent(*mask.shape))
    if box.is_empty:
        return box
    squared, pixels = _squared_distances(box, start, end), mask[box.slices]
    if hardness >= 1:
        pixels[squared <= radius_px**2] = value
    else:
        strength = _soft_strength(squared, radius_px, hardness)
        if value == FILL:
            np.maximum(pixels, strength, out=pixels)
        else:
            np.minimum(pixels, FILL - strength, out=pixels)
    return box


def _soft_strength(squared: NDArray[np.float32], radius_px: float, hardness: float) -> Mask:
    """255 within the hard core, falling evenly to 0 at the rim."""
    rim_px = max(radius_px * (1 - hardness), 1e-3)
    share = np.clip((np.float32(radius_px) - np.sqrt(squared)) / np.float32(rim_px), 0, 1)
    return np.asarray(np.rint(share * FILL), np.uint8)


def _squared_distances(box: Rect, start: Point, end: Point) -> NDArray[np.float32]:
    """From each pixel centre of ``box`` to the nearest point of the segment, squared."""
    rows = np.arange(box.top, box.bottom, dtype=np.float32)[:, None] + np.float32(0.5 - start[0])
    columns = np.arange(box.left, box.right, dtype=np.float32)[None, :] + np.float32(0.5 - start[1])
    down, across = np.float32(end[0] - start[0]), np.float32(end[1] - start[1])
    length_squared = down * down + across * across
    if length_squared == 0:
        return np.asarray(rows * rows + columns * columns, np.float32)
    along = np.clip((rows * down + columns * across) / length_squared, 0, 1)
    return np.asarray((rows - along * down) ** 2 + (columns - along * across) ** 2, np.float32)
