"""The verbs of the command line, gathered.

Comes in: arguments that begin with a verb or an option. Goes out: an exit code. Each verb
has its file; torch is loaded inside the verbs that compute, never here.
"""

from __future__ import annotations

from typing import Annotated

import typer

from desktop_unet import __version__
from desktop_unet.cli import DONE
from desktop_unet.cli.challenge import challenge
from desktop_unet.cli.compare import compare
from desktop_unet.cli.evaluate import evaluate
from desktop_unet.cli.lab import lab
from desktop_unet.cli.restore import inpaint, upscale
from desktop_unet.cli.self_check import self_check
from desktop_unet.cli.train import train
from desktop_unet.cli.weights import weights

app = typer.Typer(
    name="desktop-unet",
    help="Enlarge photos and fill holes in them. Without a verb the window opens: desktop-unet \\[PHOTO ...]",
    epilog="Exit codes: 0 done, 1 failed, 2 wrong usage, 130 interrupted.",
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
    no_args_is_help=True,
)
app.command()(upscale)
app.command()(inpaint)
app.command()(compare)
app.command()(challenge)
app.add_typer(lab, name="lab")
app.add_typer(evaluate, name="evaluate")
app.command()(train)
app.add_typer(weights, name="weights")
app.command("self-check")(self_check)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"desktop-unet {__version__}")
        raise typer.Exit(DONE)


@app.callback()
def _program(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Options that stand before the verb."""


def run_command(arguments: list[str]) -> int:
    """Parse and run; the exit code."""
    try:
        app(args=arguments, prog_name="desktop-unet")
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else DONE
    return DONE
