"""Filling what is marked, as the window asks for it; and filling the same hole once more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from desktop_unet.document.document import Document, Restoration
from desktop_unet.engine.progress import without_glimpses
from desktop_unet.engine.task import Fill, InpaintRequest, Report, Request, Variant
from desktop_unet.engine.task_table import INPAINT
from desktop_unet.errors import RequestImpossible
from desktop_unet.imaging.geometry import Rect
from desktop_unet.imaging.photo import Mask, Photo
from desktop_unet.imaging.ranges import code_to_unit
from desktop_unet.imaging.sampling import lent_by
from desktop_unet.phrases import Phrase
from desktop_unet.studio.options import Options
from desktop_unet.studio.orders import PREVIEW_CONTEXT_PX, Desk, Order, are_equal, marked_in, order_of, pixels_around
from desktop_unet.studio.restoring import Engine, Restored, restore_variants

_AROUND_PX = 32
_THUMBNAIL_PX = 224
"""Twice what a thumbnail has on the screen, for those with fine pixels."""

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
    """Fill what ``mask`` marks; ``fill``, ``seed`` and ``sources`` as in ``InpaintRequest``. Masks are read-only."""

    task: ClassVar[str] = INPAINT.name

    mask: Mask
    fill: Fill = "auto"
    seed: int = 0
    sources: Mask | None = None

    @property
    def marked(self) -> Mask:
        return self.mask

    @property
    def leaves_the_rest(self) -> bool:
        return True

    @property
    def speed_kind(self) -> str:
        return self.fill

    @property
    def seen_pixels(self) -> int:
        return pixels_around(self.mask, PREVIEW_CONTEXT_PX)

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
        return InpaintRequest(self.photo, self.mask, self._choices_for(variant), self.fill, self.seed, self.sources)

    def asks_the_same(self, other: Order) -> bool:
        """A mask is copied for each new order, so that marking the same once more is another hole."""
        if not isinstance(other, Filling) or other.mask is not self.mask:
            return False
        return (self.fill, self.seed) == (other.fill, other.seed) and are_equal(self.sources, other.sources)

    def to_compare(self, options: Options) -> Order:
        """As networks alone fill.

        Texture is borrowed from the photo, whichever network guides that, and would make both look alike; so it is
        left out unless the user has chosen it.
        """
        fill: Fill = "smooth" if options.fill == "auto" else options.fill
        return self if self.fill == fill else replace(self, fill=fill, seed=0)

    def once_more(self, made: Iterable[Restoration], desk: Desk) -> Self:
        """The next fill of the same hole, other than all that ``made`` have, with what the desk says.

        Where that is left open, structure comes before texture; the network alone would give the same again.

        Raises:
            RequestImpossible: nothing is left to borrow from.
        """
        same = [order for order in map(order_of, made) if isinstance(order, Filling) and order.mask is self.mask]
        seed = max([0, *(order.seed for order in same)]) + 1
        now = self.borrowing_as(desk)
        if desk.options.fill != "auto":
            return replace(now, fill=desk.options.fill, seed=seed)
        if all(order.fill != "structure" for order in same):
            return replace(now, fill="structure", seed=0)
        return replace(now, fill="texture", seed=seed)

    def borrowing_as(self, desk: Desk) -> Self:
        """The same, run as the desk says, from where it is marked now; raises as ``once_more``."""
        return replace(self, choices=desk.choices, sources=sources_in(desk.document, self.mask))

    def for_part(self, part: Rect, strength: float | None) -> Self:
        if not self.mask[part.slices].any():
            reason = Phrase("Nothing is marked in the visible part; move the mask into view")
            raise RequestImpossible(reason=reason)
        return replace(self, part=part)

    def cut_to(self, around: Rect) -> Self:
        sources = None if self.sources is None else self.sources[around.slices].copy()
        if sources is not None and not sources.any():
            raise RequestImpossible(reason=Phrase("Nothing to borrow from is in the visible part; zoom out"))
        mask = self.mask[around.slices].copy()
        return replace(self, photo=self.photo.cut(around), mask=mask, sources=sources, part=None)


def filling_for(desk: Desk) -> Filling:
    """What is asked for.

    Raises:
        RequestImpossible: nothing is marked that could be filled, or nothing is left to borrow from.
    """
    reason = Phrase("Nothing is marked yet; paint over what should be filled")
    mask = marked_in(desk.document, reason)
    order = Filling(photo=desk.document.photo, mask=mask, fill=desk.options.fill)
    return order.borrowing_as(desk)


def sources_in(document: Document, hole: Mask) -> Mask | None:
    """What may be borrowed to fill a hole, as it is marked now; None where that is left open.

    Raises:
        RequestImpossible: nothing is left.
    """
    sources = lent_by(document.sampling) if document.has_sampling else None
    if sources is None:
        return None
    is_surely_left = np.count_nonzero(sources) > np.count_nonzero(hole)
    if not is_surely_left and not ((sources > 0) & (hole == 0)).any():
        raise RequestImpossible(
            reason=Phrase("Nothing is left to borrow from; erase some of what is never borrowed from")
        )
    sources.flags.writeable = False
    return sources


def fills_to_compare(desk: Desk) -> Order:
    """The same for both variants side by side: what is marked, or else what was done last.

    Raises:
        RequestImpossible: nothing is marked, and nothing was done.
    """
    last = desk.document.last_result
    if desk.document.has_mask or last is None:
        return filling_for(desk).to_compare(desk.options)
    return replace(order_of(last), choices=desk.choices).to_compare(desk.options)


def percent_to_fill(document: Document) -> int:
    """How much of the photo is marked."""
    return round(100 * float((document.mask > 0).mean()))


@dataclass(frozen=True, eq=False)
class MadeFill:
    """One of several fills to choose from.

    Args:
        order: what was asked.
        variant: of the network.
        restored: what came of it.
        thumbnail: (H, W, 3) uint8, the hole and what is around it.
        badness: from ``engine.fill_score``, lower is better; beside the fills that it was judged with.
    """

    order: Filling
    variant: Variant
    restored: Restored
    thumbnail: NDArray[np.uint8]
    badness: float

    @property
    def photo(self) -> Photo:
        return self.restored.photos[self.variant]


def make_fill(
    order: Filling, variant: Variant, so_far: Sequence[MadeFill], engine: Engine, report: Report
) -> tuple[MadeFill, ...]:
    """Carry out an order in the worker thread, and judge what comes of it beside other fills of the hole.

    Args:
        order: what to fill, and with what.
        variant: of the network.
        so_far: the others; the network's own among them, unless that is what is made now.
        engine: carries out the request.
        report: called before each piece of work; what it raises stops it.

    Returns:
        All of them, the one with the fewest flaws first.
    """
    from desktop_unet.engine.fill_score import flaws_of
    from desktop_unet.imaging.mask import mask_rect
    from desktop_unet.imaging.thumbnails import thumbnail_of

    restored = restore_variants(order, (variant,), engine, without_glimpses(report))
    box = mask_rect(order.mask) or order.extent.rect
    around = box.grown(max(_AROUND_PX, min(box.height, box.width) // 2)).within(order.extent)
    thumbnail = thumbnail_of(restored.photos[variant].cut(around), _THUMBNAIL_PX)
    made = (*so_far, MadeFill(order, variant, restored, thumbnail, 0.0))
    fills = [code_to_unit(each.photo.pixels[around.slices]) for each in made]
    smooth = next((fill for fill, each in zip(fills, made, strict=True) if each.order.fill == "smooth"), fills[-1])
    flaws = flaws_of(fills, smooth, order.mask[around.slices] > 0)
    judged = [replace(each, badness=found.badness) for each, found in zip(made, flaws, strict=True)]
    return tuple(sorted(judged, key=lambda each: each.badness))


def other_fillings(last: Filling) -> tuple[Filling, ...]:
    """Four truly different fills of the same hole, in the order in which they are quickly made."""
    ways: tuple[tuple[Fill, int], ...] = (("smooth", 0), ("structure", 0), ("texture", 0), ("structure", 1))
    return tuple(replace(last, fill=fill, seed=seed) for fill, seed in ways)
