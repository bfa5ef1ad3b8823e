"""A batch's run: one photo is read, one is in the engine, one is written, all at the same time.

Comes in: items, a job and the journal. Goes out: files, and an ``Event`` for each photo. The engine works in the thread
that calls; two others read and write. Between them wait one photo each, so that memory does not depend on how many
there are.

    reader --queue of 1--> engine (caller's thread) --queue of 1--> writer, journal, events
"""

from __future__ import annotations

import contextlib
import errno
import os
import queue
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from desktop_unet.errors import (
    CardUnknown,
    DeviceMissing,
    DiskFull,
    LookMissing,
    Mishap,
    NetworkUnusable,
    OnnxRuntimeMissing,
    OutputUnwritable,
    WeightsDamaged,
)
from desktop_unet.imaging.codec import write_photo
from desktop_unet.phrases import Phrase
from desktop_unet.studio.batch.jobs import Job, Made, Read, megapixels
from desktop_unet.studio.batch.journal import DONE, FAILED, WRITING, Entry, Journal, mark_of
from desktop_unet.studio.batch.plan import Fate, Item

_FULL = frozenset(os.strerror(number) for number in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)))


_CONCERNS_ALL = (CardUnknown, DeviceMissing, LookMissing, NetworkUnusable, OnnxRuntimeMissing, WeightsDamaged)
"""Mishaps that every other photo would meet too."""


@dataclass(frozen=True)
class Writing:
    """How results are written.

    Args:
        out_dir: their folder.
        quality: 1 to 100, for formats that lose some.
        strip_metadata: leave out EXIF, place, and the like.
        keeps_date: results get the date of their photos' files.
    """

    out_dir: Path
    quality: int = 95
    strip_metadata: bool = False
    keeps_date: bool = False


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


@dataclass(frozen=True)
class _Carried:
    """A photo on its way: as read, as made, or why it got no further."""

    item: Item
    content: Read | Made | str
    seconds: float = 0.0


_Lane = queue.Queue[_Carried | None]


