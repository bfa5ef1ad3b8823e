"""The panel's part that scrolls: a low window or a large scale shows it in part."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt, QTimer
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

_BELOW_PX = 4


class PanelArea(QScrollArea):
    """Scrolls up and down alone, and to what has just been opened."""

    def __init__(self, inside: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("scrolled")
        self._inside = inside
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.verticalScrollBar().setAccessibleName(self.tr("Rest of the panel"))

    def reveal(self, part: QWidget) -> None:
        """Scroll until a part is seen, its beginning at least, once it has been given its room."""
        QTimer.singleShot(0, part, lambda: self._scroll_to(part))

    def _scroll_to(self, part: QWidget) -> None:
        if not part.isVisible():
            return
        place = QRect(part.mapTo(self._inside, QPoint(0, 0)), part.size())
        self.ensureVisible(0, place.bottom(), 0, _BELOW_PX)
        self.ensureVisible(0, place.top(), 0, 0)
