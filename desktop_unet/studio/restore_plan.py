"""What restoring a photo comes to: four steps, each with what was found, whether it is on, and its one setting.

Comes in: a photo, what a person has switched and set, and the marks painted by hand. Goes out: a ``RestorePlan`` for
the window, for ``--dry-run`` and for ``restore_steps``, which carries it out. Looking takes long and is done once
(``examine``); what follows from switches and settings is quick. What needs codecs is imported where it is called.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from desktop_unet.engine.task import Choices, Fill, Report, Step
from desktop_unet.imaging.damage_marks import DEFAULT_THRESHOLD, Amount, amount_of
from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.mask_meaning import HALF
from desktop_unet.imaging.photo import Mask, Photo
from desktop_unet.phrases import Phrase
from desktop_unet.studio.damage_search import DamageSurvey, Looker, finder_card, survey_damage
from desktop_unet.studio.restore_wishes import RestoreWishes, StepName

if TYPE_CHECKING:
    from desktop_unet.imaging.damage_estimate import DamageEstimate
    from desktop_unet.imaging.tones import Tones

SMALL_PX = 1_250_000
"""Photos of at most so many pixels are enlarged: 1280 x 960 and less."""
MOST_MARKED = 0.4
"""Share of a photo beyond which what is marked is not filled: there is too little left to fill it from."""


def is_small(extent: Extent) -> bool:
    """Whether photos of this size are enlarged unless somebody says otherwise."""
    return extent.pixels <= SMALL_PX


def seeks_damage(wishes: RestoreWishes, choices: Choices) -> bool:
    """Whether damage is looked for: where somebody wants it, or nobody minds and there is a network for it.

    What the classical finder finds is a part of the photo as often as not, so it is not filled unasked.
    """
    return "damage" in wishes.on or ("damage" not in wishes.off and finder_card(choices) is not None)


@dataclass(frozen=True, eq=False)
class FoundMarks:
    """What was found damaged at a threshold.

    Args:
        mask: (H, W), 255 = fill, read-only.
        amount: how much that is.
        threshold: 0..1.
    """

    mask: Mask
    amount: Amount
    threshold: float


@dataclass(frozen=True, eq=False)
class Findings:
    """What there is to be seen of a photo's state.

    Args:
        extent: its size.
        estimate: noise, grain and JPEG.
        tones: whether it has faded.
        survey: where it may be damaged; None where nobody has looked yet.
        marks: the same at a threshold; None with ``survey``.
    """

    extent: Extent
    estimate: DamageEstimate
    tones: Tones
    survey: DamageSurvey | None = None
    marks: FoundMarks | None = None

    def at(self, threshold: float) -> Findings:
        """The same with marks at another threshold; takes a moment, so it is called in the worker."""
        if self.survey is None or (self.marks is not None and self.marks.threshold == threshold):
            return self
        return replace(self, marks=_marks(self.survey, threshold))


def examine(
    photo: Photo,
    choices: Choices,
    report: Report,
    *,
    threshold: float | None = DEFAULT_THRESHOLD,
    look: Looker | None = None,
) -> Findings:
    """Look at everything that restoring may be about.

    Args:
        photo: of any size.
        choices: how a network that finds damage is to run.
        report: called before each look; what it raises ends it.
        threshold: of damage; None does not look for any.
        look: stands in for the network.

    Raises:
        Mishap: as ``damage_search.survey_damage``.
    """
    survey = marks = None
    if threshold is not None:
        survey = survey_damage(photo, choices, report, look)
        marks = _marks(survey, threshold)
    report(Step(0, 1, "Looking at noise and tones"))
    from desktop_unet.imaging.damage_estimate import estimate_damage
    from desktop_unet.imaging.tones import find_tones

    holes = marks.mask if marks is not None and marks.amount.share <= MOST_MARKED else None
    return Findings(photo.extent, estimate_damage(photo), find_tones(photo, holes), survey, marks)


def look_for_damage(
    found: Findings, photo: Photo, choices: Choices, report: Report, threshold: float, look: Looker | None = None
) -> Findings:
    """Findings with damage at a threshold, which is looked for where nobody has yet."""
    if found.survey is None:
        found = replace(found, survey=survey_damage(photo, choices, report, look))
    return found.at(threshold)


def _marks(survey: DamageSurvey, threshold: float) -> FoundMarks:
    mask = survey.marks(threshold)
    mask.flags.writeable = False
    return FoundMarks(mask, amount_of(mask), threshold)


# --- the plan ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PlannedStep:
    """One step.

    Args:
        name: which.
        found: what was found, for a person.
        is_on: it will be done.
        is_wanted: it would be, if there is anything to do.
        setting: the threshold, strength or scale that it is done with.
        is_found: ``setting`` is what was found, not one set by hand.
        is_known: somebody has looked.
        refused: why it is not done although it was wanted, a sentence; None where nothing stands against it.
        facts: what was found, in numbers.
    """

    name: StepName
    found: Phrase
    is_on: bool
    is_wanted: bool
    setting: float
    is_found: bool = True
    is_known: bool = True
    refused: Phrase | None = None
    facts: Mapping[str, float | str | None] = field(default_factory=dict)


@dataclass(frozen=True)
class RestorePlan:
    """What will be done.

    Args:
        steps: all of them, in order, whether on or not.
        mask: what is filled where the first is on, read-only; None where nothing is.
        fill: what it is filled with.
        is_by_hand: that was marked by hand.
    """

    steps: tuple[PlannedStep, ...]
    mask: Mask | None = field(default=None, compare=False)
    fill: Fill = "auto"
    is_by_hand: bool = False

    def step(self, name: StepName) -> PlannedStep:
        return next(step for step in self.steps if step.name == name)

    @property
    def chosen(self) -> tuple[PlannedStep, ...]:
        """Those that are on."""
        return tuple(step for step in self.steps if step.is_on)

    @property
    def scale(self) -> int:
        """How many times larger the result is."""
        step = self.step("enlarge")
        return round(step.setting) if step.is_on else 1


def plan_restoration(found: Findings, wishes: RestoreWishes, by_hand: Mask | None = None) -> RestorePlan:
    """What follows from findings and wishes.

    Args:
        found: whose marks are at the threshold wished; damage whose marks are at another one is not known yet.
        wishes: switches and settings.
        by_hand: marks that take the place of those found, read-only; None where there are none.
    """
    damage, mask = _damage_step(found, wishes, by_hand)
    others = (_clean_step(found, wishes), _tone_step(found, wishes), _enlarge_step(found, wishes))
    if damage.refused is not None and mask is None and any(step.is_on for step in others):
        damage = replace(damage, refused=Phrase("{sentence} The other steps ran.", sentence=damage.refused))
    return RestorePlan((damage, *others), mask if damage.is_on else None, wishes.fill, by_hand is not None)


def _damage_step(found: Findings, wishes: RestoreWishes, by_hand: Mask | None) -> tuple[PlannedStep, Mask | None]:
    """The step, and what it would fill."""
    marks = found.marks if found.marks is not None and found.marks.threshold == wishes.threshold else None
    is_sensible = by_hand is not None or (found.survey is not None and bool(found.survey.card))
    wanted = wishes.decides("damage", is_sensible=is_sensible)
    step = PlannedStep("damage", Phrase("not looked for yet"), False, wanted, wishes.threshold, is_known=False)
    if by_hand is not None:
        # Counting pieces would take long after every stroke of the brush.
        return _weighed(step, wishes, by_hand, float((by_hand >= HALF).mean()), None)
    if marks is not None:
        return _weighed(step, wishes, marks.mask, marks.amount.share, marks.amount.pieces)
    return step, None


def _weighed(
    step: PlannedStep, wishes: RestoreWishes, mask: Mask, share: float, pieces: int | None
) -> tuple[PlannedStep, Mask | None]:
    """The step with how much is marked; off where that is nothing or too much."""
    facts: dict[str, float | str | None] = {"pieces": pieces, "share": round(share, 6)}
    step = replace(step, found=_damage_text(share, pieces), facts=facts, is_known=True)
    if 0 < share <= MOST_MARKED:
        return replace(step, is_on=step.is_wanted), mask
    refused = Phrase("Nothing to repair was found.")
    if share:
        refused = Phrase(
            "{percent} % of the photo is marked as damage, too much to be filled from what is left; it was not filled.",
            percent=round(100 * share),
        )
    return replace(step, is_wanted="damage" in wishes.on, refused=refused if step.is_wanted else None), None


def _damage_text(share: float, pieces: int | None) -> Phrase:
    """``pieces`` is None for marks made by hand."""
    percent = round(100 * share, 1 if share >= 0.0005 else 2)
    if pieces is None:
        return Phrase("marked by hand, {percent} %", percent=percent)
    if pieces == 0:
        return Phrase("nothing found")
    if pieces == 1:
        return Phrase("1 scratch or spot, {percent} %", percent=percent)
    return Phrase("{count} scratches and spots, {percent} %", count=pieces, percent=percent)


def _clean_step(found: Findings, wishes: RestoreWishes) -> PlannedStep:
    estimate = found.estimate
    is_on = wishes.decides("clean", is_sensible=estimate.strength > 0)
    return PlannedStep(
        "clean",
        _clean_text(estimate),
        is_on,
        is_on,
        estimate.strength if wishes.strength is None else wishes.strength,
        wishes.strength is None,
        facts={"noise": round(estimate.noise, 2), "quality": estimate.quality, "grain": round(estimate.grain, 3)},
    )


def _clean_text(estimate: DamageEstimate) -> Phrase:
    from desktop_unet.imaging.damage import strength_of_quality
    from desktop_unet.imaging.damage_estimate import LEAST_BY_JPEG, LEAST_NOISE

    kinds = []
    if estimate.grain > 0:
        kinds.append(Phrase("grain"))
    elif estimate.noise >= LEAST_NOISE:
        kinds.append(Phrase("noise"))
    if estimate.quality is not None and strength_of_quality(estimate.quality) >= LEAST_BY_JPEG:
        kinds.append(Phrase("JPEG {quality}", quality=round(estimate.quality)))
    if len(kinds) == 2:
        return Phrase("{one}, {other}", one=kinds[0], other=kinds[1])
    return kinds[0] if kinds else Phrase("clean")


_HUES = {
    "red": Phrase("red"),
    "yellow": Phrase("yellow"),
    "green": Phrase("green"),
    "cyan": Phrase("cyan"),
    "blue": Phrase("blue"),
    "magenta": Phrase("magenta"),
}


def _tone_step(found: Findings, wishes: RestoreWishes) -> PlannedStep:
    tones = found.tones
    is_on = wishes.decides("tone", is_sensible=tones.is_faded)
    return PlannedStep(
        "tone",
        _tone_text(tones),
        is_on,
        is_on,
        tones.strength if wishes.tones is None else wishes.tones,
        wishes.tones is None,
        facts={"contrast": round(tones.contrast, 3), "cast": tones.cast},
    )


def _tone_text(tones: Tones) -> Phrase:
    if not tones.is_faded:
        return Phrase("not faded")
    percent = round(100 * tones.contrast)
    if tones.cast is None:
        return Phrase("faded: contrast {percent} %", percent=percent)
    return Phrase("faded: contrast {percent} %, {cast} cast", percent=percent, cast=_HUES[tones.cast])


def _enlarge_step(found: Findings, wishes: RestoreWishes) -> PlannedStep:
    height, width = found.extent.height, found.extent.width
    size = Phrase("{width} × {height}", width=width, height=height)
    is_on = wishes.decides("enlarge", is_sensible=is_small(found.extent))
    return PlannedStep(
        "enlarge",
        Phrase("small: {size}", size=size) if is_small(found.extent) else size,
        is_on,
        is_on,
        wishes.scale,
        facts={"height": height, "width": width},
    )
