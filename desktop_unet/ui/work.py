"""What the worker thread does: read, restore, write. No Qt; torch only when it is needed.

Comes in: paths and frozen values. Goes out: frozen values and arrays. Each function is
called in the worker thread by ``worker.py``, with a report hook where it takes one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from desktop_unet.document.document import Restoration
from desktop_unet.engine.task import (
    Choices,
    InpaintRequest,
    Report,
    Request,
    Result,
    Step,
    UpscaleRequest,
    Variant,
)
from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.photo import Mask, Photo
from desktop_unet.ui.levels import ScreenLevels, screen_levels

Run = Callable[[Request, Report], Result]
VARIANT_NAMES: Mapping[str, str] = {"skip": "With skip connections", "no-skip": "Without skip connections"}
SHORT_NAMES: Mapping[str, str] = {"skip": "Skip", "no-skip": "No skip"}


@dataclass(frozen=True, eq=False)
class Loaded:
    """A photo ready to be shown."""

    photo: Photo
    levels: ScreenLevels


@dataclass(frozen=True, eq=False)
class Order:
    """What is to be made of a photo, for any variant; ``mask`` None enlarges by ``scale`` at ``strength``."""

    photo: Photo
    scale: int
    mask: Mask | None
    choices: Choices
    strength: float | None = None

    def request(self, variant: Variant) -> Request:
        choices = replace(self.choices, variant=variant)
        if self.mask is None:
            return UpscaleRequest(self.photo, self.scale, self.strength, choices)
        return InpaintRequest(self.photo, self.mask, choices=choices)

    def restoration(self, photos: dict[str, Photo], chosen: str) -> Restoration:
        return Restoration(self.photo, self.scale, self.mask, photos, chosen, self.strength)


@dataclass(frozen=True, eq=False)
class Restored:
    """Results by variant, each ready to be shown."""

    results: Mapping[Variant, Result]
    levels: Mapping[Variant, ScreenLevels]


def load(path: Path, report: Report) -> Loaded:
    """Read a photo and make it ready to be shown; raises as ``codec.read_photo_apart`` does."""
    from desktop_unet.imaging.codec import read_photo_apart

    waiting = Step(0, 0, f"Opening {path.name}")
    return prepare(read_photo_apart(path, while_waiting=lambda: report(waiting)))


def start_decoder() -> None:
    """Begin the process that reads photos before there is one to read."""
    from desktop_unet.imaging.codec import start_decoder

    start_decoder()


def prepare(photo: Photo) -> Loaded:
    """Make a photo ready to be shown."""
    return Loaded(photo, screen_levels(photo))


def read_mask(path: Path, extent: Extent) -> Mask:
    """Read a mask for a photo of this size; raises as ``imaging.mask.read_mask`` does."""
    from desktop_unet.imaging.mask import read_mask as read

    return read(path, extent)


def find_strength(photo: Photo) -> float:
    """Strength of the damage in a photo, as the engine will find it; takes a fifth of a second at most."""
    from desktop_unet.imaging.damage_estimate import estimate_damage

    return estimate_damage(photo).strength


def restore(order: Order, variants: tuple[Variant, ...], run: Run, report: Report) -> Restored:
    """Run the order once per variant; progress counts all of them."""
    results: dict[Variant, Result] = {}
    for index, variant in enumerate(variants):
        hook = report if len(variants) == 1 else _part_of(report, index, len(variants), SHORT_NAMES[variant])
        results[variant] = run(order.request(variant), hook)
    report(Step(1, 1, "Preparing the view", 0.0))
    return Restored(results, {variant: screen_levels(result.photo) for variant, result in results.items()})


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
    from desktop_unet.engine.restore import run

    try:
        return run(request, report)
    finally:
        release_memory()


def warm_up() -> None:
    """Import the engine before it is asked for, so that the first run starts at once."""
    import desktop_unet.engine.restore  # noqa: F401


@dataclass(frozen=True)
class Saved:
    """A photo that is on disk now, and what was said of it."""

    path: Path
    bytes: int
    notes: tuple[str, ...]

    @property
    def sentence(self) -> str:
        size = f"{self.bytes / 1e6:.1f} MB" if self.bytes >= 1e6 else f"{max(1, round(self.bytes / 1e3))} kB"
        return " ".join((f"Saved as {self.path.name} ({size}).", *self.notes))


def save(photo: Photo, path: Path, original: Path | None, *, quality: int, strip_metadata: bool) -> Saved:
    """Write ``photo``; the user has agreed to overwriting, but the original stays."""
    from desktop_unet.imaging.codec import check_target, write_photo

    check_target(path, photo.extent, overwrite=True, original=original)
    written = write_photo(photo, path, quality=quality, overwrite=True, strip_metadata=strip_metadata)
    return Saved(path, written.bytes, tuple(written.notes))


@dataclass(frozen=True)
class Networks:
    """The product networks that are installed, and what can be asked of them.

    Args:
        cards: names by task and variant.
        scales: factors of enlargement; 1 is cleaning up.
        told_strength: variants whose enlarging network takes a strength.
    """

    cards: Mapping[tuple[str, str], str]
    scales: tuple[int, ...]
    told_strength: frozenset[str] = frozenset()


def list_networks() -> Networks:
    """Read the installed cards; torch-free and quick.

    The engine reaches x8 in two passes, so it is offered where x4 and x2 are.
    """
    from desktop_unet.models.card import list_cards
    from desktop_unet.paths import weights_dir

    product = [card for card in list_cards(weights_dir()) if card.family == "product"]
    enlarging = [card for card in product if card.task == "upscale"]
    scales = {scale for card in enlarging for scale in card.scales}
    if {2, 4} <= scales:
        scales.add(8)
    return Networks(
        {(card.task, card.variant): card.name for card in product},
        tuple(sorted(scales)),
        frozenset(card.variant for card in enlarging if card.config.strength_input),
    )
