"""What the worker is asked when somebody presses Restore, and what the document makes of the answer."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from desktop_unet.document.document import Document, Restoration
from desktop_unet.document.strokes import empty_mask
from desktop_unet.engine.task import VARIANTS, Choices, Report, Step
from desktop_unet.errors import ResultTooLarge
from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.photo import Photo
from desktop_unet.studio import damage_search, limits
from desktop_unet.studio.renditions import Compared
from desktop_unet.studio.restore_job import (
    Looks,
    RestoreJob,
    find_what_is_missing,
    restore_in_steps,
    results_of,
    steps_at_the_end,
)
from desktop_unet.studio.restore_steps import StepCache
from desktop_unet.studio.restore_wishes import RestoreWishes
from tests.studio.finders import bright_is_damage, scratched
from tests.studio.test_restore_steps import Engine


@pytest.fixture(autouse=True)
def finder(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every card is there."""
    monkeypatch.setattr(damage_search, "check_card", lambda card: None)


def ignore(step: Step) -> None:
    """A report hook."""


def job_for(photo: Photo, **more: object) -> RestoreJob:
    asked = {"wishes": RestoreWishes(), "choices": Choices(device="cpu"), "variants": ("skip",)} | more
    return RestoreJob(photo, **asked)


def restore(job: RestoreJob, engine: Engine, report: Report = ignore):
    return restore_in_steps(job, Looks(), engine, StepCache(), report, bright_is_damage)


def test_a_job_looks_plans_and_carries_out() -> None:
    engine, photo = Engine(), scratched()
    restored = restore(job_for(photo), engine)
    assert engine.asked == ["fill", 1, 2]
    assert restored.found.marks.amount.pieces == 2
    photos = [each.photo for each in restored.done["skip"].done]
    assert set(restored.levels) == set(photos)
    again = restore(job_for(photo, shown=photos[:1]), engine)
    assert len(again.levels) == 3  # other results than those that are shown


def test_what_one_job_has_found_another_need_not_look_for() -> None:
    looks, photo, seen = Looks(), scratched(), []

    def look(photo: Photo, choices: Choices, report: Report) -> np.ndarray:
        seen.append(choices.card)
        return bright_is_damage(photo, choices, report)

    first = find_what_is_missing(job_for(photo), looks, ignore, look)
    lower = replace(RestoreWishes(), threshold=0.2)
    second = find_what_is_missing(job_for(photo, wishes=lower), looks, ignore, look)
    assert second.survey is first.survey
    assert seen == ["damage-skip"]
    find_what_is_missing(job_for(photo, choices=Choices(variant="no-skip")), looks, ignore, look)
    assert seen == ["damage-skip", "damage-no-skip"]


def test_marks_made_by_hand_need_no_search() -> None:
    photo = scratched()
    by_hand = np.zeros(photo.pixels.shape[:2], np.uint8)
    by_hand[40:50, 40:50] = 255
    found = find_what_is_missing(job_for(photo, by_hand=by_hand), Looks(), ignore, lambda *_: pytest.fail("looked"))
    assert found.survey is None


def test_a_result_that_the_window_cannot_show_is_refused_before_any_step(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = Engine()
    monkeypatch.setattr(limits, "PIXEL_LIMIT", 50_000)
    with pytest.raises(ResultTooLarge):
        restore(job_for(scratched()), engine)
    assert engine.requests == []


def test_progress_of_both_variants_only_rises() -> None:
    steps: list[Step] = []
    restore(job_for(scratched(), variants=VARIANTS), Engine(), steps.append)
    counted = [step for step in steps if step.total == 2000]
    assert [step.done for step in counted] == sorted(step.done for step in counted)
    assert {step.text.split(":")[0] for step in counted} == {"Skip", "No skip"}


def test_steps_are_results_of_the_document_that_go_as_one() -> None:
    document = Document(scratched())
    restored = restore(job_for(document.original, variants=VARIANTS), Engine())
    results = results_of(restored, "no-skip")
    assert [result.chosen for result in results] == ["no-skip"] * 3
    assert all(set(result.photos) == set(VARIANTS) for result in results)
    document.take_results("restore", results, empty_mask(results[-1].photo.extent))
    assert document.photo.extent == Extent(240, 340)
    assert steps_at_the_end(document.results) == results
    listed = Compared.of(document, "Original").with_results(document, lambda result, variant: variant)
    chains = [len(each.chain) for each in listed.renditions]
    assert chains == [0, 1, 1, 2, 2, 3, 3]
    assert listed.b is listed.renditions[-1]
    document.undo()
    assert (document.photo, document.results) == (document.original, ())


def test_other_results_are_no_steps() -> None:
    document = Document(scratched())
    first = results_of(restore(job_for(document.original), Engine()), "skip")
    assert steps_at_the_end(()) == ()
    second = results_of(restore(job_for(first[-1].photo), Engine()), "skip")
    assert steps_at_the_end((*first, *second)) == second

    class Other:
        photo, marked, starts_over, edit_name = first[-1].photo, None, False, "other"

    assert steps_at_the_end((*first, Restoration(Other(), {"skip": first[-1].photo}, "skip"))) == ()
