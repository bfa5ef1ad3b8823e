"""What the worker does when somebody presses Restore: look where nobody has looked yet, plan, and carry it out.

Comes in: a ``RestoreJob``, frozen. Goes out: what was found and done for each variant, ready to be shown, and the
results of the document that this makes. Called in the worker thread, but for ``results_of``.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from weakref import WeakKeyDictionary

from desktop_unet.document.document import Document, Restoration
from desktop_unet.engine.progress import part_of
from desktop_unet.engine.task import Choices, Report, Variant
from desktop_unet.imaging.photo import Mask, Photo
from desktop_unet.studio.damage_search import Looker
from desktop_unet.studio.limits import refuse_unshowable
from desktop_unet.studio.pyramid import ScreenLevels, screen_levels
from desktop_unet.studio.restore_plan import Findings, examine, look_for_damage, plan_restoration, seeks_damage
from desktop_unet.studio.restore_steps import Engine, StepCache, StepOrder, StepsDone, carry_out
from desktop_unet.studio.restore_wishes import RestoreWishes
from desktop_unet.studio.restoring import SHORT_NAMES


@dataclass(frozen=True, eq=False)
class RestoreJob:
    """What is asked.

    Args:
        photo: what to restore.
        wishes: what is switched and set.
        choices: how to run; its variant is the one that looks for damage.
        variants: that are wanted, the chosen one first.
        by_hand: marks that take the place of those found, read-only.
        shown: photos that need not be made ready to be shown.
    """

    photo: Photo
    wishes: RestoreWishes
    choices: Choices
    variants: tuple[Variant, ...]
    by_hand: Mask | None = None
    shown: Collection[Photo] = ()


class Looks:
    """What was found of photos so far; belongs to the worker thread, so a job waits for a look by being queued."""

    def __init__(self) -> None:
        self._found: WeakKeyDictionary[Photo, dict[Variant, Findings]] = WeakKeyDictionary()

    def get(self, job: RestoreJob) -> Findings | None:
        return self._found.get(job.photo, {}).get(job.choices.variant)

    def keep(self, job: RestoreJob, found: Findings) -> Findings:
        self._found.setdefault(job.photo, {})[job.choices.variant] = found
        return found


@dataclass(frozen=True, eq=False)
class RestoredInSteps:
    """What came of it.

    Args:
        found: what is known of the photo now.
        done: what was done, by variant.
        levels: of the photos that are new.
    """

    found: Findings
    done: Mapping[Variant, StepsDone]
    levels: Mapping[Photo, ScreenLevels]


def restore_in_steps(
    job: RestoreJob, looks: Looks, engine: Engine, cache: StepCache, report: Report, look: Looker | None = None
) -> RestoredInSteps:
    """Do it.

    Raises:
        Cancelled: before the first step was finished.
        Mishap: as ``examine`` and ``carry_out``; ``ResultTooLarge`` where the window cannot show the result.
    """
    found = find_what_is_missing(job, looks, report, look)
    plan = plan_restoration(found, job.wishes, job.by_hand)
    refuse_unshowable(job.photo.extent.scaled(plan.scale))
    done: dict[Variant, StepsDone] = {}
    for number, variant in enumerate(job.variants):
        hook = report if len(job.variants) == 1 else part_of(report, number, len(job.variants), SHORT_NAMES[variant])
        done[variant] = carry_out(job.photo, plan, replace(job.choices, variant=variant), engine, hook, cache)
        if done[variant].is_cut_short:
            break
    cache.forget_unused()
    photos = [each.photo for steps in done.values() for each in steps.done]
    return RestoredInSteps(found, done, {photo: screen_levels(photo) for photo in photos if photo not in job.shown})


def find_what_is_missing(job: RestoreJob, looks: Looks, report: Report, look: Looker | None = None) -> Findings:
    """All that the plan needs to know; raises as ``examine``."""
    found = looks.get(job)
    seeks = job.by_hand is None and seeks_damage(job.wishes, job.choices)
    threshold = job.wishes.threshold if seeks else None
    if found is None:
        found = examine(job.photo, job.choices, report, threshold=threshold, look=look)
    elif threshold is not None:
        found = look_for_damage(found, job.photo, job.choices, report, threshold, look)
    return looks.keep(job, found)


def results_of(restored: RestoredInSteps, chosen: Variant) -> tuple[Restoration, ...]:
    """A result of the document for each step, with what every variant made of it."""
    kept = chosen if chosen in restored.done else next(iter(restored.done))
    photos: dict[str, dict[str, Photo]] = {}
    for variant, steps in restored.done.items():
        for each in steps.done:
            photos.setdefault(each.order.step, {})[variant] = each.photo
    return tuple(Restoration(each.order, photos[each.order.step], kept) for each in restored.done[kept].done)


def steps_at_the_end(results: tuple[Restoration, ...]) -> tuple[Restoration, ...]:
    """The last results of a document that are steps of one restoration; empty where the last one is none."""
    base, first = None, len(results)
    for number in range(len(results) - 1, -1, -1):
        asked = results[number].asked
        if not isinstance(asked, StepOrder) or (base is not None and asked.base is not base):
            break
        base, first = asked.base, number
    return results[first:]


def base_of(document: Document) -> Photo:
    """The photo that restoring begins with: restoring again begins where the last time did."""
    steps = steps_at_the_end(document.results)
    asked = steps[0].asked if steps else None
    return asked.base if isinstance(asked, StepOrder) else document.photo
