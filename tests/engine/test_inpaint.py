"""Filling touches what is marked, and nothing else."""

from __future__ import annotations

import numpy as np
import pytest

from desktop_unet.engine import inpaint as inpainting
from desktop_unet.engine.restore import ignore_steps, run
from desktop_unet.engine.rooms import CONTEXT_PX, plan_rooms
from desktop_unet.engine.task import Cancelled, Choices, InpaintRequest, Step
from desktop_unet.errors import MaskEmpty
from desktop_unet.imaging.cielab import unit_to_lab
from desktop_unet.imaging.defects.ageing import Toning
from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.photo import Photo
from desktop_unet.imaging.ranges import code_to_unit, unit_to_code
from desktop_unet.imaging.tone_curve import find_tone_curve, reduced_colours
from tests.engine.networks import mask_with, photo, texture


def fill(networks, before, mask, name="noise", *, how="smooth", report=ignore_steps, **more):
    card = networks / f"{name}.safetensors"
    choices = Choices(card=card, precision="fp32", device="cpu", **more)
    return run(InpaintRequest(before, mask, choices, fill=how), report)


@pytest.mark.parametrize("how", ["auto", "smooth", "texture", "structure"])
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_pixels_outside_the_mask_stay_as_they_were(networks, dtype, how):
    before = photo(150, 221, dtype)
    mask = mask_with(150, 221, (20, 30, 44, 61), (100, 180, 150, 221))
    after = fill(networks, before, mask, how=how).photo
    keep = mask == 0
    assert np.array_equal(after.pixels[keep], before.pixels[keep])
    assert (after.pixels[~keep] != before.pixels[~keep]).any(axis=1).mean() > 0.9
    assert after.pixels.dtype == dtype


def test_a_soft_mask_fills_as_a_hard_one_and_mixes_where_it_is_soft(networks):
    before, hard = photo(90, 134), mask_with(90, 134, (30, 40, 50, 80))
    soft = hard.copy()
    soft[30:34, 40:80] = 64
    filled = fill(networks, before, hard, "inpaint").photo.pixels.astype(float)
    mixed = fill(networks, before, soft, "inpaint").photo.pixels
    share = (soft / 255)[..., None]
    assert np.abs(mixed - (before.pixels * (1 - share) + filled * share)).max() <= 0.51
    assert np.array_equal(mixed[soft == 255], filled[soft == 255])


def test_what_lies_under_the_mask_has_no_influence(networks):
    pixels = texture(90, 134)
    mask = mask_with(90, 134, (30, 40, 50, 80))
    other = pixels.copy()
    other[mask > 0] = 255 - other[mask > 0]
    for how in ("smooth", "texture", "structure"):
        first, second = (fill(networks, Photo(each), mask, "inpaint", how=how).photo.pixels for each in (pixels, other))
        assert np.array_equal(first, second)


@pytest.mark.parametrize("how", ["texture", "structure"])
def test_fills_borrow_from_where_they_may_however_far_that_is(networks, how):
    pixels = np.random.default_rng(2).integers(0, 100, (150, 700, 3)).astype(np.uint8)
    pixels[:, 500:] += 150
    mask = mask_with(150, 700, (40, 60, 100, 110))
    sources = np.zeros_like(mask)
    sources[:, 505:] = 255
    choices = Choices(card=networks / "inpaint.safetensors", precision="fp32", device="cpu")
    free, bound = (
        run(InpaintRequest(Photo(pixels), mask, choices, how, sources=allowed)).photo.pixels[55:85, 75:95]
        for allowed in (None, sources)
    )
    assert free.std() > 10
    assert bound.std() > 10
    # Brought to the light of its surroundings, what was borrowed is still not what is beside the hole.
    assert not np.array_equal(free, bound)
    with pytest.raises(MaskEmpty, match="sources"):
        run(InpaintRequest(Photo(pixels), mask, choices, how, sources=np.zeros_like(mask)))


