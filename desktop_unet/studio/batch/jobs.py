"""What is done to each photo of a batch: frozen values that could go to another process.

Comes in: what the verb was told. Goes out: photos, read and made in two calls, so that the next one can be read while
the engine works. Next on the road: ``engine/restore.py``.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from dataclasses import Field, dataclass, replace
from pathlib import Path, PurePath
from typing import Any, ClassVar, Protocol

from desktop_unet.engine.task import Choices, Fill, InpaintRequest, Quality, Report, Request, UpscaleRequest
from desktop_unet.engine.task_table import INPAINT, UPSCALE
from desktop_unet.errors import MaskMissing
from desktop_unet.imaging.codec import READABLE_SUFFIXES, read_photo
from desktop_unet.imaging.damage_marks import DEFAULT_THRESHOLD
from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.mask import Wishes, read_wanted_mask, wanted
from desktop_unet.imaging.photo import Mask, Photo
from desktop_unet.phrases import Phrase
from desktop_unet.studio.batch.sources import Source
from desktop_unet.studio.damage_search import survey_damage
from desktop_unet.studio.restore_plan import examine, is_small, plan_restoration, seeks_damage
from desktop_unet.studio.restore_steps import carry_out
from desktop_unet.studio.restore_wishes import RestoreWishes


@dataclass(frozen=True, eq=False)
class Read:
    """A photo that was read, with its mask where the job has one."""

    photo: Photo
    mask: Mask | None = None
    notes: tuple[Phrase, ...] = ()


@dataclass(frozen=True, eq=False)
class Made:
    """A photo that was made, and what is to be said of it."""

    photo: Photo
    notes: tuple[Phrase, ...] = ()


_WHERE = ("device", "threads", "memory_mib")


class Job(Protocol):
    """What is done to each photo."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]

    @property
    def name(self) -> str:
        """The verb's."""

    @property
    def page(self) -> int:
        """Which picture of a file that holds several, from 1."""

    def read(self, source: Source) -> Read:
        """Read what the job needs of one photo; raises a ``Mishap`` where it cannot."""

    def make(self, read: Read, report: Report) -> Made:
        """Do it; raises as the engine."""

    def extent_of(self, extent: Extent) -> Extent:
        """The size of the result, from that of the photo."""

    def beside(self, source: Source) -> Path | None:
        """The file that a photo's result depends on besides the photo."""


def digest_of(job: Job, **more: object) -> str:
    """Tells settings from each other: the same for the same job, and what ``more`` there is to the results."""
    facts = {"job": job.name, **dataclasses.asdict(job), **more}
    # Where and on how many processors it runs is no reason to do it again.
    facts["choices"] = {name: value for name, value in facts["choices"].items() if name not in _WHERE}
    return hashlib.sha256(json.dumps(facts, sort_keys=True, default=_as_text).encode()).hexdigest()[:16]


def _as_text(value: object) -> object:
    return sorted(value) if isinstance(value, frozenset) else str(value)


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

    def read(self, source: Source) -> Read:
        return Read(read_photo(source.path, page=self.page))

    def make(self, read: Read, report: Report) -> Made:
        return _ask(
            UpscaleRequest(read.photo, self.scale, self.strength, self.choices, quality=self.quality, mix=self.mix),
            report,
        )

    def extent_of(self, extent: Extent) -> Extent:
        return extent.scaled(self.scale)

    def beside(self, source: Source) -> Path | None:
        return None


@dataclass(frozen=True)
class FillMarked:
    """Fill in each photo what its mask marks.

    Args:
        masks: folder of masks, named as the photos; None has damage looked for.
        threshold: of what is found; None is the usual one.
    """

    masks: Path | None
    wishes: Wishes
    fill: Fill
    choices: Choices
    threshold: float | None = None
    page: int = 1

    @property
    def name(self) -> str:
        return INPAINT.name

    def read(self, source: Source) -> Read:
        photo = read_photo(source.path, page=self.page)
        if self.masks is None:
            return Read(photo)
        path = _mask_for(self.masks, source.place)
        if path is None:
            raise MaskMissing(path=source.path, folder=self.masks)
        mask, notes = read_wanted_mask(path, photo, self.wishes)
        return Read(photo, mask, notes)

    def make(self, read: Read, report: Report) -> Made:
        mask, notes = read.mask, read.notes
        if mask is None:
            looking = replace(self.choices, card=None, gates=None, tile_px=None)
            threshold = DEFAULT_THRESHOLD if self.threshold is None else self.threshold
            mask = survey_damage(read.photo, looking, report).marks(threshold)
            if not mask.any():
                return Made(read.photo, (Phrase("No scratches or dust were found; the photo is as it was."),))
            mask, notes = wanted(mask, self.wishes, path=read.photo.source or "")
        made = _ask(InpaintRequest(read.photo, mask, self.choices, self.fill), report)
        return replace(made, notes=(*notes, *made.notes))

    def extent_of(self, extent: Extent) -> Extent:
        return extent

    def beside(self, source: Source) -> Path | None:
        return None if self.masks is None else _mask_for(self.masks, source.place)


def _mask_for(folder: Path, place: PurePath) -> Path | None:
    """The mask of the photo at ``place``: of the same name, or with the suffix of another format; None for none."""
    names = (place.with_suffix(".png"), place, *(place.with_suffix(suffix) for suffix in READABLE_SUFFIXES))
    return next((folder / name for name in names if (folder / name).is_file()), None)


@dataclass(frozen=True)
class Restore:
    """Do to each photo the steps that make sense for it, or those that are wished."""

    wishes: RestoreWishes
    choices: Choices
    page: int = 1

    @property
    def name(self) -> str:
        return "restore"

    def read(self, source: Source) -> Read:
        return Read(read_photo(source.path, page=self.page))

    def make(self, read: Read, report: Report) -> Made:
        from desktop_unet.engine.restore import run

        looking = replace(self.choices, tile_px=None)
        seeks = seeks_damage(self.wishes, looking)
        found = examine(read.photo, looking, report, threshold=self.wishes.threshold if seeks else None)
        done = carry_out(read.photo, plan_restoration(found, self.wishes, None), self.choices, run, report)
        return Made(done.photo, done.notes)

    def extent_of(self, extent: Extent) -> Extent:
        return extent.scaled(self.wishes.scale if self.wishes.decides("enlarge", is_sensible=is_small(extent)) else 1)

    def beside(self, source: Source) -> Path | None:
        return None


def _ask(request: Request, report: Report) -> Made:
    from desktop_unet.engine.restore import run

    result = run(request, report)
    return Made(result.photo, result.notes)


def megapixels(photo: Photo) -> float:
    """Of a photo, in millions of pixels."""
    return photo.height * photo.width / 1e6
