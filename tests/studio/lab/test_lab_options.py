"""The lab's options without a window: which networks, which crop, and what a sheet brings back."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from desktop_unet.imaging.defects.old_photo import DAMAGED
from desktop_unet.imaging.geometry import Extent, Rect
from desktop_unet.paths import sample_mask
from desktop_unet.studio.lab.crops import crop_around, damaged_crop, known_damage, middle_crop, sample_pixels
from desktop_unet.studio.lab.lab_cards import LabCards
from desktop_unet.studio.lab.lab_options import LAB_ROWS, LabOptions, apart, task_for, task_with
from desktop_unet.studio.lab.scene import options_of, settings_of
from tests.engine.networks import texture

CARDS = LabCards({"upscale": (("a-skip", "a-no-skip"), ("b-skip", "b-no-skip")), "inpaint": ()}, ())


def test_a_pair_that_is_missing_is_replaced_by_the_first_and_its_gates_go() -> None:
    there = LabOptions(skip_card="b-skip", blind_card="b-no-skip", gates=(0.5,))
    assert CARDS.with_pair(there) is there
    gone = CARDS.with_pair(LabOptions(gates=(0.5,)))
    assert (gone.skip_card, gone.blind_card, gone.gates) == ("a-skip", "a-no-skip", None)
    filling = LabOptions(task="inpaint")
    assert CARDS.with_pair(filling) is filling


@pytest.mark.parametrize(
    ("row", "column", "crop"),
    [
        (500, 600, Rect(372, 472, 256, 256)),
        (0, 0, Rect(0, 0, 256, 256)),
        (999, 1499, Rect(744, 1244, 256, 256)),
    ],
)
def test_the_crop_stays_within_the_photo(row: int, column: int, crop: Rect) -> None:
    assert crop_around(Extent(1000, 1500), row, column) == crop
    assert crop_around(Extent(90, 120), row, column) == Rect(0, 0, 90, 120)


@pytest.mark.parametrize("task", ["upscale", "inpaint", "find-damage"])
def test_a_sheet_brings_back_what_it_shows(task: str) -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (300, 280, 3), dtype=np.uint8)
    shown = LabOptions(
        task=task,
        crop=Rect(10, 20, 256, 256),
        skip_card="one",
        blind_card="two",
        damage="stains",
        seed=7,
        gates=(1.0, 0.0),
        level=3,
    )
    settings = settings_of(pixels, shown)
    assert (settings.mask is None) == (task != "inpaint")
    assert (settings.old is None) == (task != "find-damage")
    assert settings.row.name == settings.case().row.name == task
    back = options_of(settings, LabOptions(level=2))
    assert (back.task, back.skip_card, back.blind_card, back.seed) == (task, "one", "two", 7)
    assert (back.gates, back.holes, back.damage, back.level) == ((1.0, 0.0), shown.holes, "stains", 2)
    assert back.crop == middle_crop(settings.crop_HWC) == Rect(0, 0, 256, 256)


def test_damage_that_a_sheet_names_wrongly_is_not_taken_over() -> None:
    settings = settings_of(texture(90, 80), LabOptions(task="find-damage"))
    odd = replace(settings, facts={**settings.facts, "damage": "rust"})
    assert options_of(odd, LabOptions(damage="stains")).damage == "stains"


def test_the_samples_own_scratches_count_as_damage_and_no_other_photo_has_any() -> None:
    sample = sample_pixels()
    marked, painted = known_damage(sample) > 0, np.asarray(Image.open(sample_mask())) > 0
    assert 0.4 < marked.sum() / painted.sum() < 1
    assert not (marked & ~painted).any()
    assert known_damage(sample[:, ::-1]) is None
    box = Extent(*sample.shape[:2]).middle(256)
    truth = damaged_crop(sample, box, "scratches", 3).truth
    assert (truth[marked[box.slices]] == DAMAGED).all()
    assert (damaged_crop(sample[:, ::-1], box, "scratches", 3).truth[marked[box.slices]] != DAMAGED).any()


def test_tasks_without_networks_are_not_offered() -> None:
    assert CARDS.tasks == ("upscale",)


def test_every_task_of_the_lab_is_found_by_what_networks_were_trained_for() -> None:
    assert [task_for(word) for word in ("upscale", "inpaint", "segment")] == ["upscale", "inpaint", "find-damage"]
    assert [LabOptions(task=row.name).finds for row in LAB_ROWS] == [False, False, True]
    assert [task_with(holes=holes) for holes in (False, True)] == ["upscale", "inpaint"]


@pytest.mark.parametrize(
    ("one", "other", "named"),
    [
        ("exercise-upscale-tanh-skip", "exercise-upscale-bilinear-skip", ("tanh-skip", "bilinear-skip")),
        ("exercise-inpaint-two-stage-skip", "exercise-inpaint-skip", ("two-stage-skip", "skip")),
        ("mine", "other-skip", ("mine", "other-skip")),
        ("same-skip", "same-skip", ("skip", "skip")),
    ],
)
def test_networks_are_told_apart_by_what_their_names_do_not_share(one: str, other: str, named: tuple) -> None:
    assert apart(one, other) == named
