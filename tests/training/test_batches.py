"""Samples depend on their seed, step and index alone, and are what they claim to be."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from desktop_unet.errors import NoPhotos, NotAFolder
from desktop_unet.imaging.damage import Damage, reduce
from desktop_unet.imaging.geometry import Extent
from desktop_unet.training import batches as batches_module
from desktop_unet.training.batches import batches, make_batch, truth_px
from desktop_unet.training.config import TrainConfig
from desktop_unet.training.masks import patch_mask
from desktop_unet.training.photos import PhotoFolder


def test_a_batch_is_the_same_whatever_ran_before(upscaling: TrainConfig, photo_folder: Path) -> None:
    fresh = PhotoFolder(photo_folder, truth_px(upscaling))
    used = PhotoFolder(photo_folder, truth_px(upscaling), budget_bytes=0)
    for step in range(3):
        make_batch(upscaling, used, step, range(4))
    one, other = make_batch(upscaling, fresh, 3, range(4)), make_batch(upscaling, used, 3, range(4))
    assert one.scale == other.scale
    assert torch.equal(one.inputs, other.inputs)
    assert torch.equal(one.truth, other.truth)
    assert torch.equal(one.strength, other.strength)


def test_two_shares_make_the_whole_batch(inpainting: TrainConfig, photo_folder: Path) -> None:
    photos = PhotoFolder(photo_folder, truth_px(inpainting))
    whole = make_batch(inpainting, photos, 5, range(4))
    halves = [make_batch(inpainting, photos, 5, share) for share in (range(2), range(2, 4))]
    assert torch.equal(whole.inputs, torch.cat([half.inputs for half in halves]))


def test_the_maker_thread_gives_the_batches_in_order(upscaling: TrainConfig, photo_folder: Path) -> None:
    photos = PhotoFolder(photo_folder, truth_px(upscaling))
    made = [batch.inputs for batch in batches(upscaling, photos, range(2, 5), range(2))]
    expected = [make_batch(upscaling, photos, step, range(2)).inputs for step in range(2, 5)]
    assert all(torch.equal(a, b) for a, b in zip(made, expected, strict=True))


def test_an_upscaling_input_is_its_truth_made_small(photo_folder: Path, upscaling: TrainConfig) -> None:
    from dataclasses import replace

    clean = replace(upscaling, damaged_share=0.0)
    batch = make_batch(clean, PhotoFolder(photo_folder, truth_px(clean)), 1, range(3))
    side = clean.patch_px
    assert batch.inputs.shape == (3, 3, side, side)
    assert batch.truth.shape == (3, 3, side * batch.scale, side * batch.scale)
    for small, large in zip(batch.inputs, batch.truth, strict=True):
        truth = (large.permute(1, 2, 0).numpy() * 255).round().astype(np.uint8)
        inner = slice(2, -2)
        expected = reduce(truth, Extent(side, side))[inner, inner]
        assert np.abs(small.permute(1, 2, 0).numpy()[inner, inner] * 255 - expected).max() <= 0.01


def test_without_enlarging_every_sample_is_damaged(photo_folder: Path, upscaling: TrainConfig) -> None:
    from dataclasses import replace

    network = replace(upscaling.network, scales=(1, 2))
    cleaning = replace(upscaling, network=network, scale_weights=((1, 1.0), (2, 0.0)), damaged_share=0.0)
    batch = make_batch(cleaning, PhotoFolder(photo_folder, truth_px(cleaning)), 1, range(4))
    assert batch.scale == 1
    assert batch.inputs.shape == batch.truth.shape
    assert (batch.strength > 0).all()
    assert not torch.equal(batch.inputs, batch.truth)


def test_of_several_windows_the_most_detailed_is_taken(photo_folder: Path, upscaling: TrainConfig) -> None:
    from dataclasses import replace

    photos = PhotoFolder(photo_folder, truth_px(upscaling))

    def detail(candidates: int) -> float:
        config = replace(upscaling, candidates=candidates)
        made = [make_batch(config, photos, step, range(8)) for step in range(6)]
        green = [batch.truth[:, 1, :: batch.scale, :: batch.scale] for batch in made]
        return sum(float(g.diff(dim=-1).abs().mean() + g.diff(dim=-2).abs().mean()) for g in green)

    assert detail(4) > 1.1 * detail(1)


def test_a_hole_hides_the_photo_and_nothing_else(inpainting: TrainConfig, photo_folder: Path) -> None:
    batch = make_batch(inpainting, PhotoFolder(photo_folder, truth_px(inpainting)), 2, range(6))
    photo, mask = batch.inputs[:, :3], batch.inputs[:, 3:]
    assert set(mask.unique().tolist()) == {0.0, 1.0}
    assert not (photo * mask).any()
    assert torch.equal(photo * (1 - mask), batch.truth * (1 - mask))
    assert mask.flatten(1).any(1).all()


@pytest.mark.parametrize("kind", ["scratches", "brush 1-10%", "brush 20-40%", "square 15%"])
def test_a_patch_of_any_hole_has_something_to_fill_and_something_to_fill_from(kind: str) -> None:
    for seed in range(30):
        mask = patch_mask(((kind, 1.0),), 48, np.random.default_rng(seed))
        assert mask.any()
        assert not mask.all()


def test_a_large_source_does_not_dominate(photo_folder: Path) -> None:
    photos = PhotoFolder(photo_folder, 64)
    hill = sum(c for path, c in zip(photos.paths, photos._chances, strict=True) if path.name.startswith("hill"))
    assert 0.2 < hill < 0.5


def test_held_out_photos_are_not_trained_on(photo_folder: Path) -> None:
    photos = PhotoFolder(photo_folder, 64)
    held = photos.hold_out(8)
    assert len(held) == 2
    assert not set(held) & set(photos.paths)
    assert len(photos.paths) == 8


def test_a_folder_without_usable_photos_is_said(tmp_path: Path, photo_folder: Path) -> None:
    with pytest.raises(NoPhotos):
        PhotoFolder(tmp_path, 64)
    with pytest.raises(NoPhotos):
        PhotoFolder(photo_folder, 5000)
    with pytest.raises(NoPhotos):
        PhotoFolder(tmp_path / "absent", 64)
    with pytest.raises(NotAFolder):
        PhotoFolder(photo_folder / "notes.txt", 64)


def test_jpeg_blocks_begin_with_half_of_the_patches_and_anywhere_in_the_others(
    upscaling: TrainConfig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slope = np.add.outer(np.arange(120), np.arange(120))[..., None] * np.full(3, 1.0)
    slope += np.random.default_rng(4).normal(0, 6, slope.shape)
    Image.fromarray(slope.clip(0, 255).astype(np.uint8)).save(tmp_path / "slope.png")
    monkeypatch.setattr(batches_module, "draw_damage", lambda *_, **__: Damage(quality=5))
    config = replace(upscaling, network=replace(upscaling.network, scales=(1,)), scale_weights=((1, 1.0),), patch_px=48)
    batch = make_batch(config, PhotoFolder(tmp_path, truth_px(config)), 0, range(80))
    steps = batch.inputs.diff(dim=2).abs().mean((1, 3))
    phases = torch.stack([steps[:, phase::8].mean(1) for phase in range(8)]).argmax(0)
    counts = torch.bincount(phases, minlength=8)
    assert 30 <= counts[7] <= 60  # half, and an eighth of the other half
    assert (counts > 0).all()
