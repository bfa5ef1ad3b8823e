"""How long a run will take, from how long runs of its kind took on this machine, and how large its result will be.

Comes in: a ``Desk`` before a run, seconds after one. Goes out: an ``Estimate`` for a person. Nothing is guessed of what
was never measured.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from desktop_unet.errors import Mishap
from desktop_unet.imaging.geometry import Extent
from desktop_unet.settings import Settings
from desktop_unet.studio.orders import Desk
from desktop_unet.studio.plans import order_for, order_to_repeat
from desktop_unet.studio.renditions import BYTES_PER_PIXEL_SHOWN
from desktop_unet.studio.restore_job import base_of
from desktop_unet.studio.restore_plan import RestorePlan

RUNS_KEPT = 6
"""Measured runs of a kind that are remembered, the newest last."""
KINDS_KEPT = 40
_BEGINNING_S = 1.0
"""Of a single measured run, at most so much is taken not to grow with the photo."""
_APART = 1.5
"""Runs whose photos differ by this factor tell what grows with the photo from what does not."""

Times = Mapping[str, Sequence[tuple[float, float]]]
"""Megapixels and seconds of the last runs, by kind."""


@dataclass(frozen=True)
class Run:
    """A run that is still to come.

    Args:
        kind: what its speed depends on, apart from the photo's size.
        megapixels: that the networks have to look at.
        extent: of the result.
        bytes_per_pixel: of the result in memory.
    """

    kind: str
    megapixels: float
    extent: Extent
    bytes_per_pixel: float


@dataclass(frozen=True)
class Estimate:
    """What a run will take.

    Args:
        seconds: None where no run of its kind was measured.
        megapixels: of the result.
        bytes: that the result takes in memory, its picture for the screen included.
    """

    seconds: float | None
    megapixels: float
    bytes: int


def run_of(desk: Desk, settings: Settings, plan: RestorePlan | None) -> Run | None:
    """The run that Run would start; None where it would refuse, or nobody has looked at the photo yet.

    Args:
        desk: what is chosen.
        settings: on what it is to run.
        plan: of restoring in steps, where that is the task.
    """
    photo = desk.document.photo if plan is None else base_of(desk.document)
    device = f"{settings.device} {settings.precision}"
    shown = 3 * photo.depth_bits / 8 + BYTES_PER_PIXEL_SHOWN
    if plan is not None:
        names = "+".join(step.name for step in plan.chosen)
        kind = f"steps {names} x{plan.scale} {desk.options.variant} {device}"
        return Run(kind, photo.extent.pixels / 1e6, photo.extent.scaled(plan.scale), shown)
    try:
        last = order_to_repeat(desk.options, desk.document)
        order = order_for(desk) if last is None else last.once_more(desk.document.results, desk) or last
    except Mishap:
        return None
    network = order.network_name or desk.options.variant
    kind = f"{order.task} {order.speed_kind} {network} {device}"
    return Run(kind, order.seen_pixels / 1e6, order.extent, shown)


def estimate_of(run: Run, times: Times) -> Estimate:
    """What a run will take."""
    pixels = run.extent.pixels
    seconds = seconds_of(run.megapixels, times.get(run.kind, ()))
    return Estimate(seconds, pixels / 1e6, round(pixels * run.bytes_per_pixel))


def seconds_of(megapixels: float, measured: Sequence[tuple[float, float]]) -> float | None:
    """How long so many megapixels take: a beginning, and so much for each; None where nothing was measured."""
    if not measured:
        return None
    sizes, seconds = (np.array(column) for column in zip(*measured, strict=True))
    if sizes.max() >= _APART * sizes.min():
        each, beginning = np.polyfit(sizes, seconds, 1)
        if each > 0 and beginning >= 0:
            return float(beginning + each * megapixels)
        each = float((sizes * seconds).sum() / (sizes * sizes).sum())  # through the origin
        return each * megapixels
    mean_size, mean_seconds = float(sizes.mean()), float(seconds.mean())
    beginning = min(_BEGINNING_S, mean_seconds / 2)
    return beginning + (mean_seconds - beginning) * megapixels / mean_size


def with_run(times: Times, run: Run, seconds: float) -> dict[str, tuple[tuple[float, float], ...]]:
    """The measured times with one more; the oldest of its kind, and the kinds not run for longest, are forgotten."""
    kept = {kind: tuple(runs) for kind, runs in times.items() if kind != run.kind}
    before = tuple(times.get(run.kind, ()))
    newest = (round(run.megapixels, 4), round(seconds, 2))
    kept[run.kind] = (*before, newest)[-RUNS_KEPT:]
    return dict(list(kept.items())[-KINDS_KEPT:])
