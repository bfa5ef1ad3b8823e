"""What the lab looks at: one crop, what a network is given of it, and what should come out.

Comes in: pixels of a good photo. Goes out: a ``Case``. Next: ``gates.py``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from desktop_unet.engine.task_table import INPAINT, UPSCALE, TaskRow
from desktop_unet.errors import RequestImpossible
from desktop_unet.imaging.damage import reduce
from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.metrics import luma, psnr_inside, psnr_y, ssim_inside, ssim_y
from desktop_unet.imaging.photo import Mask, UnitImage
from desktop_unet.imaging.ranges import code_to_unit
from desktop_unet.imaging.resample import resize
from desktop_unet.phrases import Phrase

SMALLEST_PX = 64
"""Shortest side of a crop: SSIM and the bottleneck need something to work on."""


@dataclass(frozen=True, eq=False)
class Case:
    """One input of a network.

    Args:
        row: the task; it says which networks may be asked.
        scale: factor from input to result.
        input_HWC: (H, W, 3) unit range to enlarge; (H, W, 4) to fill, the last channel the mask (1 = fill).
        truth_HWC: (H * scale, W * scale, 3) unit range.
        mask: (H, W) uint8 for filling, 255 = fill; None for enlarging.
    """

    row: TaskRow[Any]
    scale: int
    input_HWC: UnitImage
    truth_HWC: UnitImage
    mask: Mask | None = None

    @property
    def input_extent(self) -> Extent:
        return Extent(self.input_HWC.shape[0], self.input_HWC.shape[1])

    def shown(self) -> UnitImage:
        """The input at the result's size: by nearest neighbour, or with its hole in black."""
        if self.mask is not None:
            return self.input_HWC[..., :3]
        return resize(self.input_HWC, self.input_extent.scaled(self.scale), "nearest")

    def finished(self, picture_HWC: UnitImage) -> UnitImage:
        """What the program would show: outside the mask the photo's own pixels."""
        if self.mask is None:
            return picture_HWC
        finished: UnitImage = np.where(self.mask[..., None] > 0, picture_HWC, self.truth_HWC)
        return finished


@dataclass(frozen=True)
class Score:
    """How close a picture is to the truth, and how sharp it is.

    Args:
        psnr: dB; on Y without a border of ``scale`` pixels, or inside the mask.
        ssim: of Y, in the same places.
        sharpness: mean absolute Laplacian of Y in code values, in the same places; the truth's is a yardstick.
    """

    psnr: float
    ssim: float
    sharpness: float


def enlarging_case(truth_HWC: NDArray[np.uint8], scale: int) -> Case:
    """A crop made ``scale`` times smaller, to be enlarged again.

    Raises:
        RequestImpossible: the crop is too small.
    """
    height, width = (side // scale * scale for side in truth_HWC.shape[:2])
    _require_size(Extent(height, width))
    truth_HWC = truth_HWC[:height, :width]
    small = reduce(truth_HWC, Extent(height // scale, width // scale))
    return Case(UPSCALE, scale, code_to_unit(small), code_to_unit(truth_HWC))


def filling_case(truth_HWC: NDArray[np.uint8], mask: Mask) -> Case:
    """A crop with a hole.

    Raises:
        RequestImpossible: the crop is too small, or the mask marks nothing in it.
    """
    _require_size(Extent(*truth_HWC.shape[:2]))
    if not (mask > 0).any():
        raise RequestImpossible(reason=Phrase("nothing is marked in this crop, paint something or choose another crop"))
    truth = code_to_unit(truth_HWC)
    hole = (mask > 0)[..., None]
    damaged = np.concatenate([np.where(hole, np.float32(0), truth), hole.astype(np.float32)], axis=2)
    return Case(INPAINT, 1, damaged, truth, mask)


def score_of(case: Case, picture_HWC: UnitImage) -> Score:
    """Measured where the network had something to do; pictures as ``Case.finished`` gives them."""
    if case.mask is not None:
        inside = (
            psnr_inside(picture_HWC, case.truth_HWC, case.mask),
            ssim_inside(picture_HWC, case.truth_HWC, case.mask),
        )
        return Score(*inside, sharpness_of(picture_HWC, case.mask))
    border = case.scale
    return Score(
        psnr_y(picture_HWC, case.truth_HWC, border),
        ssim_y(picture_HWC, case.truth_HWC, border),
        sharpness_of(picture_HWC),
    )


def sharpness_of(picture_HWC: UnitImage, mask: Mask | None = None) -> float:
    """Mean absolute Laplacian (four neighbours) of Y in code values of 255; inside the mask where there is one."""
    plane = 255 * luma(picture_HWC)
    inner = plane[1:-1, 1:-1]
    laplacian = np.abs(4 * inner - plane[:-2, 1:-1] - plane[2:, 1:-1] - plane[1:-1, :-2] - plane[1:-1, 2:])
    if mask is None:
        return float(laplacian.mean())
    marked = mask[1:-1, 1:-1] > 0
    return float(laplacian[marked].mean()) if marked.any() else 0.0


def _require_size(extent: Extent) -> None:
    if min(extent.height, extent.width) < SMALLEST_PX:
        raise RequestImpossible(
            reason=Phrase("a crop needs at least {smallest_px} pixels on each side", smallest_px=SMALLEST_PX)
        )
