"""What runs on a worker: being admitted, once, and then one photo after the other.

Comes in: ``Terms``, then assignments. Goes out: answers. Results appear in the shared folder, whole or not at all, or
go back as bytes.
"""

from __future__ import annotations

import dataclasses
import os
import signal
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import distributed

import desktop_unet
from desktop_unet.engine.device_env import prepare_environment
from desktop_unet.errors import MemoryShort, Mishap, OutputExists
from desktop_unet.imaging.codec import read_extent
from desktop_unet.studio.batch.cluster.admission import TOPIC
from desktop_unet.studio.batch.cluster.wire import (
    ENDS,
    FAILED,
    MADE,
    REFUSED,
    SHORT,
    Answer,
    Assignment,
    Terms,
    identity,
    unpack,
)
from desktop_unet.studio.batch.jobs import Job, Made, folders_of, megapixels
from desktop_unet.studio.batch.journal import mark_of
from desktop_unet.studio.batch.results import date_result, ends_all, sentence, write_result
from desktop_unet.studio.batch.sources import Source
from desktop_unet.studio.batch.weights import sums_of


def why_refused(terms: Terms, threads: int) -> str | None:
    """Why this worker cannot take photos of a run; None where it is ready for them.

    Args:
        terms: of the run.
        threads: that the worker may use, where the job does not say.
    """
    if terms.is_local and threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that asks
    return refusal(terms) or _why_not_ready(terms.job, threads)


def with_own_device(terms: Terms, name: object) -> Terms:
    """The same terms; workers that were started together on one machine take its GPUs in turn.

    Args:
        terms: of the run.
        name: of the worker, a number where it was started so.
    """
    choices = terms.job.choices
    if not (terms.is_local and isinstance(name, int) and choices.device == "auto" and terms.weights):
        return terms
    prepare_environment()
    from desktop_unet.engine.device import list_devices

    gpus = [device for device, _ in list_devices() if device.startswith("cuda:")]
    if not gpus:
        return terms
    job = dataclasses.replace(terms.job, choices=replace(choices, device=gpus[name % len(gpus)]))
    return replace(terms, job=job)


def refusal(terms: Terms) -> str | None:
    """What is different here; None where nothing is."""
    if desktop_unet.__version__ != terms.version:
        return f"it has Desktop UNet {desktop_unet.__version__}, and not {terms.version}"
    if distributed.__version__ != terms.dask:
        return f"it has Dask {distributed.__version__}, and not {terms.dask}"
    for path, known in terms.seen.items():
        if identity(path) != known:
            return f"it does not see {path} as the machine does that asks; share the folder, or use --transfer"
    if not terms.transfers and not os.access(terms.writing.out_dir, os.W_OK | os.X_OK):
        return f"it may not write to {terms.writing.out_dir}"
    try:
        weights = sums_of(terms.job.networks())
    except (Mishap, OSError) as error:
        return sentence(error)
    differing = sorted(name for name in {*weights, *terms.weights} if weights.get(name) != terms.weights.get(name))
    if differing:
        name = differing[0]
        here, there = (_short(sums.get(name)) for sums in (weights, terms.weights))
        return f"its {name} is another one (SHA-256 {here}, and not {there})"
    return None


def _short(digest: str | None) -> str:
    return "none" if digest is None else f"{digest[:12]}..."


def _why_not_ready(job: Job, threads: int) -> str | None:
    """Load torch and open the networks, so that the first photo does not wait; why that cannot be done, or None."""
    paths = job.networks()
    if not paths:
        return None
    prepare_environment()
    from desktop_unet.engine.device import prepare_threads
    from desktop_unet.engine.predict import open_card

    try:
        prepare_threads(job.choices.threads or threads)
        for path in paths:
            open_card(path, job.choices)
    except (Mishap, OSError, RuntimeError) as error:
        return sentence(error)
    return None


def make_photo(run: str, assignment: Assignment) -> Answer:
    """Make a photo on the worker that calls; never raises."""
    worker = distributed.get_worker()
    admission = worker.plugins.get(run)
    if admission is None or admission.refusal is not None:
        return Answer(REFUSED, worker.address)
    worker.log_event(TOPIC, {"run": run, "begun": worker.get_current_task()})
    return replace(make_one(admission.terms, assignment), worker=worker.address)


def make_one(terms: Terms, assignment: Assignment) -> Answer:
    """Make a photo, as ``terms`` say; never raises."""
    make = _make_from_bytes if terms.transfers else _make_in_folder
    try:
        return make(terms, assignment)
    except (MemoryError, MemoryShort) as error:
        return Answer(SHORT, message=str(error) or str(MemoryShort()))
    except Exception as error:
        mishap = ends_all(error, terms.writing)
        if mishap is None:
            return Answer(FAILED, message=sentence(error))
        if terms.transfers:  # this worker's own disk
            return Answer(SHORT, message=sentence(error))
        return Answer(ENDS, mishap=mishap)


def _make_in_folder(terms: Terms, assignment: Assignment) -> Answer:
    item, writing = assignment.item, terms.writing
    if _is_there(terms, assignment):  # a worker before this one ended between writing it and saying so
        return _found(terms, assignment)
    made, seconds = _timed(terms.job, item.planned.source)
    if _is_there(terms, assignment):  # the scheduler was lost, and another worker was asked as well
        return _found(terms, assignment)
    try:
        notes = write_result(made.photo, item, writing)
    except OutputExists:
        if _is_there(terms, assignment):
            return _found(terms, assignment)
        raise
    return Answer(
        MADE,
        seconds=seconds,
        megapixels=megapixels(made.photo),
        mark=mark_of(writing.target(item)),
        notes=(*made.photo.notes, *made.notes, *notes),
    )


def _is_there(terms: Terms, assignment: Assignment) -> bool:
    """Whether the result has appeared since the photo was given out; results are whole."""
    mark = mark_of(terms.writing.target(assignment.item))
    return mark is not None and mark != assignment.before


def _found(terms: Terms, assignment: Assignment) -> Answer:
    target = terms.writing.target(assignment.item)
    date_result(assignment.item, terms.writing)
    extent = read_extent(target)
    return Answer(MADE, megapixels=extent.height * extent.width / 1e6, mark=mark_of(target))


def _make_from_bytes(terms: Terms, assignment: Assignment) -> Answer:
    item = assignment.item
    with tempfile.TemporaryDirectory(prefix="desktop-unet-") as name:
        folder = Path(name)
        job, source = unpack(assignment.files, terms.job, item, folder)
        try:
            made, seconds = _timed(job, source)
            writing = replace(terms.writing, out_dir=folder / "out", keeps_date=False)
            notes = write_result(made.photo, replace(item, replaces=False), writing)
        except Mishap as mishap:
            own = {source.path: item.planned.source.path}
            own |= {folder / name: path for name, path in folders_of(terms.job).items()}
            raise _named(mishap, own) from None
        return Answer(
            MADE,
            seconds=seconds,
            megapixels=megapixels(made.photo),
            content=writing.target(item).read_bytes(),
            notes=(*made.photo.notes, *made.notes, *notes),
        )


def _named(mishap: Mishap, own: Mapping[Path, Path]) -> Mishap:
    """The same mishap, whose sentence calls files as the person knows them."""
    message = str(mishap)
    for here, there in own.items():
        message = message.replace(str(here), str(there))
    mishap.args = (message,)
    return mishap


def _timed(job: Job, source: Source, clock: Callable[[], float] = time.perf_counter) -> tuple[Made, float]:
    read = job.read(source)
    started = clock()
    made = job.make(read, lambda step: None)
    return made, clock() - started
