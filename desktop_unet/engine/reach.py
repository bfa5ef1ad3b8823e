"""How far a network sees: what lies further from a pixel does not change it.

Comes in: a network's configuration, or the network. Goes out: the overlap that makes a
tiled result equal the untiled one.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from desktop_unet.engine.predict import Network, predict
from desktop_unet.models.config import UNetConfig

MEASURED_REACH_PX = 24
"""Beyond this many input pixels no product network changes its result by half a code value. Measured by
``measure_reach`` on photos at x1, x2 and x4 in fp32: at most 14 with skips and 10 without. The rest is margin for
networks yet to come and for bf16; what their layers could reach in theory is several times as much."""

_RAMP_STARTS = 3 / 8
"""Share of an overlap that counts next to nothing, see ``imaging.tiling.blend_weights``."""


def theoretical_reach_px(config: UNetConfig) -> int:
    """Radius of the receptive field in input pixels, counted from the layers; an upper bound."""
    reach = 2.0 * config.entry_stride
    for level, blocks in enumerate(config.blocks):
        stride = config.entry_stride * 2**level
        sides = 1 if level == config.levels - 1 else 2
        reach += stride * (2 * blocks * sides + 2)
    reach *= config.stages
    enlarged = config.stem == "enlarge_first"
    return math.ceil(reach / (min(config.scales) if enlarged else 1)) + 2


def overlap_px(config: UNetConfig) -> int:
    """Overlap of neighbouring tiles in input pixels, a multiple of ``config.size_multiple``."""
    reach = min(theoretical_reach_px(config), MEASURED_REACH_PX)
    return config.size_multiple * math.ceil(reach / _RAMP_STARTS / config.size_multiple)


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
    multiple = network.card.config.size_multiple
    reach = 0
    for axis in (0, 1):
        cut = photo_HWC.shape[axis] // 2 // multiple * multiple
        piece = predict(network, np.take(photo_HWC, range(cut, photo_HWC.shape[axis]), axis), scale=scale)
        rest = np.take(whole, range(cut * scale, whole.shape[axis]), axis)
        differs = (np.abs(piece - rest).max(axis=2).max(axis=1 - axis) > tolerance).nonzero()[0]
        reach = max(reach, math.ceil((int(differs[-1]) + 1) / scale) if len(differs) else 0)
    return reach
