"""Colour profiles: what a photo's is called, and its colours as a screen shows them.

Comes in: a photo in the colour space of its own profile. Goes out: sRGB of 8 bits for the
window, and for file formats that hold no profile. The photo itself keeps its values.
"""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms

from desktop_unet.imaging.photo import Photo
from desktop_unet.imaging.ranges import high_bytes
from desktop_unet.phrases import Phrase

SRGB = "sRGB"
_UNREADABLE = Phrase("unreadable profile")
_UNNAMED = Phrase("unnamed profile")


def profile_name(photo: Photo) -> str:
    """What the photo's profile calls itself; "sRGB" where it has none."""
    return SRGB if photo.icc_profile is None else _description(photo.icc_profile)


def is_srgb(photo: Photo) -> bool:
    """Whether the photo's values mean sRGB as they are; an unreadable profile is taken for it."""
    name = profile_name(photo)
    return name == _UNREADABLE or (name.lower().startswith("srgb") and "linear" not in name.lower())


def to_srgb_for_screen(photo: Photo) -> NDArray[np.uint8]:
    """The photo's colours for a screen.

    Returns:
        (H, W, 3) uint8 sRGB; the photo's own pixels where they are that already.

    Source: relative colorimetric with black point compensation, by Little CMS.
    """
    pixels = high_bytes(photo.pixels)
    transform = None if photo.icc_profile is None or is_srgb(photo) else _to_srgb(photo.icc_profile, photo.is_gray)
    if transform is None:
        return pixels
    image = Image.fromarray(pixels[..., 0].copy() if photo.is_gray else pixels)
    return np.array(ImageCms.applyTransform(image, transform))


@lru_cache(maxsize=4)
def _description(icc_profile: bytes) -> str:
    try:
        return ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(BytesIO(icc_profile))).strip() or _UNNAMED
    except (ImageCms.PyCMSError, OSError):
        return _UNREADABLE


@lru_cache(maxsize=4)
def _to_srgb(icc_profile: bytes, is_gray: bool) -> ImageCms.ImageCmsTransform | None:
    """None where the profile cannot serve as a source."""
    try:
        return ImageCms.buildTransform(
            ImageCms.ImageCmsProfile(BytesIO(icc_profile)),
            ImageCms.createProfile("sRGB"),
            "L" if is_gray else "RGB",
            "RGB",
            ImageCms.Intent.RELATIVE_COLORIMETRIC,
            ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
    except (ImageCms.PyCMSError, OSError):
        return None
