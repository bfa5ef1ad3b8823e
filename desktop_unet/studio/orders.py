"""What is asked for, as an order that the worker carries out; refused where it cannot be done, before the run.

Comes in: options, the document, the networks there are. Goes out: an ``Order``, one class per task. It makes the
engine's request for any variant, and is kept with the result that answers it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Self, cast

from desktop_unet.document.document import Document, Restoration
from desktop_unet.engine.task import Choices, Fill, InpaintRequest, Precision, Request, Task, UpscaleRequest, Variant
from desktop_unet.errors import FormatUnknown, RequestImpossible
from desktop_unet.imaging.formats import format_of_suffix
from desktop_unet.imaging.geometry import Extent, Rect
from desktop_unet.imaging.photo import Mask, Photo
from desktop_unet.imaging.target_size import TargetSize, scale_for
from desktop_unet.phrases import Phrase
from desktop_unet.settings import Settings
from desktop_unet.studio.limits import refuse_unshowable
from desktop_unet.studio.networks import Networks
from desktop_unet.studio.options import Options

PREVIEW_CONTEXT_PX = 160
"""What the network sees around a previewed part."""
PREVIEW_PX_AT_MOST = 360_000
"""Pixels that go through the network for a preview: a second or a few, whatever the photo's size."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Order(ABC):
    """What is to be made of a photo, for any variant.

    Args:
        photo: what to work on.
        choices: how to run.
        part: the box of the photo that a preview shows; None for all of it.
    """

    photo: Photo
    choices: Choices = field(default_factory=Choices)
    part: Rect | None = None

    @property
    def extent(self) -> Extent:
        """Size of the result."""
        return self.photo.extent

    @property
    def times(self) -> int:
        """How many times larger the result is, before a target reduces it."""
        return 1

    @property
    def marked(self) -> Mask | None:
        """What needs no mark any more once the order is done; None where every mark stays."""
        return None

    @property
    @abstractmethod
    def starts_over(self) -> bool:
        """Whether the next order of the kind begins with the same photo, not with this one's result."""

    @property
    @abstractmethod
    def edit_name(self) -> str:
        """For the menu, after "Undo"."""

    @property
    @abstractmethod
    def title(self) -> Phrase:
        """What the result is called, apart from its variant."""

    @property
    @abstractmethod
    def suffix(self) -> str:
        """What the result's file name gets behind the photo's."""

    @abstractmethod
    def request(self, variant: Variant) -> Request:
        """The engine's request."""

    @abstractmethod
    def asks_the_same(self, other: Order) -> bool:
        """Whether results of ``other``, made of the same photo, answer this order."""

    @abstractmethod
    def for_part(self, part: Rect, strength: float | None) -> Self:
        """The same for a preview of a box of the photo; ``strength`` is the one found in all of the photo.

        Raises:
            RequestImpossible: there is nothing to do in the box.
        """

    @abstractmethod
    def cut_to(self, around: Rect) -> Self:
        """The same for a box of the photo as a photo of its own."""

    def cut_out(self) -> tuple[Order, Rect]:
        """The order for the part alone with its surroundings, and where in its result the part lies."""
        part = self.part if self.part is not None else self.photo.extent.rect
        around = part.grown(PREVIEW_CONTEXT_PX).within(self.photo.extent)
        small = self.cut_to(around)
        return small, part.moved(-around.top, -around.left).scaled(small.times)

    def _choices_for(self, variant: Variant) -> Choices:
        return replace(self.choices, variant=variant)


@dataclass(frozen=True, eq=False, kw_only=True)
class Enlargement(Order):
    """Enlarge, or clean up at scale 1; ``strength``, ``target`` and ``only`` as in ``UpscaleRequest``."""

    scale: int
    strength: float | None = None
    target: TargetSize | None = None
    only: Mask | None = None

    @property
    def extent(self) -> Extent:
        return self.target.extent if self.target is not None else self.photo.extent.scaled(self.scale)

    @property
    def times(self) -> int:
        return self.scale

    @property
    def starts_over(self) -> bool:
        """After a selection the next one goes on from there."""
        return self.only is None

    @property
    def edit_name(self) -> str:
        return f"enlarge ×{self.scale}" if self.scale > 1 else "clean up"

    @property
    def title(self) -> Phrase:
        return Phrase("Enlarged ×{scale}", scale=self.scale) if self.scale > 1 else Phrase("Cleaned up")

    @property
    def suffix(self) -> str:
        return f"-x{self.scale}" if self.scale > 1 else "-clean"

    def request(self, variant: Variant) -> Request:
        choices = self._choices_for(variant)
        return UpscaleRequest(self.photo, self.scale, self.strength, choices, self.target, self.only)

    def asks_the_same(self, other: Order) -> bool:
        if not isinstance(other, Enlargement) or other.photo is not self.photo:
            return False
        if (self.scale, self.strength, self.target) != (other.scale, other.strength, other.target):
            return False
        return _are_equal(self.only, other.only)

    def for_part(self, part: Rect, strength: float | None) -> Self:
        return replace(self, part=part, strength=strength if self.strength is None else self.strength)

    def cut_to(self, around: Rect) -> Self:
        only = None if self.only is None else self.only[around.slices].copy()
        only = only if only is not None and only.any() else None
        return replace(self, photo=self.photo.cut(around), only=only, target=None, part=None)


