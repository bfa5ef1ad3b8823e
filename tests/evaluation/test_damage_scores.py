"""Finders are scored on damage whose place is known, and on photos without any."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from PIL import Image

from desktop_unet.cli.app import run_command
from desktop_unet.engine.finding import SMALLEST_TILE_PX
from desktop_unet.engine.restore import run
from desktop_unet.engine.task import Choices, FindDamageRequest
from desktop_unet.errors import RequestImpossible
from desktop_unet.evaluation.damage_scores import (
    THRESHOLDS,
    TOGETHER,
    Finder,
    classical_finder,
    evaluate_damage,
    network_finder,
)
from desktop_unet.imaging.defects.withheld import WITHHELD
from desktop_unet.imaging.photo import Photo
from desktop_unet.models.card import Card
from desktop_unet.models.config import UNetConfig
from desktop_unet.models.unet import UNet
from desktop_unet.models.weights import save_network
from tests.engine.networks import save_identity, texture

FINDER = UNetConfig(task="segment", widths=(8, 8), blocks=(1, 1), scales=(1,), encoder="residual", stem="half_res")
HERE = {"precision": "fp32", "device": "cpu"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "photos"
    place.mkdir()
    for seed in range(2):
        Image.fromarray(texture(72, 91, seed=seed)).save(place / f"photo{seed}.png")
    return place


@pytest.fixture
def finder_file(tmp_path: Path) -> Path:
    torch.manual_seed(5)
    network = UNet(FINDER).eval()
    path = tmp_path / "tiny-finder.safetensors"
    save_network(path, network, Card("tiny-finder", "own", FINDER, 1))
    return path


def everything() -> Finder:
    return Finder("all", lambda photo: lambda threshold: np.ones(photo.pixels.shape[:2], np.bool_), "cpu", "-")


def nothing() -> Finder:
    return Finder("none", lambda photo: lambda threshold: np.zeros(photo.pixels.shape[:2], np.bool_), "cpu", "-")


def test_who_marks_everything_has_all_the_recall_and_who_marks_nothing_none(folder: Path) -> None:
    all_of_it, none = (
        evaluate_damage(folder, everything(), threshold=0.5),
        evaluate_damage(folder, nothing(), threshold=0.5),
    )
    assert (all_of_it.sound_mean, all_of_it.sound_worst) == (1, 1)
    assert (none.sound_mean, none.scores[0].f1) == (0, 0)
    assert all(score.recall == 1 for score in all_of_it.scores)
    assert all_of_it.scores[0].precision < 0.6


def test_every_kind_has_a_row_and_the_best_threshold_is_taken(folder: Path) -> None:
    def look(photo: Photo):
        # Sure of the left half, unsure of the right one.
        likely = np.where(np.arange(photo.width) < photo.width // 2, 0.9, 0.1)[None].repeat(photo.height, 0)
        return lambda threshold: likely >= threshold

    table = evaluate_damage(folder, Finder("halves", look, "cpu", "-"))
    assert [score.kind for score in table.scores] == [TOGETHER, *WITHHELD]
    assert [row[0] for row in table.scanned] == list(THRESHOLDS)
    assert max(row[1] for row in table.scanned) == table.scores[0].f1
    assert {row[2] for row in table.scanned} == {1.0, 45 / 91, 0.0}


def test_the_same_seed_gives_the_same_table(folder: Path) -> None:
    tables = [evaluate_damage(folder, classical_finder(), threshold=0.5, seed=seed) for seed in (3, 3, 4)]
    assert tables[0].scores == tables[1].scores
    assert tables[0].scores != tables[2].scores


def test_a_network_is_asked_in_tiles_as_in_one_piece(finder_file: Path) -> None:
    photo, steps = Photo(texture(90, 300)), []
    whole = likelihood(photo, finder_file)
    assert whole.shape == (90, 300)
    assert 0 <= whole.min() <= whole.max() <= 1
    choices = Choices(card=finder_file, tile_px=SMALLEST_TILE_PX, **HERE)
    tiled = run(FindDamageRequest(photo, choices), steps.append)
    assert np.abs(tiled.found_HW - whole).max() < 1e-4
    assert tiled.tiles > 1
    assert [step.done for step in steps if step.text == "Looking for damage"][-1] == tiled.tiles
    with pytest.raises(RequestImpossible, match="see too little"):
        run(FindDamageRequest(photo, replace(choices, tile_px=SMALLEST_TILE_PX - 1)))


def test_sixteen_bits_and_any_size_are_taken(finder_file: Path) -> None:
    for shape in ((1, 1), (5, 40), (33, 7)):
        photo = Photo(texture(*shape))
        fine = Photo(photo.pixels.astype(np.uint16) * 257)
        likely = likelihood(photo, finder_file)
        assert likely.shape == shape
        assert np.allclose(likelihood(fine, finder_file), likely, atol=1e-6)


def test_a_card_that_does_something_else_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RequestImpossible, match="not to segment"):
        network_finder(Choices(card=save_identity(tmp_path / "networks"), **HERE))


def test_no_damage_anywhere_is_an_answer(tmp_path: Path) -> None:
    network = UNet(FINDER)
    for parameter in network.parameters():
        torch.nn.init.zeros_(parameter)
    save_network(tmp_path / "calm.safetensors", network, Card("calm", "own", FINDER, 1))
    likely = likelihood(Photo(texture(30, 41)), tmp_path / "calm.safetensors")
    assert np.ptp(likely) == 0


def likelihood(photo: Photo, card: Path) -> NDArray[np.float32]:
    found = run(FindDamageRequest(photo, Choices(card=card, **HERE))).found_HW
    assert found is not None
    return found


def test_the_verb_prints_a_table_and_json(folder: Path, finder_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["evaluate", "damage", str(folder), "--card", str(finder_file), "--device", "cpu", "--precision", "fp32"]
    assert run_command([*asked, "--threshold", "0.4", "--json"]) == 0
    facts = json.loads(capsys.readouterr().out)
    assert facts["finder"] == "tiny-finder"
    assert facts["threshold"] == 0.4
    assert [row["kind"] for row in facts["scores"]] == [TOGETHER, *WITHHELD]
    table = evaluate_damage(folder, network_finder(Choices(card=finder_file, **HERE)), threshold=0.4)
    assert facts["sound_mean"] == pytest.approx(table.sound_mean)
    assert run_command(["evaluate", "damage", str(folder), "--finder", "classical"]) == 0
    said = capsys.readouterr().out
    assert "classical" in said
    assert "marked on sound photos" in said