class Run:
    """One run; ``stop`` may be called from any thread or a signal's handler.

    Args:
        job: what is done to each photo.
        writing: how results are written.
        journal: open.
        digest: of the settings.
        tell: called with each event, from another thread.
        fails_fast: stop at the first photo that fails.
    """

    def __init__(
        self,
        job: Job,
        writing: Writing,
        journal: Journal,
        digest: str,
        tell: Callable[[Event], None] = lambda event: None,
        *,
        fails_fast: bool = False,
    ) -> None:
        self._job = job
        self._writing = writing
        self._journal = journal
        self._digest = digest
        self._tell = tell
        self._fails_fast = fails_fast
        self._stopping = threading.Event()
        self._broken: BaseException | None = None
        self.tally = Tally()

    def stop(self) -> None:
        """Finish what is in the engine and behind it, and begin nothing more."""
        self._stopping.set()

    @property
    def is_stopped(self) -> bool:
        return self._stopping.is_set()

    def __call__(self, items: Iterable[Item]) -> Tally:
        """Do all of it.

        Raises:
            DiskFull: results find no room any more; what is done is kept.
            JournalUnwritable: what is done cannot be put down any more.
            Mishap: the network or the device is not to be had, for any photo.
        """
        to_engine: _Lane = queue.Queue(1)
        to_writer: _Lane = queue.Queue(1)
        reader = threading.Thread(target=self._read_all, args=(items, to_engine), name="batch reader", daemon=True)
        writer = threading.Thread(target=self._write_all, args=(to_writer,), name="batch writer", daemon=True)
        reader.start()
        writer.start()
        try:
            while (carried := to_engine.get()) is not None:
                if not self.is_stopped:
                    to_writer.put(self._made(carried))
        finally:
            to_writer.put(None)
            writer.join()
        reader.join()
        if self._broken is not None:
            raise self._broken
        return self.tally

    def _read_all(self, items: Iterable[Item], to_engine: _Lane) -> None:
        try:
            for item in items:
                if self.is_stopped:
                    break
                to_engine.put(self._read(item))
        except BaseException as error:  # of the items themselves, such as a journal that cannot be read
            self._break(error)
        finally:
            to_engine.put(None)

    def _read(self, item: Item) -> _Carried:
        if item.fate is not Fate.make:
            return _Carried(item, "")
        try:
            return _Carried(item, self._job.read(item.planned.source))
        except Exception as error:
            return _Carried(item, _sentence(error))

    def _made(self, carried: _Carried) -> _Carried:
        if not isinstance(carried.content, Read):
            return carried
        started = time.perf_counter()
        try:
            content: Made | str = self._job.make(carried.content, lambda step: None)
        except _CONCERNS_ALL:
            self.stop()
            raise
        except Exception as error:
            content = _sentence(error)
        return _Carried(carried.item, content, time.perf_counter() - started)

    def _write_all(self, to_writer: _Lane) -> None:
        while (carried := to_writer.get()) is not None:
            if self._broken is None:
                try:
                    self._finish(carried)
                except BaseException as error:
                    self._break(error)

    def _break(self, error: BaseException) -> None:
        self._broken = self._broken or error
        self.stop()

    # --- the writer's thread -------------------------------------------------------------------

    def _finish(self, carried: _Carried) -> None:
        item = carried.item
        if item.fate is Fate.make:
            event = self._write(item, carried.content, carried.seconds)
        else:
            self._complete(item)
            event = self._event(item, item.fate.value)
        self.tally.count(event)
        self._tell(event)
        if event.state == FAILED and self._fails_fast:
            self.stop()

    def _write(self, item: Item, content: Read | Made | str, seconds: float) -> Event:
        if not isinstance(content, Made):
            return self._fail(item, str(content), seconds)
        target = self._writing.out_dir / item.made
        entry = self._entry(item, WRITING, mark_of(target), seconds)
        self._journal.keep(item.planned.place, entry)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            written = write_photo(
                content.photo,
                target,
                quality=self._writing.quality,
                overwrite=item.replaces,
                strip_metadata=self._writing.strip_metadata,
            )
        except (Mishap, OSError) as error:
            self._give_up_if_full(error)
            return self._fail(item, _sentence(error), seconds)
        self._date(item, target)
        self._journal.keep(item.planned.place, replace(entry, state=DONE, mark=mark_of(target)))
        notes = tuple(dict.fromkeys((*content.photo.notes, *content.notes, *written.notes)))
        event = self._event(item, DONE, seconds=seconds, megapixels=megapixels(content.photo))
        return replace(event, notes=notes)

    def _complete(self, item: Item) -> None:
        """Put down a result that was whole when an earlier run was killed before it could."""
        entry = self._journal.entry(item.planned.place) if item.fate is Fate.made else None
        if entry is not None and entry.state == WRITING:
            target = self._writing.out_dir / item.made
            self._date(item, target)
            self._journal.keep(item.planned.place, replace(entry, state=DONE, mark=mark_of(target)))

    def _date(self, item: Item, target: Path) -> None:
        if self._writing.keeps_date:
            with contextlib.suppress(OSError):  # the photo is gone by now, or the disk keeps no dates
                modified_ns = item.planned.source.path.stat().st_mtime_ns
                os.utime(target, ns=(modified_ns, modified_ns))

    def _fail(self, item: Item, message: str, seconds: float) -> Event:
        mark = mark_of(self._writing.out_dir / item.made) if item.replaces else None
        entry = self._entry(item, FAILED, mark, seconds)
        self._journal.keep(item.planned.place, replace(entry, message=message))
        return self._event(item, FAILED, seconds=seconds, message=message)

    def _give_up_if_full(self, error: Exception) -> None:
        facts = error.facts.get("reason") if isinstance(error, OutputUnwritable) else getattr(error, "strerror", None)
        if any(full in str(facts) for full in _FULL):
            raise DiskFull(path=self._writing.out_dir) from None

    def _entry(self, item: Item, state: str, mark: str | None, seconds: float) -> Entry:
        source = item.planned.source.path
        return Entry(source, item.stamp, self._digest, state, item.made, mark, item.tries + 1, seconds)

    def _event(
        self, item: Item, state: str, *, seconds: float = 0.0, megapixels: float = 0.0, message: str | None = None
    ) -> Event:
        output = self._writing.out_dir / item.made
        return Event(item.planned.source.path, output, state, seconds, megapixels, message)


def _sentence(error: Exception) -> str:
    """What a person reads of a photo that failed; a defect of the program is called one."""
    if isinstance(error, Mishap):
        return str(error)
    return f"the program failed ({type(error).__name__}: {error}); please report this."
