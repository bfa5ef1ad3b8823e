"""From the chosen task to a result in the document.

Comes in: the session's document and options. Goes out: orders for the worker, and what
came of them. Whatever has been computed already is not computed again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRectF, Signal

from desktop_unet.document.document import Document, Restoration
from desktop_unet.engine.task import VARIANTS, Result, Variant
from desktop_unet.errors import Mishap
from desktop_unet.studio import restoring
from desktop_unet.studio.options import Mode
from desktop_unet.ui.look.translation import phrase_text, sentence_for
from desktop_unet.ui.session.orders import (
    fill_for_comparing,
    format_warning,
    is_to_fill_again,
    order_for,
    order_for_preview,
)
from desktop_unet.ui.session.renditions import Rendition

if TYPE_CHECKING:
    from desktop_unet.ui.session.session import Session


class Restorer(QObject):
    """Runs the chosen task for one variant, or for both to compare them."""

    engine_answered = Signal(object)  # Result

    def __init__(self, session: Session, run: restoring.Run) -> None:
        super().__init__(session)
        self._session = session
        self._run = run

    # --- verbs -----------------------------------------------------------------------------

    def run(self) -> None:
        """Do the chosen task with the chosen variant; fill again where that has just been done."""
        options, document = self._session.options, self._session.document
        if is_to_fill_again(options, document):
            self._fill_again(document.last_result)
        else:
            self._restore((options.variant,), "slider" if options.task == "upscale" else "edit")

    def compare_variants(self) -> None:
        """Show both variants side by side; run what is missing for that."""
        self._restore(VARIANTS, "side")

    def preview(self) -> None:
        """Try the task on what is visible; the document stays as it is."""
        session = self._session
        try:
            order = order_for_preview(session)
        except Mishap as mishap:
            self._refuse(mishap)
            return
        variant = session.options.variant
        self._start(
            lambda report: restoring.preview(order, variant, self._run, report),
            lambda restored: self._take_preview(order, restored, variant),
        )

    def _fill_again(self, last: Restoration) -> None:
        """The next fill of the same hole: other texture, since the network alone gives the same again."""
        session = self._session
        fills = [each for each in session.comparison.renditions if _answers(each, last.mask)]
        seeds = [each.chain[-1].asked.seed for each in fills]
        order = replace(last.asked, fill="texture", seed=max([0, *seeds]) + 1, choices=session.choices)
        variant = session.options.variant
        self._start(
            lambda report: restoring.restore(order, (variant,), self._run, report),
            lambda restored: self._take_another_fill(order, restored, variant),
        )

    def _restore(self, variants: tuple[Variant, ...], mode: Mode) -> None:
        document = self._session.document
        for_comparing = mode == "side"
        try:
            last, order = self._what_to_do(document, for_comparing)
        except Mishap as mishap:
            self._refuse(mishap)
            return
        missing = tuple(variant for variant in variants if last is None or variant not in last.photos)
        if not missing:
            self._use_what_is_there(mode)
            return
        warning = format_warning(order)
        if warning:
            self._session.tell("note", warning)
        self._start(
            lambda report: restoring.restore(order, missing, self._run, report),
            lambda restored: self._take(order, restored, last, mode),
        )

    def _what_to_do(self, document: Document, for_comparing: bool) -> tuple[Restoration | None, restoring.Order]:
        """The last result where it answers what the panel asks for, and the order.

        Raises:
            Mishap: what is asked for cannot be done.
        """
        last, options = document.last_result, self._session.options
        if options.task == "inpaint":
            return self._what_to_fill(document, for_comparing)
        order = order_for(self._session)
        is_same = last is not None and not last.is_fill and last.before is order.photo
        return (last if is_same and order.asks_the_same(last.asked) else None), order

    def _what_to_fill(self, document: Document, for_comparing: bool) -> tuple[Restoration | None, restoring.Order]:
        """What is marked; to compare variants also what was filled last, each time as the networks alone fill."""
        last, fill = document.last_result, fill_for_comparing(self._session.options)
        if not for_comparing:
            return None, order_for(self._session)
        if document.has_mask or last is None:
            return None, replace(order_for(self._session), fill=fill)
        order = replace(last.asked, choices=self._session.choices)
        if last.is_fill and order.fill != fill:
            return None, replace(order, fill=fill, seed=0)
        return last, order

    def _start(self, job: Callable, on_done: Callable[[restoring.Restored], None]) -> None:
        self._session.awaited.start("restore", job, on_done, self.tr("Starting the engine"))

    def _refuse(self, mishap: Mishap) -> None:
        self._session.tell_failure("restore", sentence_for(mishap))
        self._session.options_changed.emit()  # the view switch goes back to where it was

    # --- results ---------------------------------------------------------------------------

    def _use_what_is_there(self, mode: Mode) -> None:
        session = self._session
        if mode == "side":
            self._show_both(session.document.last_result)
        else:
            session.choose_variant(session.options.variant)
            session.tell("note", self.tr("This has already been done; undo it to start again."))
        session.set_options(mode=mode)

    def _take(self, order: restoring.Order, restored: restoring.Restored, last: Restoration | None, mode: Mode) -> None:
        session = self._session
        photos = self._kept(restored)
        if last is None:
            chosen = session.options.variant if session.options.variant in photos else next(iter(photos))
            self._add(order.restoration(dict(photos), chosen))
        else:
            session.document.add_variants(photos)
            if mode != "side":
                session.choose_variant(session.options.variant)
            session.comparison.follow(session.document)
        if mode == "side":
            self._show_both(session.document.last_result)
        session.set_options(mode=mode)
        self._tell(restored)

    def _take_another_fill(self, order: restoring.Order, restored: restoring.Restored, variant: Variant) -> None:
        self._add(order.restoration(dict(self._kept(restored)), variant))
        self._tell(restored)

    def _add(self, result: Restoration) -> None:
        """Put a result on the canvas; another fill of the same hole takes the place of the one before."""
        last = self._session.document.last_result
        if last is None or not result.is_fill or result.mask is not last.mask:
            self._session.change(lambda document: document.add_result(result))
            return
        chain = (*self._session.document.results[:-1], result)
        self._session.change(lambda document: document.take_results(self.tr("another fill"), chain))

    def _take_preview(self, order: restoring.Order, restored: restoring.Restored, variant: Variant) -> None:
        session, extent, part = self._session, order.photo.extent, order.part
        photo = self._kept(restored)[variant]
        place = QRectF(
            part.left / extent.width, part.top / extent.height, part.width / extent.width, part.height / extent.height
        )
        session.comparison.add(Rendition(self.tr("Preview"), "preview", photo, place=place, under=order.photo))
        session.set_options(mode="slider")
        self._tell(restored)

    def _kept(self, restored: restoring.Restored) -> dict[str, object]:
        photos = {variant: result.photo for variant, result in restored.results.items()}
        for variant, photo in photos.items():
            self._session.keep_picture(photo, restored.levels[variant])
        return photos

    def _show_both(self, last: Restoration) -> None:
        self._session.comparison.pick_photos(last.photos["skip"], last.photos["no-skip"])

    def _tell(self, restored: restoring.Restored) -> None:
        results: list[Result] = list(restored.results.values())
        for result in results:
            self.engine_answered.emit(result)
        for note in dict.fromkeys(note for result in results for note in result.notes):
            self._session.tell("note", phrase_text(note))


def _answers(rendition: Rendition, mask: object) -> bool:
    """Whether a rendition is a fill of this very mask."""
    return bool(rendition.chain) and rendition.chain[-1].mask is mask
