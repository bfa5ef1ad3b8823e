"""What the command line says: results on stdout; progress and the one line of an error on stderr.

Comes in: steps, results, mishaps. Goes out: text or JSON, and the exit code.
"""

from __future__ import annotations

import contextlib
import errno
import functools
import json
import os
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TextIO

import typer

from desktop_unet.cli import FAILED, INTERRUPTED
from desktop_unet.cli.bundles import spread
from desktop_unet.cli.pipes import PIPE, shown, with_pipes
from desktop_unet.engine.task import Report, Step
from desktop_unet.errors import Mishap, NameTooLong
from desktop_unet.paths import user_log_dir

_NAME_SHOWN = 60


def verb(command: Callable[..., None]) -> Callable[..., None]:
    """A function for typer, its bundles of options spread out.

    It ends as scripts expect: code 1 and one line for failures, 130 and nothing when interrupted.
    """
    spread_out = with_pipes(spread(command))

    @functools.wraps(spread_out)
    def ending_well(**options: Any) -> None:
        try:
            spread_out(**options)
        except Mishap as mishap:
            _tell_failure(mishap, str(mishap), options)
            raise typer.Exit(FAILED) from None
        except KeyboardInterrupt:
            raise typer.Exit(INTERRUPTED) from None
        except (typer.Exit, typer.BadParameter):
            raise
        except Exception as defect:
            _tell_failure(defect, _too_long(defect) or _describe(defect), options)
            raise typer.Exit(FAILED) from None

    return ending_well


def _tell_failure(failure: Exception, sentence: str, options: Mapping[str, Any]) -> None:
    """One line for people and, where --json was given, an object with the kind of failure for scripts."""
    goes_out = options.get("output") == PIPE
    if options.get("json", False):
        with contextlib.redirect_stdout(sys.stderr if goes_out else sys.stdout):
            print_json({"error": " ".join(sentence.split()), "kind": type(failure).__name__})
    if goes_out:  # what of the photo nobody took
        _stop_listening()
    print_error(sentence)


def print_error(sentence: str) -> None:
    """The one line of a failure."""
    with contextlib.suppress(OSError, ValueError):
        if sys.stderr is not None:
            print(f"error: {_spelled(shown(' '.join(sentence.split())), sys.stderr)}", file=sys.stderr, flush=True)


def say(line: str) -> None:
    """A line on stdout; where nobody can take it, that changes nothing in what was done.

    Letters that the terminal's encoding lacks are written as their numbers.
    """
    if sys.stdout is None:
        return
    line = _spelled(shown(line), sys.stdout)
    try:
        try:
            typer.echo(line)
        except UnicodeEncodeError:
            encoding = sys.stdout.encoding or "ascii"
            typer.echo(line.encode(encoding, "backslashreplace").decode(encoding))
    except (OSError, ValueError):  # a pipe that nobody reads, a full disk, a closed stream
        _stop_listening()


def _spelled(line: str, stream: TextIO) -> str:
    """The line, with an x in sizes where the terminal's encoding has no ×."""
    try:
        "×".encode(getattr(stream, "encoding", None) or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return line.replace("×", "x")
    return line


def _stop_listening() -> None:
    """Throw away what follows and what is left in the buffer, so that its failing at the end is no news."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def _too_long(defect: Exception) -> str | None:
    """The sentence on a name that no file can have; None for everything else."""
    if not (isinstance(defect, OSError) and defect.errno == errno.ENAMETOOLONG):
        return None
    return str(NameTooLong(path=str(defect.filename or "")[:_NAME_SHOWN]))


def _describe(defect: Exception) -> str:
    """A sentence for what nobody foresaw; the traceback goes to the log, where a report can take it from."""
    sentence = f"the program failed ({type(defect).__name__}: {defect})"
    log = user_log_dir() / "command-line.log"
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a", encoding="utf-8") as file:
            traceback.print_exception(defect, file=file)
    except OSError:
        return f"{sentence}; please report this."
    return f"{sentence}; please report this with the end of {log}."


def print_json(facts: Mapping[str, Any]) -> None:
    """One object on stdout; numbers that JSON does not know become null."""
    plain, encoding = _plain(facts), getattr(sys.stdout, "encoding", None) or "utf-8"
    text = json.dumps(plain, ensure_ascii=False, allow_nan=False)
    try:
        text.encode(encoding)
    except UnicodeEncodeError:  # the numbers that stand for letters are JSON's own
        text = json.dumps(plain, allow_nan=False)
    say(text)


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, float):
        return value if value - value == 0 else None
    return value if value is None or isinstance(value, bool | int | str) else str(value)


@contextmanager
def progress_bar(*, shown: bool) -> Iterator[Report]:
    """A report hook that draws a bar on stderr, or one that draws nothing.

    Nothing is drawn where stderr is not a terminal: it is kept for errors there.
    """
    if not shown or sys.stderr is None or not sys.stderr.isatty():
        yield lambda step: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed:.0f} of {task.total:.0f}"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        line = bar.add_task("Starting", total=1)

        def draw(step: Step) -> None:
            bar.update(line, description=step.text, completed=step.done, total=max(step.total, 1))

        yield draw


def peak_rss_mib() -> float | None:
    """Most memory that this process has held, in MiB; None where the system does not say."""
    try:
        import resource
    except ImportError:
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # Linux counts KiB, macOS bytes.
    return round(peak / (2**20 if sys.platform == "darwin" else 2**10), 1)
