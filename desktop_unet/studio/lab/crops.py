"""The lab's photo as pixels, and which part of it the networks see first."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from desktop_unet.imaging.geometry import Extent, Rect
from desktop_unet.imaging.photo import Photo, UnitImage
from desktop_unet.imaging.ranges import to_8_bits, unit_to_code
from desktop_unet.studio.lab.lab_options import CROP_PX

Code = NDArray[np.uint8]


def photo_pixels(photo: Photo) -> Code:
    """(H, W, 3) uint8, whatever the photo's depth."""
    return to_8_bits(photo.pixels)


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
    return Extent(*pixels_HWC.shape[:2]).middle(CROP_PX)


def crop_around(extent: Extent, row: int, column: int) -> Rect:
    """The largest crop around a pixel, as far as the photo reaches."""
    height, width = min(CROP_PX, extent.height), min(CROP_PX, extent.width)
    top = min(max(row - height // 2, 0), extent.height - height)
    left = min(max(column - width // 2, 0), extent.width - width)
    return Rect(top, left, height, width)


def code8(picture_HWC: UnitImage) -> Code:
    """For the screen: (H, W, 3) uint8."""
    return np.ascontiguousarray(unit_to_code(picture_HWC, np.uint8))
