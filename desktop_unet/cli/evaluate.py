"""The verb ``evaluate``: how well a network restores a folder of photos, or finds damage, as tables or as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from desktop_unet.cli import options as given
from desktop_unet.cli.bundles import Only
from desktop_unet.cli.console import print_json, progress_bar, verb
from desktop_unet.cli.options import FillName, parse_strength
from desktop_unet.cli.running import check_card, load_torch
from desktop_unet.engine.task_table import FIND_DAMAGE, INPAINT, UPSCALE
from desktop_unet.imaging.damage import Damage

if TYPE_CHECKING:
    from desktop_unet.evaluation.damage_scores import DamageTable
    from desktop_unet.evaluation.inpaint_scores import InpaintTable
    from desktop_unet.evaluation.upscale_scores import UpscaleTable

evaluate = typer.Typer(
    help="Measure a network on a folder of photos.", no_args_is_help=True, pretty_exceptions_enable=False
)

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="Folder of photos.", show_default=False)]
FolderOfPairs = Annotated[
    Path,
    typer.Argument(metavar="DIR", help="Photos, or pairs named x4/NAME_HR.png and x4/NAME_LR.png.", show_default=False),
]
Strength = Annotated[
    str, typer.Option(metavar=given.STRENGTH_METAVAR, help="Damage to expect; auto measures it in each photo.")
]
Noise = Annotated[float, typer.Option(min=0.0, max=255.0, help="Add noise of this standard deviation first (of 255).")]
Quality = Annotated[int | None, typer.Option(min=1, max=100, help="Compress the photos as JPEG of this quality first.")]
Perceptual = Annotated[
    bool, typer.Option("--perceptual", help="Also judge how the results look: ST-LPIPS, NIQE, lattice, colour, halos.")
]


@evaluate.command()
@verb
def upscale(
    folder: FolderOfPairs,
    scale: given.Scale,
    strength: Strength = "0",
    noise: Noise = 0.0,
    quality: Quality = None,
    seed: Annotated[int, typer.Option(min=0, help="Seed of the first photo's noise.")] = 0,
    perceptual: Perceptual = False,
    *,
    running: given.Running,
    telling: given.Telling,
) -> None:
    """Measure PSNR and SSIM on Y beside bicubic enlargement, or at scale 1 beside the input."""
    choices = running.choices()
    expected = parse_strength(strength)
    check_card(choices, UPSCALE)
    factor = int(scale.value)
    damage = Damage(noise=noise, quality=quality) if noise or quality is not None else None
    load_torch()
    from desktop_unet.evaluation.upscale_scores import evaluate_upscale

    with progress_bar(shown=telling.shows_progress) as report:
        table = evaluate_upscale(
            folder, factor, choices, report, strength=expected, damage=damage, seed=seed, with_looks=perceptual
        )
    asked = {"scale": factor, "strength": "auto" if expected is None else expected, "noise": noise, "quality": quality}
    facts = {"task": UPSCALE.name, "folder": folder, "seed": seed} | asked | _how(table)
    if telling.json:
        photos = [asdict(score) for score in table.scores]
        print_json(facts | {"photos": photos, "mean": asdict(table.mean), "step_range": table.step_range})
    elif not telling.quiet:
        _print_scores(table, factor, damage)
        if perceptual:
            _print_looks(table, factor)


def _print_scores(table: UpscaleTable, factor: int, damage: Damage | None) -> None:
    """What went in stands beside what came out: as it is at x1, enlarged by bicubic otherwise."""
    before = "bicubic" if factor > 1 else "before"
    rows = [(s.name, s.psnr, s.ssim, s.bicubic_psnr, s.bicubic_ssim, s.strength) for s in (*table.scores, table.mean)]
    headings = ("photo", f"{table.card} dB", "SSIM", f"{before} dB", "SSIM", "strength")
    _print_table(f"x{factor}, Y, {factor} px border{_describe(damage)}", headings, rows)


def _print_looks(table: UpscaleTable, factor: int) -> None:
    """A second table, lower is better in each column, and what becomes of a step."""
    from desktop_unet.evaluation.flaws import STEP_CODES

    before = "bicubic" if factor > 1 else "before"
    rows = [
        (s.name, look.niqe, look.st_lpips, look.bicubic_niqe, look.bicubic_st_lpips, look.colour_shift, look.lattice)
        for s in (*table.scores, table.mean)
        if (look := s.looks) is not None
    ]
    headings = ("photo", "NIQE", "ST-LPIPS", f"{before} NIQE", "ST-LPIPS", "colour", "lattice")
    _print_table(f"Looks of {table.card}, lower is better; colour: shift of the mean, of 255", headings, rows)
    if table.step_range is not None:
        (dark, light), (darkest, lightest) = STEP_CODES, table.step_range
        print(f"A step from {dark} to {light} comes out between {darkest} and {lightest}.")


def _describe(damage: Damage | None) -> str:
    if damage is None:
        return ""
    noise = f", noise {damage.noise:g}" if damage.noise else ""
    return noise + (f", JPEG {damage.quality}" if damage.quality is not None else "")


@evaluate.command()
@verb
def inpaint(
    folder: Folder,
    seed: Annotated[int, typer.Option(min=0, help="Seed of the first photo's masks.")] = 0,
    fill: Annotated[FillName, typer.Option(help="With what to fill.")] = FillName.smooth,
    perceptual: Annotated[
        bool, typer.Option("--perceptual", help="Also judge how the fills look: ST-LPIPS in the hole's box, lattice.")
    ] = False,
    peers: Annotated[
        bool,
        typer.Option("--peers", help="Also fill by OpenCV, scikit-image and G'MIC, as far as they are installed."),
    ] = False,
    every: Annotated[int, typer.Option(min=1, help="Take each N-th photo only.", metavar="N")] = 1,
    *,
    running: given.Running,
    telling: given.Telling,
) -> None:
    """Measure PSNR and SSIM inside seeded masks: scratches, brush strokes, a square, things to remove."""
    choices = running.choices()
    check_card(choices, INPAINT)
    load_torch()
    from desktop_unet.evaluation.inpaint_scores import OBJECTS, evaluate_inpaint
    from desktop_unet.imaging.holes import KINDS

    with progress_bar(shown=telling.shows_progress) as report:
        table = evaluate_inpaint(
            folder, choices,
            kinds=(*KINDS, OBJECTS), seed=seed, report=report, fill=fill.value, with_looks=perceptual,
            with_peers=peers, every=every,
        )  # fmt: skip
    facts = {"task": INPAINT.name, "folder": folder, "seed": seed, "fill": fill.value} | _how(table)
    if telling.json:
        photos = [asdict(score) for score in table.scores]
        print_json(facts | {"photos": photos, "means": [asdict(score) for score in table.means]})
    elif not telling.quiet:
        _print_fills(table)


def _print_fills(table: InpaintTable) -> None:
    """A row per kind of mask, and per way of filling where there are several; looks only where they were judged."""
    with_looks = any(score.st_lpips is not None for score in table.means)
    headings = ("mask", "filled by", "dB", "SSIM", "s", *(("ST-LPIPS", "lattice") if with_looks else ()))
    rows = [
        (
            score.kind,
            table.card if score.method == "ours" else score.method,
            f"{score.psnr:.2f}",
            f"{score.ssim:.4f}",
            f"{score.seconds:.2f}",
            *((_digits(score.st_lpips, 4), _digits(score.lattice, 2)) if with_looks else ()),
        )
        for score in table.means
    ]
    _print_texts("inside the mask", headings, rows)


class FinderName(StrEnum):
    """What looks for damage."""

    network = "network"
    classical = "classical"


@evaluate.command()
@verb
def damage(
    folder: Folder,
    finder: Annotated[FinderName, typer.Option(help="A network, or the classical finder.")] = FinderName.network,
    threshold: Annotated[
        float | None,
        typer.Option(min=0.0, max=1.0, help="Mark pixels from this value on. [dim]default: the best[/dim]"),
    ] = None,
    shapes: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Shapes of real film damage to use as well.", show_default=False)
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="Seed of the first photo's damage.")] = 0,
    *,
    running: Annotated[given.Running, Only("variant", "card", "device", "precision", "tile", "threads")],
    telling: given.Telling,
) -> None:
    """Measure precision, recall and F1 on photos damaged by code, and false marks on undamaged ones."""
    choices = running.choices()
    if finder is FinderName.network:
        check_card(choices, FIND_DAMAGE)
    load_torch()
    from desktop_unet.evaluation.damage_scores import classical_finder, evaluate_damage, network_finder

    looking = network_finder(choices) if finder is FinderName.network else classical_finder()
    with progress_bar(shown=telling.shows_progress) as report:
        table = evaluate_damage(folder, looking, threshold=threshold, shapes=shapes, seed=seed, report=report)
    if telling.json:
        print_json({"task": "damage", "folder": folder, "seed": seed, "shapes": shapes} | asdict(table))
    elif not telling.quiet:
        _print_damage(table)


def _print_damage(table: DamageTable) -> None:
    """Kinds of damage, then thresholds, then what was marked where there is nothing."""
    from rich.console import Console

    title = f"{table.finder}, threshold {table.threshold:g}, tolerance 2 px"
    scores = [(s.kind, f"{s.precision:.3f}", f"{s.recall:.3f}", f"{s.f1:.3f}") for s in table.scores]
    _print_texts(title, ("damage", "precision", "recall", "F1"), scores)
    if len(table.scanned) > 1:
        tried = [(f"{each:g}", f"{f1:.3f}", f"{share:.3%}") for each, f1, share in table.scanned]
        _print_texts("all kinds", ("threshold", "F1", "marked on sound photos"), tried)
    Console().print(
        f"marked on sound photos: {table.sound_mean:.3%}, worst {table.sound_worst:.3%}; "
        f"{table.seconds / table.megapixels:.3f} s per megapixel"
    )


def _print_texts(title: str, headings: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    """A table, the row of means apart."""
    from rich.console import Console
    from rich.table import Table

    table = Table(title=title, title_justify="left")
    for number, heading in enumerate(headings):
        table.add_column(heading, justify="left" if number == 0 else "right")
    for row in rows:
        if row[0] == "mean":
            table.add_section()
        table.add_row(*row)
    Console().print(table)


def _how(table: Any) -> dict[str, object]:
    """What made a table."""
    return {
        "card": table.card,
        "device": table.device,
        "precision": table.precision,
        "seconds": round(table.seconds, 3),
    }


def _print_table(title: str, headings: tuple[str, ...], rows: list[tuple[Any, ...]]) -> None:
    """Columns in turn with two digits (decibels) and four (SSIM)."""
    digits = [[_digits(value, 2 if number % 2 == 0 else 4) for number, value in enumerate(row[1:])] for row in rows]
    _print_texts(title, headings, [(row[0], *texts) for row, texts in zip(rows, digits, strict=True)])


def _digits(value: float | None, digits: int) -> str:
    return "-" if value is None else f"{value:.{digits}f}"
