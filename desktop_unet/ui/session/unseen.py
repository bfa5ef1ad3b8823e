"""Photos that are not shown while something is made of them: their results, and what is to be said of those.

Comes in: edits of documents, sentences, how jobs ended. Goes out: results in the document and among what is compared,
a mark on the photo's thumbnail, one sentence now and the others when the photo is shown again.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop_unet.document.document import Document
from desktop_unet.imaging.geometry import Rect
from desktop_unet.studio.open_photo import OpenPhoto
from desktop_unet.studio.options import Mode

if TYPE_CHECKING:
    from desktop_unet.ui.session.session import Session


class Unseen(QObject):
    """What happens to documents, wherever the user is."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        session.awaited.landed.connect(self._on_landed)
        session.awaited.failed_unseen.connect(self._on_failed)

    def land(self, document: Document, edit: Callable[[Document], Rect | None]) -> None:
        """Edit a document that is not shown."""
        entry, extent = self._session.open_photos.holding(document), document.photo.extent
        if entry is None:
            return
        edit(document)
        if document.photo.extent != extent:
            entry.sight = None  # of a photo of another size; all of it is shown
        self._session.comparison.follow(document)
        self._session.facts_changed.emit()

    def show_in(self, document: Document, mode: Mode) -> None:
        """Go to a view now, or when the photo is shown again."""
        if document is self._session.document:
            self._session.set_options(mode=mode)
            return
        entry = self._session.open_photos.holding(document)
        if entry is not None:
            entry.opens_in = mode

    def tell(self, document: Document, kind: str, sentence: str) -> None:
        """Say something of a document, now or when it is shown again."""
        if document is self._session.document:
            self._session.tell(kind, sentence)
            return
        entry = self._session.open_photos.holding(document)
        if entry is not None:
            entry.untold.append((kind, sentence))

    def tell_of(self, entry: OpenPhoto) -> None:
        """Say what was to be said when the photo is shown again."""
        untold, entry.untold = entry.untold, []
        for kind, sentence in untold:
            self._session.tell(kind, sentence)

    # --- how jobs ended ------------------------------------------------------------------------

    def _on_landed(self, entry: OpenPhoto) -> None:
        entry.news = "done"
        self._session.tell("note", self.tr("{0} is done.").format(entry.name))
        self._session.facts_changed.emit()

    def _on_failed(self, entry: OpenPhoto, sentence: str) -> None:
        entry.news = "failed"
        entry.untold.append(("error", sentence))
        self._session.tell("note", f"{entry.name}: {sentence}")
        self._session.open_photos.release(entry)
        self._session.facts_changed.emit()
