"""Enlarging only what the user has marked: the network sees no more than that and its surroundings.

Comes in: a request whose ``only`` marks something. Goes out: the whole photo, the network's work where
it is marked, bicubic (or the photo itself, at scale 1) everywhere else. Called by ``upscale.restore``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from desktop_unet.engine.task import UpscaleRequest
from desktop_unet.imaging.alpha import enlarge_alpha
from desktop_unet.imaging.geometry import Rect
from desktop_unet.imaging.photo import CodePixels, Mask, Photo
from desktop_unet.imaging.ranges import code_to_unit
from desktop_unet.imaging.resample import resize, resize_large


def upscale_selection(
    request: UpscaleRequest, only: Mask, around_px: int, enlarge: Callable[[UpscaleRequest], Photo]
) -> Photo:
    """The photo enlarged by ``request.scale``, by the network where ``only`` marks it.

    Args:
        request: without a target; its photo is cut to what is marked before the network sees it.
        only: (H, W) uint8, the photo's size, something marked.
        around_px: what the network sees around that, in input pixels.
        enlarge: does so by the network, the whole of what it is given.
    """
    photo, scale, kept_dtype = request.photo, request.scale, request.photo.pixels.dtype
    marked = box_of(only)
    crop = marked.grown(around_px).within(photo.extent)
    restored = enlarge(replace(request, photo=photo.cut(crop), only=None))
    pixels = photo.pixels.copy() if scale == 1 else resize_large(photo.pixels, photo.extent.scaled(scale), kept_dtype)
    inner = marked.moved(-crop.top, -crop.left).scaled(scale)
    weight = _weight(only[marked.slices], scale)
    where = marked.scaled(scale).slices
    pixels[where] = _mixed(pixels[where], restored.pixels[inner.slices], weight)
    alpha = photo.alpha
    if alpha is not None and restored.alpha is not None and scale > 1:
        alpha = enlarge_alpha(alpha, scale)
        mixed = _mixed(alpha[where][..., None], restored.alpha[inner.slices][..., None], weight)
        alpha[where] = mixed[..., 0]
    return photo.with_pixels(pixels, alpha)


def box_of(mask: Mask) -> Rect:
    """The smallest box that holds all that is marked; empty where nothing is."""
    rows, columns = (np.flatnonzero((mask > 0).any(axis=axis)) for axis in (1, 0))
    if not len(rows):
        return Rect(0, 0, 0, 0)
    return Rect.from_edges(int(rows[0]), int(columns[0]), int(rows[-1]) + 1, int(columns[-1]) + 1)


def _weight(mask: Mask, scale: int) -> NDArray[np.float32]:
    """(H * scale, W * scale) float32, 0..1: how much of the network's work counts."""
    unit = code_to_unit(mask)
    if scale == 1:
        return unit
    large = resize(unit, Rect(0, 0, *mask.shape).extent.scaled(scale), "bilinear")
    return np.asarray(np.clip(large, 0, 1), np.float32)


def _mixed(kept: CodePixels, restored: CodePixels, weight: NDArray[np.float32]) -> CodePixels:
    """Where the weight is 0 or 1, exactly the one or the other."""
    mixed = kept + (restored.astype(np.float32) - kept) * weight[..., None]
    result: CodePixels = np.rint(mixed).astype(kept.dtype)  # type: ignore[assignment]
    return result
