"""Soft edges, and what they do to the photo.

Comes in: masks from ``document``. Goes out: masks of the same size, and the mixed photo. A value
between 0 and 255 mixes photo and fill: what is marked wholly is filled wholly, what lies outside
stays as it was to the last bit.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.mask import FILL, distance_along_rows, mask_rect
from desktop_unet.imaging.photo import CodePixels, Mask


def feathered(mask: Mask, px: int) -> Mask:
    """The mask with a rim that fades over ``px`` pixels, outside of what is marked wholly.

    The rim lies outside, because what was marked is damage: none of it may shine through.

    Args:
        mask: (H, W) uint8.
        px: width of the rim; 0 changes nothing.
    """
    whole = np.where(mask == FILL, mask, np.uint8(0))
    box = mask_rect(whole)
    if box is None or px <= 0:
        return mask.copy()
    room = box.grown(px).within(Extent(*mask.shape))
    squared = _squared_distances(whole[room.slices] > 0, px + 1)
    rim = np.rint(FILL * (1 - np.sqrt(squared) / np.float32(px + 1))).astype(np.uint8)
    soft = mask.copy()
    soft[room.slices] = np.maximum(soft[room.slices], rim)
    return soft


def _squared_distances(marked: NDArray[np.bool_], limit: int) -> NDArray[np.float32]:
    """(H, W) to the nearest marked pixel, squared, at most ``limit`` squared."""
    sideways = distance_along_rows(marked, limit).astype(np.float32) ** 2
    nearest = sideways.copy()
    for step in range(1, min(limit, len(sideways))):
        further = sideways + np.float32(step * step)
        np.minimum(nearest[step:], further[:-step], out=nearest[step:])
        np.minimum(nearest[:-step], further[step:], out=nearest[:-step])
    return np.minimum(nearest, np.float32(limit * limit))


def mixed(photo_code: CodePixels, filled_code: CodePixels, mask: Mask) -> CodePixels:
    """The filled photo where the mask marks wholly, the photo where it does not, a mixture between.

    Args:
        photo_code, filled_code: (H, W, 3) uint8 or uint16, both of one type.
        mask: (H, W) uint8.

    Returns:
        New (H, W, 3) of that type; pixels at 0 and at 255 are the given ones to the last bit.
    """
    result: CodePixels = np.where((mask == FILL)[..., None], filled_code, photo_code)
    between = (mask > 0) & (mask < FILL)
    if between.any():
        share = (mask[between] / np.float32(FILL))[:, None]
        values = photo_code[between] * (1 - share) + filled_code[between] * share
        result[between] = np.rint(values).astype(result.dtype)
    return result
