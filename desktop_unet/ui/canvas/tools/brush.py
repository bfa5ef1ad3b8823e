"""Brush and eraser: freehand strokes, and straight lines by Shift-click."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from desktop_unet.document.strokes import Point
from desktop_unet.ui.canvas.tools.tool import Tool, Touch

if TYPE_CHECKING:
    from desktop_unet.ui.session.masking import Masking


class Brush(Tool):
    """Drag marks; with Ctrl it erases. Shift-click goes straight from where the last stroke ended."""

    has_ring = True
    erases = False

    def __init__(self, masking: Masking) -> None:
        super().__init__(masking)
        self._line: tuple[Point, ...] = ()

    @property
    def outline(self) -> Sequence[Point]:
        return self._line

    def press(self, touch: Touch) -> None:
        self._line = ()
        start = self.masking.last_point if touch.has_shift else None
        self.masking.begin_stroke(
            start or touch.point,
            erase=self.erases or touch.subtracts,
            pressure=touch.pressure,
            name="straight line" if start else "",
        )
        if start:
            self.masking.extend_stroke(touch.point, touch.pressure)

    def drag(self, touch: Touch) -> None:
        self.masking.extend_stroke(touch.point, touch.pressure)

    def release(self, touch: Touch) -> None:
        self.masking.end_stroke()

    def hover(self, touch: Touch) -> None:
        last = self.masking.last_point
        self._line = (last, touch.point) if touch.has_shift and last else ()

    def cancel(self) -> None:
        self._line = ()
        self.masking.end_stroke()


class Eraser(Brush):
    """A brush that takes marks away."""

    erases = True
