"""What time and a scanner do to a whole photo: its tones, its grain, and the blur, sharpening and JPEG of a scan.

Comes in: a good photo and chance. Goes out: functions on unit pictures. Damage is laid between the two, so that it
is in the picture and not on it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from PIL import Image, ImageFilter

from desktop_unet.imaging.damage import Code, compress
from desktop_unet.imaging.photo import UnitImage
from desktop_unet.imaging.ranges import code_to_unit, unit_to_code

_SOFT_SHARE, _SOFT_PX = 0.4, (0.5, 1.6)
_LUMA = np.array([0.299, 0.587, 0.114], np.float32)


@dataclass(frozen=True)
class Toning:
    """What became of a photo's tones.

    Args:
        is_gray: whether it has lost its colours, or never had any.
        shadows, lights: RGB that black and white have become.
        gamma: exponent on what is between them.
    """

    is_gray: bool
    shadows: tuple[float, float, float]
    lights: tuple[float, float, float]
    gamma: float

    def apply(self, unit_HWC: UnitImage) -> UnitImage:
        """The photo in its new tones; a fresh array."""
        toned = unit_HWC
        if self.is_gray:
            toned = np.repeat((unit_HWC @ _LUMA)[..., None], 3, axis=2)
        if self.gamma != 1:
            toned = np.power(np.maximum(toned, 0), np.float32(self.gamma))
        low, high = np.array(self.shadows, np.float32), np.array(self.lights, np.float32)
        return np.asarray(low + toned * (high - low), np.float32)


def draw_toning(rng: Generator) -> Toning:
    """Colour, gray, sepia or selenium; as new or faded."""
    draw = rng.random()
    gamma = float(rng.uniform(0.75, 1.35)) if rng.random() < 0.4 else 1.0
    low, high = (0.0, 0.0, 0.0), (1.0, 1.0, 1.0)
    if rng.random() < 0.35:
        black, white = rng.uniform(0, 0.22), rng.uniform(0.7, 1)
        low, high = (black,) * 3, (white,) * 3
    if draw < 0.35:
        cast = rng.normal(0, 0.05, 3) * (rng.random() < 0.5)
        high = tuple(float(np.clip(value + shift, 0.5, 1)) for value, shift in zip(high, cast, strict=True))  # type: ignore[assignment]
        return Toning(False, low, high, gamma)
    if draw < 0.65:
        return Toning(True, low, high, gamma)
    warmth = rng.uniform(0.03, 0.3) if draw < 0.93 else -rng.uniform(0.03, 0.12)
    high = (high[0], high[1] - 0.35 * abs(warmth), high[2] - warmth)
    low = (low[0] + 0.25 * max(warmth, 0), low[1] + 0.12 * abs(warmth), low[2] + 0.2 * max(-warmth, 0))
    return Toning(True, low, (high[0], high[1], min(1.0, high[2])), gamma)


def soften(unit_HWC: UnitImage, rng: Generator) -> UnitImage:
    """What an old lens and an enlarger leave of a photo: four of ten come back a little blurred."""
    if rng.random() >= _SOFT_SHARE:
        return unit_HWC
    blur = ImageFilter.GaussianBlur(float(rng.uniform(*_SOFT_PX)))
    return code_to_unit(_filtered(unit_to_code(unit_HWC, np.uint8), blur))


def draw_grain(rng: Generator) -> float:
    """Standard deviation of grain in unit values; half of all photos have next to none."""
    return float(rng.uniform(0.0, 0.012) if rng.random() < 0.5 else 0.012 + 0.06 * rng.random() ** 1.5)


def add_grain(unit_HWC: UnitImage, deviation: float, is_gray: bool, rng: Generator) -> None:
    """Film grain, in place: clumped, stronger in the middle tones, mostly the same in all channels."""
    if deviation < 0.002:
        return
    height, width, _ = unit_HWC.shape
    channels = 1 if is_gray or rng.random() < 0.5 else 3
    noise = rng.standard_normal((height + 1, width + 1, channels), np.float32)
    clump = np.float32(rng.uniform(0, 1))
    near = noise[:-1, :-1] + clump * (noise[1:, :-1] + noise[:-1, 1:] + noise[1:, 1:])
    near *= np.float32(deviation) / np.sqrt(1 + 3 * clump * clump)
    middle = unit_HWC[..., 1:2]
    unit_HWC += near * (0.45 + 2.2 * middle * (1 - middle))


def scan(unit_HWC: UnitImage, is_gray: bool, rng: Generator) -> Code:
    """The picture as a scanner's file holds it: a little blurred or sharpened, most often through JPEG."""
    pixels: Code = unit_to_code(unit_HWC, np.uint8)
    draw = rng.random()
    if draw < 0.55:
        pixels = _filtered(pixels, ImageFilter.GaussianBlur(float(0.3 + 0.9 * rng.random() ** 2)))
    elif draw < 0.7:
        pixels = _filtered(pixels, ImageFilter.UnsharpMask(float(rng.uniform(0.6, 2)), int(rng.integers(30, 150)), 0))
    if rng.random() < 0.85:
        top, left = rng.integers(16, size=2)
        full = bool(rng.random() < 0.4)
        pixels = compress(pixels, int(rng.integers(50, 98)), full_colour=full, grid=(int(top), int(left)))
    if is_gray and pixels.ndim == 3:
        pixels = np.repeat(pixels[..., 1:2], 3, axis=2) if _has_no_colour(pixels) else pixels
    return pixels


def _filtered(pixels: Code, kernel: ImageFilter.Filter) -> Code:
    return np.asarray(Image.fromarray(pixels).filter(kernel))


def _has_no_colour(pixels: Code) -> bool:
    """Whether channels differ by no more than JPEG's rounding."""
    red, green, blue = (pixels[::2, ::2, channel].astype(np.int16) for channel in range(3))
    return bool(np.abs(red - green).mean() + np.abs(blue - green).mean() < 3)
