"""The verb ``evaluate``: PSNR and SSIM of a network on a folder of photos, as a table or as JSON."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from desktop_unet.cli import options as given
from desktop_unet.cli.console import print_json, progress_bar, verb
from desktop_unet.cli.options import PrecisionName, make_choices
from desktop_unet.cli.running import check_card, load_torch

evaluate = typer.Typer(
    help="Measure a network on a folder of photos.", no_args_is_help=True, pretty_exceptions_enable=False
)

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="Folder of photos.", show_default=False)]


@evaluate.command()
@verb
def upscale(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="DIR", help="Photos, or pairs as x4/NAME_HR.png and x4/NAME_LR.png.", show_default=False
        ),
    ],
    scale: given.Scale,
    variant: given.VariantChoice = None,
    card: given.CardChoice = None,
    device: given.Device = "auto",
    precision: given.PrecisionChoice = PrecisionName.auto,
    tile: given.Tile = "auto",
    memory_mib: given.MemoryMib = None,
    threads: given.Threads = None,
    gates: given.Gates = None,
    quiet: given.Quiet = False,
    json: given.Json = False,
) -> None:
    """PSNR and SSIM on Y of what is enlarged, beside bicubic."""
    choices = make_choices(variant, card, device, precision, tile, memory_mib, threads, gates)
    check_card(choices, "upscale")
    factor = int(scale.value)
    load_torch()
    from desktop_unet.evaluation.upscale_scores import evaluate_upscale

    with progress_bar(shown=not (quiet or json)) as report:
        table = evaluate_upscale(folder, factor, choices, report)
    facts = {"task": "upscale", "folder": folder, "scale": factor} | _how(table)
    if json:
        photos = [asdict(score) for score in table.scores]
        print_json(facts | {"photos": photos, "mean": asdict(table.mean)})
    elif not quiet:
        rows = [(s.name, s.psnr, s.ssim, s.bicubic_psnr, s.bicubic_ssim) for s in (*table.scores, table.mean)]
        headings = ("photo", f"{table.card} dB", "SSIM", "bicubic dB", "SSIM")
        _print_table(f"x{factor}, Y, {factor} px border", headings, rows)


@evaluate.command()
@verb
def inpaint(
    folder: Folder,
    seed: Annotated[int, typer.Option(min=0, help="Of the first photo's masks.")] = 0,
    variant: given.VariantChoice = None,
    card: given.CardChoice = None,
    device: given.Device = "auto",
    precision: given.PrecisionChoice = PrecisionName.auto,
    tile: given.Tile = "auto",
    memory_mib: given.MemoryMib = None,
    threads: given.Threads = None,
    gates: given.Gates = None,
    quiet: given.Quiet = False,
    json: given.Json = False,
) -> None:
    """PSNR and SSIM inside seeded masks: scratches, brush strokes, a square."""
    choices = make_choices(variant, card, device, precision, tile, memory_mib, threads, gates)
    check_card(choices, "inpaint")
    load_torch()
    from desktop_unet.evaluation.inpaint_scores import evaluate_inpaint

    with progress_bar(shown=not (quiet or json)) as report:
        table = evaluate_inpaint(folder, choices, seed=seed, report=report)
    facts = {"task": "inpaint", "folder": folder, "seed": seed} | _how(table)
    if json:
        photos = [asdict(score) for score in table.scores]
        print_json(facts | {"photos": photos, "means": [asdict(score) for score in table.means]})
    elif not quiet:
        rows = [(score.kind, score.psnr, score.ssim) for score in table.means]
        _print_table("inside the mask", ("mask", f"{table.card} dB", "SSIM"), rows)


def _how(table: Any) -> dict[str, object]:
    """What made a table."""
    return {
        "card": table.card,
        "device": table.device,
        "precision": table.precision,
        "seconds": round(table.seconds, 3),
    }


def _print_table(title: str, headings: tuple[str, ...], rows: list[tuple[Any, ...]]) -> None:
    """Decibels with two digits, SSIM with four, the last row apart where it is the mean."""
    from rich.console import Console
    from rich.table import Table

    table = Table(title=title, title_justify="left")
    for number, heading in enumerate(headings):
        table.add_column(heading, justify="left" if number == 0 else "right")
    for row in rows:
        if row[0] == "mean":
            table.add_section()
        table.add_row(row[0], *(f"{value:.{2 if number % 2 == 0 else 4}f}" for number, value in enumerate(row[1:])))
    Console().print(table)
