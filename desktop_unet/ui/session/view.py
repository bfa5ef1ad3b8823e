"""Which part of the photo is seen, and how large: one for all panes, so they move together.

Comes in: wheel, drags, keys. Goes out: ``changed``, and where the photo lies in a pane.
All lengths are device pixels; positions in a pane are measured from its centre.
"""

from __future__ import annotations

import math

from PySide6.QtCore import QObject, QRectF, Signal

from desktop_unet.document.strokes import Point
from desktop_unet.imaging.geometry import Extent, Rect
from desktop_unet.ui.look.qimages import SMOOTH_UP_TO

LARGEST_ZOOM = 64.0
FIT_MARGIN_PX = 24
SNAP = 0.03
"""How near to 100 % a zoom has to come to be taken for it."""


class View(QObject):
    """Zoom (device pixels per photo pixel) and the photo point at the centre of every pane."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.extent = Extent(1, 1)
        self.zoom = 1.0
        self.centre: Point = (0.5, 0.5)
        self.is_fitting = True
        self._pane = Extent(1, 1)

    # --- what is shown, and in what ------------------------------------------------------

    def show_new(self, extent: Extent) -> None:
        """Another photo: all of it is shown."""
        self.extent = extent
        self.fit()

    @property
    def sight(self) -> tuple[float, Point, bool]:
        """What ``show_again`` takes to show the same part of the same photo."""
        return self.zoom, self.centre, self.is_fitting

    def show_again(self, extent: Extent, sight: tuple[float, Point, bool]) -> None:
        """A photo that was shown before, as it was left."""
        self.extent = extent
        zoom, centre, self.is_fitting = sight
        if self.is_fitting:
            self.fit()
        else:
            self._set(zoom, centre)

    def show_same_at(self, extent: Extent) -> None:
        """The same photo at another size: the same part stays in view."""
        grown = extent.width / self.extent.width
        self.extent = extent
        self.centre = (self.centre[0] * grown, self.centre[1] * grown)
        if self.is_fitting:
            self.fit()
        else:
            self._set(self.zoom / grown, self.centre)

    def set_pane(self, pane: Extent) -> None:
        """Say how large the pane is that fitting goes by."""
        if pane != self._pane:
            self._pane = pane
            self.fit() if self.is_fitting else self._set(self.zoom, self.centre)

    @property
    def is_crisp(self) -> bool:
        """Whether pixels are shown as squares: at their own size, and where they are large."""
        return self.zoom == 1 or self.zoom > SMOOTH_UP_TO

    @property
    def zoom_to_fit(self) -> float:
        """Shows all of the photo; small photos at a whole multiple, so that their pixels stay square."""
        room = Extent(max(1, self._pane.height - FIT_MARGIN_PX), max(1, self._pane.width - FIT_MARGIN_PX))
        zoom = min(room.height / self.extent.height, room.width / self.extent.width)
        return float(min(math.floor(zoom), LARGEST_ZOOM)) if zoom >= 1 else zoom

    # --- verbs ---------------------------------------------------------------------------

    def fit(self) -> None:
        self.is_fitting = True
        self._set(self.zoom_to_fit, (self.extent.height / 2, self.extent.width / 2))

    def show_actual_size(self) -> None:
        """One photo pixel per device pixel, around the centre."""
        self.is_fitting = False
        self._set(1.0, self.centre)

    def zoom_at(self, position: Point, factor: float) -> None:
        """Zoom; the photo point at ``position`` stays where it is. Who comes near to 100 % is there."""
        self.is_fitting = False
        anchor = self.photo_point(position)
        zoom = self._allowed(snapped(self.zoom, self.zoom * factor))
        self._set(zoom, (anchor[0] - position[0] / zoom, anchor[1] - position[1] / zoom))

    def zoom_by(self, factor: float) -> None:
        self.zoom_at((0.0, 0.0), factor)

    def pan(self, down: float, across: float) -> None:
        """Move the photo by so many device pixels."""
        self.is_fitting = False
        self._set(self.zoom, (self.centre[0] - down / self.zoom, self.centre[1] - across / self.zoom))

    # --- places --------------------------------------------------------------------------

    def photo_point(self, position: Point) -> Point:
        """The photo point under a position in a pane."""
        return self.centre[0] + position[0] / self.zoom, self.centre[1] + position[1] / self.zoom

    @property
    def visible(self) -> Rect:
        """The box of photo pixels that a pane shows, the partly seen ones too; all of it where it fits."""
        down, across = self._pane.height / 2 / self.zoom, self._pane.width / 2 / self.zoom
        return Rect.from_edges(
            math.floor(self.centre[0] - down),
            math.floor(self.centre[1] - across),
            math.ceil(self.centre[0] + down),
            math.ceil(self.centre[1] + across),
        ).within(self.extent)

    def frame(self, pane: Extent) -> QRectF:
        """Where the photo lies in a pane, from the pane's upper left corner; starts on a whole pixel."""
        # Halves always go the same way; to the nearest even pixel, a drag by 15 could move the photo by 16.
        top = math.floor(pane.height / 2 - self.centre[0] * self.zoom + 0.5)
        left = math.floor(pane.width / 2 - self.centre[1] * self.zoom + 0.5)
        return QRectF(left, top, self.extent.width * self.zoom, self.extent.height * self.zoom)

    def _allowed(self, zoom: float) -> float:
        smallest = min(1.0, self.zoom_to_fit) / 2
        return max(smallest, min(zoom, LARGEST_ZOOM))

    def _set(self, zoom: float, centre: Point) -> None:
        self.zoom = self._allowed(zoom)
        self.centre = (max(0.0, min(centre[0], self.extent.height)), max(0.0, min(centre[1], self.extent.width)))
        self.changed.emit()


def snapped(before: float, after: float) -> float:
    """100 % where a step from ``before`` comes within ``SNAP`` of it; small steps lead away again."""
    comes_nearer = abs(math.log(after)) < abs(math.log(before)) or (before < 1) != (after < 1)
    return 1.0 if before != 1 and comes_nearer and abs(after - 1) <= SNAP else after
