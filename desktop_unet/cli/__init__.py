"""The command line's door: decides between the window and a verb before anything large is loaded.

Comes in: arguments. Goes out: an exit code. Next on the road: ``app.py``, or ``ui.app``.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

VERBS = ("upscale", "inpaint", "compare", "evaluate", "train", "weights", "self-check")

_COMPLETION = "_DESKTOP_UNET_COMPLETE"
"""Set by the shell while it asks for completions; there are no arguments then."""

DONE, FAILED, WRONG_USAGE, INTERRUPTED = 0, 1, 2, 130
"""Exit codes that scripts depend on."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program.

    Args:
        argv: arguments without the program's name; None takes the process's own.

    Returns:
        0 done, 1 failed, 2 wrong usage, 130 interrupted.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        if _asks_for_window(arguments):
            return _open_window(arguments)
        from desktop_unet.cli.app import run_command

        return run_command(arguments)
    except KeyboardInterrupt:
        return INTERRUPTED


def _asks_for_window(arguments: list[str]) -> bool:
    """No verb: nothing at all, or only photos. A lone word that is no file is a mistyped verb."""
    if _COMPLETION in os.environ:
        return False
    if not arguments:
        return True
    first = arguments[0]
    if first in VERBS or any(argument.startswith("-") for argument in arguments):
        return False
    return Path(first).exists() or Path(first).suffix != "" or Path(first).name != first


def _open_window(photos: list[str]) -> int:
    from desktop_unet.errors import Mishap

    try:
        return int(_load_window()(photos) or DONE)
    except Mishap as mishap:
        print(f"error: {mishap}", file=sys.stderr)
        return FAILED


def _load_window() -> Callable[[list[str]], int | None]:
    """The window's own main.

    Raises:
        LibraryMissing: Qt misses one of the system's libraries.
    """
    from desktop_unet.errors import LibraryMissing

    try:
        from desktop_unet.ui.app import main as window
    except ImportError as missing:
        if ".so" in str(missing):
            raise LibraryMissing(reason=str(missing)) from missing
        raise
    return window
