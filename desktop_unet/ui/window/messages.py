"""One sentence above the photo: an error stays until it is closed or holds no longer, a note goes by itself."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from desktop_unet.ui.look.icons import icon, pixmap
from desktop_unet.ui.look.theme import theme_of
from desktop_unet.ui.session.session import Session

NOTE_MS = 8000


class MessageBar(QFrame):
    """Shows what the session tells; never blocks."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("message")
        self.kind = "note"
        self._icon = QLabel(self)
        self.text = QLabel(self)
        self.text.setWordWrap(True)
        self.close_button = QToolButton(self)
        self.close_button.setAccessibleName(self.tr("Close the message"))
        self.close_button.clicked.connect(self.hide)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 10, 8)
        row.setSpacing(10)
        row.addWidget(self._icon)
        row.addWidget(self.text, 1)
        row.addWidget(self.close_button)
        session.told.connect(self.tell)
        session.withdrawn.connect(self.withdraw)
        self.hide()

    def tell(self, kind: str, sentence: str) -> None:
        """Show a sentence; a note waits for an error that is still there to be closed."""
        if kind == "note" and self.kind == "error" and not self.isHidden():
            return
        self.kind = kind
        self.setProperty("kind", kind)
        self.text.setText(sentence)
        self.setAccessibleName(sentence)
        self._draw()
        self.show()
        self._timer.stop() if kind == "error" else self._timer.start(NOTE_MS)

    def withdraw(self, sentence: str) -> None:
        """Take an error away that holds no longer; another one stays."""
        if self.kind == "error" and self.text.text() == sentence:
            self.hide()

    def _draw(self) -> None:
        theme = theme_of(self)
        self.style().polish(self.text)
        self._icon.setPixmap(
            pixmap(self.kind, theme.error if self.kind == "error" else theme.accent, 20, self.devicePixelRatioF())
        )
        self.close_button.setIcon(icon("close", theme.muted, theme.faint))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and not self.isHidden():
            self._draw()
