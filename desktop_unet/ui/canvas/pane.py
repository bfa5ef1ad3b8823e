"""A pane that shows a photo through the shared view: zooms at the pointer, pans by dragging.

Comes in: mouse, wheel and pinch. Goes out: verbs of the view; pictures painted in device
pixels. ``canvas.py`` and ``compare.py`` build on it.
"""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from desktop_unet.document.strokes import Point
from desktop_unet.imaging.geometry import Extent, Rect
from desktop_unet.ui.look.qimages import Picture
from desktop_unet.ui.look.theme import Theme, shown_theme
from desktop_unet.ui.session.session import Session

ZOOM_PER_NOTCH = 1.25
CHECK_PX = 8


class PicturePane(QWidget):
    """Base of all panes; subclasses say what is painted and what the left button does."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.view = session.view
        self._drag_from: QPointF | None = None
        self._space_is_down = False
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(160, 120)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.view.changed.connect(self.update)
        session.photo_changed.connect(self.update)

    # --- for subclasses ------------------------------------------------------------------

    def paint_content(self, painter: QPainter, frame: QRectF, clip: QRectF, theme: Theme) -> None:
        """Paint in device pixels; the photo fills ``frame``, only ``clip`` needs painting."""
        raise NotImplementedError

    def pans_with_left(self) -> bool:
        """Whether the left button drags the photo."""
        return True

    def rest_cursor(self) -> Qt.CursorShape:
        return Qt.CursorShape.OpenHandCursor if self.pans_with_left() else Qt.CursorShape.ArrowCursor

    # --- places --------------------------------------------------------------------------

    @property
    def pane_extent(self) -> Extent:
        """Size in device pixels."""
        ratio = self.devicePixelRatioF()
        return Extent(max(1, round(self.height() * ratio)), max(1, round(self.width() * ratio)))

    def from_centre(self, position: QPointF) -> Point:
        """Device pixels from the pane's centre, as the view counts them."""
        ratio, pane = self.devicePixelRatioF(), self.pane_extent
        return position.y() * ratio - pane.height / 2, position.x() * ratio - pane.width / 2

    def photo_point(self, position: QPointF) -> Point:
        """The photo point under the pointer, exactly as it is painted."""
        ratio, frame = self.devicePixelRatioF(), self.view.frame(self.pane_extent)
        return (
            (position.y() * ratio - frame.top()) / self.view.zoom,
            (position.x() * ratio - frame.left()) / self.view.zoom,
        )

    def widget_rect(self, rect: Rect) -> QRect:
        """Where a box of photo pixels lies in the widget, with a margin."""
        ratio, frame, zoom = self.devicePixelRatioF(), self.view.frame(self.pane_extent), self.view.zoom
        left, top = (frame.left() + rect.left * zoom) / ratio, (frame.top() + rect.top * zoom) / ratio
        area = QRectF(left, top, rect.width * zoom / ratio, rect.height * zoom / ratio)
        return area.adjusted(-3, -3, 3, 3).toAlignedRect()

    # --- painting ------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = shown_theme()
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(theme.canvas))
        if self.session.document is not None:
            ratio = self.devicePixelRatioF()
            painter.scale(1 / ratio, 1 / ratio)
            area = event.rect()
            clip = QRectF(area.x() * ratio, area.y() * ratio, area.width() * ratio, area.height() * ratio)
            self.paint_content(painter, self.view.frame(self.pane_extent), clip, theme)
        painter.end()

    def paint_picture(self, painter: QPainter, picture: Picture, frame: QRectF, clip: QRectF, theme: Theme) -> None:
        """Paint a picture so that it fills ``frame``: smooth up to 400 %, crisp beyond and at 100 %.

        A picture smaller than the view's (the photo before enlarging) is painted smooth.
        """
        if picture.has_alpha:
            paint_checks(painter, frame.intersected(clip), frame, theme, CHECK_PX * self.devicePixelRatioF())
        is_own_size = picture.extent == self.view.extent
        picture.paint(painter, frame, clip, crisp=is_own_size and self.view.is_crisp)

    # --- zooming and panning -------------------------------------------------------------

    def wheelEvent(self, event: QWheelEvent) -> None:
        notches = event.angleDelta().y() / 120
        if notches and self.session.document is not None:
            self.view.zoom_at(self.from_centre(event.position()), ZOOM_PER_NOTCH**notches)
        event.accept()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QNativeGestureEvent) and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            self.view.zoom_at(self.from_centre(event.position()), 1 + event.value())
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        is_left = event.button() == Qt.MouseButton.LeftButton
        if event.button() == Qt.MouseButton.MiddleButton or (
            is_left and (self._space_is_down or self.pans_with_left())
        ):
            self._drag_from = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drag_from is not None:
            moved = (event.position() - self._drag_from) * self.devicePixelRatioF()
            self._drag_from = event.position()
            self.view.pan(moved.y(), moved.x())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._drag_from = None
        self.refresh_cursor()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            if not event.isAutoRepeat():
                self._space_is_down = True
                self.refresh_cursor()
            return
        super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space_is_down = False
            self.refresh_cursor()
            return
        super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._space_is_down = False
        self.refresh_cursor()
        super().focusOutEvent(event)

    @property
    def is_panning(self) -> bool:
        return self._drag_from is not None or self._space_is_down

    def refresh_cursor(self) -> None:
        if self._drag_from is not None:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif self._space_is_down:
            self.setCursor(Qt.CursorShape.OpenHandCursor)
        else:
            self.setCursor(self.rest_cursor())

    # --- size ----------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.isVisible():
            self.view.set_pane(self.pane_extent)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.view.set_pane(self.pane_extent)
        self.refresh_cursor()


def paint_checks(painter: QPainter, visible: QRectF, frame: QRectF, theme: Theme, side_px: float) -> None:
    """The checkerboard that shows through transparent pixels; stays with the photo."""
    if visible.isEmpty():
        return
    painter.fillRect(visible, QColor(theme.check_light))
    painter.save()
    painter.setClipRect(visible)
    first_row = math.floor((visible.top() - frame.top()) / side_px)
    first_column = math.floor((visible.left() - frame.left()) / side_px)
    for row in range(first_row, math.ceil((visible.bottom() - frame.top()) / side_px)):
        for column in range(first_column, math.ceil((visible.right() - frame.left()) / side_px)):
            if (row + column) % 2:
                corner = QPointF(frame.left() + column * side_px, frame.top() + row * side_px)
                painter.fillRect(QRectF(corner.x(), corner.y(), side_px, side_px), QColor(theme.check_dark))
    painter.restore()


def paint_chip(painter: QPainter, text: str, corner: QRectF, alignment: Qt.AlignmentFlag, theme: Theme) -> None:
    """A small label on the photo, readable on any picture."""
    flags = alignment | Qt.TextFlag.TextSingleLine
    area = painter.boundingRect(corner, flags, text).adjusted(-8, -4, 8, 4)
    area.moveLeft(max(corner.left(), min(area.left(), corner.right() - area.width())))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    back = QColor(theme.chip)
    back.setAlpha(200)
    painter.setBrush(back)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawRoundedRect(area, 6, 6)
    painter.setPen(QColor(theme.on_chip))
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()
