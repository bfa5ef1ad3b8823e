"""Several fills of one hole to choose from, made one after the other and listed as they come.

Comes in: the session's document and options. Goes out: fills with their thumbnails, the one with the fewest flaws
first, and the one that was picked, on the canvas.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import numpy as np
from PySide6.QtCore import QObject, Signal

from desktop_unet.document.document import Document
from desktop_unet.engine.task import Variant
from desktop_unet.errors import Mishap
from desktop_unet.studio import restoring
from desktop_unet.studio.filling import Filling, MadeFill, filling_for, make_fill, other_fillings
from desktop_unet.ui.look.translation import sentence_for

if TYPE_CHECKING:
    from desktop_unet.ui.session.session import Session


class OtherFills(QObject):
    """The fills there are of the hole that is marked, or that was filled last."""

    changed = Signal()

    def __init__(self, session: Session, engine: restoring.Engine) -> None:
        super().__init__(session)
        self._session, self._engine = session, engine
        self._made: WeakKeyDictionary[Document, tuple[MadeFill, ...]] = WeakKeyDictionary()
        self._told: tuple[MadeFill, ...] = ()
        session.facts_changed.connect(self._forget_stale)
        session.photo_changed.connect(self._on_photo)
        session.photo_closed.connect(self._on_photo)
        session.masking.changed.connect(self._forget_stale)

    @property
    def made(self) -> tuple[MadeFill, ...]:
        """Those of the photo that is shown."""
        document = self._session.document
        return () if document is None else self._made.get(document, ())

    @property
    def can_start(self) -> bool:
        return not self._session.is_busy and self._has_hole()

    # --- verbs -----------------------------------------------------------------------------

    def start(self) -> None:
        """Make them; nothing while a job is under way, or where there is no hole."""
        document = self._session.document
        if document is None or not self.can_start:
            return
        try:
            fillings = other_fillings(self._order())
        except Mishap as mishap:
            self._session.tell("error", sentence_for(mishap))
            return
        self._show(document, ())
        self._make(document, fillings, self._session.options.variant)

    def take(self, made: MadeFill) -> None:
        """Put a fill on the canvas, in the place of another one of the same hole."""
        document = self._session.document
        if document is not None and not self._session.is_busy and self._fits(document, made.order):
            self._session.restorer.take_another(document, made.order, made.restored, made.variant)

    # --- within ----------------------------------------------------------------------------

    def _has_hole(self) -> bool:
        document = self._session.document
        return document is not None and (document.has_mask or self._last_filling(document) is not None)

    def _order(self) -> Filling:
        """For what is marked, or else for the hole that was filled last; raises as ``filling_for``."""
        session, document = self._session, self._session.document
        assert document is not None
        last = self._last_filling(document)
        if not document.has_mask and last is not None:
            return last.borrowing_as(session.desk_for(document))
        return filling_for(session.desk_for(document))

    def _last_filling(self, document: Document) -> Filling | None:
        last = document.last_result
        return last.asked if last is not None and isinstance(last.asked, Filling) else None

    def _make(self, document: Document, fillings: Sequence[Filling], variant: Variant) -> None:
        """The first of them, then the others; they go on while another photo is shown."""
        first, rest, so_far = fillings[0], fillings[1:], self._made.get(document, ())

        def take_in(made: tuple[MadeFill, ...]) -> None:
            self._show(document, made)
            if rest and self._fits(document, first):
                self._make(document, rest, variant)

        self._session.awaited.start(
            "restore",
            lambda report: make_fill(first, variant, so_far, self._engine, report),
            take_in,
            self.tr("Making other fills"),
            photo=self._session.open_photos.holding(document),
        )

    def _fits(self, document: Document, order: Filling) -> bool:
        """Whether a photo still has the hole, or a fill of it."""
        last = document.last_result
        if last is not None and last.asked.marked is order.mask:
            return True
        return document.photo is order.photo and document.has_mask and np.array_equal(document.mask, order.mask)

    def _on_photo(self) -> None:
        """Each photo has fills of its own."""
        self._forget_stale()
        if self.made != self._told:
            self._tell()

    def _forget_stale(self, *_changed: object) -> None:
        document, made = self._session.document, self.made
        if document is not None and made and not self._fits(document, made[0].order):
            self._show(document, ())

    def _show(self, document: Document, made: tuple[MadeFill, ...]) -> None:
        self._made[document] = made
        if document is self._session.document:
            self._tell()

    def _tell(self) -> None:
        self._told = self.made
        self.changed.emit()
