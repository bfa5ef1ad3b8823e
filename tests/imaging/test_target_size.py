"""A size in pixels or on paper keeps the photo's proportions, takes the next scale, and has its limits."""

from __future__ import annotations

import pytest

from desktop_unet.errors import TargetTooLarge, TargetTooSmall
from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.target_size import of_height, of_print, of_width, scale_for

PHOTO = Extent(300, 420)
SCALES = (1, 2, 3, 4, 8)


def test_one_side_gives_the_other_by_the_photos_proportions() -> None:
    assert of_width(PHOTO, 1000).extent == Extent(714, 1000)
    assert of_height(PHOTO, 1000).extent == Extent(1000, 1400)


def test_a_print_has_as_many_pixels_as_its_inches_and_dots_say() -> None:
    target = of_print(PHOTO, 10.0, 300)
    assert target.extent == Extent(2143, 3000)
    assert target.dots_per_inch == 300


@pytest.mark.parametrize(
    ("width_px", "scale"), [(100, 1), (420, 1), (421, 2), (840, 2), (1000, 3), (1261, 4), (1681, 8), (3360, 8)]
)
def test_the_smallest_scale_that_reaches_the_size_is_taken(width_px: int, scale: int) -> None:
    assert scale_for(PHOTO, of_width(PHOTO, width_px).extent, SCALES) == scale


def test_what_no_scale_reaches_is_refused_with_the_limit() -> None:
    with pytest.raises(TargetTooLarge, match="for this photo is 3360 × 2400"):
        scale_for(PHOTO, of_width(PHOTO, 3361).extent, SCALES)


def test_no_size_is_too_large_that_a_scale_reaches() -> None:
    assert scale_for(Extent(6000, 8000), Extent(15_000, 20_000), SCALES) == 3


def test_no_pixels_at_all_are_refused() -> None:
    with pytest.raises(TargetTooSmall):
        scale_for(PHOTO, Extent(0, 10), SCALES)
