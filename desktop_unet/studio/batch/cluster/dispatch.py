"""A batch's run on a cluster: a few photos per worker on their way, the books kept here.

Comes in: items, a job, the journal and where the cluster is. Goes out: files, and an ``Event`` for each photo. Before a
photo is given out the journal knows that its result is about to appear; once it is there, that it is done. Dask gives
photos of workers that have ended to others; what it cannot know is dealt with here.
"""

from __future__ import annotations

import contextlib
import pickle
import queue
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import cloudpickle
import distributed

import desktop_unet
from desktop_unet.errors import (
    Mishap,
    SchedulerLost,
    WorkerRefused,
    WorkersEnded,
    WorkersMissing,
)
from desktop_unet.imaging.writing import write_bytes
from desktop_unet.studio.batch.cluster import admission
from desktop_unet.studio.batch.cluster.address import ClusterAddress, LocalWorkers
from desktop_unet.studio.batch.cluster.admission import RESOURCE, TOPIC, Admission
from desktop_unet.studio.batch.cluster.connection import TRIES_AGAIN, Connection, opened_cluster
from desktop_unet.studio.batch.cluster.wire import (
    ENDS,
    MADE,
    REFUSED,
    SHORT,
    Answer,
    Assignment,
    Terms,
    absolute_item,
    absolute_job,
    identity,
    pack,
)
from desktop_unet.studio.batch.cluster.worker import make_photo
from desktop_unet.studio.batch.cluster.workers import LOOK_EVERY_S, WAKE_EVERY_S, Workers, wait_while_away
from desktop_unet.studio.batch.journal import Entry, mark_of
from desktop_unet.studio.batch.plan import Fate, Item
from desktop_unet.studio.batch.recording import Books, Recorder, Tally
from desktop_unet.studio.batch.results import date_result, ends_all, sentence
from desktop_unet.studio.batch.weights import sums_of

_AHEAD = 2
"""Photos on their way for each that a worker can have in work, so that none waits for the next one."""


@dataclass(frozen=True)
class Cluster:
    """Where photos are made.

    Args:
        address: of the cluster.
        transfers: whether files go and come as bytes, because no folder is shared.
    """

    address: ClusterAddress
    transfers: bool = False


@dataclass(eq=False)
class _Flight:
    """A photo on its way: how often it was given out again, how often workers have begun it, and who should not."""

    item: Item
    entry: Entry
    tries: int = 0
    begun: int = 0
    avoided: set[str] = field(default_factory=set)
    future: Any = None


