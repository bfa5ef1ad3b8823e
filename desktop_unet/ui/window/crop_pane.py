"""The photo with the frame that crops it: drag the frame, its sides and corners.

Comes in: mouse and keys. Goes out: ``dragged`` with the frame as it is then.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from desktop_unet.imaging.geometry import Rect
from desktop_unet.studio.cropping import PARTS, CropFrame
from desktop_unet.ui.look.qimages import Picture
from desktop_unet.ui.look.theme import shown_theme

_MARGIN_PX, _NEAR_PX, _HANDLE_PX = 16, 12, 9
_SHADE = 150
_KEYS = {
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
}
_CURSORS = {
    (0, 0): Qt.CursorShape.SizeAllCursor,
    (-1, -1): Qt.CursorShape.SizeFDiagCursor,
    (1, 1): Qt.CursorShape.SizeFDiagCursor,
    (-1, 1): Qt.CursorShape.SizeBDiagCursor,
    (1, -1): Qt.CursorShape.SizeBDiagCursor,
    (-1, 0): Qt.CursorShape.SizeVerCursor,
    (1, 0): Qt.CursorShape.SizeVerCursor,
    (0, -1): Qt.CursorShape.SizeHorCursor,
    (0, 1): Qt.CursorShape.SizeHorCursor,
}


class CropPane(QWidget):
    """Lengths are logical pixels; the photo always fits."""

    dragged = Signal(object)  # CropFrame

    def __init__(self, picture: Picture, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = picture
        self.frame = CropFrame.whole(picture.extent)
        self._part = ""
        self._from: tuple[QPointF, CropFrame] | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(320, 240)
        self.setAccessibleName(self.tr("Crop"))
        self.setAccessibleDescription(self.tr("Arrow keys move the frame; with Shift they make it larger or smaller"))

    def show_frame(self, frame: CropFrame) -> None:
        self.frame = frame
        self.update()

    # --- places ------------------------------------------------------------------------------

    @property
    def zoom(self) -> float:
        """Logical pixels per photo pixel."""
        extent = self._picture.extent
        room = max(1, self.width() - 2 * _MARGIN_PX), max(1, self.height() - 2 * _MARGIN_PX)
        return min(room[0] / extent.width, room[1] / extent.height)

    @property
    def photo_rect(self) -> QRectF:
        """Where the photo would lie untouched."""
        extent, zoom = self._picture.extent, self.zoom
        width, height = extent.width * zoom, extent.height * zoom
        return QRectF((self.width() - width) / 2, (self.height() - height) / 2, width, height)

    def place(self, box: Rect) -> QRectF:
        """Where a box of photo pixels lies."""
        photo, zoom = self.photo_rect, self.zoom
        left, top = photo.left() + box.left * zoom, photo.top() + box.top * zoom
        return QRectF(left, top, box.width * zoom, box.height * zoom)

    def handle(self, part: str) -> QPointF:
        """The middle of what is dragged to move a part."""
        rows, columns = PARTS[part]
        box = self.place(self.frame.box)
        return QPointF(box.center().x() + columns * box.width() / 2, box.center().y() + rows * box.height() / 2)

    def part_at(self, point: QPointF) -> str:
        """What would be dragged from here; empty outside the frame."""
        near = {part: (self.handle(part) - point).manhattanLength() for part in PARTS if part != "move"}
        part = min(near, key=lambda each: near[each])
        if near[part] <= 1.5 * _NEAR_PX:
            return part
        return "move" if self.place(self.frame.box).contains(point) else ""

    # --- painting ----------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = shown_theme()
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.canvas))
        photo = self.photo_rect
        painter.save()
        painter.translate(photo.center())
        painter.rotate(self.frame.degrees)
        painter.translate(-photo.center())
        self._picture.paint(painter, photo, photo, crisp=False)
        painter.restore()
        box = self.place(self.frame.box)
        self._paint_shade(painter, box)
        self._paint_lines(painter, box)
        painter.end()

    def _paint_shade(self, painter: QPainter, box: QRectF) -> None:
        around = QPainterPath()
        around.addRect(QRectF(self.rect()))
        around.addRect(box)
        shade = QColor(shown_theme().canvas)
        shade.setAlpha(_SHADE)
        painter.fillPath(around, shade)

    def _paint_lines(self, painter: QPainter, box: QRectF) -> None:
        """Thirds, or a finer grid while the photo is straightened; the frame and its handles."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        count = 9 if self.frame.degrees else 3
        painter.setPen(QPen(QColor(255, 255, 255, 90), 1))
        for number in range(1, count):
            x, y = box.left() + box.width() * number / count, box.top() + box.height() * number / count
            painter.drawLine(QPointF(x, box.top()), QPointF(x, box.bottom()))
            painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, width in ((QColor(0, 0, 0, 160), 3.0), (QColor(Qt.GlobalColor.white), 1.5)):
            painter.setPen(QPen(colour, width))
            painter.drawRect(box)
        painter.setPen(QPen(QColor(0, 0, 0, 160), 1))
        painter.setBrush(QColor(shown_theme().accent if self.hasFocus() else Qt.GlobalColor.white))
        side = _HANDLE_PX
        for part in PARTS:
            if part != "move":
                middle = self.handle(part)
                painter.drawRect(QRectF(middle.x() - side / 2, middle.y() - side / 2, side, side))

    # --- mouse and keys ------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._part = self.part_at(event.position())
        if self._part and event.button() == Qt.MouseButton.LeftButton:
            self._from = event.position(), self.frame

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._from is None:
            part = self.part_at(event.position())
            self.setCursor(_CURSORS[PARTS[part]] if part else Qt.CursorShape.ArrowCursor)
            return
        start, frame = self._from
        moved = (event.position() - start) / self.zoom
        self._tell(frame.dragged(self._part, round(moved.y()), round(moved.x())))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._from = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        way = _KEYS.get(Qt.Key(event.key()))
        if way is None:
            super().keyPressEvent(event)
            return
        step = max(1, round(4 / self.zoom))
        part = "bottom right" if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else "move"
        if part == "bottom right" and self.frame.proportion is not None:
            way = (way[0] or way[1], way[0] or way[1])
        self._tell(self.frame.dragged(part, way[0] * step, way[1] * step))

    def _tell(self, frame: CropFrame) -> None:
        self.show_frame(frame)
        self.dragged.emit(frame)
