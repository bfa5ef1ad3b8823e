"""How damaged a photo is, guessed from its pixels alone, on the scales of ``damage``.

Comes in: a photo as it was read. Goes out: its noise, the JPEG quality that it once had, its grain, and the
strength that goes with the worst of the three, for the engine and the window. How it does: docs/damage-estimate.md.

Blur is not estimated. A soft photo may be meant so, by its lens, its subject or its photographer, and
nothing in the pixels tells that from damage; who wants it sharper can ask for a strength.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from desktop_unet.imaging.cosine_blocks import MIDDLE, Floats, clipped, coefficients, even_windows
from desktop_unet.imaging.damage import strength_of_noise, strength_of_quality
from desktop_unet.imaging.grain import colour_deviation, grain_strength
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
        strength: of the worst of the three, 0 (clean) to 1.
        grain: strength that film grain asks for, 0..1.
    """

    noise: float
    quality: float | None
    strength: float
    grain: float = 0.0


def estimate_damage(photo: Photo) -> DamageEstimate:
    """Guess a photo's noise, JPEG quality and grain.

    Args:
        photo: of any size; some 25 blocks of 8 x 8 pixels are needed, smaller ones count as clean.
    """
    windows = even_windows(photo)
    is_gray = all(np.array_equal(windows[..., 0], windows[..., channel]) for channel in (1, 2))
    luma = windows[..., 0] if is_gray else windows @ _LUMA
    grid = find_grid(luma, np.logical_or.reduce(clipped(windows), axis=3))
    noise = _noise(windows[..., :1] if is_gray else windows) if grid is None else _noise_on(grid, is_gray)
    quality = None if grid is None else grid.quality
    grain = _grain(windows, luma, grid, is_gray)
    return DamageEstimate(noise, quality, max(grain, _strength(noise, quality)), grain)


def _noise(windows: Floats) -> float:
    """Noise of all channels together."""
    planes = [windows[..., channel] for channel in range(windows.shape[3])]
    return noise_level(np.concatenate([coefficients(plane, clipped(plane), most_cut=CUT_PX) for plane in planes]))


def _noise_on(grid: Grid, is_gray: bool) -> float:
    """Noise that JPEG has left in luma."""
    return noise_level(grid.coefficients, luma_steps(grid.quality)) / (1.0 if is_gray else _LUMA_SHARE)


def _grain(windows: Floats, luma: Floats, grid: Grid | None, is_gray: bool) -> float:
    """Strength that grain asks for; it is looked for in luma, and how coloured it is in red and blue."""
    is_cut = np.logical_or.reduce(clipped(windows), axis=3)
    plain = coefficients(luma, is_cut, most_cut=CUT_PX)
    blocks, steps, quality = plain, None, None
    if grid is not None:
        blocks, steps, quality = grid.coefficients, luma_steps(grid.quality), grid.quality
    differences = [] if is_gray else [windows[..., channel] - luma + MIDDLE for channel in (0, 2)]
    colour = [coefficients(each, is_cut, most_cut=CUT_PX) for each in differences]
    return grain_strength(blocks, steps, quality, colour_deviation(plain, *colour) if colour else 0.0)


def _strength(noise: float, quality: float | None) -> float:
    by_noise = strength_of_noise(noise) if noise >= LEAST_NOISE else 0.0
    by_jpeg = strength_of_quality(quality) if quality is not None else 0.0
    return max(by_noise, by_jpeg if by_jpeg >= LEAST_BY_JPEG else 0.0)
