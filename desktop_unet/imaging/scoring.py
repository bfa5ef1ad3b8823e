"""How close a photo is to a reference, for photos of any size: in bands, so that memory stays small.

Comes in: two photos of one size. Goes out: PSNR and SSIM, equal to those of ``metrics`` on the whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from desktop_unet.errors import ShapesDiffer
from desktop_unet.imaging.metrics import ssim
from desktop_unet.imaging.photo import Photo, UnitImage
from desktop_unet.imaging.profile import to_srgb_for_screen
from desktop_unet.imaging.ranges import code_to_unit

_BAND_ROWS = 256
_WINDOW_PX = 11


@dataclass(frozen=True)
class Scores:
    """How close: decibels (inf for equal photos), and SSIM up to 1."""

    psnr: float
    ssim: float


def score(
    restored: Photo, truth: Photo, between_bands: Callable[[int, int], None] = lambda _done, _total: None
) -> Scores:
    """PSNR and SSIM over all pixels and channels.

    Photos of one colour profile are compared in their own values, others as a screen shows them.

    Args:
        restored: what is judged.
        truth: what it should be.
        between_bands: called with the rows done and all rows; raising from it ends the work.

    Raises:
        ShapesDiffer: the photos are not of one size, or smaller than SSIM's window of 11 px.
    """
    if restored.extent != truth.extent or min(truth.height, truth.width) < _WINDOW_PX:
        raise ShapesDiffer(restored=_size(restored), truth=_size(truth))
    squares, similarity, places = 0.0, 0.0, 0
    for top, bottom in _bands(truth.height):
        between_bands(top, truth.height)
        first, second = _comparable(restored, truth, top, bottom)
        fresh = slice(0 if top == 0 else _WINDOW_PX - 1, None)
        squares += float(np.sum((first[fresh].astype(np.float64) - second[fresh]) ** 2))
        rows = bottom - top - (_WINDOW_PX - 1)
        similarity += ssim(first, second) * rows
        places += rows
    mean = squares / (truth.extent.pixels * 3)
    return Scores(float("inf") if mean == 0 else float(-10 * np.log10(mean)), similarity / places)


def _bands(height: int) -> Iterator[tuple[int, int]]:
    """Rows from, to: each band begins so far before the last one's end that every window lies in exactly one."""
    top = 0
    while True:
        bottom = min(top + _BAND_ROWS, height)
        if height - bottom < _WINDOW_PX:
            bottom = height
        yield top, bottom
        if bottom == height:
            return
        top = bottom - (_WINDOW_PX - 1)


def _comparable(restored: Photo, truth: Photo, top: int, bottom: int) -> tuple[UnitImage, UnitImage]:
    first, second = (_rows(photo, top, bottom) for photo in (restored, truth))
    if restored.icc_profile == truth.icc_profile:
        return code_to_unit(first.pixels), code_to_unit(second.pixels)
    return code_to_unit(to_srgb_for_screen(first)), code_to_unit(to_srgb_for_screen(second))


def _rows(photo: Photo, top: int, bottom: int) -> Photo:
    return photo.with_pixels(photo.pixels[top:bottom])


def _size(photo: Photo) -> str:
    return f"{photo.height} × {photo.width}"
