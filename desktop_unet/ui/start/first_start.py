"""The first start: the sample with its scratches marked, ready to be filled, instead of a wizard.

Comes in: a session without a photo. Goes out: the sample open, its mask laid over it, and one sentence.
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


class FirstStart(QObject):
    """Opens the sample, then lays its mask over it, unless the user was quicker with a photo or a brush."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session

    def show_sample(self) -> None:
        """Returns at once; the worker reads photo and mask."""
        self._session.photo_changed.connect(self._on_photo)
        self._session.opener.open(sample_photo())

    def _on_photo(self) -> None:
        self._session.photo_changed.disconnect(self._on_photo)
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
