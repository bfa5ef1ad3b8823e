"""How damaged a photo is, guessed from its pixels alone, on the scales of ``damage``.

Comes in: a photo as it was read. Goes out: its noise, the JPEG quality that it once had, and the strength
that goes with the worse of the two, for the engine and the window. How it does: docs/damage-estimate.md.

Blur is not estimated. A soft photo may be meant so, by its lens, its subject or its photographer, and
nothing in the pixels tells that from damage; who wants it sharper can ask for a strength.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from desktop_unet.imaging.cosine_blocks import Floats, clipped, coefficients, even_windows
from desktop_unet.imaging.damage import strength_of_noise, strength_of_quality
from desktop_unet.imaging.jpeg_history import Grid, find_grid, luma_steps
from desktop_unet.imaging.noise_level import CUT_PX, noise_level
from desktop_unet.imaging.photo import Photo

LEAST_NOISE = 4.0
"""Less is no damage: clean photos with fine texture in every block come out nearly so noisy."""
LEAST_BY_JPEG = 0.05
"""Less is no damage: strength of JPEG at quality 91 and better."""

_LUMA = np.array([0.299, 0.587, 0.114], np.float32)
"""Y of JPEG. Source: ITU-T T.871, section 7."""
_LUMA_SHARE = 0.82
"""Luma's part of a deviation of noise: 0.67 where each channel has its own, 1 where they share it. JPEG
leaves too little of the colours to tell which it was, so this is the geometric middle."""


@dataclass(frozen=True)
class DamageEstimate:
    """What was found in a photo.

    Args:
        noise: standard deviation in each channel, in code values of 255.
        quality: of the JPEG that the photo once was, on libjpeg's scale of 1 to 100; None without a trace.
        strength: of the worse of the two, 0 (clean) to 1.
    """

    noise: float
    quality: float | None
    strength: float


def estimate_damage(photo: Photo) -> DamageEstimate:
    """Guess a photo's noise and JPEG quality.

    Args:
        photo: of any size; some 25 blocks of 8 x 8 pixels are needed, smaller ones count as clean.
    """
    windows = even_windows(photo)
    is_gray = all(np.array_equal(windows[..., 0], windows[..., channel]) for channel in (1, 2))
    luma = windows[..., 0] if is_gray else windows @ _LUMA
    grid = find_grid(luma, np.logical_or.reduce(clipped(windows), axis=3))
    noise = _noise(windows[..., :1] if is_gray else windows) if grid is None else _noise_on(grid, is_gray)
    quality = None if grid is None else grid.quality
    return DamageEstimate(noise, quality, _strength(noise, quality))


def _noise(windows: Floats) -> float:
    """Noise of all channels together."""
    planes = [windows[..., channel] for channel in range(windows.shape[3])]
    return noise_level(np.concatenate([coefficients(plane, clipped(plane), most_cut=CUT_PX) for plane in planes]))


def _noise_on(grid: Grid, is_gray: bool) -> float:
    """Noise that JPEG has left in luma."""
    return noise_level(grid.coefficients, luma_steps(grid.quality)) / (1.0 if is_gray else _LUMA_SHARE)


def _strength(noise: float, quality: float | None) -> float:
    by_noise = strength_of_noise(noise) if noise >= LEAST_NOISE else 0.0
    by_jpeg = strength_of_quality(quality) if quality is not None else 0.0
    return max(by_noise, by_jpeg if by_jpeg >= LEAST_BY_JPEG else 0.0)
