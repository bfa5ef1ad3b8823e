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
    from desktop_unet.studio.batch.jobs import Job

_MANY = "Many photos"
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

    def wanted(self, inputs: list[str], out_dir: Path, telling: given.Telling, *, strips: bool) -> Wanted:
        """All that a run is told besides its job."""
        from desktop_unet.cli.batch_run import Wanted

        naming = Naming(self.name, None if self.format is None else f".{self.format.value}")
        return Wanted(
            inputs=tuple(inputs),
            out_dir=out_dir,
            naming=naming,
            quality=self.file_quality,
            existing=self.existing,
            where=self.where,
            limit=self.limit,
            keeps_date=self.keep_date,
            journal=self.journal,
            fails_fast=self.fail_fast,
            is_dry=self.dry_run,
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
    choices = enlarging.choices(running)
    job = Restore(parse_wishes(steps, scale, has_mask=False, settings=settings), choices, page)
    check_card(choices, INPAINT)
    check_card(choices, UPSCALE)
    check_card(choices, UPSCALE, choices.look)
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
    masks: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="Folder of masks that are named and placed as the photos.", show_default=False
        ),
    ] = None,
    mask: Annotated[
        str | None, typer.Option(metavar="auto", help="'auto' finds scratches and dust.", show_default=False)
    ] = None,
    *,
    mask_threshold: given.MaskThreshold = None,
    masking: given.Masking,
    fill: given.FillChoice = FillName.auto,
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
    if masks is not None and not masks.is_dir():
        raise NotAFolder(path=masks)
    from desktop_unet.studio.batch.jobs import FillMarked

    choices = running.choices()
    check_card(choices, INPAINT)
    job = FillMarked(masks, masking.wishes, fill.value, choices, mask_threshold, page)
    _run(job, many.wanted(inputs, out_dir, telling, strips=strip_metadata))


def _run(job: Job, wanted: Wanted) -> None:
    from desktop_unet.cli.batch_run import run_batch

    run_batch(job, wanted)


batch.command(UPSCALE.name)(verb(upscale))
batch.command(INPAINT.name)(verb(inpaint))
