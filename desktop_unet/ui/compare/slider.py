"""Before | after: A on the left of a line that mouse and arrow keys move, B on its right.

Comes in: A and B of the session's comparison. Goes out: nothing but what is seen.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from desktop_unet.ui.canvas.pane import paint_chip
from desktop_unet.ui.compare.panes import ComparePane, chip_text
from desktop_unet.ui.look.theme import Theme
from desktop_unet.ui.session.session import Session

_GRIP_PX = 14
_KEY_STEP = 0.02


class SliderPane(ComparePane):
    """A on the left of a line, B on its right."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.setAccessibleName(self.tr("Before and after"))
        self.setAccessibleDescription(self.tr("Drag the line, or use the left and right arrow keys. Wheel zooms."))
        self.share = 0.5
        self._is_sliding = False

    def move_line(self, share: float) -> None:
        """Put the line at this share of the width, 0 to 1."""
        before, self.share = self.share, max(0.0, min(1.0, share))
        left, right = sorted((before * self.width(), self.share * self.width()))
        self.update(round(left) - 80, 0, round(right - left) + 160, self.height())

    def paint_content(self, painter: QPainter, frame: QRectF, clip: QRectF, theme: Theme) -> None:
        compared, pane = self.compared, self.pane_extent
        line = round(self.share * pane.width)
        left = QRectF(0, 0, line, pane.height)
        right = QRectF(line, 0, pane.width - line, pane.height)
        self.paint_rendition(painter, compared.a, frame, clip.intersected(left), theme)
        self.paint_rendition(painter, compared.b, frame, clip.intersected(right), theme)
        self._paint_line(painter, line, theme)
        self._paint_names(painter, theme)

    def _paint_line(self, painter: QPainter, line: int, theme: Theme) -> None:
        ratio, middle = self.devicePixelRatioF(), self.pane_extent.height / 2
        painter.fillRect(QRectF(line - 1.5 * ratio, 0, 3 * ratio, self.pane_extent.height), QColor(0, 0, 0, 90))
        painter.fillRect(QRectF(line - 0.75 * ratio, 0, 1.5 * ratio, self.pane_extent.height), QColor(theme.on_chip))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(QColor(theme.accent if self.hasFocus() else theme.chip))
        painter.setPen(QColor(theme.on_chip))
        grip = _GRIP_PX * ratio
        painter.drawEllipse(QRectF(line - grip, middle - grip, 2 * grip, 2 * grip))
        for side in (-1, 1):
            self._paint_arrow(painter, line + side * 3 * ratio, middle, side * 5 * ratio)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _paint_arrow(self, painter: QPainter, base: float, middle: float, reach: float) -> None:
        size = abs(reach)
        painter.drawPolyline(
            [
                QRectF(base, middle - size, 0, 0).topLeft(),
                QRectF(base + reach, middle, 0, 0).topLeft(),
                QRectF(base, middle + size, 0, 0).topLeft(),
            ]
        )

    def _paint_names(self, painter: QPainter, theme: Theme) -> None:
        ratio = self.devicePixelRatioF()
        painter.scale(ratio, ratio)
        room = QRectF(12, 12, self.width() - 24, 26)
        compared = self.compared
        paint_chip(painter, chip_text("A", compared.a), room, Qt.AlignmentFlag.AlignLeft, theme)
        paint_chip(painter, chip_text("B", compared.b), room, Qt.AlignmentFlag.AlignRight, theme)

    def _is_on_line(self, x: float) -> bool:
        return abs(x - self.share * self.width()) <= _GRIP_PX + 2

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if (
            event.button() == Qt.MouseButton.LeftButton
            and not self.is_panning
            and self._is_on_line(event.position().x())
        ):
            self._is_sliding = True
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._is_sliding:
            self.move_line(event.position().x() / max(1, self.width()))
            return
        super().mouseMoveEvent(event)
        if not self.is_panning:
            on_line = self._is_on_line(event.position().x())
            self.setCursor(Qt.CursorShape.SplitHCursor if on_line else self.rest_cursor())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._is_sliding = False
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps: dict[int, float] = {Qt.Key.Key_Left: -_KEY_STEP, Qt.Key.Key_Right: _KEY_STEP}
        ends: dict[int, float] = {Qt.Key.Key_Home: 0.0, Qt.Key.Key_End: 1.0}
        if event.key() in steps:
            self.move_line(self.share + steps[event.key()])
        elif event.key() in ends:
            self.move_line(ends[event.key()])
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()
