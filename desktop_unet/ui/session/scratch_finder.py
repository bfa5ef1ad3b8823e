"""Looking for scratches and dust: surveyed once, shown at any threshold, then added to the mask.

Comes in: the finder's bar. Goes out: a preview for the canvas, and an edit of the mask.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_unet.document.shapes import whole_region
from desktop_unet.imaging.photo import Mask, Photo
from desktop_unet.studio import mask_work
from desktop_unet.studio.marking import Finding
from desktop_unet.studio.orders import choices_of
from desktop_unet.studio.pages import task_to_mark
from desktop_unet.ui.look.qimages import MaskPicture

if TYPE_CHECKING:
    from desktop_unet.studio.damage_search import DamageSurvey
    from desktop_unet.ui.session.session import Session

THRESHOLD = 0.5
_PATIENCE_MS = 120


class ScratchFinder(QObject):
    """Open while somebody looks for scratches; another photo, or another task, closes it."""

    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self.photo: Photo | None = None
        self.threshold = THRESHOLD
        self.preview: MaskPicture | None = None
        self._found: Mask | None = None
        self._survey: DamageSurvey | None = None
        self._is_looking = False
        self._share, self._looks = 0.0, 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PATIENCE_MS)
        self._timer.timeout.connect(self._look)
        session.photo_changed.connect(self.close)
        session.options_changed.connect(self._on_options_changed)

    @property
    def is_open(self) -> bool:
        return self.photo is not None

    @property
    def finding(self) -> Finding | None:
        """What is shown of the search; None while it is closed."""
        if not self.is_open:
            return None
        return Finding(self.threshold, self.is_looking, self.has_found, self.share, self._looks)

    @property
    def is_looking(self) -> bool:
        """Whether what is shown is not yet what the threshold stands for."""
        return self.is_open and (self._is_looking or self._timer.isActive())

    @property
    def share(self) -> float:
        """Part of the photo that was found, 0..1."""
        return self._share

    @property
    def has_found(self) -> bool:
        return self._share > 0

    def open(self) -> None:
        """Begin to look, at the usual threshold."""
        session = self._session
        if session.document is None or session.is_busy or self.is_open:
            return
        session.set_options(task=task_to_mark(session.options), mode="edit")
        self.photo, self.threshold = session.document.photo, THRESHOLD
        self._look()

    def set_threshold(self, threshold: float) -> None:
        """Look again once the slider rests."""
        self.threshold = threshold
        if self.is_open:
            self._timer.start()
            self.changed.emit()

    def add(self) -> None:
        """Add what is shown to the mask, and close."""
        found, session = self._found, self._session
        if found is not None and self.is_open and not session.is_busy:
            self.close()
            session.masking.mark("scratches", whole_region(found), "add")

    def close(self) -> None:
        """Forget what was found."""
        if self.is_open:
            self._timer.stop()
            self.photo = self.preview = self._found = self._survey = None
            self._is_looking, self._share = False, 0.0
            self.changed.emit()

    def _on_options_changed(self) -> None:
        if self.is_open and not self._session.options.paints:
            self.close()

    def _look(self) -> None:
        """In the worker, one look at a time; a threshold that came meanwhile is looked at next."""
        photo, threshold, survey = self.photo, self.threshold, self._survey
        if photo is None:
            return
        if self._is_looking:
            self._timer.start()
            return
        self._is_looking = True
        choices = choices_of(self._session.settings, self._session.options.variant)
        self._session.awaited.start_aside(
            lambda report: mask_work.look_for_scratches(photo, survey, threshold, choices, report),
            lambda answer: self._take(photo, *answer),
            self.close,
            by_engine=True,
        )
        self.changed.emit()

    def _take(self, photo: Photo, survey: DamageSurvey, found: Mask) -> None:
        if photo is not self.photo:
            return
        self._is_looking, self._survey, self._found = False, survey, found
        self._share, self._looks = float((found > 0).mean()), self._looks + 1
        self.preview = MaskPicture(found)
        self.changed.emit()
