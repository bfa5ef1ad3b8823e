"""Two photos mixed to one."""

from __future__ import annotations

import numpy as np
import pytest

from desktop_unet.engine.task import Cancelled
from desktop_unet.imaging import mixing
from desktop_unet.imaging.mixing import mix_photos
from desktop_unet.imaging.photo import Photo


def photo(dtype=np.uint8, seed: int = 0, height: int = 30, width: int = 41, **more) -> Photo:
    rng = np.random.default_rng(seed)
    return Photo(rng.integers(0, np.iinfo(dtype).max + 1, (height, width, 3), dtype), **more)


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_a_mix_is_the_weighted_mean_and_exact_at_its_ends(monkeypatch, dtype) -> None:
    monkeypatch.setattr(mixing, "_BAND_ROWS", 8)
    first, second = photo(dtype), photo(dtype, 1)
    assert np.array_equal(mix_photos(first, second, 1.0).pixels, first.pixels)
    assert np.array_equal(mix_photos(first, second, 0.0).pixels, second.pixels)
    expected = 0.3 * first.pixels.astype(float) + 0.7 * second.pixels
    mixed = mix_photos(first, second, 0.3).pixels
    assert mixed.dtype == dtype
    assert np.abs(mixed - expected).max() <= 0.5 + 0.01


def test_alpha_and_profile_are_those_of_the_first() -> None:
    alpha = np.full((30, 41), 7, np.uint8)
    mixed = mix_photos(photo(alpha=alpha, icc_profile=b"profile", is_gray=True), photo(seed=1, alpha=alpha), 0.5)
    assert np.array_equal(mixed.alpha, alpha)
    assert (mixed.icc_profile, mixed.is_gray) == (b"profile", True)


def test_what_differs_in_size_or_depth_is_not_mixed() -> None:
    for other in (photo(height=31), photo(np.uint16)):
        with pytest.raises(ValueError, match="cannot be mixed"):
            mix_photos(photo(), other, 0.5)


def test_mixing_can_be_stopped() -> None:
    def stop() -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        mix_photos(photo(), photo(seed=1), 0.5, stop)
