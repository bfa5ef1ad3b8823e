"""On the empty page: the photos that were opened last, with a small picture of each.

Comes in: the settings, and small pictures from the worker. Goes out: the path of the one that is wanted.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_unet.studio import opening
from desktop_unet.ui.look.labels import label
from desktop_unet.ui.look.thumbs import image_of, thumb_icon
from desktop_unet.ui.session.session import Session
from desktop_unet.ui.window.cards import PhotoCard

MOST = 5
PATIENCE_MS = 300
"""Photos that were named at the start are read before small pictures are made."""


class RecentPhotos(QWidget):
    """Pictures are made one at a time, while there is no photo and nobody waits; files that are gone are left out."""

    wanted = Signal(object)  # Path

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.cards: dict[Path, PhotoCard] = {}
        self._pictures: dict[Path, NDArray[np.uint8] | None] = {}
        self._gone: set[Path] = set()
        self._making: Path | None = None
        self._heading: QLabel = label(self.tr("Opened last"), "heading", self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._heading)
        self._row = QHBoxLayout()
        self._row.setSpacing(10)
        self._row.addStretch(1)
        layout.addLayout(self._row)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PATIENCE_MS)
        self._timer.timeout.connect(self._make_next)
        session.settings_changed.connect(self._list)
        session.awaited.changed.connect(self._timer.start)
        self._list()

    def _list(self) -> None:
        """The cards as the settings have them; those that stay are not made anew."""
        listed = [path for path in map(Path, self._session.settings.recent_files) if path not in self._gone][:MOST]
        self.setVisible(bool(listed))
        if listed == list(self.cards):
            return
        for path in [path for path in self.cards if path not in listed]:
            card = self.cards.pop(path)
            card.hide()
            card.deleteLater()
        self.cards = {path: self.cards.get(path) or self._card(path) for path in listed}
        for place, card in enumerate(self.cards.values()):
            self._row.removeWidget(card)
            self._row.insertWidget(place, card)
        self._timer.start()

    def _card(self, path: Path) -> PhotoCard:
        card = PhotoCard(path.name, str(path), self)
        card.clicked.connect(lambda: self.wanted.emit(path))
        self._draw(card, path)
        return card

    def _draw(self, card: PhotoCard, path: Path) -> None:
        pixels = self._pictures.get(path)
        card.show_picture(thumb_icon(self, None if pixels is None else image_of(pixels), card.THUMB))

    # --- small pictures ----------------------------------------------------------------------

    def _make_next(self) -> None:
        session = self._session
        if self._making is not None or session.document is not None or session.is_busy or not self.isVisible():
            return
        path = next((path for path in self.cards if path not in self._pictures), None)
        if path is not None:
            self._making = path
            session.awaited.start_aside(
                lambda _report: opening.look_at_recent(path), lambda seen: self._take(path, *seen), self._end
            )

    def _take(self, path: Path, is_there: bool, pixels: NDArray[np.uint8] | None) -> None:
        self._end()
        self._pictures[path] = pixels
        if not is_there:
            self._gone.add(path)
            self._list()
        elif path in self.cards:
            self._draw(self.cards[path], path)
        QTimer.singleShot(0, self, self._make_next)

    def _end(self) -> None:
        self._making = None

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._timer.start()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            for path, card in self.cards.items():
                self._draw(card, path)
