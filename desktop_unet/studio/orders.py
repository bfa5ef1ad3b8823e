"""What the worker is to make of a photo: an ``Order``, one class per task (``enlarging.py``, ``filling.py``).

Comes in: a ``Desk``, everything that an order is made from. Goes out: the engine's request for any variant. An order
is kept with the result that answers it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import ClassVar, Self, cast

from desktop_unet.document.document import Document, Restoration
from desktop_unet.engine.task import VARIANTS, Choices, Precision, Request, Variant
from desktop_unet.errors import RequestImpossible
from desktop_unet.imaging.geometry import Extent, Rect
from desktop_unet.imaging.photo import Mask, Photo
from desktop_unet.phrases import Phrase
from desktop_unet.settings import Settings
from desktop_unet.studio.networks import Networks
from desktop_unet.studio.options import Options

PREVIEW_CONTEXT_PX = 160
"""What the network sees around a previewed part."""


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


def choices_of(settings: Settings, variant: Variant = "skip") -> Choices:
    """How the engine is to run, as the settings say, which know no other precisions."""
    return Choices(variant, device=settings.device, precision=cast(Precision, settings.precision))


def marked_in(document: Document, reason: Phrase) -> Mask:
    """A copy of the mask that nothing can change.

    Raises:
        RequestImpossible: nothing is marked, for this reason.
    """
    if not document.has_mask:
        raise RequestImpossible(reason=reason)
    mask = document.mask.copy()
    mask.flags.writeable = False
    return mask


@dataclass(frozen=True, eq=False, kw_only=True)
class Order(ABC):
    """What is to be made of a photo, for any variant.

    Args:
        photo: what to work on.
        choices: how to run.
        part: the box of the photo that a preview shows; None for all of it.
    """

    task: ClassVar[str] = ""
    """Name of the task that is asked for, and of its page; empty for what no page asks for by itself."""

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
    def leaves_the_rest(self) -> bool:
        """Whether pixels that are not ``marked`` stay as they are."""
        return False

    @property
    def speed_kind(self) -> str:
        """What its speed depends on, apart from network, device and size of the photo."""
        return ""

    @property
    def seen_pixels(self) -> int:
        """How many pixels of the photo it has to look at, about."""
        return self.photo.extent.pixels

    @property
    def network_name(self) -> str:
        """What the network's file is called where one was chosen; empty for the program's own, known by variant."""
        return "" if self.choices.card is None else Path(self.choices.card).name

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

    def as_done(self, done: Self) -> Self:
        """This order as it was carried out before by ``done``, which asks the same."""
        return self

    @abstractmethod
    def for_part(self, part: Rect, strength: float | None) -> Self:
        """The same for a preview of a box of the photo; ``strength`` is the one found in all of the photo.

        Raises:
            RequestImpossible: there is nothing to do in the box.
        """

    @abstractmethod
    def cut_to(self, around: Rect) -> Self:
        """The same for a box of the photo as a photo of its own."""

    def to_compare(self, options: Options) -> Order:
        """The same as its two variants are compared side by side; without what would make both look alike."""
        return self

    def once_more(self, made: Iterable[Restoration], desk: Desk) -> Self | None:
        """The same with another outcome than all that ``made`` have; None where it would always be the same."""
        return None

    def cut_out(self) -> tuple[Order, Rect]:
        """The order for the part alone with its surroundings, and where in its result the part lies."""
        part = self.part if self.part is not None else self.photo.extent.rect
        around = part.grown(PREVIEW_CONTEXT_PX).within(self.photo.extent)
        small = self.cut_to(around)
        return small, part.moved(-around.top, -around.left).scaled(small.times)

    def _choices_for(self, variant: Variant) -> Choices:
        return replace(self.choices, variant=variant)


def pixels_around(mask: Mask, margin_px: int) -> int:
    """How many pixels there are in the box around all that is marked, with a margin."""
    from desktop_unet.imaging.mask import mask_rect

    box = mask_rect(mask)
    return 0 if box is None else box.grown(margin_px).within(Extent(*mask.shape)).extent.pixels


def are_equal(first: Mask | None, second: Mask | None) -> bool:
    """Whether two masks mark the same, or there is neither."""
    if first is None or second is None:
        return first is second
    return first.shape == second.shape and bool((first == second).all())


def suffix_of(document: Document) -> str:
    """What was done to a photo, for its file's name: the suffix of each order, once; empty for nothing."""
    return "".join(dict.fromkeys(order_of(result).suffix for result in document.results))


def variant_of(result: Restoration) -> Variant:
    """The variant that is kept of a result."""
    return next(variant for variant in VARIANTS if variant == result.chosen)


def order_of(result: Restoration) -> Order:
    """The order that a result answers.

    Raises:
        TypeError: it was not made by an order.
    """
    if not isinstance(result.asked, Order):
        raise TypeError(f"{type(result.asked).__name__} is no order")
    return result.asked
