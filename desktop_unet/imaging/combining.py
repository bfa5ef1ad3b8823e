"""Masks put together as sets are. Imports no codec, so that documents can do it at once.

Comes in: two masks of one size. Goes out: one.
"""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np

from desktop_unet.imaging.photo import Mask

Combining = Literal["add", "subtract", "intersect"]
COMBININGS: tuple[Combining, ...] = get_args(Combining)


def combined(mask: Mask, other: Mask, how: Combining) -> Mask:
    """What is marked in either (add), in the first only (subtract), or in both (intersect).

    Args:
        mask, other: (H, W) uint8 of one size; of soft values the greater or the smaller counts.
        how: which.
    """
    if how == "add":
        return np.maximum(mask, other)
    return np.minimum(mask, other if how == "intersect" else inverted(other))


def inverted(mask: Mask) -> Mask:
    """What was marked is not, and the other way round."""
    return np.bitwise_not(mask)
