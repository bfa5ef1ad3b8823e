"""The lab's photo as pixels, and which part of it the networks see first."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from desktop_unet.imaging.geometry import Extent, Rect
from desktop_unet.imaging.photo import Photo, UnitImage
from desktop_unet.imaging.ranges import code_to_unit, unit_to_code
from desktop_unet.studio.lab.lab_options import CROP_PX

Code = NDArray[np.uint8]


def photo_pixels(photo: Photo) -> Code:
    """(H, W, 3) uint8, whatever the photo's depth."""
    pixels = photo.pixels
    if pixels.dtype != np.uint8:
        pixels = unit_to_code(code_to_unit(pixels), np.uint8)
    return pixels.astype(np.uint8, copy=False)


def sample_pixels() -> Code:
    """The photo that comes with the program."""
    from desktop_unet.imaging.codec import read_photo
    from desktop_unet.paths import sample_photo

    return photo_pixels(read_photo(sample_photo()))


def read_pixels(path: Path) -> Code:
    """A photo from a file; raises as ``read_photo``."""
    from desktop_unet.imaging.codec import read_photo

    return photo_pixels(read_photo(path))


def middle_crop(pixels_HWC: Code) -> Rect:
    """The largest crop in the middle of a photo."""
    height, width = (min(side, CROP_PX) for side in pixels_HWC.shape[:2])
    return Rect((pixels_HWC.shape[0] - height) // 2, (pixels_HWC.shape[1] - width) // 2, height, width)


def crop_around(extent: Extent, row: int, column: int) -> Rect:
    """The largest crop around a pixel, as far as the photo reaches."""
    height, width = min(CROP_PX, extent.height), min(CROP_PX, extent.width)
    top = min(max(row - height // 2, 0), extent.height - height)
    left = min(max(column - width // 2, 0), extent.width - width)
    return Rect(top, left, height, width)


def code8(picture_HWC: UnitImage) -> Code:
    """For the screen: (H, W, 3) uint8."""
    return np.ascontiguousarray(unit_to_code(picture_HWC, np.uint8).astype(np.uint8, copy=False))
