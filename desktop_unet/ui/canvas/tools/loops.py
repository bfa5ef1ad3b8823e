"""Freehand lasso and polygon lasso: all that the line goes around."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from desktop_unet.document.shapes import polygon
from desktop_unet.document.strokes import Point
from desktop_unet.imaging.combining import Combining
from desktop_unet.ui.canvas.tools.tool import Tool, Touch

if TYPE_CHECKING:
    from desktop_unet.ui.session.masking import Masking


class Lasso(Tool):
    """Drawn in one go; the end joins the start."""

    name = "lasso"

    def __init__(self, masking: Masking) -> None:
        super().__init__(masking)
        self._points: list[Point] = []
        self._how: Combining = "add"

    @property
    def outline(self) -> Sequence[Point]:
        return [*self._points, self._points[0]] if self._points else ()

    def press(self, touch: Touch) -> None:
        self._points = [touch.point]
        self._how = touch.combining(self.masking.combining)

    def drag(self, touch: Touch) -> None:
        if self._points and touch.point != self._points[-1]:
            self._points.append(touch.point)

    def release(self, touch: Touch) -> None:
        self.drag(touch)
        self.finish()

    def finish(self) -> None:
        points, self._points = self._points, []
        if len(points) > 2:
            self.masking.mark(self.name, polygon(points, self.masking.extent), self._how)

    def cancel(self) -> None:
        self._points = []


class Polygon(Lasso):
    """Each click sets a corner; a click near the first or the last one, or Enter, closes."""

    name = "polygon"

    def __init__(self, masking: Masking) -> None:
        super().__init__(masking)
        self._pointer: Point = (0.0, 0.0)

    @property
    def outline(self) -> Sequence[Point]:
        return [*self._points, self._pointer] if self._points else ()

    def press(self, touch: Touch) -> None:
        self._pointer = touch.point
        if not self._points:
            super().press(touch)
        elif self._closes(touch):
            self.finish()
        else:
            self._points.append(touch.point)

    def _closes(self, touch: Touch) -> bool:
        ends = (self._points[0], self._points[-1])
        return len(self._points) > 2 and any(math.dist(touch.point, end) <= touch.near_px for end in ends)

    def drag(self, touch: Touch) -> None:
        self._pointer = touch.point

    hover = drag

    def release(self, touch: Touch) -> None:
        self._pointer = touch.point

    def step_back(self) -> None:
        if self._points:
            self._points.pop()
