"""The sample with its scratches marked, ready to be filled: what the first start shows instead of a wizard.

Comes in: a session. Goes out: the sample open, its mask laid over it, and one sentence.
"""

from __future__ import annotations

from PySide6.QtCore import QObject

from desktop_unet.document.document import Document
from desktop_unet.imaging.photo import Mask
from desktop_unet.paths import sample_mask, sample_photo
from desktop_unet.settings import settings_file
from desktop_unet.studio import mask_work
from desktop_unet.ui.session.session import Session


def is_first_start() -> bool:
    """Whether nothing was ever remembered."""
    return not settings_file().exists()


class MarkedSample(QObject):
    """Opens the sample, then lays its mask over it, unless the user was quicker with a photo or a brush."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session

    def show(self) -> None:
        """Returns at once; the worker reads photo and mask. Where the sample is open, it is shown as it was left."""
        session = self._session
        if session.document is not None and session.document.original.source == sample_photo():
            self._mark()
        else:
            session.photo_changed.connect(self._on_photo)
            session.opener.open(sample_photo())

    def _on_photo(self) -> None:
        self._session.photo_changed.disconnect(self._on_photo)
        self._mark()

    def _mark(self) -> None:
        document = self._untouched_sample()
        if document is not None:
            extent = document.photo.extent
            self._session.awaited.start_aside(
                lambda _report: mask_work.read_hard_mask(sample_mask(), extent), self._take
            )

    def _untouched_sample(self) -> Document | None:
        """The sample, as long as it is shown and nothing was done to it."""
        document = self._session.document
        if document is None or document.original.source != sample_photo() or document.has_mask or document.results:
            return None
        return document

    def _take(self, mask: Mask) -> None:
        session = self._session
        if session.is_busy or self._untouched_sample() is None:
            return
        session.masking.take_tool("brush")
        session.change(lambda document: document.replace_mask("load mask", mask))
        session.tell(
            "note", self.tr("This is a sample with its scratches marked: press Fill, or open a photo of your own.")
        )
