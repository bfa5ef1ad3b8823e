"""Errors as colours: black where there is none, through red and yellow to white."""

from __future__ import annotations

import numpy as np

from desktop_unet.imaging.photo import UnitImage

FULL_SCALE = 0.25
"""Error (mean over colours, unit range) that is shown in white."""

_STOPS = (0.0, 0.25, 0.5, 0.75, 1.0)
_COLOURS = ((0.0, 0.0, 0.02), (0.34, 0.06, 0.43), (0.73, 0.21, 0.33), (0.98, 0.55, 0.04), (0.99, 1.0, 0.64))


def heat_map(picture_HWC: UnitImage, truth_HWC: UnitImage) -> UnitImage:
    """Where and how much two pictures differ.

    Args:
        picture_HWC: (H, W, 3) unit range.
        truth_HWC: same shape.

    Returns:
        (H, W, 3) unit range; brighter is more, white from a mean difference of ``FULL_SCALE`` on.
    """
    error = np.abs(picture_HWC - truth_HWC).mean(axis=2) / FULL_SCALE
    channels = zip(*_COLOURS, strict=True)
    return np.stack([np.interp(error, _STOPS, values) for values in channels], axis=2).astype(np.float32)
