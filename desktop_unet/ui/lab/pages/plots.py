"""Plots by pyqtgraph in the window's colours; loaded when the first plot is shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_unet.ui.look.theme import shown_theme
from desktop_unet.ui.look.translation import with_decimal_sign

FEW = 20
Curve = tuple[str, str, Sequence[float], Sequence[float]]
"""Title, colour, x, y."""


class Plot(QWidget):
    """Curves with a legend.

    Args:
        left, bottom: what the axes show.
        name: for screen readers.
    """

    def __init__(self, name: str, bottom: str, left: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        import pyqtgraph

        self._library = pyqtgraph
        self.setAccessibleName(name)
        self.plot = pyqtgraph.PlotWidget(self)
        self.plot.setMenuEnabled(False)
        self.plot.showGrid(x=True, y=True, alpha=0.25)
        self._legend = self.plot.addLegend(offset=(-10, 10))
        self._labels = {"bottom": bottom, "left": left}
        self._curves: Sequence[Curve] = ()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.plot)
        for side in self._labels:
            _speak(self.plot.getAxis(side))
        self._dress()

    def show_curves(self, curves: Sequence[Curve]) -> None:
        """Replace all curves; one alone is told by the axis, several by the legend."""
        self._curves = curves
        self._dress()
        self.plot.clear()
        for title, colour, across, up in curves:
            pen, dots = self._library.mkPen(colour, width=2 * self.devicePixelRatioF()), {}
            if len(across) <= FEW:  # one value alone has no line
                dots = {"symbol": "o", "symbolSize": 6, "symbolBrush": colour, "symbolPen": None}
            self.plot.plot(list(across), list(up), pen=pen, name=title if len(curves) > 1 else None, **dots)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_curves"):
            self.show_curves(self._curves)  # the legend's texts keep the colour that they were made in

    def _dress(self) -> None:
        theme = shown_theme()
        self.plot.setBackground(theme.panel)
        for side, text in self._labels.items():
            axis = self.plot.getAxis(side)
            axis.setPen(theme.muted)
            axis.setTextPen(theme.text)
            axis.setLabel(text, siPrefixEnableRanges=(), color=theme.text)  # numbers as they are, never thousandths
        self._legend.setLabelTextColor(theme.text)


def _speak(axis: Any) -> None:
    """Have an axis of pyqtgraph write its numbers in the window's language."""
    in_points = axis.tickStrings
    axis.tickStrings = lambda values, scale, spacing: list(map(with_decimal_sign, in_points(values, scale, spacing)))
