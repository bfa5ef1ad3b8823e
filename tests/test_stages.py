"""``weights show`` tells how a network was trained as a table of stages, whatever its card holds."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from desktop_unet.__main__ import main
from desktop_unet.cli.stages import HEADINGS, samples, stage_row, stages
from desktop_unet.models.card import Card
from desktop_unet.models.unet import UNet
from desktop_unet.models.weights import save_network
from desktop_unet.training.recipes import RECIPES
from tests.engine.networks import IDENTITY
from tests.studio.finders import SEGMENT


def trained(steps: int, *, before: dict | None = None, recipe: str = "upscale-skip", **changed: object) -> dict:
    """What a run of this recipe writes into its card."""
    training = json.loads(json.dumps(RECIPES[recipe]().to_dict())) | changed
    return {"steps": steps, "photos": 7, "training": training, **({"started_from": before} if before else {})}


def test_stages_come_in_the_order_in_which_they_were_trained() -> None:
    last = trained(300, before=trained(200, before=trained(100)))
    assert [stage["steps"] for stage in stages(last)] == [100, 200, 300]


def test_a_row_says_what_its_stage_says_and_none_of_the_others() -> None:
    provenance = trained(
        12_000,
        before=trained(100, seed=1, optimiser="adamw", learning_rate=6e-4, centred=False),
        seed=9,
        loss="l2",
        muon_rate=5e-4,
        learning_rate=2.5e-4,
        centred=True,
    )
    first, second = (dict(zip(HEADINGS, stage_row(1, stage), strict=True)) for stage in stages(provenance))
    assert (first["steps"], first["rates"], first["seed"], first["with"]) == ("100", "0.0006", "1", "")
    assert (second["steps"], second["rates"], second["seed"]) == ("12,000", "0.0005 / 0.00025", "9")
    assert (second["loss"], second["with"], second["photos"]) == ("square error", "centred", "7")


def test_a_row_names_whatever_counted_beside_the_loss() -> None:
    stage = trained(1, centred=False, taught=True, lattice_weight=0.5, adversarial_weight=0.1, tone_weight=0.0)
    (row,) = (dict(zip(HEADINGS, stage_row(1, each), strict=True)) for each in stages(stage))
    assert sorted(row["with"].split(", ")) == ["adversary", "lattice", "taught"]


def test_samples_are_scales_of_an_enlarger_and_holes_of_a_filler() -> None:
    enlarger = trained(1, scale_weights=[[1, 0.25], [4, 0.75]], damaged_share=0.15, mask_weights=[])
    assert samples(enlarger, "upscale") == "x1 25%, x4 75%, 15% of them damaged (all at x1)"
    filler = trained(1, mask_weights=[["scratches", 0.4], ["text", 0.6]], damaged_share=0.0)
    assert samples(filler, "inpaint") == "scratches 40%, text 60%"


def test_samples_of_a_finder_are_those_without_damage_and_those_that_look_like_it() -> None:
    finder = trained(1, recipe="damage-skip", sound_share=0.35, lookalike_share=0.12)
    assert samples(finder, "segment") == "35% without damage, 12% with things that look like damage"
    finder["training"]["lookalike_share"] = 0.0
    assert samples(finder, "segment") == "35% without damage"


def test_a_finder_has_no_scales_whatever_it_was_shown(tmp_path: Path, capsys) -> None:
    network = UNet(SEGMENT)
    provenance = trained(7, recipe="damage-skip", sound_share=0.0, lookalike_share=0.0)
    assert provenance["training"]["scale_weights"], "the recipe has them all the same"
    path = tmp_path / "finder.safetensors"
    save_network(path, network, Card("finder", "own", SEGMENT, 1, provenance))
    assert main(["weights", "show", str(path)]) == 0
    assert "\nsamples: all damaged\n" in capsys.readouterr().out


@pytest.fixture
def staged_card(tmp_path: Path) -> Path:
    """A weights file of three stages."""
    torch.manual_seed(0)
    network = UNet(IDENTITY)
    parameters = sum(parameter.numel() for parameter in network.parameters())
    provenance = trained(333, before=trained(222, before=trained(111)))
    path = tmp_path / "staged.safetensors"
    save_network(path, network, Card("staged", "own", IDENTITY, parameters, provenance))
    return path


def test_a_card_is_shown_with_a_row_per_stage_and_no_nested_values(staged_card: Path, capsys) -> None:
    assert main(["weights", "show", str(staged_card)]) == 0
    said = capsys.readouterr().out
    assert re.search(r"^training: 3 stages", said, re.M)
    rows = re.findall(r"^  ([123])  +(\d+)", said, re.M)
    assert rows == [("1", "111"), ("2", "222"), ("3", "333")]
    assert "{" not in said
    assert "started_from" not in said


def test_as_json_a_card_is_shown_whole(staged_card: Path, capsys) -> None:
    assert main(["weights", "show", str(staged_card), "--json"]) == 0
    provenance = json.loads(capsys.readouterr().out)["provenance"]
    assert provenance["started_from"]["started_from"]["steps"] == 111


@pytest.mark.parametrize(
    "provenance",
    [
        {},
        {"training": "long"},
        {"training": {}, "steps": None},
        {"training": {"optimiser": "muon", "learning_rate": "fast", "scale_weights": [[1], 3, "x2", [2, "half"]]}},
        {"training": {}, "teachers": "all of them", "mixed": {"share": "half"}},
        {"training": {}, "mixed": 0.5},
        {"training": {"mask_weights": 7, "damaged_share": [], "loss": 3}, "started_from": [1, 2]},
    ],
)
def test_cards_that_anyone_may_have_written_are_shown_too(provenance: dict, staged_card: Path, capsys) -> None:
    network = UNet(IDENTITY)
    card = Card("odd", "own", IDENTITY, 1)
    save_network(staged_card, network, replace(card, provenance=provenance))
    assert main(["weights", "show", str(staged_card)]) == 0
    assert re.search(r"^training: (unknown|1 stage)", capsys.readouterr().out, re.M)


def test_a_card_names_teachers_once_and_what_was_mixed_in(staged_card: Path, capsys) -> None:
    before = {**trained(10), "teachers": ["First, MIT", "Second, BSD"]}
    provenance = {
        **trained(20, before=before),
        "teachers": ["Second, BSD"],
        "mixed": {"with": "natural", "share": 0.95},
    }
    save_network(staged_card, UNet(IDENTITY), Card("taught", "own", IDENTITY, 1, provenance))
    assert main(["weights", "show", str(staged_card)]) == 0
    said = capsys.readouterr().out
    assert "\nteachers: First, MIT; Second, BSD\nmixed: 5% natural\n" in said
