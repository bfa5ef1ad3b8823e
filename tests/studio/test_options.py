"""Options: what a session begins with, and what is remembered for the next."""

from __future__ import annotations

from dataclasses import replace
from typing import get_type_hints

import pytest

from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.target_size import TargetSize
from desktop_unet.settings import Settings
from desktop_unet.studio.options import OptionChanges, Options, first_options
from desktop_unet.studio.remembered import FIRST_PAGE, options_to_remember, remembered_options


def test_every_option_can_be_changed_to_what_it_may_be() -> None:
    assert get_type_hints(OptionChanges) == get_type_hints(Options)


def test_the_tools_begin_as_they_were_set() -> None:
    settings = Settings(brush_size_px=31, brush_hardness=40, pressure_sizes=False, colour_tolerance=9)
    options = first_options(settings)
    assert (options.brush_size_px, options.brush_hardness) == (31, 40)
    assert (options.pressure_sizes, options.tolerance) == (False, 9)


def test_what_is_remembered_is_found_again_and_a_photos_own_is_not() -> None:
    chosen = Options(task="inpaint", scale=2, variant="no-skip", tool="lasso", strength=0.5, mode="side")
    settings = Settings(options=options_to_remember(chosen))
    assert replace(Options(), **remembered_options(settings)) == replace(chosen, strength=None, mode="edit")


@pytest.mark.parametrize(
    "options",
    [
        {"task": "fly"},
        {"task": "segment"},
        {"scale": "4"},
        {"scale": 1},  # cleaning up, before that was a page
        {"scale": True},
        {"tool": 3},
        {"unknown": "x"},
        {"strength": 1},
    ],
)
def test_options_that_make_no_sense_are_left_out(options: dict[str, object]) -> None:
    assert remembered_options(Settings(options=options)) == {"task": FIRST_PAGE}


def test_cleaning_up_is_enlarging_by_one_to_the_engine() -> None:
    options = Options(task="clean", scale=4, target=TargetSize(Extent(10, 20)), strength=0.3)
    assert options.asked == replace(options, task="upscale", scale=1, target=None)
    others = replace(options, task="upscale")
    assert others.asked is others
