"""How large the brush is, written on the photo while its size changes."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from desktop_unet.ui.canvas.pane import paint_chip
from desktop_unet.ui.look.theme import Theme

SHOWN_MS = 1200
_BELOW_PX = 10


class BrushNote:
    """Shown for a moment; beside the pointer, or in the middle where the pointer is elsewhere.

    Args:
        canvas: what it is shown on.
    """

    def __init__(self, canvas: QWidget) -> None:
        self._canvas = canvas
        self._timer = QTimer(canvas)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SHOWN_MS)
        self._timer.timeout.connect(canvas.update)

    @property
    def is_shown(self) -> bool:
        return self._timer.isActive()

    def show(self) -> None:
        """The size has just changed."""
        self._timer.start()
        self._canvas.update()

    def place(self, pointer: QPointF | None) -> QPointF:
        """The brush's centre, in logical pixels."""
        return pointer if pointer is not None else QRectF(self._canvas.rect()).center()

    def paint(self, painter: QPainter, size_px: int, centre: QPointF, radius: float, theme: Theme) -> None:
        """Write the size below a ring; lengths are device pixels."""
        ratio = self._canvas.devicePixelRatioF()
        area = QRectF(self._canvas.rect())
        whole = QRectF(0, 0, area.width() * ratio, area.height() * ratio)
        painter.save()
        font = painter.font()
        font.setPixelSize(round(12 * ratio))
        painter.setFont(font)
        below = min(centre.y() + radius + _BELOW_PX * ratio, whole.height() - 30 * ratio)
        middle = QRectF(centre.x() - 60 * ratio, below, 120 * ratio, 24 * ratio)
        paint_chip(painter, f"{size_px} px", middle, Qt.AlignmentFlag.AlignCenter, theme)
        painter.restore()
