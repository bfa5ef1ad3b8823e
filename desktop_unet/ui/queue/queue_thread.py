"""The thread of the queue: one run of ``studio.batch``, which takes turns with work by hand at the engine.

Comes in: what is to be made of which photos. Goes out: signals, on the GUI thread: the photos with their fates, steps
of the one in the engine, what became of each, and at last exactly one of ``ended`` and ``failed``.
"""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QThread, Signal

from desktop_unet.engine.task import Cancelled, Report, Step
from desktop_unet.errors import Mishap
from desktop_unet.imaging.photo import Photo
from desktop_unet.studio.batch.holding import held_journal
from desktop_unet.studio.batch.journal import Journal
from desktop_unet.studio.batch.plan import Existing, Fate, Item, sort_out
from desktop_unet.studio.batch.recording import Books, Event, Tally
from desktop_unet.studio.batch.report import summary_of, write_reports
from desktop_unet.studio.batch.runner import Run
from desktop_unet.studio.batch.turnstile import Turnstile
from desktop_unet.studio.many_photos import ManyPhotos

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Listed:
    """The photos of a run as it found them, and the folders that could not be listed."""

    items: tuple[Item, ...]
    out_dir: Path
    unreadable: tuple[tuple[Path, str], ...]


class QueueThread(QThread):
    """One run, from the plan to the report."""

    listed = Signal(object)  # Listed
    rebuilt = Signal(str, int)  # name of the damaged journal, results that are taken for done
    begun = Signal(object)  # Path of the photo that the engine takes
    stepped = Signal(object)  # Step
    settled = Signal(object, object)  # Event, and the Mishap behind it where there is one
    ended = Signal(object)  # Tally
    failed = Signal(object)  # BaseException

    def __init__(self, many: ManyPhotos, turnstile: Turnstile, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("queue")
        self._many, self._turnstile = many, turnstile
        self._run: Run | None = None
        self._cancelled, self._paused = threading.Event(), threading.Event()
        self._mishaps: dict[Path, Mishap] = {}  # for the window, which says them in the user's language

    # --- from the GUI thread -------------------------------------------------------------------

    def pause(self, is_wanted: bool) -> None:
        """Begin no other photo until it may go on."""
        self._paused.set() if is_wanted else self._paused.clear()

    def cancel(self) -> None:
        """Stop within the photo in the engine; what is done is kept."""
        self._cancelled.set()
        run = self._run
        if run is not None:
            run.stop()

    # --- in the thread -------------------------------------------------------------------------

    def run(self) -> None:
        try:
            self._work()
        except Cancelled:
            self.ended.emit(None)
        except BaseException as error:  # whatever it is, the window must hear of it or it waits for ever
            self.failed.emit(error)

    def _work(self) -> None:
        started, many = time.monotonic(), self._many
        plan, job, digest = many.plan(), many.job, many.digest

        def tell(aside: Path, count: int) -> None:
            self.rebuilt.emit(aside.name, count)

        with held_journal(job, plan, many.journal_path, digest, tell) as journal:
            items = tuple(sort_out(plan, journal, Existing(many.existing), digest, job.beside))
            self.listed.emit(Listed(items, plan.out_dir, plan.unreadable))
            self._check()
            tally = self._make(items, journal, digest)
            tally.failed += len(plan.unreadable)
            seconds = time.monotonic() - started
            summary = summary_of(job, plan, tally, seconds, is_interrupted=self._cancelled.is_set())
            write_reports(plan, journal, summary)
        self.ended.emit(tally)

    def _make(self, items: tuple[Item, ...], journal: Journal, digest: str) -> Tally:
        from desktop_unet.engine.torch_import import load_engine
        from desktop_unet.imaging.decoder import Decoder

        if any(item.fate is Fate.make for item in items):
            load_engine()
        decoder = Decoder()  # a process of its own, so that opening a photo by hand does not wait for it
        many = self._many

        def read(path: Path, page: int = 1) -> Photo:
            try:
                return decoder.read(path, while_waiting=self._check)
            except Mishap as mishap:
                self._mishaps[path] = mishap
                raise

        try:
            books = Books(many.job, many.writing, journal, digest, self._on_settled)
            self._run = Run(books, turn=self._turn, opens=read)
            if self._cancelled.is_set():
                self._run.stop()
            return self._run(items)
        finally:
            decoder.close()

    @contextlib.contextmanager
    def _turn(self, item: Item) -> Iterator[Report]:
        with self._turnstile.for_batch(self._check, may_go=lambda: not self._paused.is_set()):
            source = item.planned.source.path
            self.begun.emit(source)
            try:
                yield self._on_step
            except Mishap as mishap:
                self._mishaps[source] = mishap
                raise

    def _on_settled(self, event: Event) -> None:
        self.settled.emit(event, self._mishaps.pop(event.source, None))

    def _on_step(self, step: Step) -> None:
        self._check()
        self.stepped.emit(step)

    def _check(self) -> None:
        if self._cancelled.is_set():
            raise Cancelled
