"""The challenge is the same for the same seed, measures what it says, and its sheet opens again."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from desktop_unet.engine.task import Choices
from desktop_unet.errors import FormatUnknown, MaskSizeDiffers, OutputExists, RequestImpossible, SheetUnreadable
from desktop_unet.evaluation.challenge import Challenge, damage_for, take_challenge
from desktop_unet.evaluation.lab_settings import LabSettings
from desktop_unet.evaluation.lab_sheet import draw_lab_sheet
from desktop_unet.evaluation.sheet import Panel, draw_sheet
from desktop_unet.evaluation.sheet_file import read_sheet, write_sheet
from desktop_unet.imaging.defects.named import old_photo_for
from desktop_unet.imaging.heat import heat_map
from desktop_unet.imaging.metrics import psnr_inside
from desktop_unet.imaging.photo import Photo
from desktop_unet.imaging.ranges import code_to_unit
from tests.engine.networks import mask_with, save_finders, save_product, texture

FAST = Choices(device="cpu", precision="fp32")


@pytest.fixture(autouse=True)
def weights(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = save_finders(save_product(tmp_path_factory.mktemp("weights")))
    monkeypatch.setenv("DESKTOP_UNET_WEIGHTS", str(folder))
    return folder


@pytest.mark.parametrize(
    "challenge", [Challenge(scale=2, noise=8, quality=40, seed=5), Challenge(holes="scratches", noise=4, seed=5)]
)
def test_the_same_seed_does_the_same_damage(challenge: Challenge) -> None:
    photo = Photo(texture(90, 134))
    first, second = damage_for(challenge, photo), damage_for(challenge, photo)
    other = damage_for(replace(challenge, seed=6), photo)
    assert np.array_equal(first[1].pixels, second[1].pixels)
    assert not np.array_equal(first[1].pixels, other[1].pixels)
    if challenge.fills:
        assert np.array_equal(first[2], second[2])
        assert not np.array_equal(first[2], other[2])


def test_both_variants_are_scored_against_the_original_and_the_outcome_repeats() -> None:
    challenge = Challenge(scale=2, noise=3, seed=1, choices=FAST)
    first, second = (take_challenge(challenge, Photo(texture(91, 135))) for _ in range(2))
    assert (first.truth.height, first.truth.width) == (90, 134)
    assert list(first.scores) == ["input", "skip", "no-skip"]
    assert first.scores == second.scores
    assert np.array_equal(first.sheet_HWC, second.sheet_HWC)
    assert first.scores["skip"].psnr_inside is None


def test_inside_and_outside_the_mask_are_scored_apart() -> None:
    mask = mask_with(90, 134, (20, 30, 50, 70))
    outcome = take_challenge(Challenge(mask=mask, choices=FAST), Photo(texture(90, 134)))
    truth = code_to_unit(outcome.truth.pixels)
    score = outcome.scores["skip"]
    assert score.psnr_outside == float("inf"), "what the mask leaves is the photo's own"
    assert score.psnr_inside == psnr_inside(code_to_unit(outcome.results["skip"].photo.pixels), truth, mask)
    noisy = take_challenge(Challenge(mask=mask, noise=10, choices=FAST), Photo(texture(90, 134)))
    assert 20 < noisy.scores["skip"].psnr_outside < 35


def test_impossible_challenges_are_refused() -> None:
    photo = Photo(texture(90, 134))
    for challenge in (Challenge(), Challenge(scale=2, holes="scratches")):
        with pytest.raises(RequestImpossible, match="choose one"):
            damage_for(challenge, photo)
    with pytest.raises(RequestImpossible, match="too small"):
        damage_for(Challenge(scale=4), photo)
    with pytest.raises(MaskSizeDiffers):
        damage_for(Challenge(mask=mask_with(10, 12, (1, 1, 3, 3))), photo)


def test_a_heat_map_is_dark_where_nothing_differs_and_bright_where_much_does() -> None:
    truth = np.full((4, 5, 3), 0.5, np.float32)
    picture = truth.copy()
    picture[1, 2] += 0.3
    heat = heat_map(picture, truth)
    assert heat[0, 0].max() < 0.05
    assert heat[1, 2].min() > 0.6


def lab_settings(kind: str = "enlarge") -> LabSettings:
    pixels = texture(80, 96)
    if kind == "find":
        old = old_photo_for("all", pixels, 3)
        return LabSettings(pixels, None, 1, ("damage-skip", "damage-no-skip"), (0.0, 1.0), {"kind": "lab"}, old)
    if kind == "fill":
        return LabSettings(
            pixels, mask_with(80, 96, (10, 20, 30, 50)), 1, ("inpaint-skip", "inpaint-no-skip"), (0.0, 1.0)
        )
    return LabSettings(pixels, None, 4, ("upscale-skip", "upscale-no-skip"), (0.5, 1.0), {"kind": "lab", "seed": 3})


@pytest.mark.parametrize("suffix", [".png", ".pdf"])
@pytest.mark.parametrize("kind", ["enlarge", "fill", "find"])
def test_a_sheet_opened_again_gives_the_same_picture(suffix: str, kind: str, tmp_path: Path) -> None:
    settings = lab_settings(kind)
    drawn = draw_lab_sheet(settings)
    path = write_sheet(drawn.sheet_HWC, settings, tmp_path / f"sheet{suffix}")
    again = read_sheet(path)
    assert again.to_json() == settings.to_json()
    redrawn = draw_lab_sheet(again)
    assert np.array_equal(redrawn.sheet_HWC, drawn.sheet_HWC)
    assert [view.score for view in redrawn.views] == [view.score for view in drawn.views]
    if suffix == ".png":
        with Image.open(path) as picture:
            assert np.array_equal(np.asarray(picture), drawn.sheet_HWC)


def test_the_first_networks_gates_are_what_the_sheet_says() -> None:
    closed = draw_lab_sheet(replace(lab_settings(), gates=(0.0, 0.0)))
    opened = draw_lab_sheet(replace(lab_settings(), gates=None))
    assert closed.views[0].name == "upscale-skip [0 0]"
    assert opened.views[0].name == "upscale-skip"
    assert not np.array_equal(closed.views[0].picture_HWC, opened.views[0].picture_HWC)
    assert np.array_equal(closed.views[1].picture_HWC, opened.views[1].picture_HWC)


def test_what_is_no_sheet_is_refused_with_a_sentence(tmp_path: Path) -> None:
    plain = tmp_path / "plain.png"
    Image.fromarray(texture(20, 30)).save(plain)
    with pytest.raises(SheetUnreadable, match="no settings"):
        read_sheet(plain)
    for name, content in (("cut.png", plain.read_bytes()[:60]), ("text.pdf", b"%PDF-1.4 nothing"), ("a.png", b"words")):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(SheetUnreadable):
            read_sheet(tmp_path / name)


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        "{}",
        '{"crop": "x", "mask": null, "scale": 4, "cards": [], "gates": null, "facts": {}}',
        lab_settings("find").to_json().replace('"truth"', '"other"'),
        lab_settings("find").to_json().replace('"old": {', '"old": 3, "older": {'),
        replace(lab_settings("find"), crop_HWC=texture(81, 96)).to_json(),
    ],
)
def test_damaged_settings_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        LabSettings.from_json(text)


def test_a_sheet_of_an_earlier_version_is_opened() -> None:
    values = json.loads(lab_settings().to_json())
    del values["old"]
    assert LabSettings.from_json(json.dumps(values)).to_json() == lab_settings().to_json()


def test_a_sheet_never_replaces_a_file_unasked(tmp_path: Path) -> None:
    settings, pixels = lab_settings(), texture(20, 30)
    path = write_sheet(pixels, settings, tmp_path / "sheet.png")
    with pytest.raises(OutputExists):
        write_sheet(pixels, settings, path)
    with pytest.raises(FormatUnknown):
        write_sheet(pixels, settings, tmp_path / "sheet.jpg")
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["sheet.png"]


def test_a_caption_stays_above_its_own_picture(tmp_path: Path) -> None:
    """Captions that are too long get smaller, and are cut where they would still reach into the next one."""
    picture = np.zeros((40, 100, 3), np.float32)
    for text in ("short", "error of exercise-upscale-bilinear-no-skip [1 0 1]", "m" * 200):
        alone = draw_sheet([Panel((text,), picture), Panel(("",), picture)], columns=2)
        gap = alone.shape[1] - (alone.shape[1] - 6) // 2
        assert (alone[:, gap:] == alone[0, 0])[:-46].all(), text
        assert (alone[:-46, :gap] != alone[0, 0]).any()
