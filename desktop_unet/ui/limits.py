"""Whether a result will fit into the format of its photo, known before it is made.

Comes in: the photo's file and the size of the result. Goes out: a sentence for the user, and the suffix to suggest.
"""

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


def format_note(source: Path | None, extent: Extent) -> str | None:
    """What is to be said before a run whose result the photo's own format does not hold; None where it does."""
    if source is None or suffix_for(source.suffix, extent) == source.suffix:
        return None
    try:
        format_ = format_of_suffix(source)
    except FormatUnknown:
        return None
    size = f"{extent.width} x {extent.height} pixels, more than the {format_.side_limit} a side"
    return f"The result has {size} that {format_.name} holds: save it as PNG or TIFF."
