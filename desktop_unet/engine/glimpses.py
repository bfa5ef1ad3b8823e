"""What a hole looks like while it is being filled: coarse levels first, cut out by the hole.

Comes in: a room with its hole, and pictures of all of the room at any size, from ``exemplar`` and ``offsets``. Goes
out: steps with a ``Glimpse``, for whoever shows them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from torch import Tensor

from desktop_unet.engine.task import Glimpse, Report, Step
from desktop_unet.imaging.geometry import Extent, Rect
from desktop_unet.imaging.photo import Photo, UnitImage
from desktop_unet.imaging.ranges import unit_to_code
from desktop_unet.imaging.resample import resize

PIXELS_AT_MOST = 400_000
"""Of a glimpse; a screen shows holes of more at reduced size anyway, or a part of them."""

Draw = Callable[[], UnitImage]
"""Gives a picture of a whole room, (h, w, 3), of any size."""
ReportRoom = Callable[[Step, Draw], None]
"""A report hook that is told what the room looks like, too."""


@dataclass(frozen=True, eq=False)
class RoomView:
    """Where a room lies, and the hole in it.

    Args:
        photo: that the room is of.
        crop: the room, in the photo.
        box: of the hole, in the photo.
        hole_HW: (H, W) bool, the room's size.
    """

    photo: Photo
    crop: Rect
    box: Rect
    hole_HW: NDArray[np.bool_]

    def reporting(self, report: Report) -> ReportRoom:
        """A hook that adds to each step what the hole looks like."""

        def tell(step: Step, draw: Draw) -> None:
            glimpse = Glimpse(self.box, self.photo.extent, lambda: self.drawn(draw()))
            report(replace(step, glimpse=glimpse))

        return tell

    def drawn(self, room_HWC: UnitImage) -> Photo:
        """The hole's box out of a picture of the room, with alpha where the hole is."""
        reduction = max(1.0, (self.box.extent.pixels / PIXELS_AT_MOST) ** 0.5)
        shown = Extent(*(max(1, round(side / reduction)) for side in (self.box.height, self.box.width)))
        inside = self.box.moved(-self.crop.top, -self.crop.left)
        hole = resize(self.hole_HW[inside.slices].astype(np.float32), shown, "bilinear")
        colours = resize(self._cut(room_HWC, inside), shown, "bilinear", clip=True)
        kind = self.photo.pixels.dtype
        alpha = unit_to_code(np.clip(hole, 0, 1), kind)
        return replace(self.photo, pixels=unit_to_code(colours, kind), alpha=alpha, notes=())

    def _cut(self, room_HWC: UnitImage, inside: Rect) -> UnitImage:
        """The box of the hole in a picture of the room that may be smaller than it."""
        down, across = room_HWC.shape[0] / self.crop.height, room_HWC.shape[1] / self.crop.width
        rows = _around(inside.top * down, inside.bottom * down, room_HWC.shape[0])
        columns = _around(inside.left * across, inside.right * across, room_HWC.shape[1])
        return np.ascontiguousarray(room_HWC[rows, columns])


def _around(first: float, last: float, side: int) -> slice:
    start = min(int(first), side - 1)
    return slice(start, max(start + 1, min(side, round(last))))


def picture_of(image_CHW: Tensor) -> UnitImage:
    """(H, W, 3) unit range, of a picture in channels first."""
    return np.ascontiguousarray(image_CHW.cpu().numpy().transpose(1, 2, 0))
