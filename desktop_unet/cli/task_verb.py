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
from inspect import Parameter
from pathlib import Path
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import typer

from desktop_unet.cli import options as given
from desktop_unet.cli.console import verb
from desktop_unet.cli.running import read_input, run_request, write_result
from desktop_unet.engine.task_table import TaskRow
from desktop_unet.imaging.mask import read_mask
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

    def restore(
        input_file: given.InputPhoto,
        output: given.OutputPhoto,
        *,
        verbs_how: given.How,  # no field of a request is called so
        **asked: Any,
    ) -> None:
        _restore(row, input_file, output, asked, verbs_how)

    source, target, bundle, _ = inspect.signature(restore).parameters.values()
    own = sorted(_own_options(row), key=lambda option: option.default is not Parameter.empty)
    restore.__name__ = row.name.replace("-", "_")
    restore.__doc__ = row.summary
    restore.__signature__ = inspect.Signature([source, target, *own, bundle])  # type: ignore[attr-defined]
    restore.__annotations__ |= {option.name: option.annotation for option in own}
    return verb(restore)


def _own_options(row: TaskRow[Any]) -> Iterator[Parameter]:
    hints = get_type_hints(row.request)
    for field in fields(row.request):
        if field.name in _SHARED:
            continue
        hint = _option_type(hints[field.name])
        if hint is not None:
            option = typer.Option(help=field.metadata.get("help", ""))
            start = Parameter.empty if _default(field) is MISSING else _default(field)
            yield Parameter(field.name, Parameter.KEYWORD_ONLY, default=start, annotation=Annotated[hint, option])
        elif _default(field) is MISSING:
            raise TypeError(f"{row.name}: no option can give {field.name} of {row.request.__name__}")


def _default(field: Field[Any]) -> Any:
    return field.default if field.default_factory is MISSING else field.default_factory()


def _option_type(hint: Any) -> Any:
    """How a field's value is said in words: as itself, a mask as a file; None where it cannot be."""
    if get_origin(hint) in (Union, types.UnionType):
        inner = [one for one in get_args(hint) if one is not type(None)]
        said = _option_type(inner[0]) if len(inner) == 1 else None
        return None if said is None else said | None
    if hint == Mask:
        return Path
    return hint if hint in _PLAIN or hint is Path or get_origin(hint) is Literal else None


def _restore(row: TaskRow[Any], input_file: Path, output: Path, asked: dict[str, Any], how: given.How) -> None:
    """What every such verb does."""
    started, choices = time.monotonic(), how.choices()
    photo = read_input(input_file, output, row, how, choices)
    hints = get_type_hints(row.request)
    for name, value in asked.items():
        if isinstance(value, Path) and Path not in (hints[name], *get_args(hints[name])):
            asked[name] = read_mask(value, photo.extent, photo)
    result = run_request(row.request(photo=photo, choices=choices, **asked), shown=how.shows_progress)
    write_result(result, output, how, started)
