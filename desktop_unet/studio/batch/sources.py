"""Which photos a batch takes: files, folders with what is below them, and patterns such as ``scans/**/*.tif``.

Comes in: words of the command line. Goes out: ``Found``, none of whose files was opened. Next on the road: ``plan.py``.
"""

from __future__ import annotations

import fnmatch
import glob
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from desktop_unet.errors import FileMissing
from desktop_unet.imaging.formats import READABLE_SUFFIXES


@dataclass(frozen=True, slots=True)
class Source:
    """A photo to be worked on.

    Args:
        path: of its file.
        place: the same below the folder that was named, which its result keeps below the output's folder.
    """

    path: Path
    place: PurePath


@dataclass(frozen=True)
class Found:
    """What was found.

    Args:
        sources: in the order in which they were named, and of a folder by name; none twice.
        folders: those that were gone through.
        unreadable: folders that could not be listed, with the reason.
    """

    sources: tuple[Source, ...]
    folders: tuple[Path, ...]
    unreadable: tuple[tuple[Path, str], ...]


def find_sources(inputs: Sequence[str], *, where: str | None = None, limit: int | None = None) -> Found:
    """The photos that ``inputs`` name.

    Args:
        inputs: files, folders or patterns; a file counts whatever its suffix, what is in a folder by its suffix.
        where: takes only those whose name fits this pattern, or whose place does where it holds a slash.
        limit: takes no more than so many.

    Raises:
        FileMissing: one of them is not there.
    """
    search = _Search()
    seen: set[str] = set()
    sources: list[Source] = []
    for source in search.all(inputs):
        name = str(source.path.absolute())
        if name in seen or not _fits(source.place, where):
            continue
        if limit is not None and len(sources) >= limit:
            break
        seen.add(name)
        sources.append(source)
    return Found(tuple(sources), tuple(search.folders), tuple(search.unreadable))


class _Search:
    """Goes through what was named and remembers the folders that it met."""

    def __init__(self) -> None:
        self.folders: list[Path] = []
        self.unreadable: list[tuple[Path, str]] = []

    def all(self, inputs: Sequence[str]) -> Iterator[Source]:
        for word in inputs:
            path = Path(word)
            if path.is_dir():
                yield from self._in_folder(path, PurePath())
            elif path.exists() or not glob.has_magic(word):
                yield _named(path)
            else:
                yield from self._fitting(word)

    def _in_folder(self, top: Path, below: PurePath) -> Iterator[Source]:
        self.folders.append(top)
        for folder, subfolders, names in os.walk(top, onerror=self._remember):
            subfolders.sort()
            place = below / Path(folder).relative_to(top)
            for name in sorted(names):
                if name.lower().endswith(READABLE_SUFFIXES):
                    yield Source(Path(folder, name), place / name)

    def _remember(self, error: OSError) -> None:
        self.unreadable.append((Path(str(error.filename)), error.strerror or str(error)))

    def _fitting(self, pattern: str) -> Iterator[Source]:
        root = _fixed_part(pattern)
        found = sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207 - Path.glob takes no absolute patterns
        if not found:
            raise FileMissing(path=pattern)
        for path in map(Path, found):
            if path.is_dir():
                if "**" not in pattern:  # there its photos are found one by one, where the pattern wants them
                    yield from self._in_folder(path, path.relative_to(root))
            elif path.name.lower().endswith(READABLE_SUFFIXES):
                yield Source(path, path.relative_to(root))


def _named(path: Path) -> Source:
    if not os.path.lexists(path):
        raise FileMissing(path=path)
    return Source(path, PurePath(path.name))


def _fixed_part(pattern: str) -> Path:
    """The folder that a pattern begins with."""
    fixed = []
    for part in Path(pattern).parts:
        if glob.has_magic(part):
            break
        fixed.append(part)
    return Path(*fixed)


def _fits(place: PurePath, where: str | None) -> bool:
    if where is None:
        return True
    name = place.as_posix() if "/" in where else place.name
    return fnmatch.fnmatchcase(name.lower(), where.lower())
