"""Scratches and dust are found, and what belongs to the photo is left alone."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from PIL import Image, ImageDraw

from desktop_unet.imaging.codec import read_photo
from desktop_unet.imaging.mask import grow, read_mask
from desktop_unet.imaging.photo import Photo
from desktop_unet.imaging.scratches import find_scratches, scratches_above, survey_scratches
from desktop_unet.paths import sample_mask, sample_photo

HEIGHT, WIDTH = 210, 333


def gradient(height: int = HEIGHT, width: int = WIDTH) -> np.ndarray:
    """A soft picture in three different channels."""
    down, across = np.mgrid[0 : 1 : height * 1j, 0 : 1 : width * 1j]
    return np.rint(60 + 110 * np.stack([down, across, (down + across) / 2], axis=-1)).astype(np.uint8)


def noisy() -> np.ndarray:
    noise = np.random.default_rng(3).normal(0, 4, (HEIGHT, WIDTH, 1))
    return np.clip(np.rint(gradient() + noise), 0, 255).astype(np.uint8)


def lined(pixels: np.ndarray, tone: int, width: int, ends=(30, 160, 290, 40)) -> tuple[Photo, np.ndarray]:
    """A photo with one straight line, and where that line is."""
    picture, place = Image.fromarray(pixels), Image.new("L", (pixels.shape[1], pixels.shape[0]))
    ImageDraw.Draw(picture).line(ends, fill=(tone,) * 3, width=width)
    ImageDraw.Draw(place).line(ends, fill=255, width=width)
    return Photo(np.array(picture)), np.array(place)


def share(part: np.ndarray, whole: np.ndarray) -> float:
    return float((part & whole).sum() / whole.sum())


@pytest.mark.parametrize("tone", [10, 245])
@pytest.mark.parametrize("width", [1, 3, 5])
@pytest.mark.parametrize("ends", [(30, 160, 290, 40), (20, 100, 310, 104), (170, 10, 160, 200), (60, 20, 200, 190)])
def test_a_line_is_found_and_little_else(tone, width, ends):
    photo, line = lined(noisy(), tone, width, ends)
    found = find_scratches(photo) > 0
    assert share(found, line > 0) > 0.97
    assert share(grow(line, 3) > 0, found) > 0.97


@pytest.mark.parametrize("pixels", [gradient(), noisy()])
def test_nothing_is_found_on_a_soft_picture(pixels):
    assert not find_scratches(Photo(pixels), threshold=0.2).any()


def test_an_edge_is_no_scratch():
    pixels = noisy()
    pixels[:, 150:] //= 3
    assert not find_scratches(Photo(pixels)).any()


def test_dust_is_found_and_a_large_disc_is_not():
    pixels = Image.fromarray(noisy())
    pen = ImageDraw.Draw(pixels)
    spots = [(40, 50, 44, 53), (200, 120, 206, 126), (300, 180, 302, 183)]
    for spot, tone in zip(spots, (250, 5, 250), strict=True):
        pen.ellipse(spot, fill=(tone,) * 3)
    pen.ellipse((90, 60, 150, 120), fill=(5, 5, 5))
    found = find_scratches(Photo(np.array(pixels))) > 0
    for left, top, right, bottom in spots:
        assert found[(top + bottom) // 2, (left + right) // 2]
    assert not found[60:121, 90:151].any()
    assert found.sum() < 250


def test_a_higher_threshold_finds_nothing_that_a_lower_one_did_not():
    photo = Photo(np.array(lined(noisy(), 150, 2)[0].pixels))
    rng = np.random.default_rng(0)
    texture = photo.pixels.copy()
    texture[:, 200:] = rng.integers(0, 256, (HEIGHT, WIDTH - 200, 1))
    texture[rng.integers(0, HEIGHT, 60), rng.integers(0, 200, 60)] = 255
    masks = [find_scratches(Photo(texture), threshold=step / 8) > 0 for step in range(9)]
    assert all((strict <= loose).all() for loose, strict in pairwise(masks))
    assert masks[0].sum() > masks[8].sum()


def test_sixteen_bits_and_gray_give_the_same_mask():
    photo, _ = lined(noisy(), 245, 2)
    gray = np.repeat(photo.pixels[..., :1], 3, axis=2)
    assert np.array_equal(find_scratches(photo), find_scratches(Photo(photo.pixels.astype(np.uint16) * 257)))
    found = find_scratches(Photo(gray, is_gray=True))
    assert found.any()
    assert np.array_equal(found, find_scratches(Photo(gray.astype(np.uint16) * 257, is_gray=True)))


def test_a_photo_turned_has_its_mask_turned():
    photo, _ = lined(noisy(), 245, 3)
    turned = find_scratches(Photo(np.rot90(photo.pixels).copy()))
    upright = np.rot90(find_scratches(photo))
    assert share(turned > 0, upright > 0) > 0.95
    assert share(upright > 0, turned > 0) > 0.95


@pytest.mark.parametrize("shape", [(1, 1), (1, 40), (40, 1), (5, 7), (33, 64), (200, 3)])
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_tiny_photos_have_masks_of_their_size(shape, dtype):
    pixels = np.random.default_rng(1).integers(0, 255, (*shape, 3)).astype(dtype)
    mask = find_scratches(Photo(pixels), threshold=0.0)
    assert mask.shape == shape
    assert set(np.unique(mask)) <= {0, 255}


@pytest.mark.parametrize("threshold", [-0.1, 1.1, float("nan")])
def test_a_threshold_out_of_range_is_refused(threshold):
    with pytest.raises(ValueError, match="0 to 1"):
        find_scratches(Photo(gradient()), threshold=threshold)


def test_more_than_half_of_the_samples_scratches_are_found():
    photo = read_photo(sample_photo())
    truth = read_mask(sample_mask(), photo.extent)
    found = find_scratches(photo)
    assert share(grow(found, 2) > 0, truth > 0) > 0.5
    # Mortar between bricks looks like scratches, too; by chance a twentieth of what is found would be right.
    assert share(grow(truth, 2) > 0, found > 0) > 0.2


def test_one_survey_serves_every_threshold():
    photo, _ = lined(noisy(), 245, 3)
    survey = survey_scratches(photo)
    for threshold in (0.0, 0.5, 1.0):
        assert np.array_equal(scratches_above(survey, threshold), find_scratches(photo, threshold=threshold))
