"""The jobs that the user waits for, and what is said when one fails: one for the window, and one for each photo.

Comes in: work from ``session.py`` and its verbs. Goes out: progress, and the work's answer on the GUI thread. What is
made of a photo belongs to it and goes on while another one is shown; the engine does one after the other. Opening,
saving and marking go on beside that, in a thread of their own.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from PySide6.QtCore import QCoreApplication, QObject, Signal

from desktop_unet.engine.task import Report, Step
from desktop_unet.errors import Mishap
from desktop_unet.studio.batch.turnstile import Turnstile
from desktop_unet.studio.growing import Growing
from desktop_unet.studio.open_photo import OpenPhoto, PhotoWork
from desktop_unet.ui.look.translation import sentence_for
from desktop_unet.ui.session.open_photos import OpenPhotos
from desktop_unet.ui.session.worker import Answers, Jobs, Work

log = logging.getLogger(__name__)
translate = QCoreApplication.translate

Kind = Literal["open", "restore", "mix", "save", "save mask", "save sheet", "mask", "frame", "network"]

_OF_PHOTO = ("restore", "mix")
"""Kinds that belong to a photo; mixing ends when that is left, since the next touch of the slider makes it anew."""
_BY_ENGINE = ("restore", "network")


@dataclass(eq=False)
class _Awaited:
    """A job that somebody waits for; ``photo`` is None where it is the window's."""

    kind: Kind
    photo: OpenPhoto | None
    lane: Jobs
    step: Step
    number: int = 0
    has_begun: bool = False
    is_cancelling: bool = False


