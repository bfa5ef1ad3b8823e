"""The verbs ``upscale`` and ``inpaint``: one photo in, one photo out."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from desktop_unet.cli import options as given
from desktop_unet.cli.console import progress_bar, verb
from desktop_unet.cli.options import FillName, parse_strength
from desktop_unet.cli.running import load_torch, read_input, run_request, write_result
from desktop_unet.engine.task import Choices, InpaintRequest, UpscaleRequest
from desktop_unet.engine.task_table import INPAINT, UPSCALE
from desktop_unet.errors import ScratchesMissing
from desktop_unet.imaging.borrowing import read_sources
from desktop_unet.imaging.damage_marks import DEFAULT_THRESHOLD
from desktop_unet.imaging.mask import Wishes, read_wanted_mask, wanted
from desktop_unet.imaging.photo import Mask, Photo
from desktop_unet.imaging.writing import note_on_loss
from desktop_unet.phrases import Phrase
from desktop_unet.studio.damage_search import finder_card, survey_damage

_AUTO = "auto"
_MASK_HELP = f"{given.MASK_HELP} 'auto' finds scratches and dust."


@verb
def upscale(
    input_file: given.InputPhoto,
    output: given.OutputPhoto,
    scale: given.Scale,
    strength: given.Strength = "auto",
    page: given.Page = 1,
    *,
    enlarging: given.Enlarging,
    how: given.How,
) -> None:
    """Enlarge a photo, or clean it up (--scale 1)."""
    started = time.monotonic()
    choices, factor, expected = enlarging.choices(how), int(scale.value), parse_strength(strength)
    look = choices.look if factor > 1 else "natural"
    photo = read_input(input_file, output, UPSCALE, how, choices, page=page, times=factor, look=look)
    request = UpscaleRequest(photo, factor, expected, choices, quality=enlarging.quality, mix=enlarging.mix / 100)
    result = run_request(request, shown=how.shows_progress)
    write_result(result, output, how, started, strength=result.strength)


@verb
def inpaint(
    input_file: given.InputPhoto,
    output: given.OutputPhoto,
    mask: Annotated[str, typer.Option(metavar="MASK|auto", help=_MASK_HELP, show_default=False)],
    *,
    mask_threshold: given.MaskThreshold = None,
    masking: given.Masking,
    fill: given.FillChoice = FillName.auto,
    borrow_from: given.BorrowFrom = None,
    never_from: given.NeverFrom = None,
    page: given.Page = 1,
    how: given.How,
) -> None:
    """Fill what a mask marks and leave everything else unchanged."""
    started = time.monotonic()
    if mask_threshold is not None and mask != _AUTO:
        raise typer.BadParameter("--mask-threshold needs --mask auto.")
    choices = how.choices()
    photo = read_input(input_file, output, INPAINT, how, choices, page=page)
    marked, hints = (
        read_wanted_mask(mask, photo, masking.wishes)
        if mask != _AUTO
        else _found_damage(photo, mask_threshold, masking.wishes, choices, shown=how.shows_progress)
    )
    photo = photo.with_pixels(photo.pixels, photo.alpha, *hints)
    sources = read_sources(photo, borrow_from, never_from, Path(mask) if mask != _AUTO else None)
    request = InpaintRequest(photo, marked, choices, fill.value, sources=sources)
    result = run_request(request, shown=how.shows_progress)
    result = replace(result, notes=(*result.notes, *note_on_loss(output, lossless=how.lossless)))
    write_result(result, output, how, started)


def _found_damage(
    photo: Photo, threshold: float | None, wishes: Wishes, choices: Choices, *, shown: bool
) -> tuple[Mask, tuple[Phrase, ...]]:
    """What is to be filled where the user leaves the search to the program."""
    # Card, gates and tiles are the filler's.
    looking = replace(choices, card=None, gates=None, tile_px=None)
    if finder_card(looking) is not None:
        load_torch()
    with progress_bar(shown=shown) as report:
        found = survey_damage(photo, looking, report).marks(DEFAULT_THRESHOLD if threshold is None else threshold)
    if not found.any():
        raise ScratchesMissing(path=photo.source)
    return wanted(found, wishes, path=_AUTO)
