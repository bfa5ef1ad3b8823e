"""Flaws that a judge of looks does not see: a lattice, a shift of colour, halos at edges.

Comes in: an enlarged photo, or a network to try. Goes out: numbers, each with the place where it is counted.
"""

from __future__ import annotations

from collections.abc import Iterator
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
BY_CHANCE = 0.03
"""Lattice index that a few thousand pixels of a photo have by chance; ratios of less say nothing."""
_WINDOWS, _AT_LEAST, _STEP_PX, _APART_PX = 24, 6, 15, 2
"""Windows that a hole is compared with, at most and at least, and what lies between the places tried for them, and
between them and the hole. The step is odd, so that a photo's own lattice, such as JPEG's, is met at all its places."""
_LOOKED_AT_PX = 500
"""Pixels of a window by which is seen how much of it is free."""
_SHARES = (1.0, 0.9, 0.75, 0.5)
"""Of a window that has to be free; less only where there are too few."""


def fill_lattice(filled: UnitImage, mask: Mask) -> float | None:
    """How much more of a lattice there is in a hole than elsewhere in the photo, at the worst of ``FILL_PERIODS_PX``.

    What is drawn over a few thousand pixels has an index by chance, greater the fewer they are and the sparser their
    detail; the worst of three is greater still. So the hole is compared with windows of its own shape, moved and
    mirrored, by what is the worst of the three for these.

    Args:
        filled: (H, W, 3) in [0, 1].
        mask: (H, W), 255 where it was filled.

    Returns:
        About 1 where the fill is like the rest of the photo; None where there is no detail, or no room for such a
        window beside the hole.
    """
    y = luma(filled)
    detail = np.abs(4 * y[1:-1, 1:-1] - y[:-2, 1:-1] - y[2:, 1:-1] - y[1:-1, :-2] - y[1:-1, 2:])
    hole, near = (marks[1:-1, 1:-1] > 0 for marks in (mask, grow(mask, _APART_PX)))
    windows = list(_windows_like(hole, near))
    if not windows or not hole.any():
        return None
    here = _indices(detail, *np.nonzero(hole))
    there = np.stack([_indices(detail, *window) for window in windows])
    usual = np.maximum(there.mean(axis=0), BY_CHANCE)
    by_chance = (np.maximum(there, BY_CHANCE) / usual).max(axis=1).mean()
    return float((np.maximum(here, BY_CHANCE) / usual).max() / by_chance) if there.any() else None


_Places = tuple[NDArray[np.intp], NDArray[np.intp]]


def _windows_like(hole_HW: NDArray[np.bool_], near_HW: NDArray[np.bool_]) -> Iterator[_Places]:
    """Rows and columns of up to ``_WINDOWS`` windows of the hole's shape, spread over all that is not near it.

    Where none has room, those that have most of it count, without what lies in the hole or beyond the edge.
    """
    rows, columns = np.nonzero(hole_HW)
    if not len(rows):
        return
    rows, columns = rows - rows.min(), columns - columns.min()
    shapes = [(up, left) for up in (rows, rows.max() - rows) for left in (columns, columns.max() - columns)]
    (height, width), most = hole_HW.shape, max(hole_HW.shape)
    barred_HW = np.pad(near_HW, most, constant_values=True)
    some = slice(None, None, max(1, len(rows) // _LOOKED_AT_PX))
    moved = [
        (1 - float(barred_HW[up[some] + (down + most), left[some] + (right + most)].mean()), up, left, down, right)
        for up, left in shapes
        for down in range(-(height // 4), height - height // 4, _STEP_PX)
        for right in range(-(width // 4), width - width // 4, _STEP_PX)
    ]
    share = next((part for part in _SHARES if sum(each[0] >= part for each in moved) >= _AT_LEAST), _SHARES[-1])
    fitting = [each for each in moved if each[0] >= share]
    for number in np.unique(np.linspace(0, len(fitting) - 1, min(_WINDOWS, len(fitting))).astype(int)):
        _, up, left, down, right = fitting[number]
        free = ~barred_HW[up + (down + most), left + (right + most)]
        yield up[free] + down, left[free] + right


def _indices(detail_HW: NDArray[Any], rows: NDArray[np.intp], columns: NDArray[np.intp]) -> NDArray[np.float64]:
    """``lattice_index`` of these pixels alone at each of ``FILL_PERIODS_PX``; 0 without detail."""
    detail, found = detail_HW[rows, columns], []
    for period_px in FILL_PERIODS_PX:
        place = rows % period_px * period_px + columns % period_px
        counts = np.bincount(place, minlength=period_px**2)
        means = np.bincount(place, detail, minlength=period_px**2) / np.maximum(counts, 1)
        found.append(means.std() / means.mean() if means.mean() > 0 else 0.0)
    return np.array(found)


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
