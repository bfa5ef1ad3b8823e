"""A batch as the command line runs it: plan, journal, run, report, exit code.

Comes in: a job and what was said of many photos. Goes out: a folder of results with ``report.csv`` and ``report.json``,
and what is told of it.
"""

from __future__ import annotations

import contextlib
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import typer

from desktop_unet.cli import INTERRUPTED, SOME_FAILED
from desktop_unet.cli.batch_telling import Teller, preview
from desktop_unet.cli.console import print_error
from desktop_unet.cli.options import Telling
from desktop_unet.cli.running import load_torch
from desktop_unet.errors import FolderUnreadable
from desktop_unet.studio.batch.cluster.address import ClusterAddress, check_dask
from desktop_unet.studio.batch.holding import held_journal
from desktop_unet.studio.batch.jobs import Job, digest_of
from desktop_unet.studio.batch.journal import FAILED, NAME, Journal, borrowed_journal
from desktop_unet.studio.batch.naming import Naming
from desktop_unet.studio.batch.plan import Existing, Fate, Item, Plan, plan_batch, sort_out
from desktop_unet.studio.batch.recording import Books
from desktop_unet.studio.batch.report import summary_of, write_reports
from desktop_unet.studio.batch.runner import Event, Run, Tally, Writing

if TYPE_CHECKING:
    from desktop_unet.studio.batch.cluster.dispatch import ClusterRun

    AnyRun = Run | ClusterRun


@dataclass(frozen=True)
class Wanted:
    """What a run is told besides its job; the fields are the options of ``cli/batch.py``."""

    inputs: tuple[str, ...]
    out_dir: Path
    naming: Naming
    quality: int
    lossless: bool
    existing: Existing
    where: str | None
    limit: int | None
    keeps_date: bool
    journal: Path | None
    fails_fast: bool
    is_dry: bool
    cluster: ClusterAddress | None
    transfers: bool
    strips_metadata: bool
    telling: Telling

    @property
    def settings(self) -> dict[str, object]:
        """What there is to the results besides the job."""
        return {"quality": self.quality, "strips_metadata": self.strips_metadata, "lossless": self.lossless}

    @property
    def journal_path(self) -> Path:
        return self.out_dir / NAME if self.journal is None else self.journal


def run_batch(job: Job, wanted: Wanted) -> None:
    """Do all of it.

    Raises:
        Mishap: something makes the whole run impossible.
        typer.Exit: 3 where some photos failed, 130 where it was interrupted.
    """
    if wanted.cluster is not None:
        check_dask()
    plan = plan_batch(wanted.inputs, wanted.out_dir, wanted.naming, where=wanted.where, limit=wanted.limit)
    digest = digest_of(job, **wanted.settings)
    if wanted.is_dry:
        with borrowed_journal(wanted.journal_path) as journal:
            items = sort_out(plan, journal, wanted.existing, digest, job.beside)
            preview(items, plan, job, journal.seconds_per_photo(digest), wanted.telling)
        return
    with _journal(job, plan, wanted, digest) as journal:
        _run(job, plan, wanted, journal, digest)


def _journal(job: Job, plan: Plan, wanted: Wanted, digest: str) -> AbstractContextManager[Journal]:
    """The journal, once it is sure that the output's folder takes files."""

    def tell(aside: Path, count: int) -> None:
        print_error(
            f"{wanted.journal_path}: the journal was damaged and lies in {aside.name} now; "
            f"{count} results that are there are taken for done."
        )

    return held_journal(job, plan, wanted.journal_path, digest, tell)


def _run(job: Job, plan: Plan, wanted: Wanted, journal: Journal, digest: str) -> None:
    started = time.monotonic()
    items = tuple(sort_out(plan, journal, wanted.existing, digest, job.beside))
    writing = Writing(wanted.out_dir, wanted.quality, wanted.strips_metadata, wanted.keeps_date, wanted.lossless)
    if wanted.cluster is None and any(item.fate is Fate.make for item in items):
        load_torch()
    with Teller(wanted.telling, items) as teller:
        for path, reason in plan.unreadable:
            message = str(FolderUnreadable(path=path, reason=reason))
            teller.tell(Event(path, wanted.out_dir, FAILED, message=message))
        run = _new_run(job, writing, journal, digest, teller, wanted)
        with _stopped_by_ctrl_c(run, teller) as interrupted:
            tally = run(items)
    tally.failed += len(plan.unreadable)
    seconds = time.monotonic() - started
    is_interrupted = interrupted.is_set()
    summary = summary_of(job, plan, tally, seconds, is_interrupted=is_interrupted)
    write_reports(plan, journal, summary)
    teller.end(wanted.out_dir, summary, left=_left(items, tally, plan) if run.is_stopped else 0)
    if is_interrupted:
        raise typer.Exit(INTERRUPTED)
    if tally.failed:
        raise typer.Exit(SOME_FAILED)


def _new_run(job: Job, writing: Writing, journal: Journal, digest: str, teller: Teller, wanted: Wanted) -> AnyRun:
    """The run in this process, or on a cluster."""
    books = Books(job, writing, journal, digest, teller.tell, wanted.fails_fast)
    if wanted.cluster is None:
        return Run(books)
    from desktop_unet.studio.batch.cluster.dispatch import Cluster, ClusterRun

    return ClusterRun(books, cluster=Cluster(wanted.cluster, wanted.transfers), warn=print_error)


def _left(items: tuple[Item, ...], tally: Tally, plan: Plan) -> int:
    tried = tally.done + tally.failed - len(plan.unreadable)
    return sum(item.fate is Fate.make for item in items) - tried


@contextlib.contextmanager
def _stopped_by_ctrl_c(run: AnyRun, teller: Teller) -> Iterator[threading.Event]:
    """While this lasts the first Ctrl-C ends the run after the photo in work, the second at once."""
    interrupted = threading.Event()
    if threading.current_thread() is not threading.main_thread() or signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        yield interrupted
        return

    def stop(number: int, frame: FrameType | None) -> None:
        if interrupted.is_set():  # files appear whole or not at all, and the journal knows: nothing to tidy up
            os._exit(INTERRUPTED)
        interrupted.set()
        run.stop()
        teller.say_stopping()

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield interrupted
    finally:
        signal.signal(signal.SIGINT, before)
