"""What the lab looks at: one crop, what a network is given of it, and what should come out.

Comes in: pixels of a good photo. Goes out: a ``Case``. Next: ``gates.py``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from desktop_unet.engine.task_table import FIND_DAMAGE, INPAINT, UPSCALE, TaskRow
from desktop_unet.errors import RequestImpossible
from desktop_unet.imaging.damage import reduce
from desktop_unet.imaging.defects.old_photo import DAMAGED, SOUND, OldPhoto
from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.photo import Mask, UnitImage
from desktop_unet.imaging.ranges import code_to_unit
from desktop_unet.imaging.resample import resize
from desktop_unet.phrases import Phrase

SMALLEST_PX = 64
"""Shortest side of a crop: SSIM and the bottleneck need something to work on."""
UNSURE_SHOWN = 0.25
"""How light a truth shows what is too faint to be told, which is neither right nor wrong to mark."""


@dataclass(frozen=True, eq=False)
class Case:
    """One input of a network.

    Args:
        row: the task; it says which networks may be asked.
        scale: factor from input to result.
        input_HWC: (H, W, 3) unit range to enlarge; (H, W, 4) to fill, the last channel the mask (1 = fill);
            (H, W, 3) damaged.
        truth_HWC: (H * scale, W * scale, 3) unit range; to find damage, white where it is.
        mask: (H, W) uint8 for filling, 255 = fill; else None.
        marks: (H, W) uint8 to find damage, a truth as of ``old_photo``; else None.
    """

    row: TaskRow[Any]
    scale: int
    input_HWC: UnitImage
    truth_HWC: UnitImage
    mask: Mask | None = None
    marks: Mask | None = None

    @property
    def input_extent(self) -> Extent:
        return Extent(self.input_HWC.shape[0], self.input_HWC.shape[1])

    def shown(self) -> UnitImage:
        """The input at the result's size: by nearest neighbour, or with its hole in black."""
        if self.mask is not None:
            return self.input_HWC[..., :3]
        return resize(self.input_HWC, self.input_extent.scaled(self.scale), "nearest")

    def finished(self, picture_HWC: UnitImage) -> UnitImage:
        """What the program would show: outside the mask the photo's own pixels; marks as gray, 1 is surely damaged."""
        if self.marks is not None:
            return _gray(picture_HWC)
        if self.mask is None:
            return picture_HWC
        finished: UnitImage = np.where(self.mask[..., None] > 0, picture_HWC, self.truth_HWC)
        return finished


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


def finding_case(old: OldPhoto) -> Case:
    """A crop that was aged and damaged: where is it damaged?

    Raises:
        RequestImpossible: the crop is too small.
    """
    _require_size(Extent(*old.truth.shape))
    marks = np.select([old.truth == DAMAGED, old.truth == SOUND], [1.0, 0.0], UNSURE_SHOWN).astype(np.float32)
    return Case(FIND_DAMAGE, 1, code_to_unit(old.pixels), _gray(marks[..., None]), marks=old.truth)


def _gray(marks_HW1: UnitImage) -> UnitImage:
    """One channel as three, so that it is shown and saved as any picture."""
    return np.repeat(marks_HW1, 3, axis=2)


def _require_size(extent: Extent) -> None:
    if min(extent.height, extent.width) < SMALLEST_PX:
        raise RequestImpossible(
            reason=Phrase("a crop needs at least {smallest_px} pixels on each side", smallest_px=SMALLEST_PX)
        )
