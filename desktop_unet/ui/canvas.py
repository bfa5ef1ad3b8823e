"""Where the photo is worked on: the photo as it stands, the mask over it, the brush.

Comes in: mouse. Goes out: strokes, as verbs of the session.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from desktop_unet.imaging.geometry import Rect
from desktop_unet.ui.pane import PicturePane
from desktop_unet.ui.session import Session
from desktop_unet.ui.theme import Theme, mask_colour


class Canvas(PicturePane):
    """Shows the photo; while filling, left drag paints, right drag erases."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.setAccessibleName(self.tr("Photo"))
        self.setAccessibleDescription(
            self.tr("Wheel zooms, Space and drag moves. While filling, drag paints what to fill.")
        )
        self._pointer: QPointF | None = None
        self._stroke_button: Qt.MouseButton | None = None
        session.mask_changed.connect(self._on_mask_changed)
        session.options_changed.connect(self._on_options_changed)

    # --- painting ------------------------------------------------------------------------

    def paint_content(self, painter: QPainter, frame: QRectF, clip: QRectF, theme: Theme) -> None:
        session = self.session
        self.paint_picture(painter, session.picture(session.document.photo), frame, clip, theme)
        if session.options.task == "inpaint" and session.mask_picture is not None:
            session.mask_picture.paint(painter, frame, clip, mask_colour(theme))
        if self._pointer is not None and self._shows_brush():
            self._paint_brush(painter)

    def _paint_brush(self, painter: QPainter) -> None:
        ratio = self.devicePixelRatioF()
        centre = self._pointer * ratio
        radius = max(self._brush_radius() * ratio, 2.0)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, extra in ((QColor(0, 0, 0, 150), 1.0), (QColor(255, 255, 255, 230), 0.0)):
            painter.setPen(QPen(colour, ratio))
            painter.drawEllipse(centre, radius + extra * ratio, radius + extra * ratio)
        if self.session.options.tool == "eraser":
            painter.drawLine(centre - QPointF(3 * ratio, 0), centre + QPointF(3 * ratio, 0))

    def _brush_radius(self) -> float:
        """In logical pixels."""
        return self.session.options.brush_size_px / 2 * self.view.zoom / self.devicePixelRatioF()

    def _shows_brush(self) -> bool:
        return self.session.options.paints and not self.is_panning and not self.session.is_busy

    # --- repainting no more than has changed ---------------------------------------------

    def _on_mask_changed(self, rect: Rect) -> None:
        self.update(self.widget_rect(rect))

    def _on_options_changed(self) -> None:
        self.refresh_cursor()
        self.update()

    def _brush_rect(self) -> QRect:
        if self._pointer is None:
            return QRect()
        reach = self._brush_radius() + 5
        corner = self._pointer - QPointF(reach, reach)
        return QRectF(corner.x(), corner.y(), 2 * reach, 2 * reach).toAlignedRect()

    def _move_pointer(self, position: QPointF | None) -> None:
        before = self._brush_rect()
        self._pointer = position
        if self.session.options.paints:
            self.update(before)
            self.update(self._brush_rect())

    # --- mouse ---------------------------------------------------------------------------

    def pans_with_left(self) -> bool:
        return not self.session.options.paints

    def rest_cursor(self) -> Qt.CursorShape:
        return Qt.CursorShape.BlankCursor if self._shows_brush() else super().rest_cursor()

    def mousePressEvent(self, event) -> None:
        if self._starts_stroke(event):
            self._stroke_button = event.button()
            erase = event.button() == Qt.MouseButton.RightButton or self.session.options.tool == "eraser"
            self.session.begin_stroke(self.photo_point(event.position()), erase=erase)
        else:
            super().mousePressEvent(event)

    def _starts_stroke(self, event) -> bool:
        return (
            self.session.options.paints
            and not self.is_panning
            and self._stroke_button is None
            and event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton)
        )

    def mouseMoveEvent(self, event) -> None:
        self._move_pointer(event.position())
        if self._stroke_button is not None:
            self.session.extend_stroke(self.photo_point(event.position()))
        else:
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event) -> None:
        if self._stroke_button is not None:
            if event.button() == self._stroke_button:
                self._stroke_button = None
                self.session.end_stroke()
        else:
            super().mouseReleaseEvent(event)

    def leaveEvent(self, event) -> None:
        self._move_pointer(None)
        super().leaveEvent(event)
