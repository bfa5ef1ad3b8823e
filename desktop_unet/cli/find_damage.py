"""The verb ``find-damage``: a photo in, a mask of its scratches and spots out."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from desktop_unet.cli import options as given
from desktop_unet.cli.bundles import Only
from desktop_unet.cli.console import print_json, progress_bar, say, verb
from desktop_unet.cli.running import load_torch, written_facts
from desktop_unet.errors import MaskNotLossless
from desktop_unet.imaging.codec import Written, check_target, read_extent, read_photo
from desktop_unet.imaging.damage_marks import DEFAULT_THRESHOLD, Amount, amount_of
from desktop_unet.imaging.mask import write_mask
from desktop_unet.studio.damage_search import finder_card, survey_damage


@verb
def find_damage(
    input_file: given.InputPhoto,
    output: Annotated[Path, typer.Argument(metavar="MASK.png", help="Mask to write: white is damaged.")],
    threshold: Annotated[
        float, typer.Option(min=0.0, max=1.0, help="What counts as damage; lower finds more, also what belongs there.")
    ] = DEFAULT_THRESHOLD,
    page: given.Page = 1,
    *,
    running: Annotated[given.Running, Only("variant", "card", "device", "precision", "tile", "threads")],
    overwrite: given.Overwrite = False,
    telling: given.Telling,
) -> None:
    """Find scratches, dust, cracks and spots, and write a mask that 'inpaint' and 'restore' take."""
    started = time.monotonic()
    if output.suffix.lower() != ".png":
        raise MaskNotLossless(path=output)
    choices = running.choices()
    check_target(output, read_extent(input_file, page=page), overwrite=overwrite, original=input_file)
    card = finder_card(choices)
    photo = read_photo(input_file, page=page)
    if card is not None:
        load_torch()
    with progress_bar(shown=telling.shows_progress) as report:
        mask = survey_damage(photo, choices, report).marks(threshold)
    written = write_mask(mask, output, overwrite=overwrite)
    _tell(written, card or "classical", threshold, amount_of(mask), time.monotonic() - started, telling)


def _tell(
    written: Written, card: str, threshold: float, amount: Amount, seconds: float, telling: given.Telling
) -> None:
    if telling.json:
        print_json(
            {
                **written_facts(written, seconds),
                "card": card,
                "threshold": threshold,
                "pieces": amount.pieces,
                "share": round(amount.share, 6),
                "notes": written.notes,
            }
        )
    elif not telling.quiet:
        found = f"{amount.pieces} scratches and spots, {amount.share:.2%}" if amount.pieces else "nothing was found"
        say(f"{written.path}: {found} ({card}, threshold {threshold:g}, {seconds:.1f} s)")
