"""A level's strongest feature maps for one crop."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desktop_unet.engine.lab.gates import Gated
from desktop_unet.errors import RequestImpossible
from desktop_unet.phrases import Phrase


@dataclass(frozen=True, eq=False)
class FeatureMap:
    """One channel of one level on the way down.

    Args:
        level: from 1.
        channel: from 0.
        strength: standard deviation over the map: how much it says of this crop.
        share_active: share of values above 0.
        map_HW: (height, width) float32, stretched to [0, 1] for the eye.
    """

    level: int
    channel: int
    strength: float
    share_active: float
    map_HW: NDArray[np.float32]


def strongest_maps(gated: Gated, level: int, count: int = 8) -> tuple[FeatureMap, ...]:
    """The ``count`` maps of a level (from 1) that vary most, strongest first.

    Raises:
        RequestImpossible: there is no such level.
    """
    features = gated.features()
    if not 1 <= level <= len(features):
        raise RequestImpossible(
            reason=Phrase(
                "{network} has levels 1 to {count}, not {level}",
                network=gated.card.name,
                count=len(features),
                level=level,
            )
        )
    maps_CHW = features[level - 1]
    strengths = maps_CHW.std(axis=(1, 2))
    order = np.argsort(-strengths, kind="stable")[:count]
    return tuple(
        FeatureMap(
            level,
            int(channel),
            float(strengths[channel]),
            float((maps_CHW[channel] > 0).mean()),
            _stretched(maps_CHW[channel]),
        )
        for channel in order
    )


def _stretched(map_HW: NDArray[np.float32]) -> NDArray[np.float32]:
    low, high = float(map_HW.min()), float(map_HW.max())
    return np.asarray((map_HW - low) / max(high - low, 1e-12), np.float32)
