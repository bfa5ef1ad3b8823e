"""The queue as one watches it: how far all of it is, a row for each photo, and what can be done about it.

Comes in: the queue. Goes out: its verbs, and a result or a folder that is to be shown.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QProgressBar,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from desktop_unet.ui.look.labels import label
from desktop_unet.ui.look.words import time_left
from desktop_unet.ui.queue.queue import Queue
from desktop_unet.ui.queue.row_model import AFTER, BEFORE, NAME, STATE, THUMB, RowModel
from desktop_unet.ui.session.session import Session

SIZE = (760, 520)


class QueueWindow(QWidget):
    """A window of its own beside the main one, which stays usable."""

    open_wanted = Signal(object)  # Path of a result
    folder_wanted = Signal(object)  # Path of a file in it

    def __init__(self, queue: Queue, session: Session, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._queue = queue
        self.setObjectName("queue")
        self.setWindowTitle(self.tr("Queue"))
        self.text, self.trouble = label("", "heading", self), label("", "muted", self)
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Progress of the queue"))
        self.model = RowModel(queue, session, self)
        self.table = self._table()
        self.pause = QPushButton(self)
        self.cancel = QPushButton(self.tr("&Cancel"), self)
        self.retry = QPushButton(self.tr("&Retry Failed"), self)
        self.open = QPushButton(self.tr("&Open Result"), self)
        self.folder = QPushButton(self.tr("Show &Folder"), self)
        self._lay_out()
        self._connect()
        self.resize(*SIZE)
        self._show()

    def _table(self) -> QTableView:
        table = QTableView(self)
        table.setModel(self.model)
        table.setAccessibleName(self.tr("Photos of the queue"))
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setShowGrid(False)
        table.setIconSize(THUMB)
        table.setWordWrap(True)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        table.verticalHeader().setDefaultSectionSize(THUMB.height() + 10)
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column in (BEFORE, AFTER):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            table.setColumnWidth(column, THUMB.width() + 16)
        for column in (NAME, STATE):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        return table

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        for button in (self.pause, self.cancel, self.retry):
            buttons.addWidget(button)
        buttons.addStretch(1)
        for button in (self.open, self.folder):
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        for part in (self.text, self.bar, self.trouble):
            layout.addWidget(part)
        layout.addWidget(self.table, 1)
        layout.addLayout(buttons)

    def _connect(self) -> None:
        self._queue.changed.connect(self._show)
        self._queue.listed.connect(self._show)
        self.pause.clicked.connect(self._pause_or_go_on)
        self.cancel.clicked.connect(self._queue.cancel)
        self.retry.clicked.connect(self._queue.retry)
        self.open.clicked.connect(self._open)
        self.folder.clicked.connect(self._show_folder)
        self.table.doubleClicked.connect(lambda _index: self._open())
        self.table.selectionModel().currentChanged.connect(self._show_buttons)

    # --- what is shown -------------------------------------------------------------------------

    def _show(self) -> None:
        figures = self._queue.figures
        settled = figures.total - figures.left
        self.bar.setRange(0, 100 * max(1, figures.total))
        self.bar.setValue(100 * settled + (figures.percent if figures.left else 0))
        self.text.setText(queue_text(self._queue))
        self.trouble.setText(self._queue.trouble)
        self.trouble.setVisible(bool(self._queue.trouble))
        self._show_buttons()

    def _show_buttons(self, *_changed: object) -> None:
        queue, row = self._queue, self._chosen
        goes_on = queue.is_paused or queue.can_go_on
        self.pause.setText(self.tr("&Go On") if goes_on else self.tr("&Pause"))
        self.pause.setEnabled((queue.is_running and not queue.is_cancelling) or queue.can_go_on)
        self.cancel.setEnabled(queue.is_running and not queue.is_cancelling)
        self.cancel.setText(self.tr("Cancelling…") if queue.is_cancelling else self.tr("&Cancel"))
        self.retry.setEnabled(queue.can_retry)
        self.open.setEnabled(row is not None and queue.rows[row].state == "done")
        self.folder.setEnabled(bool(queue.rows))

    @property
    def _chosen(self) -> int | None:
        index = self.table.currentIndex()
        return index.row() if index.isValid() and index.row() < len(self._queue.rows) else None

    # --- what is asked -------------------------------------------------------------------------

    def _pause_or_go_on(self) -> None:
        if self._queue.is_paused or self._queue.can_go_on:
            self._queue.go_on()
        else:
            self._queue.pause()

    def _open(self) -> None:
        row = self._chosen
        if row is not None and self._queue.rows[row].state == "done":
            self.open_wanted.emit(self._queue.rows[row].output)

    def _show_folder(self) -> None:
        rows, row = self._queue.rows, self._chosen
        self.folder_wanted.emit(rows[row if row is not None else 0].output)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.table.hasFocus():
            self._open()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.model.draw_anew()


def queue_text(queue: Queue) -> str:
    """How far it is, in a line."""
    translate, figures = QCoreApplication.translate, queue.figures
    text = translate("QueueWindow", "{0} of {1} photos").format(figures.done + figures.skipped, figures.total)
    if figures.failed:
        text += translate("QueueWindow", ", {0} failed").format(figures.failed)
    if queue.is_cancelling:
        return text + translate("QueueWindow", " · stopping")
    if queue.is_paused:
        return text + translate("QueueWindow", " · paused")
    return text + time_left(figures.seconds_left) if queue.is_running else text
