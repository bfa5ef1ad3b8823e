"""``restore`` and ``find-damage``: what scripts and folder work depend on."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from desktop_unet.imaging.codec import read_extent
from desktop_unet.imaging.geometry import Extent
from desktop_unet.studio import damage_search
from tests.engine.networks import INPAINT, UPSCALE, mask_with, save_random
from tests.studio.finders import SEGMENT, bright_is_damage, scratched
from tests.test_cli import contents, run


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Networks as they are before any training, with ×1 and without a finder."""
    weights = tmp_path_factory.mktemp("restoring")
    save_random(weights, "upscale-skip", replace(UPSCALE, scales=(1, 2, 3)))
    save_random(weights, "inpaint-skip", INPAINT)
    return weights


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: Path) -> Path:
    """A folder with a scratched photo that was a JPEG, and no network that finds damage."""
    monkeypatch.setenv("DESKTOP_UNET_WEIGHTS", str(folder))
    Image.fromarray(scratched().pixels).save(tmp_path / "jpeg.jpg", quality=50)
    Image.fromarray(scratched().pixels).save(tmp_path / "old.png")
    return tmp_path


@pytest.fixture
def finder(place: Path, monkeypatch: pytest.MonkeyPatch, folder: Path) -> Path:
    """The same with a finder to whom pure white is damage."""
    weights = place / "weights"
    weights.mkdir()
    for path in folder.iterdir():
        (weights / path.name).symlink_to(path)
    save_random(weights, "damage-skip", SEGMENT)
    monkeypatch.setenv("DESKTOP_UNET_WEIGHTS", str(weights))
    monkeypatch.setattr(damage_search, "call_finder", bright_is_damage)
    return place


def facts_of(capsys, *words: object) -> dict:
    code, out, err = run(capsys, *words, "--json")
    assert (code, err) == (0, "")
    return json.loads(out)


def pixels(path: Path) -> np.ndarray:
    return np.asarray(Image.open(path))


def test_restore_fills_what_was_found_and_enlarges_a_small_photo(finder: Path, capsys) -> None:
    facts = facts_of(capsys, "restore", finder / "old.png", finder / "new.png")
    assert read_extent(finder / "new.png") == Extent(240, 340)
    assert (facts["height"], facts["width"], facts["finder"]) == (240, 340, "damage-skip")
    assert facts["card"] == ["inpaint-skip", "upscale-skip"]
    damage, clean, tone, enlarge = facts["steps"]
    assert (damage["on"], damage["found"], damage["pieces"]) == (True, "2 scratches and spots, 6.4 %", 2)
    assert damage["share"] == pytest.approx(0.064, abs=0.001)
    assert (tone["on"], enlarge["on"], enlarge["setting"]) == (False, True, 2)
    assert "seconds" in damage
    assert clean["step"] == "clean"


def test_steps_names_what_is_on(finder: Path, capsys) -> None:
    facts = facts_of(capsys, "restore", finder / "old.png", finder / "new.png", "--steps", "damage")
    assert [step["step"] for step in facts["steps"] if step["on"]] == ["damage"]
    before, after = pixels(finder / "old.png"), pixels(finder / "new.png")
    white = (before == 255).all(axis=2)
    assert not (after[white] == 255).all(axis=1).any()
    changed = (before != after).any(axis=2)
    assert changed.mean() < 0.07


def test_a_lossy_file_says_that_more_than_the_damage_changed_where_nothing_else_was_to(finder: Path, capsys) -> None:
    words = ("restore", finder / "old.png")
    for steps, said in (("damage", 1), ("damage,enlarge", 0)):
        notes = facts_of(capsys, *words, finder / "new.jpg", "--steps", steps, "--overwrite")["notes"]
        assert sum("packs the whole photo anew" in note for note in notes) == said


def test_a_dry_run_says_what_would_be_done_and_writes_nothing(finder: Path, capsys) -> None:
    before = contents(finder)
    facts = facts_of(capsys, "restore", finder / "jpeg.jpg", finder / "new.png", "--dry-run", "--scale", "3")
    assert contents(finder) == before
    assert (facts["dry_run"], facts["height"], facts["width"]) == (True, 360, 510)
    clean = facts["steps"][1]
    assert (clean["on"], clean["found"], clean["quality"]) == (True, "noise, JPEG 50", pytest.approx(50, abs=1))
    told = facts_of(capsys, "restore", finder / "jpeg.jpg", finder / "new.png", "--scale", "3")
    for planned, done in zip(facts["steps"], told["steps"], strict=True):
        assert planned == {name: value for name, value in done.items() if name != "seconds"}


def test_without_a_finder_damage_is_filled_only_where_it_is_asked_for(place: Path, capsys) -> None:
    words = ("restore", place / "old.png", place / "new.png", "--scale", "1", "--overwrite")
    unasked = facts_of(capsys, *words)
    assert (unasked["finder"], unasked["steps"][0]["on"]) == (None, False)
    assert unasked["steps"][0]["found"] == "not looked for yet"
    asked = facts_of(capsys, *words, "--steps", "damage")
    assert (asked["finder"], asked["steps"][0]["on"]) == ("classical", True)


def test_nothing_found_is_a_result_and_a_note(finder: Path, capsys) -> None:
    Image.fromarray(np.minimum(scratched().pixels, 200)).save(finder / "fine.png")
    code, out, err = run(capsys, "restore", finder / "fine.png", finder / "new.png")
    assert (code, err) == (0, "")
    assert "note: Nothing to repair was found. The other steps ran." in out
    assert "[ ] damage: nothing found" in out
    assert "[x] enlarge: small: 170 × 120" in out


