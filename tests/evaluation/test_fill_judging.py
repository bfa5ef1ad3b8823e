"""Holes of the shape of things, a lattice in fills, and fills of others."""

from __future__ import annotations

import numpy as np

from desktop_unet.evaluation.fill_peers import peers
from desktop_unet.evaluation.flaws import fill_lattice
from desktop_unet.evaluation.object_holes import object_hole
from desktop_unet.imaging.photo import Photo


def half_busy() -> Photo:
    """Noise on the left, a soft slope on the right."""
    rng = np.random.default_rng(1)
    pixels = np.repeat(np.linspace(60, 160, 300)[None, :, None], 200, axis=0).repeat(3, axis=2)
    pixels[:, :150] += rng.normal(0, 40, (200, 150, 1))
    return Photo(pixels.clip(0, 255).astype(np.uint8))


def test_things_stand_before_what_is_calm_and_cover_a_part() -> None:
    photo = half_busy()
    masks = [object_hole(photo, seed) for seed in range(12)]
    assert all(np.array_equal(object_hole(photo, seed), masks[seed]) for seed in (0, 5))
    shares = [float((mask > 0).mean()) for mask in masks]
    assert min(shares) > 0.01
    assert max(shares) < 0.2
    assert np.mean([(mask[:, 150:] > 0).sum() / (mask > 0).sum() for mask in masks]) > 0.7


def test_a_lattice_in_a_hole_is_told_from_the_texture_around_it() -> None:
    rng = np.random.default_rng(2)
    unit = np.repeat(0.5 + rng.normal(0, 0.05, (160, 160, 1)), 3, axis=2).astype(np.float32)
    mask = np.zeros((160, 160), np.uint8)
    mask[40:120, 40:120] = 255
    latticed = unit.copy()
    latticed[40:120:4, 40:120:4] += 0.15
    plain, shown = fill_lattice(unit, mask), fill_lattice(latticed, mask)
    assert plain is not None
    assert shown is not None
    assert plain < 1.4
    assert shown > 3


def test_photos_have_no_lattice_however_small_and_sparse_the_hole() -> None:
    """A small hole has few pixels at each place of a lattice, so that chance alone gives it an index."""
    rng = np.random.default_rng(3)
    sparse = (rng.random((200, 200, 1)) < 0.05) * rng.normal(0, 0.2, (200, 200, 1))
    unit = np.repeat(0.5 + sparse, 3, axis=2).astype(np.float32)
    found = []
    for top in range(10, 150, 20):
        mask = np.zeros((200, 200), np.uint8)
        mask[top : top + 30, 2 * (top // 3) : 2 * (top // 3) + 40] = 255
        found.append(fill_lattice(unit, mask))
    ratios = [ratio for ratio in found if ratio is not None]
    assert len(ratios) == len(found)
    assert 0.85 < np.mean(ratios) < 1.15


def test_a_hole_without_room_for_another_like_it_has_no_lattice_to_compare() -> None:
    mask = np.zeros((64, 64), np.uint8)
    mask[4:60] = 255
    assert fill_lattice(np.random.default_rng(0).random((64, 64, 3), np.float32), mask) is None


def test_others_fill_the_hole_and_leave_the_rest() -> None:
    photo = half_busy()
    mask = np.zeros((200, 300), np.uint8)
    mask[80:110, 200:240] = 255
    damaged = np.where(mask[..., None] > 0, np.uint8(0), photo.pixels)
    there = peers()
    assert {"Telea", "biharmonic"} <= set(there)
    for name in ("Telea", "biharmonic"):
        filled = there[name](damaged, mask)
        assert np.abs(filled.astype(int) - photo.pixels)[mask > 0].mean() < 10, name
        assert np.abs(filled.astype(int) - photo.pixels)[mask == 0].max() <= 1, name
