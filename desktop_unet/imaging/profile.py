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

from desktop_unet.imaging.libvips import libvips
from desktop_unet.imaging.photo import CodePixels, Photo
from desktop_unet.imaging.png_colour import in_colour
from desktop_unet.imaging.ranges import high_bytes
from desktop_unet.phrases import Phrase

SRGB = "sRGB"
_LEVELS = 9
_SAME = 3
"""Of 255; the profiles that are called sRGB differ by 1 from each other, others from it by 10 and more."""

_UNREADABLE = Phrase("unreadable profile")
_UNNAMED = Phrase("unnamed profile")


def profile_name(photo: Photo) -> str:
    """What the photo's profile calls itself; "sRGB" where it has none."""
    return SRGB if photo.icc_profile is None else _description(photo.icc_profile)


def is_srgb(photo: Photo) -> bool:
    """Whether the photo's values mean sRGB as they are, whatever its profile is called; an unreadable one counts so."""
    return photo.icc_profile is None or _means_srgb(photo.icc_profile, photo.is_gray)


def to_srgb_for_screen(photo: Photo) -> NDArray[np.uint8]:
    """The photo's colours for a screen.

    Returns:
        (H, W, 3) uint8 sRGB; the photo's own pixels where they are that already.

    Source: relative colorimetric with black point compensation, by Little CMS.
    """
    if photo.icc_profile is None or is_srgb(photo):
        return high_bytes(photo.pixels)
    if photo.depth_bits == 16:
        return _from_16_bits(photo, photo.icc_profile)
    transform = _to_srgb(photo.icc_profile, photo.is_gray)
    return (
        high_bytes(photo.pixels) if transform is None else _transformed(photo.pixels, transform, is_gray=photo.is_gray)
    )


def _transformed(pixels: CodePixels, transform: ImageCms.ImageCmsTransform, *, is_gray: bool) -> NDArray[np.uint8]:
    image = Image.fromarray(pixels[..., 0].copy() if is_gray else pixels)
    return np.array(ImageCms.applyTransform(image, transform))


def _from_16_bits(photo: Photo, profile: bytes) -> NDArray[np.uint8]:
    """All bits are converted and only then cut: linear values have their shadows in the lower ones."""
    vips = libvips()
    if photo.is_gray:
        profile = in_colour(profile) or profile
    plain = np.ascontiguousarray(photo.pixels)
    image = vips.Image.new_from_memory(plain.data, photo.width, photo.height, 3, "ushort").copy(interpretation="rgb16")
    image.set_type(vips.GValue.blob_type, "icc-profile-data", profile)
    how = {"embedded": True, "intent": "relative", "black_point_compensation": True, "depth": 8}
    try:
        return np.asarray(image.icc_transform("srgb", **how).numpy(), np.uint8)
    except vips.Error:
        return high_bytes(photo.pixels)


@lru_cache(maxsize=8)
def _means_srgb(icc_profile: bytes, is_gray: bool) -> bool:
    """Judged by what it makes of colours from all over the cube: primaries and curve, however they are written."""
    transform = _to_srgb(icc_profile, is_gray)
    if transform is None:
        return True
    levels = np.linspace(0, 255, _LEVELS).astype(np.uint8)
    grid = np.stack(np.meshgrid(*[levels] * 3, indexing="ij"), axis=-1).reshape(1, -1, 3)
    colours = np.repeat(np.arange(256, dtype=np.uint8)[None, :, None], 3, axis=2) if is_gray else grid
    shown = _transformed(np.ascontiguousarray(colours), transform, is_gray=is_gray)
    return int(np.abs(shown.astype(int) - colours).max()) <= _SAME


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
