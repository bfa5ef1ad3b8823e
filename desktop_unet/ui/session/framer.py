"""Turning, straightening and cropping the photo that is open.

Comes in: a ``Framing``. Goes out: an edit of the document, made by the worker; it is undone like any other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop_unet.imaging.framing import Framing
from desktop_unet.studio.framing import FramedDocument, frame, framing_job
from desktop_unet.ui.look.translation import phrase_text

if TYPE_CHECKING:
    from desktop_unet.ui.session.session import Session


class Framer(QObject):
    """The session's verbs for how the photo lies; nothing while a job is under way."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session

    def turn(self, quarters: int) -> None:
        """By so many quarter turns clockwise."""
        name = "rotation to the right" if quarters > 0 else "rotation to the left"
        self.frame(Framing(quarters % 4), name)

    def frame(self, framing: Framing, name: str = "crop") -> None:
        """Turn, straighten and crop the photo as it stands, and all that belongs to it."""
        session, document = self._session, self._session.document
        if document is None or session.is_busy or framing == Framing():
            return
        document.end_stroke()
        job, leaves = framing_job(document, framing), len(session.comparison.compared.renditions)

        def take(framed: FramedDocument) -> None:
            if session.document is not document:
                return
            for photo, levels in framed.levels.items():
                session.keep_picture(photo, levels)
            session.change(lambda document: document.frame(name, framed.standing))
            for note in framed.notes:
                session.tell("note", phrase_text(note))
            if leaves > len(framed.levels):
                session.tell("note", self.tr("Other results and previews were left behind; Undo brings results back."))

        session.awaited.start("frame", lambda report: frame(job, report), take, self.tr("Turning the photo"))
