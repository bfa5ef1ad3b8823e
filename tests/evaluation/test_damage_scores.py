"""Finders are scored on damage whose place is known, and on photos without any."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from desktop_unet.cli.app import run_command
from desktop_unet.engine.finding import OVERLAP_PX, damage_likelihood, open_finder
from desktop_unet.engine.task import Choices
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
    config = UNetConfig(task="segment", widths=(8, 8), blocks=(1, 1), scales=(1,), encoder="residual", stem="half_res")
    import torch

    torch.manual_seed(5)
    network = UNet(config).eval()
    path = tmp_path / "tiny-finder.safetensors"
    save_network(path, network, Card("tiny-finder", "own", config, 1))
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
    network = open_finder(Choices(card=finder_file, **HERE))
    photo = Photo(texture(90, 300))
    whole = damage_likelihood(network, photo)
    assert whole.shape == (90, 300)
    assert 0 <= whole.min() <= whole.max() <= 1
    tiled = damage_likelihood(network, photo, OVERLAP_PX + 64)
    assert np.abs(tiled - whole).max() < 1e-4


def test_sixteen_bits_and_any_size_are_taken(finder_file: Path) -> None:
    network = open_finder(Choices(card=finder_file, **HERE))
    for shape in ((1, 1), (5, 40), (33, 7)):
        photo = Photo(texture(*shape))
        fine = Photo(photo.pixels.astype(np.uint16) * 257)
        assert damage_likelihood(network, photo).shape == shape
        assert np.allclose(damage_likelihood(network, fine), damage_likelihood(network, photo), atol=1e-6)


def test_a_card_that_does_something_else_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RequestImpossible, match="does not find damage"):
        open_finder(Choices(card=save_identity(tmp_path / "networks"), **HERE))


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
