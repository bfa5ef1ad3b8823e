"""Finders of damage with known behaviour, and photos for them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from desktop_unet.engine.task import Choices, Report, Step
from desktop_unet.imaging.photo import Photo
from desktop_unet.models.config import UNetConfig
from tests.engine.networks import texture

SEGMENT = UNetConfig(task="segment", widths=(8, 8), blocks=(1, 1), scales=(1,), encoder="residual", stem="half_res")


def scratched(height: int = 120, width: int = 170) -> Photo:
    """Waves with two scratches of pure white."""
    pixels = texture(height, width).copy()
    pixels = np.minimum(pixels, 230).astype(np.uint8)
    pixels[30:33, 20:150] = 255
    pixels[50:110, 80:82] = 255
    return Photo(pixels)


def bright_is_damage(photo: Photo, choices: Choices, report: Report) -> NDArray[np.float32]:
    """Pure white is certainly damaged, all else certainly not."""
    report(Step(0, 1, "Looking for damage"))
    return (photo.pixels == 255).all(axis=2).astype(np.float32)
