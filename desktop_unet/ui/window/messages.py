"""One sentence over the photo, which keeps its place: a note goes by itself, an error with the next success or photo.

Comes in: what the session tells. Goes out: a card at the foot of the view, where no names of pictures stand.
A later note is always seen; an error that still holds comes back once the note has gone.
"""

from __future__ import annotations

from pathlib import Path
from weakref import ref

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from desktop_unet.document.document import Document
from desktop_unet.ui.look.icons import icon, pixmap
from desktop_unet.ui.look.theme import shown_theme
from desktop_unet.ui.session.session import Session

NOTE_MS = 8000
WIDEST_PX, MARGIN_PX = 620, 12


class MessageBar(QFrame):
    """Shows what the session tells; never blocks.

    Args:
        ground: the widget at whose foot it lies.
    """

    folder_wanted = Signal(object)  # Path of a file that is to be shown where it lies

    def __init__(self, session: Session, ground: QWidget) -> None:
        super().__init__(ground)
        self.setObjectName("message")
        self._session, self._ground = session, ground
        self._error = ""
        self._photo: ref[Document] | None = None
        self._file: Path | None = None
        self.kind = "note"
        self._icon = QLabel(self)
        self.text = QLabel(self)
        self.text.setWordWrap(True)
        self.folder_button = QPushButton(self.tr("Show in folder"), self)
        self.close_button = QToolButton(self)
        self.close_button.setAccessibleName(self.tr("Close the message"))
        self.close_button.setToolTip(self.close_button.accessibleName())
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 10, 8)
        row.setSpacing(10)
        row.addWidget(self._icon)
        row.addWidget(self.text, 1)
        row.addWidget(self.folder_button)
        row.addWidget(self.close_button)
        self._connect()
        self.hide()

    def _connect(self) -> None:
        session = self._session
        self.close_button.clicked.connect(self._close)
        self.folder_button.clicked.connect(lambda: self.folder_wanted.emit(self._file))
        self._timer.timeout.connect(self._end_note)
        session.told.connect(self.tell)
        session.written.connect(self._offer_folder)
        session.awaited.succeeded.connect(self._forget_error)
        for signal in (session.photo_changed, session.photo_closed):
            signal.connect(self._on_photo)
        self._ground.installEventFilter(self)

    # --- what is told, and for how long ----------------------------------------------------------

    def tell(self, kind: str, sentence: str) -> None:
        """Show a sentence. What is told while a photo is being opened belongs to that one."""
        document = self._session.document
        self._photo = ref(document) if document is not None and self._session.awaited.kind != "open" else None
        if kind == "error":
            self._error = sentence
        self._show(kind, sentence)

    def _show(self, kind: str, sentence: str) -> None:
        self.kind, self._file = kind, None
        self.folder_button.hide()
        self.setProperty("kind", kind)
        self.text.setText(sentence)
        self.setAccessibleName(sentence)
        self.show()
        for part in (self, self.text):  # the style sheet goes by the kind
            self.style().polish(part)
        self._draw()
        self._place()
        self.raise_()
        self._timer.stop() if kind == "error" else self._timer.start(NOTE_MS)

    def _offer_folder(self, path: Path) -> None:
        """What was told just now is about a file that has been written."""
        self._file = path
        self.folder_button.show()
        self._place()

    def _close(self) -> None:
        """By hand: what is shown is done with."""
        if self.kind == "error":
            self._error = ""
        self._end_note()

    def _end_note(self) -> None:
        self._timer.stop()
        if self._error:
            self._show("error", self._error)
        else:
            self.hide()

    def _forget_error(self) -> None:
        """Something has succeeded since."""
        self._error = ""
        if self.kind == "error":
            self.hide()

    def _on_photo(self) -> None:
        """Messages do not follow to another photo; those told before there was one stay with the first."""
        told_of, document = self._photo() if self._photo is not None else None, self._session.document
        if self._photo is not None and told_of is not document:
            self._error, self._photo = "", None
            self._timer.stop()
            self.hide()
        elif document is not None:
            self._photo = ref(document)

    # --- place and look ----------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        """In the middle of the ground's foot, as high as its words need; names of pictures stand at the top."""
        room = self._ground.width()
        width = max(1, min(WIDEST_PX, room - 2 * MARGIN_PX))
        height = self.heightForWidth(width)
        top = max(MARGIN_PX, self._ground.height() - MARGIN_PX - height)
        self.setGeometry((room - width) // 2, top, width, height)

    def _draw(self) -> None:
        theme = shown_theme()
        self._icon.setPixmap(
            pixmap(self.kind, theme.error if self.kind == "error" else theme.accent, 20, self.devicePixelRatioF())
        )
        self.close_button.setIcon(icon("close", theme.muted, theme.faint))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and not self.isHidden():
            self._draw()
