"""Brush strokes mark exactly the pixels under them."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from desktop_unet.document.strokes import FILL, KEEP, empty_mask, paint_segment, reach_of_segment
from desktop_unet.imaging.geometry import Extent, Rect


def distance_to_segment(y: float, x: float, start: tuple[float, float], end: tuple[float, float]) -> float:
    """The plain definition, one pixel at a time."""
    down, across = end[0] - start[0], end[1] - start[1]
    length_squared = down**2 + across**2
    along = 0.0 if length_squared == 0 else ((y - start[0]) * down + (x - start[1]) * across) / length_squared
    along = min(1.0, max(0.0, along))
    return math.hypot(y - start[0] - along * down, x - start[1] - along * across)


@pytest.mark.parametrize(
    ("start", "end", "radius_px"),
    [
        ((20.5, 30.5), (20.5, 30.5), 6.0),
        ((5.2, 8.9), (40.1, 60.3), 4.5),
        ((44.0, 3.0), (2.0, 70.0), 1.5),
        ((-9.0, -9.0), (30.0, 100.0), 7.0),
    ],
)
def test_a_pixel_is_marked_when_its_centre_lies_under_the_brush(start, end, radius_px) -> None:
    mask = empty_mask(Extent(48, 75))
    paint_segment(mask, start, end, radius_px, FILL)
    for row in range(48):
        for column in range(75):
            distance = distance_to_segment(row + 0.5, column + 0.5, start, end)
            if abs(distance - radius_px) > 1e-3:
                assert (mask[row, column] == FILL) == (distance < radius_px), (row, column)


def test_the_returned_box_holds_every_change() -> None:
    mask = empty_mask(Extent(50, 90))
    rect = paint_segment(mask, (10.0, 80.0), (45.0, 20.0), 5.0, FILL)
    outside = mask.copy()
    outside[rect.slices] = KEEP
    assert mask.any()
    assert not outside.any()
    assert rect == rect.within(Extent(50, 90))


@pytest.mark.parametrize("point", [(7.0, 9.0), (7.5, 9.5), (7.99, 9.01), (0.0, 0.0)])
def test_the_smallest_brush_marks_at_least_the_pixel_it_is_on(point) -> None:
    mask = empty_mask(Extent(20, 31))
    paint_segment(mask, point, point, 0.1, FILL)
    assert mask[int(point[0]), int(point[1])] == FILL


def test_the_eraser_takes_back_what_the_brush_gave() -> None:
    mask = empty_mask(Extent(30, 41))
    paint_segment(mask, (5.0, 5.0), (20.0, 35.0), 4.0, FILL)
    paint_segment(mask, (5.0, 5.0), (20.0, 35.0), 4.0, KEEP)
    assert not mask.any()


def test_a_stroke_beside_the_photo_changes_nothing() -> None:
    mask = empty_mask(Extent(30, 41))
    assert paint_segment(mask, (-50.0, 10.0), (-40.0, 20.0), 8.0, FILL).is_empty
    assert not mask.any()


def test_drawing_in_pieces_equals_drawing_at_once() -> None:
    whole, pieces = empty_mask(Extent(60, 200)), empty_mask(Extent(60, 200))
    paint_segment(whole, (10.0, 5.0), (50.0, 190.0), 3.0, FILL)
    points = [(10.0 + 40 * i / 7, 5.0 + 185 * i / 7) for i in range(8)]
    for start, end in itertools.pairwise(points):
        paint_segment(pieces, start, end, 3.0, FILL)
    assert np.count_nonzero(whole != pieces) <= 2  # rounding at the joints


def test_an_empty_mask_has_the_photos_size_and_type() -> None:
    mask = empty_mask(Extent(3, 5))
    assert mask.shape == (3, 5)
    assert mask.dtype == np.uint8
    assert Rect(0, 0, 3, 5) == Extent(*mask.shape).rect


@pytest.mark.parametrize("hardness", [0.0, 0.3, 0.9])
def test_a_soft_brush_falls_from_its_core_to_its_rim(hardness: float) -> None:
    mask = empty_mask(Extent(60, 91))
    radius = 20.0
    paint_segment(mask, (30.5, 40.5), (30.5, 50.5), radius, FILL, hardness=hardness)
    for row, column in itertools.product(range(60), range(91)):
        distance = distance_to_segment(row + 0.5, column + 0.5, (30.5, 40.5), (30.5, 50.5))
        expected = 255 * min(1.0, max(0.0, (radius - distance) / (radius * (1 - hardness))))
        assert abs(mask[row, column] - expected) <= 1


def test_a_soft_stroke_does_not_depend_on_its_pieces() -> None:
    whole, pieces = empty_mask(Extent(60, 200)), empty_mask(Extent(60, 200))
    paint_segment(whole, (10.0, 5.0), (50.0, 190.0), 9.0, FILL, hardness=0.2)
    points = [(10.0 + 40 * i / 7, 5.0 + 185 * i / 7) for i in range(8)]
    for start, end in itertools.pairwise(points):
        paint_segment(pieces, start, end, 9.0, FILL, hardness=0.2)
    assert np.abs(whole.astype(int) - pieces).max() <= 1


def test_a_soft_eraser_leaves_what_a_soft_brush_would_not_have_marked() -> None:
    marked, erased = empty_mask(Extent(40, 51)), np.full((40, 51), 255, np.uint8)
    paint_segment(marked, (20.0, 20.0), (20.0, 30.0), 12.0, FILL, hardness=0.4)
    paint_segment(erased, (20.0, 20.0), (20.0, 30.0), 12.0, KEEP, hardness=0.4)
    assert np.array_equal(erased, 255 - marked)


def test_no_change_lies_outside_the_promised_reach() -> None:
    mask = empty_mask(Extent(60, 91))
    start, end = (22.3, 71.9), (41.0, 33.3)
    paint_segment(mask, start, end, 7.7, FILL, hardness=0.5)
    mask[reach_of_segment(start, end, 7.7).slices] = KEEP
    assert not mask.any()
