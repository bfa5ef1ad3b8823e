"""Damage as old and small photos have it: blur, noise and JPEG, each on a scale of strength.

Comes in: a good photo, amounts and a seed. Goes out: the photo reduced and damaged. Training,
measuring and the program's guess of a photo's strength (``damage_estimate``) share these scales, so they live below all
three (docs/decisions/0010-one-scale-of-damage.md).

The order (blur, reduce, noise, JPEG) is the first order of Real-ESRGAN (Wang et al. 2021, section
3.1); the amounts are ours.
"""

from __future__ import annotations

import io
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.ranges import code_to_unit, unit_to_code
from desktop_unet.imaging.resample import Method, resize, resize_code

Code = NDArray[np.uint8]

BLUR_PX_AT_FULL = 1.2
"""Standard deviation of the blur at strength 1, in pixels of the reduced photo."""
NOISE_AT_FULL = 40.0
"""Standard deviation of the noise at strength 1, in code values of 255."""
QUALITY_AT_NONE, QUALITY_AT_FULL = 95, 10
"""JPEG qualities (libjpeg's scale) at strengths just above 0 and at 1."""

_LEADING = (0.2, 0.4, 0.4)
"""Chances of blur, noise and JPEG to be the kind that carries the strength."""
_ABSENT = (0.7, 0.4, 0.4)
"""Chances of each to be absent where another carries it."""
_GRAY_NOISE = 0.3
"""Chance of noise that is the same in all channels, as film has it; else each channel has its own."""
_FULL_COLOUR = 0.3
"""Chance of JPEG with colour at full resolution (4:4:4); else at half (4:2:0)."""
_REDUCTIONS: tuple[Method, ...] = ("bicubic", "bilinear", "lanczos")


@dataclass(frozen=True)
class Damage:
    """Amounts of each kind; a strength is the largest of theirs, each on its own scale.

    Args:
        blur_px: standard deviations of a Gaussian blur across and down, in pixels of the reduced photo.
        noise: standard deviation of Gaussian noise, in code values of 255.
        gray_noise: whether all channels share the noise.
        quality: of JPEG; None leaves it out.
        full_colour: JPEG with 4:4:4 instead of 4:2:0.
        reduction: kernel that makes the photo small.
        grid: how many pixels above and left of the photo JPEG's blocks begin, 0 to 15, as in a photo that was
            compressed and then cropped.
    """

    blur_px: tuple[float, float] = (0.0, 0.0)
    noise: float = 0.0
    gray_noise: bool = False
    quality: int | None = None
    full_colour: bool = False
    reduction: Method = "bicubic"
    grid: tuple[int, int] = (0, 0)


def strength_of_noise(deviation: float) -> float:
    """Strength 0..1 that goes with noise of this standard deviation (code values of 255)."""
    return float(np.clip(deviation / NOISE_AT_FULL, 0, 1))


def strength_of_quality(quality: float) -> float:
    """Strength 0..1 that goes with JPEG of this quality."""
    return float(np.clip((QUALITY_AT_NONE - quality) / (QUALITY_AT_NONE - QUALITY_AT_FULL), 0, 1))


def draw_damage(strength: float, rng: Generator, *, with_blur: bool = True) -> Damage:
    """Random damage of a strength: one kind has all of it, the others any share of it or nothing.

    Args:
        strength: 0 (none) to 1.
        rng: source of all chance.
        with_blur: whether blur is one of the kinds; else there are noise and JPEG only.
    """
    if strength <= 0:
        return Damage()
    leading, absent = np.array(_LEADING), np.array(_ABSENT)
    if not with_blur:
        leading[0], absent[0] = 0.0, 1.0
    shares = rng.random(3) * (rng.random(3) >= absent)
    shares[int(rng.choice(3, p=leading / leading.sum()))] = 1.0
    blur, noise, jpeg = shares * strength
    uneven = rng.uniform(0.6, 1.0)
    across, down = (1.0, uneven) if rng.random() < 0.5 else (uneven, 1.0)
    quality = round(QUALITY_AT_NONE + (QUALITY_AT_FULL - QUALITY_AT_NONE) * jpeg)
    return Damage(
        blur_px=(BLUR_PX_AT_FULL * blur * across, BLUR_PX_AT_FULL * blur * down),
        noise=NOISE_AT_FULL * noise,
        gray_noise=bool(rng.random() < _GRAY_NOISE),
        quality=quality if jpeg else None,
        full_colour=bool(rng.random() < _FULL_COLOUR),
        reduction=_REDUCTIONS[int(rng.integers(len(_REDUCTIONS)))],
    )


def apply_damage(damage: Damage, photo_HWC: Code, extent: Extent, scale: int, rng: Generator) -> Code:
    """A reduced and damaged photo.

    Args:
        damage: amounts.
        photo_HWC: (H, W, 3) uint8, whole and sharp.
        extent: size wanted, ``scale`` times smaller.
        scale: for the blur's width.
        rng: for the noise.

    Returns:
        (extent.height, extent.width, 3) uint8.
    """
    if max(damage.blur_px) > 0:
        photo_HWC = _blur(photo_HWC, (damage.blur_px[0] * scale, damage.blur_px[1] * scale))
    small = reduce(photo_HWC, extent, damage.reduction)
    if damage.noise > 0:
        small = add_noise(small, damage.noise, damage.gray_noise, rng)
    if damage.quality is not None:
        small = compress(small, damage.quality, full_colour=damage.full_colour, grid=damage.grid)
    return small


def reduce(photo_HWC: Code, extent: Extent, method: Method = "bicubic") -> Code:
    """A photo made smaller (or left at its size) with antialiasing and rounded to 8 bit, as test sets are made."""
    if extent == Extent(*photo_HWC.shape[:2]):
        return photo_HWC
    if method == "bicubic":
        return resize_code(photo_HWC, extent).astype(np.uint8, copy=False)
    return unit_to_code(resize(code_to_unit(photo_HWC), extent, method, clip=True), np.uint8)


def _blur(photo_HWC: Code, deviations_px: tuple[float, float]) -> Code:
    return np.asarray(Image.fromarray(photo_HWC).filter(ImageFilter.GaussianBlur(deviations_px)))


def add_noise(photo_HWC: Code, deviation: float, gray: bool, rng: Generator) -> Code:
    """Gaussian noise of a standard deviation in code values, the same in all channels or each its own."""
    channels = 1 if gray else photo_HWC.shape[2]
    noise = rng.standard_normal((*photo_HWC.shape[:2], channels), np.float32) * np.float32(deviation)
    noisy: Code = np.rint(np.clip(photo_HWC + noise, 0, 255)).astype(np.uint8)
    return noisy


def compress(photo_HWC: Code, quality: int, *, full_colour: bool = False, grid: tuple[int, int] = (0, 0)) -> Code:
    """JPEG and back; blocks begin ``grid`` pixels above and left of the photo, in its mirror image."""
    top, left = grid
    whole = np.pad(photo_HWC, ((top, 0), (left, 0), (0, 0)), "symmetric") if top or left else photo_HWC
    with io.BytesIO() as memory:
        Image.fromarray(whole).save(memory, "JPEG", quality=quality, subsampling=0 if full_colour else 2)
        return np.asarray(Image.open(memory).convert("RGB"))[top:, left:]