def test_a_photo_that_is_damage_all_over_is_not_filled(finder: Path, capsys) -> None:
    ruined = scratched().pixels.copy()
    ruined[:60] = 255
    Image.fromarray(ruined).save(finder / "ruined.png")
    facts = facts_of(capsys, "restore", finder / "ruined.png", finder / "new.png")
    assert not facts["steps"][0]["on"]
    assert any("too much to be filled" in note for note in facts["notes"])
    assert facts["steps"][3]["on"]


def test_a_mask_takes_the_place_of_what_is_found(place: Path, capsys) -> None:
    Image.fromarray(mask_with(120, 170, (20, 30, 30, 50))).save(place / "mask.png")
    words = ("restore", place / "old.png", place / "new.png", "--mask", place / "mask.png", "--steps", "damage")
    facts = facts_of(capsys, *words)
    assert (facts["finder"], facts["steps"][0]["found"]) == (None, "marked by hand, 1.0 %")
    before, after = pixels(place / "old.png"), pixels(place / "new.png")
    rows, columns = np.nonzero((before != after).any(axis=2))
    assert (rows.min(), rows.max() + 1, columns.min(), columns.max() + 1) == (20, 30, 30, 50)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--steps", "damage,polish"), "'polish' is no step"),
        (("--steps", ""), "is no step"),
        (("--steps", "damage", "--scale", "2"), "--scale needs the step 'enlarge'"),
        (("--steps", "clean", "--mask", "mask.png"), "--mask needs the step 'damage'"),
        (("--tones", "2"), "--tones"),
        (("--threshold", "1.5"), "--threshold"),
    ],
)
def test_what_contradicts_itself_is_wrong_usage(place: Path, capsys, words: tuple[str, ...], says: str) -> None:
    code, _, err = run(capsys, "restore", place / "old.png", place / "new.png", *words)
    assert code == 2
    assert says in " ".join(err.replace("│", " ").split())


def test_what_cannot_be_written_is_said_before_the_long_work(finder: Path, capsys, monkeypatch) -> None:
    monkeypatch.setattr(damage_search, "call_finder", lambda *_: pytest.fail("looked"))
    (finder / "new.png").write_bytes(b"mine")
    code, _, err = run(capsys, "restore", finder / "old.png", finder / "new.png")
    assert (code, "already exists" in err) == (1, True)
    code, _, err = run(capsys, "find-damage", finder / "old.png", finder / "mask.jpg")
    assert (code, "masks are saved as PNG" in err) == (1, True)


# --- find-damage, and masks that the program makes itself ------------------------------------------


def test_find_damage_writes_a_mask_that_inpaint_takes(finder: Path, capsys) -> None:
    facts = facts_of(capsys, "find-damage", finder / "old.png", finder / "mask.png")
    assert (facts["card"], facts["pieces"], facts["threshold"]) == ("damage-skip", 2, 0.5)
    assert facts["share"] == pytest.approx((pixels(finder / "mask.png") > 0).mean(), abs=1e-6)
    words = ("inpaint", finder / "old.png", finder / "new.png", "--mask", finder / "mask.png")
    assert run(capsys, *words)[0] == 0
    by_itself = ("inpaint", finder / "old.png", finder / "auto.png", "--mask", "auto")
    assert run(capsys, *by_itself)[0] == 0
    assert np.array_equal(pixels(finder / "new.png"), pixels(finder / "auto.png"))


def test_a_mask_that_marks_nothing_is_a_result(finder: Path, capsys) -> None:
    Image.fromarray(np.minimum(scratched().pixels, 200)).save(finder / "fine.png")
    code, out, err = run(capsys, "find-damage", finder / "fine.png", finder / "mask.png")
    assert (code, err) == (0, "")
    assert "nothing was found" in out
    assert not pixels(finder / "mask.png").any()


def test_without_a_network_the_classical_finder_looks(place: Path, capsys) -> None:
    facts = facts_of(capsys, "find-damage", place / "old.png", place / "mask.png")
    assert facts["card"] == "classical"
    strict = facts_of(capsys, "find-damage", place / "old.png", place / "strict.png", "--threshold", "1")
    assert strict["share"] < facts["share"]
    code, _, err = run(capsys, "find-damage", place / "old.png", place / "other.png", "--card", "nobody")
    assert (code, "nobody" in err) == (1, True)


def test_the_filler_s_card_is_not_what_looks(finder: Path, capsys) -> None:
    words = ("inpaint", finder / "old.png", finder / "new.png", "--mask", "auto", "--card", "inpaint-skip")
    assert run(capsys, *words)[0] == 0


def test_a_card_of_another_task_does_not_look(place: Path, capsys) -> None:
    code, _, err = run(capsys, "find-damage", place / "old.png", place / "mask.png", "--card", "inpaint-skip")
    assert (code, "was trained to" in err) == (1, True)
    assert not (place / "mask.png").exists()


def test_the_look_is_that_of_the_network_that_enlarges(place: Path, monkeypatch, capsys, folder: Path) -> None:
    code, _, err = run(capsys, "restore", place / "old.png", place / "new.png", "--look", "sharp")
    assert code == 1
    assert "sharp" in err
    assert not (place / "new.png").exists()
    weights = place / "weights"
    weights.mkdir()
    for path in folder.iterdir():
        (weights / path.name).symlink_to(path)
    save_random(weights, "upscale-sharp-skip", replace(UPSCALE, scales=(2, 3)))
    monkeypatch.setenv("DESKTOP_UNET_WEIGHTS", str(weights))
    facts = facts_of(
        capsys, "restore", place / "old.png", place / "new.png", "--look", "sharp", "--steps", "clean,enlarge"
    )
    assert facts["card"] == ["upscale-skip", "upscale-sharp-skip"]
