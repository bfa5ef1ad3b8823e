"""Where the photo is worked on: the photo as it stands, the mask over it, the tool in hand.

Comes in: mouse, pen and keys. Goes out: touches, in photo pixels, to the tool in hand (``tools/``),
which speaks to the session's masking.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QPointingDevice,
    QPolygonF,
    QShowEvent,
    QTabletEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QLineEdit, QWidget

from desktop_unet.document.strokes import Point
from desktop_unet.imaging.geometry import Rect
from desktop_unet.studio.marking import Marking
from desktop_unet.ui.canvas.brush_note import BrushNote
from desktop_unet.ui.canvas.pane import PicturePane
from desktop_unet.ui.canvas.tools.table import TOOLS
from desktop_unet.ui.canvas.tools.tool import Tool, Touch
from desktop_unet.ui.look.theme import SAMPLING_COLOURS, Theme, mask_colour, preview_colour
from desktop_unet.ui.session.session import Session

_NEAR_PX = 9.0
_SMALLEST_RING_PX = 2.0
_BUTTONS = (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton)


class Canvas(PicturePane):
    """Shows the photo; while filling, the left button is the tool's, the right one erases."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.setAccessibleName(self.tr("Photo"))
        self.setAccessibleDescription(
            self.tr("The wheel zooms, Space and drag moves. While filling, drag to mark what to fill.")
        )
        self.setTabletTracking(True)
        self._pointer: QPointF | None = None
        self._button: Qt.MouseButton | None = None
        self._marking = session.state.marking
        self._tool: Tool = TOOLS[self._marking.tool](session.masking)
        self._eraser: Tool = TOOLS["eraser"](session.masking)
        self._wheel = 0.0
        self.note = BrushNote(self)
        session.brush_size.chosen.connect(self.note.show)
        for changed in (session.masking.changed, session.growing.changed):
            changed.connect(self._on_mask_changed)
        session.watch(lambda state: state.photo, lambda _photo: self._drop_tool())
        session.watch(lambda state: state.marking, self._show_marking)
        session.watch(lambda state: state.finding, lambda _finding: self.update())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.session.brush_size.set_ratio(self.devicePixelRatioF())

    # --- painting ------------------------------------------------------------------------

    def paint_content(self, painter: QPainter, frame: QRectF, clip: QRectF, theme: Theme) -> None:
        session, marking = self.session, self._marking
        if session.document is None:
            return
        self.paint_picture(painter, session.picture(session.document.photo), frame, clip, theme)
        if marking.is_seen and session.masking.picture is not None:
            veil = mask_colour(theme, marking.colour, marking.opacity)
            session.masking.picture.paint(painter, frame, clip, veil)
        if marking.shows_sampling and session.masking.sampling_picture is not None:
            session.masking.sampling_picture.paint_hatched(painter, frame, clip, self.devicePixelRatioF())
        session.growing.paint(painter, frame, clip, session.document.photo.extent)
        if session.finder.preview is not None:
            session.finder.preview.paint(painter, frame, clip, preview_colour(theme))
        self._paint_outline(painter, frame)
        if self._shows_ring() and (self._pointer is not None or self.note.is_shown):
            self._paint_ring(painter, self.note.place(self._pointer), theme)

    def _paint_outline(self, painter: QPainter, frame: QRectF) -> None:
        points = self._tool.outline
        if not points:
            return
        zoom, ratio = self.view.zoom, self.devicePixelRatioF()
        line = QPolygonF([QPointF(frame.left() + x * zoom, frame.top() + y * zoom) for y, x in points])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, width in ((QColor(0, 0, 0, 170), 3.0), (QColor(255, 255, 255), 1.25)):
            painter.setPen(QPen(colour, width * ratio))
            painter.drawPolyline(line)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _paint_ring(self, painter: QPainter, pointer: QPointF, theme: Theme) -> None:
        ratio = self.devicePixelRatioF()
        centre = pointer * ratio
        radius = max(self._brush_radius() * ratio, _SMALLEST_RING_PX)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        inner = QColor(SAMPLING_COLOURS.get(self._marking.painted, Qt.GlobalColor.white))
        for colour, extra in ((QColor(0, 0, 0, 150), 1.0), (inner, 0.0)):
            painter.setPen(QPen(colour, ratio))
            painter.drawEllipse(centre, radius + extra * ratio, radius + extra * ratio)
        if self._marking.tool == "eraser":
            painter.drawLine(centre - QPointF(3 * ratio, 0), centre + QPointF(3 * ratio, 0))
        if self.note.is_shown:
            self.note.paint(painter, self._marking.brush_size_px, centre, radius, theme)

    def _brush_radius(self) -> float:
        """In logical pixels."""
        return self._marking.brush_size_px / 2 * self.view.zoom / self.devicePixelRatioF()

    def _shows_ring(self) -> bool:
        return self._is_marking() and self._tool.has_ring

    def _is_marking(self) -> bool:
        return self._marking.is_on and self._marking.is_free and not self.is_panning

    # --- repainting no more than has changed ---------------------------------------------

    def _on_mask_changed(self, rect: Rect) -> None:
        self.update(self.widget_rect(rect))

    def _show_marking(self, marking: Marking) -> None:
        before, self._marking = self._marking, marking
        if marking.tool != before.tool or not marking.is_on:
            self._drop_tool()
        if marking.tool != before.tool:
            self._tool = TOOLS[marking.tool](self.session.masking)
        self.refresh_cursor()
        if marking != replace(before, is_free=marking.is_free):  # a job that comes or goes changes no pixel
            self.update()

    def _drop_tool(self) -> None:
        self._tool.cancel()
        self._button = None

    def _ring_rect(self) -> QRect:
        if self._pointer is None or not self._tool.has_ring:
            return QRect()
        if self.note.is_shown:  # it stands beside the ring
            return self.rect()
        reach = self._brush_radius() + 5
        corner = self._pointer - QPointF(reach, reach)
        return QRectF(corner.x(), corner.y(), 2 * reach, 2 * reach).toAlignedRect()

    def _outline_rect(self, points: Sequence[Point]) -> QRect:
        if not points:
            return QRect()
        rows, columns = zip(*points, strict=True)
        top, left = int(min(rows)), int(min(columns))
        return self.widget_rect(Rect.from_edges(top, left, int(max(rows)) + 1, int(max(columns)) + 1))

    def _told(self, tell: Callable[[Touch], None], touch: Touch) -> None:
        """Tell a tool, and repaint the outline that was and the one that is."""
        before = self._outline_rect(self._tool.outline)
        tell(touch)
        self.update(before)
        self.update(self._outline_rect(self._tool.outline))

    def _move_pointer(self, position: QPointF | None) -> None:
        before = self._ring_rect()
        self._pointer = position
        if self._marking.is_on:
            self.update(before)
            self.update(self._ring_rect())
        self.session.pointed.emit(self.photo_point(position) if position is not None else None)

    # --- mouse ---------------------------------------------------------------------------

    def pans_with_left(self) -> bool:
        return not self._marking.is_on

    def rest_cursor(self) -> Qt.CursorShape:
        if not self._is_marking():
            return super().rest_cursor()
        is_seen = self._tool.has_ring and self._brush_radius() >= _SMALLEST_RING_PX
        return Qt.CursorShape.BlankCursor if is_seen else Qt.CursorShape.CrossCursor

    def _touch(self, event: QMouseEvent | QTabletEvent, pressure: float = 1.0) -> Touch:
        near_px = _NEAR_PX * self.devicePixelRatioF() / self.view.zoom
        return Touch(self.photo_point(event.position()), event.modifiers(), pressure, near_px)

    @property
    def _in_hand(self) -> Tool:
        """The right button erases, whatever tool there is."""
        return self._eraser if self._button == Qt.MouseButton.RightButton else self._tool

    def _press(self, button: Qt.MouseButton, touch: Touch) -> None:
        self._button = button
        self._told(self._in_hand.press, touch)

    def _move(self, touch: Touch) -> None:
        self._told(self._in_hand.drag if self._button is not None else self._tool.hover, touch)

    def _release(self, touch: Touch) -> None:
        self._told(self._in_hand.release, touch)
        self._button = None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._is_marking() and self._button is None and event.button() in _BUTTONS:
            self._press(event.button(), self._touch(event))
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._move_pointer(event.position())
        if self._button is None and not self._is_marking():
            super().mouseMoveEvent(event)
        else:
            self._move(self._touch(event))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._button is None:
            super().mouseReleaseEvent(event)
        elif event.button() == self._button:
            self._release(self._touch(event))

    def enterEvent(self, event: QEnterEvent) -> None:
        """Keys are for the photo from now on: Space would press the button that was clicked last."""
        super().enterEvent(event)
        if self.isActiveWindow() and not isinstance(QApplication.focusWidget(), (QLineEdit, QAbstractSpinBox)):
            self.setFocus(Qt.FocusReason.MouseFocusReason)

    def leaveEvent(self, event: QEvent) -> None:
        self._move_pointer(None)
        super().leaveEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and self._marking.is_on:
            self._wheel += event.angleDelta().y() / 120
            steps = int(self._wheel)
            self._wheel -= steps
            for _ in range(abs(steps)):
                self.session.masking.step_brush_size(1 if steps > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    # --- pen -----------------------------------------------------------------------------

    def tabletEvent(self, event: QTabletEvent) -> None:
        """The pen's pressure is the brush's size; its other end erases. Not accepted, it comes again as a mouse."""
        self.session.masking.see_pen()
        if self._button is None and not self._is_marking():
            event.ignore()
            return
        event.accept()
        self._move_pointer(event.position())
        touch, kind = self._touch(event, event.pressure() or 1.0), event.type()
        if kind == QEvent.Type.TabletPress and self._button is None:
            self._press(_button_of(event), touch)
        elif kind == QEvent.Type.TabletMove:
            self._move(touch)
        elif kind == QEvent.Type.TabletRelease and self._button is not None:
            self._release(touch)

    # --- keys ----------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        deeds: dict[int, Callable[[], None]] = {
            Qt.Key.Key_Return: self._tool.finish,
            Qt.Key.Key_Enter: self._tool.finish,
            Qt.Key.Key_Backspace: self._tool.step_back,
            Qt.Key.Key_Escape: self._tool.cancel,
        }
        if event.key() in deeds and self._marking.is_on:
            before = self._outline_rect(self._tool.outline)
            deeds[event.key()]()
            self.update(before)
        else:
            super().keyPressEvent(event)


def _button_of(event: QTabletEvent) -> Qt.MouseButton:
    """A pen's eraser end, and its upper button, are the right button."""
    is_eraser = event.pointerType() == QPointingDevice.PointerType.Eraser
    return _BUTTONS[1] if is_eraser or event.button() == _BUTTONS[1] else _BUTTONS[0]
