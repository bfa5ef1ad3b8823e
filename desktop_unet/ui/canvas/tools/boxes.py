"""Rectangle and ellipse: dragged from corner to corner."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from desktop_unet.document import shapes
from desktop_unet.document.shapes import Region
from desktop_unet.document.strokes import Point
from desktop_unet.imaging.combining import Combining
from desktop_unet.imaging.geometry import Extent
from desktop_unet.ui.canvas.tools.tool import Tool, Touch

if TYPE_CHECKING:
    from desktop_unet.ui.session.masking import Masking

_CORNERS_OF_ELLIPSE = 72


class Rectangle(Tool):
    """Keys held at the start say how it joins the mask; Shift held later makes the sides equal."""

    name = "rectangle"
    make: Callable[[Point, Point, Extent], Region] = staticmethod(shapes.rectangle)

    def __init__(self, masking: Masking) -> None:
        super().__init__(masking)
        self._corner: Point | None = None
        self._opposite: Point = (0.0, 0.0)
        self._how: Combining = "add"
        self._shift_was_held = False

    @property
    def outline(self) -> Sequence[Point]:
        return self._line(self._corner, self._opposite) if self._corner is not None else ()

    def _line(self, corner: Point, opposite: Point) -> Sequence[Point]:
        (top, left), (bottom, right) = corner, opposite
        return (top, left), (top, right), (bottom, right), (bottom, left), (top, left)

    def press(self, touch: Touch) -> None:
        self._corner = self._opposite = touch.point
        self._how = touch.combining(self.masking.combining)
        self._shift_was_held = touch.has_shift

    def drag(self, touch: Touch) -> None:
        if self._corner is None:
            return
        self._shift_was_held = self._shift_was_held and touch.has_shift
        is_square = touch.has_shift and not self._shift_was_held
        self._opposite = _squared(self._corner, touch.point) if is_square else touch.point

    def release(self, touch: Touch) -> None:
        if self._corner is not None:
            self.drag(touch)
            region = self.make(self._corner, self._opposite, self.masking.extent)
            self.masking.mark(self.name, region, self._how)
        self.cancel()

    def cancel(self) -> None:
        self._corner = None


class Ellipse(Rectangle):
    """Touches the sides of the box that is dragged."""

    name = "ellipse"
    make = staticmethod(shapes.ellipse)

    def _line(self, corner: Point, opposite: Point) -> Sequence[Point]:
        (y, x), (down, across) = [
            ((a + b) / 2 for a, b in zip(corner, opposite, strict=True)),
            ((a - b) / 2 for a, b in zip(corner, opposite, strict=True)),
        ]
        turns = [2 * math.pi * step / _CORNERS_OF_ELLIPSE for step in range(_CORNERS_OF_ELLIPSE + 1)]
        return [(y + down * math.sin(turn), x + across * math.cos(turn)) for turn in turns]


def _squared(corner: Point, opposite: Point) -> Point:
    """The opposite corner moved out until both sides are as long as the longer one."""
    down, across = opposite[0] - corner[0], opposite[1] - corner[1]
    side = max(abs(down), abs(across))
    return corner[0] + math.copysign(side, down), corner[1] + math.copysign(side, across)
