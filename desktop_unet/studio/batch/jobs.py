"""What is done to each photo of a batch: frozen values that could go to another process.

Comes in: what the verb was told. Goes out: photos, read and made in two calls, so that the next one can be read while
the engine works. Next on the road: ``engine/restore.py``.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Callable
from dataclasses import Field, dataclass, replace
from pathlib import Path, PurePath
from typing import Any, ClassVar, Protocol

from desktop_unet.engine.task import Choices, Fill, InpaintRequest, Quality, Report, Request, UpscaleRequest
from desktop_unet.engine.task_table import INPAINT, UPSCALE
from desktop_unet.errors import MaskMissing
from desktop_unet.imaging.borrowing import read_sources
from desktop_unet.imaging.codec import READABLE_SUFFIXES, read_photo
from desktop_unet.imaging.damage_marks import DEFAULT_THRESHOLD
from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.mask import Wishes, read_wanted_mask, wanted
from desktop_unet.imaging.photo import Mask, Photo
from desktop_unet.phrases import Phrase
from desktop_unet.studio.batch.sources import Source
from desktop_unet.studio.batch.weights import file_for, finder_files, sums_of
from desktop_unet.studio.damage_search import survey_damage
from desktop_unet.studio.restore_plan import examine, is_small, plan_restoration, seeks_damage
from desktop_unet.studio.restore_steps import carry_out
from desktop_unet.studio.restore_wishes import RestoreWishes


@dataclass(frozen=True, eq=False)
class Read:
    """A photo that was read, with its mask where the job has one, and with what fills may borrow from."""

    photo: Photo
    mask: Mask | None = None
    allowed: Mask | None = None
    notes: tuple[Phrase, ...] = ()


@dataclass(frozen=True, eq=False)
class Made:
    """A photo that was made, and what is to be said of it."""

    photo: Photo
    notes: tuple[Phrase, ...] = ()


Opens = Callable[..., Photo]
"""Reads a photo from a path and ``page``; ``read_photo``, or another process that does it."""

_WHERE = ("device", "threads", "memory_mib")


class Job(Protocol):
    """What is done to each photo."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]

    @property
    def name(self) -> str:
        """The verb's."""

    @property
    def choices(self) -> Choices:
        """How to run."""

    @property
    def page(self) -> int:
        """Which picture of a file that holds several, from 1."""

    def read(self, source: Source, opens: Opens = read_photo) -> Read:
        """Read what the job needs of one photo, that itself by ``opens``; raises a ``Mishap`` where it cannot."""

    def make(self, read: Read, report: Report) -> Made:
        """Do it; raises as the engine."""

    def extent_of(self, extent: Extent) -> Extent:
        """The size of the result, from that of the photo."""

    def beside(self, source: Source) -> tuple[Path, ...]:
        """The files that a photo's result depends on besides the photo."""

    def networks(self) -> tuple[Path, ...]:
        """The files of the networks that may be asked for; raises a ``Mishap`` where one is not to be had."""


def digest_of(job: Job, **more: object) -> str:
    """Tells settings from each other: the same for the same job, networks, and what ``more`` there is to the results.

    Raises:
        Mishap: as ``Job.networks``.
    """
    facts = {"job": job.name, **dataclasses.asdict(job), "weights": sums_of(job.networks()), **more}
    # Where and on how many processors it runs is no reason to do it again.
    facts["choices"] = {name: value for name, value in facts["choices"].items() if name not in _WHERE}
    return hashlib.sha256(json.dumps(facts, sort_keys=True, default=_as_text).encode()).hexdigest()[:16]


def _as_text(value: object) -> object:
    return sorted(value) if isinstance(value, frozenset) else str(value)


def folders_of(job: Job) -> dict[str, Path]:
    """The folders of masks that a job was given, by the names of its fields."""
    values = {field.name: getattr(job, field.name) for field in dataclasses.fields(job)}
    return {name: value for name, value in values.items() if isinstance(value, Path)}


def masks_for(job: Job, source: Source) -> dict[str, Path]:
    """The masks that there are for a photo, by the names of the job's fields."""
    found = {name: mask_for(folder, source.place) for name, folder in folders_of(job).items()}
    return {name: path for name, path in found.items() if path is not None}


@dataclass(frozen=True)
class Enlarge:
    """Enlarge each photo, or clean it up at scale 1; the fields are the request's."""

    scale: int
    strength: float | None
    choices: Choices
    quality: Quality = "good"
    mix: float = 1.0
    page: int = 1

    @property
    def name(self) -> str:
        return UPSCALE.name

    def read(self, source: Source, opens: Opens = read_photo) -> Read:
        return Read(opens(source.path, page=self.page))

    def make(self, read: Read, report: Report) -> Made:
        return _ask(
            UpscaleRequest(read.photo, self.scale, self.strength, self.choices, quality=self.quality, mix=self.mix),
            report,
        )

    def extent_of(self, extent: Extent) -> Extent:
        return extent.scaled(self.scale)

    def beside(self, source: Source) -> tuple[Path, ...]:
        return ()

    def networks(self) -> tuple[Path, ...]:
        looks = {"natural" if self.scale == 1 else self.choices.look}
        if self.mix < 1:
            looks.add("natural")
        return tuple(file_for(self.choices, UPSCALE, look) for look in sorted(looks))


