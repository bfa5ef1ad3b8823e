"""The verbs ``upscale`` and ``inpaint``: one photo in, one photo out."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from desktop_unet.cli import options as given
from desktop_unet.cli.console import verb
from desktop_unet.cli.options import FillName, parse_strength
from desktop_unet.cli.running import check_card, run_request, tell_result
from desktop_unet.engine.task import InpaintRequest, UpscaleRequest
from desktop_unet.engine.task_table import INPAINT, UPSCALE
from desktop_unet.errors import RequestImpossible, ScratchesMissing
from desktop_unet.imaging.codec import check_target, read_extent, read_photo, write_photo
from desktop_unet.imaging.mask import Wishes, read_mask, read_wanted_mask, wanted
from desktop_unet.imaging.photo import Mask, Photo
from desktop_unet.imaging.scratches import DEFAULT_THRESHOLD, find_scratches
from desktop_unet.phrases import Phrase

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
    running: given.Running,
    saving: given.Saving,
    telling: given.Telling,
) -> None:
    """Enlarge a photo, or clean it up (--scale 1)."""
    started = time.monotonic()
    choices = running.choices()
    factor, expected = int(scale.value), parse_strength(strength)
    check_target(
        output, read_extent(input_file, page=page).scaled(factor), overwrite=saving.overwrite, original=input_file
    )
    check_card(choices, UPSCALE)
    request = UpscaleRequest(read_photo(input_file, page=page), factor, expected, choices)
    result = run_request(request, shown=telling.shows_progress)
    written = write_photo(result.photo, output, overwrite=saving.overwrite, strip_metadata=saving.strip_metadata)
    tell_result(result, written, time.monotonic() - started, telling, strength=result.strength)


@verb
def inpaint(
    input_file: given.InputPhoto,
    output: given.OutputPhoto,
    mask: Annotated[str, typer.Option(metavar="MASK|auto", help=_MASK_HELP, show_default=False)],
    mask_threshold: given.MaskThreshold = None,
    invert_mask: given.InvertMask = False,
    grow: given.GrowMask = 0,
    scale_mask: given.ScaleMask = False,
    fill: given.FillChoice = FillName.auto,
    borrow_from: given.BorrowFrom = None,
    never_from: given.NeverFrom = None,
    page: given.Page = 1,
    *,
    running: given.Running,
    saving: given.Saving,
    telling: given.Telling,
) -> None:
    """Fill what a mask marks and leave everything else unchanged."""
    started = time.monotonic()
    if mask_threshold is not None and mask != _AUTO:
        raise typer.BadParameter("--mask-threshold needs --mask auto.")
    choices = running.choices()
    extent = read_extent(input_file, page=page)
    check_target(output, extent, overwrite=saving.overwrite, original=input_file)
    check_card(choices, INPAINT)
    photo = read_photo(input_file, page=page)
    wishes = Wishes(invert_mask, grow, scale_mask)
    marked, hints = (
        read_wanted_mask(mask, photo, wishes) if mask != _AUTO else _found_scratches(photo, mask_threshold, wishes)
    )
    photo = photo.with_pixels(photo.pixels, photo.alpha, *hints)
    sources = _sources(photo, borrow_from, never_from)
    request = InpaintRequest(photo, marked, choices, fill.value, sources=sources)
    result = run_request(request, shown=telling.shows_progress)
    written = write_photo(result.photo, output, overwrite=saving.overwrite, strip_metadata=saving.strip_metadata)
    tell_result(result, written, time.monotonic() - started, telling)


def _sources(photo: Photo, borrow_from: Path | None, never_from: Path | None) -> Mask | None:
    """Where may be borrowed from; None where nothing was said."""
    if borrow_from is None and never_from is None:
        return None
    allowed = np.full((photo.height, photo.width), 255, np.uint8)
    if borrow_from is not None:
        allowed = np.where(read_mask(borrow_from, photo.extent, photo) > 0, allowed, np.uint8(0))
    if never_from is not None:
        allowed = np.where(read_mask(never_from, photo.extent, photo) > 0, np.uint8(0), allowed)
    if not allowed.any():
        raise RequestImpossible(reason=Phrase("--borrow-from and --never-from leave nothing to borrow from"))
    return allowed


def _found_scratches(photo: Photo, threshold: float | None, wishes: Wishes) -> tuple[Mask, tuple[Phrase, ...]]:
    """What is to be filled where the user leaves the search to the program."""
    found = find_scratches(photo, threshold=DEFAULT_THRESHOLD if threshold is None else threshold)
    if not found.any():
        raise ScratchesMissing(path=photo.source)
    return wanted(found, wishes, path=_AUTO)
