"""A small picture of a photo file, without decoding more than that needs where the format allows it.

Comes in: a path. Goes out: a few thousand pixels for a film strip.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from desktop_unet.errors import Mishap, PhotoDamaged
from desktop_unet.imaging.formats import JPEG
from desktop_unet.imaging.photo import CodePixels, Photo
from desktop_unet.imaging.profile import to_srgb_for_screen
from desktop_unet.imaging.reading import read_photo, told_format


def read_thumbnail(path: Path, side_px: int) -> NDArray[np.uint8]:
    """The photo in a file, upright, its longer side ``side_px`` at most.

    Returns:
        (H, W, 3) uint8, for a screen.

    Raises:
        Mishap: as ``reading.read_photo``.
    """
    if told_format(path) is JPEG:
        return _read_jpeg(path, side_px)
    return thumbnail_of(read_photo(path), side_px)


def thumbnail_of(photo: Photo, side_px: int) -> NDArray[np.uint8]:
    """A photo made small, (H, W, 3) uint8, for a screen."""
    step = max(1, max(photo.height, photo.width) // (4 * side_px))
    pixels: CodePixels = np.ascontiguousarray(photo.pixels[::step, ::step])  # type: ignore[assignment]
    image = Image.fromarray(to_srgb_for_screen(photo.with_pixels(pixels)))
    image.thumbnail((side_px, side_px))
    return np.asarray(image)


def _read_jpeg(path: Path, side_px: int) -> NDArray[np.uint8]:
    """By a decoder that leaves out what the small picture does not need."""
    try:
        with Image.open(path, formats=("JPEG",)) as image:
            image.draft("RGB", (side_px, side_px))
            upright = ImageOps.exif_transpose(image).convert("RGB")
            upright.thumbnail((side_px, side_px))
            return np.asarray(upright)
    except Mishap:
        raise
    except Exception as error:  # Pillow raises anything for hostile files
        raise PhotoDamaged(path=path, reason=str(error)) from None
