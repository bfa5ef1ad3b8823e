"""What is there before a photo is: an invitation."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop_unet.ui.look.icons import pixmap
from desktop_unet.ui.look.theme import theme_of


class EmptyState(QWidget):
    """Open, drop, or try the sample."""

    open_wanted = Signal()
    sample_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("empty")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.open = QPushButton(self.tr("Open a photo…"), self)
        self.open.setProperty("role", "primary")
        self.open.clicked.connect(self.open_wanted)
        self.sample = QPushButton(self.tr("Try the sample"), self)
        self.sample.clicked.connect(self.sample_wanted)
        self._drawn: tuple[str, float] | None = None
        self._picture = QLabel(self)
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(32, 32, 32, 32)
        outer.addWidget(self._place())

    def _place(self) -> QWidget:
        place = QFrame(self)
        place.setObjectName("place")
        layout = QVBoxLayout(place)
        layout.setSpacing(10)
        layout.addStretch(2)
        layout.addWidget(self._picture)
        layout.addWidget(self._line(self.tr("Drop a photo here"), "title"))
        layout.addWidget(self._line(self.tr("Enlarge it, or paint over what should vanish."), "muted"))
        layout.addSpacing(8)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.open)
        buttons.addWidget(self.sample)
        buttons.addStretch(1)
        layout.addLayout(buttons)
        layout.addStretch(3)
        return place

    def _line(self, text: str, role: str) -> QLabel:
        line = QLabel(text, self)
        line.setProperty("role", role)
        line.setAlignment(Qt.AlignmentFlag.AlignCenter)
        return line

    def show_dragging(self, is_dragging: bool) -> None:
        """Light up while something is held over the window."""
        self.setProperty("dragging", is_dragging)
        for part in (self, *self.findChildren(QFrame, "place")):
            self.style().unpolish(part)
            self.style().polish(part)

    def _draw(self) -> None:
        wanted = theme_of(self).faint, self.devicePixelRatioF()
        if wanted != self._drawn:  # Qt tells of a new palette once for every style rule
            self._drawn = wanted
            self._picture.setPixmap(pixmap("photo", wanted[0], 72, wanted[1]))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()
