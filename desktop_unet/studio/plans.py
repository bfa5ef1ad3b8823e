"""What Run, the comparison and the preview have to do: an order, and what is left of it.

Comes in: a ``Desk``. Goes out: a ``Plan`` or an ``Order`` for the worker. Whatever has been computed already is not
computed again.
"""

from __future__ import annotations

from dataclasses import dataclass

from desktop_unet.document.document import Document, Restoration
from desktop_unet.engine.task import Variant
from desktop_unet.errors import FormatUnknown
from desktop_unet.imaging.formats import format_of_suffix
from desktop_unet.imaging.geometry import Extent, Rect
from desktop_unet.phrases import Phrase
from desktop_unet.studio.options import Options
from desktop_unet.studio.orders import Desk, Order, order_of
from desktop_unet.studio.pages import PAGE_ROWS

PREVIEW_PX_AT_MOST = 360_000
"""Pixels that go through the network for a preview: a second or a few, whatever the photo's size."""


def order_for(desk: Desk) -> Order:
    """What is asked for; raises a ``Mishap`` where it cannot be done."""
    return PAGE_ROWS[desk.options.task].order(desk)


def order_to_repeat(options: Options, document: Document) -> Order | None:
    """The last order, where Run means: the same once more. Nothing new is marked then, and it gives another result."""
    if document.last_result is None or document.has_mask or PAGE_ROWS[options.task].again_text is None:
        return None
    last = order_of(document.last_result)
    return last if last.task == options.task else None


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
        Mishap: what is asked for cannot be done.
    """
    order = PAGE_ROWS[desk.options.task].to_compare(desk) if for_comparing else order_for(desk)
    last = desk.document.last_result
    if last is not None and not order.asks_the_same(order_of(last)):
        last = None
    if last is not None:
        order = order.as_done(order_of(last))
    missing = tuple(variant for variant in variants if last is None or variant not in last.photos)
    return Plan(order, last, missing)


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
        Mishap: what is asked for cannot be done, or not there.
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
