"""Values that are neither 8 nor 16 bits without sign, brought to 16 bits by the range that they take.

Comes in: a libvips image of floats, or of integers with a sign or with 32 bits. Goes out: the same as ushort, with
sentences on how, for ``colour``. What is scaled is said; nothing is cut to white without a word.
"""

from __future__ import annotations

import math
from typing import Any

from desktop_unet.imaging.libvips import libvips
from desktop_unet.phrases import Phrase

TOP = 65535.0
_FLOATS = ("float", "double")
_OVERSHOOT = 0.1
"""What sharpening and resampling leave beyond 0 to 1: cut, as every program does."""
_CODES_FROM = 16.0
"""Floats that reach less far are light beyond white, those that reach farther a file's integers."""
_TOPS = (255.0, 1023.0, 4095.0, 16383.0, 32767.0, 65535.0)
_NEAR_TOP = 0.9
_TOP_OF = {"char": 127.0, "short": 32767.0, "int": 2.0**31 - 1, "uint": 2.0**32 - 1}


def as_16_bits(image: Any, colours: int, *, is_white_zero: bool = False) -> tuple[Any, tuple[Phrase, ...]]:
    """Decode, look which values there are, and scale them.

    Args:
        image: of any format that is not uchar or ushort.
        colours: channels of colour; what follows is alpha, scaled by itself.
        is_white_zero: whether the least value is white; libvips turns that round where there is no sign, and not else.

    Raises:
        pyvips.Error: it cannot be decoded, or holds infinite or complex values.
    """
    if image.format not in (*_FLOATS, *_TOP_OF):
        raise libvips().Error(f"{image.format} values are not read")
    image = image.copy_memory()
    if image.format in _FLOATS:
        image = (image == image).ifthenelse(image, 0)  # NaN, which panoramas have where nothing was taken
    if is_white_zero and image.format == "uint":
        image = image.invert()
    colour, notes = _scaled(image.extract_band(0, n=colours), image.format)
    if is_white_zero:
        colour = colour.invert()
    if image.bands > colours:
        colour = colour.bandjoin(_scaled(image.extract_band(colours), image.format)[0])
    note = Phrase("{format} values were converted to 16 bits.", format=image.format)
    return colour, (note, *notes)


def _scaled(image: Any, format_: str) -> tuple[Any, tuple[Phrase, ...]]:
    low, high = image.min(), image.max()
    if not (math.isfinite(low) and math.isfinite(high)):
        raise libvips().Error("some of its values are infinite")
    start, end = value_range(low, high, format_)
    scaled = ((image - start) * (TOP / (end - start))).rint().cast("ushort")
    if (start, end) in ((0.0, 1.0), (0.0, _TOP_OF.get(format_))):
        return scaled, _note_on_cut(low, high) if format_ in _FLOATS else ()
    note = Phrase(
        "Values from {low:.6g} to {high:.6g} were read as shades from {start:.6g} (black) to {end:.6g} (white).",
        low=low,
        high=high,
        start=start,
        end=end,
    )
    return scaled, (note,)


def _note_on_cut(low: float, high: float) -> tuple[Phrase, ...]:
    if low >= 0 and high <= 1:
        return ()
    note = Phrase("Values reach from {low:.4g} to {high:.4g}: what lies beyond 0 and 1 was cut.", low=low, high=high)
    return (note,)


def value_range(low: float, high: float, format_: str) -> tuple[float, float]:
    """The values of black and white, by those that there are.

    Args:
        low, high: the least and the greatest value.
        format_: libvips' name of the type.
    """
    if format_ in _FLOATS and low >= -_OVERSHOOT and high <= 1 + _OVERSHOOT:
        return 0.0, 1.0
    if low < 0 or (format_ in _FLOATS and high < _CODES_FROM):
        return min(low, 0.0) if format_ in _FLOATS else low, max(high, low + 1)
    return 0.0, _top(high, format_)


def _top(high: float, format_: str) -> float:
    """255, 65535 or the type's own; 10, 12 and 14 bits where the values come near enough to fill these."""
    limit = _TOP_OF.get(format_, math.inf)
    if high <= _TOPS[0]:
        return min(_TOPS[0], limit)
    for top in _TOPS[1:]:
        if _NEAR_TOP * top <= high <= top <= limit:
            return top
    if high <= TOP:
        return min(TOP, limit)
    return limit if limit / 16 <= high <= limit else high
