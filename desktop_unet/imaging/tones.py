"""Faded tones: how far a photo's blacks, whites and colours have gone, and bringing them back.

Comes in: a photo. Goes out: what was found, for a sentence ("faded: contrast 62 %, cast yellow"), and the photo with
its tones back, by one curve for each channel. How well: docs/tones.md.

Fading lifts blacks *and* dulls whites. Mist does the one and dusk the other, so a photo counts as faded only where both
have happened, and the more surely they have, the more of it is undone. Photos of one hue (``tone_curve``) keep it:
their black and white go as far apart as that hue allows.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desktop_unet.imaging.photo import CodePixels, Mask, Photo
from desktop_unet.imaging.ranges import code_to_unit, unit_to_code
from desktop_unet.imaging.tone_curve import TONES_PX, find_tone_curve, reduced_colours

Colour = tuple[float, float, float]
Floats = NDArray[np.float32]

_EXTREMES = (0.05, 99.95)
"""Percentiles of a photo made small that are taken for black and white; beyond them lie specks and glints."""
_DOUBTFUL, _CERTAIN = 0.15, 0.17
"""Geometric mean of what black has risen and white has sunk. Of 545 good photos nine have so much that they are moved
by more than 1, of 41 photos faded by code four have less than the first: docs/tones.md."""
_SUNK_AT_MOST = 0.25
"""Whites that are darker still are evidence of dusk."""
_SUBJECT_BLACK, _SUBJECT_WHITE = 0.08, 0.25
"""A channel that lies further from the others shows a subject of one colour, such as a night sky: no evidence."""
_BLACK, _WHITE = 0.01, 0.985
"""Where black and white are brought: what lies beyond them keeps room to differ."""
_UNEVEN_BLACK, _UNEVEN_WHITE = 0.12, 0.18
"""A channel's black and white may differ by so much from those of all: more is a colour of the subject."""
_CAST = 0.03
"""Smaller differences between channels are no cast."""
_HUES = ("red", "yellow", "green", "cyan", "blue", "magenta")
"""At 0, 60, 120... degrees of the hexagon of RGB."""


@dataclass(frozen=True)
class Tones:
    """What was found of a photo's tones.

    Args:
        shadows, lights: RGB, 0..1, of black and white as they are now.
        strength: how much of the fading is to be undone, 0 (the photo is fine) to 1.
        cast: name of the hue that lies over a photo of many hues; None where there is none.
        has_one_hue: whether the photo is gray, or gray and toned (sepia).
    """

    shadows: Colour
    lights: Colour
    strength: float
    cast: str | None
    has_one_hue: bool

    @property
    def contrast(self) -> float:
        """Share of the range from black to white that the photo uses, 0..1."""
        return float(np.mean(self.lights) - np.mean(self.shadows))

    @property
    def is_faded(self) -> bool:
        """Whether anything is to be brought back."""
        return self.strength > 0


FINE = Tones((0.0, 0.0, 0.0), (1.0, 1.0, 1.0), 0.0, None, False)
"""Of a photo in which there is nothing to be seen."""


def find_tones(photo: Photo, holes: Mask | None = None) -> Tones:
    """Look for fading; nothing is changed.

    Args:
        photo: of any size.
        holes: (H, W) uint8; what it marks is left out, such as damage that is not filled yet.
    """
    colours = reduced_colours(photo, holes, pixels=TONES_PX, without_frame=True, without_grain=True)
    if not len(colours):
        return FINE
    low, high = np.percentile(colours, _EXTREMES, axis=0)
    has_one_hue = find_tone_curve(reduced_colours(photo, holes, without_frame=True)) is not None
    if not has_one_hue:
        low, high = _together(low, _UNEVEN_BLACK), _together(high, _UNEVEN_WHITE)
    strength = _strength(low, high, has_one_hue)
    cast = None if has_one_hue or not strength else _cast(low, high)
    return Tones(_colour(low), _colour(high), strength, cast, has_one_hue)