class ClusterRun(Recorder):
    """One run on a cluster.

    Args:
        books: the run's.
        cluster: where.
        warn: called with a sentence for each worker that is refused, from another thread.
    """

    def __init__(self, books: Books, *, cluster: Cluster, warn: Callable[[str], None] = lambda sentence: None) -> None:
        super().__init__(books)
        self._cluster = cluster
        self._warn = warn
        self._sent_job = absolute_job(books.job)
        self._sent_writing = replace(books.writing, out_dir=books.writing.out_dir.absolute())
        self._run = f"desktop-unet {self._sent_writing.out_dir}"
        self._flights: dict[str, _Flight] = {}
        self._landed: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._number = 0
        self._told: set[str] = set()
        self._heard = threading.Event()

    def __call__(self, items: Iterable[Item]) -> Tally:
        """Do all of it.

        Raises:
            SchedulerMissing, SchedulerDiffers, WorkersMissing: there is nobody to make photos.
            SchedulerLost: there is nobody any more; what is done is kept.
            DiskFull, OutputUnwritable: results cannot be written, by whomever.
            JournalUnwritable: what is done cannot be put down any more.
        """
        waiting = self._to_make(items)
        first = next(waiting, None)
        if first is None:
            return self.tally
        with opened_cluster(self._cluster.address) as connection:
            work = Workers(connection)
            try:
                self._admit(connection, first)
                if work.are_all_refused():
                    self._heard.wait(LOOK_EVERY_S)  # it is on its way
                    raise WorkersMissing(address=connection.name)
                self._fly(work, _chained(first, waiting))
                self._hear_out(work)
            except BaseException:
                self._call_off(connection)
                raise
            finally:
                with contextlib.suppress(Exception):
                    connection.client.unregister_worker_plugin(self._run)
        return self.tally

    def _to_make(self, items: Iterable[Item]) -> Iterator[Item]:
        """Those that are to be made; the others are counted as they come by."""
        for item in items:
            if item.fate is Fate.make:
                yield item
            else:
                self._pass(item)

    # --- workers ---------------------------------------------------------------------------------

    def _admit(self, connection: Connection, first: Item) -> None:
        """Tell workers the terms, those that come later, too; the ones that differ are told to the user."""
        seen: dict[str, str | None] = {}
        if not self._cluster.transfers:
            for path in (self._sent_writing.out_dir, first.planned.source.path.absolute()):
                seen[str(path)] = identity(str(path))
        self._terms = Terms(
            self._run,
            self._sent_job,
            self._sent_writing,
            self._cluster.transfers,
            desktop_unet.__version__,
            distributed.__version__,
            sums_of(self._sent_job.networks()),
            seen,
            isinstance(self._cluster.address, LocalWorkers),
        )
        self._register(connection)

    def _register(self, connection: Connection) -> None:
        cloudpickle.register_pickle_by_value(admission)
        try:
            connection.client.subscribe_topic(TOPIC, self._hear)
            connection.client.register_plugin(Admission(self._run, pickle.dumps(self._terms)), name=self._run)
        except OSError:
            raise SchedulerLost(address=connection.name) from None
        finally:
            cloudpickle.unregister_pickle_by_value(admission)

    def _hear(self, event: tuple[float, Mapping[str, str]]) -> None:
        """What a worker tells; in Dask's thread."""
        about = event[1]
        if about["run"] != self._run:
            return
        if "begun" in about:
            flight = self._flights.get(about["begun"])
            if flight is not None:
                flight.begun += 1
        elif about["who"] not in self._told:
            self._told.add(about["who"])
            self._warn(str(WorkerRefused(worker=about["who"], reason=about["refusal"])))
            self._heard.set()

    def _hear_out(self, work: Workers) -> None:
        """Wait a moment for what refused workers have told: a short run may be over before that is here.

        The scheduler keeps what was told, also before it knew that we listen: the terms may overtake the wish to.
        """
        latest = time.monotonic() + LOOK_EVERY_S
        with contextlib.suppress(SchedulerLost, OSError):  # all is done without it
            while work.is_reached:
                for event in work.connection.client.get_events(TOPIC):
                    if "refusal" in event[1]:
                        self._hear(event)
                if len(self._told) >= work.idle() or time.monotonic() > latest:
                    break
                time.sleep(WAKE_EVERY_S)

    # --- photos out and back -----------------------------------------------------------------------

    def _fly(self, work: Workers, waiting: Iterator[Item]) -> None:
        """Keep a few on their way until all have come back."""
        is_over = False
        while True:
            room = _AHEAD * work.photos()
            if work.has_another_scheduler():  # in the place of one that ended; nobody there knows the terms
                self._register(work.connection)
            while not (is_over or self.is_stopped) and len(self._flights) < room:
                item = next(waiting, None)
                if item is None:
                    is_over = True
                else:
                    self._send_out(work.connection, item)
            if not self._flights and (is_over or self.is_stopped):
                return
            future = self._next_landed(work)
            if future is not None:
                self._receive(work.connection, future)

    def _send_out(self, connection: Connection, item: Item) -> None:
        self._launch(connection, _Flight(item, self._begin(item)))

    def _launch(self, connection: Connection, flight: _Flight) -> None:
        try:
            files = pack(flight.item, self._books.job) if self._cluster.transfers else {}
        except OSError as error:
            self._fail(flight.item, f"{flight.item.planned.source.path}: {error.strerror or error}")
            return
        assignment = Assignment(absolute_item(flight.item), flight.entry.mark, files)
        self._number += 1
        key = f"{self._run}-{time.time_ns()}-{self._number}"
        how: dict[str, Any] = {"key": key, "resources": {RESOURCE: 1}, "pure": False}
        if flight.avoided:
            how |= Workers(connection).elsewhere(flight.avoided)
        self._flights[key] = flight
        try:
            flight.future = connection.client.submit(make_photo, self._run, assignment, **how)
        except Exception:  # the client has been closed, or is about to be
            raise SchedulerLost(address=connection.name) from None
        flight.future.add_done_callback(self._landed.put)

    def _next_landed(self, work: Workers) -> Any:
        """One that has come back; None for now."""
        with contextlib.suppress(queue.Empty):
            return self._landed.get(timeout=WAKE_EVERY_S)
        work.check()
        return None

    def _receive(self, connection: Connection, future: Any) -> None:
        flight = self._flights.pop(future.key)
        if future.status == "error":
            self._deal_with_error(connection, flight, future.exception())
            return
        try:
            answer: Answer = future.result()
        except Exception:  # cancelled, as all are when the scheduler is lost, or gone with its worker
            self._deal_with_loss(connection, flight)
        else:
            self._take(connection, flight, answer)
        finally:
            future.release()

    def _take(self, connection: Connection, flight: _Flight, answer: Answer) -> None:
        if answer.state == MADE:
            self._keep(flight, answer)
        elif answer.state == ENDS and answer.mishap is not None:
            raise answer.mishap
        elif answer.state == REFUSED:
            flight.avoided.add(answer.worker)
            time.sleep(WAKE_EVERY_S)  # until the scheduler has heard of it as well
            self._launch(connection, flight)
        elif answer.state == SHORT and flight.tries < TRIES_AGAIN:
            flight.tries += 1
            flight.avoided.add(answer.worker)
            self._launch(connection, flight)
        else:
            sent, own = absolute_item(flight.item).planned.source.path, flight.item.planned.source.path
            self._fail(flight.item, answer.message.replace(str(sent), str(own)), answer.seconds)

    def _keep(self, flight: _Flight, answer: Answer) -> None:
        item, mark = flight.item, answer.mark
        if answer.content is not None:
            target = self._books.writing.target(item)
            try:
                target.parent.mkdir(parents=True, exist_ok=True)
                write_bytes(answer.content, target, overwrite=item.replaces, original=item.planned.source.path)
            except (Mishap, OSError) as error:
                mishap = ends_all(error, self._books.writing)
                if mishap is not None:
                    raise mishap from None
                self._fail(item, sentence(error), answer.seconds)
                return
            date_result(item, self._books.writing)
            mark = mark_of(target)
        entry = replace(flight.entry, seconds=answer.seconds)
        self._succeed(item, entry, mark=mark, megapixels=answer.megapixels, notes=answer.notes)

    def _deal_with_error(self, connection: Connection, flight: _Flight, error: Exception) -> None:
        """Dask counts it against a photo that a worker ended where it was only waiting; here that does not count."""
        if not isinstance(error, distributed.KilledWorker):
            self._fail(flight.item, sentence(error))
        elif flight.begun > TRIES_AGAIN:
            self._fail(flight.item, str(WorkersEnded(path=flight.item.planned.source.path, times=flight.begun)))
        else:
            self._try_again(connection, flight)

    def _deal_with_loss(self, connection: Connection, flight: _Flight) -> None:
        """Nobody knows what became of the photo: it is given out again once the scheduler is there again."""
        wait_while_away(connection)
        self._try_again(connection, flight)

    def _try_again(self, connection: Connection, flight: _Flight) -> None:
        flight.tries += 1
        if flight.tries > TRIES_AGAIN:
            self._fail(flight.item, str(WorkersEnded(path=flight.item.planned.source.path, times=flight.tries)))
        else:
            self._launch(connection, flight)

    def _call_off(self, connection: Connection) -> None:
        with contextlib.suppress(Exception):
            connection.client.cancel([flight.future for flight in self._flights.values() if flight.future is not None])


def _chained(first: Item, rest: Iterator[Item]) -> Iterator[Item]:
    yield first
    yield from rest
