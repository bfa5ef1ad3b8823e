"""What the worker thread does to restore: one order, for one variant or both. Torch only when it is needed.

Comes in: orders. Goes out: results, ready to be shown. Each function is called in the worker thread, with a report
hook where it takes one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from desktop_unet.engine.progress import part_of, without_glimpses
from desktop_unet.engine.task import Report, Request, Result, Step, Variant
from desktop_unet.imaging.photo import Photo
from desktop_unet.studio.orders import Order
from desktop_unet.studio.pyramid import ScreenLevels, screen_levels

if TYPE_CHECKING:
    from desktop_unet.imaging.scoring import Scores

Engine = Callable[[Request, Report], Result]
"""What carries out requests: ``call_engine``, or a stand-in."""
VARIANT_NAMES: Mapping[str, str] = {"skip": "With skip connections", "no-skip": "Without skip connections"}
SHORT_NAMES: Mapping[str, str] = {"skip": "Skip", "no-skip": "No skip"}


@dataclass(frozen=True, eq=False)
class Restored:
    """Results by variant, each ready to be shown."""

    results: Mapping[Variant, Result]
    levels: Mapping[Variant, ScreenLevels]

    @property
    def photos(self) -> dict[str, Photo]:
        return {variant: result.photo for variant, result in self.results.items()}


def restore_variants(order: Order, variants: Sequence[Variant], engine: Engine, report: Report) -> Restored:
    """Carry out the order once per variant; progress counts all of them."""
    results: dict[Variant, Result] = {}
    for index, variant in enumerate(variants):
        hook = report if len(variants) == 1 else part_of(report, index, len(variants), SHORT_NAMES[variant])
        results[variant] = engine(order.request(variant), hook)

    def between() -> None:
        report(Step(1, 1, "Preparing the view", 0.0))

    between()
    return Restored(results, {variant: screen_levels(result.photo, between) for variant, result in results.items()})


def restore_part(order: Order, variant: Variant, engine: Engine, report: Report) -> Restored:
    """Carry out an order for its part alone; the result is as large as that part becomes."""
    small, inner = order.cut_out()
    result = engine(small.request(variant), without_glimpses(report))
    photo = result.photo.cut(inner)
    return Restored({variant: replace(result, photo=photo)}, {variant: screen_levels(photo)})


def call_engine(request: Request, report: Report) -> Result:
    """The real engine; the first call in a program's life imports torch.

    The window stays open after a job, so what the engine kept for itself goes back to the system.
    """
    from desktop_unet.engine.device_env import release_memory
    from desktop_unet.engine.torch_import import load_engine

    load_engine()
    from desktop_unet.engine.restore import run

    try:
        return run(request, report)
    finally:
        release_memory()


def warm_up() -> tuple[tuple[str, str], ...]:
    """Import the engine before it is asked for, so that the first run starts at once.

    Returns:
        The devices there are: names for ``Choices``, each with what a person calls it.
    """
    from desktop_unet.engine.torch_import import load_engine

    load_engine()
    from desktop_unet.engine.device import list_devices

    return tuple(list_devices())


def find_strength(photo: Photo) -> float:
    """Strength of the damage in a photo, as the engine will find it; takes a fifth of a second at most."""
    from desktop_unet.imaging.damage_estimate import estimate_damage

    return estimate_damage(photo).strength


def score(restored: Photo, truth: Photo, report: Report) -> Scores:
    """How close a photo is to a reference."""
    from desktop_unet.imaging.scoring import score as score_photo

    return score_photo(restored, truth, lambda done, total: report(Step(done, total, "Comparing")))
