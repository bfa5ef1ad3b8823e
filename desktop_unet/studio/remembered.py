"""The options that a session begins with because they were chosen last.

Comes in: settings. Goes out: options to set, each of which is still one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, get_args, get_origin, get_type_hints

from desktop_unet.settings import Settings
from desktop_unet.studio.options import CLEAN_UP, IN_STEPS, Options
from desktop_unet.studio.pages import PAGE_ROWS

FIRST_PAGE = IN_STEPS
"""What the window begins with where nothing is remembered: what most people come for."""
REMEMBERED_OPTIONS = ("task", "scale", "variant", "tool", "network", "look", "quality")


def remembered_options(settings: Settings) -> Mapping[str, Any]:
    """The options that were chosen last; what is no option any more is left out."""
    types = get_type_hints(Options)
    found = {name: settings.options[name] for name in REMEMBERED_OPTIONS if name in settings.options}
    known = {name: value for name, value in found.items() if _is_one_of(value, types[name])}
    offered = {"task": tuple(PAGE_ROWS), "network": settings.network_files}
    kept = {name: value for name, value in known.items() if name not in offered or value in offered[name]}
    if kept.get("scale") == CLEAN_UP:  # a page of its own
        del kept["scale"]
    return {"task": FIRST_PAGE} | kept


def options_to_remember(options: Options) -> dict[str, Any]:
    """What ``remembered_options`` finds again; strength and view belong to a photo and are not remembered."""
    return {name: getattr(options, name) for name in REMEMBERED_OPTIONS}


def _is_one_of(value: object, kind: object) -> bool:
    return value in get_args(kind) if get_origin(kind) is Literal else type(value) is kind
