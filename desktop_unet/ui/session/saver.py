"""Photos and comparison sheets, written in the worker.

Comes in: what is to be written, and how. Goes out: a file, and a note on what it does not hold.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop_unet.imaging.photo import Photo
from desktop_unet.studio import saving, sheets
from desktop_unet.studio.saving import SaveChoice
from desktop_unet.studio.sheets import SheetPanel
from desktop_unet.ui.look.translation import phrase_text

if TYPE_CHECKING:
    from desktop_unet.ui.session.session import Session


class Saver(QObject):
    """The session's verbs that write files; nothing while a job is under way."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session

    def save(self, how: SaveChoice, then: Callable[[], None] = lambda: None, photo: Photo | None = None) -> None:
        """Write the photo as it stands, or another of its results; ``then`` is called once it is on disk."""
        document, entry = self._session.document, self._session.open_photos.current
        if document is None or entry is None or self._session.is_busy:
            return
        photo, source = photo or document.photo, document.original.source

        def on_saved(saved: saving.Saved) -> None:
            document.mark_saved(photo)
            if saved.path == entry.path:
                entry.stamp = saved.stamp
            self._tell(saved)
            then()

        text, stamp = self.tr("Saving {0}").format(how.path.name), entry.stamp
        self._session.awaited.start("save", lambda _report: saving.save(photo, how, source, stamp), on_saved, text)

    def save_sheet(self, path: Path, panels: tuple[SheetPanel, ...]) -> None:
        """Write a comparison sheet."""
        if self._session.document is not None and not self._session.is_busy:
            original = self._session.document.original.source
            self._session.awaited.start(
                "save sheet",
                lambda _report: sheets.save_sheet(panels, path, original),
                self._tell,
                self.tr("Saving {0}").format(path.name),
            )

    def _tell(self, saved: saving.Saved) -> None:
        self._session.tell("note", saved_text(saved))
        self._session.written.emit(saved.path)


def saved_text(saved: saving.Saved) -> str:
    """What was saved, and what its file does not hold, in the user's language."""
    return " ".join(phrase_text(phrase) for phrase in saved.phrases)
