"""The hole of the challenge drawn by hand: left paints over the crop, right erases."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QLabel, QPushButton, QSlider, QVBoxLayout, QWidget

from desktop_unet.document.strokes import FILL, KEEP, Point, empty_mask, paint_segment
from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.photo import Mask
from desktop_unet.studio.lab.crops import Code
from desktop_unet.ui.lab.lab_session import LabSession
from desktop_unet.ui.lab.pictures import PictureBox
from desktop_unet.ui.look.qimages import MaskPicture
from desktop_unet.ui.look.theme import shown_theme

_SMALLEST_PX, _USUAL_PX, _LARGEST_PX = 1, 12, 80
_VEIL = 127
"""How much of 255 the colour over the hole covers."""
_VALUES = {Qt.MouseButton.LeftButton: FILL, Qt.MouseButton.RightButton: KEEP}


class MaskBox(PictureBox):
    """The crop with the mask over it.

    Args:
        crop_HWC: (H, W, 3) uint8.
        mask: (H, W) uint8 to begin with; changed in place.
    """

    def __init__(self, crop_HWC: Code, mask: Mask, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        self.setAccessibleName(self.tr("Crop; drag to mark what to fill"))
        self.setToolTip("")
        self.hole, self.brush_px = mask, _USUAL_PX
        self._value: int | None = None
        self._last: Point = (0.0, 0.0)
        self._pointer: QPointF | None = None
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.show_pictures(crop_HWC)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._value = _VALUES.get(event.button())
        self._last = self._point(event.position())
        self._paint_to(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._pointer = event.position()
        self._paint_to(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._value = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._pointer = None
        self.update()

    def clear(self) -> None:
        self.hole[:] = KEEP
        self.update()

    def _point(self, place: QPointF) -> Point:
        share = self._share(place)
        return share.y() * self.hole.shape[0], share.x() * self.hole.shape[1]

    def _paint_to(self, place: QPointF) -> None:
        if self._value is not None:
            point = self._point(place)
            paint_segment(self.hole, self._last, point, self.brush_px / 2, self._value)
            self._last = point
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        theme, painter, frame = shown_theme(), QPainter(self), self.frame()
        veil = QColor(theme.accent)
        veil.setAlpha(_VEIL)
        MaskPicture(self.hole).paint(painter, frame, QRectF(self.rect()), veil)
        if self._pointer is not None:
            radius = self.brush_px / 2 * frame.width() / self.hole.shape[1]
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(theme.accent), 1.5))
            painter.drawEllipse(self._pointer, radius, radius)
        painter.end()


class MaskPainter(QDialog):
    """Draw, then fill: the lab takes the mask when it is accepted."""

    def __init__(self, session: LabSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Draw the hole"))
        self.session = session
        crop = session.crop_pixels()
        mask = empty_mask(Extent(*crop.shape[:2])) if session.mask is None else session.mask.copy()
        self.box = MaskBox(crop, mask, self)
        self.size_slider = QSlider(Qt.Orientation.Horizontal, self)
        self.size_slider.setRange(_SMALLEST_PX, _LARGEST_PX)
        self.size_slider.setValue(_USUAL_PX)
        self.size_slider.setAccessibleName(self.tr("Size of the brush"))
        self.size_slider.valueChanged.connect(self._on_size)
        self.clear_button = QPushButton(self.tr("Clear"), self)
        self.clear_button.clicked.connect(self.box.clear)
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, self
        )
        self.buttons.accepted.connect(self._take)
        self.buttons.rejected.connect(self.reject)
        self._lay_out()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(QLabel(self.tr("Brush"), self))
        row.addWidget(self.size_slider, 1)
        row.addWidget(self.clear_button)
        column = QVBoxLayout(self)
        note = QLabel(self.tr("Drag over what to fill; the right button erases, the wheel zooms."), self)
        note.setWordWrap(True)
        column.addWidget(note)
        column.addWidget(self.box, 1)
        column.addLayout(row)
        column.addWidget(self.buttons)
        self.resize(640, 700)

    def _on_size(self, size_px: int) -> None:
        self.box.brush_px = size_px
        self.box.update()

    def _take(self) -> None:
        self.session.draw_hole(self.box.hole)
        self.accept()
