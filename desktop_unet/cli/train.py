"""The verb ``train``: hands over to ``training.command``, which says how the training goes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from desktop_unet.cli import INTERRUPTED
from desktop_unet.cli import options as given
from desktop_unet.cli.console import print_json, say, verb
from desktop_unet.cli.running import load_torch
from desktop_unet.engine.device_env import check_threads


@dataclass(frozen=True)
class Changes:
    """What is wanted otherwise than the recipe has it."""

    steps: Annotated[int | None, typer.Option(min=1, help="Number of steps, instead of the recipe's.")] = None
    batch: Annotated[int | None, typer.Option(min=1, help="Patches per step, instead of the recipe's.")] = None
    hold: Annotated[
        float | None, typer.Option(min=0.0, max=1.0, help="Share of the steps at full learning rate, 0 to 1.")
    ] = None
    seed: Annotated[int | None, typer.Option(min=0, help="Seed, instead of the recipe's.")] = None
    name: Annotated[
        str | None, typer.Option(metavar="NAME", help="Name for the trained network.", show_default=False)
    ] = None
    save_every: Annotated[
        int | None, typer.Option("--save-every", min=1, help="Save and score every so many steps.", show_default=False)
    ] = None


@dataclass(frozen=True)
class Aids:
    """What there is to learn with besides the photos."""

    start: Annotated[
        Path | None,
        typer.Option("--from", metavar="FILE", help="Weights of the same network to start from.", show_default=False),
    ] = None
    validation: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Photos to score on; by default some of --data are set aside.")
    ] = None
    teacher: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="A teacher's pictures of the photos, for recipes that are taught."),
    ] = None
    features: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Weights of the feature network, for recipes that compare features."),
    ] = None
    shapes: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Shapes of real film damage, for damage recipes.", show_default=False),
    ] = None


@verb
def train(
    recipe: Annotated[str, typer.Argument(metavar="RECIPE", help="Name of a recipe.", show_default=False)],
    data: Annotated[Path, typer.Option(metavar="DIR", help="Folder of photos to learn from.", show_default=False)],
    out: Annotated[
        Path,
        typer.Option(
            metavar="DIR",
            help="Folder for checkpoint, log and weights; an unfinished run there is resumed.",
            show_default=False,
        ),
    ],
    *,
    changes: Changes,
    aids: Aids,
    running: given.OnDevice,
    telling: given.Telling,
) -> None:
    """Train a network, or resume a training that was stopped."""
    if running.threads is not None:
        check_threads(running.threads)
    load_torch()
    from desktop_unet.training.command import Wishes, train_command

    wishes = Wishes(
        **vars(changes), **vars(aids),
        device=running.device, precision=running.precision.value, threads=running.threads,
        quiet=not telling.shows_progress,
    )  # fmt: skip
    facts = train_command(recipe, data, out, wishes)
    if facts.pop("leads", True):
        if telling.json:
            print_json(facts)
        elif not telling.quiet:
            _tell(facts, out)
    if facts.get("interrupted"):
        raise typer.Exit(INTERRUPTED)


def _tell(facts: dict[str, object], out: Path) -> None:
    if facts.get("finished"):
        say(f"{facts['weights']}: trained, {facts['steps']} steps")
    else:
        say(f"stopped after {facts['steps']} steps; the same command continues from there ({out})")
