"""A piece of damage as layers of colour, and a photo with such layers laid over it.

Comes in: an alpha (how much of the photo is covered) from ``curves``, ``spots`` or a film's shape. Goes out: the
damaged photo in unit range. Used by ``old_photo``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.photo import UnitImage

Alpha = NDArray[np.float32]
Mix = Literal["cover", "multiply", "screen"]


@dataclass(frozen=True)
class Paint:
    """What a layer does to the photo under it.

    Args:
        tone: RGB, 0..1.
        mix: ``cover`` replaces the photo, ``multiply`` darkens and ``screen`` lightens what is there, so that
            the photo goes on under the damage.
    """

    tone: tuple[float, float, float]
    mix: Mix = "cover"


@dataclass(frozen=True, eq=False)
class Layer:
    """A box of a photo and how much of it is covered.

    Args:
        top, left: of the box, inside the photo.
        alpha_HW: float32, 0..1; the box lies wholly inside the photo.
        paint: what covers it.
    """

    top: int
    left: int
    alpha_HW: Alpha
    paint: Paint

    @property
    def slices(self) -> tuple[slice, slice]:
        height, width = self.alpha_HW.shape
        return slice(self.top, self.top + height), slice(self.left, self.left + width)


def lay_over(photo_HWC: UnitImage, layers: Iterable[Layer]) -> None:
    """Paint layers over a photo, in place, one after the other."""
    for layer in layers:
        under = photo_HWC[layer.slices]
        alpha = layer.alpha_HW[..., None]
        tone = np.array(layer.paint.tone, np.float32)
        if layer.paint.mix == "cover":
            under += alpha * (tone - under)
        elif layer.paint.mix == "multiply":
            under -= alpha * under * (1 - tone)
        else:
            under += alpha * tone * (1 - under)


def placed(alpha_HW: Alpha, extent: Extent, paint: Paint, rng: Generator) -> list[Layer]:
    """A shape put somewhere in a photo so that a marked pixel of it lies inside; nothing for an empty shape."""
    rows, columns = np.nonzero(alpha_HW > 0.2)
    if not len(rows):
        return []
    chosen = int(rng.integers(len(rows)))
    top = int(rng.integers(extent.height)) - int(rows[chosen])
    left = int(rng.integers(extent.width)) - int(columns[chosen])
    return cut(alpha_HW, top, left, extent, paint)


def cut(alpha_HW: Alpha, top: int, left: int, extent: Extent, paint: Paint) -> list[Layer]:
    """What of a shape at this place lies inside the photo, as one layer or none."""
    height, width = alpha_HW.shape
    first_row, first_column = max(0, -top), max(0, -left)
    last_row, last_column = min(height, extent.height - top), min(width, extent.width - left)
    if first_row >= last_row or first_column >= last_column:
        return []
    inside = alpha_HW[first_row:last_row, first_column:last_column]
    return [Layer(top + first_row, left + first_column, inside, paint)]


def light(rng: Generator, *, tones: tuple[float, float] = (0.78, 1.0)) -> Paint:
    """Bare paper, bare base or dust on a negative: nearly white, faintly warm, or a veil that lightens."""
    tone = rng.uniform(*tones)
    warmth = rng.uniform(0, 0.12) if rng.random() < 0.5 else 0.0
    colour = (tone, tone - 0.4 * warmth, tone - warmth)
    return Paint(colour, "screen" if rng.random() < 0.25 else "cover")


def dark(rng: Generator, *, tones: tuple[float, float] = (0.0, 0.25)) -> Paint:
    """Dirt and dust on a print: nearly black, faintly brown, or a veil that darkens."""
    tone = rng.uniform(*tones)
    warmth = rng.uniform(0, 0.1) if rng.random() < 0.5 else 0.0
    colour = (tone + warmth, tone + 0.5 * warmth, tone)
    return Paint(colour, "multiply" if rng.random() < 0.25 else "cover")


def coloured(rng: Generator) -> Paint:
    """A scratch into some of a colour film's layers: cyan, green, yellow, magenta, blue or red."""
    tone = rng.uniform(0.1, 0.45, 3)
    tone[rng.random(3) < 0.5] = rng.uniform(0.7, 1.0)
    red, green, blue = (float(value) for value in tone)
    return Paint((red, green, blue))


def any_paint(rng: Generator, *, light_share: float = 0.6, coloured_share: float = 0.06) -> Paint:
    """Light, dark or coloured by chance."""
    draw = rng.random()
    if draw < coloured_share:
        return coloured(rng)
    return light(rng) if draw < coloured_share + (1 - coloured_share) * light_share else dark(rng)


def opacity(rng: Generator, least: float = 0.3) -> np.float32:
    """How much of the photo is covered at most; more often much than little."""
    return np.float32(least + (1 - least) * rng.random() ** 0.7)
