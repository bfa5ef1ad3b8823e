"""Whether a file is still the one that was read; works in the worker thread, no Qt.

Comes in: paths. Goes out: stamps to compare. Contents are not looked at: two stamps that are equal mean the
same file for all that anybody does to photos.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Stamp:
    """A file as it was at one moment: when it was written, and how many bytes it has."""

    modified_ns: int
    bytes: int


def stamp_of(path: Path) -> Stamp | None:
    """The file's stamp; None where there is no such file.

    Raises:
        OSError: it cannot be looked at.
    """
    try:
        about = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return Stamp(about.st_mtime_ns, about.st_size)


def stamps_of(paths: Iterable[Path]) -> Mapping[Path, Stamp | None]:
    """The stamps of several files; what cannot be looked at now is left out."""
    found = {}
    for path in paths:
        try:
            found[path] = stamp_of(path)
        except OSError:
            continue
    return found
