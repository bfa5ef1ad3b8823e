"""The estimate grows with the damage, is nothing for clean photos, and does not depend on how the photo is stored."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from desktop_unet.imaging.codec import read_photo
from desktop_unet.imaging.damage import add_noise, compress, reduce, strength_of_noise, strength_of_quality
from desktop_unet.imaging.damage_estimate import DamageEstimate, estimate_damage
from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.photo import Photo
from desktop_unet.paths import sample_photo

Code = NDArray[np.uint8]


@pytest.fixture(scope="module")
def clean() -> Code:
    """The sample at half its size, which leaves nothing of its own JPEG: (240, 320, 3)."""
    pixels = np.asarray(read_photo(sample_photo()).pixels, np.uint8)
    return reduce(pixels, Extent(240, 320))


def estimate(pixels: Code) -> DamageEstimate:
    return estimate_damage(Photo(np.ascontiguousarray(pixels)))


def noisy(pixels: Code, deviation: float, *, gray: bool = False, seed: int = 0) -> Code:
    return add_noise(pixels, deviation, gray, np.random.default_rng(seed))


def test_a_clean_photo_has_strength_0_and_no_jpeg(clean: Code) -> None:
    found = estimate(clean)
    assert found.strength == 0
    assert found.quality is None
    assert found.noise < 2


def test_clean_photos_are_never_held_for_damaged(shared_data) -> None:
    files = [*sorted(shared_data.glob("bench/*/*/*_LR.png")), *sorted((shared_data / "val").glob("*.png"))]
    assert len(files) > 90
    assert [path.name for path in files if estimate_damage(read_photo(path)).strength > 0] == []


@pytest.mark.parametrize("gray", [False, True])
@pytest.mark.parametrize("deviation", [5, 10, 15, 25, 40])
def test_noise_is_found_as_strong_as_it_is(clean: Code, deviation: float, gray: bool) -> None:
    found = estimate(noisy(clean, deviation, gray=gray))
    assert found.noise == pytest.approx(deviation, rel=0.15)
    assert found.quality is None
    assert found.strength == pytest.approx(strength_of_noise(found.noise))


@pytest.mark.parametrize("offset", [(0, 0), (3, 5)])
@pytest.mark.parametrize("quality", [10, 20, 40, 60, 75, 85])
def test_the_quality_of_a_jpeg_is_found_in_its_pixels_wherever_it_was_cut(
    clean: Code, quality: int, offset: tuple[int, int]
) -> None:
    found = estimate(compress(clean, quality)[offset[0] :, offset[1] :])
    assert found.quality == pytest.approx(quality, abs=1.5)
    assert found.strength == pytest.approx(strength_of_quality(quality), abs=0.02)


def test_the_estimate_grows_with_the_damage(clean: Code) -> None:
    for damaged in (
        [noisy(clean, deviation) for deviation in (5, 10, 20, 40)],
        [compress(clean, quality) for quality in (85, 60, 40, 20, 10)],
    ):
        strengths = [estimate(pixels).strength for pixels in damaged]
        assert strengths == sorted(strengths)
        assert strengths[0] < strengths[-1] / 3


def test_of_two_kinds_of_damage_the_stronger_one_counts(clean: Code) -> None:
    mostly_jpeg = estimate(compress(noisy(clean, 15), 40))
    assert mostly_jpeg.strength == pytest.approx(strength_of_quality(40), abs=0.02)
    mostly_noise = estimate(compress(noisy(clean, 30, gray=True), 80))
    assert mostly_noise.strength == pytest.approx(strength_of_noise(30), abs=0.15)
    assert mostly_noise.quality == pytest.approx(80, abs=1.5)


@pytest.mark.parametrize("quality", [80, 60, 40, 20])
def test_a_step_is_not_taken_for_twice_the_step_where_larger_coefficients_are_rare(quality: int) -> None:
    grain = noisy(np.full((512, 384, 3), 128, np.uint8), 20)
    assert estimate(compress(grain, quality)).quality == pytest.approx(quality, abs=1.5)


def test_a_jpeg_saved_again_at_a_better_quality_is_still_the_worse_one(clean: Code) -> None:
    assert estimate(compress(compress(clean, 30), 95)).quality == pytest.approx(30, abs=1.5)


def test_the_same_photo_in_16_bits_has_the_same_estimate(clean: Code) -> None:
    for pixels in (clean, noisy(clean, 12), compress(clean, 50)):
        deep = estimate_damage(Photo(pixels.astype(np.uint16) * np.uint16(257)))
        shallow = estimate(pixels)
        assert deep.strength == pytest.approx(shallow.strength, abs=1e-3)
        assert deep.noise == pytest.approx(shallow.noise, abs=1e-2)


def test_gray_photos_have_gray_noise_and_jpeg(clean: Code) -> None:
    gray = np.repeat(clean[..., 1:2], 3, axis=2)
    assert estimate(gray).strength == 0
    assert estimate(noisy(gray, 20, gray=True)).noise == pytest.approx(20, rel=0.15)
    assert estimate(compress(gray, 30)).quality == pytest.approx(30, abs=1.5)


def test_black_and_white_areas_and_borders_hide_no_noise(clean: Code) -> None:
    framed = np.full((300, 400, 3), 128, np.uint8)
    framed[20:260, 40:360] = noisy(clean, 20)
    assert estimate(framed).noise == pytest.approx(20, rel=0.15)
    bright = noisy(np.clip(clean.astype(int) + 90, 0, 255).astype(np.uint8), 20)
    assert (bright == 255).mean() > 0.1
    assert estimate(bright).noise == pytest.approx(20, rel=0.25)


@pytest.mark.parametrize("value", [0, 77, 255])
def test_one_flat_colour_is_clean(value: int) -> None:
    assert estimate(np.full((90, 130, 3), value, np.uint8)) == DamageEstimate(0.0, None, 0.0)


@pytest.mark.parametrize("size", [(1, 1), (1, 200), (7, 9), (8, 8), (9, 15), (200, 2), (15, 23)])
def test_photos_of_a_few_pixels_say_nothing_and_count_as_clean(size: tuple[int, int]) -> None:
    noise = np.random.default_rng(3).integers(60, 200, (*size, 3)).astype(np.uint8)
    assert estimate(noise).strength == 0


def test_drawings_with_few_colours_are_not_held_for_jpeg() -> None:
    rng = np.random.default_rng(5)
    coarse = rng.choice([30, 60, 120, 200], (40, 55, 3)).astype(np.uint8)
    for pixel_px in (1, 4, 8):
        assert estimate(coarse.repeat(pixel_px, 0).repeat(pixel_px, 1)).quality is None
    rows, columns = np.mgrid[0:240, 0:330]
    slope = np.stack([rows // 2, columns // 2, (rows + columns) // 3], -1).astype(np.uint8)
    assert estimate(slope) == DamageEstimate(estimate(slope).noise, None, 0.0)


@pytest.mark.parametrize("size", [(2100, 2700), (50, 60_000), (60_000, 50)])
def test_a_large_photo_is_judged_by_windows_as_all_of_it_would_be(clean: Code, size: tuple[int, int]) -> None:
    """Windows begin at multiples of 8, so that JPEG's blocks stay where they are."""
    tiled = np.tile(clean, (size[0] // 240 + 1, size[1] // 320 + 1, 1))[: size[0], : size[1]]
    assert estimate(tiled).strength == 0
    assert estimate(np.ascontiguousarray(noisy(tiled, 15))).noise == pytest.approx(15, rel=0.1)
    assert estimate(compress(tiled, 40)).quality == pytest.approx(40, abs=1.5)