@dataclass(frozen=True)
class FillMarked:
    """Fill in each photo what its mask marks.

    Args:
        masks: folder of masks, named as the photos; None has damage looked for.
        threshold: of what is found; None is the usual one.
        borrow_from, never_from: folders of masks that say where fills may borrow from, for the photos that have one;
            the areas saved in the others' own masks say it for these.
    """

    masks: Path | None
    wishes: Wishes
    fill: Fill
    choices: Choices
    threshold: float | None = None
    page: int = 1
    borrow_from: Path | None = None
    never_from: Path | None = None

    @property
    def name(self) -> str:
        return INPAINT.name

    def read(self, source: Source, opens: Opens = read_photo) -> Read:
        photo, there = opens(source.path, page=self.page), masks_for(self, source)
        allowed = read_sources(photo, there.get("borrow_from"), there.get("never_from"), there.get("masks"))
        if self.masks is None:
            return Read(photo, None, allowed)
        if "masks" not in there:
            raise MaskMissing(
                path=source.path, folder=self.masks, instead=Phrase("have damage looked for (--mask auto)")
            )
        mask, notes = read_wanted_mask(there["masks"], photo, self.wishes)
        return Read(photo, mask, allowed, notes)

    def make(self, read: Read, report: Report) -> Made:
        mask, notes = read.mask, read.notes
        if mask is None:
            threshold = DEFAULT_THRESHOLD if self.threshold is None else self.threshold
            mask = survey_damage(read.photo, self._looking, report).marks(threshold)
            if not mask.any():
                return Made(read.photo, (Phrase("No scratches or dust were found; the photo is as it was."),))
            mask, notes = wanted(mask, self.wishes, path=read.photo.source or "")
        made = _ask(InpaintRequest(read.photo, mask, self.choices, self.fill, sources=read.allowed), report)
        return replace(made, notes=(*notes, *made.notes))

    def extent_of(self, extent: Extent) -> Extent:
        return extent

    def beside(self, source: Source) -> tuple[Path, ...]:
        return tuple(masks_for(self, source).values())

    def networks(self) -> tuple[Path, ...]:
        filler = file_for(self.choices, INPAINT)
        return (filler,) if self.masks is not None else (filler, *finder_files(self._looking))

    @property
    def _looking(self) -> Choices:
        """How damage is looked for: card, gates and tiles are the filler's."""
        return replace(self.choices, card=None, gates=None, tile_px=None)


def mask_for(folder: Path, place: PurePath) -> Path | None:
    """The mask of the photo at ``place``: of the same name, or with the suffix of another format; None for none."""
    names = (place.with_suffix(".png"), place, *(place.with_suffix(suffix) for suffix in READABLE_SUFFIXES))
    return next((folder / name for name in names if (folder / name).is_file()), None)


@dataclass(frozen=True)
class Restore:
    """Do to each photo the steps that make sense for it, or those that are wished.

    Args:
        masks: folder of masks, named as the photos, that are filled in place of what is found.
    """

    wishes: RestoreWishes
    choices: Choices
    page: int = 1
    masks: Path | None = None

    @property
    def name(self) -> str:
        return "restore"

    def read(self, source: Source, opens: Opens = read_photo) -> Read:
        photo = opens(source.path, page=self.page)
        if self.masks is None:
            return Read(photo)
        path = mask_for(self.masks, source.place)
        if path is None:
            raise MaskMissing(path=source.path, folder=self.masks, instead=Phrase("leave out --masks"))
        return Read(photo, read_wanted_mask(path, photo, Wishes())[0])

    def make(self, read: Read, report: Report) -> Made:
        from desktop_unet.studio.restoring import call_engine

        seeks = read.mask is None and seeks_damage(self.wishes, self._looking)
        found = examine(read.photo, self._looking, report, threshold=self.wishes.threshold if seeks else None)
        done = carry_out(read.photo, plan_restoration(found, self.wishes, read.mask), self.choices, call_engine, report)
        return Made(done.photo, done.notes)

    def extent_of(self, extent: Extent) -> Extent:
        return extent.scaled(self.wishes.scale if self.wishes.decides("enlarge", is_sensible=is_small(extent)) else 1)

    def beside(self, source: Source) -> tuple[Path, ...]:
        return tuple(masks_for(self, source).values())

    def networks(self) -> tuple[Path, ...]:
        files: list[Path] = []
        if "damage" not in self.wishes.off:
            files.append(file_for(self.choices, INPAINT))
            files += finder_files(self._looking) if self.masks is None else ()
        if not {"clean", "enlarge"} <= self.wishes.off:
            files.append(file_for(self.choices, UPSCALE))
        if "enlarge" not in self.wishes.off and self.choices.look != "natural":
            files.append(file_for(self.choices, UPSCALE, self.choices.look))
        return tuple(files)

    @property
    def _looking(self) -> Choices:
        return replace(self.choices, tile_px=None)


def _ask(request: Request, report: Report) -> Made:
    from desktop_unet.engine.restore import run

    result = run(request, report)
    return Made(result.photo, result.notes)


def megapixels(photo: Photo) -> float:
    """Of a photo, in millions of pixels."""
    return photo.height * photo.width / 1e6
