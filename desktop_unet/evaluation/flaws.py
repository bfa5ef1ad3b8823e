"""Flaws that a judge of looks does not see: a lattice, a shift of colour, halos at edges.

Comes in: an enlarged photo, or a network to try. Goes out: numbers, each with the place where it is counted.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from desktop_unet.engine.restore import run
from desktop_unet.engine.task import Choices, UpscaleRequest
from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.mask import grow
from desktop_unet.imaging.metrics import luma
from desktop_unet.imaging.photo import Mask, Photo, UnitImage
from desktop_unet.imaging.resample import resize

STEP_CODES = (40, 215)
"""Gray values, of 255, on the two sides of the step that networks are tried on."""
_STEP_SIDES_PX = (48, 64)
_RIM_PX = 4
"""Pixels of the step left out at each side: what happens at a photo's rim is no halo of the step."""


def lattice_index(photo: UnitImage, period_px: int) -> float | None:
    """How much stronger a photo's detail is at some places of a lattice than at others.

    The mean of |Laplacian of Y| at each of the period x period places modulo the period: their standard deviation over
    their mean. Photos have about 0.02; what an enlarger repeats every ``scale`` pixels raises it.

    Args:
        photo: (H, W, 3) in [0, 1], each side at least ``period_px + 2``.
        period_px: the scale at which it was enlarged.

    Returns:
        0 or more; None for a period of 1, and for a photo without any detail.
    """
    y = luma(photo)
    laplacian = 4 * y[1:-1, 1:-1] - y[:-2, 1:-1] - y[2:, 1:-1] - y[1:-1, :-2] - y[1:-1, 2:]
    rows, columns = (side // period_px for side in laplacian.shape)
    detail = np.abs(laplacian[: rows * period_px, : columns * period_px])
    places = detail.reshape(rows, period_px, columns, period_px).mean(axis=(0, 2))
    return float(places.std() / places.mean()) if period_px > 1 and places.mean() > 0 else None


FILL_PERIODS_PX = (2, 4, 8)
"""Sides of the blocks that fillers put their pictures together from."""


def fill_lattice(filled: UnitImage, mask: Mask) -> float | None:
    """How much more of a lattice there is in a hole than around it: the worst ratio over ``FILL_PERIODS_PX``.

    Args:
        filled: (H, W, 3) in [0, 1].
        mask: (H, W), 255 where it was filled.

    Returns:
        About 1 where the fill is like its surroundings, of which as many pixels count as the hole has; None where
        there is no detail.
    """
    y = luma(filled)
    detail = np.abs(4 * y[1:-1, 1:-1] - y[:-2, 1:-1] - y[2:, 1:-1] - y[1:-1, :-2] - y[1:-1, 2:])
    inside, ring = (marks[1:-1, 1:-1] for marks in (mask > 0, _ring(mask)))
    found = [(_index_where(detail, inside, period), _index_where(detail, ring, period)) for period in FILL_PERIODS_PX]
    ratios = [here / there for here, there in found if there > 0]
    return max(ratios) if ratios else None


def _ring(mask: Mask) -> NDArray[np.bool_]:
    """What surrounds a hole, at least as much as it covers."""
    px = 8
    while True:
        ring = np.asarray((grow(mask, px) > 0) & (grow(mask, 2) == 0))
        if ring.sum() >= (mask > 0).sum() or px >= max(mask.shape):
            return ring
        px *= 2


def _index_where(detail_HW: NDArray[Any], marked: NDArray[np.bool_], period_px: int) -> float:
    """``lattice_index`` of the marked pixels alone; 0 without detail."""
    rows, columns = np.nonzero(marked)
    place = rows % period_px * period_px + columns % period_px
    counts = np.bincount(place, minlength=period_px**2)
    means = np.bincount(place, detail_HW[marked], minlength=period_px**2) / np.maximum(counts, 1)
    return float(means.std() / means.mean()) if means.mean() > 0 else 0.0


def colour_shift(enlarged: UnitImage, low: UnitImage) -> float:
    """How far the mean colour moved, of the channel that moved furthest, in code values of 255.

    Args:
        enlarged: (H, W, 3) in [0, 1]; it is reduced to the other's size by bicubic first.
        low: what it was made of.
    """
    reduced = resize(np.asarray(enlarged, np.float32), Extent(*low.shape[:2]))
    moved = reduced.mean(axis=(0, 1), dtype=np.float64) - low.mean(axis=(0, 1), dtype=np.float64)
    return float(255 * np.abs(moved).max())


def step_range(choices: Choices, scale: int) -> tuple[int, int]:
    """Darkest and lightest value that a network makes of a clean step of gray: halos go beyond ``STEP_CODES``.

    Args:
        choices: the network.
        scale: at which it enlarges.

    Returns:
        Code values of 255, of a step across and one down.

    Raises:
        Mishap: as ``engine.restore.run``.
    """
    step = np.full((*_STEP_SIDES_PX, 3), STEP_CODES[0], np.uint8)
    step[:, step.shape[1] // 2 :] = STEP_CODES[1]
    down = np.ascontiguousarray(step.swapaxes(0, 1))
    results = [run(UpscaleRequest(Photo(pixels), scale, 0.0, choices)).photo.pixels for pixels in (step, down)]
    inside = slice(_RIM_PX * scale, -_RIM_PX * scale)
    values = np.concatenate([pixels[inside, inside].ravel() for pixels in results])
    return int(values.min()), int(values.max())