@dataclass(frozen=True, eq=False, kw_only=True)
class Filling(Order):
    """Fill what ``mask`` marks, read-only; ``fill`` and ``seed`` as in ``InpaintRequest``."""

    mask: Mask
    fill: Fill = "auto"
    seed: int = 0

    @property
    def marked(self) -> Mask:
        return self.mask

    @property
    def starts_over(self) -> bool:
        return False

    @property
    def edit_name(self) -> str:
        return "fill"

    @property
    def title(self) -> Phrase:
        return Phrase("Fill")

    @property
    def suffix(self) -> str:
        return "-filled"

    def request(self, variant: Variant) -> Request:
        return InpaintRequest(self.photo, self.mask, self._choices_for(variant), self.fill, self.seed)

    def asks_the_same(self, other: Order) -> bool:
        """A mask is copied for each new order, so that marking the same once more is another hole."""
        if not isinstance(other, Filling) or other.mask is not self.mask:
            return False
        return (self.fill, self.seed) == (other.fill, other.seed)

    def for_part(self, part: Rect, strength: float | None) -> Self:
        if not self.mask[part.slices].any():
            reason = Phrase("Nothing is marked in the visible part; move the mask into view")
            raise RequestImpossible(reason=reason)
        return replace(self, part=part)

    def cut_to(self, around: Rect) -> Self:
        return replace(self, photo=self.photo.cut(around), mask=self.mask[around.slices].copy(), part=None)


def _are_equal(first: Mask | None, second: Mask | None) -> bool:
    if first is None or second is None:
        return first is second
    return first.shape == second.shape and bool((first == second).all())


# --- from what the panel says -------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Desk:
    """Everything that an order is made from.

    Args:
        options: what is chosen.
        document: the photo that is worked on.
        networks: what can be asked of those that are installed.
        choices: how the engine is to run.
    """

    options: Options
    document: Document
    networks: Networks
    choices: Choices


def choices_of(settings: Settings) -> Choices:
    """How the engine is to run, as the settings say, which know no other precisions."""
    return Choices(device=settings.device, precision=cast(Precision, settings.precision))


def order_for(desk: Desk) -> Order:
    """What is asked for.

    Raises:
        RequestImpossible: nothing is marked that could be filled or restored.
        TargetTooLarge, TargetTooSmall: the size cannot be reached.
        ResultTooLarge: the window does not show so much.
    """
    return _ORDERS[desk.options.task](desk)


def _enlargement(desk: Desk) -> Enlargement:
    options, document = desk.options, desk.document
    order = Enlargement(
        photo=photo_to_enlarge(options, document), scale=options.scale, strength=options.strength, choices=desk.choices
    )
    if options.only_mask:
        reason = Phrase("Nothing is marked yet; paint over what should be restored")
        order = replace(order, only=_marked(document, reason))
    elif options.target is not None:
        scale = scale_for(order.photo.extent, options.target.extent, desk.networks.scales)
        order = replace(order, scale=scale, target=options.target)
    refuse_unshowable(order.extent)
    return order


def _filling(desk: Desk) -> Filling:
    reason = Phrase("Nothing is marked yet; paint over what should be filled")
    mask = _marked(desk.document, reason)
    return Filling(photo=desk.document.photo, mask=mask, choices=desk.choices, fill=desk.options.fill)


_ORDERS: Mapping[Task, Callable[[Desk], Order]] = {"upscale": _enlargement, "inpaint": _filling}


def photo_to_enlarge(options: Options, document: Document) -> Photo:
    """A selection is enlarged of the photo as it stands; all of it of the photo before it was enlarged."""
    return document.photo if options.only_mask else document.photo_to_enlarge


def _marked(document: Document, reason: Phrase) -> Mask:
    """A copy of the mask that nothing can change."""
    if not document.has_mask:
        raise RequestImpossible(reason=reason)
    mask = document.mask.copy()
    mask.flags.writeable = False
    return mask


# --- what Run has to do -------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Plan:
    """What is left to be done.

    Args:
        order: what is asked for.
        last: the document's last result where it answers the order, for some variant.
        missing: variants that are still to be run.
    """

    order: Order
    last: Restoration | None
    missing: tuple[Variant, ...]


