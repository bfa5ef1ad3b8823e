"""The verb ``compare``: one sheet that shows what skip connections do to a photo."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from desktop_unet.cli import options as given
from desktop_unet.cli.console import peak_rss_mib, print_json, progress_bar, say, verb
from desktop_unet.cli.options import PrecisionName, ScaleName, make_choices, parse_strength
from desktop_unet.cli.running import load_torch
from desktop_unet.cli.sheets import check_sheet_target, save_sheet
from desktop_unet.engine.task import InpaintRequest, Request, UpscaleRequest
from desktop_unet.evaluation.sheet import sheet_extent
from desktop_unet.imaging.codec import read_extent, read_photo
from desktop_unet.imaging.mask import Wishes, read_wanted_mask
from desktop_unet.imaging.photo import Mask


@verb
def compare(
    input_file: given.InputPhoto,
    output: given.OutputPhoto,
    scale: Annotated[ScaleName | None, typer.Option(help="Enlarge by this factor.", show_default=False)] = None,
    mask: Annotated[Path | None, typer.Option(metavar="MASK", help=given.MASK_HELP, show_default=False)] = None,
    invert_mask: given.InvertMask = False,
    grow: given.GrowMask = 0,
    scale_mask: given.ScaleMask = False,
    truth: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The photo as it should look, to score against.")
    ] = None,
    strength: given.Strength = "auto",
    device: given.Device = "auto",
    precision: given.PrecisionChoice = PrecisionName.auto,
    tile: given.Tile = "auto",
    memory_mib: given.MemoryMib = None,
    threads: given.Threads = None,
    overwrite: given.Overwrite = False,
    quiet: given.Quiet = False,
    json: given.Json = False,
) -> None:
    """Show input, skip, no skip and their difference on one sheet, with scores if the truth is known."""
    started = time.monotonic()
    if (scale is None) == (mask is None):
        raise typer.BadParameter("give either --scale to enlarge, or --mask to fill.")
    if mask is not None and strength != "auto":
        raise typer.BadParameter("--strength needs --scale; filling has no strength.")
    expected = parse_strength(strength)
    result = read_extent(input_file).scaled(int(scale.value) if scale else 1)
    check_sheet_target(output, sheet_extent(result), overwrite=overwrite, original=input_file)
    choices = make_choices(None, None, device, precision, tile, memory_mib, threads, None)
    photo = read_photo(input_file)
    request: Request
    marked: Mask | None = None
    factor = int(scale.value) if scale else 1
    if mask is not None:
        marked, hints = read_wanted_mask(mask, photo, Wishes(invert_mask, grow, scale_mask))
        photo = photo.with_pixels(photo.pixels, photo.alpha, *hints)
        request = InpaintRequest(photo, marked, choices, fill="smooth")
    else:
        request = UpscaleRequest(photo, factor, expected, choices)
    known = read_photo(truth, whole=True) if truth is not None else None
    load_torch()
    from desktop_unet.evaluation.variant_comparison import compare_variants, result_notes

    with progress_bar(shown=not (quiet or json)) as report:
        comparison = compare_variants(request, known, report)
    results = comparison.results
    notes = save_sheet(
        comparison.sheet_HWC,
        output,
        truth=known or photo,
        mask=marked,
        scale=factor,
        cards=tuple(result.card for result in results),
        facts={"kind": "compare", "photo": input_file.name, "truth_known": known is not None},
        overwrite=overwrite,
        original=input_file,
        icc_profile=photo.icc_profile,
    )
    facts: dict[str, object] = {
        "output": output,
        "height": comparison.sheet_HWC.shape[0],
        "width": comparison.sheet_HWC.shape[1],
        "seconds": round(time.monotonic() - started, 3),
        "peak_rss_mib": peak_rss_mib(),
        "device": results[0].device,
        "precision": results[0].precision,
        "tiles": sum(result.tiles for result in results),
        "card": [result.card for result in results],
        "scores": comparison.scores,
        **({"strength": results[0].strength} if mask is None else {}),
        "notes": (*photo.notes, *result_notes(results), *notes),
    }
    if json:
        print_json(facts)
    elif not quiet:
        _tell(facts, comparison.scores)


def _tell(facts: dict[str, object], scores: dict[str, dict[str, float]]) -> None:
    say(f"{facts['output']}: {facts['width']} x {facts['height']} pixels, {facts['seconds']:.1f} s")
    for name, score in scores.items():
        say(f"{name}: {score['psnr']:.2f} dB, SSIM {score['ssim']:.4f}")
    notes = facts["notes"]
    for note in notes if isinstance(notes, tuple) else ():
        say(f"note: {note}")
