"""Beside the photo, once several are open: one small picture for each.

Comes in: the film, a part of the session's state. Goes out: which photo is to be shown or closed.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QItemSelectionModel, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QListWidget, QListWidgetItem, QMenu, QWidget

from desktop_unet.studio.film import Film, Frame
from desktop_unet.studio.open_photo import OpenPhoto
from desktop_unet.ui.look.thumbs import image_of, thumb_icon
from desktop_unet.ui.session.session import Session

_CHOOSING = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
THUMB = QSize(84, 62)
WIDTH_PX, BAR_PX = 112, 11
"""Of the strip, and of its scroll bar with the line beside it."""


class FilmStrip(QListWidget):
    """A click goes to a photo; Delete closes it; Ctrl and Shift choose several, for ``of_many``."""

    close_wanted = Signal(object)  # OpenPhoto

    def __init__(self, session: Session, of_many: Sequence[QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._of_many = of_many
        self._session, self._photos = session, session.open_photos
        self._frames: tuple[Frame, ...] = ()
        self._shown: tuple[OpenPhoto | None, int | None] = (None, None)
        self.setObjectName("film")
        self.setAccessibleName(self.tr("Open photos"))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setFlow(QListView.Flow.TopToBottom)
        self.setWrapping(False)
        self.setMovement(QListView.Movement.Static)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setIconSize(THUMB)
        self.setGridSize(QSize(WIDTH_PX - BAR_PX, 90))
        self.setFixedWidth(WIDTH_PX)
        self.setUniformItemSizes(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._menu_at)
        session.watch(lambda state: state.film, self._show)

    def _show(self, film: Film) -> None:
        """Only what has changed is drawn anew: hundreds may be open."""
        while self.count() > len(film.frames):
            self.takeItem(self.count() - 1)
        while self.count() < len(film.frames):
            self.addItem(QListWidgetItem())
        for row, frame in enumerate(film.frames):
            if row >= len(self._frames) or self._frames[row] != frame:
                self._show_frame(row, frame)
        self._frames = film.frames
        shown = self._photos.current, film.current
        if shown != self._shown:
            self._shown = shown
            self._choose_shown()
        self.setVisible(len(film.frames) > 1)

    def _show_frame(self, row: int, frame: Frame) -> None:
        item = self.item(row)
        image = image_of(frame.thumbnail) if frame.thumbnail is not None else None
        item.setIcon(thumb_icon(self, image, THUMB, badge_of(frame), frame.work.percent if frame.work else None))
        item.setText(frame.name)
        said = work_text(frame)
        item.setToolTip(f"{frame.place}\n{said}" if said else frame.place)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{frame.name}, {said}" if said else frame.name)

    # --- mouse and keys --------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        item = self.itemAt(event.position().toPoint())
        if item is None or event.button() != Qt.MouseButton.LeftButton:
            return
        if event.modifiers() & _CHOOSING:
            super().mousePressEvent(event)
            return
        self._choose_shown()
        self._session.opener.go_to(self._photos.photos[self.row(item)])

    def _choose_shown(self) -> None:
        """The photo that is shown, and no other."""
        row = self._shown[1]
        if row is not None:
            self.setCurrentRow(row, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    @property
    def chosen_paths(self) -> list[Path]:
        """Files of the photos that are chosen, where these are several."""
        rows = sorted(index.row() for index in self.selectedIndexes())
        paths = [self._photos.photos[row].path for row in rows]
        return [path for path in paths if path is not None] if len(rows) > 1 else []

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps: dict[int, int] = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.modifiers() & _CHOOSING:
            super().keyPressEvent(event)
        elif event.key() in steps:
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
        if photo.work is not None:
            menu.addAction(self.tr("C&ancel what is being made"), lambda: self._session.awaited.cancel(photo))
        menu.addAction(self.tr("&Close"), lambda: self.close_wanted.emit(photo))
        menu.addSeparator()
        menu.addActions(self._of_many)
        menu.popup(self.mapToGlobal(point))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self.isVisible():
            for row, frame in enumerate(self._frames):
                self._show_frame(row, frame)


def badge_of(frame: Frame) -> str:
    """What is being made of a photo, in a sign or two: how far it is, that it waits, or how it ended."""
    if frame.work is not None:
        return "…" if frame.work.is_waiting else f"{frame.work.percent} %"
    return {"done": "✓", "failed": "!", None: ""}[frame.news]


def work_text(frame: Frame) -> str:
    """The same in words; empty where nothing is being made."""
    translate = QCoreApplication.translate
    if frame.work is not None and frame.work.is_waiting:
        return translate("FilmStrip", "waits for its turn")
    if frame.work is not None:
        return translate("FilmStrip", "{percent} % done").format(percent=frame.work.percent)
    news = {"done": translate("FilmStrip", "done"), "failed": translate("FilmStrip", "failed")}
    return news[frame.news] if frame.news is not None else ""
