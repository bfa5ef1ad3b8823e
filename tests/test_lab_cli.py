"""``lab`` and ``challenge`` print figures as JSON, write sheets that open again, and refuse in one line."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from desktop_unet.cli import FAILED, WRONG_USAGE, main
from tests.engine.networks import save_finders, save_product, texture


@pytest.fixture
def photo(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DESKTOP_UNET_WEIGHTS", str(save_finders(save_product(tmp_path_factory.mktemp("weights")))))
    path = tmp_path / "photo.png"
    Image.fromarray(texture(90, 134)).save(path)
    return path


def printed(capsys: pytest.CaptureFixture[str], *words: object) -> dict:
    assert main([str(word) for word in words]) == 0
    return json.loads(capsys.readouterr().out)


def test_the_labs_figures_are_json(capsys: pytest.CaptureFixture[str], photo: Path) -> None:
    rows = printed(capsys, "lab", "ablate", photo, "--card", "upscale-skip")["settings"]
    assert [row["name"] for row in rows] == ["all", "without 1", "without 2", "only 1", "only 2", "none"]
    gated = printed(capsys, "lab", "gates", photo, "--card", "upscale-skip", "--gates", "0,0")
    assert gated["score"] == rows[-1]["score"]
    field = printed(capsys, "lab", "receptive", photo, "--card", "upscale-skip", "--row", 5, "--column", 9)["field"]
    assert (field["row"], field["column"]) == (5, 9)


def test_a_sheet_is_drawn_again_alike(capsys: pytest.CaptureFixture[str], photo: Path, tmp_path: Path) -> None:
    sheet, again = tmp_path / "sheet.png", tmp_path / "again.png"
    words = ("--card", "inpaint-skip", "--card", "inpaint-no-skip", "--mask", "square", "--gates", "0,1")
    first = printed(capsys, "lab", "sheet", photo, sheet, *words)
    second = printed(capsys, "lab", "reopen", sheet, again)
    assert first["views"] == second["views"]
    assert np.array_equal(np.asarray(Image.open(sheet)), np.asarray(Image.open(again)))


def test_damage_is_found_by_the_two_finders(capsys: pytest.CaptureFixture[str], photo: Path, tmp_path: Path) -> None:
    rows = printed(capsys, "lab", "ablate", photo, "--damage", "scratches", "--seed", 2)["settings"]
    assert set(rows[0]["score"]) == {"f1", "precision", "recall"} == set(rows[0]["change"])
    assert printed(capsys, "lab", "anatomy", photo, "--damage", "all")["anatomy"]["output_numbers"] == 90 * 134
    first = printed(capsys, "lab", "sheet", photo, tmp_path / "sheet.png", "--damage", "stains", "--gates", "0,1")
    assert [view["name"] for view in first["views"]] == ["damage-skip [0 1]", "damage-no-skip"]
    second = printed(capsys, "lab", "reopen", tmp_path / "sheet.png", tmp_path / "again.pdf")
    assert first["views"] == second["views"]


@pytest.mark.parametrize("words", [("--damage", "rust"), ("--damage", "all", "--mask", "square")])
def test_damage_of_no_kind_or_with_a_hole_is_refused(
    capsys: pytest.CaptureFixture[str], photo: Path, words: tuple[str, ...]
) -> None:
    assert main(["lab", "ablate", str(photo), *words]) == WRONG_USAGE
    assert "--damage" in capsys.readouterr().err


def test_a_challenge_is_scored_the_same_each_time(
    capsys: pytest.CaptureFixture[str], photo: Path, tmp_path: Path
) -> None:
    words = ("--mask", "scratches", "--seed", 3, "--noise", 4, "--device", "cpu", "--precision", "fp32", "--json")
    first, second = (printed(capsys, "challenge", photo, tmp_path / f"{n}.png", *words) for n in range(2))
    assert first["scores"] == second["scores"]
    assert first["damage"]["seed"] == 3
    assert printed(capsys, "lab", "reopen", tmp_path / "0.png", tmp_path / "again.png")["facts"]["kind"] == "challenge"


def test_what_cannot_be_done_is_one_line(capsys: pytest.CaptureFixture[str], photo: Path, tmp_path: Path) -> None:
    for words in (
        ("lab", "ablate", photo, "--card", "upscale-no-skip"),
        ("lab", "ablate", photo, "--card", "upscale-skip", "--crop", "80,0,64,64"),
        ("lab", "reopen", photo, tmp_path / "x.png"),
        ("challenge", photo, photo, "--scale", "2"),
    ):
        assert main([str(word) for word in words]) == FAILED
        errors = capsys.readouterr().err
        assert errors.startswith("error: ")
        assert errors.count("\n") == 1
