"""Several fills of one hole to choose from, made one after the other and listed as they come.

Comes in: the session's document and options. Goes out: fills with their thumbnails, the one with the fewest flaws
first, and the one that was picked, on the canvas.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

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
        self.made: tuple[MadeFill, ...] = ()
        session.facts_changed.connect(self._forget_stale)
        session.photo_changed.connect(self._forget_stale)
        session.photo_closed.connect(self._forget_stale)
        session.masking.changed.connect(self._forget_stale)

    @property
    def can_start(self) -> bool:
        return not self._session.is_busy and self._has_hole()

    # --- verbs -----------------------------------------------------------------------------

    def start(self) -> None:
        """Make them; nothing while a job is under way, or where there is no hole."""
        if not self.can_start:
            return
        try:
            fillings = other_fillings(self._order())
        except Mishap as mishap:
            self._session.tell("error", sentence_for(mishap))
            return
        self._show(())
        self._make(fillings, self._session.options.variant)

    def take(self, made: MadeFill) -> None:
        """Put a fill on the canvas, in the place of another one of the same hole."""
        document = self._session.document
        if document is not None and self._fits(made.order):
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

    def _make(self, fillings: Sequence[Filling], variant: Variant) -> None:
        """The first of them, then the others."""
        first, rest = fillings[0], fillings[1:]
        smooth = next((each.photo for each in self.made if each.order.fill == "smooth"), None)

        def take_in(made: MadeFill) -> None:
            self._show(tuple(sorted((*self.made, made), key=lambda each: each.badness)))
            if rest and self._fits(first):
                self._make(rest, variant)

        self._session.awaited.start(
            "restore",
            lambda report: make_fill(first, variant, smooth, self._engine, report),
            take_in,
            self.tr("Making other fills"),
        )

    def _fits(self, order: Filling) -> bool:
        """Whether the photo still has the hole, or a fill of it."""
        document = self._session.document
        if document is None:
            return False
        last = document.last_result
        if last is not None and last.asked.marked is order.mask:
            return True
        return document.photo is order.photo and document.has_mask and np.array_equal(document.mask, order.mask)

    def _forget_stale(self, *_changed: object) -> None:
        if self.made and not self._fits(self.made[0].order):
            self._show(())

    def _show(self, made: tuple[MadeFill, ...]) -> None:
        self.made = made
        self.changed.emit()
