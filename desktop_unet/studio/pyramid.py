"""A photo as the screen wants it, at several sizes; made in the worker thread, no Qt.

Comes in: a ``Photo`` in its own values and profile. Goes out: arrays that
``qimages.py`` wraps without copying. Halving each size keeps a large photo both quick
and free of jagged edges at any zoom.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.large_arrays import room_for
from desktop_unet.imaging.photo import Photo
from desktop_unet.imaging.ranges import high_bytes

SMALLEST_SIDE_PX = 256
_BAND_ROWS = 128
_LARGE_PX = 6_000_000
_SKIPPED = 2
"""Finest levels left out at first; what remains of 24 megapixels still has 1500 x 1000."""


@dataclass(frozen=True, eq=False)
class ScreenLevels:
    """sRGB pixels as Qt paints them quickest.

    Args:
        arrays_HWC: (H, W, 4) uint8, blue, green, red, alpha (multiplied in); full size
            first, each next one half the size, rounded up.
        has_alpha: whether the last channel is anything but 255.
        skipped: how many of the finest levels are not there yet.
        whole: size of the photo, where they are not.
    """

    arrays_HWC: tuple[NDArray[np.uint8], ...]
    has_alpha: bool
    skipped: int = 0
    whole: Extent | None = None

    @property
    def extent(self) -> Extent:
        return self.whole or Extent(*self.arrays_HWC[0].shape[:2])

    def index_for(self, zoom: float) -> int:
        """The smallest level that is there and not enlarged at ``zoom`` screen pixels per photo pixel."""
        level = self.skipped
        while level + 1 < len(self.arrays_HWC) + self.skipped and zoom <= 0.5 ** (level + 1):
            level += 1
        return level


def screen_levels(photo: Photo, between: Callable[[], None] = lambda: None) -> ScreenLevels:
    """Convert ``photo`` for the screen and halve it until the longer side is small.

    ``between`` is called between the pieces of work; raising from it ends the work.
    """
    from desktop_unet.imaging.profile import to_srgb_for_screen

    rgb = to_srgb_for_screen(photo)
    between()
    arrays = [_for_screen(rgb, None if photo.alpha is None else high_bytes(photo.alpha))]
    while max(arrays[-1].shape[:2]) > SMALLEST_SIDE_PX:
        between()
        arrays.append(_halved(arrays[-1]))
    return ScreenLevels(tuple(arrays), photo.alpha is not None)


def first_levels(photo: Photo) -> ScreenLevels | None:
    """The coarser levels of a large photo, roughly and at once; None where all levels are as quick.

    At each level one pixel stands for many: their mean would take longer than is saved, and the right levels follow.
    """
    from desktop_unet.imaging.profile import to_srgb_for_screen

    if photo.alpha is not None or photo.extent.pixels < _LARGE_PX:
        return None
    side = 2**_SKIPPED
    arrays = [_for_screen(to_srgb_for_screen(photo.with_pixels(_one_of_each(photo.pixels, side))), None)]
    while max(arrays[-1].shape[:2]) > SMALLEST_SIDE_PX:
        arrays.append(_one_of_each(arrays[-1], 2))
    return ScreenLevels(tuple(arrays), False, _SKIPPED, photo.extent)


def _for_screen(rgb: NDArray[np.uint8], alpha: NDArray[np.uint8] | None) -> NDArray[np.uint8]:
    pixels = room_for((*rgb.shape[:2], 4), np.uint8)
    if alpha is None:
        for channel in range(3):  # one by one: six times quicker than all at once
            pixels[..., 2 - channel] = rgb[..., channel]
        pixels[..., 3] = 255
    else:
        products = rgb[..., ::-1].astype(np.uint16) * alpha[..., None]
        pixels[..., :3] = (products + 127) // 255
        pixels[..., 3] = alpha
    return pixels


def _one_of_each(pixels: NDArray[Any], side: int) -> NDArray[Any]:
    """One pixel of each group of ``side`` x ``side``, rounded up in size; (H, W, channels) contiguous."""
    height, width, channels = pixels.shape
    whole = pixels.view(np.dtype((np.void, channels * pixels.itemsize)))[..., 0]  # pixels as one piece: twice as quick
    chosen = whole[side // 2 :: side, side // 2 :: side]
    missing = -(-height // side) - chosen.shape[0], -(-width // side) - chosen.shape[1]
    if any(missing):
        chosen = np.pad(chosen, tuple((0, count) for count in missing), "edge")
    return np.ascontiguousarray(chosen)[..., None].view(pixels.dtype)


def _halved(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Mean of each 2 x 2 group, rounded up in size; a band at a time, so that the window can answer in between."""
    from PIL import Image

    height, width = pixels.shape[:2]
    half = room_for((-(-height // 2), -(-width // 2), 4), np.uint8)
    for top in range(0, height, _BAND_ROWS):
        band = np.asarray(Image.fromarray(pixels[top : top + _BAND_ROWS]).reduce(2))
        half[top // 2 : top // 2 + band.shape[0]] = band
    return half
