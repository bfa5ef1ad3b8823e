"""The verbs of the command line, gathered.

Comes in: arguments that begin with a verb or an option. Goes out: an exit code. Each verb
has its file; torch is loaded inside the verbs that compute, never here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated

import typer

from desktop_unet import __version__
from desktop_unet.cli import DONE
from desktop_unet.cli.batch import batch
from desktop_unet.cli.challenge import challenge
from desktop_unet.cli.compare import compare
from desktop_unet.cli.console import say
from desktop_unet.cli.evaluate import evaluate
from desktop_unet.cli.find_damage import find_damage
from desktop_unet.cli.lab import lab
from desktop_unet.cli.restoration import restore
from desktop_unet.cli.restore import inpaint, upscale
from desktop_unet.cli.self_check import self_check
from desktop_unet.cli.task_verb import verb_for
from desktop_unet.cli.train import train
from desktop_unet.cli.weights import weights
from desktop_unet.engine.task_table import FIND_DAMAGE, INPAINT, TASKS, UPSCALE


def _print_version(wanted: bool) -> None:
    if wanted:
        say(f"desktop-unet {__version__}")
        raise typer.Exit(DONE)


def _program(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Options that stand before the verb."""


def make_app() -> typer.Typer:
    """All verbs; a task that has none of its own gets one that is made from its row."""
    made = typer.Typer(
        name="desktop-unet",
        help="Restore, enlarge and fill photos. Without a verb the window opens: desktop-unet \\[PHOTO ...]",
        epilog="Exit codes: 0 done, 1 failed, 2 wrong usage, 3 some photos of a batch failed, 130 interrupted.",
        rich_markup_mode="rich",
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["--help", "-h"]},
        no_args_is_help=True,
    )
    made.callback()(_program)
    made.command()(restore)
    for row in TASKS.values():
        made.command(row.name, help=row.summary)(OWN_VERBS.get(row.name) or verb_for(row))
    made.add_typer(batch, name="batch")
    made.command()(compare)
    made.command()(challenge)
    made.add_typer(lab, name="lab")
    made.add_typer(evaluate, name="evaluate")
    made.command()(train)
    made.add_typer(weights, name="weights")
    made.command("self-check")(self_check)
    return made


OWN_VERBS: Mapping[str, Callable[..., None]] = {
    UPSCALE.name: upscale,
    INPAINT.name: inpaint,
    FIND_DAMAGE.name: find_damage,
}
"""Verbs of tasks that have more to say than their requests."""


def run_command(arguments: list[str]) -> int:
    """Parse and run; the exit code."""
    try:
        make_app()(args=arguments, prog_name="desktop-unet")
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else DONE
    return DONE
