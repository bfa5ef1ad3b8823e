"""In the status line: how far the queue is; a click shows it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QToolButton, QWidget

from desktop_unet.ui.queue.queue import Queue
from desktop_unet.ui.queue.queue_window import queue_text


class QueueIndicator(QToolButton):
    """Seen once there is something in the queue."""

    wanted = Signal()

    def __init__(self, queue: Queue, parent: QWidget) -> None:
        super().__init__(parent)
        self._queue = queue
        self.setObjectName("queueIndicator")
        self.setAutoRaise(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setToolTip(self.tr("Show the queue"))
        self.clicked.connect(self.wanted)
        queue.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        self.setVisible(self._queue.is_running or bool(self._queue.rows))
        self.setText(self.tr("Queue: {0}").format(queue_text(self._queue)))
