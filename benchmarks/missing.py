"""Why a contestant cannot take part: a sentence for its row, not a failure of the benchmark."""

from __future__ import annotations

import importlib
from pathlib import Path
from types import ModuleType


class Missing(Exception):
    """Something that is needed is not here; the message is what the row says."""


def need_module(name: str, package: str) -> ModuleType:
    """An optional library.

    Raises:
        Missing: it is not installed, or cannot be loaded.
    """
    try:
        return importlib.import_module(name)
    except ImportError as error:
        reason = "is not installed" if isinstance(error, ModuleNotFoundError) else f"cannot be loaded ({error})"
        raise Missing(f"{package} {reason}") from error


def need_file(path: str) -> str:
    """A file that a user named.

    Raises:
        Missing: it is not there.
    """
    if not Path(path).is_file():
        raise Missing(f"there is no file {path}")
    return path
