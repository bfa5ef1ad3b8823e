"""Steps one after the other: each with its own result, none done twice, and what is finished stays when cancelled."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from desktop_unet.engine.task import (
    VARIANTS,
    Cancelled,
    Choices,
    InpaintRequest,
    Report,
    Request,
    Result,
    Step,
    UpscaleRequest,
)
from desktop_unet.errors import RequestImpossible
from desktop_unet.imaging.damage_estimate import DamageEstimate
from desktop_unet.imaging.damage_marks import amount_of
from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.photo import Photo
from desktop_unet.imaging.tones import find_tones
from desktop_unet.studio.damage_search import LikelyDamage
from desktop_unet.studio.restore_plan import Findings, FoundMarks, RestorePlan, plan_restoration
from desktop_unet.studio.restore_steps import StepCache, StepsDone, carry_out
from desktop_unet.studio.restore_wishes import RestoreWishes, StepName
from tests.engine.networks import texture

CHOICES = Choices(device="cpu")


class Engine:
    """Fills with one colour, cleans by halving the lowest bit, enlarges by repeating pixels."""

    def __init__(self) -> None:
        self.requests: list[Request] = []

    def __call__(self, request: Request, report: Report) -> Result:
        self.requests.append(request)
        for tile in range(2):
            report(Step(tile, 2, "Working", 3.0))
        pixels = request.photo.pixels.copy()
        if isinstance(request, InpaintRequest):
            pixels[request.mask > 0] = 90
        elif request.scale > 1:
            pixels = pixels.repeat(request.scale, 0).repeat(request.scale, 1)
        else:
            pixels = pixels & 0xFE
        return Result(request.photo.with_pixels(pixels), "a-card", "cpu", "fp32", 2, 0.1, ("A note.",))

    @property
    def asked(self) -> list[object]:
        return [getattr(request, "scale", "fill") for request in self.requests]


@pytest.fixture
def engine() -> Engine:
    return Engine()


@pytest.fixture
def photo() -> Photo:
    """Faded, so that every step has something to do."""
    return Photo((60 + texture(60, 84) * 0.5).astype(np.uint8))


def found_in(photo: Photo, rows: int = 6) -> Findings:
    mask = np.zeros(photo.pixels.shape[:2], np.uint8)
    mask[10 : 10 + rows, 20:60] = 255
    marks = FoundMarks(mask, amount_of(mask), 0.5)
    survey = LikelyDamage(mask, "damage-skip")
    return Findings(photo.extent, DamageEstimate(0.0, 60.0, 0.4), find_tones(photo), survey, marks)


def plan_of(photo: Photo, **wishes: object) -> RestorePlan:
    return plan_restoration(found_in(photo), replace(RestoreWishes(), **wishes))


def ignore(step: Step) -> None:
    """A report hook."""


def run(photo: Photo, plan: RestorePlan, engine: Engine, cache: StepCache | None = None, **more: object) -> StepsDone:
    return carry_out(photo, plan, replace(CHOICES, **more), engine, ignore, cache)


def test_each_step_goes_on_from_the_one_before(photo: Photo, engine: Engine) -> None:
    done = run(photo, plan_of(photo), engine)
    assert [each.order.step for each in done.done] == ["damage", "clean", "tone", "enlarge"]
    assert [each.order.photo for each in done.done] == [photo, *(each.photo for each in done.done[:-1])]
    assert {each.order.base for each in done.done} == {photo}
    assert engine.asked == ["fill", 1, 2]
    assert done.photo.extent == Extent(120, 168)
    filled, cleaned, toned, _ = (each.photo.pixels for each in done.done)
    outside = found_in(photo).marks.mask == 0
    assert np.array_equal(filled[outside], photo.pixels[outside])
    assert np.array_equal(cleaned, filled & 0xFE)
    assert np.ptp(toned) > np.ptp(cleaned) + 40


@pytest.mark.parametrize(
    ("off", "leaves"),
    [
        ({"clean", "tone", "enlarge"}, True),
        ({"clean", "tone"}, False),
        ({"damage", "clean", "enlarge"}, False),
        ({"damage", "clean", "tone", "enlarge"}, False),
    ],
)
def test_only_where_damage_alone_was_filled_the_rest_is_as_it_was(
    photo: Photo, engine: Engine, off: set[StepName], leaves: bool
) -> None:
    assert run(photo, plan_of(photo, off=frozenset(off)), engine).leaves_the_rest == leaves


def test_cleaning_is_told_the_strength_of_the_plan_and_enlarging_that_all_is_clean(
    photo: Photo, engine: Engine
) -> None:
    run(photo, plan_of(photo), engine, variant="no-skip")
    fill, clean, enlarge = engine.requests
    assert isinstance(fill, InpaintRequest)
    assert isinstance(clean, UpscaleRequest)
    assert isinstance(enlarge, UpscaleRequest)
    assert (clean.scale, clean.strength, enlarge.strength) == (1, 0.4, 0.0)
    assert {request.choices.variant for request in engine.requests} == {"no-skip"}


def test_only_what_depends_on_a_change_is_done_again(photo: Photo, engine: Engine) -> None:
    cache = StepCache()
    first = run(photo, plan_of(photo), engine, cache)
    again = run(photo, plan_of(photo), engine, cache)
    assert [each.photo for each in again.done] == [each.photo for each in first.done]
    assert engine.asked == ["fill", 1, 2]
    run(photo, plan_of(photo, scale=3), engine, cache)
    assert engine.asked[3:] == [3]
    run(photo, plan_of(photo, scale=3, tones=0.5), engine, cache)
    assert engine.asked[4:] == [3]
    run(photo, plan_of(photo, scale=3, tones=0.5, strength=0.2), engine, cache)
    assert engine.asked[5:] == [1, 3]
    other = plan_restoration(found_in(photo, rows=9), replace(RestoreWishes(), scale=3, tones=0.5, strength=0.2))
    run(photo, other, engine, cache)
    assert engine.asked[7:] == ["fill", 1, 3]
    run(photo, other, engine, cache, variant="no-skip")
    assert engine.asked[10:] == ["fill", 1, 3]


def test_what_the_last_run_did_not_use_is_forgotten(photo: Photo, engine: Engine) -> None:
    cache = StepCache()
    for scale in (2, 3):
        run(photo, plan_of(photo, scale=scale), engine, cache)
        cache.forget_unused()
    run(photo, plan_of(photo, scale=3), engine, cache)
    assert engine.asked == ["fill", 1, 2, 3]
    run(photo, plan_of(photo, scale=2), engine, cache)
    assert engine.asked[4:] == [2]


@pytest.mark.parametrize(("stops_at", "finished"), [("clean", ["damage"]), ("enlarge", ["damage", "clean", "tone"])])
def test_cancelling_keeps_what_is_finished(photo: Photo, engine: Engine, stops_at: str, finished: list[str]) -> None:
    calls = {"clean": 2, "enlarge": 3}[stops_at]

    def report(step: Step) -> None:
        if len(engine.requests) == calls:
            raise Cancelled

    cache = StepCache()
    done = carry_out(photo, plan_of(photo), CHOICES, engine, report, cache)
    assert done.is_cut_short
    assert [each.order.step for each in done.done] == finished
    run(photo, plan_of(photo), engine, cache)
    assert engine.asked.count("fill") == 1


def test_cancelling_before_anything_is_finished_is_no_result(photo: Photo, engine: Engine) -> None:
    def report(step: Step) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        carry_out(photo, plan_of(photo), CHOICES, engine, report)


def test_progress_only_rises_and_ends_with_no_time_left(photo: Photo, engine: Engine) -> None:
    steps: list[Step] = []
    carry_out(photo, plan_of(photo), CHOICES, engine, steps.append)
    done = [step.done / step.total for step in steps]
    assert done == sorted(done)
    assert (done[0], 0.5 < done[-1] < 1) == (0.0, True)
    assert {step.text for step in steps} == {"Working", "Bringing back tones"}
    assert all(step.seconds_left is not None for step in steps[1:])
    assert steps[-1].seconds_left == 3.0  # the last step's own estimate, and nothing after it


def test_no_step_is_a_result_that_says_so(photo: Photo, engine: Engine) -> None:
    fine = replace(found_in(photo), marks=None, survey=None, estimate=DamageEstimate(0, None, 0))
    plan = plan_restoration(fine, RestoreWishes(off=frozenset({"tone", "enlarge"})))
    done = run(photo, plan, engine)
    assert (done.photo, done.done, engine.requests) == (photo, (), [])
    assert done.notes == ("No step was to be done, so the photo stays as it is.",)


def test_tones_are_no_work_for_a_network(photo: Photo, engine: Engine) -> None:
    tone = run(photo, plan_of(photo), engine).done[2].order
    with pytest.raises(RequestImpossible, match="without a network"):
        tone.request(VARIANTS[0])
    assert tone.asks_the_same(tone)
    assert not tone.asks_the_same(run(photo, plan_of(photo), engine).done[0].order)
