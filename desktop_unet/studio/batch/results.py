"""A result of a batch as a file: written whole, dated as its photo; and the mishaps that are no fault of the photo.

Comes in: a photo that was made and its item. Goes out: a file below the output's folder. Done by the run's own writer
or, in a cluster, by a worker.
"""

from __future__ import annotations

import contextlib
import errno
import os
from dataclasses import dataclass
from pathlib import Path

from desktop_unet.errors import (
    CardUnknown,
    DeviceMissing,
    DiskFull,
    LookMissing,
    Mishap,
    NetworkUnusable,
    OnnxRuntimeMissing,
    OutputUnwritable,
    WeightsDamaged,
)
from desktop_unet.imaging.codec import write_photo
from desktop_unet.imaging.photo import Photo
from desktop_unet.phrases import Phrase
from desktop_unet.studio.batch.plan import Item

_FULL = frozenset(os.strerror(number) for number in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)))
_CONCERNS_ALL = (
    CardUnknown,
    DeviceMissing,
    DiskFull,
    LookMissing,
    NetworkUnusable,
    OnnxRuntimeMissing,
    WeightsDamaged,
)


@dataclass(frozen=True)
class Writing:
    """How results are written.

    Args:
        out_dir: their folder.
        quality: 1 to 100, for formats that lose some.
        strip_metadata: leave out EXIF, place, and the like.
        keeps_date: results get the date of their photos' files.
        lossless: every value comes back, in place of ``quality``.
    """

    out_dir: Path
    quality: int = 95
    strip_metadata: bool = False
    keeps_date: bool = False
    lossless: bool = False

    def target(self, item: Item) -> Path:
        """The result's file."""
        return self.out_dir / item.made


def write_result(photo: Photo, item: Item, writing: Writing) -> tuple[Phrase, ...]:
    """Let a result appear, and say what its format does not hold; raises as ``write_photo``, and OSError."""
    target = writing.target(item)
    target.parent.mkdir(parents=True, exist_ok=True)
    written = write_photo(
        photo,
        target,
        quality=writing.quality,
        overwrite=item.replaces,
        strip_metadata=writing.strip_metadata,
        lossless=writing.lossless,
    )
    date_result(item, writing)
    return written.notes


def date_result(item: Item, writing: Writing) -> None:
    """Give a result the date of its photo's file, where that is wanted."""
    if writing.keeps_date:
        with contextlib.suppress(OSError):  # the photo is gone by now, or the disk keeps no dates
            modified_ns = item.planned.source.path.stat().st_mtime_ns
            os.utime(writing.target(item), ns=(modified_ns, modified_ns))


def ends_all(error: Exception, writing: Writing) -> Mishap | None:
    """The mishap that every other photo would meet too; None where this photo alone is concerned."""
    if isinstance(error, _CONCERNS_ALL):
        return error
    facts = error.facts.get("reason") if isinstance(error, OutputUnwritable) else getattr(error, "strerror", None)
    if any(full in str(facts) for full in _FULL):
        return DiskFull(path=writing.out_dir)
    if isinstance(error, OutputUnwritable) and not os.access(writing.out_dir, os.W_OK | os.X_OK):
        return OutputUnwritable(path=writing.out_dir, reason=facts)
    return None


def sentence(error: Exception) -> str:
    """What a person reads of a photo that failed; a defect of the program is called one."""
    if isinstance(error, Mishap):
        return str(error)
    return f"the program failed ({type(error).__name__}: {error}); please report this."
