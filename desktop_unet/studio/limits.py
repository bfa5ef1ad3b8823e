"""What the window does not show, and which format to suggest for a result: its photo's own where that holds it."""

from __future__ import annotations

from pathlib import Path

from desktop_unet.errors import FormatUnknown, ResultTooLarge
from desktop_unet.imaging.formats import PIXEL_LIMIT, format_of_suffix
from desktop_unet.imaging.geometry import Extent

ANY_SIZE = ".png"


def suffix_for(suffix: str, extent: Extent) -> str:
    """``suffix``, or PNG's where photos are not written so, or not of this size."""
    try:
        limit = format_of_suffix(Path(f"photo{suffix}")).side_limit
    except FormatUnknown:
        return ANY_SIZE
    return suffix if max(extent.height, extent.width) <= limit else ANY_SIZE


def refuse_unshowable(extent: Extent) -> None:
    """Raise ``ResultTooLarge`` for a result with more pixels than a photo may have that the window opens."""
    if extent.pixels > PIXEL_LIMIT:
        raise ResultTooLarge(width=extent.width, height=extent.height, limit=PIXEL_LIMIT // 1_000_000)
