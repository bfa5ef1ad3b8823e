"""Panes that show renditions: one of them, in place, or the difference of two.

Comes in: the session's comparison. Goes out: what is seen; zooming and panning are the view's, shared by all.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QWidget

from desktop_unet.studio.renditions import Compared, Place, Rendition
from desktop_unet.ui.canvas.pane import PicturePane, paint_chip
from desktop_unet.ui.look.qimages import wrap
from desktop_unet.ui.look.theme import Theme
from desktop_unet.ui.session.session import Session


def chip_text(letter: str, rendition: Rendition | None) -> str:
    """What is written on a pane: which side it is, and what it shows."""
    return f"{letter} · {rendition.name}" if rendition is not None else letter


class ComparePane(PicturePane):
    """Base of the panes that compare: repainted when other pictures are compared."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.compared = session.state.compared
        session.watch(lambda state: state.compared, self._show_compared)

    def _show_compared(self, compared: Compared) -> None:
        self.compared = compared
        self.update()

    def paint_rendition(
        self, painter: QPainter, rendition: Rendition | None, frame: QRectF, clip: QRectF, theme: Theme
    ) -> None:
        """Paint a rendition so that the whole photo would fill ``frame``; a preview lies on what is under it."""
        if rendition is None:
            return
        picture = self.session.picture(rendition.photo)
        if rendition.place is None or rendition.under is None:
            self.paint_picture(painter, picture, frame, clip, theme)
            return
        self.paint_picture(painter, self.session.picture(rendition.under), frame, clip, theme)
        part = part_of(frame, rendition.place)
        self.paint_picture(painter, picture, part, clip, theme)
        painter.save()
        painter.setClipRect(clip)
        painter.setPen(QColor(theme.accent))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(part.adjusted(-1, -1, 0, 0))
        painter.restore()

    def chip_room(self, painter: QPainter) -> QRectF:
        """Where names are painted; turns the painter to logical pixels."""
        ratio = self.devicePixelRatioF()
        painter.scale(ratio, ratio)
        return QRectF(12, 12, self.width() - 24, 26)


def part_of(frame: QRectF, place: Place) -> QRectF:
    """The part of ``frame`` that ``place`` names."""
    return QRectF(
        frame.left() + place.left * frame.width(),
        frame.top() + place.top * frame.height(),
        place.width * frame.width(),
        place.height * frame.height(),
    )


class OnePane(ComparePane):
    """One rendition with its name; ``which`` says which."""

    def __init__(
        self,
        session: Session,
        which: Callable[[Compared], Rendition | None],
        letter: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(session, parent)
        self._which, self._letter = which, letter
        self.setAccessibleName(self.tr("Photo {0}").format(letter))

    @property
    def rendition(self) -> Rendition | None:
        return self._which(self.compared)

    def paint_content(self, painter: QPainter, frame: QRectF, clip: QRectF, theme: Theme) -> None:
        self.paint_rendition(painter, self.rendition, frame, clip, theme)
        if self._letter:
            room = self.chip_room(painter)
            paint_chip(painter, chip_text(self._letter, self.rendition), room, Qt.AlignmentFlag.AlignLeft, theme)


class HeldPane(OnePane):
    """A in the place of what is shown, while its key is held.

    Args:
        ground: the widget that it lies in.
    """

    def __init__(self, session: Session, ground: QWidget) -> None:
        super().__init__(session, lambda compared: compared.a, "A", ground)
        self._ground = ground
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def cover(self, pane: QWidget) -> None:
        """Lie on ``pane``, a view inside the same ground."""
        self.setGeometry(pane.rect().translated(pane.mapTo(self._ground, pane.rect().topLeft())))
        self.raise_()
        self.show()


class DifferencePane(ComparePane):
    """How far A and B lie apart, amplified: black where they agree."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.setAccessibleName(self.tr("Difference"))
        self._gain = session.options.gain
        session.watch(lambda state: state.options.gain, self._show_gain)

    def _show_gain(self, gain: int) -> None:
        self._gain = gain
        self.update()

    def paint_content(self, painter: QPainter, frame: QRectF, clip: QRectF, theme: Theme) -> None:
        compared, seen = self.compared, clip.intersected(frame).toAlignedRect()
        if compared.a is None or compared.b is None or seen.isEmpty():
            return
        first, second = (
            self._pixels(each, frame.translated(-seen.x(), -seen.y()), seen.width(), seen.height(), theme)
            for each in (compared.a, compared.b)
        )
        shown = amplified_difference(first, second, self._gain)
        painter.drawImage(seen.topLeft(), wrap(shown, QImage.Format.Format_RGB32))

    def _pixels(self, rendition: Rendition, frame: QRectF, width: int, height: int, theme: Theme) -> NDArray[np.uint8]:
        """A rendition as it is seen there, (height, width, 4)."""
        pixels = np.zeros((height, width, 4), np.uint8)
        image = wrap(pixels, QImage.Format.Format_RGB32)
        painter = QPainter(image)
        self.paint_rendition(painter, rendition, frame, QRectF(0, 0, width, height), theme)
        painter.end()
        return pixels


def amplified_difference(first: NDArray[np.uint8], second: NDArray[np.uint8], gain: int) -> NDArray[np.uint8]:
    """``gain`` times the distance of each value, at most 255; opaque.

    Args:
        first: (H, W, 4) uint8, blue, green, red and one more.
        second: same shape.
        gain: from 1.
    """
    apart = np.maximum(first, second) - np.minimum(first, second)
    shown: NDArray[np.uint8] = np.minimum(apart, 255 // gain) * np.uint8(gain)
    shown[apart > 255 // gain] = 255
    shown[..., 3] = 255
    return shown
