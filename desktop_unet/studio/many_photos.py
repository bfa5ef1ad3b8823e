"""What the window asks to be made of many photos: one frozen value, which outlives the program as JSON.

Comes in: the panel's options and what the dialog adds. Goes out: a job for ``studio.batch``, how results are named and
written, and what all of it comes to.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any, cast

from desktop_unet.engine.task import Choices, Fill, Precision, Quality, Report, Step, Variant
from desktop_unet.imaging.damage_marks import DEFAULT_THRESHOLD
from desktop_unet.imaging.mask import Wishes
from desktop_unet.models.descriptor import Look
from desktop_unet.settings import Settings
from desktop_unet.studio.batch.estimate import sizes_of
from desktop_unet.studio.batch.jobs import Enlarge, FillMarked, Job, Restore, digest_of
from desktop_unet.studio.batch.journal import NAME, borrowed_journal
from desktop_unet.studio.batch.naming import Naming
from desktop_unet.studio.batch.plan import Existing, Fate, Item, Plan, plan_batch, sort_out
from desktop_unet.studio.batch.results import Writing
from desktop_unet.studio.batch.sources import Found, find_sources
from desktop_unet.studio.enlarging import look_of
from desktop_unet.studio.networks import Networks
from desktop_unet.studio.opening import is_photo_file
from desktop_unet.studio.options import CLEAN_UP, Deed, Options
from desktop_unet.studio.pages import PAGE_ROWS
from desktop_unet.studio.restore_wishes import RestoreWishes, StepName

_FOLDER_NAMES: dict[Deed, str] = {
    "restore": "restored",
    "enlarge": "enlarged",
    "clean": "cleaned",
    "fill": "filled",
}
_LOOKED_AT = 200
"""So many photos' headers are read at most for an estimate; more are reckoned from these."""


@dataclass(frozen=True)
class ManyPhotos:
    """What is to be made of which photos, and where to.

    Args:
        inputs: files and folders, absolute.
        out_dir: folder for the results.
        deed: what is made.
        existing: what to do with files that have a result's name: ``skip``, ``overwrite`` or ``rename``.
        suffix: of the results, with its dot; empty keeps each photo's own.
        file_quality: 1 to 100, for formats that lose some.
        strips_metadata: leave out EXIF, place and the like.
        scale: of enlarging.
        strength: 0..1; None is the one found in each photo.
        variant, network, look, quality, fill: as in ``Options``; ``look`` for ``scale``.
        masks: folder of masks for filling; empty has damage looked for.
        on, off, threshold, tones, step_scale, step_strength, step_fill, step_look: of restoring in steps.
        device, precision: as in ``Choices``.
    """

    inputs: tuple[str, ...] = ()
    out_dir: str = ""
    deed: Deed = "restore"
    existing: str = "skip"
    suffix: str = ""
    file_quality: int = 95
    strips_metadata: bool = False
    scale: int = 2
    strength: float | None = None
    variant: str = "skip"
    network: str = ""
    look: str = "natural"
    quality: str = "good"
    fill: str = "auto"
    masks: str = ""
    on: tuple[str, ...] = ()
    off: tuple[str, ...] = ()
    threshold: float = DEFAULT_THRESHOLD
    tones: float | None = None
    step_scale: int = 2
    step_strength: float | None = None
    step_fill: str = "auto"
    step_look: str = "natural"
    device: str = "auto"
    precision: str = "auto"

    # --- what studio.batch is told -----------------------------------------------------------

    @property
    def job(self) -> Job:
        """What is done to each photo."""
        if self.deed == "restore":
            return Restore(self._wishes, self._choices(look=self.step_look))
        if self.deed == "fill":
            masks = Path(self.masks) if self.masks else None
            return FillMarked(masks, Wishes(), cast(Fill, self.fill), self._choices())
        scale = CLEAN_UP if self.deed == "clean" else self.scale
        choices = self._choices(look=self.look if scale != CLEAN_UP else "natural", card=self.network or None)
        return Enlarge(scale, self.strength, choices, cast(Quality, self.quality))

    @property
    def _wishes(self) -> RestoreWishes:
        return RestoreWishes(
            on=frozenset(cast(tuple[StepName, ...], self.on)),
            off=frozenset(cast(tuple[StepName, ...], self.off)),
            threshold=self.threshold,
            strength=self.step_strength,
            tones=self.tones,
            scale=self.step_scale,
            fill=cast(Fill, self.step_fill),
        )

    def _choices(self, look: str = "natural", card: str | None = None) -> Choices:
        return Choices(
            cast(Variant, self.variant),
            look=cast(Look, look),
            card=card,
            device=self.device,
            precision=cast(Precision, self.precision),
        )

    @property
    def writing(self) -> Writing:
        return Writing(Path(self.out_dir), self.file_quality, self.strips_metadata)

    @property
    def digest(self) -> str:
        """Of the settings; raises as ``digest_of``."""
        settings = {"quality": self.file_quality, "strips_metadata": self.strips_metadata, "lossless": False}
        return digest_of(self.job, **settings)

    @property
    def journal_path(self) -> Path:
        return Path(self.out_dir) / NAME

    def plan(self) -> Plan:
        """All photos with their places; raises as ``plan_batch``."""
        return plan_batch(self.inputs, Path(self.out_dir), Naming(suffix=self.suffix or None))

    # --- to a file, and back -------------------------------------------------------------------

    def to_json(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: object) -> ManyPhotos | None:
        """What ``to_json`` gave; None for anything else."""
        try:
            found = json.loads(text) if isinstance(text, str) else {}
            known = {each.name: _fitting(found[each.name]) for each in fields(cls)}
            many = cls(**known)
            is_known = many.deed in _FOLDER_NAMES and Existing(many.existing) and many.job is not None
        except (ValueError, KeyError, TypeError):
            return None
        return many if is_known and many.inputs and many.out_dir else None


