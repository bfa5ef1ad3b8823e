"""The verb ``lab``: every figure of the skip lab's window as JSON, and its sheets."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from desktop_unet.cli import options as given
from desktop_unet.cli.bundles import Only
from desktop_unet.cli.console import print_json, verb
from desktop_unet.cli.options import parse_gates
from desktop_unet.cli.running import load_torch
from desktop_unet.cli.sheets import check_sheet_target
from desktop_unet.errors import RequestImpossible
from desktop_unet.imaging.codec import read_photo
from desktop_unet.imaging.geometry import Extent, Rect
from desktop_unet.imaging.holes import NAMED, mask_for
from desktop_unet.imaging.mask import read_mask
from desktop_unet.imaging.ranges import to_8_bits
from desktop_unet.studio.lab.crops import damaged_crop
from desktop_unet.studio.lab.lab_options import DAMAGE, UPSAMPLINGS

if TYPE_CHECKING:
    from desktop_unet.engine.lab.gates import Gated
    from desktop_unet.evaluation.lab_settings import LabSettings
    from desktop_unet.imaging.defects.old_photo import OldPhoto
    from desktop_unet.imaging.photo import Photo

lab = typer.Typer(
    help="Measure what skip connections do to one crop of a photo; prints JSON.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)

ENLARGING_TWINS, FILLING_TWINS, FINDING_TWINS = "exercise-upscale-bilinear", "exercise-inpaint", "damage"

InputPhoto = Annotated[
    Path, typer.Argument(metavar="PHOTO", help="A good photo, taken as the truth.", show_default=False)
]
Crop = Annotated[
    str | None,
    typer.Option(
        metavar="TOP,LEFT,HEIGHT,WIDTH",
        help="The crop; by default 256 pixels wide and high, in the middle.",
        show_default=False,
    ),
]
Scale = Annotated[int, typer.Option(min=2, max=4, help="Shrink by this factor and enlarge again.")]
MaskName = Annotated[
    str | None,
    typer.Option(
        "--mask",
        metavar="MASK",
        help=f"Fill instead of enlarging: a picture, or {', '.join(NAMED)}.",
        show_default=False,
    ),
]
DamageName = Annotated[
    str | None,
    typer.Option(
        "--damage",
        metavar="KIND",
        help=f"Find damage instead of enlarging, after ageing the crop and making some: {', '.join(DAMAGE)}.",
        show_default=False,
    ),
]
Seed = Annotated[int, typer.Option(min=0, help="Seed of a drawn mask, or of damage.")]
Card = Annotated[
    str | None,
    typer.Option(metavar="NAME|FILE", help="The network; by default the exercise's with skips.", show_default=False),
]
Cards = Annotated[
    list[str] | None,
    typer.Option("--card", metavar="NAME|FILE", help="A network; may be repeated.", show_default=False),
]


@dataclass(frozen=True)
class Scene:
    """What the networks are run on: which part of the photo, made smaller, with a hole, or damaged."""

    crop: Crop = None
    scale: Scale = 4
    mask: MaskName = None
    damage: DamageName = None
    seed: Seed = 0


@lab.command()
@verb
def gates(
    photo: InputPhoto,
    gates: given.Gates = None,
    card: Card = None,
    *,
    scene: Scene,
) -> None:
    """Score one network with a factor on each skip connection."""
    settings = _settings(photo, scene, (card,))
    gated = _gated(settings)
    from desktop_unet.engine.lab.scores import score_of

    factors = parse_gates(gates)
    _print(card=gated.card.name, gates=factors, score=score_of(gated.case, gated.picture(factors)))


@lab.command()
@verb
def ablate(photo: InputPhoto, card: Card = None, *, scene: Scene) -> None:
    """Score all skips on, each level off, each level alone, all off, and measure what changes."""
    gated = _gated(_settings(photo, scene, (card,)))
    from desktop_unet.engine.lab.ablation import ablate as ablated

    _print(card=gated.card.name, settings=ablated(gated))


@lab.command()
@verb
def anatomy(photo: InputPhoto, card: Card = None, *, scene: Scene) -> None:
    """Print levels, sizes, channels, and how many numbers cross each skip and the bottleneck."""
    settings = _settings(photo, scene, (card,))
    from desktop_unet.engine.lab.anatomy import anatomy_of
    from desktop_unet.models.card import find_card

    _, found = find_card(settings.cards[0])
    _print(card=found.name, anatomy=anatomy_of(found.config, settings.case().input_extent, settings.scale))


@lab.command()
@verb
def features(
    photo: InputPhoto,
    level: Annotated[int, typer.Option(min=1, help="1 is full resolution.")] = 1,
    count: Annotated[int, typer.Option(min=1, help="How many maps.")] = 8,
    card: Card = None,
    *,
    scene: Scene,
) -> None:
    """Print a level's strongest feature maps for the crop."""
    gated = _gated(_settings(photo, scene, (card,)))
    from desktop_unet.engine.lab.features import strongest_maps

    _print(card=gated.card.name, maps=strongest_maps(gated, level, count))


@lab.command()
@verb
def receptive(
    photo: InputPhoto,
    row: Annotated[int, typer.Option(min=0, help="Of a pixel of the result.")],
    column: Annotated[int, typer.Option(min=0, help="Of a pixel of the result.")],
    card: Card = None,
    *,
    scene: Scene,
) -> None:
    """Show which input one pixel of the result depends on, by gradient."""
    gated = _gated(_settings(photo, scene, (card,)))
    from desktop_unet.engine.lab.receptive import receptive_field

    _print(card=gated.card.name, field=receptive_field(gated, row, column))


