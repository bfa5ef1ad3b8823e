"""Tasks are rows of a table: one that is added here runs by engine and command line, and an unknown request by none."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
import pytest
from PIL import Image

from desktop_unet.__main__ import asks_for_window, main
from desktop_unet.engine.memory import smallest_side_px
from desktop_unet.engine.reach import overlap_px
from desktop_unet.engine.restore import restore, run
from desktop_unet.engine.task import Choices, InpaintRequest, Made, Step, UpscaleRequest
from desktop_unet.engine.task_table import TASKS, ByNetwork, ByTasks, TaskRow, row_for
from desktop_unet.errors import RequestImpossible
from desktop_unet.imaging.photo import Mask, Photo
from desktop_unet.imaging.ranges import code_to_unit, unit_to_code
from tests.engine.networks import mask_with, photo, save_identity, texture

# --- a task as its module would be -----------------------------------------------------


@dataclass(frozen=True, eq=False)
class DimRequest:
    """Make a photo darker, after a network has seen it."""

    photo: Photo
    share: float
    choices: Choices = field(default_factory=Choices)
    only: Mask | None = field(default=None, metadata={"help": "Darken only what this marks."})
    how: Literal["evenly", "edges"] = "evenly"
    note: object = None


def check_dim(request, network) -> None:
    if not 0 <= request.share <= 1:
        raise RequestImpossible(reason="a share goes from 0 to 1")
    assert smallest_side_px(network, overlap_px(network.descriptor)) > 0


def dim(request, work, report) -> Made:
    report(Step(0, 1, "Dimming"))
    pixels = request.photo.pixels
    unit = work.predict(code_to_unit(pixels), scale=1, strength=None) * np.float32(1 - request.share)
    if request.only is not None:
        unit = np.where(request.only[..., None] > 0, unit, code_to_unit(pixels))
    report(Step(1, 1, "Dimming", 0.0))
    return Made(request.photo.with_pixels(unit_to_code(unit, pixels.dtype), request.photo.alpha))


DIM = TaskRow("dim-it", DimRequest, "Make a photo darker.", lambda: ByNetwork(check_dim, dim), cards="upscale")


# --- two more kinds, as the program will have them -------------------------------------


@dataclass(frozen=True, eq=False)
class FindRequest:
    """Find what is bright: a photo in, one channel out."""

    photo: Photo
    choices: Choices = field(default_factory=Choices)


def find(request, work, report) -> Made:
    unit = work.predict(code_to_unit(request.photo.pixels), scale=1, strength=None)
    return Made(request.photo, found_HW=unit.mean(axis=2))


FIND = TaskRow("find-light", FindRequest, "Find what is bright.", lambda: ByNetwork(lambda *_: None, find), "upscale")


@dataclass(frozen=True, eq=False)
class TwiceRequest:
    """Two tasks, one after the other."""

    photo: Photo
    choices: Choices = field(default_factory=Choices)


def twice(request, run_task, report):
    first = run_task(DimRequest(request.photo, 0.5, request.choices), report)
    second = run_task(UpscaleRequest(first.photo, 2, 0.0, request.choices), report)
    return replace(second, notes=(*first.notes, *second.notes), tiles=first.tiles + second.tiles)


TWICE = TaskRow("dim-twice", TwiceRequest, "Dim and enlarge.", lambda: ByTasks(twice), cards=None)


@pytest.fixture
def card(tmp_path, monkeypatch):
    for row in (DIM, FIND, TWICE):
        monkeypatch.setitem(TASKS, row.name, row)
    return save_identity(tmp_path / "weights")


def choices(card) -> Choices:
    return Choices(card=card, device="cpu", precision="fp32")


def test_a_new_task_runs_by_the_engine(card):
    before, steps = photo(40, 51), []
    result = run(DimRequest(before, 0.5, choices(card)), steps.append)
    assert np.abs(result.photo.pixels.astype(int) - before.pixels / 2).max() <= 1
    assert (result.card, result.tiles) == ("identity", 1)
    assert [step.text for step in dict.fromkeys(steps)] == ["Loading the network", "Dimming", "Dimming"]
    with pytest.raises(RequestImpossible, match="0 to 1"):
        run(DimRequest(before, 2.0, choices(card)))


def test_a_new_task_has_its_verb(card, tmp_path, capsys):
    Image.fromarray(texture(40, 51)).save(tmp_path / "in.png")
    Image.fromarray(mask_with(40, 51, (5, 5, 20, 30))).save(tmp_path / "only.png")
    words = ("dim-it", tmp_path / "in.png", tmp_path / "out.png", "--share", 1, "--card", card, "--precision", "fp32")
    assert not asks_for_window([str(word) for word in words[:3]])
    assert main([str(word) for word in (*words, "--only", tmp_path / "only.png", "--json")]) == 0
    facts = json.loads(capsys.readouterr().out)
    assert (facts["card"], facts["height"], facts["width"], facts["tiles"]) == ("identity", 40, 51, 1)
    after = np.asarray(Image.open(tmp_path / "out.png"))
    assert (after[5:20, 5:30] == 0).all()
    assert np.array_equal(after[20:], texture(40, 51)[20:])
    assert main([str(word) for word in words]) == 1  # there is such a file now
    assert "already exists" in capsys.readouterr().err


def test_its_verb_has_help_and_the_options_of_all(card, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    assert main(["dim-it", "--help"]) == 0
    said = capsys.readouterr().out
    for part in ("Make a photo darker.", "--share", "Darken only what this marks.", "evenly", "--card", "--json"):
        assert part in said
    assert "note" not in said
    assert main(["--help"]) == 0
    assert "dim-it" in capsys.readouterr().out
    assert main(["dim-it", "a.png", "b.png"]) == 2  # --share is missing


def test_what_a_task_finds_is_its_result(card, tmp_path, capsys):
    before = photo(40, 51)
    result = run(FindRequest(before, choices(card)))
    assert result.photo is before
    assert result.found_HW.shape == (40, 51)
    Image.fromarray(texture(40, 51)).save(tmp_path / "in.png")
    words = ("find-light", tmp_path / "in.png", tmp_path / "out.png", "--card", card, "--precision", "fp32", "--quiet")
    assert main([str(word) for word in words]) == 0
    found = np.asarray(Image.open(tmp_path / "out.png"))
    assert np.abs(found - 255 * result.found_HW).max() <= 1


def test_a_task_may_be_made_of_others(card, tmp_path, capsys):
    before = photo(40, 51)
    result = run(TwiceRequest(before, choices(card)))
    assert result.photo.extent == before.extent.scaled(2)
    assert result.tiles == 2
    Image.fromarray(texture(40, 51)).save(tmp_path / "in.png")
    words = ("dim-twice", tmp_path / "in.png", tmp_path / "out.png", "--card", card, "--precision", "fp32")
    assert main([str(word) for word in words]) == 0
    assert np.array_equal(np.asarray(Image.open(tmp_path / "out.png")), result.photo.pixels)
    with pytest.raises(TypeError, match="made of other tasks"):
        restore(TwiceRequest(before), None)


def test_a_request_that_no_task_is_asked_for_by_is_an_error():
    for unknown in (DimRequest(photo(), 0.5), TwiceRequest(photo())):
        with pytest.raises(TypeError, match="no task of the engine"):
            run(unknown)


def test_each_request_has_one_task_and_each_task_says_what_it_does():
    types = [row.request for row in TASKS.values()]
    assert len(set(types)) == len(types)
    assert {row.name: row for row in TASKS.values()} == TASKS
    assert row_for(UpscaleRequest(photo(), 2)).name == "upscale"
    assert row_for(InpaintRequest(photo(), mask_with(90, 134))).name == "inpaint"
    for row in TASKS.values():
        assert row.summary.endswith(".")
        assert isinstance(row.way(), ByNetwork | ByTasks)
