"""Pictures of plain shapes with hard edges: what a photo seldom shows so plainly, and where halos are seen first.

Comes in: a size and chance. Goes out: a picture for ``batches``, whose reduced form may be made by plain means, as
screenshots, scans and other programs have it: steps without the overshoot that bicubic reduction leaves.
"""

from __future__ import annotations

import string

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

Code = NDArray[np.uint8]

_FINER = 2
"""Shapes are drawn this much larger and reduced, so that slanted edges are smooth."""


def draw_shapes(side_px: int, grid_px: int, rng: Generator) -> Code:
    """A square picture of a few flat shapes over a flat ground, some with edges on the grid of the reduced picture.

    Args:
        side_px: of the picture.
        grid_px: pixels that become one when the picture is reduced.
        rng: source of all chance.

    Returns:
        (side_px, side_px, 3) uint8.
    """
    side = side_px * _FINER
    picture = Image.new("RGB", (side, side), _colour(rng))
    draw = ImageDraw.Draw(picture)
    for _ in range(int(rng.integers(1, 6))):
        _SHAPES[int(rng.integers(len(_SHAPES)))](draw, side, grid_px * _FINER, rng)
    return np.asarray(picture.reduce(_FINER))


def mean_of_blocks(picture_HWC: Code, side_px: int) -> Code:
    """A picture reduced by the mean of square blocks: a step on their border stays one.

    Args:
        picture_HWC: (H, W, 3), sides multiples of ``side_px``.
        side_px: of the blocks.

    Returns:
        (H // side_px, W // side_px, 3) uint8.
    """
    return np.asarray(Image.fromarray(picture_HWC).reduce(side_px))


def _colour(rng: Generator) -> tuple[int, int, int]:
    if rng.random() < 0.4:
        level = int(rng.integers(256))
        return level, level, level
    red, green, blue = (int(level) for level in rng.integers(256, size=3))
    return red, green, blue


def _on_grid(draw: ImageDraw.ImageDraw, side: int, grid: int, rng: Generator) -> None:
    """A rectangle whose edges are steps in the reduced picture too."""
    columns, rows = (np.sort(rng.choice(side // grid + 1, 2, replace=False)) * grid for _ in range(2))
    draw.rectangle((columns[0], rows[0], columns[1] - 1, rows[1] - 1), fill=_colour(rng))


def _ellipse(draw: ImageDraw.ImageDraw, side: int, grid: int, rng: Generator) -> None:
    left, top = rng.uniform(-0.2, 0.8, 2) * side
    width, height = rng.uniform(0.05, 0.6, 2) * side
    draw.ellipse((left, top, left + width, top + height), fill=_colour(rng))


def _polygon(draw: ImageDraw.ImageDraw, side: int, grid: int, rng: Generator) -> None:
    corners = rng.uniform(-0.2, 1.2, (int(rng.integers(3, 6)), 2)) * side
    draw.polygon([(float(x), float(y)) for x, y in corners], fill=_colour(rng))


def _line(draw: ImageDraw.ImageDraw, side: int, grid: int, rng: Generator) -> None:
    ends = rng.uniform(-0.1, 1.1, 4) * side
    draw.line([float(end) for end in ends], fill=_colour(rng), width=int(rng.integers(1, 3 * grid)))


def _letters(draw: ImageDraw.ImageDraw, side: int, grid: int, rng: Generator) -> None:
    letters = "".join(rng.choice(list(string.ascii_letters + string.digits), int(rng.integers(2, 9))))
    font = ImageFont.load_default(size=float(rng.uniform(5, 22)) * grid)
    left, top = rng.uniform(-0.1, 0.7, 2) * side
    draw.text((left, top), letters, fill=_colour(rng), font=font)


_SHAPES = (_on_grid, _ellipse, _polygon, _line, _letters)
