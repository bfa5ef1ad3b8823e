"""A finder's samples, loss, score and run."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image, ImageDraw

from desktop_unet.errors import ConfigImpossible
from desktop_unet.imaging.defects.film import FilmShapes
from desktop_unet.models.config import UNetConfig
from desktop_unet.models.unet import UNet
from desktop_unet.models.weights import load_network
from desktop_unet.training.batches import make_batch, truth_px
from desktop_unet.training.centring import see_less_grey
from desktop_unet.training.command import Wishes, train_command
from desktop_unet.training.config import TrainConfig
from desktop_unet.training.finder_validation import FinderValidation
from desktop_unet.training.loop import Run, train
from desktop_unet.training.marking import marking_loss
from desktop_unet.training.old_samples import line_likeness
from desktop_unet.training.optimisers import Optimiser
from desktop_unet.training.photos import PhotoFolder
from desktop_unet.training.recipes import find_recipe


@pytest.fixture
def finding() -> TrainConfig:
    network = UNetConfig(task="segment", widths=(8, 8), blocks=(1, 1), scales=(1,), encoder="residual", stem="half_res")
    return TrainConfig(
        card="tiny-finder",
        family="own",
        network=network,
        steps=4,
        batch=4,
        patch_px=40,
        loss="overlap",
        optimiser="muon",
        centred=True,
        warmup_steps=2,
        candidates=2,
        sound_share=0.25,
        lookalike_share=0.3,
        save_every=2,
        validate_every=2,
    )


@pytest.fixture
def film(tmp_path: Path) -> Path:
    folder = tmp_path / "film"
    folder.mkdir()
    for number in range(10):
        picture = Image.new("L", (90, 60))
        ImageDraw.Draw(picture).line((5, 5 + number, 80, 50), fill=255, width=4)
        picture.save(folder / f"hair-{number}.png")
    (folder / "README.md").write_text("Source: hairs by code, CC0\n")
    return folder


def test_samples_are_the_same_whatever_ran_before(finding: TrainConfig, photo_folder: Path) -> None:
    fresh = PhotoFolder(photo_folder, truth_px(finding))
    used = PhotoFolder(photo_folder, truth_px(finding), budget_bytes=0)
    make_batch(finding, used, 0, range(4))
    one, other = make_batch(finding, fresh, 5, range(4)), make_batch(finding, used, 5, range(4))
    assert torch.equal(one.inputs, other.inputs)
    assert torch.equal(one.truth, other.truth)
    assert one.inputs.shape == (4, 3, 40, 40)
    assert one.truth.shape == (4, 1, 40, 40)


def test_a_share_of_the_samples_is_sound(finding: TrainConfig, photo_folder: Path) -> None:
    photos = PhotoFolder(photo_folder, truth_px(finding))
    for share in (0.0, 1.0):
        batch = make_batch(replace(finding, sound_share=share), photos, 0, range(12))
        damaged = (batch.truth > 0.75).flatten(1).any(1)
        assert damaged.sum() >= 8 if share == 0 else not batch.truth.any()


def test_shapes_of_film_are_in_the_samples_that_get_them(finding: TrainConfig, photo_folder: Path, film: Path) -> None:
    plain = PhotoFolder(photo_folder, truth_px(finding))
    with_film = PhotoFolder(photo_folder, truth_px(finding), shapes=FilmShapes(film))
    first, second = (make_batch(finding, photos, 0, range(6)) for photos in (plain, with_film))
    assert not torch.equal(first.truth, second.truth)


def test_lines_are_told_from_shades_and_edges() -> None:
    flat = np.full((40, 50, 3), 120, np.uint8)
    edge = flat.copy()
    edge[:, 25:] = 220
    fence = flat.copy()
    fence[:, ::8] = 20
    assert line_likeness(flat) == 0
    assert line_likeness(edge) < 0.2 * line_likeness(fence)


def test_the_loss_is_nothing_for_a_perfect_finder_and_grows_with_what_is_wrong() -> None:
    truth = torch.zeros(2, 1, 16, 20)
    truth[0, :, 4:6] = 1
    sure = torch.where(truth > 0, 20.0, -20.0)
    assert marking_loss(sure, truth).item() < 1e-4
    blind, wild = torch.full_like(truth, -20.0), torch.full_like(truth, 20.0)
    assert 0.1 < marking_loss(blind, truth) < marking_loss(wild, truth)


def test_what_is_unsure_does_not_count() -> None:
    truth = torch.zeros(1, 1, 8, 9)
    truth[..., :4] = 128 / 255
    logits = torch.full_like(truth, -20.0)
    shouting = torch.where(truth > 0, 20.0, logits)
    assert torch.equal(marking_loss(shouting, truth), marking_loss(logits, truth))


def test_halves_of_a_batch_average_to_the_whole() -> None:
    torch.manual_seed(1)
    truth, logits = (torch.rand(4, 1, 8, 9) > 0.8).float(), torch.randn(4, 1, 8, 9)
    halves = [marking_loss(logits[part], truth[part]) for part in (slice(2), slice(2, 4))]
    assert torch.allclose(marking_loss(logits, truth), sum(halves) / 2)


def test_the_loss_belongs_to_the_task(finding: TrainConfig, upscaling: TrainConfig) -> None:
    with pytest.raises(ConfigImpossible, match="overlap"):
        replace(finding, loss="l1")
    with pytest.raises(ConfigImpossible, match="overlap"):
        replace(upscaling, loss="overlap")


def test_a_first_layer_that_sees_less_grey_computes_what_it_did(finding: TrainConfig) -> None:
    torch.manual_seed(2)
    network, photo = UNet(finding.network).eval(), torch.rand(1, 3, 12, 16)
    before = network(photo)
    see_less_grey(network)
    assert torch.allclose(network(photo), before, atol=1e-6)


def test_a_finder_is_scored_between_nothing_and_all(finding: TrainConfig, photo_folder: Path) -> None:
    validation = FinderValidation(PhotoFolder(photo_folder, 64).paths)
    assert len(validation.cases) == 10

    class Oracle:
        def __init__(self) -> None:
            self.calls = iter(validation.cases)

        def __call__(self, batch: torch.Tensor) -> torch.Tensor:
            return torch.from_numpy(next(self.calls).truth == 255)[None, None].float()

    assert validation.score(Oracle()) == 1
    assert 0 <= validation.score(UNet(finding.network).eval()) < 0.6


def test_four_steps_of_a_finder_are_two_and_a_resume_and_two(
    finding: TrainConfig, photo_folder: Path, tmp_path: Path
) -> None:
    photos = PhotoFolder(photo_folder, truth_px(finding))
    assert train(finding, Run(tmp_path / "whole", photos, precision="fp32")) == 4
    done: list[int] = []
    parts = Run(
        tmp_path / "parts", photos, precision="fp32", report=lambda p: done.append(p.step), stop=lambda: len(done) >= 1
    )
    assert train(finding, parts) == 2
    assert train(finding, replace(parts, stop=lambda: False)) == 4
    one, _ = load_network(tmp_path / "whole" / "tiny-finder.safetensors")
    other, _ = load_network(tmp_path / "parts" / "tiny-finder.safetensors")
    assert all(torch.equal(a, b) for a, b in zip(one.parameters(), other.parameters(), strict=True))


def test_a_finder_learns_what_it_is_shown(finding: TrainConfig) -> None:
    torch.manual_seed(4)
    network = UNet(finding.network).to(memory_format=torch.channels_last).train()
    optimiser = Optimiser(network, replace(finding, learning_rate=5e-3, muon_rate=1e-2, steps=10_000))
    photo, truth = torch.full((2, 3, 40, 48), 0.3), torch.zeros(2, 1, 40, 48)
    truth[0, :, 10:13], truth[1, :, :, 20:22] = 1, 1
    photo = torch.where(truth > 0, 0.8, photo).contiguous(memory_format=torch.channels_last)
    losses = []
    for step in range(60):
        losses.append(marking_loss(network(photo), truth))
        network.zero_grad()
        losses[-1].backward()
        optimiser.step(step)
    assert losses[-1] < 0.3 * losses[0]


def test_the_command_names_the_film_in_the_card(
    finding: TrainConfig, photo_folder: Path, film: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop_unet.training.command.find_recipe", lambda name: finding)
    facts = train_command(
        "damage-skip", photo_folder, tmp_path / "run", Wishes(shapes=film, quiet=True, precision="fp32")
    )
    _, card = load_network(facts["weights"])
    assert card.provenance["training"]["film_shapes"] == 8
    assert "hairs by code, CC0" in card.licences


def test_a_finder_is_small() -> None:
    for name in ("damage-skip", "damage-no-skip"):
        network = UNet(find_recipe(name).network)
        assert 2 * sum(parameter.numel() for parameter in network.parameters()) <= 3_000_000
