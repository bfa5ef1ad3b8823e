"""How far a network sees: what lies further from a pixel does not change it.

Comes in: what a network says of itself, or the network. Goes out: the overlap that makes a
tiled result equal the untiled one.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from desktop_unet.engine.predict import Network, predict
from desktop_unet.models.descriptor import Descriptor

_RAMP_STARTS = 3 / 8
"""Share of an overlap that counts next to nothing, see ``imaging.tiling.blend_weights``."""


def overlap_px(network: Descriptor) -> int:
    """Overlap of neighbouring tiles in input pixels, a multiple of ``size_multiple``.

    At most half of the largest tile that the network takes.
    """
    multiple = network.size_multiple
    overlap = multiple * math.ceil(network.reach_px / _RAMP_STARTS / multiple)
    return overlap if network.side_px is None else min(overlap, network.side_px // 2 // multiple * multiple)


def measure_reach(network: Network, scale: int, photo_HWC: NDArray[np.float32], *, tolerance: float = 0.5 / 255) -> int:
    """Distance from a cut beyond which a piece of a photo is restored as within the whole.

    Args:
        network: an upscaling network.
        scale: one of its scales.
        photo_HWC: (H, W, 3) unit range; a cut is made through its middle, in both directions.
        tolerance: greatest difference that counts as none, unit range.

    Returns:
        Input pixels, at most half the photo's shorter side.
    """
    whole = predict(network, photo_HWC, scale=scale)
    multiple = network.descriptor.size_multiple
    reach = 0
    for axis in (0, 1):
        cut = photo_HWC.shape[axis] // 2 // multiple * multiple
        piece = predict(network, np.take(photo_HWC, range(cut, photo_HWC.shape[axis]), axis), scale=scale)
        rest = np.take(whole, range(cut * scale, whole.shape[axis]), axis)
        differs = (np.abs(piece - rest).max(axis=2).max(axis=1 - axis) > tolerance).nonzero()[0]
        reach = max(reach, math.ceil((int(differs[-1]) + 1) / scale) if len(differs) else 0)
    return reach
