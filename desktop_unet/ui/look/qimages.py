"""Arrays become what Qt paints; only ever on the GUI thread.

Comes in: ``ScreenLevels`` and masks. Goes out: pixels on a painter.
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from desktop_unet.imaging.geometry import Extent, Rect
from desktop_unet.imaging.large_arrays import zeros_for
from desktop_unet.studio.pyramid import ScreenLevels

SMOOTH_UP_TO = 4.0
"""Beyond this zoom single pixels are what one wants to see."""


class Picture:
    """A photo that can be painted at any zoom; shares its pixels with ``levels``."""

    def __init__(self, levels: ScreenLevels) -> None:
        self._levels = levels  # QImage keeps no hold on the array that it looks at
        kind = QImage.Format.Format_ARGB32_Premultiplied if levels.has_alpha else QImage.Format.Format_RGB32
        self._images = [wrap(array, kind) for array in levels.arrays_HWC]

    @property
    def extent(self) -> Extent:
        return self._levels.extent

    @property
    def has_alpha(self) -> bool:
        return self._levels.has_alpha

    @property
    def smallest(self) -> QImage:
        """The smallest of its levels, for a thumbnail; valid while the picture is."""
        return self._images[-1]

    def whole(self) -> QImage | None:
        """All of it at full size, with pixels of its own; None while that is still being made."""
        return self._images[0].copy() if not self._levels.skipped else None

    def paint(self, painter: QPainter, target: QRectF, clip: QRectF, *, crisp: bool) -> None:
        """Paint the part inside ``clip``, as if the whole photo filled ``target`` (device pixels)."""
        visible = target.intersected(clip)
        if visible.isEmpty():
            return
        zoom = target.width() / self.extent.width
        level = self._levels.index_for(zoom)
        image = self._images[level - self._levels.skipped]
        source = pixels_under(visible, target, self.extent, level)
        if source.is_empty:
            return
        painter.save()
        painter.setClipRect(visible)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not crisp)
        painter.drawImage(
            place_of(source, target, self.extent, level),
            image,
            QRectF(source.left, source.top, source.width, source.height),
        )
        painter.restore()


class MixedPicture(Picture):
    """Two pictures of one size mixed as they are painted, so that a slider is followed at once.

    What is transparent comes out a little too dense; the photo that is made once the slider rests is exact.

    Args:
        first: whose share is given.
        second: of the same size.
        share: of the first, 0..1.
    """

    def __init__(self, first: Picture, second: Picture, share: float) -> None:
        super().__init__(first._levels)
        self._second, self._share = second, share

    def paint(self, painter: QPainter, target: QRectF, clip: QRectF, *, crisp: bool) -> None:
        self._second.paint(painter, target, clip, crisp=crisp)
        painter.save()
        painter.setOpacity(self._share)
        super().paint(painter, target, clip, crisp=crisp)
        painter.restore()


def wrap(array: NDArray[np.uint8], kind: QImage.Format) -> QImage:
    """A QImage that looks at ``array``, (H, W, 4) or (H, W) uint8; the caller keeps the array alive."""
    height, width = array.shape[:2]
    return QImage(array.data, width, height, array.strides[0], kind)


def pixels_under(visible: QRectF, target: QRectF, extent: Extent, level: int) -> Rect:
    """The pixels of a level that ``visible`` shows, with a margin for smooth edges."""
    side = 2**level
    across, down = extent.width / target.width() / side, extent.height / target.height() / side
    box = Rect.from_edges(
        math.floor((visible.top() - target.top()) * down) - 2,
        math.floor((visible.left() - target.left()) * across) - 2,
        math.ceil((visible.bottom() - target.top()) * down) + 2,
        math.ceil((visible.right() - target.left()) * across) + 2,
    )
    return box.within(Extent(-(-extent.height // side), -(-extent.width // side)))


def place_of(source: Rect, target: QRectF, extent: Extent, level: int) -> QRectF:
    """Where pixels of a level lie on the screen, when the whole photo fills ``target``."""
    across = target.width() / extent.width * 2**level
    down = target.height() / extent.height * 2**level
    return QRectF(
        target.left() + source.left * across,
        target.top() + source.top * down,
        source.width * across,
        source.height * down,
    )


class MaskPicture:
    """The mask as a veil of colour, at the same levels as the photo; follows its changes.

    Args:
        mask: (H, W) uint8.
        is_blank: it is known to mark nothing, so it need not be looked through.
    """

    def __init__(self, mask: NDArray[np.uint8], *, is_blank: bool = False) -> None:
        self._levels = [mask]
        while max(self._levels[-1].shape) > 256:
            height, width = self._levels[-1].shape
            self._levels.append(zeros_for((-(-height // 2), -(-width // 2)), np.uint8))
        self.extent = Extent(*mask.shape)
        if not is_blank and mask.max():
            self.refresh(self.extent.rect)

    def refresh(self, rect: Rect) -> None:
        """Take over what changed in the mask inside ``rect``."""
        for finer, coarser in zip(self._levels[:-1], self._levels[1:], strict=True):
            rect = Rect.from_edges(rect.top // 2, rect.left // 2, -(-rect.bottom // 2), -(-rect.right // 2))
            if rect.is_empty:
                return
            coarser[rect.slices] = _largest_of_fours(finer[rect.scaled(2).slices])

    def paint(self, painter: QPainter, target: QRectF, clip: QRectF, colour: QColor) -> None:
        self.paint_values(painter, target, clip, _veils(colour.rgba()))

    def paint_values(self, painter: QPainter, target: QRectF, clip: QRectF, veils: NDArray[np.uint32]) -> None:
        """Paint each value as one of 256 of Qt's premultiplied pixels."""
        visible = target.intersected(clip)
        level, source = self._source(target, visible)
        crop = self._levels[level][source.slices]
        if source.is_empty or not crop.max():
            return
        pixels = np.take(veils, crop)
        image = QImage(
            pixels.data, source.width, source.height, pixels.strides[0], QImage.Format.Format_ARGB32_Premultiplied
        )
        painter.save()
        painter.setClipRect(visible)
        zoom = target.width() / self.extent.width
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, zoom != 1 and zoom <= SMOOTH_UP_TO)
        painter.drawImage(place_of(source, target, self.extent, level), image)
        painter.restore()

    def values_under(self, target: QRectF, clip: QRectF) -> NDArray[np.uint8]:
        """What the pixels inside ``clip`` are, of the level that is painted."""
        level, source = self._source(target, target.intersected(clip))
        return self._levels[level][source.slices]

    def _source(self, target: QRectF, visible: QRectF) -> tuple[int, Rect]:
        """The level that is painted, and what of it is visible; an empty box where nothing is."""
        level = self._level_for(target.width() / self.extent.width)
        source = Rect(0, 0, 0, 0) if visible.isEmpty() else pixels_under(visible, target, self.extent, level)
        return level, source

    def _level_for(self, zoom: float) -> int:
        level = 0
        while level + 1 < len(self._levels) and zoom <= 0.5 ** (level + 1):
            level += 1
        return level