class ForegroundJob(QObject):
    """Runs the jobs that are waited for, and others aside; ``kind`` and progress are those of what is shown."""

    changed = Signal()  # started, ended, or asked to stop; or another photo is shown
    progressed = Signal(object)  # Step, or None when nothing runs
    grew = Signal(object)  # Growing: what the photo looks like so far
    failed = Signal(str)  # a sentence
    succeeded = Signal(str)  # kind
    photo_progressed = Signal()  # of some photo
    landed = Signal(object)  # OpenPhoto that is not shown, whose job is done
    failed_unseen = Signal(object, str)  # OpenPhoto that is not shown, sentence

    def __init__(self, photos: OpenPhotos, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._photos = photos
        self._engine, self._files = Jobs(self, "engine"), Jobs(self, "files")
        self._awaited: dict[OpenPhoto | None, _Awaited] = {}
        self.turnstile = Turnstile()  # of the engine, which the queue wants too

    # --- what is waited for --------------------------------------------------------------------

    @property
    def _shown(self) -> _Awaited | None:
        """The window's job, or that of the photo that is shown."""
        return self._awaited.get(None) or self._awaited.get(self._photos.current)

    @property
    def kind(self) -> Kind | None:
        return self._shown.kind if self._shown is not None else None

    @property
    def is_cancelling(self) -> bool:
        return self._shown is not None and self._shown.is_cancelling

    @property
    def is_saving(self) -> bool:
        """Whether a file is being written, which is not cut short."""
        return self.kind in ("save", "save mask", "save sheet")

    @property
    def photos_at_work(self) -> list[OpenPhoto]:
        """Those of which something is being made, or is to be."""
        return [photo for photo, job in self._awaited.items() if photo is not None and job.kind == "restore"]

    # --- verbs -----------------------------------------------------------------------------------

    def start(
        self,
        kind: Kind,
        work: Work,
        on_done: Callable[[Any], None],
        text: str,
        *,
        photo: OpenPhoto | None = None,
        on_failed: Callable[[], None] = lambda: None,
    ) -> None:
        """Start a job in the place of the one before, of the same photo or of the window.

        Args:
            kind: what it is.
            work: called in a worker thread.
            on_done: gets its value, once nothing is waited for any more.
            text: what is being done, until the first step says so.
            photo: whose job it is, where it is a photo's; None for the one that is shown.
            on_failed: called before the user is told.
        """
        owner = (photo or self._photos.current) if kind in _OF_PHOTO else None
        self._forget(self._awaited.pop(owner, None))
        if kind == "restore" and self.photos_at_work:
            text = translate("ForegroundJob", "Waiting for its turn")
        lane = self._engine if kind in _BY_ENGINE else self._files
        job = _Awaited(kind, owner, lane, Step(0, 0, text))

        def done(value: Any) -> None:
            self._end(job)
            if self._is_shown(job):
                self.succeeded.emit(kind)
            on_done(value)
            self._tell_end(job)
            self.changed.emit()

        def fail(error: BaseException) -> None:
            self._end(job)
            on_failed()
            self._tell_failure(job, sentence_of(error))

        answers = Answers(
            done,
            fail,
            lambda: self._stop(job),
            lambda step: self._on_step(job, step),
            lambda growing: self._on_growth(job, growing),
        )
        self._awaited[owner] = job
        job.number = self._start(lane, work, answers)
        self._show_work(job)
        self.changed.emit()
        if self._is_shown(job):
            self.progressed.emit(job.step)

    def start_aside(
        self,
        work: Work,
        on_done: Callable[[Any], None],
        on_failed: Callable[[], None] = lambda: None,
        *,
        by_engine: bool = False,
    ) -> int:
        """Queue a job that the user need not know of, unless it fails; its number is for ``forget``.

        Args:
            work: called in a worker thread.
            on_done: gets its value.
            on_failed: called before the user is told.
            by_engine: whether a network works, and only one may at a time.
        """

        def fail(error: BaseException) -> None:
            on_failed()
            self.failed.emit(sentence_of(error))

        lane = self._engine if by_engine else self._files
        return self._start(lane, work, Answers(done=on_done, failed=fail))

    def forget(self, number: int) -> None:
        """Stop a job that was queued aside; nobody wants its answer any more."""
        for lane in (self._engine, self._files):
            lane.forget(number)

    def start_asked(self, work: Work, on_done: Callable[[Any], None], on_failed: Callable[[str], None]) -> None:
        """Queue a job whose failure is told to those who asked, not to the user."""
        self._files.start(work, Answers(done=on_done, failed=lambda error: on_failed(sentence_of(error))))

    def drop(self, photo: OpenPhoto | None = None) -> None:
        """Stop a photo's job and forget it, that of the shown one unless another is named."""
        self._drop(self._awaited.get(photo or self._photos.current))

    def leave(self) -> None:
        """Another photo is to be shown: stop what is the window's, and mixing; what is made of the photo goes on."""
        self._drop(self._awaited.get(None))
        of_photo = self._awaited.get(self._photos.current)
        if of_photo is not None and of_photo.kind == "mix":
            self._drop(of_photo)

    def cancel(self, photo: OpenPhoto | None = None) -> None:
        """Ask what is shown, or the job of a photo, to stop; it does so at its next step. Writing is not cut short."""
        job = self._awaited.get(photo) if photo is not None else self._shown
        if job is None or job.kind in ("save", "save mask", "save sheet"):
            return
        if job.photo is not None and not job.has_begun and len(self.photos_at_work) > 1:
            self._drop(job)  # it waits for others: there is nothing to wait for
            return
        job.is_cancelling = True
        job.lane.stop(job.number)
        self.changed.emit()

    def tell_of_shown(self) -> None:
        """Say anew what runs, and how far it is: another photo may be shown."""
        shown = self._shown
        self.progressed.emit(None)  # what has grown so far was another photo's
        if shown is not None:
            self.progressed.emit(shown.step)
        self.changed.emit()

    def close(self, patience_ms: int) -> bool:
        """End the threads; False when they have not ended in time."""
        end = time.monotonic() + patience_ms / 1000
        lanes = (self._engine, self._files)
        for lane in lanes:
            lane.stop_all()
        ended = [lane.close(max(0, round(1000 * (end - time.monotonic())))) for lane in lanes]
        return all(ended)

    # --- within ----------------------------------------------------------------------------------

    def _start(self, lane: Jobs, work: Work, answers: Answers) -> int:
        return lane.start(self._in_turn(work) if lane is self._engine else work, answers)

    def _in_turn(self, work: Work) -> Work:
        """The same once the queue has finished a photo that is in the engine."""
        text = translate("ForegroundJob", "Waiting until the queue has finished a photo")

        def in_turn(report: Report) -> Any:
            with self.turnstile.by_hand(lambda: report(Step(0, 0, text))):
                return work(report)

        return in_turn

    def _is_shown(self, job: _Awaited) -> bool:
        return job.photo is None or job.photo is self._photos.current

    def _on_step(self, job: _Awaited, step: Step) -> None:
        job.step, job.has_begun = step, True
        self._show_work(job)
        if job is self._shown:
            self.progressed.emit(step)

    def _on_growth(self, job: _Awaited, growing: Growing) -> None:
        if job is self._shown:
            self.grew.emit(growing)

    def _show_work(self, job: _Awaited) -> None:
        """On the photo's thumbnail."""
        photo, step = job.photo, job.step
        if photo is None or job.kind != "restore":
            return
        work = PhotoWork(step.done * 100 // step.total if step.total else 0, is_waiting=not job.has_begun)
        if work != photo.work:
            photo.work = work
            self.photo_progressed.emit()

    def _forget(self, job: _Awaited | None) -> None:
        if job is not None:
            job.lane.forget(job.number)

    def _drop(self, job: _Awaited | None) -> None:
        if job is not None:
            self._forget(job)
            self._stop(job)

    def _stop(self, job: _Awaited) -> None:
        self._end(job)
        if job.photo is not None:
            self._photos.release(job.photo)

    def _end(self, job: _Awaited) -> None:
        if self._awaited.get(job.photo) is job:
            del self._awaited[job.photo]
        if job.photo is not None:
            job.photo.work = None
        if self._is_shown(job):
            self.tell_of_shown()
        else:
            self.changed.emit()

    def _tell_end(self, job: _Awaited) -> None:
        if job.photo is not None and not self._is_shown(job) and job.photo.work is None:
            self.landed.emit(job.photo)

    def _tell_failure(self, job: _Awaited, sentence: str) -> None:
        if self._is_shown(job):
            self.failed.emit(sentence)
        else:
            self.failed_unseen.emit(job.photo, sentence)


def sentence_of(error: BaseException) -> str:
    """What a person is told; what only a programmer understands goes to the log."""
    if isinstance(error, Mishap):
        return sentence_for(error)
    if isinstance(error, MemoryError):
        return translate(
            "ForegroundJob", "There is not enough memory for this; close other programs or use a smaller photo."
        )
    log.error("a job failed", exc_info=error)
    sentence = translate("ForegroundJob", "Something unexpected went wrong ({0}); see the log.")
    return sentence.format(error or type(error).__name__)
