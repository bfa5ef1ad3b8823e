"""A batch's run: one photo is read, one is in the engine, one is written, all at the same time.

Comes in: items, a job and the journal. Goes out: files, and an ``Event`` for each photo. The engine works in the thread
that calls; two others read and write. Between them wait one photo each, so that memory does not depend on how many
there are.

    reader --queue of 1--> engine (caller's thread) --queue of 1--> writer, journal, events
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

from desktop_unet.engine.task import Cancelled, Report
from desktop_unet.errors import Mishap
from desktop_unet.imaging.codec import read_photo
from desktop_unet.studio.batch.jobs import Made, Opens, Read, megapixels
from desktop_unet.studio.batch.journal import mark_of
from desktop_unet.studio.batch.plan import Fate, Item
from desktop_unet.studio.batch.recording import Books, Recorder
from desktop_unet.studio.batch.recording import Event as Event
from desktop_unet.studio.batch.recording import Tally as Tally
from desktop_unet.studio.batch.results import Writing as Writing
from desktop_unet.studio.batch.results import ends_all, sentence, write_result


@dataclass(frozen=True)
class _Carried:
    """A photo on its way: as read, as made, or why it got no further."""

    item: Item
    content: Read | Made | str
    seconds: float = 0.0


_Lane = queue.Queue[_Carried | None]
Turn = Callable[[Item], AbstractContextManager[Report]]
"""Entered in the engine's thread before each photo, and left after it; gives the hook that the engine reports to."""


def _at_once(_item: Item) -> AbstractContextManager[Report]:
    return nullcontext(lambda _step: None)


class Run(Recorder):
    """One run in this process; what its books tell is told from another thread.

    Args:
        books: the run's.
        turn: when it is a photo's turn; may raise ``Cancelled``, and so may the hook it gives, to end the run.
        opens: reads a photo, as ``read_photo`` does.
    """

    def __init__(self, books: Books, *, turn: Turn = _at_once, opens: Opens = read_photo) -> None:
        super().__init__(books)
        self._turn, self._opens = turn, opens
        self._broken: BaseException | None = None

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
                made = None if self.is_stopped else self._made(carried)
                if made is not None:
                    to_writer.put(made)
        except BaseException:
            while to_engine.get() is not None:  # the reader must not wait for ever
                pass
            raise
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
            return _Carried(item, self._books.job.read(item.planned.source, self._opens))
        except Cancelled:
            self.stop()
            return _Carried(item, "")
        except Exception as error:
            return _Carried(item, sentence(error))

    def _made(self, carried: _Carried) -> _Carried | None:
        """None where it was cancelled: then nothing is known of the photo, and the next run makes it."""
        if not isinstance(carried.content, Read):
            return carried
        started = time.perf_counter()
        try:
            with self._turn(carried.item) as report:
                started = time.perf_counter()
                content: Made | str = self._books.job.make(carried.content, report)
        except Cancelled:
            self.stop()
            return None
        except Exception as error:
            self._give_up_where_all_would_fail(error)
            content = sentence(error)
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

    def _give_up_where_all_would_fail(self, error: Exception) -> None:
        mishap: Mishap | None = ends_all(error, self._books.writing)
        if mishap is not None:
            self.stop()
            raise mishap from None

    # --- the writer's thread -------------------------------------------------------------------

    def _finish(self, carried: _Carried) -> None:
        item = carried.item
        if item.fate is not Fate.make:
            self._pass(item)
        elif isinstance(carried.content, Made):
            self._write(item, carried.content, carried.seconds)
        else:
            self._fail(item, str(carried.content), carried.seconds)

    def _write(self, item: Item, made: Made, seconds: float) -> None:
        entry = self._begin(item, seconds)
        try:
            notes = write_result(made.photo, item, self._books.writing)
        except (Mishap, OSError) as error:
            self._give_up_where_all_would_fail(error)
            self._fail(item, sentence(error), seconds)
            return
        self._succeed(
            item,
            entry,
            mark=mark_of(self._books.writing.target(item)),
            megapixels=megapixels(made.photo),
            notes=(*made.photo.notes, *made.notes, *notes),
        )
