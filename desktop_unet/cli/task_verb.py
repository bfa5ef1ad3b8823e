"""A verb for a task that has none of its own, made from the task's row.

Comes in: a row of ``engine.task_table``. Goes out: a function for typer. What the task's request asks for besides
photo and choices becomes an option of the same name.
"""

from __future__ import annotations

import inspect
import time
import types
from collections.abc import Callable, Iterator
from dataclasses import MISSING, Field, fields
from pathlib import Path
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import numpy as np
import typer

from desktop_unet.cli import options as given
from desktop_unet.cli.console import verb
from desktop_unet.cli.options import PrecisionName, make_choices
from desktop_unet.cli.running import check_card, run_request, tell_result
from desktop_unet.engine.task import Result
from desktop_unet.engine.task_table import TaskRow
from desktop_unet.imaging.codec import Written, check_target, read_extent, read_photo, write_photo
from desktop_unet.imaging.mask import read_mask, write_mask
from desktop_unet.imaging.photo import Mask

_SHARED = ("photo", "choices")
"""Fields of every request."""
_PLAIN = (bool, int, float, str)


def verb_for(row: TaskRow[Any]) -> Callable[..., None]:
    """IN, OUT, an option for each field of the row's request, and those that all verbs share.

    A field's help stands in its metadata, ``field(default=1.0, metadata={"help": "How much."})``.

    Raises:
        TypeError: a field has no default and is of a type that no option can give.
    """
    own = {parameter.name: parameter for parameter in _own_options(row)}

    def restore(input_file: Path, output: Path, **words: Any) -> None:
        asked = {name: words.pop(name) for name in own}
        _restore(row, input_file, output, asked, **words)

    parameters = [*_common(_PLACES), *own.values(), *_common(_RUNNING)]
    parameters.sort(key=lambda parameter: parameter.default is not inspect.Parameter.empty)
    restore.__name__ = row.name.replace("-", "_")
    restore.__doc__ = row.summary
    restore.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    restore.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return verb(restore)


_PLACES: dict[str, tuple[Any, Any]] = {
    "input_file": (given.InputPhoto, MISSING),
    "output": (given.OutputPhoto, MISSING),
}
_RUNNING: dict[str, tuple[Any, Any]] = {
    "variant": (given.VariantChoice, None),
    "card": (given.CardChoice, None),
    "device": (given.Device, "auto"),
    "precision": (given.PrecisionChoice, PrecisionName.auto),
    "tile": (given.Tile, "auto"),
    "memory_mib": (given.MemoryMib, None),
    "threads": (given.Threads, None),
    "gates": (given.Gates, None),
    "overwrite": (given.Overwrite, False),
    "strip_metadata": (given.StripMetadata, False),
    "quiet": (given.Quiet, False),
    "json": (given.Json, False),
}


def _common(options: dict[str, tuple[Any, Any]]) -> Iterator[inspect.Parameter]:
    for name, (annotation, default) in options.items():
        yield _parameter(name, annotation, default)


def _own_options(row: TaskRow[Any]) -> Iterator[inspect.Parameter]:
    hints = get_type_hints(row.request)
    for field in fields(row.request):
        if field.name in _SHARED:
            continue
        hint = _option_type(hints[field.name])
        if hint is not None:
            option = typer.Option(help=field.metadata.get("help", ""))
            yield _parameter(field.name, Annotated[hint, option], _default(field))
        elif _default(field) is MISSING:
            raise TypeError(f"{row.name}: no option can give {field.name} of {row.request.__name__}")


def _default(field: Field[Any]) -> Any:
    return field.default if field.default_factory is MISSING else field.default_factory()


def _parameter(name: str, annotation: Any, default: Any) -> inspect.Parameter:
    start = inspect.Parameter.empty if default is MISSING else default
    return inspect.Parameter(name, inspect.Parameter.POSITIONAL_OR_KEYWORD, default=start, annotation=annotation)


def _option_type(hint: Any) -> Any:
    """How a field's value is said in words: as itself, a mask as a file; None where it cannot be."""
    if get_origin(hint) in (Union, types.UnionType):
        inner = [one for one in get_args(hint) if one is not type(None)]
        said = _option_type(inner[0]) if len(inner) == 1 else None
        return None if said is None else said | None
    if hint == Mask:
        return Path
    return hint if hint in _PLAIN or hint is Path or get_origin(hint) is Literal else None


def _restore(
    row: TaskRow[Any],
    input_file: Path,
    output: Path,
    asked: dict[str, Any],
    *,
    overwrite: bool,
    strip_metadata: bool,
    quiet: bool,
    json: bool,
    **running: Any,
) -> None:
    """What every such verb does."""
    started = time.monotonic()
    choices = make_choices(**running)
    extent = read_extent(input_file)
    check_target(output, extent, overwrite=overwrite, original=input_file)
    check_card(choices, row)
    photo = read_photo(input_file)
    hints = get_type_hints(row.request)
    for name, value in asked.items():
        if isinstance(value, Path) and Path not in (hints[name], *get_args(hints[name])):
            asked[name] = read_mask(value, extent, photo)
    result = run_request(row.request(photo=photo, choices=choices, **asked), shown=not (quiet or json))
    written = _write(result, output, overwrite, strip_metadata)
    tell_result(result, written, time.monotonic() - started, quiet, json)


def _write(result: Result, output: Path, overwrite: bool, strip_metadata: bool) -> Written:
    """The photo, or how sure the task is of what it found: from black to white."""
    if result.found_HW is None:
        return write_photo(result.photo, output, overwrite=overwrite, strip_metadata=strip_metadata)
    return write_mask(np.rint(255 * result.found_HW).astype(np.uint8), output, overwrite=overwrite)
