"""What has become of each photo, put down in the journal, counted and told: the same wherever photos are made.

Comes in: items, and what was made of them. Goes out: lines of the journal, a ``Tally``, an ``Event`` for each photo.
Next on the road: ``runner.py``, which makes them here, or ``cluster/dispatch.py``, which has them made elsewhere.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from desktop_unet.phrases import Phrase
from desktop_unet.studio.batch.jobs import Job
from desktop_unet.studio.batch.journal import DONE, FAILED, WRITING, Entry, Journal, mark_of
from desktop_unet.studio.batch.plan import Fate, Item
from desktop_unet.studio.batch.results import Writing, date_result


@dataclass(frozen=True, slots=True)
class Event:
    """What became of one photo.

    Args:
        source: its file.
        output: the result's.
        state: ``done`` or ``failed``, or a ``Fate`` other than ``make``.
        seconds: in the engine.
        megapixels: of the result.
        message: why it failed.
        notes: on what was made.
    """

    source: Path
    output: Path
    state: str
    seconds: float = 0.0
    megapixels: float = 0.0
    message: str | None = None
    notes: tuple[Phrase, ...] = ()


@dataclass
class Tally:
    """What a run has come to: how many photos of each kind, and the time that the engine took of it."""

    done: int = 0
    failed: int = 0
    before: int = 0
    skipped: int = 0
    megapixels: float = 0.0
    engine_seconds: float = 0.0

    def count(self, event: Event) -> None:
        """Take one more photo into account."""
        if event.state == DONE:
            self.done += 1
            self.megapixels += event.megapixels
            self.engine_seconds += event.seconds
        elif event.state == FAILED:
            self.failed += 1
        elif event.state == Fate.made:
            self.before += 1
        else:
            self.skipped += 1


@dataclass(frozen=True, slots=True)
class Books:
    """What a run is about, and where it is put down.

    Args:
        job: what is done to each photo.
        writing: how results are written.
        journal: open.
        digest: of the settings.
        tell: called with each event.
        fails_fast: stop at the first photo that fails.
    """

    job: Job
    writing: Writing
    journal: Journal
    digest: str
    tell: Callable[[Event], None] = lambda event: None
    fails_fast: bool = False


class Recorder:
    """Keeps a run's books; ``stop`` may be called from any thread or a signal's handler, the rest from one thread."""

    def __init__(self, books: Books) -> None:
        self._books = books
        self._stopping = threading.Event()
        self.tally = Tally()

    def stop(self) -> None:
        """Finish what is in work, and begin nothing more."""
        self._stopping.set()

    @property
    def is_stopped(self) -> bool:
        return self._stopping.is_set()

    def _begin(self, item: Item, seconds: float | None = None) -> Entry:
        """Put down that a result is about to appear, and what has its name until then."""
        entry = self._entry(item, WRITING, mark_of(self._books.writing.target(item)), seconds)
        self._books.journal.keep(item.planned.place, entry)
        return entry

    def _succeed(
        self, item: Item, entry: Entry, *, mark: str | None, megapixels: float, notes: tuple[Phrase, ...] = ()
    ) -> None:
        """Put down a result that is there.

        Args:
            item: the photo.
            entry: from ``_begin``, with the engine's seconds.
            mark: of the result's file.
            megapixels: of the result.
            notes: on it.
        """
        self._books.journal.keep(item.planned.place, replace(entry, state=DONE, mark=mark))
        event = self._event(item, DONE, seconds=entry.seconds or 0.0, megapixels=megapixels)
        self._settle(replace(event, notes=tuple(dict.fromkeys(notes))))

    def _fail(self, item: Item, message: str, seconds: float | None = None) -> None:
        """Put down why there is no result."""
        mark = mark_of(self._books.writing.target(item)) if item.replaces else None
        entry = self._entry(item, FAILED, mark, seconds)
        self._books.journal.keep(item.planned.place, replace(entry, message=message))
        self._settle(self._event(item, FAILED, seconds=seconds or 0.0, message=message))

    def _pass(self, item: Item) -> None:
        """Count a photo of which nothing is to be made."""
        self._complete(item)
        self._settle(self._event(item, item.fate.value))

    def _complete(self, item: Item) -> None:
        """Put down a result that was whole when an earlier run was killed before it could."""
        entry = self._books.journal.entry(item.planned.place) if item.fate is Fate.made else None
        if entry is not None and entry.state == WRITING:
            date_result(item, self._books.writing)
            mark = mark_of(self._books.writing.target(item))
            self._books.journal.keep(item.planned.place, replace(entry, state=DONE, mark=mark))

    def _settle(self, event: Event) -> None:
        self.tally.count(event)
        self._books.tell(event)
        if event.state == FAILED and self._books.fails_fast:
            self.stop()

    def _entry(self, item: Item, state: str, mark: str | None, seconds: float | None) -> Entry:
        source = item.planned.source.path
        return Entry(source, item.stamp, self._books.digest, state, item.made, mark, item.tries + 1, seconds)

    def _event(
        self, item: Item, state: str, *, seconds: float = 0.0, megapixels: float = 0.0, message: str | None = None
    ) -> Event:
        return Event(item.planned.source.path, self._books.writing.target(item), state, seconds, megapixels, message)
