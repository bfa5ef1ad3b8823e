"""Pictures of the lab: boxes that zoom and pan in step, thumbnails, and a box that shows A beside B."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QImage, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QWheelEvent
from PySide6.QtWidgets import QListWidget, QSizePolicy, QWidget

from desktop_unet.ui.look.theme import shown_theme

LARGEST_ZOOM, PER_NOTCH = 32.0, 1.25
GRIP_PX, MARK_PX = 8, 11


def to_image(picture_HWC: NDArray[np.uint8]) -> QImage:
    """A QImage with its own copy of (H, W, 3) or (H, W) uint8."""
    picture = np.ascontiguousarray(picture_HWC)
    kind = QImage.Format.Format_RGB888 if picture.ndim == 3 else QImage.Format.Format_Grayscale8
    return QImage(picture.data, picture.shape[1], picture.shape[0], picture.strides[0], kind).copy()


def add_thumb(shown: QListWidget, icon: QIcon, text: str) -> None:
    """Add a picture with lines of text below it.

    Through the model: an item that Python made has crashed ``clear()`` later (PySide 6.11, ``releaseWrapper``).
    """
    shown.addItem(text)
    model = shown.model()
    place = model.index(shown.count() - 1, 0)
    model.setData(place, icon, Qt.ItemDataRole.DecorationRole)
    model.setData(place, Qt.AlignmentFlag.AlignHCenter, Qt.ItemDataRole.TextAlignmentRole)


def to_icon(picture_HWC: NDArray[np.uint8], side_px: int) -> QIcon:
    """A thumbnail for buttons and lists."""
    image = to_image(picture_HWC).scaled(
        QSize(side_px, side_px), Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
    icon = QIcon()
    for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected):  # no tint on what is chosen
        icon.addPixmap(QPixmap.fromImage(image), mode)
    return icon


class Zoom(QObject):
    """One zoom (1 shows all of a picture) and one centre (0..1 across and down) for all boxes."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.factor = 1.0
        self.centre = QPointF(0.5, 0.5)

    def set(self, factor: float, centre: QPointF) -> None:
        self.factor = min(max(factor, 1.0), LARGEST_ZOOM)
        free = 0.5 / self.factor
        self.centre = QPointF(*(min(max(value, free), 1 - free) for value in (centre.x(), centre.y())))
        self.changed.emit()

    def reset(self) -> None:
        self.set(1.0, QPointF(0.5, 0.5))


class PictureBox(QWidget):
    """One picture, or two with a divider; zooms at the pointer and pans by dragging, in step with its ``zoom``."""

    clicked = Signal(int, int)  # row, column of the picture

    def __init__(self, name: str, zoom: Zoom | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.zoom = zoom or Zoom(self)
        self.second: QImage | None = None
        self.image: QImage | None = None
        self.divider = 0.5
        self.mark: tuple[float, float] | None = None
        self.veil = ""
        self._grips = False
        self._pressed: QPointF | None = None
        self._dragged = False
        self.setAccessibleName(name)
        self.setToolTip(self.tr("Wheel: zoom. Drag: move. Double click: show all."))
        self.setMinimumSize(120, 120)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.zoom.changed.connect(self.update)

    def show_pictures(self, first: NDArray[np.uint8] | None, second: NDArray[np.uint8] | None = None) -> None:
        """Show one picture, or ``first`` left and ``second`` right of the divider."""
        self.image = None if first is None else to_image(first)
        self.second = None if second is None else to_image(second)
        self.update()

    def set_veil(self, text: str) -> None:
        """Show this text in place of the picture; empty shows the picture again."""
        self.veil = text
        self.update()

    def set_mark(self, mark: tuple[float, float] | None) -> None:
        """Mark a place, (down, across) in shares of the picture."""
        self.mark = mark
        self.update()

    def frame(self) -> QRectF:
        """Where the whole picture would lie, in the widget's coordinates."""
        if self.image is None:
            return QRectF()
        fit = min(self.width() / self.image.width(), self.height() / self.image.height()) * self.zoom.factor
        width, height = self.image.width() * fit, self.image.height() * fit
        centre = self.zoom.centre
        return QRectF(self.width() / 2 - centre.x() * width, self.height() / 2 - centre.y() * height, width, height)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = shown_theme(), QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.canvas))
        if self.veil:
            painter.setPen(QColor(theme.muted))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self.veil)
        elif self.image is not None:
            self._paint(painter, self.image, QRectF(self.rect()))
            if self.second is not None:
                self._paint_second(painter, self.second, theme.accent)
            if self.mark is not None:
                self._paint_mark(painter, self.mark, theme.accent)
        if self.veil or self.image is None:  # where ground and page have one colour, the place can be told all the same
            painter.setPen(QColor(theme.line))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def _paint(self, painter: QPainter, image: QImage, clip: QRectF) -> None:
        frame = self.frame()
        painter.save()
        painter.setClipRect(clip)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, frame.width() < 2 * image.width())
        painter.drawImage(frame, image)
        painter.restore()

    def _paint_second(self, painter: QPainter, image: QImage, colour: str) -> None:
        edge = self.width() * self.divider
        clip = QRectF(edge, 0, self.width() - edge, self.height())
        painter.fillRect(clip, QColor(shown_theme().canvas))
        self._paint(painter, image, clip)
        painter.setPen(QPen(QColor(colour), 2))
        painter.drawLine(QPointF(edge, 0), QPointF(edge, self.height()))

    def _paint_mark(self, painter: QPainter, mark: tuple[float, float], colour: str) -> None:
        frame = self.frame()
        place = QPointF(frame.left() + mark[1] * frame.width(), frame.top() + mark[0] * frame.height())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colour), 2))
        painter.drawEllipse(place, MARK_PX, MARK_PX)

    # --- mouse -------------------------------------------------------------------------------

    def wheelEvent(self, event: QWheelEvent) -> None:
        frame, notches = self.frame(), event.angleDelta().y() / 120
        if notches and not frame.isEmpty():
            factor = min(max(self.zoom.factor * PER_NOTCH**notches, 1.0), LARGEST_ZOOM)
            held = self._share(event.position())
            grown = factor / self.zoom.factor
            away = (event.position() - QPointF(self.width() / 2, self.height() / 2)) / grown
            centre = QPointF(held.x() - away.x() / frame.width(), held.y() - away.y() / frame.height())
            self.zoom.set(factor, centre)
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed, self._dragged = event.position(), False
        away_px = abs(event.position().x() - self.width() * self.divider)
        self._grips = self.second is not None and (self.zoom.factor == 1.0 or away_px <= GRIP_PX)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None or self.image is None:
            return
        moved = event.position() - self._pressed
        if not self._dragged and moved.manhattanLength() < 4:
            return
        self._dragged = True
        if self._grips:
            self.divider = min(max(event.position().x() / max(self.width(), 1), 0.0), 1.0)
            self.update()
            return
        frame = self.frame()
        centre = self.zoom.centre - QPointF(moved.x() / frame.width(), moved.y() / frame.height())
        self._pressed = event.position()
        self.zoom.set(self.zoom.factor, centre)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._pressed is not None and not self._dragged and self.image is not None:
            share = self._share(event.position())
            if 0 <= share.x() < 1 and 0 <= share.y() < 1:
                self.clicked.emit(int(share.y() * self.image.height()), int(share.x() * self.image.width()))
        self._pressed = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.zoom.reset()

    def _share(self, place: QPointF) -> QPointF:
        frame = self.frame()
        return QPointF((place.x() - frame.left()) / frame.width(), (place.y() - frame.top()) / frame.height())
