"""From how likely damage is to what is filled: a threshold, and as much around it as a fill needs.

Comes in: what ``engine.finding`` says of a photo. Goes out: a mask, and how much it marks.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desktop_unet.imaging.connected_regions import find_groups
from desktop_unet.imaging.mask_meaning import HALF
from desktop_unet.imaging.photo import Mask

Likelihood = NDArray[np.uint8]
"""(H, W): 0 certainly sound, 255 certainly damaged."""

DEFAULT_THRESHOLD = 0.5
GROWN_PX = 2
"""The edge of damage is half damage half photo, and scanners blur it: a fill that learns from it repeats it."""


def marks_above(likely: Likelihood, threshold: float) -> Mask:
    """What is to be filled.

    Args:
        likely: how likely each pixel is damaged.
        threshold: 0 to 1; the lower, the more is marked.

    Returns:
        (H, W) uint8, 255 = fill; may be all 0.

    Raises:
        ValueError: the threshold is out of range.
    """
    if not 0 <= threshold <= 1:
        raise ValueError(f"threshold goes from 0 to 1, not {threshold}")
    from desktop_unet.imaging.mask import FILL, grow  # with a codec: not before it is needed

    # Not even a threshold of 0 marks what is certainly sound.
    marked = likely >= max(1, round(threshold * 255))
    return grow(marked.astype(np.uint8) * np.uint8(FILL), GROWN_PX)


@dataclass(frozen=True)
class Amount:
    """How much a mask marks.

    Args:
        pieces: groups of pixels that hang together.
        share: of the photo's pixels, 0..1.
    """

    pieces: int
    share: float


def amount_of(mask: Mask) -> Amount:
    """Pieces and share of what a mask marks by half or more."""
    marked = mask >= HALF
    return Amount(find_groups(marked).count, float(marked.mean()))