@lab.command()
@verb
def spectrum(
    photo: InputPhoto, card: Cards = None, *, scene: Annotated[Scene, Only("crop", "scale", "mask", "seed")]
) -> None:
    """Print power over spatial frequency of the truth and of each network's picture."""
    settings = _settings(photo, scene, tuple(card or ()) or _twins(scene))
    load_torch()
    from desktop_unet.engine.lab.gates import Gated
    from desktop_unet.engine.lab.spectrum import radial_spectrum

    case = settings.case()
    found = [Gated(name, case) for name in settings.cards]
    _print(
        spectra=[
            radial_spectrum("truth", case.truth_HWC),
            *(radial_spectrum(gated.card.name, gated.picture()) for gated in found),
        ]
    )


@lab.command()
@verb
def upsampling(photo: InputPhoto, card: Cards = None, *, scene: Annotated[Scene, Only("crop", "scale")]) -> None:
    """Measure the four upsamplings on the same crop: scores, sharpness and checkerboards."""
    cards = tuple(card or ()) or tuple(f"exercise-upscale-{kind}-skip" for kind in UPSAMPLINGS)
    settings = _settings(photo, scene, cards)
    load_torch()
    from desktop_unet.engine.lab.upsampling import bench

    _print(entries=bench(settings.case(), settings.cards))


@lab.command()
@verb
def sheet(
    photo: InputPhoto,
    output: given.OutputPhoto,
    card: Cards = None,
    gates: given.Gates = None,
    *,
    scene: Scene,
    overwrite: given.Overwrite = False,
) -> None:
    """Write the comparison sheet of a crop as PNG or PDF, which can be opened again."""
    check_sheet_target(output, overwrite=overwrite, original=photo)
    settings = _settings(photo, scene, tuple(card or ()) or _twins(scene), parse_gates(gates))
    _draw(settings, output, overwrite, photo)


@lab.command()
@verb
def reopen(
    sheet: Annotated[Path, typer.Argument(metavar="SHEET", help="A sheet written earlier.", show_default=False)],
    output: given.OutputPhoto,
    overwrite: given.Overwrite = False,
) -> None:
    """Draw a sheet again from the settings it contains."""
    check_sheet_target(output, overwrite=overwrite, original=sheet)
    from desktop_unet.evaluation.sheet_file import read_sheet

    _draw(read_sheet(sheet), output, overwrite, sheet)


def _draw(settings: LabSettings, output: Path, overwrite: bool, original: Path) -> None:
    load_torch()
    from desktop_unet.evaluation.lab_sheet import draw_lab_sheet
    from desktop_unet.evaluation.sheet_file import write_sheet

    drawn = draw_lab_sheet(settings)
    write_sheet(drawn.sheet_HWC, settings, output, overwrite=overwrite, original=original)
    _print(output=output, views=drawn.views, facts=settings.facts)


def _settings(
    path: Path,
    scene: Scene,
    cards: tuple[str | None, ...],
    gates: tuple[float, ...] | None = None,
) -> LabSettings:
    """What the options say, checked."""
    from desktop_unet.evaluation.lab_settings import CROP_PX, LabSettings

    photo = read_photo(path, whole=True)
    box = photo.extent.middle(CROP_PX) if scene.crop is None else _crop_box(scene.crop, photo.extent)
    inside = to_8_bits(photo.pixels[box.slices]).copy()
    marks = None
    if scene.mask in NAMED:
        marks = mask_for(NAMED[scene.mask], Extent(*inside.shape[:2]), scene.seed)
    elif scene.mask is not None:
        marks = read_mask(Path(scene.mask), photo.extent, photo)[box.slices].copy()
    named = tuple(name or _twins(scene)[0] for name in cards)
    facts = {"kind": "lab", "photo": path.name, "seed": scene.seed}
    old = None if scene.damage is None else _damaged(photo, box, scene)
    return LabSettings(inside, marks, 1 if scene.mask or old else scene.scale, named, gates, facts, old)


def _damaged(photo: Photo, box: Rect, scene: Scene) -> OldPhoto:
    if scene.mask is not None:
        raise typer.BadParameter("a crop is either filled or damaged, leave out --mask.", param_hint="--damage")
    if scene.damage not in DAMAGE:
        raise typer.BadParameter(f"'{scene.damage}' is not one of {', '.join(DAMAGE)}.", param_hint="--damage")
    pixels_HWC = to_8_bits(photo.pixels)
    return damaged_crop(pixels_HWC, box, scene.damage, scene.seed)


def _crop_box(text: str, extent: Extent) -> Rect:
    try:
        top, left, height, width = (int(part) for part in text.split(","))
    except ValueError:
        raise typer.BadParameter(f"'{text}' is not a crop such as 100,200,256,256.", param_hint="--crop") from None
    box = Rect(top, left, height, width)
    if box.is_empty or box.within(extent) != box:
        raise RequestImpossible(reason=f"the crop {text} does not lie inside {extent.height} × {extent.width} pixels")
    return box


def _twins(scene: Scene) -> tuple[str, str]:
    name = FILLING_TWINS if scene.mask else FINDING_TWINS if scene.damage else ENLARGING_TWINS
    return f"{name}-skip", f"{name}-no-skip"


def _gated(settings: LabSettings) -> Gated:
    load_torch()
    from desktop_unet.engine.lab.gates import Gated

    return Gated(settings.cards[0], settings.case())


def _print(**facts: Any) -> None:
    from desktop_unet.engine.lab.figures import figures_of

    print_json(figures_of(facts))
