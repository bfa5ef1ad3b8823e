"""Which format to suggest for a result: its photo's own where that holds it."""

from __future__ import annotations

from pathlib import Path

from desktop_unet.errors import FormatUnknown
from desktop_unet.imaging.formats import format_of_suffix
from desktop_unet.imaging.geometry import Extent

ANY_SIZE = ".png"


def suffix_for(suffix: str, extent: Extent) -> str:
    """``suffix``, or PNG's where photos are not written so, or not of this size."""
    try:
        limit = format_of_suffix(Path(f"photo{suffix}")).side_limit
    except FormatUnknown:
        return ANY_SIZE
    return suffix if max(extent.height, extent.width) <= limit else ANY_SIZE
