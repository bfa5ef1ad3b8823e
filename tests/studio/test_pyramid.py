"""What the screen gets of a photo: the same colours, at every size."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from desktop_unet.imaging.geometry import Rect
from desktop_unet.imaging.photo import Photo
from desktop_unet.studio.pyramid import SMALLEST_SIDE_PX, first_levels, screen_levels
from desktop_unet.ui.look.qimages import MaskPicture
from tests.ui.driving import make_pixels


def test_the_first_level_holds_the_photos_own_pixels() -> None:
    pixels = make_pixels(51, 77)
    levels = screen_levels(Photo(pixels))
    assert np.array_equal(levels.arrays_HWC[0][..., 2::-1], pixels)
    assert (levels.arrays_HWC[0][..., 3] == 255).all()


def test_16_bit_photos_are_shown_in_8() -> None:
    pixels = make_pixels(40, 61).astype(np.uint16) * 257
    levels = screen_levels(Photo(pixels))
    assert np.array_equal(levels.arrays_HWC[0][..., 2::-1], make_pixels(40, 61))


@pytest.mark.parametrize("size", [(700, 1001), (1025, 300), (258, 515)])
def test_each_level_is_the_mean_of_fours_of_the_one_before(size: tuple[int, int]) -> None:
    levels = screen_levels(Photo(make_pixels(*size))).arrays_HWC
    assert max(levels[-1].shape) <= SMALLEST_SIDE_PX
    for finer, coarser in itertools.pairwise(levels):
        height, width = finer.shape[:2]
        assert coarser.shape[:2] == (-(-height // 2), -(-width // 2))
        even = finer[: height // 2 * 2, : width // 2 * 2].astype(int)
        means = (even[::2, ::2] + even[1::2, ::2] + even[::2, 1::2] + even[1::2, 1::2]) / 4
        assert np.abs(coarser[: height // 2, : width // 2] - means).max() <= 1


def test_colours_are_multiplied_by_alpha() -> None:
    pixels, alpha = make_pixels(30, 43), np.full((30, 43), 51, np.uint8)
    level = screen_levels(Photo(pixels, alpha)).arrays_HWC[0]
    assert np.abs(level[..., 2::-1] - pixels * 0.2).max() <= 0.5
    assert (level[..., 3] == 51).all()


@pytest.mark.parametrize(("zoom", "level"), [(4.0, 0), (1.0, 0), (0.6, 0), (0.5, 1), (0.3, 1), (0.25, 2), (0.001, 2)])
def test_the_smallest_level_that_needs_no_enlarging_is_taken(zoom: float, level: int) -> None:
    assert screen_levels(Photo(make_pixels(600, 1000))).index_for(zoom) == level


def test_a_small_mark_is_not_lost_when_the_mask_is_seen_small() -> None:
    mask = np.zeros((1001, 1503), np.uint8)
    picture = MaskPicture(mask)
    mask[770, 1502] = 255
    picture.refresh(Rect(770, 1502, 1, 1))
    assert all(level.max() == 255 for level in picture._levels)
    again = MaskPicture(mask)
    assert all(np.array_equal(a, b) for a, b in zip(picture._levels, again._levels, strict=True))


def test_a_large_photo_is_shown_from_its_coarser_levels_at_first() -> None:
    photo = Photo(make_pixels(2203, 2999) // np.uint8(30) * np.uint8(30))
    first, whole = first_levels(photo), screen_levels(photo)
    assert first.extent == whole.extent == photo.extent
    assert len(first.arrays_HWC) + first.skipped == len(whole.arrays_HWC)
    for zoom in (2.0, 1.0, 0.3, 0.25, 0.1, 0.01):
        assert first.index_for(zoom) == max(first.skipped, whole.index_for(zoom))
    for quick, exact in zip(first.arrays_HWC, whole.arrays_HWC[first.skipped :], strict=True):
        assert quick.shape == exact.shape
        assert np.abs(quick.astype(int) - exact).mean() <= 10


def test_small_and_transparent_photos_have_all_levels_at_once() -> None:
    assert first_levels(Photo(np.zeros((40, 60, 3), np.uint8))) is None
    assert first_levels(Photo(np.zeros((2400, 2600, 3), np.uint8), alpha=np.zeros((2400, 2600), np.uint8))) is None


def test_levels_of_a_blank_mask_are_blank_without_looking() -> None:
    mask = np.zeros((301, 503), np.uint8)
    looked, told = MaskPicture(mask), MaskPicture(mask, is_blank=True)
    assert all(np.array_equal(a, b) for a, b in zip(looked._levels, told._levels, strict=True))
