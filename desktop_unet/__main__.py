"""Where the program starts: the window, or the command line when a verb is given.

Comes in: arguments. Goes out: an exit code. Decides before anything large is loaded. Next on
the road: ``ui.app`` or ``cli``.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import multiprocessing
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from desktop_unet import cli
from desktop_unet.errors import LibraryMissing, Mishap
from desktop_unet.paths import is_packed

COMPLETION = "_DESKTOP_UNET_COMPLETE"
"""Set by the shell while it asks for completions; there are no arguments then."""

SOURCE_REMEDY = "sh scripts/system-libraries.sh run"
PACKED_REMEDY = "sudo apt-get install libgl1 libegl1 libxcb1 fontconfig-config"
"""Brings what Qt needs of the system; most of it is in the packed program."""

COLLECT_AFTER = 100_000
"""New objects between two searches for garbage. Loading torch makes many that stay; at Python's own
threshold the searches among them took a tenth of the loading time and found nothing."""


NEW_WINDOW = "--new-window"
"""Opens another window where one is open already."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program.

    Args:
        argv: arguments without the program's name; None takes the process's own.

    Returns:
        0 done, 1 failed, 2 wrong usage, 130 interrupted.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        return _open_window(arguments) if asks_for_window(arguments) else cli.main(arguments)
    except KeyboardInterrupt:
        return cli.INTERRUPTED


def start() -> NoReturn:
    """``main``, then the end of the process; the entry point of the installed commands.

    The process is left without taking torch apart module by module: after a 512x512 photo x4 that took
    0.4 s of 2.7. Files are closed and streams flushed by then; exit hooks are run, logs written.
    """
    gc.set_threshold(COLLECT_AFTER)
    _open_missing_streams()
    code = main()
    atexit._run_exitfuncs()
    for stream in filter(None, (sys.stdout, sys.stderr)):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
    os._exit(code)


def _open_missing_streams() -> None:
    """Where a stream is closed (``2>&-``), open an empty one, else the next file would take its place."""
    for descriptor in (0, 1, 2):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 (open to the end)


def asks_for_window(arguments: Sequence[str]) -> bool:
    """No verb: nothing at all, or only photos. A lone word that is no file is a mistyped verb."""
    if COMPLETION in os.environ:
        return False
    arguments = [argument for argument in arguments if argument != NEW_WINDOW]
    if not arguments:
        return True
    first = arguments[0]
    if first in cli.VERBS or any(argument.startswith("-") for argument in arguments):
        return False
    if Path(first).suffix != "" or Path(first).name != first:
        return True
    with contextlib.suppress(OSError):  # no name for a file
        return Path(first).exists() and not cli.is_verb(first)
    return False


def _open_window(arguments: list[str]) -> int:
    photos = [argument for argument in arguments if argument != NEW_WINDOW]
    choices = {"new_window": True} if len(photos) < len(arguments) else {}
    try:
        return int(_load_window()(photos, **choices) or cli.DONE)
    except Mishap as mishap:
        print(f"error: {mishap}", file=sys.stderr)
        return cli.FAILED


def _load_window() -> Callable[..., int | None]:
    """The window's own main.

    Raises:
        LibraryMissing: Qt misses one of the system's libraries.
    """
    try:
        from desktop_unet.ui.app import main as window
    except ImportError as missing:
        if ".so" in str(missing):
            remedy = PACKED_REMEDY if is_packed() else SOURCE_REMEDY
            raise LibraryMissing(reason=str(missing), remedy=remedy) from missing
        raise
    return window


if __name__ == "__main__":
    # A frozen program starts itself again for every worker process; this tells them apart.
    multiprocessing.freeze_support()
    start()
