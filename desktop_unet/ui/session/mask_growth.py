"""Growing and shrinking what is marked by a slider: there and back again, one step of undo however often it moves.

Comes in: pixels, from the panel. Goes out: the document's mask, and ``changed``. The worker does it, always from the
mask as it was painted; while it is at it, only the newest wish counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop_unet.document.document import Document
from desktop_unet.document.history import Edit
from desktop_unet.imaging.geometry import Rect
from desktop_unet.imaging.photo import Mask
from desktop_unet.studio.mask_work import resized

if TYPE_CHECKING:
    from desktop_unet.ui.session.session import Session

MOST_PX = 50


class MaskGrowth(QObject):
    """How much the mask was grown (or shrunk, below 0) since it was painted."""

    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._document: Document | None = None
        self._painted: Mask | None = None
        self._edit: Edit | None = None
        self._px = self._wanted = 0
        self._is_under_way = False
        session.awaited.changed.connect(self._end_with_job)
        session.facts_changed.connect(self.changed)

    @property
    def px(self) -> int:
        """What the mask has now; 0 after anything else was done to it."""
        if self._is_under_way:
            return self._wanted
        return self._px if self._stands else 0

    @property
    def can_start(self) -> bool:
        document = self._session.document
        if document is None or not (document.has_mask or self._stands or self._is_under_way):
            return False
        return self._is_under_way or not self._session.is_busy

    def set(self, px: int) -> None:
        """Grow by so many pixels, or shrink; 0 gives the mask back as it was painted."""
        session, document = self._session, self._session.document
        self._wanted = px
        if document is None or session.is_busy:
            return
        document.end_stroke()
        if not self._stands:
            self._document, self._painted, self._edit, self._px = document, document.mask.copy(), None, 0
        if px != self._px:
            self._start(document, px)

    # --- within ----------------------------------------------------------------------------

    def _end_with_job(self) -> None:
        self._is_under_way = self._is_under_way and self._session.is_busy

    @property
    def _stands(self) -> bool:
        """Whether nothing was done since the slider was moved last."""
        document = self._session.document
        if document is None or document is not self._document:
            return False
        return self._edit is not None and document.history.last is self._edit

    def _start(self, document: Document, px: int) -> None:
        painted = self._painted
        assert painted is not None

        def take(made: Mask) -> None:
            if self._session.document is document:
                self._session.change(lambda document: self._put(document, made, px))
                if self._wanted != px:
                    self.set(self._wanted)

        awaited, text = self._session.awaited, self.tr("Changing the mask")
        awaited.start("mask", lambda _report: resized(painted, px), take, text)
        self._is_under_way = True
        self.changed.emit()

    def _put(self, document: Document, made: Mask, px: int) -> Rect:
        if self._edit is not None and document.history.last is self._edit:
            document.take_back()
        before = document.history.last
        document.replace_mask("grow mask" if px > 0 else "shrink mask", made)
        last = document.history.last
        self._edit, self._px = None if last is before else last, px
        return document.photo.extent.rect
