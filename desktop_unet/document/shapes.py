"""Rectangles, ellipses and loops become mask pixels: every pixel whose centre lies inside.

Comes in: points on the photo, from the tools. Goes out: a ``Region`` for ``document.py``.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from desktop_unet.document.strokes import FILL, Point
from desktop_unet.imaging.geometry import Extent, Rect
from desktop_unet.imaging.photo import Mask


@dataclass(frozen=True, eq=False)
class Region:
    """Part of a mask; outside of ``rect`` nothing is marked.

    Args:
        rect: where, inside the photo.
        marks: uint8 of that size.
    """

    rect: Rect
    marks: Mask


def whole_region(mask: Mask) -> Region:
    """A whole mask as a region."""
    return Region(Extent(*mask.shape).rect, mask)


def rectangle(corner: Point, opposite: Point, extent: Extent) -> Region:
    """The box between two corners; what leaves the photo is cut."""
    rect = _centres_between(corner, opposite).within(extent)
    return Region(rect, np.full((rect.height, rect.width), FILL, np.uint8))


def ellipse(corner: Point, opposite: Point, extent: Extent) -> Region:
    """The ellipse that touches all sides of the box between two corners."""
    rect = _centres_between(corner, opposite).within(extent)
    if rect.is_empty:
        return Region(rect, np.zeros((rect.height, rect.width), np.uint8))
    (y, x), (down, across) = _middle_and_half(corner, opposite)
    rows = ((np.arange(rect.top, rect.bottom) + 0.5 - y) / down)[:, None]
    columns = ((np.arange(rect.left, rect.right) + 0.5 - x) / across)[None, :]
    return Region(rect, (rows**2 + columns**2 <= 1).astype(np.uint8) * np.uint8(FILL))


def polygon(points: Sequence[Point], extent: Extent) -> Region:
    """All that a closed line goes around at least once; the last point joins the first.

    Where the line crosses itself, what both loops go around counts too (non-zero winding).

    Args:
        points: corners in order; may lie outside the photo.
        extent: the photo's size.

    Source: Foley et al. 1990, Computer graphics, section 3.6, scan conversion by crossings.
    """
    rect = _box_around(points).within(extent)
    if rect.is_empty:
        return Region(rect, np.zeros((rect.height, rect.width), np.uint8))
    turns = np.zeros((rect.height, rect.width + 1), np.int16)
    for start, end in zip(points, [*points[1:], points[0]], strict=True):
        _note_crossings(turns, start, end, rect)
    inside = np.cumsum(turns[:, :-1], axis=1, dtype=np.int16) != 0
    return Region(rect, inside.astype(np.uint8) * np.uint8(FILL))


def _note_crossings(turns: np.ndarray, start: Point, end: Point, rect: Rect) -> None:
    """For each row that an edge crosses: one turn more (or less) from the first pixel right of it."""
    upper, lower = sorted((start, end))
    first = max(rect.top, math.ceil(upper[0] - 0.5))
    last = min(rect.bottom, math.ceil(lower[0] - 0.5))
    if first >= last:
        return
    rows = np.arange(first, last)
    crossing = upper[1] + (rows + 0.5 - upper[0]) * ((lower[1] - upper[1]) / (lower[0] - upper[0]))
    columns = np.clip(np.ceil(crossing - 0.5).astype(np.intp) - rect.left, 0, rect.width)
    turns[rows - rect.top, columns] += 1 if start == upper else -1


def _centres_between(corner: Point, opposite: Point) -> Rect:
    (top, bottom), (left, right) = (sorted(pair) for pair in zip(corner, opposite, strict=True))
    return Rect.from_edges(*(math.ceil(edge - 0.5) for edge in (top, left, bottom, right)))


def _middle_and_half(corner: Point, opposite: Point) -> tuple[Point, Point]:
    pairs = tuple(zip(corner, opposite, strict=True))
    (y, x), (down, across) = [(a + b) / 2 for a, b in pairs], [abs(a - b) / 2 for a, b in pairs]
    return (y, x), (down, across)


def _box_around(points: Sequence[Point]) -> Rect:
    if not points:
        return Rect(0, 0, 0, 0)
    rows, columns = zip(*points, strict=True)
    return _centres_between((min(rows), min(columns)), (max(rows), max(columns)))
