"""What a crash or a power cut must not cost: marks and results of the open photos, kept in a folder of each run.

Comes in: snapshots of documents while they are worked on. Goes out: the same after a run that did not end well.

    unsaved/run-1234/lock          held by the run as long as it lives
                     1.json        path, name and suffix; written last, so that a record is whole or not there
                     1-mask.png, 1-result.tif, 1-original.tif (of photos that have no file)
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from weakref import ReferenceType, ref

from desktop_unet.atomic_files import hold, is_held, write_whole
from desktop_unet.document.document import Document, Restoration
from desktop_unet.engine.task import Request, Variant
from desktop_unet.errors import Mishap, RequestImpossible
from desktop_unet.imaging.photo import Mask, Photo
from desktop_unet.phrases import Phrase
from desktop_unet.settings import settings_file
from desktop_unet.studio.finished import Finished
from desktop_unet.studio.orders import suffix_of

BYTES_AT_MOST = 2_000_000_000
"""Of all pictures that one run keeps; of what does not fit, the marks alone are kept."""
FORGET_AFTER_S = 14 * 24 * 3600
_LOCK, _RUNS = "lock", "run-*"


@dataclass(frozen=True, eq=False)
class Snapshot:
    """A document at one moment.

    Args:
        name: of the photo, for a person.
        path: its file; None for a pasted one.
        original: the photo that was opened.
        mask: (H, W) of the photo as it stands; the document's own, to be copied before it is kept.
        sampling: the same of its sampling marks; None where there are none.
        result: the photo as it stands; None where it is the original.
        suffix: what a result's file name gets.
    """

    name: str
    path: Path | None
    original: Photo
    mask: Mask
    sampling: Mask | None
    result: Photo | None
    suffix: str


@dataclass(frozen=True, eq=False, kw_only=True)
class Recovered(Finished):
    """Whatever was asked for before the crash."""

    @property
    def edit_name(self) -> str:
        return "recovered result"

    @property
    def title(self) -> Phrase:
        return Phrase("Recovered")

    def request(self, variant: Variant) -> Request:
        """Raises RequestImpossible: how it was made is not known any more."""
        raise RequestImpossible(reason=Phrase("this result was recovered, run its task again"))


def unsaved_dir() -> Path:
    """Beside the settings; may not exist yet."""
    return settings_file().parent / "unsaved"


def snapshot_of(document: Document, name: str, path: Path | None) -> Snapshot | None:
    """What there is to be kept; None where the photo's file, or that of its result, holds all."""
    if not (document.is_modified or document.has_mask or document.has_sampling):
        return None
    result = document.photo if document.results or document.is_framed else None
    sampling = document.sampling if document.has_sampling else None
    return Snapshot(name, path, document.original, document.mask, sampling, result, suffix_of(document))


class Refuge:
    """The folder of this run."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / f"run-{os.getpid()}-{time.time_ns()}"
        self._held: Any = None
        self._there: dict[str, ReferenceType[Photo]] = {}

    def keep(self, number: int, snapshot: Snapshot) -> None:
        """Write one photo's snapshot in the place of the one before.

        Raises:
            OSError, Mishap: the disk does not take it.
        """
        from desktop_unet.imaging.mask import write_mask

        self._begin()
        write_mask(snapshot.mask, self._folder / f"{number}-mask.png", sampling=snapshot.sampling, overwrite=True)
        facts = {
            "path": None if snapshot.path is None else str(snapshot.path),
            "name": snapshot.name,
            "suffix": snapshot.suffix,
            "result": self._put(number, "result", snapshot.result),
            "original": self._put(number, "original", snapshot.original if snapshot.path is None else None),
        }
        write_whole(self._folder / f"{number}.json", json.dumps(facts).encode())

    def forget(self, number: int) -> None:
        """That photo is saved, or closed."""
        for path in [self._folder / f"{number}.json", *self._folder.glob(f"{number}-*")]:
            path.unlink(missing_ok=True)
            self._there.pop(path.name, None)

    def end(self) -> None:
        """The run has ended well."""
        if self._held is not None:
            self._held.close()
            self._held = None
        shutil.rmtree(self._folder, ignore_errors=True)

    def _begin(self) -> None:
        if self._held is None:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._held = hold(self._folder / _LOCK)

    def _put(self, number: int, what: str, photo: Photo | None) -> str | None:
        from desktop_unet.imaging.codec import write_photo

        path = self._folder / f"{number}-{what}.tif"
        before = self._there.get(path.name)
        if before is not None and photo is not None and before() is photo:
            return path.name
        self._there.pop(path.name, None)
        if photo is None or photo.pixels.nbytes + _bytes_in(self._folder) > BYTES_AT_MOST:
            path.unlink(missing_ok=True)
            return None
        write_photo(replace(photo, source=None), path, overwrite=True)
        self._there[path.name] = ref(photo)
        return path.name


def _bytes_in(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.iterdir())


def left_behind(folder: Path) -> list[Path]:
    """Folders of runs that did not end well and have something to give back; what is old or empty is removed."""
    found = []
    for run in sorted(folder.glob(_RUNS)):
        with contextlib.suppress(OSError):
            if is_held(run / _LOCK):
                continue
            is_old = time.time() - run.stat().st_mtime > FORGET_AFTER_S
            if is_old or not any(run.glob("*.json")):
                discard(run)
            else:
                found.append(run)
    return found


def count_photos(runs: list[Path]) -> int:
    """How many photos can be brought back."""
    return sum(1 for run in runs for _ in run.glob("*.json"))


def discard(run: Path) -> None:
    """What that run has left is not wanted."""
    shutil.rmtree(run, ignore_errors=True)


def recovered(run: Path) -> Iterator[Document]:
    """The documents of a run that did not end well; what cannot be read any more is left out."""
    for record in sorted(run.glob("*.json"), key=lambda path: int(path.stem)):
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError, Mishap):
            yield _document(run, record.stem, json.loads(record.read_text("utf-8")))


def _document(run: Path, number: str, facts: dict[str, Any]) -> Document:
    from desktop_unet.imaging.codec import read_photo, read_photo_apart

    made = read_photo(run / facts["result"]) if facts["result"] else None
    try:
        # The photo's own file may be what made the program crash.
        original = read_photo_apart(run / facts["original"] if facts["path"] is None else Path(facts["path"]))
    except Mishap:
        if made is None:
            raise
        original, facts["path"], made = made, None, None  # its file is gone, what was made of it is not
    document = Document(original if facts["path"] else replace(original, source=None))
    if made is not None:
        made = replace(made, source=document.original.source)
        order = Recovered(photo=document.original, done=str(facts["suffix"]))
        document.add_result(Restoration(order, {"skip": made}, "skip"))
    _take_marks(document, run / f"{number}-mask.png")
    return document


def _take_marks(document: Document, path: Path) -> None:
    """Marks of another size are left: the run ended between two files."""
    from desktop_unet.imaging.mask import read_sampling, read_soft_mask

    extent, mask, sampling = document.photo.extent, None, None
    with contextlib.suppress(Mishap):
        sampling = read_sampling(path, extent)
        mask = read_soft_mask(path, extent)
    document.replace_marks("recovered marks", mask, sampling)
