"""A room as what borrows for its hole computes with it: tensors, at full size and halved.

Comes in: a room with its hole, and a guess of it. Goes out: ``RoomTensors`` for ``exemplar.py`` and ``offsets.py``,
and the room with what they filled.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional as F

from desktop_unet.imaging.photo import UnitImage


@dataclass(frozen=True, eq=False)
class RoomTensors:
    """One size of a room.

    Args:
        image_CHW: with the guess in its hole, unit range.
        hole_HW: bool.
        sources_HW: bool, what may be borrowed; nothing of the hole.
        halvings: how often it was halved.
    """

    image_CHW: Tensor
    hole_HW: Tensor
    sources_HW: Tensor
    halvings: int = 0

    def halved(self) -> RoomTensors:
        """A coarse pixel is the mean of four, belongs to the hole where any of them does, and is lent where all are."""
        image = F.avg_pool2d(self.image_CHW[None], 2, ceil_mode=True, count_include_pad=False)[0]
        hole, barred = (
            F.max_pool2d(marks.float()[None], 2, ceil_mode=True)[0] > 0 for marks in (self.hole_HW, ~self.sources_HW)
        )
        return RoomTensors(image, hole, ~barred, self.halvings + 1)


def room_tensors(
    room_HWC: UnitImage,
    mask_HW: NDArray[np.bool_],
    guess_HWC: UnitImage,
    sources_HW: NDArray[np.bool_] | None,
    device: torch.device | str,
) -> RoomTensors:
    """A room at full size, with the guess in its hole.

    Args:
        room_HWC: (H, W, 3) float32, unit range.
        mask_HW: (H, W) bool, True = fill.
        guess_HWC: (H, W, 3) float32, unit range; read inside the mask only.
        sources_HW: (H, W) bool, what may be borrowed; None: all that is known.
        device: where the tensors lie.
    """
    composed = np.where(mask_HW[..., None], guess_HWC, room_HWC).astype(np.float32)
    known = ~mask_HW if sources_HW is None else sources_HW & ~mask_HW
    arrays = (composed.transpose(2, 0, 1), mask_HW, known)
    image, hole, sources = (torch.from_numpy(np.ascontiguousarray(array)).to(device) for array in arrays)
    return RoomTensors(image, hole, sources)


def filled_room(room_HWC: UnitImage, mask_HW: NDArray[np.bool_], filled_CHW: Tensor) -> UnitImage:
    """(H, W, 3) float32: the room, with what was filled where the mask says so."""
    filled_HWC = filled_CHW.cpu().numpy().transpose(1, 2, 0)
    return np.where(mask_HW[..., None], filled_HWC, room_HWC).astype(np.float32)
