"""Carrying out a ``RestorePlan``: step after step, each with a result of its own, none of them done twice.

Comes in: a photo and its plan. Goes out: a ``StepDone`` for each step that changed something. The last one's photo is
the restored photo; the others are kept so that before and after can be seen anywhere. Called in the worker thread, and
by the command line.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field, replace
from typing import ClassVar, Self

from desktop_unet.engine.task import (
    Cancelled,
    Choices,
    Fill,
    InpaintRequest,
    Report,
    Request,
    Result,
    Step,
    UpscaleRequest,
    Variant,
)
from desktop_unet.errors import RequestImpossible
from desktop_unet.imaging.geometry import Extent, Rect
from desktop_unet.imaging.photo import Mask, Photo
from desktop_unet.phrases import Phrase
from desktop_unet.studio.options import IN_STEPS
from desktop_unet.studio.orders import Order
from desktop_unet.studio.restore_plan import PlannedStep, RestorePlan
from desktop_unet.studio.restore_wishes import StepName

Engine = Callable[[Request, Report], Result]

_WHOLE = 1000
"""Progress over all steps is told in so many parts."""
_SECONDS = {"damage": 2.0, "clean": 2.5, "tone": 0.2, "enlarge": 3.0}
"""About how long each step takes on a megapixel: for the time left, until the first of them have been measured."""


@dataclass(frozen=True, eq=False, kw_only=True)
class StepOrder(Order):
    """One step of a restoration.

    Args:
        step: which.
        base: the photo that the restoration began with.
        mask: what is filled, read-only; None for the other steps.
        fill: what it is filled with.
        strength: of cleaning up or of bringing back tones, 0..1.
        scale: how many times larger.
    """

    task: ClassVar[str] = IN_STEPS

    step: StepName
    base: Photo
    mask: Mask | None = None
    fill: Fill = "auto"
    strength: float = 0.0
    scale: int = 1

    @property
    def extent(self) -> Extent:
        return self.photo.extent.scaled(self.scale)

    @property
    def times(self) -> int:
        return self.scale

    @property
    def leaves_the_rest(self) -> bool:
        return self.step == "damage"

    @property
    def starts_over(self) -> bool:
        """Enlarging by another factor begins with what the other steps have made."""
        return self.step == "enlarge"

    @property
    def edit_name(self) -> str:
        return "restore"

    @property
    def title(self) -> Phrase:
        if self.step == "enlarge" and self.choices.look == "sharp":
            return Phrase("Enlarged ×{scale}, sharp", scale=self.scale)
        return {
            "damage": Phrase("Damage filled"),
            "clean": Phrase("Cleaned up"),
            "tone": Phrase("Tones brought back"),
            "enlarge": Phrase("Enlarged ×{scale}", scale=self.scale),
        }[self.step]

    @property
    def suffix(self) -> str:
        return "-restored"

    def request(self, variant: Variant) -> Request:
        """The engine's request.

        Raises:
            RequestImpossible: no network takes part in this step.
        """
        choices = self._choices_for(variant)
        if self.step == "damage" and self.mask is not None:
            return InpaintRequest(self.photo, self.mask, choices, self.fill)
        if self.step == "clean":
            return UpscaleRequest(self.photo, 1, self.strength, choices)
        if self.step == "enlarge":
            # What was to be cleaned has been cleaned before.
            return UpscaleRequest(self.photo, self.scale, 0.0, choices)
        raise RequestImpossible(
            reason=Phrase("Tones are brought back without a network, so there is nothing to compare")
        )

    def asks_the_same(self, other: Order) -> bool:
        return isinstance(other, StepOrder) and other.photo is self.photo and self._settings() == other._settings()

    def key(self, variant: Variant) -> Hashable:
        """What the result depends on, and nothing else."""
        return (variant, self.photo, self._settings(), self.choices)

    def _settings(self) -> tuple[Hashable, ...]:
        mask = None if self.mask is None else hashlib.blake2b(self.mask.tobytes()).digest()
        return (self.step, mask, self.fill, self.strength, self.scale)

    def for_part(self, part: Rect, strength: float | None) -> Self:
        raise RequestImpossible(reason=Phrase("A restoration in several steps has no preview"))

    def cut_to(self, around: Rect) -> Self:
        raise RequestImpossible(reason=Phrase("A restoration in several steps has no preview"))


@dataclass(frozen=True, eq=False)
class StepDone:
    """A step that changed something.

    Args:
        order: what was asked.
        photo: what came of it.
        result: the engine's answer; None where no network took part.
    """

    order: StepOrder
    photo: Photo
    result: Result | None = None


@dataclass
class StepCache:
    """Results by what they depend on; after a run those of that run are kept, the others forgotten."""

    _kept: dict[Hashable, StepDone] = field(default_factory=dict)
    _used: dict[Hashable, StepDone] = field(default_factory=dict)

    def get(self, key: Hashable) -> StepDone | None:
        done = self._kept.get(key)
        if done is not None:
            self._used[key] = done
        return done

    def put(self, key: Hashable, done: StepDone) -> None:
        self._kept[key] = self._used[key] = done

    def forget_unused(self) -> None:
        self._kept, self._used = self._used, {}


@dataclass(frozen=True, eq=False)
class StepsDone:
    """What came of a plan.

    Args:
        base: the photo that it began with.
        plan: what was to be done.
        done: the steps that changed something, in order.
        is_cut_short: it was cancelled; what is in ``done`` is finished.
    """

    base: Photo
    plan: RestorePlan
    done: tuple[StepDone, ...]
    is_cut_short: bool = False

    @property
    def photo(self) -> Photo:
        return self.done[-1].photo if self.done else self.base

    @property
    def leaves_the_rest(self) -> bool:
        """Whether something was done, and all of it left pixels that were not marked as they were."""
        return bool(self.done) and all(each.order.leaves_the_rest for each in self.done)

    @property
    def notes(self) -> tuple[Phrase, ...]:
        """What is to be said: why a step was left out, and what the engine noted."""
        said = [step.refused for step in self.plan.steps if step.refused is not None]
        if not self.plan.chosen:
            said.append(Phrase("No step was to be done, so the photo stays as it is."))
        said += [note for each in self.done if each.result is not None for note in each.result.notes]
        return tuple(dict.fromkeys(said))


def carry_out(
    photo: Photo, plan: RestorePlan, choices: Choices, engine: Engine, report: Report, cache: StepCache | None = None
) -> StepsDone:
    """Do what a plan says.

    Args:
        photo: what to restore.
        plan: of that photo.
        choices: how to run; the variant is of every network.
        engine: carries out requests.
        report: called with the progress over all steps; raising ``Cancelled`` keeps the steps that are finished.
        cache: results of earlier runs, which are used again where nothing that they depend on has changed.

    Raises:
        Cancelled: before the first step was finished.
        Mishap: as the engine.
    """
    cache = cache if cache is not None else StepCache()
    progress = _Progress(report, photo, plan.chosen)
    done: list[StepDone] = []
    current, is_cut_short = photo, False
    try:
        for step in plan.chosen:
            progress.begin(step.name)
            made = _do(_order(step, plan, photo, current, choices), choices.variant, engine, progress, cache)
            if made.photo is not current:
                done.append(made)
            current = made.photo
    except Cancelled:
        if not done:
            raise
        is_cut_short = True
    return StepsDone(photo, plan, tuple(done), is_cut_short)


def _order(step: PlannedStep, plan: RestorePlan, base: Photo, photo: Photo, choices: Choices) -> StepOrder:
    fills, enlarges = step.name == "damage", step.name == "enlarge"
    if not enlarges:  # a look is one of enlargements; with another one the other steps stay as they are
        choices = replace(choices, look="natural")
    return StepOrder(
        photo=photo,
        choices=choices,
        step=step.name,
        base=base,
        mask=plan.mask if fills else None,
        fill=plan.fill if fills else "auto",
        strength=0.0 if fills or enlarges else step.setting,
        scale=round(step.setting) if enlarges else 1,
    )


def _do(order: StepOrder, variant: Variant, engine: Engine, report: Report, cache: StepCache) -> StepDone:
    key = order.key(variant)
    kept = cache.get(key)
    if kept is not None:
        return kept
    if order.step == "tone":
        report(Step(0, 1, "Bringing back tones"))
        # Looked for anew: the photo has been cleaned, and has no holes any more.
        from desktop_unet.imaging.tones import bring_back, find_tones

        made = StepDone(order, bring_back(order.photo, find_tones(order.photo), order.strength))
    else:
        result = engine(order.request(variant), report)
        made = StepDone(order, result.photo, result)
    cache.put(key, made)
    return made


class _Progress:
    """A report hook that counts all steps together.

    Args:
        report: is told.
        photo: for how long the steps will take.
        steps: that are to be done.
    """

    def __init__(self, report: Report, photo: Photo, steps: Iterable[PlannedStep]) -> None:
        self._report = report
        self._weights = {step.name: _SECONDS[step.name] * _cost(step) * photo.extent.pixels / 1e6 for step in steps}
        self._total = sum(self._weights.values())
        self._before = 0.0
        self._now = 0.0
        self._started = time.monotonic()

    def begin(self, name: StepName) -> None:
        """The next step begins; the one before is finished."""
        self._before += self._now
        self._now = self._weights[name]

    def __call__(self, step: Step) -> None:
        share = (self._before + self._now * step.done / max(1, step.total)) / max(self._total, 1e-9)
        left = self._seconds_left(step, share)
        self._report(replace(step, done=round(_WHOLE * share), total=_WHOLE, seconds_left=left))

    def _seconds_left(self, step: Step, share: float) -> float | None:
        """What the step itself expects, and the others at the pace of those before; by the pace alone at first."""
        if share <= 0:
            return None
        elapsed = time.monotonic() - self._started
        pace = elapsed / (share * self._total)
        if step.seconds_left is None:
            return pace * (1 - share) * self._total
        return step.seconds_left + pace * (self._total - self._before - self._now)


def _cost(step: PlannedStep) -> float:
    """Enlarging more takes longer."""
    return (1 + float(step.setting) ** 2) / 5 if step.name == "enlarge" else 1.0
