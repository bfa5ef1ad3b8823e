"""The verbs ``batch restore``, ``batch upscale`` and ``batch inpaint``: many photos in, a folder of results out.

What carries them out is imported where it is called: other verbs do not wait for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from desktop_unet.cli import options as given
from desktop_unet.cli.console import verb
from desktop_unet.cli.options import FillName, parse_strength
from desktop_unet.cli.restoration import EnlargeBy, Looking, Running, Steps, Threshold, Tones, parse_wishes
from desktop_unet.cli.running import check_card
from desktop_unet.engine.task_table import INPAINT, UPSCALE
from desktop_unet.errors import NotAFolder
from desktop_unet.imaging.damage_marks import DEFAULT_THRESHOLD
from desktop_unet.studio.batch.naming import Naming
from desktop_unet.studio.batch.plan import Existing

if TYPE_CHECKING:
    from desktop_unet.cli.batch_run import Wanted
    from desktop_unet.studio.batch.cluster.address import ClusterAddress
    from desktop_unet.studio.batch.jobs import Job

_MANY = "Many photos"
_CLUSTER = "Many machines"
_AUTO = "auto"


class FormatName(StrEnum):
    """Formats of results, by their suffix."""

    jpg = "jpg"
    png = "png"
    tif = "tif"
    webp = "webp"
    avif = "avif"


Inputs = Annotated[
    list[str], typer.Argument(metavar="IN", help="Photos, folders, or patterns in quotes.", show_default=False)
]
Masks = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="Folder of masks that are named and placed as the photos.", show_default=False),
]
OutDir = Annotated[Path, typer.Argument(metavar="OUT_DIR", help="Folder for the results.", show_default=False)]


@dataclass(frozen=True)
class Many:
    """What is said of many photos beyond what each is told."""

    name: Annotated[str, typer.Option(metavar="PATTERN", help="What results are called.", rich_help_panel=_MANY)] = (
        "{stem}{suffix}"
    )
    format: Annotated[
        FormatName | None,
        typer.Option(help="Format of the results. [dim]default: each photo's own[/dim]", rich_help_panel=_MANY),
    ] = None
    file_quality: given.FileQuality = 95
    lossless: given.Lossless = False
    existing: Annotated[
        Existing, typer.Option(help="What to do where a result's name is taken.", rich_help_panel=_MANY)
    ] = Existing.skip
    where: Annotated[
        str | None,
        typer.Option(metavar="PATTERN", help="Only photos whose name fits, such as '*.jpg'.", rich_help_panel=_MANY),
    ] = None
    limit: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Only the first N photos.", rich_help_panel=_MANY)
    ] = None
    keep_date: Annotated[
        bool, typer.Option("--keep-date", help="Give results the date of their photos' files.", rich_help_panel=_MANY)
    ] = False
    journal: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Where to note what is done. [dim]default: in OUT_DIR[/dim]", rich_help_panel=_MANY
        ),
    ] = None
    fail_fast: Annotated[
        bool, typer.Option("--fail-fast", help="Stop at the first photo that fails.", rich_help_panel=_MANY)
    ] = False
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be done; write nothing.", rich_help_panel=_MANY)
    ] = False
    cluster: Annotated[
        str | None,
        typer.Option(
            metavar="tcp://...|FILE|local:N",
            help="Let workers of a Dask cluster make the photos, see docs/cluster.md.",
            rich_help_panel=_CLUSTER,
        ),
    ] = None
    transfer: Annotated[
        bool,
        typer.Option("--transfer", help="Send files to workers that share no folder.", rich_help_panel=_CLUSTER),
    ] = False

    def wanted(self, inputs: list[str], out_dir: Path, telling: given.Telling, *, strips: bool) -> Wanted:
        """All that a run is told besides its job."""
        from desktop_unet.cli.batch_run import Wanted

        if self.transfer and self.cluster is None:
            raise typer.BadParameter("--transfer needs --cluster.")
        naming = Naming(self.name, None if self.format is None else f".{self.format.value}", self.lossless)
        return Wanted(
            inputs=tuple(inputs),
            out_dir=out_dir,
            naming=naming,
            quality=self.file_quality,
            lossless=self.lossless,
            existing=self.existing,
            where=self.where,
            limit=self.limit,
            keeps_date=self.keep_date,
            journal=self.journal,
            fails_fast=self.fail_fast,
            is_dry=self.dry_run,
            cluster=None if self.cluster is None else _parse_cluster(self.cluster),
            transfers=self.transfer,
            strips_metadata=strips,
            telling=telling,
        )


batch = typer.Typer(
    help="Do the same to many photos; the same command goes on where it was stopped.",
    no_args_is_help=True,
    rich_markup_mode="rich",
)


@batch.command()
@verb
def restore(
    inputs: Inputs,
    out_dir: OutDir,
    steps: Steps = None,
    masks: Masks = None,
    threshold: Threshold = DEFAULT_THRESHOLD,
    fill: given.FillChoice = FillName.auto,
    strength: given.Strength = _AUTO,
    tones: Tones = _AUTO,
    scale: EnlargeBy = None,
    page: given.Page = 1,
    *,
    many: Many,
    enlarging: Looking,
    running: Running,
    strip_metadata: given.StripMetadata = False,
    telling: given.Telling,
) -> None:
    """Restore old photos: fill damage, clean up noise and JPEG, bring back faded tones, enlarge the small ones."""
    from desktop_unet.studio.batch.jobs import Restore

    settings = {
        "threshold": threshold,
        "strength": parse_strength(strength),
        "tones": parse_strength(tones, "--tones"),
        "fill": fill.value,
    }
    _check_folders(masks)
    wishes = parse_wishes(steps, scale, has_mask=masks is not None, settings=settings)
    job = Restore(wishes, enlarging.choices(running), page, masks)
    check_card(job.choices, INPAINT)
    check_card(job.choices, UPSCALE)
    check_card(job.choices, UPSCALE, job.choices.look)
    _run(job, many.wanted(inputs, out_dir, telling, strips=strip_metadata))


def upscale(
    inputs: Inputs,
    out_dir: OutDir,
    scale: given.Scale,
    strength: given.Strength = _AUTO,
    page: given.Page = 1,
    *,
    many: Many,
    enlarging: given.Enlarging,
    running: given.Running,
    strip_metadata: given.StripMetadata = False,
    telling: given.Telling,
) -> None:
    """Enlarge photos, or clean them up (--scale 1)."""
    from desktop_unet.studio.batch.jobs import Enlarge

    choices, factor = enlarging.choices(running), int(scale.value)
    check_card(choices, UPSCALE, choices.look if factor > 1 else "natural")
    job = Enlarge(factor, parse_strength(strength), choices, enlarging.quality, enlarging.mix / 100, page)
    _run(job, many.wanted(inputs, out_dir, telling, strips=strip_metadata))


def inpaint(
    inputs: Inputs,
    out_dir: OutDir,
    masks: Masks = None,
    mask: Annotated[
        str | None, typer.Option(metavar="auto", help="'auto' finds scratches and dust.", show_default=False)
    ] = None,
    *,
    mask_threshold: given.MaskThreshold = None,
    masking: given.Masking,
    fill: given.FillChoice = FillName.auto,
    borrow_from: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Folder of masks: borrow texture and structure only where these are white."),
    ] = None,
    never_from: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder of masks: borrow nothing where these are white.")
    ] = None,
    page: given.Page = 1,
    many: Many,
    running: given.Running,
    strip_metadata: given.StripMetadata = False,
    telling: given.Telling,
) -> None:
    """Fill in each photo what its mask marks and leave everything else unchanged."""
    if (masks is None) == (mask is None) or mask not in (None, _AUTO):
        raise typer.BadParameter("Give either --masks DIR or --mask auto.")
    if mask_threshold is not None and mask is None:
        raise typer.BadParameter("--mask-threshold needs --mask auto.")
    _check_folders(masks, borrow_from, never_from)
    from desktop_unet.studio.batch.jobs import FillMarked

    choices = running.choices()
    check_card(choices, INPAINT)
    job = FillMarked(masks, masking.wishes, fill.value, choices, mask_threshold, page, borrow_from, never_from)
    _run(job, many.wanted(inputs, out_dir, telling, strips=strip_metadata))


def _parse_cluster(text: str) -> ClusterAddress:
    from desktop_unet.studio.batch.cluster.address import parse_cluster

    try:
        return parse_cluster(text)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--cluster") from None


def _check_folders(*folders: Path | None) -> None:
    for folder in folders:
        if folder is not None and not folder.is_dir():
            raise NotAFolder(path=folder)


def _run(job: Job, wanted: Wanted) -> None:
    from desktop_unet.cli.batch_run import run_batch

    run_batch(job, wanted)


batch.command(UPSCALE.name)(verb(upscale))
batch.command(INPAINT.name)(verb(inpaint))
