"""Photos on their way in: read, made ready to be shown, and told from other files. No Qt.

Comes in: paths and photos. Goes out: frozen values and arrays. What works here works in the worker thread.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from desktop_unet.document.document import Document
from desktop_unet.engine.task import Report, Step
from desktop_unet.errors import Mishap
from desktop_unet.imaging.formats import JPEG
from desktop_unet.imaging.photo import Photo
from desktop_unet.studio.file_stamps import Stamp, stamps_of
from desktop_unet.studio.pyramid import ScreenLevels, first_levels, screen_levels
from desktop_unet.studio.recovery import recovered

THUMBNAIL_PX, RECENT_PX = 96, 256
QUICK_BYTES = 30_000_000
"""Larger files have no small picture where the whole file would have to be decoded for it."""


@dataclass(frozen=True, eq=False)
class Loaded:
    """A photo ready to be shown; of a large one, the finest levels are still to be made by ``finish``.

    ``stamp`` is that of its file, where it has one.
    """

    photo: Photo
    levels: ScreenLevels
    thumbnail: NDArray[np.uint8]
    stamp: Stamp | None = None


def load(path: Path, report: Report) -> Loaded:
    """Read a photo and make it ready to be shown; raises as ``codec.read_photo_apart`` does."""
    from desktop_unet.imaging.codec import read_photo_apart

    waiting = Step(0, 0, f"Opening {path.name}")
    stamp = stamps_of([path]).get(path)  # before it is read: what changes meanwhile is noticed
    return replace(prepare(read_photo_apart(path, while_waiting=lambda: report(waiting))), stamp=stamp)


def recover(runs: Sequence[Path]) -> list[tuple[Loaded, Document, ScreenLevels]]:
    """What runs that did not end well have left: the photo, the document, and the photo as it stands, to be shown."""
    found = []
    for document in (document for run in runs for document in recovered(run)):
        source = document.original.source
        loaded = prepare(document.original)
        stamp = None if source is None else stamps_of([source]).get(source)
        found.append((replace(loaded, stamp=stamp), document, screen_levels(document.photo)))
    return found


def start_decoder() -> None:
    """Begin the process that reads photos before there is one to read."""
    from desktop_unet.imaging.codec import start_decoder

    start_decoder()


def prepare(photo: Photo) -> Loaded:
    """Make a photo ready to be shown."""
    return Loaded(photo, first_levels(photo) or screen_levels(photo), thumbnail_of_photo(photo))


def finish(photo: Photo, report: Report) -> ScreenLevels:
    """All levels of a photo that is shown already."""
    return screen_levels(photo, lambda: report(Step(0, 1, "Preparing the view")))


def thumbnail_of_photo(photo: Photo) -> NDArray[np.uint8]:
    """A small picture of a photo."""
    from desktop_unet.imaging.thumbnails import thumbnail_of

    return thumbnail_of(photo, THUMBNAIL_PX)


def thumbnail(path: Path, side_px: int = THUMBNAIL_PX) -> NDArray[np.uint8] | None:
    """A small picture of a file; None where none can be made."""
    from desktop_unet.imaging.thumbnails import read_thumbnail

    try:
        return read_thumbnail(path, side_px)
    except (Mishap, MemoryError):
        return None


def look_at_recent(path: Path) -> tuple[bool, NDArray[np.uint8] | None]:
    """Whether a file that was opened once is still there, and a small picture of it; None where that takes long."""
    try:
        size = path.stat().st_size
    except OSError:
        return False, None
    is_quick = size <= QUICK_BYTES or path.suffix.lower() in JPEG.suffixes
    return True, thumbnail(path, RECENT_PX) if is_quick else None


@dataclass(frozen=True)
class Incoming:
    """What several dropped files turned out to be."""

    photos: tuple[Path, ...]
    others: int


def sort_paths(paths: Sequence[Path]) -> Incoming:
    """Tell photo files from what else was dropped, by what they hold."""
    photos = tuple(path for path in paths if is_photo_file(path))
    return Incoming(photos, len(paths) - len(photos))


def is_photo_file(path: Path) -> bool:
    """Whether a file begins as a photo does."""
    from desktop_unet.imaging.reading import told_format

    try:
        told_format(path)
    except Mishap:
        return False
    return True
