"""From the chosen task to a result in the document.

Comes in: the session's document and options. Goes out: orders for the worker, and what
came of them. Whatever has been computed already is not computed again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop_unet.document.document import Document, Restoration
from desktop_unet.engine.task import Choices, Variant
from desktop_unet.errors import Mishap, RequestImpossible
from desktop_unet.ui import work
from desktop_unet.ui.limits import format_note
from desktop_unet.ui.options import Mode
from desktop_unet.ui.translation import sentence_for

if TYPE_CHECKING:
    from desktop_unet.ui.session import Session

BOTH: tuple[Variant, ...] = ("skip", "no-skip")


class Restorer(QObject):
    """Runs the chosen task for one variant, or for both to compare them."""

    engine_answered = Signal(object)  # Result

    def __init__(self, session: Session, run: work.Run) -> None:
        super().__init__(session)
        self._session = session
        self._run = run

    def run(self) -> None:
        """Do the chosen task with the chosen variant."""
        options = self._session.options
        self._restore((options.variant,), "slider" if options.task == "upscale" else "edit")

    def compare_variants(self) -> None:
        """Show both variants side by side; run what is missing for that."""
        self._restore(BOTH, "variants")

    def _restore(self, variants: tuple[Variant, ...], mode: Mode) -> None:
        document = self._session.document
        last = self._matching_result(document, for_comparing=mode == "variants")
        try:
            order = self._order(document) if last is None else self._order_again(last)
        except Mishap as mishap:
            self._session.tell("error", sentence_for(mishap))
            self._session.options_changed.emit()  # the view switch goes back to where it was
            return
        missing = tuple(variant for variant in variants if last is None or variant not in last.photos)
        if missing:
            note = format_note(document.original.source, order.photo.extent.scaled(order.scale))
            if note is not None:
                self._session.tell("note", note)
            self._session.awaited.start(
                "restore",
                lambda report: work.restore(order, missing, self._run, report),
                lambda restored: self._take(order, restored, last, mode),
                self.tr("Starting the engine"),
            )
        else:
            self._use_what_is_there(mode)

    def _use_what_is_there(self, mode: Mode) -> None:
        if mode != "variants":
            self._session.choose_variant(self._session.options.variant)
            self._session.tell("note", self.tr("This has been done already; undo it to start again."))
        self._session.set_options(mode=mode)

    def _matching_result(self, document: Document, *, for_comparing: bool) -> Restoration | None:
        """The last result, if it answers what the panel asks for."""
        last, options = document.last_result, self._session.options
        if last is None:
            return None
        if options.task == "inpaint":
            return last if for_comparing and not document.has_mask else None
        asked = (last.scale, last.strength) == (options.scale, options.strength)
        return last if asked and not last.is_fill else None

    # --- orders ----------------------------------------------------------------------------

    def _choices(self) -> Choices:
        settings = self._session.settings
        return Choices(device=settings.device, precision=settings.precision)

    def _order(self, document: Document) -> work.Order:
        """What the panel asks for.

        Raises:
            RequestImpossible: nothing is marked to be filled.
        """
        options = self._session.options
        if options.task == "upscale":
            return work.Order(
                document.photo_to_enlarge, options.scale, None, self._choices(), strength=options.strength
            )
        if not document.has_mask:
            raise RequestImpossible(reason=self.tr("Nothing is marked yet; paint over what should be filled"))
        mask = document.mask.copy()
        mask.flags.writeable = False
        return work.Order(document.photo, 1, mask, self._choices())

    def _order_again(self, last: Restoration) -> work.Order:
        return work.Order(last.before, last.scale, last.mask, self._choices(), last.strength)

    # --- results ---------------------------------------------------------------------------

    def _take(self, order: work.Order, restored: work.Restored, last: Restoration | None, mode: Mode) -> None:
        session = self._session
        photos = {variant: result.photo for variant, result in restored.results.items()}
        for variant, photo in photos.items():
            session.keep_picture(photo, restored.levels[variant])
        if last is None:
            chosen = session.options.variant if session.options.variant in photos else next(iter(photos))
            result = order.restoration(dict(photos), chosen)
            session.change(lambda document: document.add_result(result))
        else:
            session.document.add_variants(photos)
            if mode != "variants":
                session.choose_variant(session.options.variant)
        session.set_options(mode=mode)
        self._tell(restored)

    def _tell(self, restored: work.Restored) -> None:
        results = list(restored.results.values())
        for result in results:
            self.engine_answered.emit(result)
        for note in dict.fromkeys(note for result in results for note in result.notes):
            self._session.tell("note", note)
