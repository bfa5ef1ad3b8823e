"""The verb ``compare``: one sheet that shows what skip connections do to a photo."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from desktop_unet.cli import options as given
from desktop_unet.cli.bundles import Only
from desktop_unet.cli.console import peak_rss_mib, print_json, progress_bar, say, verb
from desktop_unet.cli.options import ScaleName, parse_strength
from desktop_unet.cli.running import check_card, load_torch
from desktop_unet.cli.sheets import check_sheet_target, save_sheet
from desktop_unet.engine.task import VARIANTS, Choices, InpaintRequest, Request, UpscaleRequest
from desktop_unet.engine.task_table import UPSCALE, row_for
from desktop_unet.evaluation.sheet import sheet_extent
from desktop_unet.imaging.codec import read_extent, read_photo
from desktop_unet.imaging.mask import read_wanted_mask
from desktop_unet.imaging.photo import Photo

if TYPE_CHECKING:
    from desktop_unet.evaluation.variant_comparison import Comparison

Truth = Annotated[Path | None, typer.Option(metavar="FILE", help="The photo as it should look, to score against.")]


@verb
def compare(
    input_file: given.InputPhoto,
    output: given.OutputPhoto,
    *,
    scale: Annotated[ScaleName | None, typer.Option(help="Enlarge by this factor.", show_default=False)] = None,
    mask: Annotated[Path | None, typer.Option(metavar="MASK", help=given.MASK_HELP, show_default=False)] = None,
    masking: given.Masking,
    truth: Truth = None,
    strength: given.Strength = "auto",
    enlarging: Annotated[given.Enlarging, Only("look", "quality")],
    running: Annotated[given.Running, Only("device", "precision", "tile", "memory_mib", "threads")],
    overwrite: given.Overwrite = False,
    telling: given.Telling,
) -> None:
    """Show input, skip, no skip and their difference on one sheet, with scores if the truth is known."""
    started = time.monotonic()
    factor, expected = _read_words(scale, mask, strength, enlarging)
    sheet = sheet_extent(read_extent(input_file).scaled(factor))
    check_sheet_target(output, sheet, overwrite=overwrite, original=input_file)
    choices, marked = enlarging.choices(running), None
    if scale is not None:
        _check_cards(choices, factor)
    photo = read_photo(input_file)
    request: Request = UpscaleRequest(photo, factor, expected, choices, quality=enlarging.quality)
    if mask is not None:
        marked, hints = read_wanted_mask(mask, photo, masking.wishes)
        photo = photo.with_pixels(photo.pixels, photo.alpha, *hints)
        request = InpaintRequest(photo, marked, choices, fill="smooth")
    known = read_photo(truth, whole=True) if truth is not None else None
    comparison = _compared(request, known, telling)
    notes = save_sheet(
        comparison.sheet_HWC, output,
        truth=known or photo, mask=marked, scale=factor, cards=tuple(result.card for result in comparison.results),
        facts={"kind": "compare", "photo": input_file.name, "truth_known": known is not None},
        overwrite=overwrite, original=input_file, icc_profile=photo.icc_profile,
    )  # fmt: skip
    _tell(request, comparison, output, notes, time.monotonic() - started, telling)


def _read_words(
    scale: ScaleName | None, mask: Path | None, strength: str, enlarging: given.Enlarging
) -> tuple[int, float | None]:
    """Scale and strength, once it is clear what is to be done."""
    if (scale is None) == (mask is None):
        raise typer.BadParameter("give either --scale to enlarge, or --mask to fill.")
    if mask is not None and strength != "auto":
        raise typer.BadParameter("--strength needs --scale; filling has no strength.")
    if mask is not None and enlarging != given.Enlarging():
        raise typer.BadParameter("--look and --quality need --scale; fills have neither.")
    return int(scale.value) if scale else 1, parse_strength(strength)


def _check_cards(choices: Choices, factor: int) -> None:
    """Whether both variants have the look; at scale 1 there is only one."""
    for variant in VARIANTS:
        check_card(replace(choices, variant=variant), UPSCALE, choices.look if factor > 1 else "natural")


def _compared(request: Request, truth: Photo | None, telling: given.Telling) -> Comparison:
    load_torch()
    from desktop_unet.evaluation.variant_comparison import compare_variants

    with progress_bar(shown=telling.shows_progress) as report:
        return compare_variants(request, truth, report)


def _tell(
    request: Request, comparison: Comparison, output: Path, notes: Sequence[str], seconds: float, telling: given.Telling
) -> None:
    """What was compared and how it scored, one object or a line for each; ``notes`` are the sheet's."""
    from desktop_unet.evaluation.variant_comparison import result_notes

    results, (height, width) = comparison.results, comparison.sheet_HWC.shape[:2]
    facts: dict[str, object] = {
        "output": output,
        "height": height,
        "width": width,
        "seconds": round(seconds, 3),
        "peak_rss_mib": peak_rss_mib(),
        "device": results[0].device,
        "precision": results[0].precision,
        "tiles": sum(result.tiles for result in results),
        "card": [result.card for result in results],
        "scores": comparison.scores,
        **({"strength": results[0].strength} if row_for(request).takes_strength else {}),
    }
    notes = (*request.photo.notes, *result_notes(results), *notes)
    if telling.json:
        print_json(facts | {"notes": notes})
    elif not telling.quiet:
        say(f"{output}: {width} × {height} pixels, {seconds:.1f} s")
        for name, score in comparison.scores.items():
            say(f"{name}: {score['psnr']:.2f} dB, SSIM {score['ssim']:.4f}")
        for note in notes:
            say(f"note: {note}")
