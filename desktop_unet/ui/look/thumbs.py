"""Thumbnails as icons for strips: a picture on a square of one size, with a badge where one is due."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QIcon, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QWidget

from desktop_unet.ui.look.theme import shown_theme

BAR_PX = 5


def thumb_icon(
    widget: QWidget, image: QImage | None, size: QSize, badge: str = "", percent: int | None = None
) -> QIcon:
    """An icon of ``size`` logical pixels with the picture in its middle, and a bar at its foot where ``percent`` is."""
    theme, ratio = shown_theme(), widget.devicePixelRatioF()
    pixmap = QPixmap(size * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(QColor(theme.canvas))
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    if image is not None:
        fitted = image.size().scaled(size, Qt.AspectRatioMode.KeepAspectRatio)
        corner = QRectF((size.width() - fitted.width()) / 2, (size.height() - fitted.height()) / 2, 0, 0)
        painter.drawImage(QRectF(corner.x(), corner.y(), fitted.width(), fitted.height()), image)
    if badge:
        _paint_badge(painter, badge, theme.accent, theme.on_accent)
    if percent is not None:
        _paint_bar(painter, size, percent, theme.panel, theme.accent)
    painter.end()
    icon = QIcon()
    for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected):  # no tint on what is chosen
        icon.addPixmap(pixmap, mode)
    return icon


def _paint_badge(painter: QPainter, badge: str, colour: str, on_colour: str) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    area = QRectF(3, 3, 9 + 9 * len(badge), 18)
    painter.setBrush(QColor(colour))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawRoundedRect(area, 5, 5)
    font = QFont(painter.font())
    font.setBold(True)
    font.setPixelSize(12)
    painter.setFont(font)
    painter.setPen(QColor(on_colour))
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, badge)


def _paint_bar(painter: QPainter, size: QSize, percent: int, ground: str, colour: str) -> None:
    foot = QRectF(0, size.height() - BAR_PX, size.width(), BAR_PX)
    painter.fillRect(foot, QColor(ground))
    painter.fillRect(QRectF(0, foot.y(), size.width() * percent / 100, BAR_PX), QColor(colour))


def image_of(pixels_HWC: NDArray[np.uint8]) -> QImage:
    """A QImage of its own from (H, W, 3) RGB."""
    plain = np.ascontiguousarray(pixels_HWC)
    height, width = plain.shape[:2]
    return QImage(plain.data, width, height, plain.strides[0], QImage.Format.Format_RGB888).copy()
