"""Photos of one hue, such as sepia: whether a photo is one, and what colour it gives to each lightness.

Comes in: a photo, or colours out of it. Goes out: its tone curve, a* and b* as functions of L*, for ``tones`` and for
fills that are to have the photo's tint. A photo under a cast has many hues still, only
shifted; in a toned one, all that is equally light has the same colour.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desktop_unet.imaging.cielab import lab_to_unit, unit_to_lab
from desktop_unet.imaging.neighbours import neighbours
from desktop_unet.imaging.photo import CodePixels, Mask, Photo, UnitImage
from desktop_unet.imaging.ranges import code_to_unit, unit_to_code

Floats = NDArray[np.float32]

TONES_PX, HUES_PX = 65_000, 8_000
"""The photo is looked at as small as this for its tones, and for its hues, which need grain and JPEG averaged away."""
_FRAME = 0.04
"""Share of each side that may be a border."""
_FRAME_AT_MOST, _PLAIN = 0.2, 0.02
"""Rows and columns from the edge inwards belong to a frame, up to this share, while their deviation is below this."""
_FEWEST = 64
_BINS = 40
_USUAL, _MOST = 2.0, 5.0
"""Distances in a* b* from the curve that 90 % and 99.5 % of a toned photo's colours keep."""


@dataclass(frozen=True, eq=False)
class ToneCurve:
    """Colours of a photo of one hue.

    Args:
        lightness: (N,) rising, L* 0..100.
        hues: (N, 2) a* and b* there.
    """

    lightness: Floats
    hues: Floats

    def at(self, lightness: Floats) -> Floats:
        """a* and b*, (..., 2), for L* of any shape; beyond the curve's ends as at its ends."""
        return np.stack([np.interp(lightness, self.lightness, self.hues[:, k]) for k in (0, 1)], -1).astype(np.float32)


def reduced_colours(
    photo: Photo,
    holes: Mask | None = None,
    *,
    pixels: int = HUES_PX,
    without_frame: bool = False,
    without_grain: bool = False,
) -> UnitImage:
    """A photo's colours made small, as a list.

    Args:
        photo: of any size.
        holes: (H, W); what it marks, even in part, is left out, as is what is wholly transparent.
        pixels: about how many the photo is reduced to.
        without_frame: leave out a rim and a plain border besides.
        without_grain: by medians of what is left of grain and JPEG at that size, which reaches beyond black and white.

    Returns:
        (N, 3) unit values.
    """
    factor = max(1, round((photo.height * photo.width / pixels) ** 0.5))
    factor = min(factor, photo.height, photo.width)
    small = code_mean(photo.pixels, factor)
    used = np.ones(small.shape[:2], np.bool_)
    if holes is not None:
        marked = _any(holes > 0, factor)
        used &= ~(neighbours(marked, 1, 1).any(axis=0) if without_grain else marked)
    if photo.alpha is not None:
        used &= ~_any(photo.alpha == 0, factor)
    if without_frame:
        used &= _inside(small)
    return _calmed(small)[used] if without_grain else small[used]


def code_mean(pixels: CodePixels, factor: int) -> UnitImage:
    """Means of squares of ``factor`` pixels, in unit range; what is left over at the far sides is left out."""
    if factor == 1:
        return code_to_unit(pixels)
    height, width = (side // factor for side in pixels.shape[:2])
    squares = pixels[: height * factor, : width * factor].reshape(height, factor, width, factor, 3)
    mean = squares.mean(axis=(1, 3), dtype=np.float32)
    return np.asarray(mean / np.float32(np.iinfo(pixels.dtype).max), np.float32)


def _calmed(small_HWC: UnitImage) -> UnitImage:
    """Each channel's median of three by three."""
    return np.stack([np.median(neighbours(small_HWC[..., channel], 1, 1), axis=0) for channel in range(3)], axis=-1)


def _any(marked: NDArray[np.bool_], factor: int) -> NDArray[np.bool_]:
    height, width = (side // factor for side in marked.shape)
    squares = marked[: height * factor, : width * factor].reshape(height, factor, width, factor)
    return np.asarray(squares.any(axis=(1, 3)))


def _inside(small_HWC: UnitImage) -> NDArray[np.bool_]:
    """(H, W) True inside of a rim and of a plain frame, each side for itself."""
    height, width, _ = small_HWC.shape
    inside = np.zeros((height, width), np.bool_)
    gray = small_HWC.mean(axis=2)
    top, bottom = _frame(gray), height - _frame(gray[::-1])
    left, right = _frame(gray.T), width - _frame(gray.T[::-1])
    inside[top:bottom, left:right] = True
    return inside


def _frame(lines: Floats) -> int:
    """How many lines from the first one on are rim or frame."""
    rim, most = (int(share * len(lines)) for share in (_FRAME, _FRAME_AT_MOST))
    plain = lines[:most].std(axis=1) < _PLAIN if most else np.zeros(0, np.bool_)
    framed = int(np.argmin(np.append(plain, False)))
    # A sky or a wall is as plain as a frame, but goes on.
    return rim if framed == most else max(rim, framed + 1 if framed else 0)


def find_tone_curve(colours: UnitImage) -> ToneCurve | None:
    """The curve of a photo of one hue, gray ones among them; None for a photo of many.

    Args:
        colours: (N, 3) unit values, as ``reduced_colours`` gives them.
    """
    if len(colours) < _FEWEST:
        return None
    lab = unit_to_lab(colours)
    curve = _curve(lab)
    away = np.hypot(*(lab[:, 1:] - curve.at(lab[:, 0])).T)
    usual, most = np.percentile(away, (90, 99.5))
    return curve if usual <= _USUAL and most <= _MOST else None


def _curve(lab: Floats) -> ToneCurve:
    """Medians of bins of equal width that have enough in them."""
    places = np.clip((lab[:, 0] * (_BINS / 100)).astype(int), 0, _BINS - 1)
    order = np.argsort(places, kind="stable")
    counts = np.bincount(places, minlength=_BINS)
    parts = np.split(lab[order], np.cumsum(counts)[:-1])
    enough = max(8, len(lab) // 2000)
    knots = np.array([np.median(part, axis=0) for part in parts if len(part) >= enough], np.float32)
    if not len(knots):
        knots = np.median(lab, axis=0, keepdims=True)
    return ToneCurve(np.ascontiguousarray(knots[:, 0]), np.ascontiguousarray(knots[:, 1:]))


def tinted(colours: CodePixels, curve: ToneCurve) -> CodePixels:
    """Colours with the curve's hue at their own lightness: (N, 3) of the same type."""
    lightness = unit_to_lab(code_to_unit(colours))[:, :1]
    lab = np.concatenate([lightness, curve.at(lightness[:, 0])], axis=1)
    return unit_to_code(lab_to_unit(lab), colours.dtype)
