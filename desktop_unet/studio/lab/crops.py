"""The lab's photo as pixels, and which part of it the networks see first."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from desktop_unet.imaging.geometry import Extent, Rect
from desktop_unet.imaging.photo import Photo, UnitImage
from desktop_unet.imaging.ranges import to_8_bits, unit_to_code
from desktop_unet.studio.lab.lab_options import CROP_PX

if TYPE_CHECKING:
    from desktop_unet.imaging.defects.old_photo import OldPhoto

Code = NDArray[np.uint8]


def photo_pixels(photo: Photo) -> Code:
    """(H, W, 3) uint8, whatever the photo's depth."""
    return to_8_bits(photo.pixels)


def sample_pixels() -> Code:
    """The photo that comes with the program."""
    from desktop_unet.imaging.codec import read_photo
    from desktop_unet.paths import sample_photo

    return photo_pixels(read_photo(sample_photo()))


def known_damage(pixels_HWC: Code) -> Code | None:
    """Where a photo is known to be damaged already, (H, W) uint8: the program's sample is; None for all others."""
    from desktop_unet.imaging.codec import read_photo
    from desktop_unet.imaging.mask import read_mask, shrink
    from desktop_unet.paths import sample_mask, sample_photo

    sample = read_photo(sample_photo())
    if not np.array_equal(photo_pixels(sample), pixels_HWC):
        return None
    return shrink(read_mask(sample_mask(), sample.extent), 1)  # what a fill needs more than a finder


def damaged_crop(pixels_HWC: Code, box: Rect, damage: str, seed: int) -> OldPhoto:
    """A crop aged and damaged by a seed; what was damaged already counts too."""
    from desktop_unet.imaging.defects.named import old_photo_for

    known = known_damage(pixels_HWC)
    crop = np.ascontiguousarray(pixels_HWC[box.slices])
    return old_photo_for(damage, crop, seed, None if known is None else known[box.slices])


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
