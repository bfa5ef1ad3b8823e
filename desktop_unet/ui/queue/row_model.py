"""The queue's rows as Qt's views want them, with small pictures of photos and results made when they are seen.

Comes in: the queue. Goes out: a table of four columns: before, after, name, state.
"""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QImage
from PySide6.QtWidgets import QWidget

from desktop_unet.studio import opening
from desktop_unet.ui.look.theme import shown_theme
from desktop_unet.ui.look.thumbs import image_of, thumb_icon
from desktop_unet.ui.look.words import time_left
from desktop_unet.ui.queue.queue import Queue, Row
from desktop_unet.ui.session.session import Session

THUMB = QSize(64, 48)
BEFORE, AFTER, NAME, STATE = range(4)
_KEPT = 600
"""So many small pictures are kept; others are made again when they are seen."""
_ASKED = 60
"""Rows that were scrolled by need none any more."""

Index = QModelIndex | QPersistentModelIndex


class RowModel(QAbstractTableModel):
    """Follows the queue; ``widget`` says in which colours icons are drawn."""

    def __init__(self, queue: Queue, session: Session, widget: QWidget) -> None:
        super().__init__(widget)
        self._queue, self._session, self._widget = queue, session, widget
        self._pictures: OrderedDict[Path, QImage | None] = OrderedDict()
        self._icons: dict[Path, QIcon] = {}
        self._asked: OrderedDict[Path, tuple[int, int]] = OrderedDict()
        self._is_making = False
        queue.listed.connect(self._reset)
        queue.row_changed.connect(self._on_row)

    # --- what Qt asks ------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - as Qt declares it
        return 0 if parent.isValid() else len(self._queue.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 4

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role != Qt.ItemDataRole.DisplayRole or orientation != Qt.Orientation.Horizontal:
            return None
        return (self.tr("Before"), self.tr("After"), self.tr("Photo"), self.tr("State"))[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row, column = self._queue.rows[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole and column in (NAME, STATE):
            return row.name if column == NAME else self.state_text(index.row())
        if role == Qt.ItemDataRole.DecorationRole and column in (BEFORE, AFTER):
            return self._icon(row, index.row(), column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{row.source}: {row.message}" if row.message else str(row.output if column == AFTER else row.source)
        if role == Qt.ItemDataRole.ForegroundRole and row.state == "failed" and column == STATE:
            return QColor(shown_theme().error)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row.name}, {self.state_text(index.row())}"
        return None

    def state_text(self, number: int) -> str:
        """What has become of a photo, in words."""
        row = self._queue.rows[number]
        if row.state == "working":
            figures = self._queue.figures
            return self.tr("{0} % done").format(figures.percent) + time_left(figures.photo_seconds_left)
        if row.state == "failed":
            return row.message
        texts = {
            "waiting": self.tr("waiting"),
            "saving": self.tr("saving"),
            "done": self.tr("done"),
            "skipped": self.tr("left out: there is a file of this name"),
        }
        return texts[row.state]

    # --- small pictures ----------------------------------------------------------------------

    def _icon(self, row: Row, number: int, column: int) -> QIcon | None:
        if column == AFTER and row.state != "done":
            return None
        path = row.output if column == AFTER else row.source
        if path in self._pictures:
            self._pictures.move_to_end(path)
            return self._drawn(path)
        self._asked[path] = number, column
        self._asked.move_to_end(path)
        while len(self._asked) > _ASKED:
            self._asked.popitem(last=False)
        self._make_next()
        return None

    def _drawn(self, path: Path) -> QIcon | None:
        picture = self._pictures[path]
        if picture is not None and path not in self._icons:
            self._icons[path] = thumb_icon(self._widget, picture, THUMB)
        return self._icons.get(path)

    def _make_next(self) -> None:
        """In the thread that reads photos, the one that was asked for last first."""
        if self._is_making or not self._asked:
            return
        path, place = self._asked.popitem()
        self._is_making = True
        self._session.awaited.start_aside(
            lambda _report: opening.thumbnail(path), lambda pixels: self._take(path, place, pixels), self._give_up
        )

    def _take(self, path: Path, place: tuple[int, int], pixels: NDArray[np.uint8] | None) -> None:
        self._is_making = False
        self._pictures[path] = None if pixels is None else image_of(pixels)
        while len(self._pictures) > _KEPT:
            self._forget(next(iter(self._pictures)))
        if place[0] < len(self._queue.rows):
            index = self.index(*place)
            self.dataChanged.emit(index, index)
        self._make_next()

    def _give_up(self) -> None:
        self._is_making = False

    # --- following ---------------------------------------------------------------------------

    def draw_anew(self) -> None:
        """The same pictures, on the ground of another theme."""
        self._icons.clear()
        self._on_all()

    def _forget(self, path: Path) -> None:
        self._pictures.pop(path, None)
        self._icons.pop(path, None)

    def _reset(self) -> None:
        self.beginResetModel()
        self._asked.clear()
        for row in self._queue.rows:  # what has been made anew looks otherwise
            self._forget(row.output)
        self.endResetModel()

    def _on_row(self, number: int) -> None:
        row = self._queue.rows[number]
        if row.state == "working":
            self._forget(row.output)
        self.dataChanged.emit(self.index(number, 0), self.index(number, STATE))

    def _on_all(self) -> None:
        if self._queue.rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._queue.rows) - 1, STATE))
