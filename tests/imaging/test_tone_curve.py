"""CIELAB is that of others, photos of one hue are told from those of many, and their curve gives their colours."""

from __future__ import annotations

import numpy as np
import pytest

from desktop_unet.imaging.cielab import lab_to_unit, unit_to_lab
from desktop_unet.imaging.codec import read_photo
from desktop_unet.imaging.damage import compress
from desktop_unet.imaging.defects.ageing import Toning, add_grain
from desktop_unet.imaging.photo import Photo, UnitImage
from desktop_unet.imaging.ranges import code_to_unit, unit_to_code
from desktop_unet.imaging.tone_curve import find_tone_curve, reduced_colours, tinted
from desktop_unet.paths import sample_photo

SEPIA = Toning(True, (0.08, 0.04, 0.0), (1.0, 0.9, 0.7), 1.0)
SELENIUM = Toning(True, (0.07, 0.02, 0.09), (0.97, 0.95, 0.98), 1.0)


@pytest.fixture(scope="module")
def sample() -> UnitImage:
    return code_to_unit(read_photo(sample_photo()).pixels)


def test_lab_is_that_of_scikit_image_and_comes_back() -> None:
    color = pytest.importorskip("skimage.color")
    unit = np.random.default_rng(0).random((40, 50, 3)).astype(np.float32)
    assert np.abs(unit_to_lab(unit) - color.rgb2lab(unit)).max() < 1e-3
    assert np.abs(lab_to_unit(unit_to_lab(unit)) - unit).max() < 1e-4
    assert lab_to_unit(np.array([[60, 200, -200]], np.float32)).max() <= 1


@pytest.mark.parametrize("toning", [SEPIA, SELENIUM])
@pytest.mark.parametrize("quality", [None, 75])
def test_toned_photos_have_one_hue_also_with_grain_and_jpeg(
    sample: UnitImage, toning: Toning, quality: int | None
) -> None:
    unit = toning.apply(sample)
    add_grain(unit, 0.03, True, np.random.default_rng(1))
    code = unit_to_code(unit, np.uint8)
    photo = Photo(code if quality is None else compress(np.asarray(code, np.uint8), quality))
    curve = find_tone_curve(reduced_colours(photo))
    assert curve is not None
    lab = unit_to_lab(toning.apply(np.linspace(0.2, 0.8, 9, dtype=np.float32)[:, None].repeat(3, 1)[None])[0])
    assert np.abs(curve.at(lab[:, 0]) - lab[:, 1:]).max() < 1.5


def test_photos_of_many_hues_have_no_curve(sample: UnitImage, shared_data) -> None:
    assert find_tone_curve(reduced_colours(Photo(unit_to_code(sample, np.uint8)))) is None
    files = sorted((shared_data / "val").glob("*.png"))
    # Blue mountains in blue haze under a blue sky: of one hue, by nature.
    assert [path.stem for path in files if find_tone_curve(reduced_colours(read_photo(path)))] == ["2887497"]


def test_a_small_red_thing_in_a_gray_photo_is_a_hue(sample: UnitImage) -> None:
    gray = Toning(True, (0.0,) * 3, (1.0,) * 3, 1.0).apply(sample)
    assert find_tone_curve(reduced_colours(Photo(unit_to_code(gray, np.uint8)))) is not None
    gray[200:260, 300:360, 1:] *= 0.4
    assert find_tone_curve(reduced_colours(Photo(unit_to_code(gray, np.uint8)))) is None


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_a_gray_colour_takes_the_tint_of_its_lightness(sample: UnitImage, dtype: type) -> None:
    toned = SEPIA.apply(sample)
    curve = find_tone_curve(reduced_colours(Photo(unit_to_code(toned, dtype))))
    assert curve is not None
    wanted = toned[::50, ::50].reshape(-1, 3)
    lightness = unit_to_lab(wanted)[:, 0]
    gray = lab_to_unit(np.stack([lightness, 0 * lightness, 0 * lightness], axis=1))
    got = tinted(unit_to_code(gray, dtype), curve)
    assert got.dtype == dtype
    off = np.abs(unit_to_lab(code_to_unit(got)) - unit_to_lab(wanted))
    assert np.percentile(off[:, 1:], 90) < 1


def test_too_few_colours_say_nothing() -> None:
    assert find_tone_curve(np.zeros((10, 3), np.float32)) is None
