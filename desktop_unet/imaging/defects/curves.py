"""Curves and what a pen leaves along them, finer than pixels.

Comes in: a size and chance. Goes out: points, and the alpha of a stroke along them as layers.
Points are (N, 2) float32, x and y in pixels; they may lie outside the photo.
"""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from desktop_unet.imaging.defects.layers import Alpha, Layer, Paint
from desktop_unet.imaging.geometry import Extent

Points = NDArray[np.float32]

_FINE = 4
"""Subpixels a side: a line may be a quarter of a pixel wide."""
_STEP_PX = 3.0


def somewhere(extent: Extent, rng: Generator) -> tuple[float, float]:
    """x and y of a place in the photo."""
    return rng.uniform(0, extent.width), rng.uniform(0, extent.height)


def log_uniform(rng: Generator, low: float, high: float) -> float:
    """Between two positive numbers, as often in each octave."""
    return float(low * (high / low) ** rng.random())


def walk(
    extent: Extent, rng: Generator, length_px: float, *, bend: float, swing: float = 0.0, heading: float | None = None
) -> Points:
    """A line that bends by chance and passes through a place in the photo.

    Args:
        extent: of the photo.
        rng: source of all chance.
        length_px: along the line.
        bend: standard deviation of the change of direction per 3 px, radians.
        swing: how much of the last change is kept, 0..1: 0 trembles, near 1 curls.
        heading: direction at the start in radians; None is any.
    """
    count = max(2, round(length_px / _STEP_PX))
    turns = rng.normal(0, bend, count).astype(np.float32)
    if swing:
        kept = np.empty_like(turns)
        turn = np.float32(0)
        for index in range(count):
            turn = swing * turn + turns[index]
            kept[index] = turn
        turns = kept
    start = rng.uniform(0, 2 * math.pi) if heading is None else heading
    direction = start + np.cumsum(turns)
    steps = np.stack([np.cos(direction), np.sin(direction)], axis=1) * (length_px / count)
    points = np.concatenate([np.zeros((1, 2)), np.cumsum(steps, axis=0)])
    anchor = points[int(rng.integers(len(points)))]
    return np.asarray(points - anchor + somewhere(extent, rng), np.float32)


def jagged(start: tuple[float, float], end: tuple[float, float], rng: Generator, roughness: float) -> Points:
    """From one point to another by halving and shifting the middle, as paper tears.

    Args:
        start, end: x and y.
        rng: source of all chance.
        roughness: shift of a middle, as a share of the length that is halved.
    """
    points = np.array([start, end], np.float32)
    while np.linalg.norm(points[1] - points[0]) > _STEP_PX and len(points) < 200:
        along = points[1:] - points[:-1]
        across = np.stack([-along[:, 1], along[:, 0]], axis=1)
        middles = (points[1:] + points[:-1]) / 2 + across * rng.normal(0, roughness, (len(along), 1))
        merged = np.empty((len(points) + len(middles), 2), np.float32)
        merged[0::2], merged[1::2] = points, middles
        points = merged
    return points


def uneven(count: int, rng: Generator, low: float, high: float, *, period: int = 8) -> NDArray[np.float32]:
    """``count`` values between ``low`` and ``high`` that change slowly."""
    knots = rng.uniform(low, high, count // period + 2)
    places = np.linspace(0, len(knots) - 1, count)
    return np.interp(places, np.arange(len(knots)), knots).astype(np.float32)


def stroke(
    extent: Extent, points: Points, widths_px: float | NDArray[np.float32], paint: Paint, strength: float = 1.0
) -> list[Layer]:
    """What a pen leaves: one layer, or none where the line passes outside.

    Args:
        extent: of the photo.
        points: at least two.
        widths_px: of the line, or one per point.
        paint: of the layer.
        strength: factor on the alpha.
    """
    widest = float(np.max(widths_px))
    low = np.floor(points.min(axis=0) - widest - 1).astype(int)
    high = np.ceil(points.max(axis=0) + widest + 2).astype(int)
    left, top = max(0, int(low[0])), max(0, int(low[1]))
    right, bottom = min(extent.width, int(high[0])), min(extent.height, int(high[1]))
    if left >= right or top >= bottom:
        return []
    canvas = Image.new("L", ((right - left) * _FINE, (bottom - top) * _FINE))
    _draw(ImageDraw.Draw(canvas), (points - (left, top)) * _FINE, np.asarray(widths_px) * _FINE)
    alpha = np.asarray(canvas.reduce(_FINE), np.float32) * np.float32(strength / 255)
    return [Layer(top, left, alpha, paint)] if alpha.any() else []


def _draw(pen: ImageDraw.ImageDraw, points: Points, widths: NDArray[np.float32]) -> None:
    places = [(float(x), float(y)) for x, y in points]
    if widths.ndim == 0:
        pen.line(places, fill=255, width=max(1, round(float(widths))), joint="curve")
        return
    for index, (start, end) in enumerate(pairwise(places)):
        width = float(widths[index])
        if width <= 0:
            continue
        pen.line([start, end], fill=255, width=max(1, round(width)))
        if width > 6:
            radius = width / 2
            pen.ellipse((end[0] - radius, end[1] - radius, end[0] + radius, end[1] + radius), fill=255)


def interrupted(layers: list[Layer], rng: Generator, *, least: float, cell_px: int = 24) -> list[Layer]:
    """The same layers, fainter in some places than in others.

    Args:
        layers: of a stroke.
        rng: source of all chance.
        least: factor on the alpha where the stroke is faintest; below 0 it breaks off there.
        cell_px: distance of places that differ.
    """
    return [
        Layer(layer.top, layer.left, layer.alpha_HW * clouds(layer.alpha_HW.shape, rng, least, cell_px), layer.paint)
        for layer in layers
    ]


def clouds(shape: tuple[int, ...], rng: Generator, least: float, cell_px: int) -> Alpha:
    """(H, W) values from ``least`` (but not below 0) to 1 that change over about ``cell_px``."""
    height, width = shape[0], shape[1]
    coarse = rng.uniform(least, 1.4, (height // cell_px + 2, width // cell_px + 2)).astype(np.float32)
    fine = Image.fromarray(coarse).resize((width, height), Image.Resampling.BICUBIC)
    return np.clip(np.asarray(fine, np.float32), 0, 1)
