"""Which input pixels one pixel of the result depends on, measured by its gradient."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from desktop_unet.engine.lab.gates import Gated, reach_in_theory_px
from desktop_unet.errors import RequestImpossible
from desktop_unet.phrases import Phrase

NOTICEABLE = 0.01
"""Share of the greatest gradient below which an input pixel hardly counts."""


@dataclass(frozen=True, eq=False)
class ReceptiveField:
    """What one pixel sees.

    Args:
        row, column: the pixel, in the result.
        scale: from input to result.
        reach_px: distance in input pixels to the farthest one with any influence (rows or columns).
        noticeable_reach_px: to the farthest with more than ``NOTICEABLE`` of the greatest influence.
        half_px: radius within which half of all influence lies.
        theory_px: reach counted from the layers.
        share_of_input: share of input pixels with any influence.
        map_HW: (H, W) float32, influence on a scale to 1.
    """

    row: int
    column: int
    scale: int
    reach_px: int
    noticeable_reach_px: int
    half_px: float
    theory_px: int
    share_of_input: float
    map_HW: NDArray[np.float32]


def receptive_field(gated: Gated, row: int, column: int) -> ReceptiveField:
    """Sum over colours of the gradient's magnitude at each input pixel.

    Raises:
        RequestImpossible: the pixel lies outside the result.
    """
    height, width = gated.case.truth_HWC.shape[:2]
    if not (0 <= row < height and 0 <= column < width):
        raise RequestImpossible(
            reason=Phrase(
                "the result has {height} rows and {width} columns, row {row} or column {column} is outside",
                height=height,
                width=width,
                row=row,
                column=column,
            )
        )
    map_HW = _gradient(gated, row, column)
    scale = gated.case.scale
    centre = row // scale, column // scale
    peak = float(map_HW.max())
    return ReceptiveField(
        row,
        column,
        scale,
        _reach(map_HW > 0, centre),
        _reach(map_HW > NOTICEABLE * peak, centre),
        _half_radius(map_HW, centre),
        reach_in_theory_px(gated.card),
        float((map_HW > 0).mean()),
        map_HW / np.float32(max(peak, 1e-30)),
    )


def _gradient(gated: Gated, row: int, column: int) -> NDArray[np.float32]:
    network, photo = gated.network, gated.batch().requires_grad_(True)
    # The clamp outside training would hide what saturated pixels depend on; its children stay as they are.
    network.training = True
    try:
        with torch.enable_grad():
            network(photo, scale=gated.case.scale)[0, :, row, column].sum().backward()
    finally:
        network.training = False
    network.zero_grad(set_to_none=True)
    gradient = photo.grad
    assert gradient is not None
    return np.asarray(gradient[0, :3].abs().sum(dim=0).numpy(), np.float32)


def _reach(counts: NDArray[np.bool_], centre: tuple[int, int]) -> int:
    rows, columns = np.nonzero(counts)
    if not len(rows):
        return 0
    return int(max(np.abs(rows - centre[0]).max(), np.abs(columns - centre[1]).max()))


def _half_radius(map_HW: NDArray[np.float32], centre: tuple[int, int]) -> float:
    rows, columns = np.indices(map_HW.shape)
    distance = np.hypot(rows - centre[0], columns - centre[1]).ravel()
    order = np.argsort(distance, kind="stable")
    summed = np.cumsum(map_HW.ravel()[order], dtype=np.float64)
    place = int(np.searchsorted(summed, summed[-1] / 2))
    return float(distance[order][min(place, len(order) - 1)]) if math.isfinite(summed[-1]) else 0.0