def plan_for(desk: Desk, variants: tuple[Variant, ...], *, for_comparing: bool = False) -> Plan:
    """What has been computed already is not computed again.

    Raises:
        Mishap: as ``order_for``.
    """
    order = order_to_compare(desk) if for_comparing else order_for(desk)
    last = desk.document.last_result
    if last is not None and not order.asks_the_same(order_of(last)):
        last = None
    missing = tuple(variant for variant in variants if last is None or variant not in last.photos)
    return Plan(order, last, missing)


def order_to_compare(desk: Desk) -> Order:
    """The same for both variants side by side: what is marked, or else what was done last, as networks alone fill.

    Texture is borrowed from the photo, whichever network guides that, and would make both look alike; so it is left
    out unless the user has chosen it.
    """
    if desk.options.task != "inpaint":
        return order_for(desk)
    fill: Fill = "texture" if desk.options.fill == "texture" else "smooth"
    last = desk.document.last_result
    if desk.document.has_mask or last is None:
        return replace(_filling(desk), fill=fill)
    order = replace(order_of(last), choices=desk.choices)
    if isinstance(order, Filling) and order.fill != fill:
        return replace(order, fill=fill, seed=0)
    return order


def last_filling(document: Document) -> Filling | None:
    """The order of the last result, where that filled something."""
    order = order_of(document.last_result) if document.last_result is not None else None
    return order if isinstance(order, Filling) else None


def order_of(result: Restoration) -> Order:
    """The order that a result answers.

    Raises:
        TypeError: it was not made by an order.
    """
    if not isinstance(result.asked, Order):
        raise TypeError(f"{type(result.asked).__name__} is no order")
    return result.asked


def is_to_fill_again(options: Options, document: Document) -> bool:
    """Whether Run means: fill the same hole once more."""
    return options.task == "inpaint" and not document.has_mask and last_filling(document) is not None


def next_filling(last: Filling, made: Iterable[Restoration], choices: Choices) -> Filling:
    """The next fill of the same hole: other texture than all that ``made`` have, since the network gives the same."""
    orders = (order_of(result) for result in made)
    seeds = [order.seed for order in orders if isinstance(order, Filling) and order.mask is last.mask]
    return replace(last, fill="texture", seed=max([0, *seeds]) + 1, choices=choices)


# --- previews -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sight:
    """What is seen of a photo: the visible box of pixels of what is shown, and its whole size."""

    visible: Rect
    shown: Extent


def order_for_preview(desk: Desk, sight: Sight, found_strength: float | None) -> Order:
    """The order for what is visible, or the middle of it where that is much.

    Args:
        found_strength: of the damage in all of the photo, where the network takes a strength; a part has too little
            to find it in.

    Raises:
        RequestImpossible: nothing is marked there that could be filled.
        TargetTooLarge, TargetTooSmall, ResultTooLarge: as in ``order_for``.
    """
    order = order_for(desk)
    return order.for_part(preview_part(sight, order.photo.extent), found_strength)


def preview_part(sight: Sight, extent: Extent) -> Rect:
    """The visible part in pixels of the photo that goes in, cut to its middle where it has too many.

    Args:
        sight: what is seen of the photo that is shown.
        extent: size of the photo that goes in.
    """
    visible, shown = sight.visible, sight.shown
    down, across = extent.height / shown.height, extent.width / shown.width
    height, width = max(1.0, visible.height * down), max(1.0, visible.width * across)
    shrink: float = min(1.0, (PREVIEW_PX_AT_MOST / (height * width)) ** 0.5)
    middle = (visible.top + visible.height / 2) * down, (visible.left + visible.width / 2) * across
    return Rect.from_edges(
        round(middle[0] - height * shrink / 2),
        round(middle[1] - width * shrink / 2),
        max(round(middle[0] - height * shrink / 2) + 1, round(middle[0] + height * shrink / 2)),
        max(round(middle[1] - width * shrink / 2) + 1, round(middle[1] + width * shrink / 2)),
    ).within(extent)


# --- before the run -----------------------------------------------------------------------------


def format_warning(order: Order) -> Phrase | None:
    """What to say where the photo's own file format cannot hold the result."""
    extent, source = order.extent, order.photo.source
    try:
        format_ = format_of_suffix(source) if source is not None else None
    except FormatUnknown:
        format_ = None
    if format_ is None or max(extent.height, extent.width) <= format_.side_limit:
        return None
    return Phrase(
        "{format} holds at most {limit} pixels per side: save this result ({width} × {height}) as PNG or TIFF.",
        format=format_.name,
        limit=format_.side_limit,
        width=extent.width,
        height=extent.height,
    )
