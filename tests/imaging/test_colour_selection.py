"""Selecting by colour: what is alike, and what of it hangs together."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import ndimage

from desktop_unet.imaging.colour_selection import select_colour
from desktop_unet.imaging.photo import Photo


def patches() -> np.ndarray:
    """Two red patches that do not touch on blue; in the upper one a gentle slope."""
    pixels = np.zeros((40, 57, 3), np.uint8)
    pixels[..., 2] = 200
    pixels[4:14, 5:25] = (180, 20, 10)
    pixels[4:14, 5:25, 1] += np.arange(20, dtype=np.uint8)
    pixels[24:34, 30:50] = (180, 20, 10)
    return pixels


@pytest.mark.parametrize("scale", [1, 257])
@pytest.mark.parametrize("connected", [True, False])
def test_what_is_alike_is_marked_as_far_as_the_tolerance_goes(scale, connected):
    pixels = patches().astype(np.uint16 if scale == 257 else np.uint8) * scale
    found = select_colour(Photo(pixels), 6, 5, 7, connected=connected) > 0
    apart = np.abs(patches().astype(int) - patches()[6, 5].astype(int)).max(axis=2)
    alike = apart <= 7
    labels, _ = ndimage.label(alike)
    assert np.array_equal(found, labels == labels[6, 5] if connected else alike)
    assert found[6, 12]
    assert not found[6, 13]
    assert found[30, 40] != connected


def test_corners_alone_do_not_connect():
    pixels = np.zeros((6, 8, 3), np.uint8)
    pixels[1, 1] = pixels[2, 2] = 255
    assert (select_colour(Photo(pixels), 1, 1, 0) > 0).sum() == 1


def test_on_noise_it_is_the_connected_group_of_the_pixel():
    rng = np.random.default_rng(2)
    pixels = rng.integers(0, 256, (70, 91, 3), dtype=np.uint8)
    for row, column in ((0, 0), (69, 90), (33, 12)):
        alike = np.abs(pixels.astype(int) - pixels[row, column].astype(int)).max(axis=2) <= 120
        labels, _ = ndimage.label(alike)
        found = select_colour(Photo(pixels), row, column, 120)
        assert np.array_equal(found > 0, labels == labels[row, column])


def test_full_tolerance_takes_all_and_none_the_pixels_own_colour():
    photo = Photo(np.random.default_rng(1).integers(0, 256, (9, 14, 3), dtype=np.uint8))
    assert select_colour(photo, 3, 4, 255).all()
    assert select_colour(photo, 3, 4, 0)[3, 4] == 255


def test_what_makes_no_sense_is_refused():
    photo = Photo(patches())
    with pytest.raises(ValueError, match="0 to 255"):
        select_colour(photo, 1, 1, 256)
    with pytest.raises(IndexError):
        select_colour(photo, 40, 1, 3)
