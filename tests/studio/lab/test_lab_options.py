"""The lab's options without a window: which networks, which crop, and what a sheet brings back."""

from __future__ import annotations

import numpy as np
import pytest

from desktop_unet.imaging.geometry import Extent, Rect
from desktop_unet.studio.lab.crops import crop_around, middle_crop
from desktop_unet.studio.lab.lab_cards import LabCards
from desktop_unet.studio.lab.lab_options import LabOptions
from desktop_unet.studio.lab.scene import options_of, settings_of

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


@pytest.mark.parametrize("task", ["upscale", "inpaint"])
def test_a_sheet_brings_back_what_it_shows(task: str) -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (300, 280, 3), dtype=np.uint8)
    shown = LabOptions(
        task=task, crop=Rect(10, 20, 256, 256), skip_card="one", blind_card="two", seed=7, gates=(1.0, 0.0), level=3
    )
    settings = settings_of(pixels, shown)
    assert (settings.mask is None) == (task == "upscale")
    back = options_of(settings, LabOptions(level=2))
    assert (back.task, back.skip_card, back.blind_card, back.seed) == (task, "one", "two", 7)
    assert (back.gates, back.holes, back.level) == ((1.0, 0.0), shown.holes, 2)
    assert back.crop == middle_crop(settings.crop_HWC) == Rect(0, 0, 256, 256)
