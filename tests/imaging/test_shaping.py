"""Soft edges and set operations: exact inside, exact outside, and what lies between."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import ndimage

from desktop_unet.imaging.combining import COMBININGS, combined, inverted
from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.holes import mask_for
from desktop_unet.imaging.shaping import feathered, mixed

EXTENT = Extent(43, 61)


def soft(seed: int) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (EXTENT.height, EXTENT.width), dtype=np.uint8)


def test_marks_are_put_together_as_sets_are():
    one, other = mask_for("brush 20-40%", EXTENT, 1), mask_for("brush 20-40%", EXTENT, 2)
    first, second = one > 0, other > 0
    expected = {"add": first | second, "subtract": first & ~second, "intersect": first & second}
    for how in COMBININGS:
        assert np.array_equal(combined(one, other, how), np.where(expected[how], 255, 0))


def test_subtracting_and_intersecting_share_the_mask_out_between_them():
    mask, other = soft(3), np.where(soft(4) > 100, 255, 0).astype(np.uint8)
    parts = combined(mask, other, "subtract"), combined(mask, other, "intersect")
    assert np.array_equal(np.maximum(*parts), mask)


def test_turning_round_twice_gives_the_mask_back():
    assert np.array_equal(inverted(inverted(soft(5))), soft(5))
    assert inverted(np.zeros((2, 3), np.uint8)).min() == 255


@settings(max_examples=30, deadline=None, derandomize=True)
@given(st.integers(1, 14), st.integers(0, 10_000))
def test_a_feathered_rim_falls_with_the_distance_and_leaves_the_marked_whole(px, seed):
    mask = mask_for("scratches", EXTENT, seed)
    distance = ndimage.distance_transform_edt(mask == 0)
    expected = np.rint(255 * np.clip(1 - distance / (px + 1), 0, 1))
    found = feathered(mask, px)
    assert found.dtype == np.uint8
    assert np.abs(found - expected).max() <= 1
    assert np.array_equal(found == 255, mask == 255)
    assert not found[distance >= px + 1].any()


def test_feathering_nothing_or_by_nothing_changes_nothing():
    mask = mask_for("scratches", EXTENT, 1)
    assert np.array_equal(feathered(mask, 0), mask)
    assert not feathered(np.zeros_like(mask), 9).any()
    one = np.zeros((3, 50), np.uint8)
    one[1, 20] = 255
    assert feathered(one, 30)[0].any()  # wider than the photo is high


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_photo_and_fill_are_mixed_between_and_exact_at_both_ends(dtype):
    rng = np.random.default_rng(0)
    photo, fill = (rng.integers(0, np.iinfo(dtype).max + 1, (*soft(0).shape, 3)).astype(dtype) for _ in range(2))
    mask = soft(6)
    mask[:10], mask[10:20] = 0, 255
    result = mixed(photo, fill, mask)
    assert result.dtype == dtype
    assert np.array_equal(result[mask == 0], photo[mask == 0])
    assert np.array_equal(result[mask == 255], fill[mask == 255])
    share = mask[..., None] / 255
    assert np.abs(result - (photo * (1 - share) + fill * share)).max() <= 0.51 if dtype == np.uint8 else 1
