"""Damage for training photos: blur, noise and JPEG, all growing with one strength.

The order (blur, reduce, noise, JPEG) is the first order of Real-ESRGAN (Wang et al. 2021,
section 3.1); the amounts are ours.
"""

from __future__ import annotations

import io

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.resample import resize_code

Code = NDArray[np.uint8]

BLUR_PX_AT_FULL = 1.2
"""Standard deviation of the blur at strength 1, in pixels of the reduced photo."""

NOISE_AT_FULL = 30 / 255
JPEG_QUALITY_AT_NONE = 95
JPEG_QUALITY_AT_FULL = 30


def reduce(photo_HWC: Code, extent: Extent) -> Code:
    """A photo made smaller by bicubic with antialiasing and rounded to 8 bit, as test sets are made."""
    return resize_code(photo_HWC, extent).astype(np.uint8, copy=False)


def blur(photo_HWC: Code, scale: int, strength: float) -> Code:
    """Gaussian blur before reducing by ``scale``."""
    radius = BLUR_PX_AT_FULL * strength * scale
    return np.asarray(Image.fromarray(photo_HWC).filter(ImageFilter.GaussianBlur(radius)))


def add_noise(photo_HWC: Code, strength: float, rng: Generator) -> Code:
    """Gaussian noise, the same in all channels (film) or independent (sensor), by chance."""
    channels = 1 if rng.random() < 0.3 else 3
    noise = rng.standard_normal((*photo_HWC.shape[:2], channels), np.float32) * np.float32(
        255 * NOISE_AT_FULL * strength
    )
    noisy: Code = np.rint(np.clip(photo_HWC + noise, 0, 255)).astype(np.uint8)
    return noisy


def compress(photo_HWC: Code, strength: float) -> Code:
    """JPEG and back, at a quality that falls from 95 to 30."""
    quality = round(JPEG_QUALITY_AT_NONE + (JPEG_QUALITY_AT_FULL - JPEG_QUALITY_AT_NONE) * strength)
    with io.BytesIO() as memory:
        Image.fromarray(photo_HWC).save(memory, "JPEG", quality=quality)
        return np.asarray(Image.open(memory).convert("RGB"))


def damage(photo_HWC: Code, extent: Extent, scale: int, strength: float, rng: Generator) -> Code:
    """A reduced and damaged photo.

    Args:
        photo_HWC: (H, W, 3) uint8, whole and sharp.
        extent: size wanted, ``scale`` times smaller.
        scale: for the blur's width.
        strength: 0 (only reduced) to 1. Each kind of damage is left out by chance in one of four.
        rng: for amounts and noise.
    """
    kinds = rng.random(3) < 0.75
    if strength and kinds[0]:
        photo_HWC = blur(photo_HWC, scale, strength)
    small = reduce(photo_HWC, extent)
    if strength and kinds[1]:
        small = add_noise(small, strength, rng)
    if strength and kinds[2]:
        small = compress(small, strength)
    return small
