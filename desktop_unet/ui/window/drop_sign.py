"""Over the photo while something is held above the window: it may be dropped here."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QLabel, QWidget


class DropSign(QLabel):
    """Covers what it lies on, and lets the pointer through.

    Args:
        ground: the widget that it covers.
    """

    def __init__(self, ground: QWidget) -> None:
        super().__init__(ground)
        self._ground = ground
        self.setObjectName("dropSign")
        self.setText(self.tr("Drop photos or a folder here"))
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        ground.installEventFilter(self)
        self.hide()

    def show_dragging(self, is_dragging: bool) -> None:
        """Be seen, or no longer."""
        self.setGeometry(self._ground.rect())
        self.setVisible(is_dragging)
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._ground.rect())
        return super().eventFilter(watched, event)
