"""What restoring comes to: what was found decides what is on, unless somebody has switched it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from desktop_unet.engine.task import Choices
from desktop_unet.imaging.damage_estimate import DamageEstimate
from desktop_unet.imaging.damage_marks import GROWN_PX, Amount, amount_of, marks_above
from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.photo import Photo
from desktop_unet.imaging.tones import FINE, Tones
from desktop_unet.studio.damage_search import LikelyDamage, LikelyScratches, finder_card, survey_damage
from desktop_unet.studio.restore_plan import (
    Findings,
    FoundMarks,
    examine,
    look_for_damage,
    plan_restoration,
    seeks_damage,
)
from desktop_unet.studio.restore_wishes import RestoreWishes, wishes_for
from tests.engine.networks import save_random, texture
from tests.studio.finders import SEGMENT, bright_is_damage, scratched

CLEAN = DamageEstimate(0.0, None, 0.0)
NOTHING_SET = RestoreWishes()
FADED = Tones((0.2, 0.2, 0.1), (0.8, 0.8, 0.7), 0.9, "yellow", False)


def ignore(step: object) -> None:
    """A report hook."""


def marks(share: float, pieces: int = 3) -> FoundMarks:
    mask = np.zeros((100, 100), np.uint8)
    mask.reshape(-1)[: round(share * 10_000)] = 255
    return FoundMarks(mask, Amount(pieces, share), 0.5)


def findings(marked: FoundMarks | None = None, card: str = "damage-skip", **more: object) -> Findings:
    survey = None if marked is None else LikelyDamage(np.zeros((100, 100), np.uint8), card)
    found = Findings(Extent(2000, 3000), CLEAN, FINE, survey, marked)
    return replace(found, **more)


def chosen(found: Findings, wishes: RestoreWishes = NOTHING_SET, **more: object) -> list[str]:
    return [step.name for step in plan_restoration(found, wishes, **more).chosen]


def test_a_fine_photo_is_left_alone() -> None:
    plan = plan_restoration(findings(marks(0, 0)), RestoreWishes())
    assert plan.chosen == ()
    assert [step.found for step in plan.steps] == ["nothing found", "clean", "not faded", "3000 × 2000"]
    assert plan.step("damage").refused == "Nothing to repair was found."


def test_what_was_found_is_on_with_the_setting_that_was_found() -> None:
    found = findings(
        marks(0.012, 38), estimate=DamageEstimate(0.0, 60.2, 0.41, 0.3), tones=FADED, extent=Extent(480, 640)
    )
    plan = plan_restoration(found, RestoreWishes())
    assert [step.name for step in plan.chosen] == ["damage", "clean", "tone", "enlarge"]
    assert [step.found for step in plan.steps] == [
        "38 scratches and spots, 1.2 %",
        "grain, JPEG 60",
        "faded: contrast 60 %, yellow cast",
        "small: 640 × 480",
    ]
    assert [step.setting for step in plan.steps] == [0.5, 0.41, 0.9, 2]
    assert plan.scale == 2
    assert plan.mask is found.marks.mask


@pytest.mark.parametrize(
    ("estimate", "text"),
    [
        (DamageEstimate(12.0, None, 0.3), "noise"),
        (DamageEstimate(2.0, 75.0, 0.24), "JPEG 75"),
        (DamageEstimate(12.0, 75.0, 0.3), "noise, JPEG 75"),
        (DamageEstimate(9.0, None, 0.4, 0.4), "grain"),
        (DamageEstimate(2.0, 94.0, 0.0), "clean"),
    ],
)
def test_noise_grain_and_jpeg_are_told_apart(estimate: DamageEstimate, text: str) -> None:
    assert plan_restoration(findings(estimate=estimate), RestoreWishes()).step("clean").found == text


def test_switches_and_settings_of_a_person_count_more_than_what_was_found() -> None:
    found = findings(marks(0.01), tones=FADED)
    assert chosen(found) == ["damage", "tone"]
    wishes = replace(RestoreWishes(), strength=0.3, tones=0.25, scale=4)
    wishes = wishes.switched("tone", is_on=False).switched("clean", is_on=True).switched("enlarge", is_on=True)
    plan = plan_restoration(found, wishes)
    assert [step.name for step in plan.chosen] == ["damage", "clean", "enlarge"]
    assert (plan.step("clean").setting, plan.step("clean").is_found, plan.scale) == (0.3, False, 4)
    assert chosen(found, wishes.switched("tone", is_on=True)) == ["damage", "clean", "tone", "enlarge"]
    assert chosen(found, wishes_for(("clean",))) == ["clean"]


def test_damage_all_over_is_not_filled_and_a_sentence_says_so() -> None:
    plan = plan_restoration(findings(marks(0.41), tones=FADED), RestoreWishes())
    assert [step.name for step in plan.chosen] == ["tone"]
    assert plan.mask is None
    assert plan.step("damage").refused.startswith("41 % of the photo is marked as damage")
    assert chosen(findings(marks(0.4))) == ["damage"]


def test_nothing_found_is_said_with_what_was_done_instead() -> None:
    plan = plan_restoration(findings(marks(0, 0), tones=FADED), RestoreWishes())
    assert plan.step("damage").refused == "Nothing to repair was found. The other steps ran."
    off = plan_restoration(findings(marks(0, 0)), RestoreWishes().switched("damage", is_on=False))
    assert off.step("damage").refused is None


def test_what_the_classical_finder_marks_is_filled_only_where_somebody_wants_it() -> None:
    found = findings(marks(0.01), card="")
    assert chosen(found) == []
    assert chosen(found, RestoreWishes().switched("damage", is_on=True)) == ["damage"]


def test_marks_made_by_hand_take_the_place_of_those_found() -> None:
    by_hand = marks(0.02).mask
    plan = plan_restoration(findings(marks(0.01)), RestoreWishes(), by_hand)
    assert plan.mask is by_hand
    assert plan.step("damage").found == "marked by hand, 2.0 %"
    assert chosen(findings(), by_hand=by_hand) == ["damage"]


def test_marks_of_another_threshold_are_not_taken_for_these() -> None:
    plan = plan_restoration(findings(marks(0.01)), replace(RestoreWishes(), threshold=0.3))
    assert plan.mask is None
    assert plan.step("damage").found == "not looked for yet"


# --- looking -----------------------------------------------------------------------------------------


def test_a_threshold_marks_what_is_likelier_and_as_much_around_it() -> None:
    likely = np.zeros((40, 60), np.uint8)
    likely[20, 10:50], likely[5, 5] = 200, 90
    assert amount_of(marks_above(likely, 0.3)).pieces == 2
    strict = marks_above(likely, 0.5)
    assert amount_of(strict).pieces == 1
    rows = np.flatnonzero(strict.any(axis=1))
    assert (rows[0], rows[-1]) == (20 - GROWN_PX, 20 + GROWN_PX)
    assert not marks_above(np.zeros((8, 9), np.uint8), 0.0).any()
    with pytest.raises(ValueError, match="threshold"):
        marks_above(likely, 1.2)


def test_the_network_looks_where_its_card_is_and_the_classical_finder_where_none_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESKTOP_UNET_WEIGHTS", str(tmp_path))
    photo = scratched()
    assert finder_card(Choices()) is None
    assert not seeks_damage(RestoreWishes(), Choices())
    assert seeks_damage(RestoreWishes().switched("damage", is_on=True), Choices())
    assert isinstance(survey_damage(photo, Choices(), ignore), LikelyScratches)
    save_random(tmp_path, "damage-no-skip", SEGMENT.with_skip(False))
    assert finder_card(Choices()) == "damage-no-skip"  # better than none
    save_random(tmp_path, "damage-skip", SEGMENT)
    assert (finder_card(Choices()), finder_card(Choices(variant="no-skip"))) == ("damage-skip", "damage-no-skip")
    assert seeks_damage(RestoreWishes(), Choices())
    survey = survey_damage(photo, Choices(device="cpu", precision="fp32"), ignore)
    assert isinstance(survey, LikelyDamage)
    assert survey.card == "damage-skip"
    assert survey.likely.shape == photo.pixels.shape[:2]


def test_a_photo_is_looked_at_once_for_every_threshold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESKTOP_UNET_WEIGHTS", str(tmp_path))
    save_random(tmp_path, "damage-skip", SEGMENT)
    photo, looks = scratched(), []

    def look(photo: Photo, choices: Choices, report: object) -> np.ndarray:
        looks.append(choices.card)
        return bright_is_damage(photo, choices, report)

    found = examine(photo, Choices(), ignore, look=look)
    assert found.marks.amount.pieces == 2
    lower = found.at(0.2)
    assert (lower.survey, lower.marks.threshold) == (found.survey, 0.2)
    assert found.at(0.5) is found
    assert looks == ["damage-skip"]
    unseen = examine(photo, Choices(), ignore, threshold=None, look=look)
    assert (unseen.survey, len(looks)) == (None, 1)
    assert look_for_damage(unseen, photo, Choices(), ignore, 0.5, look).marks.amount == found.marks.amount


def test_damage_is_left_out_of_what_tones_are_found_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """White scratches and black spots on a faded photo hide that it has faded."""
    monkeypatch.setenv("DESKTOP_UNET_WEIGHTS", str(tmp_path))
    save_random(tmp_path, "damage-skip", SEGMENT)
    pixels = (60 + texture(200, 260) * 0.5).astype(np.uint8)
    pixels[40:60, 20:240] = 255
    pixels[120:150, 20:240] = 0
    photo = Photo(pixels)

    def look(photo: Photo, choices: Choices, report: object) -> np.ndarray:
        return ((photo.pixels == 255) | (photo.pixels == 0)).all(axis=2).astype(np.float32)

    assert examine(photo, Choices(), ignore, look=look).tones.is_faded
    assert not examine(photo, Choices(), ignore, threshold=None).tones.is_faded
