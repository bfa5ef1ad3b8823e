"""Holes of the shape of things, where photos show little but background.

Comes in: a photo and a seed. Goes out: a mask for ``inpaint_scores``. What stands before a calm background is what
people take out, and the true photo shows what should be seen there instead.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.holes import OBJECT_SHARE
from desktop_unet.imaging.mask import grow
from desktop_unet.imaging.metrics import luma
from desktop_unet.imaging.object_shapes import object_shape
from desktop_unet.imaging.photo import Mask, Photo
from desktop_unet.imaging.ranges import code_to_unit

_PLACES = 24
"""Places that are tried for a thing."""
_CALM = 6
"""Of them, the calmest, one of which is taken: the very calmest would be sky every time."""
_RING_PX = 16


def object_hole(photo: Photo, seed: int) -> Mask:
    """A person, animal, pole, sign or bird, 3 to 12 % of the photo, in front of background.

    Args:
        photo: that it is for; sides at least 32 px.
        seed: the same for the same photo and seed.
    """
    rng = np.random.Generator(np.random.PCG64([seed, photo.height, photo.width]))
    shape = object_shape(photo.extent, rng.uniform(*OBJECT_SHARE), rng)
    detail_HW = _detail(photo)
    free = Extent(photo.height - shape.shape[0] + 1, photo.width - shape.shape[1] + 1)
    places = [(int(rng.integers(free.height)), int(rng.integers(free.width))) for _ in range(_PLACES)]
    masks = [_placed(shape, place, photo.extent) for place in places]
    around = [float(detail_HW[grow(mask, _RING_PX) > 0].mean()) for mask in masks]
    return masks[int(rng.choice(np.argsort(around, kind="stable")[:_CALM]))]


def _placed(shape: Mask, place: tuple[int, int], extent: Extent) -> Mask:
    mask = np.zeros((extent.height, extent.width), np.uint8)
    mask[place[0] : place[0] + shape.shape[0], place[1] : place[1] + shape.shape[1]] = shape
    return mask


def _detail(photo: Photo) -> NDArray[np.float64]:
    """(H, W): steps of the luma to the pixel below and to the right."""
    plane = luma(code_to_unit(photo.pixels)).astype(np.float64)
    down = np.abs(np.diff(plane, axis=0, append=plane[-1:]))
    right = np.abs(np.diff(plane, axis=1, append=plane[:, -1:]))
    return np.asarray(down + right)
