"""How the command line says what lossy formats do to pixels that were to stay, and how it avoids it."""

from __future__ import annotations

import json

import numpy as np
import pytest
from PIL import Image

from desktop_unet.cli import main
from tests.imaging.samples import smooth


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Image.fromarray(smooth(64, 80)).save("photo.png")
    mask = np.zeros((64, 80), np.uint8)
    mask[20:24, 30:34] = 255
    Image.fromarray(mask).save("mask.png")
    return tmp_path


def fill(capsys, output: str, *more: object) -> dict:
    words = ["inpaint", "photo.png", output, "--mask", "mask.png", "--json", *map(str, more)]
    assert main(words) == 0
    return json.loads(capsys.readouterr().out)


def differing(output: str) -> int:
    """Values outside the mask that are not the photo's."""
    outside = np.asarray(Image.open("mask.png")) == 0
    with Image.open(output) as found:
        return int((np.asarray(found.convert("RGB")) != np.asarray(Image.open("photo.png")))[outside].sum())


@pytest.mark.parametrize("name", ["out.jpg", "out.webp"])
def test_a_fill_in_a_lossy_file_says_that_the_rest_changes_too(place, capsys, name):
    notes = fill(capsys, name)["notes"]
    assert sum("packs the whole photo anew" in note for note in notes) == 1
    assert differing(name) > 0


@pytest.mark.parametrize(("name", "more"), [("out.png", ()), ("out.webp", ("--lossless",)), ("out.tif", ())])
def test_where_nothing_is_lost_nothing_is_said_and_nothing_changes(place, capsys, name, more):
    assert not any("anew" in note for note in fill(capsys, name, *more)["notes"])
    assert differing(name) == 0


def test_lossless_avif_keeps_every_value(place, capsys):
    fill(capsys, "out.avif", "--lossless")
    assert differing("out.avif") == 0


@pytest.mark.parametrize("name", ["out.jpg", "out.gif"])
def test_a_format_that_always_loses_is_refused_before_the_run(place, capsys, name):
    assert main(["inpaint", "photo.png", name, "--mask", "mask.png", "--lossless"]) == 1
    assert "cannot be written without loss" in capsys.readouterr().err
    assert not (place / name).exists()


def test_a_lower_quality_makes_a_smaller_file(place, capsys):
    for quality in (30, 95):
        fill(capsys, f"{quality}.jpg", "--file-quality", quality)
    assert (place / "30.jpg").stat().st_size < (place / "95.jpg").stat().st_size