def bring_back(photo: Photo, tones: Tones, strength: float | None = None, *, keep_hue: bool = True) -> Photo:
    """The photo with its tones brought back; depth, alpha, profile and all that travels along stay.

    Every channel goes through a curve that only rises, so nothing that differs by more than rounding becomes alike,
    and nothing is clipped.

    Args:
        photo: what ``tones`` was found in.
        tones: as ``find_tones`` gives it.
        strength: 0 (leave it alone) to 1; None takes that which was found.
        keep_hue: whether a photo of one hue keeps it; else it becomes gray.

    Raises:
        ValueError: the strength is out of range.
    """
    wanted = tones.strength if strength is None else strength
    if not 0 <= wanted <= 1:
        raise ValueError(f"strength goes from 0 to 1, not {wanted}")
    curves = tone_curves(tones, photo.pixels.dtype, wanted, keep_hue=keep_hue)
    if wanted == 0:
        return photo
    pixels: CodePixels = np.empty_like(photo.pixels)
    for channel in range(3):
        pixels[..., channel] = curves[channel][photo.pixels[..., channel]]
    return photo.with_pixels(pixels, photo.alpha)


def tone_curves(
    tones: Tones, dtype: np.dtype[np.uint8] | np.dtype[np.uint16], strength: float, *, keep_hue: bool = True
) -> CodePixels:
    """What each code value becomes: (3, 256) or (3, 65536) of ``dtype``, rising along each row."""
    deep = dtype == np.uint16
    codes: CodePixels = np.arange(1 << 16, dtype=np.uint16) if deep else np.arange(1 << 8, dtype=np.uint8)
    values = code_to_unit(codes)
    black, white = _goals(tones, keep_hue)
    rows = []
    for channel in range(3):
        low, high = tones.shadows[channel], max(tones.lights[channel], tones.shadows[channel] + 1e-3)
        curve = np.interp(values, *_knots(low, high, black[channel], white[channel]))
        rows.append(unit_to_code(np.asarray(values + strength * (curve - values), np.float32), dtype))
    return np.stack(rows)  # type: ignore[return-value]


def _strength(low: Floats, high: Floats, has_one_hue: bool) -> float:
    """How sure it is that the photo has faded, 0..1."""
    if has_one_hue:
        # Paper of any colour was meant so: only what all channels have lost is fading.
        risen, sunk = float(low.min()), float(1 - high.max())
    else:
        risen = float(np.minimum(low, low.min() + _SUBJECT_BLACK).mean())
        sunk = float(1 - np.maximum(high, high.max() - _SUBJECT_WHITE).mean())
    evidence = math.sqrt(max(risen, 0.0) * min(max(sunk, 0.0), _SUNK_AT_MOST))
    return float(np.clip((evidence - _DOUBTFUL) / (_CERTAIN - _DOUBTFUL), 0, 1))


def _together(ends: Floats, most: float) -> Floats:
    """The channels' ends, none further than ``most`` from their mean."""
    mean = ends.mean()
    return np.asarray(mean + np.clip(ends - mean, -most, most))


def _goals(tones: Tones, keep_hue: bool) -> tuple[Floats, Floats]:
    """RGB that black and white are to become."""
    if not (tones.has_one_hue and keep_hue):
        return np.full(3, _BLACK, np.float32), np.full(3, _WHITE, np.float32)
    low, high = np.array(tones.shadows, np.float32), np.array(tones.lights, np.float32)
    # Paper as bright as it can be in its own colour, and blacks with their tint but without the veil.
    return low - low.min() + np.float32(_BLACK), high * np.float32(_WHITE / max(float(high.max()), 1e-3))


def _knots(low: float, high: float, black: float, white: float) -> tuple[list[float], list[float]]:
    """Places and heights of a curve through (low, black) and (high, white) that ends where it began."""
    places, heights = [low, high], [black, white]
    if low > 0:
        places, heights = [0.0, *places], [0.0, *heights]
    if high < 1:
        places, heights = [*places, 1.0], [*heights, 1.0]
    return places, heights


def _cast(low: Floats, high: Floats) -> str | None:
    """Name of the hue that black and white have in common."""
    red, green, blue = (low + high) / 2 - np.mean(low + high) / 2
    # The plane of hues: red at 0 degrees, green at 120, blue at 240.
    across, up = red - (green + blue) / 2, math.sqrt(3) / 2 * (green - blue)
    if math.hypot(across, up) < _CAST:
        return None
    return _HUES[round(math.degrees(math.atan2(up, across)) / 60) % 6]


def _colour(values: Floats) -> Colour:
    red, green, blue = (float(value) for value in values)
    return red, green, blue
