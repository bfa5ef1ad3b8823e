"""What light and years do to the tones of a colour photo: grayer blacks, duller whites, and a cast.

Comes in: a good photo and chance. Goes out: a faded one, which has lost nothing but what rounding takes. Used to test
and to measure ``imaging.tones``; ``ageing`` draws tones for finders, more wildly.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from desktop_unet.imaging.photo import UnitImage

Colour = tuple[float, float, float]

CASTS: Mapping[str, tuple[Colour, Colour]] = {
    "none": ((0.0, 0.0, 0.0), (0.0, 0.0, 0.0)),
    "yellow": ((0.1, 0.05, -0.1), (0.0, -0.2, -1.0)),
    "magenta": ((0.4, -0.4, 0.2), (0.0, -1.0, -0.2)),
    "red": ((1.0, -0.2, -0.1), (0.0, -0.5, -0.6)),
    "blue": ((-0.2, 0.0, 0.6), (-1.0, -0.4, 0.0)),
}
"""What a cast adds to black and to white, RGB: the dyes of a print do not fade alike, and its paper turns yellow."""
_CAST = (0.06, 0.22)
"""Least and greatest strength of a cast."""
_BLACK, _WHITE = (0.08, 0.24), (0.68, 0.94)
"""Where a faded photo's blacks and whites come to lie, before its cast."""
_UNEVEN = 0.02
"""Standard deviation of what each channel's black and white differ by besides."""


@dataclass(frozen=True)
class Fading:
    """What became of black and white.

    Args:
        shadows, lights: RGB, 0..1, of what was black and white.
        cast: which of ``CASTS`` it was.
    """

    shadows: Colour
    lights: Colour
    cast: str = "none"

    @property
    def contrast(self) -> float:
        """Share of the range from black to white that is left, 0..1."""
        return float(np.mean(self.lights) - np.mean(self.shadows))

    def apply(self, unit_HWC: UnitImage) -> UnitImage:
        """The faded photo; a fresh array."""
        black, white = np.array(self.shadows, np.float32), np.array(self.lights, np.float32)
        return np.asarray(black + unit_HWC * (white - black), np.float32)


def draw_fading(rng: Generator) -> Fading:
    """Fading as old prints have it: weak or strong, in most of them with a cast."""
    black, white = rng.uniform(*_BLACK), rng.uniform(*_WHITE)
    cast = str(rng.choice(list(CASTS), p=(0.2, 0.3, 0.25, 0.15, 0.1)))
    strength = rng.uniform(*_CAST)
    below, above = (np.array(part) * strength for part in CASTS[cast])
    shadows = np.clip(black + below + rng.normal(0, _UNEVEN, 3), 0.0, 0.4)
    lights = np.clip(white + above + rng.normal(0, _UNEVEN, 3), 0.45, 1.0)
    return Fading(_colour(shadows), _colour(lights), cast)


def _colour(values: NDArray[np.float64]) -> Colour:
    red, green, blue = (float(value) for value in values)
    return red, green, blue
