"""Bundles of options: a verb asks for one value, the command line shows the options that are in it.

Comes in: a verb, some of whose parameters are frozen dataclasses with an option per field (``options.Running``). Goes
out: the same verb as typer wants it, with those options among its parameters. ``console.verb`` calls this.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from inspect import Parameter
from typing import Annotated, Any, get_args, get_origin, get_type_hints


class Only:
    """Which fields of a bundle a verb has options for: ``Annotated[Running, Only("device")]``; others stay unset."""

    def __init__(self, *names: str) -> None:
        self.names = names


@dataclass(frozen=True)
class _Bundle:
    """A parameter that is one: its class and the options that are shown."""

    kind: type[Any]
    options: tuple[Parameter, ...]


def spread(command: Callable[..., None]) -> Callable[..., None]:
    """A verb with the options of its bundles in place of the bundles."""
    hints = get_type_hints(command, include_extras=True)
    bundles = {name: _bundle(hint) for name, hint in hints.items() if is_dataclass(_bare(hint))}

    @functools.wraps(command)
    def gathering(**words: Any) -> None:
        for name, bundle in bundles.items():
            words[name] = bundle.kind(**{option.name: words.pop(option.name) for option in bundle.options})
        command(**words)

    shown: list[Parameter] = []
    for parameter in inspect.signature(command).parameters.values():
        if parameter.name in bundles:
            shown += bundles[parameter.name].options
        else:  # by keyword only, as typer calls them: no default has to wait for those without
            shown.append(parameter.replace(kind=Parameter.KEYWORD_ONLY, annotation=hints[parameter.name]))
    gathering.__signature__ = inspect.Signature(shown)  # type: ignore[attr-defined]
    gathering.__annotations__ = {parameter.name: parameter.annotation for parameter in shown}
    return gathering


def _bundle(hint: Any) -> _Bundle:
    kind = _bare(hint)
    wanted = [extra.names for extra in get_args(hint)[1:] if isinstance(extra, Only)]
    return _Bundle(kind, tuple(_options(kind, wanted[0] if wanted else None)))


def _options(kind: Any, names: tuple[str, ...] | None) -> Iterator[Parameter]:
    """In the order of the fields, whatever the order of ``names``."""
    hints = get_type_hints(kind, include_extras=True)
    for field in fields(kind):
        if names is None or field.name in names:
            yield Parameter(field.name, Parameter.KEYWORD_ONLY, default=field.default, annotation=hints[field.name])


def _bare(hint: Any) -> Any:
    return get_args(hint)[0] if get_origin(hint) is Annotated else hint
