"""The one job that the user waits for, and what is said when a job fails.

Comes in: work from ``session.py`` and ``restorer.py``. Goes out: progress, and the
work's answer on the GUI thread. Starting another job drops the one before.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, Literal

from PySide6.QtCore import QCoreApplication, QObject, Signal

from desktop_unet.engine.task import Step
from desktop_unet.errors import Mishap
from desktop_unet.ui.look.translation import sentence_for
from desktop_unet.ui.session.worker import Answers, Jobs, Work

log = logging.getLogger(__name__)
translate = QCoreApplication.translate

Kind = Literal["open", "restore", "mix", "save", "save mask", "save sheet", "mask", "frame", "network"]


class ForegroundJob(QObject):
    """Runs jobs of which the user waits for one at a time."""

    changed = Signal()  # started, ended, or asked to stop
    progressed = Signal(object)  # Step, or None when nothing runs
    grew = Signal(object)  # Growing: what the photo looks like so far
    failed = Signal(str)  # a sentence
    succeeded = Signal(str)  # kind

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.kind: Kind | None = None
        self.is_cancelling = False
        self._jobs = Jobs(self)
        self._number: int | None = None

    def start(self, kind: Kind, work: Work, on_done: Callable[[Any], None], text: str) -> None:
        """Start a job; ``on_done`` gets its value, once nothing is waited for any more."""
        if self._number is not None:
            self._jobs.forget(self._number)

        def done(value: Any) -> None:
            self._end()
            self.succeeded.emit(kind)
            on_done(value)
            self.changed.emit()

        answers = Answers(
            done=done, failed=self._fail, stopped=self._end, step=self.progressed.emit, grew=self.grew.emit
        )
        self.kind, self.is_cancelling = kind, False
        self._number = self._jobs.start(work, answers)
        self.changed.emit()
        self.progressed.emit(Step(0, 0, text))

    @property
    def is_saving(self) -> bool:
        """Whether a file is being written, which is not cut short."""
        return self.kind in ("save", "save mask", "save sheet")

    def start_aside(
        self, work: Work, on_done: Callable[[Any], None], on_failed: Callable[[], None] = lambda: None
    ) -> int:
        """Queue a job that the user need not know of, unless it fails; its number is for ``forget``."""

        def fail(error: BaseException) -> None:
            on_failed()
            self._say(error)

        return self._jobs.start(work, Answers(done=on_done, failed=fail))

    def forget(self, number: int) -> None:
        """Stop a job that was queued aside; nobody wants its answer any more."""
        self._jobs.forget(number)

    def start_asked(self, work: Work, on_done: Callable[[Any], None], on_failed: Callable[[str], None]) -> None:
        """Queue a job whose failure is told to those who asked, not to the user."""
        self._jobs.start(work, Answers(done=on_done, failed=lambda error: on_failed(sentence_of(error))))

    def drop(self) -> None:
        """Stop the job and forget it: nobody wants its answer any more."""
        if self._number is not None:
            self._jobs.forget(self._number)
            self._end()

    def cancel(self) -> None:
        """Ask the job to stop; it does so at its next step. Writing a file is not cut short."""
        if self._number is not None and not self.is_saving:
            self.is_cancelling = True
            self._jobs.stop(self._number)
            self.changed.emit()

    def close(self, patience_ms: int) -> bool:
        """End the thread; False when it has not ended in time."""
        return self._jobs.close(patience_ms)

    def _end(self) -> None:
        self._number, self.kind, self.is_cancelling = None, None, False
        self.progressed.emit(None)
        self.changed.emit()

    def _fail(self, error: BaseException) -> None:
        self._end()
        self._say(error)

    def _say(self, error: BaseException) -> None:
        self.failed.emit(sentence_of(error))


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
