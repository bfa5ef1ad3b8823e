"""Film grain is found, also after JPEG, asks for more strength the more there is, and is not taken for texture."""

from __future__ import annotations

import numpy as np
import pytest

from desktop_unet.imaging.codec import read_photo
from desktop_unet.imaging.damage import Code, compress, reduce
from desktop_unet.imaging.damage_estimate import DamageEstimate, estimate_damage
from desktop_unet.imaging.defects.ageing import add_grain
from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.photo import Photo
from desktop_unet.imaging.ranges import code_to_unit, unit_to_code
from desktop_unet.paths import sample_photo

CLUMPED = 5
"""A seed with which ``add_grain`` draws clumps of two by two pixels."""


@pytest.fixture(scope="module")
def clean() -> Code:
    """The sample at half its size, which leaves nothing of its own JPEG: (240, 320, 3)."""
    return reduce(np.asarray(read_photo(sample_photo()).pixels, np.uint8), Extent(240, 320))


def grained(pixels: Code, deviation: float) -> Code:
    unit = code_to_unit(pixels)
    add_grain(unit, deviation, False, np.random.Generator(np.random.PCG64(CLUMPED)))
    return np.asarray(unit_to_code(unit, np.uint8), np.uint8)


def estimate(pixels: Code) -> DamageEstimate:
    return estimate_damage(Photo(np.ascontiguousarray(pixels)))


@pytest.mark.parametrize("quality", [None, 95, 80])
def test_grain_asks_for_a_strength_that_grows_with_it(quality: int | None) -> None:
    whole = np.asarray(read_photo(sample_photo()).pixels, np.uint8)
    found = []
    for deviation in (0.03, 0.05, 0.08):
        pixels = grained(whole, deviation)
        found.append(estimate(pixels if quality is None else compress(pixels, quality, grid=(3, 5))))
    grains = [each.grain for each in found]
    assert grains == sorted(grains)
    assert 0.1 < grains[0] < grains[-1] <= 1
    assert all(each.strength >= each.grain for each in found)


def test_a_clean_photo_and_white_noise_have_no_grain(clean: Code) -> None:
    assert estimate(clean).grain == 0
    noise = np.random.default_rng(0).normal(0, 15, clean.shape)
    assert estimate(np.clip(clean + noise, 0, 255).astype(np.uint8)).grain == 0


def test_gray_photos_have_grain_too(clean: Code) -> None:
    gray = np.repeat(clean[..., 1:2], 3, axis=2)
    unit = code_to_unit(gray)
    add_grain(unit, 0.05, True, np.random.Generator(np.random.PCG64(CLUMPED)))
    assert estimate(gray).grain == 0
    assert estimate(np.asarray(unit_to_code(unit, np.uint8), np.uint8)).grain > 0.1


def test_lines_of_cloth_are_no_grain() -> None:
    down, across = np.mgrid[0:256, 0:320]
    weave = 120 + 12 * np.sin(down * 1.9) * np.sin(across * 1.7) + 10 * np.sin(down / 40)
    assert estimate(np.repeat(np.rint(weave)[..., None], 3, axis=2).astype(np.uint8)).grain == 0
