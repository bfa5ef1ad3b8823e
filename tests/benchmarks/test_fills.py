"""Fills are made once and kept with their figures; the four are put in the program's order."""

from __future__ import annotations

import json
from argparse import Namespace
from pathlib import Path

import fills
import numpy as np
import pytest
from fills import Entrant, Kept, entrants, fills_of, firsts_and_bests, is_chosen
from PIL import Image

from desktop_unet.evaluation.inpaint_scores import InpaintScore, damaged
from desktop_unet.evaluation.perceptual import PACKAGE, WEIGHTS
from desktop_unet.paths import package_file
from tests.engine.networks import texture

judged = pytest.mark.skipif(package_file(PACKAGE, WEIGHTS) is None, reason="the judge is not installed")


def kept(photo: str, st_lpips: float, badness: float | None) -> Kept:
    return Kept(InpaintScore(photo, "objects", 20.0, 0.7, "someone", st_lpips), badness)


def test_the_first_of_the_four_has_the_least_flaws_and_the_best_is_nearest_to_the_truth():
    found = [
        kept("one", 0.3, 0.5), kept("one", 0.1, 0.7), kept("one", 0.0, None),
        kept("two", 0.2, 0.1), kept("two", 0.4, 0.3),
    ]  # fmt: skip
    assert firsts_and_bests(found) == [(0.3, 0.1), (0.2, 0.2)]


def test_groups_and_names_take_part_unless_they_are_left_out():
    everyone = list(entrants(threads=1))
    given = Namespace(who=["truth", "four", "Telea"], but=["Fill - smooth"])
    chosen = [one.name for one in everyone if is_chosen(one, given)]
    assert chosen[0] == "truth"
    assert "Fill - smooth" not in chosen
    assert set(chosen) >= {"Telea", "Fill - structure", "Fill - texture"}
    assert "biharmonic" not in chosen


@judged
def test_a_kept_fill_is_not_made_again_unless_that_is_wished(tmp_path: Path):
    photo = tmp_path / "photos" / "one.png"
    photo.parent.mkdir()
    Image.fromarray(texture(96, 128)).save(photo)
    made = []

    def gray(case: fills.HoleCase) -> np.ndarray:
        made.append(case.kind)
        return np.where(case.mask[..., None] > 0, np.uint8(128), damaged(case))

    given = Namespace(keep=tmp_path / "kept", folder=photo.parent, again=[], judge_again=False)
    everyone = [Entrant("gray", "peers", gray)]
    (first,), (second,) = (list(fills_of(photo, 0, "brush 10-20%", everyone, given)) for _ in range(2))
    assert first == second
    assert made == ["brush 10-20%"]
    assert first.score.st_lpips is not None
    given.again = ["peers"]
    list(fills_of(photo, 0, "brush 10-20%", everyone, given))
    assert len(made) == 2
    (figures,) = given.keep.rglob("*.json")
    assert json.loads(figures.read_text("utf-8"))["method"] == "gray"
