"""Faded photos come back, fine ones are left alone, toned ones keep their hue, and nothing is lost on the way."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from desktop_unet.imaging.codec import read_photo
from desktop_unet.imaging.damage import compress
from desktop_unet.imaging.defects.ageing import Toning, add_grain
from desktop_unet.imaging.defects.fading import CASTS, Fading, draw_fading
from desktop_unet.imaging.photo import Metadata, Photo, UnitImage
from desktop_unet.imaging.ranges import code_to_unit, unit_to_code
from desktop_unet.imaging.tones import bring_back, find_tones, tone_curves
from desktop_unet.paths import sample_photo

FADED = Fading((0.22, 0.18, 0.16), (0.86, 0.8, 0.62), "yellow")


@pytest.fixture(scope="module")
def fine() -> UnitImage:
    """The sample, (480, 640, 3)."""
    return code_to_unit(read_photo(sample_photo()).pixels)


def as_photo(unit: UnitImage, dtype: type = np.uint8) -> Photo:
    return Photo(unit_to_code(unit, dtype))


def distance(photo: Photo, truth: UnitImage) -> float:
    """Mean CIEDE2000."""
    color = pytest.importorskip("skimage.color")
    one, other = (color.rgb2lab(each[::6, ::6]) for each in (code_to_unit(photo.pixels), truth))
    return float(color.deltaE_ciede2000(one, other).mean())


def test_a_fine_photo_is_left_alone(fine: UnitImage) -> None:
    photo = as_photo(fine)
    tones = find_tones(photo)
    assert not tones.is_faded
    assert tones.cast is None
    assert bring_back(photo, tones) is photo


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_a_faded_photo_is_found_and_brought_nearer_to_what_it_was(fine: UnitImage, dtype: type) -> None:
    photo = as_photo(FADED.apply(fine), dtype)
    tones = find_tones(photo)
    assert tones.strength == 1
    assert tones.cast == "yellow"
    assert tones.contrast == pytest.approx(FADED.contrast * find_tones(as_photo(fine)).contrast, abs=0.03)
    back = bring_back(photo, tones)
    assert back.pixels.dtype == dtype
    # The sample's own black is not quite black, so it comes back with more contrast than it had.
    assert distance(back, fine) < 0.65 * distance(photo, fine)


def test_of_photos_faded_in_many_ways_the_mean_is_nearer_by_more_than_40_percent(shared_data) -> None:
    before, after = [], []
    for seed, path in enumerate(sorted((shared_data / "val").glob("*.png"))):
        truth = code_to_unit(read_photo(path).pixels)
        photo = as_photo(draw_fading(np.random.default_rng(seed)).apply(truth))
        before.append(distance(photo, truth))
        after.append(distance(bring_back(photo, find_tones(photo)), truth))
    assert np.mean(after) < 0.6 * np.mean(before)


def test_no_fine_photo_is_moved_by_more_than_1(shared_data) -> None:
    files = [*sorted((shared_data / "val").glob("*.png")), *sorted((shared_data / "train").glob("*.[jp][pn]g"))[::40]]
    assert len(files) > 50
    for path in files:
        photo = read_photo(path)
        if find_tones(photo).is_faded:
            assert distance(bring_back(photo, find_tones(photo)), code_to_unit(photo.pixels)) <= 1, path.name


@pytest.mark.parametrize("lights", [(1.0, 0.92, 0.75), (0.82, 0.75, 0.62)])
def test_sepia_stays_sepia_unless_asked(fine: UnitImage, lights: tuple[float, float, float]) -> None:
    photo = as_photo(Toning(True, (0.24, 0.2, 0.16) if lights[0] < 1 else (0.05, 0.03, 0.0), lights, 1.0).apply(fine))
    tones = find_tones(photo)
    assert tones.has_one_hue
    assert tones.cast is None
    assert tones.is_faded == (lights[0] < 1)
    kept, gray = (bring_back(photo, tones, 1.0, keep_hue=keep) for keep in (True, False))
    assert colourfulness(kept) == pytest.approx(colourfulness(photo), rel=0.35)
    assert colourfulness(gray) < 0.25 * colourfulness(photo)


def colourfulness(photo: Photo) -> float:
    """Mean of red less blue, 0..1."""
    unit = code_to_unit(photo.pixels)
    return float((unit[..., 0] - unit[..., 2]).mean())


def test_gray_stays_gray(fine: UnitImage) -> None:
    photo = as_photo(Toning(True, (0.22,) * 3, (0.8,) * 3, 1.0).apply(fine))
    back = bring_back(photo, find_tones(photo)).pixels
    assert find_tones(photo).strength == 1
    assert (back == back[..., :1]).all()
    assert back.max() - back.min() > 1.4 * (photo.pixels.max().astype(int) - photo.pixels.min())


def test_a_cast_over_gray_things_among_coloured_ones_is_no_toning(fine: UnitImage) -> None:
    assert not find_tones(as_photo(FADED.apply(fine))).has_one_hue


def test_curves_rise_clip_nothing_and_can_be_taken_back(fine: UnitImage) -> None:
    photo = as_photo(FADED.apply(fine), np.uint16)
    tones = find_tones(photo)
    curves = tone_curves(tones, photo.pixels.dtype, 0.7)
    assert (np.diff(curves.astype(int), axis=1) >= 0).all()
    assert (curves[:, 0] == 0).all()
    assert (curves[:, -1] == 65535).all()
    back = bring_back(photo, tones, 0.7).pixels
    values = np.arange(65536)
    for channel in range(3):
        undone = np.interp(back[..., channel], curves[channel], values)
        assert np.abs(undone - photo.pixels[..., channel]).max() <= 2


def test_strength_goes_from_nothing_to_all(fine: UnitImage) -> None:
    photo = as_photo(FADED.apply(fine), np.uint16)
    tones = find_tones(photo)
    assert bring_back(photo, tones, 0.0) is photo
    half, whole = (bring_back(photo, tones, strength).pixels.astype(float) for strength in (0.5, 1.0))
    assert np.abs(half - (whole + photo.pixels) / 2).max() <= 1
    for wrong in (-0.1, 1.1):
        with pytest.raises(ValueError, match="strength"):
            bring_back(photo, tones, wrong)


def test_what_travels_along_stays(fine: UnitImage) -> None:
    pixels = unit_to_code(FADED.apply(fine), np.uint8)
    alpha = np.full(pixels.shape[:2], 200, np.uint8)
    photo = Photo(pixels, alpha, b"profile", Metadata(exif=b"Exif"))
    back = bring_back(photo, find_tones(photo))
    assert back.alpha is not None
    assert np.array_equal(back.alpha, alpha)
    assert (back.icc_profile, back.metadata) == (photo.icc_profile, photo.metadata)


def test_frames_holes_and_what_is_transparent_say_nothing(fine: UnitImage) -> None:
    faded = unit_to_code(FADED.apply(fine), np.uint8)
    plain = find_tones(Photo(faded.copy()))
    framed = np.zeros((faded.shape[0] + 80, faded.shape[1] + 80, 3), np.uint8)
    framed[40:-40, 40:-40] = faded
    damaged, holes = faded.copy(), np.zeros(faded.shape[:2], np.uint8)
    damaged[100:140, 200:300], damaged[300:340, 200:300], holes[100:140, 200:300] = 0, 255, 255
    holes[300:340, 200:300] = 255
    alpha = np.where(holes > 0, np.uint8(0), np.uint8(255))
    for found in (
        find_tones(Photo(framed)),
        find_tones(Photo(damaged.copy()), holes),
        find_tones(Photo(damaged, alpha)),
    ):
        assert found.strength == 1
        assert found.contrast == pytest.approx(plain.contrast, abs=0.02)
    assert find_tones(Photo(damaged.copy())).strength < 1


@pytest.mark.parametrize("size", [(1, 1), (1, 90), (3, 5), (64, 2)])
def test_tiny_photos_and_flat_ones_are_fine(size: tuple[int, int]) -> None:
    for value in (0, 90, 255):
        photo = Photo(np.full((*size, 3), value, np.uint8))
        bring_back(photo, find_tones(photo), 1.0)
    assert not find_tones(Photo(np.zeros((*size, 3), np.uint8))).is_faded


def test_fading_is_seeded_and_keeps_black_below_white() -> None:
    for seed in range(200):
        fading = draw_fading(np.random.default_rng(seed))
        assert fading == draw_fading(np.random.default_rng(seed))
        assert fading.cast in CASTS
        assert 0.2 < fading.contrast < 0.95
        assert all(low < high for low, high in zip(fading.shadows, fading.lights, strict=True))
        ends: NDArray[np.float32] = fading.apply(np.array([[[0, 0, 0], [1, 1, 1]]], np.float32))
        assert np.allclose(ends[0], [fading.shadows, fading.lights], atol=1e-6)


def test_grain_and_jpeg_do_not_hide_that_a_photo_has_faded(fine: UnitImage) -> None:
    faded = FADED.apply(fine)
    found = find_tones(as_photo(faded))
    add_grain(faded, 0.03, False, np.random.default_rng(5))
    scanned = find_tones(Photo(compress(np.asarray(unit_to_code(faded, np.uint8)), 85)))
    assert scanned.strength == found.strength == 1
    for one, other in ((scanned.shadows, found.shadows), (scanned.lights, found.lights)):
        assert np.abs(np.subtract(one, other)).max() < 0.015