def _largest_of_fours(mask: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Half the size, rounded up; marked where any of the four is."""
    height, width = mask.shape
    padded = np.pad(mask, ((0, height % 2), (0, width % 2))) if height % 2 or width % 2 else mask
    rows = np.maximum(padded[::2], padded[1::2])  # whole rows first: they lie together in memory
    return np.maximum(rows[:, ::2], rows[:, 1::2])


@lru_cache(maxsize=8)
def _veils(rgba: int) -> NDArray[np.uint32]:
    """Qt's premultiplied pixels for every value of a mask, from nothing to the whole colour."""
    alphas = np.arange(256, dtype=np.uint32) * np.uint32(rgba >> 24) // np.uint32(255)
    veils = alphas << np.uint32(24)
    for shift in (16, 8, 0):
        veils |= np.uint32(rgba >> shift & 255) * alphas // np.uint32(255) << np.uint32(shift)
    return veils


def to_rgb_pixels(image: QImage) -> tuple[NDArray[np.uint8], NDArray[np.uint8] | None]:
    """Pixels of a pasted picture: (H, W, 3) uint8 RGB and, where it has one, alpha (H, W)."""
    has_alpha = image.hasAlphaChannel()
    image = image.convertToFormat(QImage.Format.Format_RGBA8888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    pixels = rows[:, : image.width() * 4].reshape(image.height(), image.width(), 4)
    alpha = pixels[..., 3].copy() if has_alpha else None
    return pixels[..., :3].copy(), alpha