def test_alpha_and_hidden_colours_stay_as_they_were(networks):
    alpha = np.full((90, 134), 255, np.uint8)
    alpha[:, 100:] = 0
    before = photo(alpha=alpha)
    mask = mask_with(90, 134, (30, 40, 50, 80))
    after = fill(networks, before, mask).photo
    assert np.array_equal(after.alpha, alpha)
    assert np.array_equal(after.pixels[:, 100:], before.pixels[:, 100:])


def test_gray_stays_gray(networks):
    gray = Photo(np.repeat(texture(90, 134)[..., :1], 3, axis=2), is_gray=True)
    after = fill(networks, gray, mask_with(90, 134, (30, 40, 50, 80)), how="texture").photo
    assert (after.pixels == after.pixels[..., :1]).all()


def test_only_the_surroundings_of_a_hole_are_computed(networks, monkeypatch):
    seen = []
    original = inpainting.Work.predict

    def watch(work, tile_HWC, **settings):
        seen.append(tile_HWC.shape[:2])
        return original(work, tile_HWC, **settings)

    monkeypatch.setattr(inpainting.Work, "predict", watch)
    fill(networks, photo(900, 1300), mask_with(900, 1300, (40, 50, 50, 60), (800, 1200, 820, 1210)))
    assert len(seen) == 2 * 4
    assert all(height <= 2 * CONTEXT_PX + 40 and width <= 2 * CONTEXT_PX + 40 for height, width in seen)


def test_masked_pixels_reach_the_network_as_zeros(networks, monkeypatch):
    tiles = []
    original = inpainting.Work.predict
    monkeypatch.setattr(
        inpainting.Work, "predict", lambda work, tile, **how: tiles.append(tile) or original(work, tile, **how)
    )
    fill(networks, photo(), mask_with(90, 134, (30, 40, 50, 80)))
    for tile in tiles:
        assert tile.shape[2] == 4
        assert (tile[tile[..., 3] == 1, :3] == 0).all()
        assert (tile[..., 3] == 1).sum() == 20 * 40


def test_a_mirrored_photo_is_filled_as_the_mirror_image(networks):
    """Because all four mirror images are averaged; one alone is filled otherwise."""
    before, mask = photo(96, 128), mask_with(96, 128, (30, 40, 50, 80))
    mirrored = before.with_pixels(np.ascontiguousarray(before.pixels[:, ::-1]), before.alpha)
    after = fill(networks, before, mask).photo.pixels.astype(int)
    other = fill(networks, mirrored, np.ascontiguousarray(mask[:, ::-1])).photo.pixels[:, ::-1]
    assert np.abs(after - other).max() <= 1


def test_holes_that_take_long_are_seen_from_one_side_alone(networks, monkeypatch):
    monkeypatch.setattr(inpainting, "_SEEN_FROM_ALL_SIDES_PX", 90 * 134 - 1)
    assert fill(networks, photo(), mask_with(90, 134, (30, 40, 50, 80))).tiles == 1


def test_a_network_of_first_guesses_fills_a_flat_photo_with_its_colour(networks):
    flat = Photo(np.full((90, 134, 3), (40, 120, 200), np.uint8))
    import torch

    from desktop_unet.models.weights import load_network
    from tests.engine.networks import _save

    network, _ = load_network(networks / "inpaint.safetensors")
    for parameter in network.tails.parameters():
        torch.nn.init.zeros_(parameter)
    _save(networks, "guess", network)
    after = fill(networks, flat, mask_with(90, 134, (30, 40, 50, 80)), "guess").photo
    assert np.abs(after.pixels.astype(int) - flat.pixels).max() <= 1


@pytest.mark.parametrize("limit_px", [300 * 300, 10**7])
def test_rooms_cover_every_marked_pixel(limit_px):
    rng = np.random.default_rng(3)
    mask = np.zeros((700, 1010), np.uint8)
    mask[np.arange(700), np.arange(700) + 100] = 255
    mask[rng.integers(0, 700, 40), rng.integers(0, 1010, 40)] = 255
    mask[300:560, 600:900] = 255
    covered = np.zeros(mask.shape, bool)
    for room in plan_rooms(mask, 8, limit_px):
        covered[room.fill.slices] = True
        assert room.fill.within(Extent(700, 1010)) == room.fill
        assert room.crop.intersection(room.fill) == room.fill
        assert room.crop.top % 8 == 0
        assert room.crop.left % 8 == 0
    assert covered[mask > 0].all()


