"""How much a picture holds at each fineness: its power over spatial frequency, averaged over directions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from desktop_unet.imaging.metrics import luma
from desktop_unet.imaging.photo import UnitImage

_FLOOR = 1e-12


@dataclass(frozen=True)
class Spectrum:
    """Power per ring of frequencies.

    Args:
        name: of the picture.
        frequency: cycles per pixel in the middle of each ring, up to 0.5.
        power_db: mean power in the ring, decibels.
    """

    name: str
    frequency: tuple[float, ...]
    power_db: tuple[float, ...]


def radial_spectrum(name: str, picture_HWC: UnitImage, rings: int = 48) -> Spectrum:
    """Mean power of Y in rings of equal width, after a Hann window.

    Args:
        name: kept for the legend.
        picture_HWC: (H, W, 3) unit range.
        rings: how many, from 0 to half a cycle per pixel.
    """
    plane = luma(picture_HWC)
    window = np.hanning(plane.shape[0])[:, None] * np.hanning(plane.shape[1])[None, :]
    power = np.abs(np.fft.fft2((plane - plane.mean()) * window)) ** 2 / (window**2).sum()
    down, across = np.fft.fftfreq(plane.shape[0])[:, None], np.fft.fftfreq(plane.shape[1])[None, :]
    ring = np.floor(np.hypot(down, across) / 0.5 * rings).astype(int)
    inside = ring < rings
    total = np.bincount(ring[inside], power[inside], rings)
    count = np.bincount(ring[inside], minlength=rings)
    mean = np.where(count > 0, total / np.maximum(count, 1), np.nan)
    middle = (np.arange(rings) + 0.5) * 0.5 / rings
    known = count > 0
    return Spectrum(
        name,
        tuple(float(value) for value in middle[known]),
        tuple(float(value) for value in 10 * np.log10(np.maximum(mean[known], _FLOOR))),
    )
