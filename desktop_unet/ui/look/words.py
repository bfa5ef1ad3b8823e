"""Figures in words, as more than one part of the window says them."""

from __future__ import annotations

import math

from PySide6.QtCore import QCoreApplication


def time_left(seconds: float | None) -> str:
    """For a person: no more exact than the estimate is."""
    if seconds is None or seconds < 1:
        return ""
    if seconds < 90:
        return QCoreApplication.translate("RunBox", " · about {0} s left").format(math.ceil(seconds))
    return QCoreApplication.translate("RunBox", " · about {0} min left").format(math.ceil(seconds / 60))
