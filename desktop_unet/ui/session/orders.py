"""What the panel asks for, as an order for the worker; refused where it cannot be done, before the run.

Comes in: the session's document and options. Goes out: ``Order`` to ``restorer.py``.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from desktop_unet.document.document import Document
from desktop_unet.engine.task import Fill
from desktop_unet.errors import FormatUnknown, RequestImpossible
from desktop_unet.imaging.formats import format_of_suffix
from desktop_unet.imaging.geometry import Extent, Rect
from desktop_unet.imaging.photo import Mask
from desktop_unet.imaging.target_size import scale_for
from desktop_unet.studio.limits import refuse_unshowable
from desktop_unet.studio.options import Options
from desktop_unet.studio.restoring import Order

if TYPE_CHECKING:
    from desktop_unet.ui.session.session import Session

PREVIEW_PX_AT_MOST = 360_000
"""Pixels that go through the network for a preview: a second or a few, whatever the photo's size."""


def order_for(session: Session) -> Order:
    """What the panel asks for.

    Raises:
        RequestImpossible: nothing is marked that could be filled or restored.
        TargetTooLarge, TargetTooSmall: the size cannot be reached.
        ResultTooLarge: the window does not show so much.
    """
    options, document = session.options, session.document
    if options.task == "inpaint":
        reason = QCoreApplication.translate("Orders", "Nothing is marked yet; paint over what should be filled")
        return Order(document.photo, 1, _marked(document, reason), session.choices, fill=options.fill)
    if options.only_mask:
        reason = QCoreApplication.translate("Orders", "Nothing is marked yet; paint over what should be restored")
        order = Order(
            document.photo, options.scale, None, session.choices, options.strength, only=_marked(document, reason)
        )
    else:
        photo, target = document.photo_to_enlarge, options.target
        scale = scale_for(photo.extent, target.extent, session.networks.scales) if target else options.scale
        order = Order(photo, scale, None, session.choices, options.strength, target)
    refuse_unshowable(order.extent)
    return order


def order_for_preview(session: Session) -> Order:
    """The same for what is visible, or the middle of it where that is much.

    Raises:
        RequestImpossible: nothing is marked there that could be filled.
        TargetTooLarge, TargetTooSmall, ResultTooLarge: as in ``order_for``.
    """
    order, view = order_for(session), session.view
    part = preview_part(view.visible, view.extent, order.photo.extent)
    if order.mask is not None and not order.mask[part.slices].any():
        reason = QCoreApplication.translate("Orders", "Nothing is marked in the visible part; move the mask into view")
        raise RequestImpossible(reason=reason)
    if order.mask is None and order.strength is None:
        order = replace(order, strength=session.found_strength if session.takes_strength else None)
    return replace(order, part=part)


def preview_part(visible: Rect, shown: Extent, extent: Extent) -> Rect:
    """The visible part in pixels of the photo that goes in, cut to its middle where it has too many.

    Args:
        visible: box of pixels of what is shown.
        shown: its whole size.
        extent: size of the photo that goes in.
    """
    down, across = extent.height / shown.height, extent.width / shown.width
    height, width = max(1.0, visible.height * down), max(1.0, visible.width * across)
    shrink = min(1.0, (PREVIEW_PX_AT_MOST / (height * width)) ** 0.5)
    middle = (visible.top + visible.height / 2) * down, (visible.left + visible.width / 2) * across
    return Rect.from_edges(
        round(middle[0] - height * shrink / 2),
        round(middle[1] - width * shrink / 2),
        max(round(middle[0] - height * shrink / 2) + 1, round(middle[0] + height * shrink / 2)),
        max(round(middle[1] - width * shrink / 2) + 1, round(middle[1] + width * shrink / 2)),
    ).within(extent)


def is_to_fill_again(options: Options, document: Document | None) -> bool:
    """Whether Run means: fill the same hole once more."""
    if document is None or options.task != "inpaint" or document.has_mask:
        return False
    return document.last_result is not None and document.last_result.is_fill


def fill_for_comparing(options: Options) -> Fill:
    """What both variants fill with when they are compared.

    Texture is borrowed from the photo, whichever network guides that, and would make both look alike; so it
    is left out unless the user has chosen it.
    """
    return "texture" if options.fill == "texture" else "smooth"


def format_warning(order: Order) -> str:
    """A sentence where the photo's own file format cannot hold the result; empty where it can."""
    extent, source = order.extent, order.photo.source
    try:
        format_ = format_of_suffix(source) if source is not None else None
    except FormatUnknown:
        format_ = None
    if format_ is None or max(extent.height, extent.width) <= format_.side_limit:
        return ""
    return QCoreApplication.translate(
        "Orders", "{0} holds at most {1} pixels per side: save this result ({2} × {3}) as PNG or TIFF."
    ).format(format_.name, format_.side_limit, extent.width, extent.height)


def _marked(document: Document, reason: str) -> Mask:
    """A copy of the mask that nothing can change."""
    if not document.has_mask:
        raise RequestImpossible(reason=reason)
    mask = document.mask.copy()
    mask.flags.writeable = False
    return mask
