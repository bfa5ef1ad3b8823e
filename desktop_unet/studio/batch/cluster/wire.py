"""What goes to the workers of a cluster and comes back: frozen values, pickled; without Dask.

Comes in: the job of a run and its items. Goes out: ``Terms``, told to each worker once, an ``Assignment`` for each
photo, and the ``Answer`` to it.
"""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from desktop_unet.engine.task import Choices
from desktop_unet.errors import Mishap
from desktop_unet.phrases import Phrase
from desktop_unet.studio.batch.jobs import Job, folders_of, masks_for
from desktop_unet.studio.batch.plan import Item
from desktop_unet.studio.batch.results import Writing
from desktop_unet.studio.batch.sources import Source

MADE, FAILED, SHORT, REFUSED, ENDS = "made", "failed", "short", "refused", "ends"
"""What an answer is: there is a result; none, whoever tries; this worker lacks memory or room; it was not admitted; no
photo can be made any more."""

PHOTO = "photo"
"""Key of the photo among an assignment's files; the others are the job's fields."""


@dataclass(frozen=True, eq=False)
class Terms:
    """What a worker must know, and must have in common with the machine that asks.

    Args:
        run: tells this run from others on the cluster.
        job: what is done to each photo; all its paths are absolute.
        writing: how results are written; the folder is absolute.
        transfers: whether files go and come as bytes.
        version: of the program.
        dask: version of Dask.
        weights: SHA-256 of the network files, by name.
        seen: what must be the same file for both, with ``identity``; empty where files are sent.
        is_local: the worker belongs to the process that asks, on the same machine.
    """

    run: str
    job: Job
    writing: Writing
    transfers: bool
    version: str
    dask: str
    weights: Mapping[str, str]
    seen: Mapping[str, str | None] = field(default_factory=dict)
    is_local: bool = False


@dataclass(frozen=True, eq=False)
class Assignment:
    """One photo to be made.

    Args:
        item: its path is absolute.
        before: mark of the file that had the result's name at first; None for none.
        files: name and content of the photo's and its masks' files, where these are sent.
    """

    item: Item
    before: str | None = None
    files: Mapping[str, tuple[str, bytes]] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Answer:
    """What became of an assignment.

    Args:
        state: one of those above.
        worker: its address.
        seconds: in the engine.
        megapixels: of the result.
        mark: of the result's file, where the worker has written it.
        content: of the result's file, where it is sent.
        notes: on what was made.
        message: why there is no result.
        mishap: that every other photo would meet, too.
    """

    state: str
    worker: str = ""
    seconds: float = 0.0
    megapixels: float = 0.0
    mark: str | None = None
    content: bytes | None = None
    notes: tuple[Phrase, ...] = ()
    message: str = ""
    mishap: Mishap | None = None


def identity(path: str) -> str | None:
    """Tells whether two machines see the same file or folder: its number and, of a file, its size; None for nothing."""
    try:
        about = os.stat(path)  # noqa: PTH116 - a path from another machine is text
    except OSError:
        return None
    return f"{about.st_ino}" if os.path.isdir(path) else f"{about.st_ino}-{about.st_size}"  # noqa: PTH112


def absolute_job(job: Job) -> Job:
    """The same job, with paths that mean the same in any working folder."""
    moved: dict[str, object] = {name: folder.absolute() for name, folder in folders_of(job).items()}
    choices: Choices = job.choices
    if choices.card is not None and Path(choices.card).is_file():
        moved["choices"] = replace(choices, card=str(Path(choices.card).absolute()))
    return dataclasses.replace(job, **moved) if moved else job


def absolute_item(item: Item) -> Item:
    """The same for a photo."""
    source = item.planned.source
    return replace(item, planned=replace(item.planned, source=Source(source.path.absolute(), source.place)))


def pack(item: Item, job: Job) -> dict[str, tuple[str, bytes]]:
    """The files that an assignment needs, by their places below their folders.

    Raises:
        OSError: one of them cannot be read.
    """
    source = item.planned.source
    packed = {PHOTO: (str(source.place), source.path.read_bytes())}
    for name, path in masks_for(job, source).items():
        place = path.relative_to(folders_of(job)[name])
        packed[name] = (str(place), path.read_bytes())
    return packed


def unpack(files: Mapping[str, tuple[str, bytes]], job: Job, item: Item, folder: Path) -> tuple[Job, Source]:
    """Lay an assignment's files into a folder; the job that finds its masks there, and the photo."""
    for name, (place, content) in files.items():
        path = folder / name / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    moved = {name: folder / name for name in folders_of(job)}
    source = item.planned.source
    return dataclasses.replace(job, **moved) if moved else job, Source(folder / PHOTO / source.place, source.place)
