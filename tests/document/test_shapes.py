"""Shapes mark exactly the pixels whose centres they hold."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_unet.document.shapes import Region, ellipse, polygon, rectangle, whole_region
from desktop_unet.imaging.geometry import Extent, Rect

EXTENT = Extent(40, 57)
PLACES = st.tuples(st.floats(-10, 50), st.floats(-10, 70))


def spread(region: Region) -> np.ndarray:
    """The region as a mask of the whole photo."""
    mask = np.zeros((EXTENT.height, EXTENT.width), np.uint8)
    assert region.rect == region.rect.within(EXTENT)
    mask[region.rect.slices] = region.marks
    return mask > 0


def centres() -> tuple[np.ndarray, np.ndarray]:
    return np.mgrid[0 : EXTENT.height, 0 : EXTENT.width] + 0.5


@settings(max_examples=60, deadline=None, derandomize=True)
@given(PLACES, PLACES)
def test_a_rectangle_holds_the_centres_between_its_corners(corner, opposite) -> None:
    rows, columns = centres()
    top, bottom = sorted((corner[0], opposite[0]))
    left, right = sorted((corner[1], opposite[1]))
    inside = (top <= rows) & (rows < bottom) & (left <= columns) & (columns < right)
    assert np.array_equal(spread(rectangle(corner, opposite, EXTENT)), inside)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(PLACES, PLACES)
def test_an_ellipse_holds_the_centres_inside_it(corner, opposite) -> None:
    rows, columns = centres()
    down, across = abs(corner[0] - opposite[0]) / 2, abs(corner[1] - opposite[1]) / 2
    if min(down, across) < 0.01:
        return
    y, x = (corner[0] + opposite[0]) / 2, (corner[1] + opposite[1]) / 2
    measure = ((rows - y) / down) ** 2 + ((columns - x) / across) ** 2
    found = spread(ellipse(corner, opposite, EXTENT))
    clear = np.abs(measure - 1) > 1e-6
    assert np.array_equal(found[clear], (measure < 1)[clear])


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(PLACES, min_size=3, max_size=8))
def test_a_polygon_holds_the_centres_that_it_winds_around(points) -> None:
    """The plain definition: the angles under which the corners are seen add up to whole turns."""
    rows, columns = centres()
    clear = nearness(points, rows, columns) > 1e-6
    found = spread(polygon(points, EXTENT))
    assert np.array_equal(found[clear], (winding(points, rows, columns) != 0)[clear])


def winding(points, rows, columns) -> np.ndarray:
    total = np.zeros(rows.shape)
    for start, end in zip(points, [*points[1:], points[0]], strict=True):
        down, across = (start[0] - rows, end[0] - rows), (start[1] - columns, end[1] - columns)
        total += np.arctan2(across[0] * down[1] - across[1] * down[0], across[0] * across[1] + down[0] * down[1])
    return np.rint(total / (2 * np.pi))


def nearness(points, rows, columns) -> np.ndarray:
    """Distance of each centre to the line."""
    nearest = np.full(rows.shape, np.inf)
    for start, end in zip(points, [*points[1:], points[0]], strict=True):
        down, across = end[0] - start[0], end[1] - start[1]
        length = max(down**2 + across**2, 1e-12)
        along = np.clip(((rows - start[0]) * down + (columns - start[1]) * across) / length, 0, 1)
        nearest = np.minimum(nearest, np.hypot(rows - start[0] - along * down, columns - start[1] - along * across))
    return nearest


def test_a_loop_drawn_twice_around_is_marked_all_through() -> None:
    """By even-odd counting, the pentagon in the middle of a star would stay open."""
    star = [
        (20 + 15 * math.cos(turn * 4 * math.pi / 5), 28 + 15 * math.sin(turn * 4 * math.pi / 5)) for turn in range(5)
    ]
    assert spread(polygon(star, EXTENT))[20, 28]


@pytest.mark.parametrize(
    "points", [[], [(3.0, 4.0)], [(3.0, 4.0), (20.0, 30.0)], [(-9.0, -9.0), (-5.0, 70.0), (-3.0, 2.0)]]
)
def test_what_holds_no_centre_marks_nothing(points) -> None:
    assert not spread(polygon(points, EXTENT)).any()
    assert not spread(rectangle((5.1, 5.1), (5.2, 30.0), EXTENT)).any()
    assert not spread(ellipse((5.1, 5.1), (5.2, 30.0), EXTENT)).any()


def test_a_whole_mask_is_a_region_too() -> None:
    mask = np.full((3, 5), 7, np.uint8)
    region = whole_region(mask)
    assert region.rect == Rect(0, 0, 3, 5)
    assert region.marks is mask
