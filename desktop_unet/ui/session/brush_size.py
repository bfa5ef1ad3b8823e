"""The brush keeps its size on the screen: zoomed in it marks little of the photo, zoomed out much.

Comes in: sizes that the user chooses, the view's zoom. Goes out: the diameter in photo pixels, as an option, and
``chosen`` for whoever shows it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop_unet.studio.options import clamp_brush_size, next_brush_size

if TYPE_CHECKING:
    from desktop_unet.ui.session.session import Session


class BrushSize(QObject):
    """The session's verbs for the size of the brush."""

    chosen = Signal()  # by the user, not by zooming

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._ratio = 1.0
        self._on_screen: float = session.settings.brush_size_px
        session.view.changed.connect(self._follow)

    def set_ratio(self, ratio: float) -> None:
        """Say how many device pixels a logical one has, in which the size on the screen is told."""
        if ratio != self._ratio:
            self._ratio = ratio
            self._follow()

    def choose(self, size_px: int) -> None:
        """Take a diameter in photo pixels; at another zoom it will be another."""
        size_px = clamp_brush_size(size_px)
        self._on_screen = size_px * self._zoom
        self._session.set_options(brush_size_px=size_px)
        remembered = clamp_brush_size(round(self._on_screen))
        self._session.settings = replace(self._session.settings, brush_size_px=remembered)
        self.chosen.emit()

    def step(self, direction: int) -> None:
        """One step up (1) or down (-1)."""
        self.choose(next_brush_size(self._session.options.brush_size_px, direction))

    @property
    def _zoom(self) -> float:
        """Logical pixels per photo pixel."""
        return self._session.view.zoom / self._ratio

    def _follow(self) -> None:
        if self._session.document is not None:
            self._session.set_options(brush_size_px=clamp_brush_size(round(self._on_screen / self._zoom)))
