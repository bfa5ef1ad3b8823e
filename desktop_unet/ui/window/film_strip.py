"""Beside the photo, once several are open: one small picture for each.

Comes in: the session's open photos. Goes out: which one is to be shown or closed. Thumbnails are made in
the worker one at a time, while it has nothing else to do.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QListWidget, QListWidgetItem, QMenu, QWidget

from desktop_unet.studio import opening
from desktop_unet.studio.open_photo import OpenPhoto
from desktop_unet.ui.look.thumbs import image_of, thumb_icon
from desktop_unet.ui.session.session import Session

THUMB = QSize(84, 62)
WIDTH_PX = 112


class FilmStrip(QListWidget):
    """A click goes to a photo; Delete closes it."""

    close_wanted = Signal(object)  # OpenPhoto

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._photos = session, session.open_photos
        self._making: OpenPhoto | None = None
        self.setObjectName("strip")
        self.setAccessibleName(self.tr("Open photos"))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setFlow(QListView.Flow.TopToBottom)
        self.setWrapping(False)
        self.setMovement(QListView.Movement.Static)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setIconSize(THUMB)
        self.setGridSize(QSize(WIDTH_PX - 18, 90))
        self.setFixedWidth(WIDTH_PX)
        self.setUniformItemSizes(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._menu_at)
        self._photos.changed.connect(self._show)
        session.facts_changed.connect(self._on_facts)
        self.hide()

    def _show(self) -> None:
        photos = self._photos.photos
        while self.count() > len(photos):
            self.takeItem(self.count() - 1)
        while self.count() < len(photos):
            self.addItem(QListWidgetItem())
        for row in range(len(photos)):
            self._show_row(row)
        if self._photos.current in photos:
            self.setCurrentRow(photos.index(self._photos.current))
        self.setVisible(len(photos) > 1)
        self._make_next()

    def _show_row(self, row: int) -> None:
        photo, item = self._photos.photos[row], self.item(row)
        image = image_of(photo.thumbnail) if photo.thumbnail is not None else None
        item.setIcon(thumb_icon(self, image, THUMB))
        item.setText(f"{photo.name} *" if photo.is_modified else photo.name)
        item.setToolTip(str(photo.path or photo.name))

    def _on_facts(self) -> None:
        for row, photo in enumerate(self._photos.photos[: self.count()]):
            name = f"{photo.name} *" if photo.is_modified else photo.name
            if self.item(row).text() != name:
                self.item(row).setText(name)
        self._make_next()

    # --- thumbnails ------------------------------------------------------------------------

    def _make_next(self) -> None:
        """Make the next one that is missing, unless the user waits for something."""
        if self._making is not None or self._session.is_busy or not self.isVisible():
            return
        missing = (photo for photo in self._photos.photos if photo.thumbnail is None and not photo.has_failed)
        following = next(((each, each.path) for each in missing if each.path is not None), None)
        if following is not None:
            photo, path = following
            self._making = photo
            self._session.awaited.start_aside(
                lambda _report: opening.thumbnail(path), lambda pixels: self._take(photo, pixels)
            )

    def _take(self, photo: OpenPhoto, pixels: NDArray[np.uint8] | None) -> None:
        self._making = None
        photo.thumbnail, photo.has_failed = pixels, pixels is None
        if photo in self._photos.photos:
            self._show_row(self._photos.photos.index(photo))
        QTimer.singleShot(0, self, self._make_next)

    # --- mouse and keys --------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        item = self.itemAt(event.position().toPoint())
        if item is not None and event.button() == Qt.MouseButton.LeftButton:
            self._session.opener.go_to(self._photos.photos[self.row(item)])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps: dict[int, int] = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.key() in steps:
            self._session.opener.step(steps[event.key()])
        elif event.key() == Qt.Key.Key_Delete and self.currentRow() >= 0:
            self.close_wanted.emit(self._photos.photos[self.currentRow()])
        else:
            event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        event.ignore()

    def _menu_at(self, point: QPoint) -> None:
        item = self.itemAt(point)
        if item is None:
            return
        photo, menu = self._photos.photos[self.row(item)], QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("&Close"), lambda: self.close_wanted.emit(photo))
        menu.popup(self.mapToGlobal(point))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._make_next()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self.isVisible():
            self._show()
