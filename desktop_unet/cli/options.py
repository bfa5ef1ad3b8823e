"""Options that several verbs share, each described once.

Comes in: words from the command line. Goes out: ``engine.task.Choices``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from desktop_unet.cli.bundles import Only
from desktop_unet.engine.task import Choices, Quality, Variant
from desktop_unet.imaging.mask import Wishes
from desktop_unet.models.descriptor import Look

_RUNNING = "How to run"
_SAVING = "Output"


class PrecisionName(StrEnum):
    """Names of the precisions."""

    auto = "auto"
    fp32 = "fp32"
    bf16 = "bf16"
    fp16 = "fp16"


class ScaleName(StrEnum):
    """Factors of enlargement."""

    x1 = "1"
    x2 = "2"
    x3 = "3"
    x4 = "4"
    x8 = "8"


class FillName(StrEnum):
    """Names of what holes are filled with."""

    auto = "auto"
    smooth = "smooth"
    texture = "texture"
    structure = "structure"


def _parse_tile(text: str) -> int | None:
    """``auto`` or a number of pixels."""
    if text == "auto":
        return None
    if not text.isdecimal() or int(text) < 1:
        raise typer.BadParameter(f"'{text}' is neither 'auto' nor a number of pixels.")
    return int(text)


def parse_strength(text: str, option: str = "--strength") -> float | None:
    """``auto`` (None) or a number from 0 to 1.

    Raises:
        typer.BadParameter: it is neither.
    """
    if text == "auto":
        return None
    try:
        strength = float(text)
    except ValueError:
        strength = -1.0
    if not 0 <= strength <= 1:
        raise typer.BadParameter(f"'{text}' is neither 'auto' nor a number from 0 to 1.", param_hint=option)
    return strength


def parse_gates(text: str | None) -> tuple[float, ...] | None:
    """Numbers with commas between them."""
    if text is None:
        return None
    try:
        return tuple(float(part) for part in text.split(","))
    except ValueError:
        raise typer.BadParameter(f"'{text}' is not a list of numbers such as 1,0.5,0.") from None


InputPhoto = Annotated[Path, typer.Argument(metavar="IN", help="Photo to read.", show_default=False)]
OutputPhoto = Annotated[
    Path, typer.Argument(metavar="OUT", help="File to write; its suffix chooses the format.", show_default=False)
]
Page = Annotated[
    int, typer.Option("--page", metavar="N", min=1, help="Which picture of a file that holds several, from 1.")
]
MASK_HELP = "Picture of the photo's size: white is filled, or what was erased or painted over in a copy of the photo."
FillChoice = Annotated[
    FillName,
    typer.Option(
        "--fill", help="Smooth, with texture or structure from the photo around it, or whichever suits the hole."
    ),
]
MaskThreshold = Annotated[
    float | None,
    typer.Option(
        "--mask-threshold",
        min=0.0,
        max=1.0,
        help="For --mask auto: the lower, the more it marks as scratches. [dim]default: 0.5[/dim]",
    ),
]
BorrowFrom = Annotated[
    Path | None,
    typer.Option("--borrow-from", metavar="MASK", help="Borrow texture and structure only where this is white."),
]
NeverFrom = Annotated[
    Path | None, typer.Option("--never-from", metavar="MASK", help="Borrow nothing where this is white.")
]
InvertMask = Annotated[bool, typer.Option("--invert-mask", help="Fill what the mask leaves, keep what it marks.")]
GrowMask = Annotated[
    int, typer.Option("--grow", metavar="PX", min=0, max=1000, help="Fill so many pixels around what is marked, too.")
]
ScaleMask = Annotated[
    bool, typer.Option("--scale-mask", help="Scale a mask of another size but the same shape to the photo's size.")
]
Scale = Annotated[
    ScaleName, typer.Option(help="Factor of enlargement; 1 cleans up without enlarging.", show_default=False)
]
STRENGTH_METAVAR = "auto|0..1"
Strength = Annotated[
    str,
    typer.Option(
        metavar=STRENGTH_METAVAR,
        help="Damage to expect: 0 for a clean photo, 1 for heavy noise and JPEG; auto measures it in the photo.",
    ),
]
LookChoice = Annotated[
    Look, typer.Option("--look", help="Nearest to the truth, or nearest to what the eye expects of a sharp photo.")
]
QualityChoice = Annotated[
    Quality,
    typer.Option(
        "--quality", help="'best' takes the mean over eight turned and mirrored views, in eight times the time."
    ),
]
Mix = Annotated[
    int,
    typer.Option(
        metavar="PERCENT", min=0, max=100, help="With --look sharp: how much of it, the rest being the natural look."
    ),
]
VariantChoice = Annotated[
    Variant | None,
    typer.Option(
        "--variant", help="With or without skip connections. [dim]default: skip[/dim]", rich_help_panel=_RUNNING
    ),
]
CardChoice = Annotated[
    str | None,
    typer.Option("--card", metavar="NAME|FILE", help="A network by name, or a weights file.", rich_help_panel=_RUNNING),
]
Device = Annotated[
    str, typer.Option(metavar="auto|cpu|cuda|cuda:N|mps", help="Device to compute on.", rich_help_panel=_RUNNING)
]
PrecisionChoice = Annotated[
    PrecisionName, typer.Option("--precision", help="Number format to compute in.", rich_help_panel=_RUNNING)
]
Tile = Annotated[str, typer.Option(metavar="auto|PX", help="Side of a tile in input pixels.", rich_help_panel=_RUNNING)]
MemoryMib = Annotated[
    int | None,
    typer.Option(
        "--memory-mib", min=1, help="Memory limit for photo buffers and tiles, in MiB.", rich_help_panel=_RUNNING
    ),
]
Threads = Annotated[int | None, typer.Option(min=1, help="CPU threads.", rich_help_panel=_RUNNING)]
Gates = Annotated[
    str | None,
    typer.Option(
        metavar="A,B,...", help="Factor 0..1 per skip connection, full resolution first.", rich_help_panel=_RUNNING
    ),
]
Overwrite = Annotated[bool, typer.Option("--overwrite", help="Replace OUT if it exists.", rich_help_panel=_SAVING)]
StripMetadata = Annotated[
    bool, typer.Option("--strip-metadata", help="Leave out EXIF, GPS and other metadata.", rich_help_panel=_SAVING)
]
FileQuality = Annotated[
    int, typer.Option("--file-quality", min=1, max=100, help="Of JPEG, WebP and AVIF files.", rich_help_panel=_SAVING)
]
Lossless = Annotated[
    bool, typer.Option("--lossless", help="Write WebP and AVIF without any loss; refuse JPEG.", rich_help_panel=_SAVING)
]
Quiet = Annotated[bool, typer.Option("--quiet", help="Print nothing but errors.", rich_help_panel=_SAVING)]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object and no progress.", rich_help_panel=_SAVING)]


@dataclass(frozen=True)
class Running:
    """How to compute: the options of most verbs, or ``Only`` some of them."""

    variant: VariantChoice = None
    card: CardChoice = None
    device: Device = "auto"
    precision: PrecisionChoice = PrecisionName.auto
    tile: Tile = "auto"
    memory_mib: MemoryMib = None
    threads: Threads = None
    gates: Gates = None

    def choices(self) -> Choices:
        """The engine's choices.

        Raises:
            typer.BadParameter: a word cannot be read, or two contradict each other.
        """
        if self.card is not None and self.variant is not None:
            raise typer.BadParameter("--card already determines the variant; give only one of the two.")
        chosen: dict[str, Any] = {"variant": self.variant} if self.variant is not None else {}
        return Choices(
            card=self.card,
            device=self.device,
            precision=self.precision.value,
            tile_px=_parse_tile(self.tile),
            memory_mib=self.memory_mib,
            threads=self.threads,
            gates=parse_gates(self.gates),
            **chosen,
        )


@dataclass(frozen=True)
class Masking:
    """How a mask is meant."""

    invert_mask: InvertMask = False
    grow: GrowMask = 0
    scale_mask: ScaleMask = False

    @property
    def wishes(self) -> Wishes:
        """The same for ``imaging.mask``."""
        return Wishes(self.invert_mask, self.grow, self.scale_mask)


@dataclass(frozen=True)
class Enlarging:
    """How an enlargement looks: the options of verbs that enlarge, or ``Only`` some of them."""

    look: LookChoice = "natural"
    mix: Mix = 100
    quality: QualityChoice = "good"

    def choices(self, running: Running) -> Choices:
        """The engine's choices with the look.

        Raises:
            typer.BadParameter: as ``Running.choices``, and where looks contradict something.
        """
        if self.look != "natural" and running.card is not None:
            raise typer.BadParameter("--card already determines the look; give only one of the two.")
        if self.look == "natural" and self.mix < 100:
            raise typer.BadParameter("--mix needs --look sharp.")
        return replace(running.choices(), look=self.look)


OnDevice = Annotated[Running, Only("device", "precision", "threads")]
"""What is left where neither network nor tiles are chosen."""


@dataclass(frozen=True)
class Saving:
    """How a photo is written."""

    overwrite: Overwrite = False
    strip_metadata: StripMetadata = False
    file_quality: FileQuality = 95
    lossless: Lossless = False

    @property
    def wishes(self) -> dict[str, Any]:
        """Arguments for ``write_photo``."""
        return {
            "overwrite": self.overwrite,
            "strip_metadata": self.strip_metadata,
            "quality": self.file_quality,
            "lossless": self.lossless,
        }


@dataclass(frozen=True)
class Telling:
    """What is said about it."""

    quiet: Quiet = False
    json: Json = False

    @property
    def shows_progress(self) -> bool:
        return not (self.quiet or self.json)


@dataclass(frozen=True)
class How(Telling, Saving, Running):
    """All of this: what a verb that makes one photo of another is told besides what to do."""
