"""From the chosen task to a result in the document.

Comes in: the session's document and options. Goes out: plans of ``studio.plans`` for the worker, and what
came of them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop_unet.document.document import Document, Restoration
from desktop_unet.engine.task import VARIANTS, Report, Result, Variant
from desktop_unet.errors import Mishap
from desktop_unet.imaging.photo import Photo
from desktop_unet.studio import restoring
from desktop_unet.studio.options import IN_STEPS, Mode
from desktop_unet.studio.orders import Order
from desktop_unet.studio.pages import PAGE_ROWS
from desktop_unet.studio.plans import Plan, Sight, format_warning, order_for_preview, order_to_repeat, plan_for
from desktop_unet.studio.renditions import Place, Rendition
from desktop_unet.ui.look.translation import phrase_text, sentence_for

if TYPE_CHECKING:
    from desktop_unet.ui.session.session import Session


class Restorer(QObject):
    """Has the chosen task done for one variant, or for both to compare them; nothing while a job is under way."""

    engine_answered = Signal(object)  # Result

    def __init__(self, session: Session, engine: restoring.Engine) -> None:
        super().__init__(session)
        self._session = session
        self._engine = engine

    # --- verbs -----------------------------------------------------------------------------

    def start(self) -> None:
        """Do the chosen task with the chosen variant; once more where that has just been done and may differ."""
        session, document = self._session, self._session.document
        if document is None or session.is_busy:
            return
        options, last = session.options, order_to_repeat(session.options, document)
        if options.task == IN_STEPS:
            session.steps.start((options.variant,))
        elif last is not None:
            self._repeat(document, last)
        else:
            self._carry_out(document, (options.variant,), PAGE_ROWS[options.task].shows)
        session.run_estimate.begin()

    def compare_variants(self) -> None:
        """Show skip and no-skip side by side; do what is missing for that."""
        document = self._session.document
        if document is None or self._session.is_busy:
            return
        if self._session.options.task == IN_STEPS:
            self._session.steps.start(VARIANTS)
        else:
            self._carry_out(document, VARIANTS, "side")

    def preview(self) -> None:
        """Try the task on what is visible; the document stays as it is."""
        session, document = self._session, self._session.document
        if document is None or session.is_busy:
            return
        sight, expected = Sight(session.view.visible, session.view.extent), session.state.strength
        try:
            order = order_for_preview(session.desk_for(document), sight, expected.value if expected.is_told else None)
        except Mishap as mishap:
            self._refuse(mishap)
            return
        variant = session.options.variant
        self._await(
            lambda report: restoring.restore_part(order, variant, self._engine, report),
            lambda restored: self._take_preview(document, order, restored, variant),
        )

    def _repeat(self, document: Document, last: Order) -> None:
        """Do the last order once more, with another outcome than all results there are."""
        session = self._session
        made = [each.chain[-1] for each in session.comparison.compared.renditions if each.chain]
        try:
            order = last.once_more(made, session.desk_for(document))
        except Mishap as mishap:
            self._refuse(mishap)
            return
        if order is None:
            return
        variant = session.options.variant
        self._await(
            lambda report: restoring.restore_variants(order, (variant,), self._engine, report),
            lambda restored: self.take_another(document, order, restored, variant),
        )

    def _carry_out(self, document: Document, variants: tuple[Variant, ...], mode: Mode) -> None:
        try:
            plan = plan_for(self._session.desk_for(document), variants, for_comparing=mode == "side")
        except Mishap as mishap:
            self._refuse(mishap)
            return
        if not plan.missing:
            self._use_what_is_there(document, mode)
            return
        wanted = self._session.options.variant
        warning = format_warning(plan.order)
        if warning is not None:
            self._session.tell("note", phrase_text(warning))
        self._await(
            lambda report: restoring.restore_variants(plan.order, plan.missing, self._engine, report),
            lambda restored: self._take(document, plan, restored, wanted, mode),
        )

    def _await(
        self, job: Callable[[Report], restoring.Restored], on_done: Callable[[restoring.Restored], None]
    ) -> None:
        self._session.awaited.start("restore", job, on_done, self.tr("Starting the engine"))

    def _refuse(self, mishap: Mishap) -> None:
        self._session.tell("error", sentence_for(mishap))
        self._session.options_changed.emit()  # the view switch goes back to where it was

    # --- results ---------------------------------------------------------------------------

    def _use_what_is_there(self, document: Document, mode: Mode) -> None:
        session = self._session
        if mode == "side":
            self._show_both(document)
        else:
            session.choose_variant(session.options.variant)
            session.tell("note", self.tr("This has already been done; undo it to start again."))
        session.set_options(mode=mode)

    def _take(self, document: Document, plan: Plan, restored: restoring.Restored, wanted: Variant, mode: Mode) -> None:
        session = self._session
        photos = self._kept(restored)
        if plan.last is None:
            self._add(document, Restoration(plan.order, photos, wanted if wanted in photos else next(iter(photos))))
        else:
            document.add_variants(photos)
            if mode != "side":
                session.land(document, lambda document: document.choose_variant(wanted))
            session.comparison.follow(document)
        if mode == "side":
            self._show_both(document)
        session.unseen.show_in(document, mode)
        self._tell(document, restored)

    def take_another(self, document: Document, order: Order, restored: restoring.Restored, variant: Variant) -> None:
        """Put another outcome of an order on the canvas."""
        self._add(document, Restoration(order, self._kept(restored), variant))
        self._tell(document, restored)

    def _add(self, document: Document, result: Restoration) -> None:
        """Put a result on the canvas; another fill of the same hole takes the place of the one before."""
        marked, last = result.asked.marked, document.last_result
        if last is None or marked is None or last.asked.marked is not marked:
            self._session.land(document, lambda document: document.add_result(result))
            return
        chain = (*document.results[:-1], result)
        self._session.land(document, lambda document: document.take_results(self.tr("another fill"), chain))

    def _take_preview(self, document: Document, order: Order, restored: restoring.Restored, variant: Variant) -> None:
        session, photo = self._session, self._kept(restored)[variant]
        place = Place.of(order.part, order.photo.extent) if order.part is not None else None
        preview = Rendition(self.tr("Preview"), "preview", photo, place=place, under=order.photo)
        session.comparison.add(preview, document)
        session.unseen.show_in(document, "slider")
        self._tell(document, restored)

    def _kept(self, restored: restoring.Restored) -> dict[str, Photo]:
        photos = restored.photos
        for variant, levels in restored.levels.items():
            self._session.keep_picture(photos[variant], levels)
        return photos

    def _show_both(self, document: Document) -> None:
        """The last result's variants, side by side."""
        last = document.last_result
        if last is not None:
            self._session.comparison.pick_photos(last.photos["skip"], last.photos["no-skip"], document)

    def _tell(self, document: Document, restored: restoring.Restored) -> None:
        results: list[Result] = list(restored.results.values())
        for result in results:
            self.engine_answered.emit(result)
        for note in dict.fromkeys(note for result in results for note in result.notes):
            self._session.unseen.tell(document, "note", phrase_text(note))
