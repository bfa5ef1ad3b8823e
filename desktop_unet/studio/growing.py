"""A picture that grows on the screen while the engine works, now and then. No Qt.

Comes in: steps with a glimpse, in the worker thread. Goes out: pixels for the screen, at most a few times a second.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from desktop_unet.engine.task import Step
from desktop_unet.imaging.geometry import Extent, Rect
from desktop_unet.studio.pyramid import ScreenLevels, screen_levels

APART_S = 0.15
"""Between two pictures: more often nobody sees, and it would cost the work time."""


@dataclass(frozen=True, eq=False)
class Growing:
    """What a part of the photo looks like so far, ready to be shown.

    Args:
        box: which part.
        extent: the photo's size.
        levels: its pixels, often fewer than the box has.
    """

    box: Rect
    extent: Extent
    levels: ScreenLevels


class GrowingPictures:
    """Draws the glimpses of one job, unless the last one was a moment ago."""

    def __init__(self) -> None:
        self._drawn = float("-inf")

    def draw(self, step: Step) -> Growing | None:
        """To be called in the worker thread, while the step is reported."""
        glimpse = step.glimpse
        if glimpse is None or time.monotonic() - self._drawn < APART_S:
            return None
        growing = Growing(glimpse.box, glimpse.extent, screen_levels(glimpse.draw()))
        self._drawn = time.monotonic()
        return growing
