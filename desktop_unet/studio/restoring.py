"""What the worker thread does to restore: one order, for one variant or both. No Qt; torch only when it is needed.

Comes in: orders. Goes out: results, ready to be shown. Each function is called in the worker thread, with a report
hook where it takes one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from desktop_unet.document.document import Restoration
from desktop_unet.engine.task import (
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
from desktop_unet.imaging.geometry import Extent, Rect
from desktop_unet.imaging.photo import Mask, Photo
from desktop_unet.imaging.target_size import TargetSize
from desktop_unet.studio.pyramid import ScreenLevels, screen_levels

if TYPE_CHECKING:
    from desktop_unet.imaging.scoring import Scores

Run = Callable[[Request, Report], Result]
PREVIEW_CONTEXT_PX = 160
"""What the network sees around a previewed part."""
VARIANT_NAMES: Mapping[str, str] = {"skip": "With skip connections", "no-skip": "Without skip connections"}
SHORT_NAMES: Mapping[str, str] = {"skip": "Skip", "no-skip": "No skip"}


@dataclass(frozen=True, eq=False)
class Order:
    """What is to be made of a photo, for any variant.

    Args:
        photo: what to work on.
        scale: how many times larger.
        mask: what to fill, read-only; None enlarges.
        choices: how to run.
        strength: as in ``UpscaleRequest``, and so are ``target`` and ``only``.
        fill: as in ``InpaintRequest``, and so is ``seed``.
        part: the box of the photo that a preview shows; None for all of it.
    """

    photo: Photo
    scale: int
    mask: Mask | None
    choices: Choices
    strength: float | None = None
    target: TargetSize | None = None
    only: Mask | None = None
    fill: Fill = "auto"
    seed: int = 0
    part: Rect | None = None

    @property
    def extent(self) -> Extent:
        """Size of the result."""
        return self.target.extent if self.target is not None else self.photo.extent.scaled(self.scale)

    def asks_the_same(self, other: Order) -> bool:
        """Whether both enlarge alike."""
        if (self.scale, self.strength, self.target) != (other.scale, other.strength, other.target):
            return False
        if self.only is None or other.only is None:
            return self.only is other.only
        return self.only.shape == other.only.shape and bool((self.only == other.only).all())

    def request(self, variant: Variant) -> Request:
        choices = replace(self.choices, variant=variant)
        if self.mask is None:
            return UpscaleRequest(self.photo, self.scale, self.strength, choices, self.target, self.only)
        return InpaintRequest(self.photo, self.mask, choices, self.fill, self.seed)

    def restoration(self, photos: dict[str, Photo], chosen: str) -> Restoration:
        is_partial = self.only is not None
        return Restoration(
            self.photo, self.scale, self.mask, photos, chosen, self.strength, is_partial=is_partial, asked=self
        )

    def cut_out(self) -> tuple[Order, Rect]:
        """The order for the part alone with its surroundings, and where in its result the part lies."""
        part = self.part if self.part is not None else self.photo.extent.rect
        around = part.grown(PREVIEW_CONTEXT_PX).within(self.photo.extent)
        mask, only = (None if each is None else each[around.slices].copy() for each in (self.mask, self.only))
        only = only if only is not None and only.any() else None
        inner = part.moved(-around.top, -around.left).scaled(self.scale)
        return replace(self, photo=self.photo.cut(around), mask=mask, only=only, target=None, part=None), inner


@dataclass(frozen=True, eq=False)
class Restored:
    """Results by variant, each ready to be shown."""

    results: Mapping[Variant, Result]
    levels: Mapping[Variant, ScreenLevels]


def restore(order: Order, variants: tuple[Variant, ...], run: Run, report: Report) -> Restored:
    """Run the order once per variant; progress counts all of them."""
    results: dict[Variant, Result] = {}
    for index, variant in enumerate(variants):
        hook = report if len(variants) == 1 else _part_of(report, index, len(variants), SHORT_NAMES[variant])
        results[variant] = run(order.request(variant), hook)

    def between() -> None:
        report(Step(1, 1, "Preparing the view", 0.0))

    between()
    return Restored(results, {variant: screen_levels(result.photo, between) for variant, result in results.items()})


def preview(order: Order, variant: Variant, run: Run, report: Report) -> Restored:
    """Run an order for its part alone; the result is as large as that part becomes."""
    small, inner = order.cut_out()
    result = run(small.request(variant), report)
    photo = result.photo.cut(inner)
    return Restored({variant: replace(result, photo=photo)}, {variant: screen_levels(photo)})


def _part_of(report: Report, index: int, count: int, name: str) -> Report:
    def hook(step: Step) -> None:
        left = step.seconds_left
        if left is not None and step.done:
            whole = left * step.total / max(1, step.total - step.done)
            left += (count - index - 1) * whole
        report(Step(index * step.total + step.done, count * step.total, f"{name}: {step.text}", left))

    return hook


def run_engine(request: Request, report: Report) -> Result:
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
