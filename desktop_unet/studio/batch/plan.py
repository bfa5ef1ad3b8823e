"""What a batch is to do: which result each photo gets, and what is told before the run.

Comes in: what was named, the output's folder, names and the journal. Goes out: ``Plan``, then an ``Item`` with its
``Fate`` for each photo. No photo is opened. Next on the road: ``runner.py``.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path, PurePath

from desktop_unet.errors import (
    BatchExists,
    BatchNamesCollide,
    BatchNothingLeft,
    NoPhotos,
    OutputInSource,
    SourceInOutput,
)
from desktop_unet.studio.batch.journal import DONE, WRITING, Entry, Journal, mark_of
from desktop_unet.studio.batch.naming import Naming
from desktop_unet.studio.batch.sources import Found, Source, find_sources
from desktop_unet.studio.file_stamps import Stamp, stamp_of


class Existing(StrEnum):
    """What to do where a file that is not of this batch has a result's name."""

    skip = "skip"
    overwrite = "overwrite"
    rename = "rename"
    fail = "fail"


@dataclass(frozen=True, slots=True)
class Planned:
    """A photo and the place of its result below the output's folder."""

    source: Source
    place: PurePath


@dataclass(frozen=True)
class Plan:
    """All photos of a batch, and the folders that could not be listed."""

    planned: tuple[Planned, ...]
    out_dir: Path
    unreadable: tuple[tuple[Path, str], ...]


class Fate(StrEnum):
    """What becomes of a photo in a run."""

    make = "make"
    made = "done before"
    skip = "skipped"


@dataclass(frozen=True, slots=True)
class Item:
    """A photo as a run finds it.

    Args:
        planned: the photo and its place.
        fate: what becomes of it.
        made: the result's place.
        replaces: whether a file of that name may be replaced.
        stamp: of the photo's file, and of its mask's; None where it could not be looked at.
        tries: how often it was begun before.
    """

    planned: Planned
    fate: Fate
    made: PurePath
    replaces: bool = False
    stamp: Stamp | None = None
    tries: int = 0


def plan_batch(
    inputs: Sequence[str], out_dir: Path, naming: Naming, *, where: str | None = None, limit: int | None = None
) -> Plan:
    """Pair photos with places, or refuse before anything is written.

    Raises:
        NamePatternWrong, FormatUnknown, FormatLossy: as ``Naming``.
        FileMissing: something named is not there.
        NoPhotos, BatchNothingLeft: there is nothing to do.
        OutputInSource, SourceInOutput: results would become photos of the next run.
        BatchNamesCollide: two photos would get the same name.
    """
    naming.check()
    found = find_sources(inputs, where=where, limit=limit)
    if not found.sources and not found.unreadable:
        raise NoPhotos(path=", ".join(inputs)) if where is None else BatchNothingLeft(where=where)
    _check_folders(found, out_dir)
    planned = tuple(Planned(source, naming.place_for(source.place)) for source in found.sources)
    _check_names(planned)
    return Plan(planned, out_dir, found.unreadable)


def _check_folders(found: Found, out_dir: Path) -> None:
    out = Path(os.path.realpath(out_dir))
    for folder in found.folders:
        if out.is_relative_to(os.path.realpath(folder)):
            raise OutputInSource(path=out_dir, folder=folder)
    real_parent = lru_cache(maxsize=64)(os.path.realpath)
    for source in found.sources:
        if Path(real_parent(source.path.parent)).is_relative_to(out):
            raise SourceInOutput(path=source.path, folder=out_dir)


def _check_names(planned: Sequence[Planned]) -> None:
    # As on disks that do not tell small letters from capitals: results may be taken there later.
    taken: dict[str, Planned] = {}
    for each in planned:
        other = taken.setdefault(str(each.place).casefold(), each)
        if other is not each:
            raise BatchNamesCollide(one=other.source.path, other=each.source.path, place=each.place)


Beside = Callable[[Source], tuple[Path, ...]]
"""The files that a photo's result depends on besides the photo, such as its mask."""


def rebuild(plan: Plan, journal: Journal, digest: str, beside: Beside) -> int:
    """After a journal was lost: take every result that is there for made, for results are whole; how many there are."""
    count = 0
    for each in plan.planned:
        mark = mark_of(plan.out_dir / each.place)
        if mark is not None:
            stamp = _stamp_of(each.source, beside)
            journal.keep(each.place, Entry(each.source.path, stamp, digest, DONE, each.place, mark, 1))
            count += 1
    return count


def sort_out(
    plan: Plan, journal: Journal, existing: Existing, digest: str, beside: Beside = lambda source: ()
) -> Iterator[Item]:
    """Each photo with its fate, one by one; nothing is written.

    Raises:
        BatchExists: a file that is not of this batch has a result's name, and ``existing`` is ``fail``.
    """
    given: set[PurePath] = set()
    for each in plan.planned:
        stamp = _stamp_of(each.source, beside)
        yield _sorted(each, stamp, plan, journal.entry(each.place), existing, digest, given)


def _sorted(
    each: Planned,
    stamp: Stamp | None,
    plan: Plan,
    entry: Entry | None,
    existing: Existing,
    digest: str,
    given: set[PurePath],
) -> Item:
    made = each.place if entry is None else entry.made
    mark = mark_of(plan.out_dir / made)
    tries = 0
    if entry is not None:
        is_current = (entry.source, entry.stamp, entry.digest) == (each.source.path, stamp, digest)
        tries = entry.tries if is_current else 0
        if is_current and is_whole(entry, mark):
            return Item(each, Fate.made, made, stamp=stamp, tries=tries)
        if mark is None or _is_ours(entry, mark):
            return Item(each, Fate.make, made, mark is not None, stamp, tries)
    if mark is None:
        return Item(each, Fate.make, made, False, stamp, tries)
    if existing is Existing.fail:
        raise BatchExists(path=plan.out_dir / made)
    if existing is Existing.skip:
        return Item(each, Fate.skip, made, stamp=stamp)
    if existing is Existing.overwrite:
        return Item(each, Fate.make, made, True, stamp, tries)
    return Item(each, Fate.make, _free(plan, each.place, given), False, stamp, tries)


def is_whole(entry: Entry, mark: str | None) -> bool:
    """Whether a result is there.

    A run that was killed between a result's appearing and its being put down left ``writing``; the file has another
    mark then than what had its name before.
    """
    return mark is not None and (entry.state == DONE or (entry.state == WRITING and mark != entry.mark))


def _is_ours(entry: Entry, mark: str) -> bool:
    """Whether the file is one that this batch made, or was allowed to replace, and nobody has changed since."""
    return entry.state == WRITING or mark == entry.mark


def _free(plan: Plan, place: PurePath, given: set[PurePath]) -> PurePath:
    """A name with the first number that neither a file, nor another result of the plan has."""
    number = 2
    while True:
        other = place.with_name(f"{place.stem}-{number}{place.suffix}")
        if other not in given and not os.path.lexists(plan.out_dir / other):
            given.add(other)
            return other
        number += 1


def _stamp_of(source: Source, beside: Beside) -> Stamp | None:
    """Of the photo, and of what its result depends on besides; None where the photo cannot be looked at."""
    try:
        stamps = [stamp_of(path) for path in (source.path, *beside(source))]
    except OSError:
        return None
    if stamps[0] is None:
        return None
    there = [stamp for stamp in stamps if stamp is not None]
    return Stamp(max(stamp.modified_ns for stamp in there), sum(stamp.bytes for stamp in there))
