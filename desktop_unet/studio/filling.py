"""Filling what is marked, as the window asks for it; and filling the same hole once more."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import ClassVar, Self

from desktop_unet.document.document import Document, Restoration
from desktop_unet.engine.task import Choices, Fill, InpaintRequest, Request, Variant
from desktop_unet.engine.task_table import INPAINT
from desktop_unet.errors import RequestImpossible
from desktop_unet.imaging.geometry import Rect
from desktop_unet.imaging.photo import Mask
from desktop_unet.phrases import Phrase
from desktop_unet.studio.options import Options
from desktop_unet.studio.orders import Desk, Order, marked_in, order_of

MUCH_PERCENT = 60
"""More than this of a photo is seldom meant to be filled."""

_TITLES: dict[Fill, Phrase] = {
    "auto": Phrase("Fill"),
    "smooth": Phrase("Fill - smooth"),
    "texture": Phrase("Fill - texture"),
    "structure": Phrase("Fill - structure"),
}


@dataclass(frozen=True, eq=False, kw_only=True)
class Filling(Order):
    """Fill what ``mask`` marks, read-only; ``fill`` and ``seed`` as in ``InpaintRequest``."""

    task: ClassVar[str] = INPAINT.name

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
        """What kind of fill it is, and which of its kind."""
        if self.seed and self.fill == "texture":
            return Phrase("Fill - texture {number}", number=self.seed + 1)
        if self.seed and self.fill == "structure":
            return Phrase("Fill - structure {number}", number=self.seed + 1)
        return _TITLES[self.fill]

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

    def to_compare(self, options: Options) -> Order:
        """As networks alone fill.

        Texture is borrowed from the photo, whichever network guides that, and would make both look alike; so it is
        left out unless the user has chosen it.
        """
        fill: Fill = "smooth" if options.fill == "auto" else options.fill
        return self if self.fill == fill else replace(self, fill=fill, seed=0)

    def once_more(self, made: Iterable[Restoration], options: Options, choices: Choices) -> Self:
        """The next fill of the same hole, other than all that ``made`` have, with what the options say.

        Where that is left open, structure comes before texture; the network alone would give the same again.
        """
        same = [order for order in map(order_of, made) if isinstance(order, Filling) and order.mask is self.mask]
        seed = max([0, *(order.seed for order in same)]) + 1
        if options.fill != "auto":
            return replace(self, fill=options.fill, seed=seed, choices=choices)
        if all(order.fill != "structure" for order in same):
            return replace(self, fill="structure", seed=0, choices=choices)
        return replace(self, fill="texture", seed=seed, choices=choices)

    def for_part(self, part: Rect, strength: float | None) -> Self:
        if not self.mask[part.slices].any():
            reason = Phrase("Nothing is marked in the visible part; move the mask into view")
            raise RequestImpossible(reason=reason)
        return replace(self, part=part)

    def cut_to(self, around: Rect) -> Self:
        return replace(self, photo=self.photo.cut(around), mask=self.mask[around.slices].copy(), part=None)


def filling_for(desk: Desk) -> Filling:
    """What is asked for.

    Raises:
        RequestImpossible: nothing is marked that could be filled.
    """
    reason = Phrase("Nothing is marked yet; paint over what should be filled")
    mask = marked_in(desk.document, reason)
    return Filling(photo=desk.document.photo, mask=mask, choices=desk.choices, fill=desk.options.fill)


def fills_to_compare(desk: Desk) -> Order:
    """The same for both variants side by side: what is marked, or else what was done last.

    Raises:
        RequestImpossible: nothing is marked, and nothing was done.
    """
    last = desk.document.last_result
    if desk.document.has_mask or last is None:
        return filling_for(desk).to_compare(desk.options)
    return replace(order_of(last), choices=desk.choices).to_compare(desk.options)


def percent_to_fill(options: Options, document: Document | None) -> int:
    """How much of the photo is marked, where what is marked is to be filled; 0 otherwise."""
    if options.task != INPAINT.name or document is None or not document.has_mask:
        return 0
    return round(100 * float((document.mask > 0).mean()))


def other_fillings(last: Filling) -> tuple[Filling, ...]:
    """Four truly different fills of the same hole, in the order in which they are quickly made."""
    ways: tuple[tuple[Fill, int], ...] = (("smooth", 0), ("structure", 0), ("texture", 0), ("structure", 1))
    return tuple(replace(last, fill=fill, seed=seed) for fill, seed in ways)
