"""The frame that crops a photo while somebody drags it: always inside the straightened photo, in its proportions.

Comes in: drags and choices. Goes out: another frame each time, and at the end a ``Framing``. No Qt.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from desktop_unet.imaging.framing import MOST_DEGREES, Framing, largest_inside, lies_inside
from desktop_unet.imaging.geometry import Extent, Rect

PARTS: Mapping[str, tuple[int, int]] = {
    "move": (0, 0),
    "top left": (-1, -1),
    "top": (-1, 0),
    "top right": (-1, 1),
    "right": (0, 1),
    "bottom right": (1, 1),
    "bottom": (1, 0),
    "bottom left": (1, -1),
    "left": (0, -1),
}
"""What can be dragged of a frame, and which of its sides go along: down, across."""
SMALLEST_PX = 8
_HALVINGS = 12


@dataclass(frozen=True)
class CropFrame:
    """A frame in a photo.

    Args:
        extent: the photo's size.
        box: what is kept.
        degrees: by which what is in the photo is turned clockwise.
        proportion: width by height that the frame keeps; None where it is free.
    """

    extent: Extent
    box: Rect
    degrees: float = 0.0
    proportion: float | None = None

    @classmethod
    def whole(cls, extent: Extent) -> CropFrame:
        """All of a photo."""
        return cls(extent, extent.rect)

    @property
    def framing(self) -> Framing:
        return Framing(0, self.degrees, None if self.box == self.extent.rect else self.box)

    def straightened(self, degrees: float) -> CropFrame:
        """The largest frame of the photo turned so, in the proportions that it keeps, or else in the photo's."""
        degrees = max(-MOST_DEGREES, min(MOST_DEGREES, degrees))
        return replace(self, degrees=degrees, box=largest_inside(self.extent, degrees, self.proportion))

    def keeping(self, proportion: float | None) -> CropFrame:
        """The largest frame of these proportions; the one there is where they are free."""
        if proportion is None:
            return replace(self, proportion=None)
        return replace(self, proportion=proportion).straightened(self.degrees)

    def dragged(self, part: str, down: int, across: int) -> CropFrame:
        """With a part of it moved by so many pixels, or as far as there is photo."""
        if self.proportion is not None and part != "move":
            return self._as_far(part, down, across)
        return self._as_far(part, down, 0)._as_far(part, 0, across)

    def _as_far(self, part: str, down: int, across: int) -> CropFrame:
        wanted = self._moved(part, down, across)
        if self._fits(wanted):
            return replace(self, box=wanted)
        done, too_far, best = 0.0, 1.0, self.box
        for _ in range(_HALVINGS):
            middle = (done + too_far) / 2
            tried = self._moved(part, round(down * middle), round(across * middle))
            if self._fits(tried):
                done, best = middle, tried
            else:
                too_far = middle
        return replace(self, box=best)

    def _fits(self, box: Rect) -> bool:
        return min(box.height, box.width) >= self._least and lies_inside(box, self.extent, self.degrees)

    @property
    def _least(self) -> int:
        return min(SMALLEST_PX, self.extent.height, self.extent.width)

    def _moved(self, part: str, down: int, across: int) -> Rect:
        rows, columns = PARTS[part]
        if (rows, columns) == (0, 0):
            return self.box.moved(down, across)
        height, width = self.box.height + rows * down, self.box.width + columns * across
        if self.proportion is not None:
            if columns:
                height = round(width / self.proportion)
            else:
                width = round(height * self.proportion)
        top = self.box.bottom - height if rows < 0 else self.box.top
        left = self.box.right - width if columns < 0 else self.box.left
        if self.proportion is not None and not rows:
            top = self.box.top + (self.box.height - height) // 2
        if self.proportion is not None and not columns:
            left = self.box.left + (self.box.width - width) // 2
        return Rect(top, left, height, width)
