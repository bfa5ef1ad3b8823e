"""The verbs of the command line, gathered.

Comes in: arguments that begin with a verb or an option. Goes out: an exit code. Each verb
has its file; torch is loaded inside the verbs that compute, never here.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import Annotated

import typer

from desktop_unet import __version__
from desktop_unet.cli import DONE, VERBS, is_verb
from desktop_unet.cli.console import say
from desktop_unet.cli.task_verb import verb_for
from desktop_unet.engine.task_table import TASKS


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


def make_app(verbs: Iterable[str] | None = None) -> typer.Typer:
    """The program with some of its verbs, by name; None takes all.

    A task that has no verb of its own gets one that is made from its row.
    """
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
    for name in dict.fromkeys([*VERBS, *TASKS]) if verbs is None else verbs:
        _add_verb(made, name)
    return made


def _add_verb(app: typer.Typer, name: str) -> None:
    summary = TASKS[name].summary if name in TASKS else None
    if name not in VERBS:
        app.command(name, help=summary)(verb_for(TASKS[name]))
        return
    found = getattr(import_module(f"desktop_unet.cli.{VERBS[name]}"), name.replace("-", "_"))
    if isinstance(found, typer.Typer):
        app.add_typer(found, name=name)
    else:
        app.command(name, help=summary)(found)


def run_command(arguments: list[str]) -> int:
    """Parse and run; the exit code. A verb that comes first is the only one that is loaded."""
    first = arguments[0] if arguments else ""
    try:
        make_app([first] if is_verb(first) else None)(args=arguments, prog_name="desktop-unet")
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else DONE
    return DONE
