"""Where fills may borrow from and where never, as hatched colours over the photo.

Comes in: a document's sampling marks. Goes out: pixels on a painter. Two directions of lines, so that nobody needs the
colours to tell one from the other.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QIcon, QImage, QPainter, QPen, QPixmap

from desktop_unet.imaging.sampling import SAMPLING, Painted
from desktop_unet.ui.look.qimages import MaskPicture
from desktop_unet.ui.look.theme import SAMPLING_COLOURS

_GROUND, _LINES = 0.22, 0.95
"""How much of the photo ground and lines of the hatching hide."""
_APART_PX, _LINE_PX = 9, 1.6


class SamplingPicture(MaskPicture):
    """Sampling marks at the same levels as the photo; where both kinds meet in a coarse pixel, the lent is shown."""

    def paint_hatched(self, painter: QPainter, target: QRectF, clip: QRectF, ratio: float) -> None:
        """Paint the part inside ``clip``; ``ratio`` is device pixels per logical pixel, of which lines are drawn."""
        visible = QRectF(target.intersected(clip).toAlignedRect())
        values = self.values_under(target, visible)
        if visible.isEmpty() or not values.size or not values.max():
            return
        there = np.bincount(values.ravel(), minlength=256)
        for what, value in SAMPLING.items():
            if not there[value]:
                continue
            veils = np.zeros(256, np.uint32)
            veils[value] = 0xFF000000
            painter.drawImage(visible.topLeft(), self._hatched(veils, hatching(what, ratio), target, visible))

    def _hatched(self, veils: NDArray[np.uint32], brush: QBrush, target: QRectF, visible: QRectF) -> QImage:
        """The marks of one kind cut out of the hatching, whose lines move with the photo."""
        drawn = QImage(visible.size().toSize(), QImage.Format.Format_ARGB32_Premultiplied)
        drawn.fill(Qt.GlobalColor.transparent)
        inner = QPainter(drawn)
        inner.translate(-visible.topLeft())
        self.paint_values(inner, target, visible, veils)
        inner.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
        side = brush.texture().width()
        inner.setBrushOrigin(QPointF(target.left() % side, target.top() % side))
        inner.fillRect(visible, brush)
        inner.end()
        return drawn


def hatching(what: Painted, ratio: float) -> QBrush:
    """Colour and lines of one kind of marks, at a screen's number of device pixels per logical pixel."""
    ground, lines, side = QColor(SAMPLING_COLOURS[what]), QColor(SAMPLING_COLOURS[what]), round(_APART_PX * ratio)
    ground.setAlphaF(_GROUND)
    lines.setAlphaF(_LINES)
    tile = QPixmap(side, side)
    tile.fill(ground)
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(lines, _LINE_PX * ratio))
    for left in (-side, 0, side):  # the corners are lines of the neighbouring tiles
        painter.drawLine(QPointF(left, side), QPointF(left + side, 0))
        if what == "never":
            painter.drawLine(QPointF(left, 0), QPointF(left + side, side))
    painter.end()
    return QBrush(tile)


def swatch(brush: QBrush, side_px: int, ratio: float, apart_px: int = 0) -> QIcon:
    """A small square of what marks look like, for buttons; ``apart_px`` keep the text away from it."""
    side = round(side_px * ratio)
    drawn = QPixmap(side + round(apart_px * ratio), side)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    painter.fillRect(0, 0, side, side, Qt.GlobalColor.white)
    painter.fillRect(0, 0, side, side, brush)
    painter.end()
    drawn.setDevicePixelRatio(ratio)
    return QIcon(drawn)
