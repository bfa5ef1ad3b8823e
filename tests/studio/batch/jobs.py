"""A job that needs no network, so that what is around the engine can be tried thousands of times."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from PIL import Image

from desktop_unet.engine.task import Choices, Report
from desktop_unet.errors import NotAPhoto
from desktop_unet.imaging.codec import read_photo
from desktop_unet.imaging.geometry import Extent
from desktop_unet.studio.batch.jobs import Made, Opens, Read, digest_of
from desktop_unet.studio.batch.journal import NAME, Journal, open_journal
from desktop_unet.studio.batch.naming import Naming
from desktop_unet.studio.batch.plan import Existing, Plan, plan_batch, sort_out
from desktop_unet.studio.batch.recording import Books
from desktop_unet.studio.batch.runner import Event, Run, Tally, Writing
from desktop_unet.studio.batch.sources import Source


@dataclass(frozen=True)
class Invert:
    """Each photo's negative."""

    level: int = 255
    choices: Choices = field(default_factory=Choices)
    page: int = 1

    @property
    def name(self) -> str:
        return "invert"

    def read(self, source: Source, opens: Opens = read_photo) -> Read:
        return Read(opens(source.path))

    def make(self, read: Read, report: Report) -> Made:
        pixels = read.photo.pixels
        if pixels.max() == 7:
            raise ZeroDivisionError("seven")
        if pixels.max() == 8:
            raise NotAPhoto(path=read.photo.source, formats="none", last_format="other")
        return Made(read.photo.with_pixels(self.level - pixels, read.photo.alpha))

    def extent_of(self, extent: Extent) -> Extent:
        return extent

    def beside(self, source: Source) -> tuple[Path, ...]:
        return ()

    def networks(self) -> tuple[Path, ...]:
        return ()


def save(path: Path, value: int = 100) -> Path:
    """A small photo of one value."""
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(np.full((6, 9, 3), value, np.uint8)).save(path)
    return path


def value(path: Path) -> int:
    """What a photo of one value has."""
    return int(np.asarray(Image.open(path))[3, 4, 0])


@contextmanager
def opened(out_dir: Path) -> Iterator[Journal]:
    out_dir.mkdir(parents=True, exist_ok=True)
    journal = open_journal(out_dir / NAME).journal
    try:
        yield journal
    finally:
        journal.close()


def go(
    folder: Path,
    out_dir: Path,
    job: Invert | None = None,
    existing: Existing = Existing.skip,
    *,
    naming: Naming | None = None,
    **more: bool,
) -> tuple[Tally, list[Event]]:
    """One whole run over a folder: what it came to, and its events."""
    job, events = job or Invert(), []
    plan = plan_batch([str(folder)], out_dir, naming or Naming())
    fails_fast = more.pop("fails_fast", False)
    with opened(out_dir) as journal:
        digest = digest_of(job)
        items = tuple(sort_out(plan, journal, existing, digest))
        run = Run(Books(job, Writing(out_dir, **more), journal, digest, events.append, fails_fast))
        return run(items), events


def planned(folder: Path, out_dir: Path) -> Plan:
    return plan_batch([str(folder)], out_dir, Naming())
