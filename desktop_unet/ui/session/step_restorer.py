"""Restoring in steps: what is known of the photo, what was marked by hand, and from Restore to results.

Comes in: the session's document and wishes. Goes out: looks and jobs of ``studio.restore_job`` for the worker, one edit
of the document for all steps together, and ``changed`` when more is known of the photo.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from desktop_unet.document.document import Document, mask_at
from desktop_unet.document.strokes import empty_mask
from desktop_unet.engine.task import Variant
from desktop_unet.imaging.photo import Mask, Photo
from desktop_unet.studio.options import IN_STEPS
from desktop_unet.studio.orders import choices_of
from desktop_unet.studio.restore_job import (
    Looks,
    RestoredInSteps,
    RestoreJob,
    base_of,
    find_what_is_missing,
    restore_in_steps,
    results_of,
    steps_at_the_end,
)
from desktop_unet.studio.restore_plan import Findings
from desktop_unet.studio.restore_steps import StepCache, StepOrder
from desktop_unet.studio.restore_wishes import RestoreWishes
from desktop_unet.studio.restoring import Engine
from desktop_unet.ui.look.translation import phrase_text

if TYPE_CHECKING:
    from desktop_unet.ui.session.session import Session

_PATIENCE_MS = 120


class StepRestorer(QObject):
    """Looks at the photo while its page is open, and restores it; nothing while a job is under way."""

    changed = Signal()

    def __init__(self, session: Session, engine: Engine) -> None:
        super().__init__(session)
        self._session, self._engine = session, engine
        self._findings: WeakKeyDictionary[Photo, dict[Variant, Findings]] = WeakKeyDictionary()
        self._looks = Looks()
        self._caches: WeakKeyDictionary[Document, StepCache] = WeakKeyDictionary()
        self._marks: WeakKeyDictionary[Photo, Mask] = WeakKeyDictionary()
        self._document: Document | None = None
        self._looking: int | None = None
        self._looked_for: object = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PATIENCE_MS)
        self._timer.timeout.connect(self._look)
        session.photo_changed.connect(self._on_photo_changed)
        session.options_changed.connect(self._timer.start)
        session.facts_changed.connect(self._look_at_first)
        session.awaited.changed.connect(self._on_job_changed)

    # --- what is known -----------------------------------------------------------------------

    @property
    def photo(self) -> Photo | None:
        """What would be restored: restoring again begins where the last time did."""
        document = self._session.document
        return None if document is None else base_of(document)

    @property
    def findings(self) -> Findings | None:
        """What is known of it; None until somebody has looked."""
        photo = self.photo
        if photo is None:
            return None
        known = self._findings.get(photo, {})
        return known.get(self._session.options.variant) or next(iter(known.values()), None)

    @property
    def by_hand(self) -> Mask | None:
        """Marks of that photo's size that are filled instead of those found; None where nobody has painted.

        What is painted over a result, where something was missed, is added to what was filled there.
        """
        document, photo = self._session.document, self.photo
        if document is None or photo is None or self._session.options.task != IN_STEPS:
            return None
        if photo is document.photo:
            return document.mask if document.has_mask or self._session.options.edits_marks else None
        kept = self._marks.get(photo)
        if not document.has_mask:
            return kept
        used = kept if kept is not None else _filled(document)
        added = mask_at(document.mask, photo.extent)
        return added if used is None else np.maximum(used, added)

    # --- looking -----------------------------------------------------------------------------

    def _on_photo_changed(self) -> None:
        document = self._session.document
        if document is not self._document:
            self._document = document
            self._stop_looking()
            self._session.set_options(wishes=RestoreWishes(), edits_marks=False)
        self._look_at_first()

    def _on_job_changed(self) -> None:
        """Who cancels a job does not want to wait for the look before it."""
        if self._session.awaited.is_cancelling:
            self._stop_looking()

    def _look_at_first(self) -> None:
        """Networks have been listed, a job has ended: there may be something to look at."""
        is_shown = self._session.document is self._document  # else ``photo_changed`` is still to come
        if is_shown and self.findings is None:
            self._look()

    def _job(self, variants: tuple[Variant, ...], by_hand: Mask | None) -> RestoreJob | None:
        session, photo = self._session, self.photo
        if photo is None:
            return None
        options = session.options
        # Side by side both variants have one look.
        reasons = [session.networks.why_one_look(each, options.wishes.scale) for each in variants or (options.variant,)]
        look = options.look if not any(reasons) else "natural"
        choices = replace(choices_of(session.settings, options.variant), look=look)
        shown = {each.photo for each in session.comparison.compared.renditions}
        return RestoreJob(photo, options.wishes, choices, variants, by_hand, shown)

    def _look(self) -> None:
        """In the worker, one look at a time; what is wished meanwhile is looked at next."""
        session = self._session
        if session.options.task != IN_STEPS or session.is_busy or not session.networks.cards:
            return
        if self._looking is not None or self._is_known():
            return
        variant, job = session.options.variant, self._job((), self.by_hand)
        if job is None:
            return
        # What failed, or found less than was hoped for, is not tried over and over.
        asked = (job.photo, variant, job.wishes, job.by_hand is None)
        if asked == self._looked_for:
            return
        self._looked_for = asked
        self._looking = session.awaited.start_aside(
            lambda report: find_what_is_missing(job, self._looks, report),
            lambda found: self._take_findings(job.photo, variant, found),
            self._on_failed_look,
            by_engine=True,
        )

    def _is_known(self) -> bool:
        """Whether all that the page shows has been looked for."""
        session, photo = self._session, self.photo
        wishes = session.options.wishes
        known = None if photo is None else self._findings.get(photo, {}).get(session.options.variant)
        if known is None:
            return False
        is_sought = "damage" in wishes.on or ("damage" not in wishes.off and session.networks.has_finder)
        has_marks = known.marks is not None and known.marks.threshold == wishes.threshold
        return has_marks or not is_sought or self.by_hand is not None

    def _stop_looking(self) -> None:
        if self._looking is not None:
            self._session.awaited.forget(self._looking)
            self._looking = self._looked_for = None

    def _on_failed_look(self) -> None:
        self._looking = None

    def _take_findings(self, photo: Photo, variant: Variant, found: Findings) -> None:
        self._looking = None
        self._keep(photo, variant, found)
        self._look()

    def _keep(self, photo: Photo, variant: Variant, found: Findings) -> None:
        self._findings.setdefault(photo, {})[variant] = found
        self.changed.emit()

    # --- marks -------------------------------------------------------------------------------

    def edit_marks(self, is_wanted: bool) -> None:
        """Put what is filled into the mask, over the photo as it was, to be changed there; or be done with that."""
        session, document, photo = self._session, self._session.document, self.photo
        if document is None or photo is None or session.is_busy:
            return
        if is_wanted:
            used = self._to_fill(document, photo)
            if photo is not document.photo:
                kept = document.results[: len(document.results) - len(steps_at_the_end(document.results))]
                session.change(lambda document: document.take_results("editing of marks", kept, used.copy()))
            elif not document.has_mask and used.any():
                session.masking.replace("editing of marks", used)
        session.set_options(edits_marks=is_wanted, mode="edit" if is_wanted else session.options.mode)

    def _to_fill(self, document: Document, photo: Photo) -> Mask:
        """What was filled, or would be."""
        by_hand, findings = self.by_hand, self.findings
        if by_hand is not None:
            return by_hand
        used = _filled(document)
        if used is None and findings is not None and findings.marks is not None:
            used = findings.marks.mask
        return empty_mask(photo.extent) if used is None else used

    # --- from Restore to results -----------------------------------------------------------------

    def start(self, variants: tuple[Variant, ...]) -> None:
        """Do the steps that are on; both variants are shown side by side."""
        session, document = self._session, self._session.document
        if document is None or session.is_busy:
            return
        by_hand = self.by_hand
        if by_hand is not None:
            by_hand = by_hand.copy()
            by_hand.flags.writeable = False
        job = self._job(variants, by_hand)
        if job is None:
            return
        cache = self._caches.setdefault(document, StepCache())
        session.awaited.start(
            "restore",
            lambda report: restore_in_steps(job, self._looks, self._engine, cache, report),
            lambda restored: self._take(document, job, restored),
            self.tr("Starting the engine"),
        )

    def _take(self, document: Document, job: RestoreJob, restored: RestoredInSteps) -> None:
        session = self._session
        for photo, levels in restored.levels.items():
            session.keep_picture(photo, levels)
        if job.by_hand is None:
            self._marks.pop(job.photo, None)
        else:
            self._marks[job.photo] = job.by_hand
        variant = job.choices.variant
        results = results_of(restored, variant)
        if results:
            kept = document.results[: len(document.results) - len(steps_at_the_end(document.results))]
            chain, blank = (*kept, *results), empty_mask(results[-1].photo.extent)
            if document is session.document:
                session.set_options(edits_marks=False)
            session.land(document, lambda document: document.take_results("restore", chain, blank))
            self._show(document, is_compared=len(job.variants) > 1)
        self._tell(document, restored)
        self._keep(job.photo, variant, restored.found)

    def _show(self, document: Document, *, is_compared: bool) -> None:
        last, session = document.last_result, self._session
        if is_compared and last is not None and len(last.photos) > 1:
            session.comparison.pick_photos(last.photos["skip"], last.photos["no-skip"], document)
            session.unseen.show_in(document, "side")
        else:
            session.unseen.show_in(document, "slider")

    def _tell(self, document: Document, restored: RestoredInSteps) -> None:
        session, done = self._session, list(restored.done.values())
        for result in (each.result for steps in done for each in steps.done):
            if result is not None:
                session.restorer.engine_answered.emit(result)
        for note in dict.fromkeys(note for steps in done for note in steps.notes):
            session.unseen.tell(document, "note", phrase_text(note))
        if any(steps.is_cut_short for steps in done):
            session.unseen.tell(document, "note", self.tr("Cancelled; the steps that were finished are kept."))


def _filled(document: Document) -> Mask | None:
    """What the restoration that is shown has filled."""
    for result in steps_at_the_end(document.results):
        if isinstance(result.asked, StepOrder) and result.asked.mask is not None:
            return result.asked.mask
    return None
