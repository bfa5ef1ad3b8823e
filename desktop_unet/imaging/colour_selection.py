"""What has a colour: all of it, or what hangs together with one pixel.

Comes in: a photo and a point on it. Goes out: a mask for ``document``.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from desktop_unet.imaging.libvips import libvips
from desktop_unet.imaging.mask import FILL
from desktop_unet.imaging.photo import CodePixels, Mask, Photo

LARGEST_TOLERANCE = 255
_BAND_ROWS = 256
_REACHED = 128


def select_colour(photo: Photo, row: int, column: int, tolerance: int, *, connected: bool = True) -> Mask:
    """Pixels like the one that was pointed at.

    Args:
        photo: gray or colour, 8 or 16 bit.
        row, column: a pixel of it.
        tolerance: 0 to 255, how far each channel may be from the pixel's, in steps of 8 bits.
        connected: only what can be reached from the pixel by steps up, down and sideways.

    Returns:
        (H, W) uint8, 255 = alike.

    Raises:
        ValueError: the tolerance is out of range.
        IndexError: the photo has no such pixel.
    """
    if not 0 <= tolerance <= LARGEST_TOLERANCE:
        raise ValueError(f"tolerance goes from 0 to {LARGEST_TOLERANCE}, not {tolerance}")
    if not (0 <= row < photo.height and 0 <= column < photo.width):
        raise IndexError(f"the photo has no pixel ({row}, {column})")
    step = 1 if photo.depth_bits == 8 else 257
    alike = _alike(photo.pixels, photo.pixels[row, column].astype(np.int32), tolerance * step)
    return _reached(alike, row, column) if connected else alike


def _alike(pixels: CodePixels, wanted: NDArray[np.int32], reach: int) -> Mask:
    """(H, W) 255 where no channel is further from ``wanted`` than ``reach``; in bands, to need little memory."""
    lowest = np.maximum(wanted - reach, 0).astype(pixels.dtype)
    highest = np.minimum(wanted + reach, np.iinfo(pixels.dtype).max).astype(pixels.dtype)
    alike = np.empty(pixels.shape[:2], np.uint8)
    for top in range(0, len(pixels), _BAND_ROWS):
        band = pixels[top : top + _BAND_ROWS]
        inside = np.ones(band.shape[:2], np.bool_)
        for channel in range(3):
            inside &= (band[..., channel] >= lowest[channel]) & (band[..., channel] <= highest[channel])
        np.multiply(inside, np.uint8(FILL), out=alike[top : top + _BAND_ROWS])
    return alike


def _reached(alike: Mask, row: int, column: int) -> Mask:
    flooded = libvips().Image.new_from_array(alike).draw_flood([_REACHED], column, row, equal=True)
    reached = np.asarray(flooded.numpy()).reshape(alike.shape) == _REACHED
    return np.asarray(reached * np.uint8(FILL), np.uint8)
