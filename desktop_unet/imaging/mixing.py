"""Two photos of one size mixed to one, a band at a time.

Comes in: two results of one request. Goes out: a photo between them. Called by ``engine.upscale`` and by the window.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from desktop_unet.imaging.large_arrays import room_for
from desktop_unet.imaging.photo import Photo

_BAND_ROWS = 256


def mix_photos(first: Photo, second: Photo, share: float, between: Callable[[], None] = lambda: None) -> Photo:
    """``share`` of the first photo, the rest of the second.

    Args:
        first: gives alpha and all that travels along, too.
        second: of the same size and depth.
        share: 0..1; at both ends the result's pixels are exactly those of the one photo.
        between: called between bands; raising from it ends the work.

    Returns:
        A photo of the first one's depth.

    Raises:
        ValueError: the photos differ in size or depth.
    """
    if first.pixels.shape != second.pixels.shape or first.pixels.dtype != second.pixels.dtype:
        raise ValueError(f"{second.pixels.shape} {second.pixels.dtype} cannot be mixed with {first.pixels.shape}")
    mixed = room_for(first.pixels.shape, first.pixels.dtype)
    for top in range(0, first.height, _BAND_ROWS):
        between()
        rows = slice(top, top + _BAND_ROWS)
        unit = first.pixels[rows] * np.float32(share)
        unit += second.pixels[rows] * np.float32(1 - share)
        mixed[rows] = np.rint(unit, out=unit)
    return first.with_pixels(mixed, first.alpha)
