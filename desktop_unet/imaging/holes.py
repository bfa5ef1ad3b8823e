"""Seeded masks for training and testing: what scratches, brushes and cuts leave.

Comes in: a size and a numpy generator (or a seed). Goes out: a mask for ``training`` and
``evaluation``. Everything is drawn by Pillow in integer pixels, so that a seed gives the
same mask on every machine.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.random import Generator
from PIL import Image, ImageDraw

from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.photo import Mask

KINDS = ("scratches", "brush 1-10%", "brush 10-20%", "brush 20-40%", "square 15%")
"""The kinds of mask that every inpainting table has a column for."""

_BRUSH_SHARES = {"brush 1-10%": (0.01, 0.10), "brush 10-20%": (0.10, 0.20), "brush 20-40%": (0.20, 0.40)}
_FILL = 255
_STROKES_AT_MOST = 80

Point = tuple[int, int]


def mask_for(kind: str, extent: Extent, seed: int) -> Mask:
    """The mask of one kind that a seed stands for, the same in every run.

    Args:
        kind: one of ``KINDS``.
        extent: size of the mask.
        seed: any integer from 0.

    Raises:
        ValueError: there is no such kind.
    """
    rng = np.random.Generator(np.random.PCG64([seed, KINDS.index(kind)]))
    if kind == "scratches":
        return thin_scratches(extent, rng)
    if kind in _BRUSH_SHARES:
        return brush_strokes(extent, rng, share=_BRUSH_SHARES[kind])
    return centred_square(extent, share=0.15)


def thin_scratches(extent: Extent, rng: Generator) -> Mask:
    """Long, slightly bent lines of 1 to 5 px, about 1 to 4 % of the area."""
    canvas = Image.new("L", (extent.width, extent.height))
    pen = ImageDraw.Draw(canvas)
    wanted = rng.uniform(0.01, 0.04) * extent.pixels
    drawn = 0.0
    while drawn < wanted:
        width = int(rng.integers(1, 6))
        length = max(2.0, min(rng.uniform(0.3, 1.1) * max(extent.height, extent.width), (1.2 * wanted - drawn) / width))
        points = _walk(extent, rng, length, pieces=6, bend=0.12)
        _stroke(pen, points, width)
        drawn += max(1.0, length * width)
    return _never_empty(np.array(canvas))


def dust_spots(extent: Extent, rng: Generator) -> Mask:
    """Round and longish specks of 2 to 9 px, one on about 15,000 pixels."""
    canvas = Image.new("L", (extent.width, extent.height))
    pen = ImageDraw.Draw(canvas)
    for _ in range(max(1, extent.pixels // 15_000)):
        x, y = int(rng.integers(extent.width)), int(rng.integers(extent.height))
        width, height = (int(side) for side in rng.integers(2, 10, 2))
        pen.ellipse((x, y, x + width - 1, y + height - 1), fill=_FILL)
    return _never_empty(np.array(canvas))


def brush_strokes(extent: Extent, rng: Generator, share: tuple[float, float] = (0.10, 0.20)) -> Mask:
    """Thick random walks with round ends, as someone paints over a thing to remove.

    Args:
        extent: size of the mask.
        rng: where the strokes come from.
        share: least and greatest share of the area to mark; met for sides from 16 px.
    """
    low, high = share
    wanted = rng.uniform(low + 0.1 * (high - low), high - 0.1 * (high - low)) * extent.pixels
    canvas = Image.new("L", (extent.width, extent.height))
    marked, thinning = 0, 1.0
    for _ in range(_STROKES_AT_MOST):
        before = canvas.copy()
        _brush_stroke(canvas, extent, rng, (wanted - marked) * thinning, thinning)
        now = canvas.histogram()[_FILL]
        if now > high * extent.pixels:
            canvas, thinning = before, thinning / 2
            continue
        marked = now
        if marked >= wanted - 0.1 * (wanted - low * extent.pixels):
            break
    return _never_empty(np.array(canvas))


def boxes(extent: Extent, rng: Generator) -> Mask:
    """One to three rectangles, each 10 to 45 % of a side."""
    mask = np.zeros((extent.height, extent.width), np.uint8)
    for _ in range(int(rng.integers(1, 4))):
        height = max(1, int(rng.uniform(0.10, 0.45) * extent.height))
        width = max(1, int(rng.uniform(0.10, 0.45) * extent.width))
        top = int(rng.integers(0, extent.height - height + 1))
        left = int(rng.integers(0, extent.width - width + 1))
        mask[top : top + height, left : left + width] = _FILL
    return mask


def centred_square(extent: Extent, share: float = 0.15) -> Mask:
    """A square in the middle that covers ``share`` of the whole; a box where a side is too short for it."""
    side = math.sqrt(share * extent.pixels)
    height = max(1, round(min(side, extent.height, share * extent.pixels)))
    if side > extent.width:
        height = min(extent.height, max(1, round(share * extent.pixels / extent.width)))
    width = min(extent.width, max(1, round(share * extent.pixels / height)))
    mask = np.zeros((extent.height, extent.width), np.uint8)
    top, left = (extent.height - height) // 2, (extent.width - width) // 2
    mask[top : top + height, left : left + width] = _FILL
    return mask


def _brush_stroke(canvas: Image.Image, extent: Extent, rng: Generator, area_px: float, thinning: float) -> None:
    """One stroke that marks about ``area_px``, never longer than one and a half short sides."""
    side = min(extent.height, extent.width)
    width = max(1, round(rng.uniform(0.02, 0.08) * side * thinning))
    length = min(max(1.0, area_px / width - width), 1.5 * side)
    points = _walk(extent, rng, length, pieces=int(rng.integers(4, 10)), bend=0.7)
    _stroke(ImageDraw.Draw(canvas), points, width)


def _walk(extent: Extent, rng: Generator, length: float, pieces: int, bend: float) -> list[Point]:
    """A path of ``pieces`` straight steps that turns by about ``bend`` radians at each and stays inside."""
    x, y = rng.uniform(0, extent.width), rng.uniform(0, extent.height)
    towards_centre = math.atan2(extent.height / 2 - y, extent.width / 2 - x)
    heading = towards_centre + rng.normal(0.0, 0.6)
    turns = rng.normal(0.0, bend, pieces)
    points = [_inside(x, y, extent)]
    for turn in turns:
        heading += float(turn)
        x, y = x + math.cos(heading) * length / pieces, y + math.sin(heading) * length / pieces
        if not 0 <= x < extent.width:
            heading = math.pi - heading
        if not 0 <= y < extent.height:
            heading = -heading
        x, y = min(max(x, 0.0), extent.width - 1.0), min(max(y, 0.0), extent.height - 1.0)
        points.append(_inside(x, y, extent))
    return points


def _inside(x: float, y: float, extent: Extent) -> Point:
    return min(int(x), extent.width - 1), min(int(y), extent.height - 1)


def _stroke(pen: ImageDraw.ImageDraw, points: list[Point], width: int) -> None:
    pen.line(points, fill=_FILL, width=width)
    if width < 3:
        return
    # Pillow leaves wedges open at the bends of a wide line; round joints and ends close them.
    radius = (width - 1) / 2
    for x, y in points:
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=_FILL)


def _never_empty(mask: Mask) -> Mask:
    if not mask.any():
        mask[mask.shape[0] // 2, mask.shape[1] // 2] = _FILL
    return mask