def test_a_long_scratch_is_cut_into_tiles_at_full_size():
    mask = np.zeros((1200, 2000), np.uint8)
    mask[np.arange(1200), np.arange(1200) + 300] = 255
    rooms = plan_rooms(mask, 8, 400 * 400)
    assert len(rooms) > 4
    assert all(room.reduction == 1 and room.crop.extent.pixels <= 400 * 400 for room in rooms)
    # Tiles without a mark are left out.
    assert len(rooms) < 1200 * 2000 / (400 - 2 * CONTEXT_PX) ** 2


def test_a_huge_hole_is_filled_small_within_the_budget_and_says_so(networks):
    before = photo(700, 900)
    mask = mask_with(700, 900, (100, 150, 600, 750))
    result = fill(networks, before, mask, tile_px=300)
    assert result.tiles == 4
    assert any("large hole" in note for note in result.notes)
    assert np.array_equal(result.photo.pixels[mask == 0], before.pixels[mask == 0])


def test_dust_takes_few_runs(networks):
    rng = np.random.default_rng(5)
    mask = np.zeros((400, 611), np.uint8)
    mask[rng.integers(0, 400, 500), rng.integers(0, 611, 500)] = 255
    assert len(plan_rooms(mask, 8, 10**7)) <= 3


def test_texture_is_borrowed_where_it_is_asked_for(networks):
    before = photo(150, 221)
    mask = mask_with(150, 221, (50, 70, 95, 130))
    inside = np.s_[54:91, 74:126]
    grain = {
        how: fill(networks, before, mask, "inpaint", how=how).photo.pixels
        for how in ("smooth", "texture", "structure", "auto")
    }
    spread = {how: np.diff(pixels[inside].astype(int), axis=1).std() for how, pixels in grain.items()}
    original = np.diff(before.pixels[inside].astype(int), axis=1).std()
    assert spread["texture"] > 0.6 * original > 2 * spread["smooth"]
    assert spread["structure"] > 0.6 * original
    assert np.array_equal(grain["auto"], grain["structure"])


def test_automatic_leaves_thin_holes_to_the_network(networks):
    mask = mask_with(150, 221, (50, 10, 57, 210))
    auto, smooth = (
        fill(networks, photo(150, 221), mask, "inpaint", how=how).photo.pixels for how in ("auto", "smooth")
    )
    assert np.array_equal(auto, smooth)


def test_strokes_get_the_mean_of_structure_and_the_networks_fill(networks):
    mask = mask_with(150, 221, (20, 10, 38, 210), (80, 10, 98, 210), (115, 10, 133, 210))
    pixels = {
        how: fill(networks, photo(150, 221), mask, "inpaint", how=how).photo.pixels.astype(int)
        for how in ("smooth", "structure", "auto")
    }
    assert not np.array_equal(pixels["structure"], pixels["smooth"])
    assert np.abs(2 * pixels["auto"] - pixels["structure"] - pixels["smooth"]).max() <= 2


def test_the_same_request_gives_the_same_texture(networks):
    mask = mask_with(150, 221, (50, 70, 95, 130), (0, 0, 20, 30))
    first, second = (fill(networks, photo(150, 221), mask, "inpaint", how="texture").photo.pixels for _ in range(2))
    assert np.array_equal(first, second)


def test_texture_counts_its_steps_and_can_be_stopped(networks):
    before = photo(300, 500)
    mask = mask_with(300, 500, (30, 40, 70, 90), (210, 400, 260, 460))
    steps: list[Step] = []
    fill(networks, before, mask, how="texture", report=steps.append)
    steps = list(dict.fromkeys(steps))  # a step may be told again between layers
    rooms = [step for step in steps if step.text == "Filling"]
    assert len(rooms) == 3
    shares = [step.done / step.total for step in steps[1:]]
    assert all(0 <= share <= 1 for share in shares)
    assert rooms[-1].done == rooms[-1].total == len(steps) - 2
    done = [step.done for step in steps[1:]]
    assert done == sorted(done)

    def stop(step: Step) -> None:
        if step.text == "Borrowing texture" and step.done > 4:
            raise Cancelled

    with pytest.raises(Cancelled):
        fill(networks, before, mask, how="texture", report=stop)


