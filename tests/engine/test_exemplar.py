"""Texture is borrowed from the photo itself: seamlessly, the same each time, and nowhere but in the hole."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from desktop_unet.engine import exemplar
from desktop_unet.engine.exemplar import fill_from_exemplars
from desktop_unet.engine.patchmatch import describe, first_field, improve_field, patch_basis, plan_patches
from desktop_unet.engine.restore import ignore_steps
from desktop_unet.engine.task import Cancelled, Step
from desktop_unet.engine.texture import RESTLESS, WIDE_PX, Hole, detail_around, wants_texture
from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.resample import resize
from tests.engine.networks import mask_with, steps_alone, texture


def periodic(height: int = 120, width: int = 150) -> np.ndarray:
    """A weave that repeats every 10 rows and 12 columns."""
    tile = np.random.default_rng(8).uniform(0, 1, (10, 12, 3)).astype(np.float32)
    return np.tile(tile, (height // 10 + 1, width // 12 + 1, 1))[:height, :width]


def hole_in(room: np.ndarray, *boxes: tuple[int, int, int, int]) -> np.ndarray:
    return mask_with(*room.shape[:2], *boxes) > 0


def smooth_guess(room: np.ndarray, hole: np.ndarray) -> np.ndarray:
    """The mean of what is known."""
    return np.where(hole[..., None], room[~hole].mean(axis=0), room).astype(np.float32)


def fill(room, hole, guess=None, **more):
    guess = smooth_guess(room, hole) if guess is None else guess
    return fill_from_exemplars(room, hole, guess, report=steps_alone(more.pop("report", ignore_steps)), **more)


def laplacian(unit: np.ndarray) -> np.ndarray:
    plane = unit.mean(axis=2)
    return plane[:-2, 1:-1] + plane[2:, 1:-1] + plane[1:-1, :-2] + plane[1:-1, 2:] - 4 * plane[1:-1, 1:-1]


def test_a_pattern_that_repeats_is_restored():
    room = periodic()
    hole = hole_in(room, (40, 50, 75, 92))
    error = np.abs(fill(room, hole) - room)[hole]
    assert error.mean() < 0.01
    assert np.abs(smooth_guess(room, hole) - room)[hole].mean() > 0.2


def test_nothing_is_borrowed_from_where_it_may_not_be():
    room = np.concatenate([0.3 * periodic(120, 80), 0.7 + 0.3 * periodic(120, 80)], axis=1)
    hole = hole_in(room, (40, 20, 75, 66))
    sources = np.zeros(hole.shape, np.bool_)
    sources[:, 82:] = True
    free, bound = (fill(room, hole, sources_HW=allowed) for allowed in (None, sources))
    assert np.abs(free - room)[hole].mean() < 0.02
    assert np.abs(bound - room)[hole].mean() > 0.04
    assert np.array_equal(fill(room, hole, sources_HW=~hole), free)


def test_a_flat_room_gets_a_flat_fill_of_its_colour():
    room = np.full((90, 117, 3), (0.2, 0.5, 0.7), np.float32)
    filled = fill(room, hole_in(room, (30, 40, 60, 80)))
    assert np.abs(filled - room).max() < 1e-4


def test_pixels_outside_the_mask_stay_bit_identical():
    room = (texture(110, 141) / np.float32(255)).astype(np.float32)
    hole = hole_in(room, (35, 40, 75, 90), (0, 120, 20, 141))
    filled = fill(room, hole)
    assert np.array_equal(filled[~hole], room[~hole])
    assert filled.dtype == np.float32
    assert filled.min() >= 0
    assert filled.max() <= 1


def test_what_lies_under_the_mask_has_no_influence():
    room = periodic() * 0.5 + 0.25
    hole = hole_in(room, (40, 50, 75, 92))
    other = room.copy()
    other[hole] = 1 - other[hole]
    guess = smooth_guess(room, hole)
    assert np.array_equal(fill(room, hole, guess)[hole], fill(other, hole, guess)[hole])


def test_the_same_seed_gives_the_same_fill_and_another_seed_another():
    room = (texture(110, 141) / np.float32(255)).astype(np.float32)
    hole = hole_in(room, (35, 40, 75, 90))
    first = fill(room, hole, seed=4)
    assert np.array_equal(first, fill(room, hole, seed=4))
    assert not np.array_equal(first, fill(room, hole, seed=5))


def test_the_fill_has_the_grain_of_its_surroundings():
    rng = np.random.default_rng(6)
    room = np.clip(0.5 + rng.normal(0, 0.12, (130, 151, 1)) + np.zeros(3), 0, 1).astype(np.float32)
    hole = hole_in(room, (45, 50, 85, 100))
    inside = np.s_[48:82, 53:97]
    grain = laplacian(fill(room, hole))[inside].std() / laplacian(room)[5:40].std()
    assert 0.7 < grain < 1.3
    assert laplacian(smooth_guess(room, hole))[inside].std() < 0.01


def test_no_seam_shows_at_the_rim():
    down, across = np.mgrid[0:1:130j, 0:1:151j]
    waves = 0.05 * np.sin(across * 60) * np.sin(down * 50)
    room = np.repeat((0.3 + 0.4 * across + waves)[..., None], 3, axis=2).astype(np.float32)
    hole = hole_in(room, (45, 50, 85, 100))
    guess = np.clip(smooth_guess(room, hole) + 0.15 * hole[..., None], 0, 1).astype(np.float32)
    steps = np.abs(np.diff(fill(room, hole, guess)[..., 0], axis=1))
    at_rim = np.concatenate([steps[45:85, 49], steps[45:85, 99]])
    assert at_rim.mean() < 1.5 * np.abs(np.diff(room[..., 0], axis=1))[45:85, :45].mean()


def test_beside_known_pixels_that_no_source_resembles_the_guess_is_believed(monkeypatch):
    seeds = torch.rand(1, 3, 6, 7, generator=torch.Generator().manual_seed(4))
    blobs = torch.nn.functional.interpolate(seeds, scale_factor=8, mode="bilinear")[0].permute(1, 2, 0)
    room = np.full((90, 117, 3), 0.5, np.float32)
    room[20:68, 30:86] = blobs.numpy()
    hole = hole_in(room, (28, 38, 60, 78))
    rim = hole & ~hole_in(room, (29, 39, 59, 77))
    believed = np.abs(fill(room, hole, room) - room)[rim].mean()
    monkeypatch.setattr(exemplar, "_guess_share", lambda level, agreed, ring: torch.zeros_like(level.depth_HW))
    assert believed < 0.6 * np.abs(fill(room, hole, room) - room)[rim].mean()


def test_two_pictures_are_joined_without_a_step_and_each_stays_itself_far_from_the_join():
    outer, inner = torch.zeros(3, 30, 41), torch.ones(3, 30, 41)
    joined = exemplar._joined(outer, inner, (torch.arange(41) > 20).float().expand(30, 41))
    assert torch.equal(joined[:, :, :10], outer[:, :, :10])
    assert torch.allclose(joined[:, :, 31:], inner[:, :, 31:])
    assert (joined.diff(dim=2) >= 0).all()
    assert joined.diff(dim=2).max() < 0.2


def test_a_guess_tells_which_of_two_textures_to_take():
    room = np.zeros((140, 171, 3), np.float32)
    grain = np.random.default_rng(9).uniform(-0.1, 0.1, room.shape).astype(np.float32)
    room[:, :85], room[:, 85:] = 0.25, 0.75
    room += grain
    hole = hole_in(room, (40, 45, 100, 125))
    guess = np.where(hole[..., None], np.where(np.arange(171)[:, None] < 85, 0.25, 0.75), room).astype(np.float32)
    filled = fill(room, hole, guess)
    assert np.abs(filled[45:95, 50:75].mean() - 0.25) < 0.05
    assert np.abs(filled[45:95, 95:120].mean() - 0.75) < 0.05


@pytest.mark.parametrize("shape", [(1, 1), (3, 50), (7, 8), (20, 9), (64, 12)])
def test_where_nothing_can_be_borrowed_the_guess_stays(shape):
    room = np.random.default_rng(1).uniform(0, 1, (*shape, 3)).astype(np.float32)
    hole = np.ones(shape, bool)
    hole[0] = shape[0] == 1
    guess = np.full_like(room, 0.4)
    assert (fill(room, hole, guess)[hole] == np.float32(0.4)).all()


def test_holes_at_the_edge_and_in_the_corner_are_filled():
    room = periodic()
    hole = hole_in(room, (0, 0, 30, 34), (100, 60, 120, 100))
    assert np.abs(fill(room, hole) - room)[hole].mean() < 0.05


def test_steps_count_up_and_can_stop_the_work():
    room = periodic()
    hole = hole_in(room, (40, 50, 75, 92))
    steps: list[Step] = []
    fill(room, hole, report=steps.append)
    assert [step.done for step in steps] == list(range(steps[0].total))
    assert {step.text for step in steps} == {"Borrowing texture"}

    def stop(step: Step) -> None:
        if step.done == 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        fill(room, hole, report=stop)


def test_levels_too_large_to_search_take_over_what_coarser_ones_found(monkeypatch):
    room = periodic(160, 200)
    hole = hole_in(room, (50, 60, 110, 130))
    monkeypatch.setattr(exemplar, "_SEARCHED_PX_AT_MOST", 100 * 100)
    assert laplacian(fill(room, hole))[55:100, 65:120].std() > 0.5 * laplacian(room).std()


def test_a_field_never_gets_worse_and_borrows_from_known_patches_only():
    image = torch.from_numpy(texture(70, 93).transpose(2, 0, 1).astype(np.float32) / 255)
    hole = torch.zeros(70, 93, dtype=torch.bool)
    hole[20:40, 30:60] = True
    generator = torch.Generator().manual_seed(0)
    patches = plan_patches(hole)
    basis = patch_basis(image, patches, generator)
    field = first_field(image, torch.where(hole, 0.1, 1.0), patches, generator)
    errors = []
    for _ in range(3):
        looks = describe(image, basis)
        errors.append((looks[patches.targets] - looks[field]).square().sum(dim=1))
        field, found = improve_field(field, looks, patches, generator)
        assert patches.allowed[field].all()
        assert (found <= errors[-1] + 1e-5).all()
    assert errors[2].sum() < errors[0].sum()


def test_allowed_patches_touch_neither_the_hole_nor_the_edge():
    hole = torch.zeros(30, 41, dtype=torch.bool)
    hole[10, 20] = True
    patches = plan_patches(hole)
    allowed = patches.allowed.reshape(30, 41)
    assert len(patches.targets) == 49
    assert not allowed[7:14, 17:24].any()
    assert int(allowed.sum()) == 24 * 35 - 49


@pytest.mark.parametrize(("width", "wide"), [(WIDE_PX - 2, False), (WIDE_PX, True), (WIDE_PX + 20, True)])
def test_automatic_takes_texture_for_wide_holes_only(width, wide):
    room = np.random.default_rng(3).uniform(0, 1, (120, 200, 3)).astype(np.float32)
    assert wants_texture(room, Hole(hole_in(room, (40, 30, 40 + width, 170)))) == wide


def test_automatic_keeps_smooth_surroundings_smooth():
    down, across = np.mgrid[0:1:120j, 0:1:150j]
    room = np.stack([down, across, down], axis=-1).astype(np.float32)
    hole = hole_in(room, (40, 50, 90, 100))
    assert not wants_texture(room, Hole(hole))
    grain = np.random.default_rng(3).normal(0, RESTLESS, room.shape[:2]).astype(np.float32)
    assert wants_texture(room + grain[..., None], Hole(hole))


def test_detail_under_the_hole_does_not_count():
    room = np.full((90, 117, 3), 0.5, np.float32)
    hole = hole_in(room, (30, 40, 60, 80))
    room[hole] = np.random.default_rng(0).uniform(0, 1, (int(hole.sum()), 3))
    assert detail_around(room, hole) == 0
    assert detail_around(room, np.ones_like(hole)) == 0


def test_strokes_are_told_from_things_at_any_size():
    thing, stroke = np.zeros((2, 300, 400), np.bool_)
    thing[60:260, 150:230] = True
    stroke[40:58, 20:380] = stroke[200:218, 20:380] = True
    for times in (1, 3):
        large_thing, large_stroke = (each.repeat(times, axis=0).repeat(times, axis=1) for each in (thing, stroke))
        assert Hole(large_stroke).is_strokes
        assert not Hole(large_thing).is_strokes
    at_the_border = np.zeros_like(stroke)
    at_the_border[:9, 20:380] = True
    assert Hole(at_the_border).is_strokes


def test_detail_is_looked_for_at_the_size_of_the_hole():
    """What is coarse and soft at full size is fine beside a hole that is ten times as wide."""
    coarse = 0.7 * np.random.default_rng(5).random((90, 120, 1)).astype(np.float32).repeat(3, axis=2)
    soft = resize(coarse, Extent(900, 1200), "bicubic", clip=True)
    hole = hole_in(soft, (300, 450, 600, 750))
    assert detail_around(soft, hole) < RESTLESS
    assert wants_texture(soft, Hole(hole))
    assert not wants_texture(soft, Hole(hole_in(soft, (300, 450, 330, 480))))
