"""``-`` in the place of a file: the photo comes from stdin, or goes to stdout.

Comes in: a verb as typer wants it, with ``input_file`` and ``output``. Goes out: the same with ``--format`` and pipes,
for ``console.verb``. In between there are files in a folder that is thrown away: photos are not read in one go.
"""

from __future__ import annotations

import contextlib
import functools
import inspect
import shutil
import sys
import tempfile
from collections.abc import Callable
from contextvars import ContextVar
from inspect import Parameter
from pathlib import Path
from typing import Annotated, Any

import typer

from desktop_unet.errors import FileUnreadable, OutputUnwritable
from desktop_unet.phrases import Phrase

PIPE = Path("-")
_FORMAT = "pipe_format"
_FORMAT_OPTION = Annotated[
    str | None,
    typer.Option(
        "--format", metavar="NAME", help="Format of what goes to stdout, where OUT is '-': png, jpg, tif, ..."
    ),
]
_folder: ContextVar[str] = ContextVar("folder", default="")
"""Where the files of pipes lie; said nowhere."""


def with_pipes(command: Callable[..., None]) -> Callable[..., None]:
    """The verb itself where it does not make one file of another."""
    signature = inspect.signature(command)
    if not {"input_file", "output"} <= set(signature.parameters):
        return command

    @functools.wraps(command)
    def piping(**words: Any) -> None:
        format_ = words.pop(_FORMAT)
        if PIPE not in (words["input_file"], words["output"]):
            if format_ is not None:
                raise typer.BadParameter("--format is for '-' in the place of OUT; elsewhere the suffix says it.")
            command(**words)
            return
        with tempfile.TemporaryDirectory(prefix="desktop-unet-") as folder:
            _run(command, words, format_, Path(folder))

    option = Parameter(_FORMAT, Parameter.KEYWORD_ONLY, default=None, annotation=_FORMAT_OPTION)
    piping.__signature__ = signature.replace(  # type: ignore[attr-defined]
        parameters=[*signature.parameters.values(), option]
    )
    piping.__annotations__ = {**command.__annotations__, _FORMAT: _FORMAT_OPTION}
    return piping


def shown(text: str) -> str:
    """A line with the pipe's name in the place of the file's that stands for it."""
    folder = _folder.get()
    return text.replace(folder, "") if folder else text


def _run(command: Callable[..., None], words: dict[str, Any], format_: str | None, folder: Path) -> None:
    goes_out = words["output"] == PIPE
    if goes_out and format_ is None:
        raise typer.BadParameter("--format has to say what is written to '-', such as --format png.")
    target = sys.stdout
    if goes_out and target is not None and target.isatty():
        raise OutputUnwritable(path="-", reason=Phrase("a terminal takes no photo"))
    _folder.set(f"{folder}/")
    with contextlib.redirect_stdout(sys.stderr if goes_out else sys.stdout):
        if words["input_file"] == PIPE:
            words["input_file"] = _taken(folder / "stdin")
        if goes_out:
            words["output"] = folder / f"stdout.{str(format_).lstrip('.').lower()}"
        command(**words)
    if goes_out and words["output"].exists():
        _give(words["output"], target)


def _taken(path: Path) -> Path:
    """All of stdin in a file."""
    if sys.stdin is None or sys.stdin.isatty():
        raise FileUnreadable(path="-", reason=Phrase("nothing is piped into the program"))
    with path.open("wb") as file:
        shutil.copyfileobj(sys.stdin.buffer, file)
    return path


def _give(path: Path, target: Any) -> None:
    """The whole file to stdout, or a mishap: a photo that nobody took was not made."""
    try:
        with path.open("rb") as file:
            shutil.copyfileobj(file, target.buffer)
        target.buffer.flush()
    except (OSError, ValueError, AttributeError) as error:
        why = getattr(error, "strerror", None) or Phrase("nobody takes it")
        raise OutputUnwritable(path="-", reason=why) from None
