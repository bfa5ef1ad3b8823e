"""The verbs ``upscale`` and ``inpaint``: one photo in, one photo out."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Annotated

import typer

from desktop_unet.cli import options as given
from desktop_unet.cli.console import progress_bar, verb
from desktop_unet.cli.options import FillName, parse_strength
from desktop_unet.cli.running import check_card, load_torch, run_request, tell_result
from desktop_unet.engine.task import Choices, InpaintRequest, UpscaleRequest
from desktop_unet.engine.task_table import INPAINT, UPSCALE
from desktop_unet.errors import ScratchesMissing
from desktop_unet.imaging.codec import check_target, read_extent, read_photo, write_photo
from desktop_unet.imaging.damage_marks import DEFAULT_THRESHOLD
from desktop_unet.imaging.mask import Wishes, read_wanted_mask, wanted
from desktop_unet.imaging.photo import Mask, Photo
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
    running: given.Running,
    saving: given.Saving,
    telling: given.Telling,
) -> None:
    """Enlarge a photo, or clean it up (--scale 1)."""
    started = time.monotonic()
    choices = enlarging.choices(running)
    factor, expected = int(scale.value), parse_strength(strength)
    check_target(
        output, read_extent(input_file, page=page).scaled(factor), overwrite=saving.overwrite, original=input_file
    )
    check_card(choices, UPSCALE, choices.look if factor > 1 else "natural")
    photo = read_photo(input_file, page=page)
    request = UpscaleRequest(photo, factor, expected, choices, quality=enlarging.quality, mix=enlarging.mix / 100)
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
        read_wanted_mask(mask, photo, wishes)
        if mask != _AUTO
        else _found_damage(photo, mask_threshold, wishes, choices, shown=telling.shows_progress)
    )
    request = InpaintRequest(photo.with_pixels(photo.pixels, photo.alpha, *hints), marked, choices, fill.value)
    result = run_request(request, shown=telling.shows_progress)
    written = write_photo(result.photo, output, overwrite=saving.overwrite, strip_metadata=saving.strip_metadata)
    tell_result(result, written, time.monotonic() - started, telling)


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