def _fitting(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def many_for(
    inputs: Sequence[Path], deed: Deed, options: Options, settings: Settings, networks: Networks
) -> ManyPhotos:
    """What the panel says, for many photos."""
    wishes = options.wishes
    scale = options.scale if options.scale != CLEAN_UP else 2
    return ManyPhotos(
        inputs=tuple(str(path) for path in inputs),
        out_dir=str(suggested_folder(inputs, deed)),
        deed=deed,
        file_quality=settings.jpeg_quality,
        strips_metadata=settings.strip_metadata,
        scale=scale,
        strength=options.strength,
        variant=options.variant,
        network=options.network,
        look=look_of(options, networks, scale),
        quality=options.quality,
        fill=options.fill,
        on=tuple(sorted(wishes.on)),
        off=tuple(sorted(wishes.off)),
        threshold=wishes.threshold,
        tones=wishes.tones,
        step_scale=wishes.scale,
        step_strength=wishes.strength,
        step_fill=wishes.fill,
        step_look=look_of(replace(options, network=""), networks, wishes.scale),
        device=settings.device,
        precision=settings.precision,
    )


def deed_of(options: Options) -> Deed:
    """What the page in front would do to one photo."""
    return PAGE_ROWS[options.task].deed


def suggested_folder(inputs: Sequence[Path], deed: Deed) -> Path:
    """Beside what was named, and always the same for the same, so that what was begun there goes on."""
    first = inputs[0]
    # A photo's neighbours are no inputs, but results among them would be hard to tell apart.
    home = first if len(inputs) == 1 and first.is_dir() else first.parent
    return home.with_name(f"{home.name or 'photos'}-{_FOLDER_NAMES[deed]}")


def photos_in(paths: Sequence[Path]) -> tuple[tuple[Path, ...], Found]:
    """Folders and photo files among what was dropped, and the photos that these hold.

    Raises:
        Mishap: one of them is not there.
    """
    inputs = tuple(path for path in paths if path.is_dir() or is_photo_file(path))
    return inputs, find_sources([str(path) for path in inputs])


# --- what it comes to ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Outlook:
    """What a batch comes to before it is begun.

    Args:
        make, made, skip: photos that are to be made, were made before, and would be left out.
        bytes: of the results, if they compress as their photos do.
        megapixels: of the results.
        seconds: that it takes; None while no photo was ever made like this.
        unreadable: folders that cannot be listed.
        room: free bytes on the disk.
    """

    make: int
    made: int
    skip: int
    bytes: float = 0.0
    megapixels: float = 0.0
    seconds: float | None = None
    unreadable: tuple[tuple[Path, str], ...] = field(default=())
    room: int | None = None


def look_ahead(many: ManyPhotos, seconds_per_megapixel: float | None, report: Report) -> Outlook:
    """Reckon what it comes to; nothing is written.

    Args:
        many: what is asked.
        seconds_per_megapixel: that such photos have taken; None where none was made yet.
        report: called before each photo.

    Raises:
        Cancelled: as ``report`` does.
        Mishap: it cannot be done so; one sentence says why.
    """
    plan, job, digest = many.plan(), many.job, many.digest
    with borrowed_journal(many.journal_path) as journal:
        items = list(sort_out(plan, journal, Existing(many.existing), digest, job.beside))
        each = journal.seconds_per_photo(digest)
    to_make = [item for item in items if item.fate is Fate.make]
    size, megapixels = _measured(to_make, job, report)
    seconds = each * len(to_make) if each is not None else None
    if seconds is None and seconds_per_megapixel is not None:
        seconds = seconds_per_megapixel * megapixels
    made = sum(item.fate is Fate.made for item in items)
    return Outlook(
        make=len(to_make),
        made=made,
        skip=len(items) - len(to_make) - made,
        bytes=size,
        megapixels=megapixels,
        seconds=seconds,
        unreadable=plan.unreadable,
        room=_room(Path(many.out_dir)),
    )


def _measured(items: Sequence[Item], job: Job, report: Report) -> tuple[float, float]:
    """Bytes and megapixels of all results, reckoned from evenly spread photos where there are very many."""
    step = -(-len(items) // _LOOKED_AT) or 1
    looked_at = items[::step]
    size = megapixels = 0.0
    for number, item in enumerate(looked_at):
        report(Step(number, len(looked_at), "Looking at the photos"))
        sizes = sizes_of(item, job)
        if sizes is not None:
            size, megapixels = size + sizes.bytes, megapixels + sizes.megapixels
    share = len(items) / len(looked_at) if looked_at else 1.0
    return size * share, megapixels * share


def _room(folder: Path) -> int | None:
    import shutil

    there = next((each for each in (folder, *folder.parents) if each.is_dir()), None)
    try:
        return shutil.disk_usage(there).free if there is not None else None
    except OSError:
        return None