def test_a_huge_hole_gets_its_texture_at_full_size_or_where_that_is_too_much_at_reduced_size(networks, monkeypatch):
    before = photo(400, 560)
    mask = mask_with(400, 560, (80, 120, 320, 440))
    full = fill(networks, before, mask, how="texture", tile_px=256).photo.pixels
    monkeypatch.setattr(inpainting, "_TEXTURED_PX_AT_MOST", 1000)
    reduced = fill(networks, before, mask, how="texture", tile_px=256).photo.pixels
    smooth = fill(networks, before, mask, how="smooth", tile_px=256).photo.pixels
    inside = np.s_[120:280, 160:400]
    spread = [np.diff(pixels[inside].astype(int), axis=1).std() for pixels in (full, reduced, smooth)]
    assert spread[0] > spread[1] > spread[2]
    assert np.array_equal(reduced[mask == 0], before.pixels[mask == 0])


def test_another_seed_borrows_other_texture(networks):
    before, mask = photo(140, 190), mask_with(140, 190, (40, 50, 90, 110))
    how = Choices(card=networks / "inpaint.safetensors", precision="fp32", device="cpu")
    fills = [run(InpaintRequest(before, mask, how, "texture", seed=seed)).photo.pixels for seed in (0, 0, 1)]
    assert np.array_equal(fills[0], fills[1])
    assert not np.array_equal(fills[0], fills[2])


SEPIA = Toning(True, (0.08, 0.04, 0.0), (1.0, 0.9, 0.7), 1.0)


@pytest.mark.parametrize("how", ["smooth", "texture"])
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_a_fill_in_a_photo_of_one_hue_has_its_tint(networks, how, dtype):
    """The network of noise fills with any colours; their lightness is kept and nothing else."""
    before = Photo(unit_to_code(SEPIA.apply(code_to_unit(texture(150, 221))), dtype))
    mask = mask_with(150, 221, (60, 80, 90, 120))
    filled = fill(networks, before, mask, how=how).photo
    lab = unit_to_lab(code_to_unit(filled.pixels))[mask > 0]
    curve = find_tone_curve(reduced_colours(before, mask))
    assert curve is not None
    assert np.percentile(np.abs(lab[:, 1:] - curve.at(lab[:, 0])), 90) < 1.5
    assert np.array_equal(filled.pixels[mask == 0], before.pixels[mask == 0])


def test_a_fill_in_a_photo_of_many_hues_is_left_as_the_network_made_it(networks, monkeypatch):
    before, mask = photo(150, 221), mask_with(150, 221, (60, 80, 90, 120))
    tied = fill(networks, before, mask).photo
    monkeypatch.setattr(inpainting, "_keep_tint", lambda canvas, request: None)
    assert np.array_equal(tied.pixels, fill(networks, before, mask).photo.pixels)


def test_a_large_photo_leaves_its_rooms_less_memory_and_they_give_it_back(networks, monkeypatch):
    limits, released = [], []
    plan = inpainting.limit_rooms

    def limited(found, mask, multiple, limit_px):
        limits.append(limit_px)
        return plan(found, mask, multiple, limit_px)

    monkeypatch.setattr(inpainting, "limit_rooms", limited)
    monkeypatch.setattr(inpainting, "release_memory", lambda: released.append(True))
    small, large = (300, 400), (2600, 3400)
    for height, width in (small, large):
        spots = [(row, column, row + 8, column + 8) for row in (20, height - 40) for column in (20, width - 40)]
        before = Photo(np.full((height, width, 3), 90, np.uint8))
        monkeypatch.setattr(inpainting, "_MUCH_PX", 1 if (height, width) == large else 10**9)
        after = fill(networks, before, mask_with(height, width, *spots), "inpaint").photo
        assert after.extent == before.extent
    assert limits[1] < 0.9 * limits[0]
    assert len(released) == 4
