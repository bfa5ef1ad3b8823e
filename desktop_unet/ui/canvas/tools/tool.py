"""What every tool has: told of the pointer by the canvas, it speaks to the session's masking.

Comes in: ``Touch`` after ``Touch``, in photo pixels. Goes out: verbs of ``masking.py``, and an outline
for the canvas to draw while a shape is under way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from desktop_unet.document.strokes import Point
from desktop_unet.imaging.combining import Combining

if TYPE_CHECKING:
    from desktop_unet.ui.session.masking import Masking

Keys = Qt.KeyboardModifier


@dataclass(frozen=True)
class Touch:
    """Where the pointer is, and how.

    Args:
        point: y, x in photo pixels.
        keys: what is held on the keyboard.
        pressure: of a pen, 0..1; 1 for a mouse.
        near_px: how many photo pixels count as "the same place" at this zoom.
    """

    point: Point
    keys: Keys = Keys.NoModifier
    pressure: float = 1.0
    near_px: float = 6.0

    @property
    def has_shift(self) -> bool:
        return bool(self.keys & Keys.ShiftModifier)

    @property
    def subtracts(self) -> bool:
        return bool(self.keys & (Keys.ControlModifier | Keys.AltModifier))

    def combining(self, chosen: Combining) -> Combining:
        """Shift adds, Ctrl (or Alt) subtracts, both intersect; otherwise what was chosen."""
        if self.subtracts:
            return "intersect" if self.has_shift else "subtract"
        return "add" if self.has_shift else chosen


class Tool:
    """A tool in hand; nothing happens until a subclass says what."""

    has_ring = False
    """Whether the pointer is a ring of the brush's size."""

    def __init__(self, masking: Masking) -> None:
        self.masking = masking

    @property
    def outline(self) -> Sequence[Point]:
        """A line for the canvas to draw; empty while nothing is under way."""
        return ()

    def press(self, touch: Touch) -> None:
        """The button goes down."""

    def drag(self, touch: Touch) -> None:
        """The pointer moves with the button down."""

    def release(self, touch: Touch) -> None:
        """The button goes up."""

    def hover(self, touch: Touch) -> None:
        """The pointer moves with no button down."""

    def finish(self) -> None:
        """Enter: what is under way is complete."""

    def step_back(self) -> None:
        """Backspace: take back a part of what is under way."""

    def cancel(self) -> None:
        """Escape, or another tool is taken: what is under way is dropped."""
