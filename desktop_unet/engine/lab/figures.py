"""Frozen values as plain figures, for JSON: what is a picture is left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np


def figures_of(value: Any) -> Any:
    """Dataclasses as dictionaries, sequences as lists, numbers rounded to six digits; arrays left out."""
    if is_dataclass(value) and not isinstance(value, type):
        named = {field.name: getattr(value, field.name) for field in fields(value)}
        return {name: figures_of(inner) for name, inner in named.items() if not isinstance(inner, np.ndarray)}
    if isinstance(value, Mapping):
        return {str(key): figures_of(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [figures_of(inner) for inner in value]
    if isinstance(value, float):
        return float(f"{value:.6g}")
    return value
