"""A thread that works while the window answers, one job after the other.

Comes in: jobs, each a callable that takes a report hook. Goes out: ``step`` and exactly
one of ``done``, ``stopped`` and ``failed`` per job, all with the job's number.

    GUI thread                        worker thread
    Jobs.start(work) -> number  ----> Worker.do(job)
                                <---- step(number, Step) ..., grew(number, Growing) now and then
    Jobs.stop(number): sets the job's flag; the next step raises Cancelled
                                <---- done(number, value) | stopped(number) | failed(number, error)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import count
from threading import Event
from typing import Any

from PySide6.QtCore import QObject, QThread, Signal, Slot

from desktop_unet.engine.task import Cancelled, Report, Step
from desktop_unet.studio.growing import Growing, GrowingPictures

Work = Callable[[Report], Any]


@dataclass(frozen=True, eq=False)
class Job:
    """Work with a number and a flag that asks it to stop."""

    number: int
    work: Work
    stop: Event = field(default_factory=Event)


class Worker(QObject):
    """Lives in the worker thread and does one job after the other."""

    step = Signal(int, object)
    grew = Signal(int, object)
    done = Signal(int, object)
    stopped = Signal(int)
    failed = Signal(int, object)

    @Slot(object)
    def do(self, job: Job) -> None:
        pictures = GrowingPictures()

        def report(step: Step) -> None:
            if job.stop.is_set():
                raise Cancelled
            self.step.emit(job.number, replace(step, glimpse=None))
            growing = pictures.draw(step)
            if growing is not None:
                self.grew.emit(job.number, growing)

        try:
            if job.stop.is_set():
                raise Cancelled
            value = job.work(report)
        except Cancelled:
            self.stopped.emit(job.number)
        except BaseException as error:  # whatever it is, the window must hear of it or it waits for ever
            self.failed.emit(job.number, error)
        else:
            self.done.emit(job.number, value)


def ignore(*_facts: object) -> None:
    """For answers that nobody waits for."""


@dataclass(frozen=True, eq=False)
class Answers:
    """Who is told what of a job."""

    done: Callable[[Any], None] = ignore
    failed: Callable[[BaseException], None] = ignore
    stopped: Callable[[], None] = ignore
    step: Callable[[Step], None] = ignore
    grew: Callable[[Growing], None] = ignore


class Jobs(QObject):
    """Starts and stops jobs from the GUI thread, and passes their answers on.

    Stopping sets a flag that the running job looks at; a queued slot would run only after
    the job has ended. A forgotten job's answers find nobody and are dropped.
    """

    _wanted = Signal(object)
    _numbers = count(1)  # one row of numbers for all threads: a number is known to one of them

    def __init__(self, parent: QObject | None = None, name: str = "worker") -> None:
        super().__init__(parent)
        self._jobs: dict[int, Job] = {}
        self._answers: dict[int, Answers] = {}
        self._thread = QThread(self)
        self._thread.setObjectName(name)
        self._worker = Worker()
        self._worker.moveToThread(self._thread)
        self._connect()
        self._thread.start()

    def _connect(self) -> None:
        self._wanted.connect(self._worker.do)
        self._worker.step.connect(self._on_step)
        self._worker.grew.connect(self._on_grew)
        self._worker.done.connect(self._on_done)
        self._worker.stopped.connect(self._on_stopped)
        self._worker.failed.connect(self._on_failed)

    def start(self, work: Work, answers: Answers) -> int:
        """Queue a job; its number identifies it from now on."""
        job = Job(next(self._numbers), work)
        self._jobs[job.number], self._answers[job.number] = job, answers
        self._wanted.emit(job)
        return job.number

    def stop(self, number: int) -> None:
        """Ask a job to stop at its next step; it still answers."""
        if number in self._jobs:
            self._jobs[number].stop.set()

    def forget(self, number: int) -> None:
        """Stop a job and drop whatever it still answers."""
        self.stop(number)
        self._answers.pop(number, None)

    def stop_all(self) -> None:
        """Stop every job and drop what they still answer."""
        for number in list(self._jobs):
            self.forget(number)

    @property
    def is_alive(self) -> bool:
        return self._thread.isRunning()

    def close(self, patience_ms: int) -> bool:
        """Stop everything and end the thread; False when it has not ended in time."""
        self.stop_all()
        self._thread.quit()
        return bool(self._thread.wait(patience_ms))

    # --- answers, on the GUI thread -----------------------------------------------------

    @Slot(int, object)
    def _on_step(self, number: int, step: Step) -> None:
        self._answers.get(number, Answers()).step(step)

    @Slot(int, object)
    def _on_grew(self, number: int, growing: Growing) -> None:
        self._answers.get(number, Answers()).grew(growing)

    @Slot(int, object)
    def _on_done(self, number: int, value: object) -> None:
        self._last_answers(number).done(value)

    @Slot(int)
    def _on_stopped(self, number: int) -> None:
        self._last_answers(number).stopped()

    @Slot(int, object)
    def _on_failed(self, number: int, error: BaseException) -> None:
        self._last_answers(number).failed(error)

    def _last_answers(self, number: int) -> Answers:
        self._jobs.pop(number, None)
        return self._answers.pop(number, Answers())
