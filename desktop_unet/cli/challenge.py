"""The verb ``challenge``: damage a good photo, restore it, score it against itself."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from desktop_unet.cli import options as given
from desktop_unet.cli.console import peak_rss_mib, print_json, progress_bar, say, verb
from desktop_unet.cli.options import ScaleName
from desktop_unet.cli.running import load_torch
from desktop_unet.cli.sheets import check_sheet_target, save_sheet
from desktop_unet.imaging.codec import read_extent, read_photo
from desktop_unet.imaging.holes import NAMED
from desktop_unet.imaging.mask import read_mask
from desktop_unet.imaging.photo import Photo

if TYPE_CHECKING:
    from desktop_unet.evaluation.challenge import Challenge, Outcome

_MASK_HELP = f"{given.MASK_HELP} Or {', '.join(NAMED)}: drawn from the seed."
Scale = Annotated[ScaleName | None, typer.Option(help="Shrink by this factor and enlarge again.", show_default=False)]
MaskName = Annotated[str | None, typer.Option(metavar="MASK", help=_MASK_HELP, show_default=False)]
Noise = Annotated[float, typer.Option(min=0, max=100, help="Add noise of this standard deviation (of 255).")]
Jpeg = Annotated[
    int | None, typer.Option(min=1, max=100, help="Compress as JPEG of this quality in between.", show_default=False)
]
Seed = Annotated[int, typer.Option(min=0, help="The same seed gives the same damage.")]
Cards = Annotated[
    list[str] | None,
    typer.Option("--card", metavar="NAME|FILE", help="A network; may be repeated.", show_default=False),
]


@verb
def challenge(
    input_file: given.InputPhoto,
    output: given.OutputPhoto,
    scale: Scale = None,
    mask: MaskName = None,
    noise: Noise = 0,
    jpeg: Jpeg = None,
    seed: Seed = 0,
    card: Cards = None,
    *,
    running: given.OnDevice,
    overwrite: given.Overwrite = False,
    telling: given.Telling,
) -> None:
    """Damage a good photo, restore it, and show how close it comes: sheet, scores, heat maps."""
    started = time.monotonic()
    if (scale is None or scale is ScaleName.x1) == (mask is None):
        raise typer.BadParameter("give either --scale 2, 3, 4 or 8 to shrink, or --mask to make holes.")
    read_extent(input_file)
    check_sheet_target(output, overwrite=overwrite, original=input_file)
    photo = read_photo(input_file, whole=True)
    load_torch()
    from desktop_unet.evaluation.challenge import Challenge, take_challenge

    task = Challenge(
        scale=int(scale.value) if scale else 1,
        mask=None if mask is None or mask in NAMED else read_mask(Path(mask), photo.extent, photo),
        holes=NAMED.get(mask or ""),
        noise=noise,
        quality=jpeg,
        seed=seed,
        cards={name: name for name in card or ()},
        choices=running.choices(),
    )
    with progress_bar(shown=telling.shows_progress) as report:
        outcome = take_challenge(task, photo, report)
    notes = _save(outcome, task, photo, output, overwrite)
    facts = _facts(outcome, task, output, started) | {"notes": (*photo.notes, *notes)}
    _tell(facts, outcome, telling)


def _save(outcome: Outcome, task: Challenge, photo: Photo, output: Path, overwrite: bool) -> tuple[str, ...]:
    from desktop_unet.evaluation.challenge import card_names

    facts = {"kind": "challenge", "seed": task.seed, "noise": task.noise, "jpeg": task.quality}
    return save_sheet(
        outcome.sheet_HWC,
        output,
        truth=outcome.truth,
        mask=outcome.mask,
        scale=task.scale,
        cards=tuple(card_names(outcome)),
        facts=facts,
        overwrite=overwrite,
        original=photo.source,
    )


def _facts(outcome: Outcome, task: Challenge, output: Path, started: float) -> dict[str, Any]:
    from desktop_unet.evaluation.challenge import card_names

    first = next(iter(outcome.results.values()))
    return {
        "output": output,
        "height": outcome.sheet_HWC.shape[0],
        "width": outcome.sheet_HWC.shape[1],
        "device": first.device,
        "precision": first.precision,
        "card": card_names(outcome),
        "seconds": round(time.monotonic() - started, 3),
        "peak_rss_mib": peak_rss_mib(),
        "damage": {
            "scale": task.scale,
            "holes": task.holes,
            "noise": task.noise,
            "jpeg": task.quality,
            "seed": task.seed,
            "masked_share": None if outcome.mask is None else float((outcome.mask > 0).mean()),
        },
        "scores": {name: vars(score) for name, score in outcome.scores.items()},
        "strength": {name: result.strength for name, result in outcome.results.items()},
    }


def _tell(facts: dict[str, Any], outcome: Outcome, telling: given.Telling) -> None:
    from desktop_unet.evaluation.challenge import caption_of

    if telling.json:
        print_json(facts)
    if telling.json or telling.quiet:
        return
    say(f"{facts['output']}: {facts['width']} × {facts['height']} pixels, {facts['seconds']:.1f} s")
    for name, score in outcome.scores.items():
        say(f"{name}: {caption_of(score)}")
    for note in facts["notes"]:
        say(f"note: {note}")
