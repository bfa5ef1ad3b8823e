"""Enlarging and reducing by the classic kernels, and colour under transparent pixels.

Comes in: unit pixels of one or more channels. Goes out: the same at another size, for
first guesses, low-resolution training photos, alpha and previews.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import DTypeLike, NDArray
from PIL import Image

from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.photo import CodePixels, Photo
from desktop_unet.imaging.ranges import code_to_unit, unit_to_code

Method = Literal["bicubic", "lanczos", "bilinear", "nearest"]

_KERNELS = {
    "bicubic": Image.Resampling.BICUBIC,
    "lanczos": Image.Resampling.LANCZOS,
    "bilinear": Image.Resampling.BILINEAR,
    "nearest": Image.Resampling.NEAREST,
}


def resize(
    unit: NDArray[np.float32], extent: Extent, method: Method = "bicubic", *, clip: bool = False
) -> NDArray[np.float32]:
    """Pixels at another size, in float32 throughout.

    Args:
        unit: (H, W) or (H, W, C) float32.
        extent: the size wanted.
        method: kernel; bicubic is Keys' with a = -0.5, Lanczos has three lobes. All but nearest
            widen when reducing, so that nothing aliases.
        clip: whether what bicubic and Lanczos overshoot is cut to [0, 1].

    Returns:
        (height, width) or (height, width, C) float32.

    Source: Keys 1981, Cubic convolution interpolation for digital image processing.
    """
    if unit.ndim == 2:
        resized = _resize_plane(unit, extent, method)
    else:
        resized = np.empty((extent.height, extent.width, unit.shape[2]), np.float32)
        for channel in range(unit.shape[2]):
            resized[..., channel] = _resize_plane(unit[..., channel], extent, method)
    return np.clip(resized, 0.0, 1.0, out=resized) if clip else resized


def resize_code(pixels: CodePixels, extent: Extent) -> CodePixels:
    """A file's own values at another size by bicubic, rounded to their depth, as test sets are made.

    Args:
        pixels: (H, W) or (H, W, 3) uint8 or uint16.
        extent: the size wanted.

    Returns:
        The same type at that size.
    """
    return unit_to_code(resize(code_to_unit(pixels), extent, "bicubic", clip=True), pixels.dtype)


def resize_large(pixels: CodePixels, extent: Extent, dtype: DTypeLike) -> CodePixels:
    """``resize_code`` by Lanczos, a channel at a time, so that a huge photo is never in float as a whole.

    Args:
        pixels: (H, W, 3) uint8 or uint16.
        extent: the size wanted; reducing does not alias.
        dtype: uint8 or uint16, the depth of the result.
    """
    resized: CodePixels = np.empty((extent.height, extent.width, pixels.shape[2]), dtype)
    for channel in range(pixels.shape[2]):
        plane = resize(code_to_unit(pixels[..., channel]), extent, "lanczos", clip=True)
        resized[..., channel] = unit_to_code(plane, dtype)
    return resized


def _resize_plane(plane: NDArray[np.float32], extent: Extent, method: Method) -> NDArray[np.float32]:
    image = Image.fromarray(np.ascontiguousarray(plane, np.float32))
    return np.array(image.resize((extent.width, extent.height), _KERNELS[method]), np.float32)


def bleed_under_alpha(photo: Photo) -> CodePixels:
    """The photo's pixels with the colour of the nearest visible ones under fully transparent pixels.

    What lies under alpha 0 is arbitrary (often black) and would shine through enlarged edges.

    Returns:
        (H, W, 3) of the photo's type; visible pixels are exactly its own, and all of them are where
        nothing is transparent or nothing visible.
    """
    if photo.alpha is None:
        return photo.pixels
    visible = photo.alpha > 0
    if visible.all() or not visible.any():
        return photo.pixels
    filled = _pull_push(photo.pixels.astype(np.float32) * visible[..., None], visible.astype(np.float32))
    bled = photo.pixels.copy()
    bled[~visible] = np.rint(filled[~visible]).astype(photo.pixels.dtype)
    return bled


def _pull_push(weighted: NDArray[np.float32], weight: NDArray[np.float32]) -> NDArray[np.float32]:
    """Averages of the visible at ever coarser sizes fill what nothing is visible of at the finer ones.

    ``weight`` counts visible pixels, ``weighted`` is their sum.

    Source: Gortler et al. 1996, The Lumigraph, section 3.3 (pull-push).
    """
    height, width = weight.shape
    known = (weighted / np.maximum(weight, 1.0)[..., None]).astype(np.float32, copy=False)
    if height == 1 and width == 1:
        return known
    coarse = _pull_push(_halved_sum(weighted), _halved_sum(weight))
    spread = np.repeat(np.repeat(coarse, 2, axis=0), 2, axis=1)[:height, :width]
    return np.where(weight[..., None] > 0, known, spread).astype(np.float32, copy=False)


def _halved_sum(values: NDArray[np.float32]) -> NDArray[np.float32]:
    pad = [(0, values.shape[0] % 2), (0, values.shape[1] % 2)] + [(0, 0)] * (values.ndim - 2)
    even = np.pad(values, pad)
    return even[0::2, 0::2] + even[1::2, 0::2] + even[0::2, 1::2] + even[1::2, 1::2]
