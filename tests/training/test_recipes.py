"""Recipes are complete, and twins differ in their skips alone."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from math import isclose

import pytest
import torch

from desktop_unet.errors import ConfigImpossible, RecipeUnknown
from desktop_unet.training.config import TrainConfig, differences
from desktop_unet.training.losses import restoration_loss
from desktop_unet.training.recipes import RECIPES, find_recipe


@pytest.mark.parametrize("task", ["upscale", "inpaint", "damage"])
def test_both_variants_have_the_same_data_steps_and_widths(task: str) -> None:
    with_skips, without = find_recipe(f"{task}-skip"), find_recipe(f"{task}-no-skip")
    assert replace(without, card=with_skips.card, network=with_skips.network) == with_skips
    assert without.network == with_skips.network.with_skip(False)


@pytest.mark.parametrize("stage", ["upscale-{}-fine", "upscale-{}-revived", "inpaint-{}-wide", "inpaint-{}-revived"])
@pytest.mark.parametrize("variant", ["skip", "no-skip"])
def test_later_stages_train_the_same_network(variant: str, stage: str) -> None:
    name = stage.format(variant)
    assert find_recipe(name).network == find_recipe(name.rpartition("-")[0]).network


@pytest.mark.parametrize("name", list(RECIPES))
def test_a_recipe_names_its_card(name: str) -> None:
    assert find_recipe(name).card == re.sub("(-(fine|taught|revived|wide|adversarial|damaged|polished))+$", "", name)


def test_an_unknown_recipe_is_refused_with_those_there_are() -> None:
    with pytest.raises(RecipeUnknown, match="upscale-skip"):
        find_recipe("upscale")


def test_the_rate_rises_holds_and_falls_to_zero(upscaling: TrainConfig) -> None:
    config = replace(upscaling, steps=100, warmup_steps=10, hold=0.5)
    rates = [config.share_at(step) for step in range(100)]
    assert isclose(rates[0], 0.1)
    assert rates[9:50] == [1.0] * 41
    assert all(a > b for a, b in pairwise(rates[50:]))
    assert rates[-1] < 0.01


def test_without_hold_the_rate_is_a_plain_cosine(upscaling: TrainConfig) -> None:
    config = replace(upscaling, steps=110, warmup_steps=10)
    assert isclose(config.share_at(60), 0.5)


@pytest.mark.parametrize("changes", [{"steps": 0}, {"batch": 0}, {"hold": 2.0}])
def test_an_impossible_run_is_refused(upscaling: TrainConfig, changes: dict[str, object]) -> None:
    with pytest.raises(ConfigImpossible):
        replace(upscaling, **changes)


def test_runs_differ_in_their_data_not_in_their_length(upscaling: TrainConfig) -> None:
    longer = replace(upscaling, steps=50, hold=0.3)
    assert differences(upscaling.to_dict(), longer.to_dict()) == []
    assert differences(upscaling.to_dict(), replace(longer, seed=9).to_dict()) == ["seed"]
    assert differences(upscaling.to_dict(), replace(longer, look="sharp").to_dict()) == []


def test_what_an_earlier_version_could_not_set_is_as_it_is_by_default(inpainting: TrainConfig) -> None:
    earlier = {name: value for name, value in inpainting.to_dict().items() if name != "adversarial_weight"}
    assert differences(earlier, inpainting.to_dict()) == []
    assert differences(earlier, replace(inpainting, adversarial_weight=0.1).to_dict()) == ["adversarial_weight"]


def test_an_adversary_judges_photos(inpainting: TrainConfig) -> None:
    with pytest.raises(ConfigImpossible, match="not masks"):
        replace(find_recipe("damage-skip"), adversarial_weight=0.1)
    with pytest.raises(ConfigImpossible, match="at least 0"):
        replace(inpainting, adversarial_weight=-1.0)


@pytest.mark.parametrize("kind", ["l1", "l2", "psnr"])
def test_the_loss_looks_inside_the_hole_alone_and_counts_each_photo_once(kind: str) -> None:
    truth = torch.zeros(2, 3, 8, 9)
    mask = torch.zeros(2, 1, 8, 9)
    mask[0, :, :1, :2] = 1
    mask[1, :, :, :4] = 1
    restored = torch.where(mask > 0, 0.25, 7.0).expand_as(truth)
    both = restoration_loss(kind, restored, truth, mask)
    each = [restoration_loss(kind, restored[i : i + 1], truth[i : i + 1], mask[i : i + 1]) for i in range(2)]
    assert torch.allclose(both, (each[0] + each[1]) / 2)
    assert torch.allclose(each[0], each[1])
    if kind == "l1":
        assert torch.allclose(both, torch.tensor(0.25))


@pytest.mark.parametrize("what", ["upscale-bilinear", "upscale-unpool", "inpaint", "inpaint-two-stage"])
def test_exercise_twins_differ_in_their_skips_alone(what: str) -> None:
    with_skips, without = find_recipe(f"exercise-{what}-skip"), find_recipe(f"exercise-{what}-no-skip")
    assert replace(without, card=with_skips.card, network=with_skips.network) == with_skips
    assert without.network == with_skips.network.with_skip(False)


@pytest.mark.parametrize("variant", ["skip", "no-skip"])
@pytest.mark.parametrize("upsampling", ["pixel-shuffle", "unpool", "transposed"])
def test_exercise_upsamplings_differ_in_their_upsampling_alone(upsampling: str, variant: str) -> None:
    first = find_recipe(f"exercise-upscale-bilinear-{variant}")
    other = find_recipe(f"exercise-upscale-{upsampling}-{variant}")
    assert other.network == replace(first.network, upsampling=upsampling.replace("-", "_"))
    assert replace(other, card=first.card, network=first.network) == first


def test_the_exercise_family_is_what_the_exercise_says() -> None:
    for name in (name for name in RECIPES if name.startswith("exercise-")):
        recipe = find_recipe(name)
        widths = recipe.network.widths
        assert recipe.family == "exercise"
        assert all(below == 2 * above for above, below in pairwise(widths))
        assert recipe.network.head in ("sigmoid", "tanh")
        assert recipe.network.encoder == "plain"
        assert recipe.patch_px * max(recipe.network.scales) == 256
