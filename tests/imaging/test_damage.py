"""Damage has the strength it is drawn with, comes again from its seed, and leaves a photo alone at 0."""

from __future__ import annotations

import numpy as np
import pytest

from desktop_unet.imaging.damage import (
    BLUR_PX_AT_FULL,
    Damage,
    apply_damage,
    compress,
    draw_damage,
    reduce,
    strength_of_noise,
    strength_of_quality,
)
from desktop_unet.imaging.geometry import Extent


@pytest.fixture
def photo() -> np.ndarray:
    blocks = np.random.default_rng(1).integers(0, 256, (10, 15, 3)).astype(np.uint8)
    return np.repeat(np.repeat(blocks, 8, axis=0), 8, axis=1)


def test_no_strength_is_clean_reduction_and_more_strength_is_more_damage(photo: np.ndarray) -> None:
    extent = Extent(40, 60)
    clean = reduce(photo, extent)
    rng = np.random.default_rng(3)
    assert np.array_equal(apply_damage(draw_damage(0.0, rng), photo, extent, 2, rng), clean)

    def error(strength: float) -> float:
        errors = []
        for seed in range(12):
            rng = np.random.default_rng(seed)
            damaged = apply_damage(draw_damage(strength, rng), photo, extent, 2, rng)
            errors.append(np.square(damaged.astype(float) - clean).mean())
        return float(np.mean(errors))

    assert error(0.2) < error(0.5) < error(1.0)


@pytest.mark.parametrize("strength", [0.1, 0.5, 1.0])
def test_the_strongest_kind_has_the_strength_and_none_has_more(strength: float) -> None:
    for seed in range(50):
        damage = draw_damage(strength, np.random.default_rng(seed))
        amounts = [
            max(damage.blur_px) / BLUR_PX_AT_FULL,
            strength_of_noise(damage.noise),
            strength_of_quality(damage.quality) if damage.quality is not None else 0.0,
        ]
        assert max(amounts) == pytest.approx(strength, abs=0.01)


def test_damage_without_blur_is_noise_or_jpeg_of_the_whole_strength() -> None:
    for seed in range(50):
        damage = draw_damage(0.8, np.random.default_rng(seed), with_blur=False)
        jpeg = strength_of_quality(damage.quality) if damage.quality is not None else 0.0
        assert max(damage.blur_px) == 0
        assert max(strength_of_noise(damage.noise), jpeg) == pytest.approx(0.8, abs=0.01)


def test_damage_without_enlarging_keeps_the_size(photo: np.ndarray) -> None:
    extent = Extent(*photo.shape[:2])
    assert apply_damage(Damage(), photo, extent, 1, np.random.default_rng(0)) is photo
    assert apply_damage(Damage(noise=10, quality=40), photo, extent, 1, np.random.default_rng(0)).shape == photo.shape


def test_the_same_seed_gives_the_same_damage(photo: np.ndarray) -> None:
    def once() -> np.ndarray:
        rng = np.random.default_rng(7)
        return apply_damage(draw_damage(0.7, rng), photo, Extent(40, 60), 2, rng)

    assert np.array_equal(once(), once())


def test_noise_has_the_deviation_that_is_asked_for() -> None:
    flat = np.full((90, 110, 3), 127, np.uint8)
    noisy = apply_damage(Damage(noise=20), flat, Extent(90, 110), 1, np.random.default_rng(5))
    assert noisy.std() == pytest.approx(20, rel=0.05)


@pytest.mark.parametrize("grid", [0, 3, 7, 14])
def test_jpeg_blocks_begin_where_they_are_told_to(grid: int) -> None:
    slope = np.add.outer(np.arange(64), np.arange(64))[..., None] * np.full(3, 1.5)
    rng = np.random.default_rng(4)
    slope = np.clip(slope + rng.normal(0, 6, slope.shape), 0, 255).astype(np.uint8)
    damaged = compress(slope, 5, grid=(grid, 0)).astype(int)
    assert damaged.shape == slope.shape
    steps = np.abs(np.diff(damaged, axis=0)).mean((1, 2))
    # Between rows r and r + 1, where r + 1 + grid is a multiple of 8.
    border = (7 - grid) % 8
    assert [int(np.argmax([steps[phase::8].mean() for phase in range(8)]))] == [border]
    across = np.abs(np.diff(damaged, axis=1)).mean((0, 2))
    assert int(np.argmax([across[phase::8].mean() for phase in range(8)])) == 7
