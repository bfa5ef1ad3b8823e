"""The verb ``restore``: an old photo in one go, step by step, or what would be done to it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from desktop_unet.cli import options as given
from desktop_unet.cli.bundles import Only
from desktop_unet.cli.console import print_json, progress_bar, say, verb
from desktop_unet.cli.options import FillName, ScaleName, parse_strength
from desktop_unet.cli.running import check_card, load_torch, written_facts
from desktop_unet.engine.task import Choices, Report
from desktop_unet.engine.task_table import INPAINT, UPSCALE
from desktop_unet.imaging.codec import Written, check_target, read_extent, read_photo, write_photo
from desktop_unet.imaging.damage_marks import DEFAULT_THRESHOLD
from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.mask import Wishes, read_wanted_mask
from desktop_unet.imaging.photo import Photo
from desktop_unet.imaging.writing import note_on_loss
from desktop_unet.studio.restore_plan import (
    Findings,
    PlannedStep,
    RestorePlan,
    examine,
    is_small,
    plan_restoration,
    seeks_damage,
)
from desktop_unet.studio.restore_wishes import STEP_NAMES, RestoreWishes, StepName, wishes_for

if TYPE_CHECKING:
    from desktop_unet.studio.restore_steps import StepDone, StepsDone

_AUTO = "auto"
Running = Annotated[given.Running, Only("variant", "device", "precision", "tile", "memory_mib", "threads")]
Steps = Annotated[
    str | None,
    typer.Option(
        metavar=",".join(STEP_NAMES),
        help="Do exactly these steps. [dim]default: those that make sense for the photo[/dim]",
        show_default=False,
    ),
]
MaskFile = Annotated[
    Path | None, typer.Option(metavar="MASK", help="Fill what this marks instead of what is found.", show_default=False)
]
Threshold = Annotated[
    float, typer.Option(min=0.0, max=1.0, help="What counts as damage; lower finds more, also what belongs there.")
]
Tones = Annotated[
    str, typer.Option(metavar="auto|0..1", help="How much of the fading is undone; auto is as much as was found.")
]
Looking = Annotated[given.Enlarging, Only("look")]
EnlargeBy = Annotated[
    ScaleName | None,
    typer.Option(help="Enlarge by this factor; 1 does not. [dim]default: 2 where the photo is small[/dim]"),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be done; write nothing.")]


@verb
def restore(
    input_file: given.InputPhoto,
    output: given.OutputPhoto,
    steps: Steps = None,
    mask: MaskFile = None,
    threshold: Threshold = DEFAULT_THRESHOLD,
    fill: given.FillChoice = FillName.auto,
    strength: given.Strength = _AUTO,
    tones: Tones = _AUTO,
    scale: EnlargeBy = None,
    dry_run: DryRun = False,
    page: given.Page = 1,
    *,
    enlarging: Looking,
    running: Running,
    saving: given.Saving,
    telling: given.Telling,
) -> None:
    """Restore an old photo: fill damage, clean up noise and JPEG, bring back faded tones, enlarge it if it is small."""
    started = time.monotonic()
    settings = {
        "threshold": threshold,
        "strength": parse_strength(strength),
        "tones": parse_strength(tones, "--tones"),
        "fill": fill.value,
    }
    wishes = parse_wishes(steps, scale, has_mask=mask is not None, settings=settings)
    choices, extent = enlarging.choices(running), read_extent(input_file, page=page)
    enlarged = _result_extent(extent, wishes)
    check_target(
        output,
        enlarged,
        overwrite=saving.overwrite,
        original=input_file,
        lossless=saving.lossless,
    )
    check_card(choices, INPAINT)
    check_card(choices, UPSCALE)
    if enlarged != extent:
        check_card(choices, UPSCALE, choices.look)
    photo = read_photo(input_file, page=page)
    by_hand = None if mask is None else read_wanted_mask(mask, photo, Wishes())[0]
    # Tiles are the user's for the networks that restore; what looks has its own.
    looking = replace(choices, tile_px=None)
    seeks = by_hand is None and seeks_damage(wishes, looking)
    if seeks or not dry_run:
        load_torch()
    with progress_bar(shown=telling.shows_progress) as report:
        found = examine(photo, looking, report, threshold=threshold if seeks else None)
        plan = plan_restoration(found, wishes, by_hand)
        done = None if dry_run else _carry_out(photo, plan, choices, report)
    if done is None:
        _tell_plan(output, extent, found, plan, time.monotonic() - started, telling)
    else:
        written = write_photo(done.photo, output, **saving.wishes)
        if done.leaves_the_rest:
            notes = (*written.notes, *note_on_loss(output, lossless=saving.lossless))
            written = replace(written, notes=notes)
        _tell_done(done, found, written, time.monotonic() - started, telling)


def parse_wishes(
    steps: str | None, scale: ScaleName | None, *, has_mask: bool, settings: dict[str, Any]
) -> RestoreWishes:
    """What is switched and set.

    Raises:
        typer.BadParameter: an unknown step, or a setting for one that is left out.
    """
    if scale is not None and scale is not ScaleName.x1:
        settings["scale"] = int(scale.value)
    wishes = RestoreWishes(**settings) if steps is None else wishes_for(_parse_steps(steps), **settings)
    if has_mask:
        wishes = _with(wishes, "damage", "--mask")
    if scale is ScaleName.x1:
        return wishes.switched("enlarge", is_on=False)
    return wishes if scale is None else _with(wishes, "enlarge", "--scale")


def _with(wishes: RestoreWishes, name: StepName, option: str) -> RestoreWishes:
    """A setting that is given turns its step on."""
    if name in wishes.off:
        raise typer.BadParameter(f"{option} needs the step '{name}', which --steps leaves out.")
    return wishes.switched(name, is_on=True)


def _parse_steps(text: str) -> tuple[StepName, ...]:
    names = [name.strip() for name in text.split(",") if name.strip()]
    known: dict[str, StepName] = {name: name for name in STEP_NAMES}
    unknown = [name for name in names if name not in known]
    if unknown or not names:
        raise typer.BadParameter(
            f"'{unknown[0] if unknown else text}' is no step; use some of {', '.join(STEP_NAMES)}.",
            param_hint="--steps",
        )
    return tuple(known[name] for name in names)


def _result_extent(extent: Extent, wishes: RestoreWishes) -> Extent:
    return extent.scaled(wishes.scale if wishes.decides("enlarge", is_sensible=is_small(extent)) else 1)


def _carry_out(photo: Photo, plan: RestorePlan, choices: Choices, report: Report) -> StepsDone:
    from desktop_unet.studio.restore_steps import carry_out
    from desktop_unet.studio.restoring import call_engine

    return carry_out(photo, plan, choices, call_engine, report)


# --- what is said ----------------------------------------------------------------------------------


def _tell_plan(
    output: Path, extent: Extent, found: Findings, plan: RestorePlan, seconds: float, telling: given.Telling
) -> None:
    result = extent.scaled(plan.scale)
    notes = [step.refused for step in plan.steps if step.refused is not None]
    if telling.json:
        print_json(
            {
                "output": output,
                "height": result.height,
                "width": result.width,
                "seconds": round(seconds, 3),
                "dry_run": True,
                "finder": _finder(found),
                "steps": [_step_facts(step) for step in plan.steps],
                "notes": notes,
            }
        )
    elif not telling.quiet:
        say(f"{output}: would have {result.width} × {result.height} pixels")
        _say_steps(plan.steps, notes)


def _tell_done(done: StepsDone, found: Findings, written: Written, seconds: float, telling: given.Telling) -> None:
    results = [each.result for each in done.done if each.result is not None]
    notes = tuple(dict.fromkeys((*done.photo.notes, *done.notes, *written.notes)))
    if telling.json:
        print_json(
            {
                **written_facts(written, seconds),
                "device": results[0].device if results else None,
                "precision": results[0].precision if results else None,
                "tiles": sum(result.tiles for result in results),
                "card": list(dict.fromkeys(result.card for result in results)),
                "finder": _finder(found),
                "steps": [_step_facts(step, done.done) for step in done.plan.steps],
                "notes": notes,
            }
        )
    elif not telling.quiet:
        say(f"{written.path}: {written.extent.width} × {written.extent.height} pixels, {seconds:.1f} s")
        _say_steps(done.plan.steps, notes)


def _finder(found: Findings) -> str | None:
    """What has looked for damage; None where nothing has."""
    return None if found.survey is None else found.survey.card or "classical"


def _step_facts(step: PlannedStep, done: Sequence[StepDone] = ()) -> dict[str, object]:
    """One step for JSON; with its seconds where it was done by a network."""
    seconds = [each.result.seconds for each in done if each.order.step == step.name and each.result is not None]
    return {
        "step": step.name,
        "on": step.is_on,
        "found": step.found,
        "setting": step.setting,
        "auto": step.is_found,
        **step.facts,
        **({"seconds": round(seconds[0], 3)} if seconds else {}),
    }


def _say_steps(steps: Sequence[PlannedStep], notes: Sequence[str]) -> None:
    for step in steps:
        say(f"{'[x]' if step.is_on else '[ ]'} {step.name}: {step.found}")
    for note in notes:
        say(f"note: {note}")
