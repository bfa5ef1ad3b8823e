"""The network as it is, drawn: a box per level, bridges for skips, numbers on them; levels can be clicked."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_unet.ui.look.theme import Theme, shown_theme
from desktop_unet.ui.look.words import grouped

if TYPE_CHECKING:
    from desktop_unet.engine.lab.anatomy import Anatomy, Level

BOX_HEIGHT, GAP, LARGEST_GAP, MARGIN = 44, 14, 64, 6
Boxes = list[tuple[int, QRectF]]


class NetworkDrawing(QWidget):
    """Shows an ``Anatomy``; tells which level was clicked (from 1). Arrow keys choose a level too."""

    level_picked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.anatomy: Anatomy | None = None
        self.level = 1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Diagram of the network; the up and down keys choose a level"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setMinimumSize(330, 200)

    def show_anatomy(self, anatomy: Anatomy, level: int) -> None:
        self.anatomy, self.level = anatomy, level
        self.setMinimumHeight(len(anatomy.levels) * (BOX_HEIGHT + GAP) - GAP + 2 * MARGIN)
        self.update()

    def boxes(self) -> Boxes:
        """Each box with its level; the bottleneck has one, the others two."""
        if self.anatomy is None:
            return []
        found: Boxes = []
        count = len(self.anatomy.levels)
        free = (self.height() - 2 * MARGIN - count * BOX_HEIGHT) / max(count - 1, 1)
        gap = min(max(free, GAP), LARGEST_GAP)
        for level in self.anatomy.levels:
            top = MARGIN + (level.number - 1) * (BOX_HEIGHT + gap)
            indent = (level.number - 1) * self.width() * 0.25 / count
            width = self.width() * 0.24
            if level.is_bottleneck:
                width *= 1.5  # its text is longer
                found.append((level.number, QRectF((self.width() - width) / 2, top, width, BOX_HEIGHT)))
            else:
                left = 8 + indent
                found.append((level.number, QRectF(left, top, width, BOX_HEIGHT)))
                found.append((level.number, QRectF(self.width() - left - width, top, width, BOX_HEIGHT)))
        return found

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = shown_theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.anatomy is not None:
            boxes = self.boxes()
            self._paint_ways(painter, self.anatomy, boxes, theme)
            for number, box in boxes:
                self._paint_box(painter, self.anatomy.levels[number - 1], box, theme)
        painter.end()

    def _paint_ways(self, painter: QPainter, anatomy: Anatomy, boxes: Boxes, theme: Theme) -> None:
        by_level: dict[int, list[QRectF]] = {}
        for number, box in boxes:
            by_level.setdefault(number, []).append(box)
        for level in anatomy.levels[:-1]:
            left, right = by_level[level.number]
            below = by_level[level.number + 1]
            painter.setPen(QPen(QColor(theme.muted), 1.5))
            _arrow(painter, QPointF(left.center().x(), left.bottom()), QPointF(below[0].left() + 24, below[0].top()))
            _arrow(
                painter, QPointF(below[-1].right() - 24, below[-1].top()), QPointF(right.center().x(), right.bottom())
            )
            self._paint_bridge(painter, level, left, right, theme)

    def _paint_bridge(self, painter: QPainter, level: Level, left: QRectF, right: QRectF, theme: Theme) -> None:
        crossing = level.skip_numbers or level.position_numbers
        middle = QRectF(left.right(), left.top() - 2, right.left() - left.right(), BOX_HEIGHT / 2)
        if not crossing:
            painter.setPen(QColor(theme.faint))
            painter.drawText(
                middle.translated(0, BOX_HEIGHT / 4), Qt.AlignmentFlag.AlignCenter, self.tr("nothing crosses")
            )
            return
        style = Qt.PenStyle.SolidLine if level.skip_numbers else Qt.PenStyle.DashLine
        width = 1 + math.log10(crossing) / 2
        painter.setPen(QPen(QColor(theme.accent), width, style))
        _arrow(painter, QPointF(left.right(), left.center().y()), QPointF(right.left() - 4, right.center().y()))
        painter.setPen(QColor(theme.text))
        text = self._bridge_text(level)
        if painter.fontMetrics().horizontalAdvance(text) > middle.width() - 4:
            text = grouped(crossing)  # a narrow window has room for the number alone
        painter.drawText(middle, Qt.AlignmentFlag.AlignCenter, text)

    def _bridge_text(self, level: Level) -> str:
        if level.skip_numbers:
            text = self.tr("{count} numbers").format(count=grouped(level.skip_numbers))
            return text + self.tr(" + positions") if level.position_numbers else text
        return self.tr("{count} positions").format(count=grouped(level.position_numbers))

    def _paint_box(self, painter: QPainter, level: Level, box: QRectF, theme: Theme) -> None:
        is_chosen = level.number == self.level
        painter.setPen(QPen(QColor(theme.accent if is_chosen else theme.line), 2))
        painter.setBrush(QColor(theme.field))
        painter.drawRoundedRect(box, 6, 6)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QColor(theme.text))
        size = f"{level.height} × {level.width}"
        text = self.tr("{size}\n{count} channels").format(size=size, count=level.channels)
        if level.is_bottleneck:
            text = self.tr("Bottleneck {size} × {count}\n{numbers} numbers").format(
                size=size, count=level.channels, numbers=grouped(level.numbers)
            )
            if painter.fontMetrics().boundingRect(text.split("\n")[0]).width() > box.width() - 6:
                text = f"{size} × {level.channels}\n{grouped(level.numbers)}"
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for number, box in self.boxes():
            if box.contains(event.position()):
                self.level_picked.emit(number)
                return

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps: dict[int, int] = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        step = steps.get(event.key(), 0)
        if step and self.anatomy is not None:
            self.level_picked.emit(min(max(self.level + step, 1), len(self.anatomy.levels)))
        else:
            super().keyPressEvent(event)


def _arrow(painter: QPainter, start: QPointF, end: QPointF) -> None:
    painter.drawLine(start, end)
    angle = math.atan2(end.y() - start.y(), end.x() - start.x())
    for turn in (2.6, -2.6):
        painter.drawLine(end, end + QPointF(math.cos(angle + turn), math.sin(angle + turn)) * 8)
