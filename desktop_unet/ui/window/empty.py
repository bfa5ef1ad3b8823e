"""What is there before a photo is: an invitation, the tasks, a sample, and the photos that were opened last."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop_unet.ui.look.icons import pixmap
from desktop_unet.ui.look.stylesheet import style_again
from desktop_unet.ui.look.theme import shown_theme
from desktop_unet.ui.panel.tasks import TASK_TEXTS
from desktop_unet.ui.session.session import Session
from desktop_unet.ui.window.cards import TaskCard
from desktop_unet.ui.window.recent_photos import RecentPhotos

_ICON_PX = 52


class EmptyState(QWidget):
    """Open or drop a photo, choose what to do with one, try the sample, or go on with a photo of before."""

    open_wanted = Signal()
    sample_wanted = Signal()
    task_wanted = Signal(str)  # its page: open a photo for it

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("empty")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.open = QPushButton(self.tr("Open a photo…"), self)
        self.open.setProperty("role", "primary")
        self.open.clicked.connect(self.open_wanted)
        self.tasks = {each.page: TaskCard(*each.translated, each.icon, self) for each in TASK_TEXTS}
        for page, card in self.tasks.items():
            card.clicked.connect(lambda *_, page=page: self.task_wanted.emit(page))
        self.sample = TaskCard(self.tr("Try the sample"), self.tr("A photo whose scratches are marked"), "sample", self)
        self.sample.clicked.connect(self.sample_wanted)
        self.recent = RecentPhotos(session, self)
        self._drawn: tuple[str, float] | None = None
        self._picture = QLabel(self)
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(24, 24, 24, 24)
        outer.addWidget(self._place())

    def _place(self) -> QWidget:
        """The dashed frame; in a low window it scrolls."""
        place = QFrame(self)
        place.setObjectName("place")
        layout = QVBoxLayout(place)
        layout.setContentsMargins(2, 2, 2, 2)
        area = QScrollArea(place)
        area.setObjectName("scrolled")
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = self._inside()
        area.setWidget(inside)
        area.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        area.verticalScrollBar().setAccessibleName(QCoreApplication.translate("EmptyState", "Rest of the page"))
        layout.addWidget(area)
        return place

    def _inside(self) -> QWidget:
        inside = QWidget(self)
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(8, 16, 8, 16)
        layout.setSpacing(10)
        layout.addStretch(2)
        layout.addWidget(self._picture)
        layout.addWidget(self._line(self.tr("Drop a photo here"), "title"))
        layout.addLayout(_middle(self.open))
        layout.addSpacing(14)
        layout.addWidget(self._line(self.tr("Or choose what to do, and then a photo:"), "muted"))
        layout.addLayout(_middle(*self.tasks.values(), self.sample))
        layout.addSpacing(14)
        layout.addLayout(_middle(self.recent))
        layout.addStretch(3)
        return inside

    def _line(self, text: str, role: str) -> QLabel:
        line = QLabel(text, self)
        line.setProperty("role", role)
        line.setAlignment(Qt.AlignmentFlag.AlignCenter)
        return line

    def show_dragging(self, is_dragging: bool) -> None:
        """Light up while something is held over the window."""
        self.setProperty("dragging", is_dragging)
        style_again(self, *self.findChildren(QFrame, "place"))

    def _draw(self) -> None:
        theme = shown_theme()
        wanted = theme.faint, self.devicePixelRatioF()
        if wanted != self._drawn:  # Qt tells of a new palette once for every style rule
            self._drawn = wanted
            self._picture.setPixmap(pixmap("photo", wanted[0], _ICON_PX, wanted[1]))
            for card in (*self.tasks.values(), self.sample):
                card.draw(theme)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()


def _middle(*parts: QWidget) -> QHBoxLayout:
    """Side by side, in the middle."""
    row = QHBoxLayout()
    row.setSpacing(10)
    row.addStretch(1)
    for part in parts:
        row.addWidget(part)
    row.addStretch(1)
    return row
