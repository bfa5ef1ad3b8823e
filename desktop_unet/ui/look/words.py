"""Figures in words, as more than one part of the window says them."""

from __future__ import annotations

import math

from PySide6.QtCore import QCoreApplication

from desktop_unet.studio.run_times import Estimate
from desktop_unet.ui.look.translation import number_text

_STEPS_S = (1, 2, 3, 5, 10, 15, 20, 30, 40, 60, 90)
_GIGABYTE, _LEAST_GIGABYTES = 1e9, 0.1


def grouped(number: int) -> str:
    """A count with a space between thousands, which no language takes for its decimal sign."""
    return f"{number:,}".replace(",", "\N{NO-BREAK SPACE}")


def time_left(seconds: float | None) -> str:
    """For a person: no more exact than the estimate is."""
    if seconds is None or seconds < 1:
        return ""
    if seconds < 90:
        return QCoreApplication.translate("RunBox", " · about {0} s left").format(math.ceil(seconds))
    return QCoreApplication.translate("RunBox", " · about {0} min left").format(math.ceil(seconds / 60))


def estimate_text(estimate: Estimate) -> str:
    """What a run will take: how long, where that is known, and how large the result is."""
    translate, parts = QCoreApplication.translate, []
    seconds, gigabytes = estimate.seconds, estimate.bytes / _GIGABYTE
    if seconds is not None and seconds <= _STEPS_S[-1]:
        rounded = next(step for step in _STEPS_S if seconds <= step)
        parts.append(translate("RunBox", "About {0} s").format(rounded))
    elif seconds is not None:
        parts.append(translate("RunBox", "About {0} min").format(math.ceil(seconds / 60)))
    parts.append(translate("RunBox", "{0} megapixels").format(megapixels_text(estimate.megapixels)))
    if gigabytes >= _LEAST_GIGABYTES:
        parts.append(translate("RunBox", "{0} GB").format(number_text(gigabytes, 1)))
    return " · ".join(parts)


def megapixels_text(megapixels: float) -> str:
    """No more exact than it is of use; a small photo is never said to have none."""
    if megapixels >= 10:
        return f"{megapixels:.0f}"
    return number_text(megapixels, 1) if megapixels >= 0.1 else number_text(max(0.01, megapixels), 2)


def bytes_text(size_bytes: int) -> str:
    """How large a file is."""
    if size_bytes >= 1e6:
        return f"{number_text(size_bytes / 1e6, 1)} MB"
    return f"{max(1, round(size_bytes / 1e3))} kB"
