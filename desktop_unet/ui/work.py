"""What the worker thread does: read, restore, write. No Qt; torch only when it is needed.

Comes in: paths and frozen values. Goes out: frozen values and arrays. Each function is
called in the worker thread by ``worker.py``, with a report hook where it takes one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

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
from desktop_unet.errors import Mishap, OriginalChanged
from desktop_unet.imaging.geometry import Extent, Rect
from desktop_unet.imaging.photo import Mask, Photo
from desktop_unet.imaging.target_size import TargetSize
from desktop_unet.phrases import Phrase
from desktop_unet.ui.file_stamps import Stamp, stamps_of
from desktop_unet.ui.levels import ScreenLevels, first_levels, screen_levels
from desktop_unet.ui.saving import SaveChoice, SheetPanel, SizeEstimate

if TYPE_CHECKING:
    from desktop_unet.imaging.scoring import Scores

Run = Callable[[Request, Report], Result]
PREVIEW_CONTEXT_PX = 160
"""What the network sees around a previewed part."""
VARIANT_NAMES: Mapping[str, str] = {"skip": "With skip connections", "no-skip": "Without skip connections"}
SHORT_NAMES: Mapping[str, str] = {"skip": "Skip", "no-skip": "No skip"}


@dataclass(frozen=True, eq=False)
class Loaded:
    """A photo ready to be shown; of a large one, the finest levels are still to be made by ``finish``.

    ``stamp`` is that of its file, where it has one.
    """

    photo: Photo
    levels: ScreenLevels
    thumbnail: NDArray[np.uint8]
    stamp: Stamp | None = None


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
        around = self.part.grown(PREVIEW_CONTEXT_PX).within(self.photo.extent)
        mask, only = (None if each is None else each[around.slices].copy() for each in (self.mask, self.only))
        only = only if only is not None and only.any() else None
        inner = self.part.moved(-around.top, -around.left).scaled(self.scale)
        return replace(self, photo=self.photo.cut(around), mask=mask, only=only, target=None, part=None), inner


@dataclass(frozen=True, eq=False)
class Restored:
    """Results by variant, each ready to be shown."""

    results: Mapping[Variant, Result]
    levels: Mapping[Variant, ScreenLevels]


def load(path: Path, report: Report) -> Loaded:
    """Read a photo and make it ready to be shown; raises as ``codec.read_photo_apart`` does."""
    from desktop_unet.imaging.codec import read_photo_apart

    waiting = Step(0, 0, f"Opening {path.name}")
    stamp = stamps_of([path]).get(path)  # before it is read: what changes meanwhile is noticed
    return replace(prepare(read_photo_apart(path, while_waiting=lambda: report(waiting))), stamp=stamp)


def start_decoder() -> None:
    """Begin the process that reads photos before there is one to read."""
    from desktop_unet.imaging.codec import start_decoder

    start_decoder()


def prepare(photo: Photo) -> Loaded:
    """Make a photo ready to be shown."""
    from desktop_unet.imaging.thumbnails import thumbnail_of
    from desktop_unet.ui.open_photos import THUMBNAIL_PX

    return Loaded(photo, first_levels(photo) or screen_levels(photo), thumbnail_of(photo, THUMBNAIL_PX))


def finish(photo: Photo, report: Report) -> ScreenLevels:
    """All levels of a photo that is shown already."""
    return screen_levels(photo, lambda: report(Step(0, 1, "Preparing the view")))


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


def score(restored: Photo, truth: Photo, report: Report) -> Scores:
    """How close a photo is to a reference."""
    from desktop_unet.imaging.scoring import score as score_photo

    return score_photo(restored, truth, lambda done, total: report(Step(done, total, "Comparing")))


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
    from desktop_unet.engine.loading import load_engine

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
    from desktop_unet.engine.loading import load_engine

    load_engine()
    from desktop_unet.engine.device import list_devices

    return tuple(list_devices())


@dataclass(frozen=True)
class Saved:
    """A photo that is on disk now, and what was said of it."""

    path: Path
    bytes: int
    notes: tuple[Phrase, ...]
    stamp: Stamp | None = None

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        size = f"{self.bytes / 1e6:.1f} MB" if self.bytes >= 1e6 else f"{max(1, round(self.bytes / 1e3))} kB"
        return Phrase("Saved as {name} ({size}).", name=self.path.name, size=size), *self.notes


def save(photo: Photo, how: SaveChoice, original: Path | None, stamp: Stamp | None = None) -> Saved:
    """Write ``photo``; the user has agreed to overwriting, and to replacing the original where ``how`` says so.

    Raises:
        OriginalChanged: the original is no longer the file that it was by its ``stamp``.
        Mishap: as ``saving.write``.
    """
    from desktop_unet.ui.saving import write

    if how.replaces_original and original is not None and stamps_of([original]).get(original) not in (None, stamp):
        raise OriginalChanged(path=original)
    written = write(photo, how, original)
    return Saved(how.path, written.bytes, tuple(written.notes), stamps_of([how.path]).get(how.path))


def save_sheet(panels: tuple[SheetPanel, ...], path: Path, original: Path | None) -> Saved:
    """Draw a comparison sheet and write it."""
    from desktop_unet.ui.saving import draw_comparison, write

    written = write(draw_comparison(panels), SaveChoice(path), original)
    return Saved(path, written.bytes, tuple(written.notes))


def estimate_size(photo: Photo, how: SaveChoice) -> SizeEstimate:
    """How large the file will be."""
    from desktop_unet.ui.saving import estimate

    return estimate(photo, how)


def thumbnail(path: Path) -> NDArray[np.uint8] | None:
    """A small picture of a file; None where none can be made."""
    from desktop_unet.imaging.thumbnails import read_thumbnail
    from desktop_unet.ui.open_photos import THUMBNAIL_PX

    try:
        return read_thumbnail(path, THUMBNAIL_PX)
    except (Mishap, MemoryError):
        return None


def sort_paths(paths: Sequence[Path]) -> Incoming:
    """Tell photo files from what else was dropped, by what they hold."""
    photos, folders, others = [], 0, 0
    for path in paths:
        if path.is_dir():
            folders += 1
        elif is_photo_file(path):
            photos.append(path)
        else:
            others += 1
    return Incoming(tuple(photos), folders, others)


def is_photo_file(path: Path) -> bool:
    """Whether a file begins as a photo does."""
    from desktop_unet.imaging.reading import told_format

    try:
        told_format(path)
    except Mishap:
        return False
    return True


@dataclass(frozen=True)
class Incoming:
    """What several dropped files turned out to be."""

    photos: tuple[Path, ...]
    folders: int
    others: int


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
        frozenset(card.variant for card in enlarging if card.descriptor.takes_strength),
    )
