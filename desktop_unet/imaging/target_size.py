"""A size that the user names, in pixels or on paper, and the enlargement that reaches it.

Comes in: a photo's size and what is wanted of it. Goes out: a ``TargetSize`` for the request, or a
mishap that names the limit before anything is computed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from desktop_unet.errors import TargetTooLarge, TargetTooSmall
from desktop_unet.imaging.geometry import Extent

CM_PER_INCH = 2.54


@dataclass(frozen=True)
class TargetSize:
    """What the result should measure.

    Args:
        extent: its height and width in pixels.
        dots_per_inch: how densely it is to be printed, noted in the file; None leaves the photo's own.
    """

    extent: Extent
    dots_per_inch: float | None = None


def of_width(extent: Extent, width_px: int) -> TargetSize:
    """The size with this width and the photo's proportions."""
    return TargetSize(Extent(max(1, round(extent.height * width_px / extent.width)), width_px))


def of_height(extent: Extent, height_px: int) -> TargetSize:
    """The size with this height and the photo's proportions."""
    return TargetSize(Extent(height_px, max(1, round(extent.width * height_px / extent.height))))


def of_print(extent: Extent, width_inches: float, dots_per_inch: float) -> TargetSize:
    """The size that is so wide on paper at ``dots_per_inch``, with the photo's proportions."""
    width_px = max(1, round(width_inches * dots_per_inch))
    return TargetSize(of_width(extent, width_px).extent, dots_per_inch)


def of_print_height(extent: Extent, height_inches: float, dots_per_inch: float) -> TargetSize:
    """The size that is so high on paper at ``dots_per_inch``, with the photo's proportions."""
    height_px = max(1, round(height_inches * dots_per_inch))
    return TargetSize(of_height(extent, height_px).extent, dots_per_inch)


def scale_for(extent: Extent, target: Extent, scales: Iterable[int]) -> int:
    """The smallest of ``scales`` that reaches ``target``; what is too much is taken away afterwards.

    Args:
        extent: the photo's size.
        target: the size wanted.
        scales: factors that the networks have.

    Raises:
        TargetTooLarge: no scale reaches it.
        TargetTooSmall: a side has no pixel.
    """
    if min(target.height, target.width) < 1:
        raise TargetTooSmall(width=target.width, height=target.height)
    usable = sorted(scales)
    for scale in usable:
        large = extent.scaled(scale)
        if large.height >= target.height and large.width >= target.width:
            return scale
    most = extent.scaled(usable[-1]) if usable else extent
    raise TargetTooLarge(width=target.width, height=target.height, limit=f"{most.width} × {most.height}")
