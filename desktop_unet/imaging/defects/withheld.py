"""Kinds of damage that no training sees: other curves, other outlines, other widths and opacities than ``taught``."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
from numpy.random import Generator

from desktop_unet.imaging.defects.curves import Points, jagged, somewhere, stroke
from desktop_unet.imaging.defects.layers import Layer, Paint, cut, placed
from desktop_unet.imaging.defects.spots import filled
from desktop_unet.imaging.defects.taught import Maker
from desktop_unet.imaging.geometry import Extent


def _paint(rng: Generator, *, light_share: float = 0.6) -> Paint:
    """Plain light or dark gray: other tones than those taught, which are drawn otherwise."""
    tone = float(rng.beta(5, 1) if rng.random() < light_share else rng.beta(1, 6))
    return Paint((tone, tone * rng.uniform(0.96, 1), tone * rng.uniform(0.9, 1)))


def curved_scratch(extent: Extent, rng: Generator) -> list[Layer]:
    """A cubic curve that begins and ends in a point, 1 to 4 px in its middle."""
    knots = np.array([somewhere(extent, rng) for _ in range(4)])
    middle, reach = knots.mean(axis=0), rng.uniform(0.3, 0.9)
    knots = middle + reach * (knots - middle)
    share = np.linspace(0, 1, 60)[:, None]
    weights = [(1 - share) ** 3, 3 * share * (1 - share) ** 2, 3 * share**2 * (1 - share), share**3]
    points = sum(weight * knot for weight, knot in zip(weights, knots, strict=True))
    widths = np.sin(np.linspace(0, math.pi, 60)) ** 0.7 * rng.uniform(1, 4)
    return stroke(extent, points.astype(np.float32), widths.astype(np.float32), _paint(rng), rng.uniform(0.45, 0.95))


def tramlines(extent: Extent, rng: Generator) -> list[Layer]:
    """Two or three straight parallel lines through the picture, dashed with a regular beat."""
    angle, (x, y) = rng.uniform(0, math.pi), somewhere(extent, rng)
    long = 1.5 * max(extent.height, extent.width)
    ahead, aside = (math.cos(angle), math.sin(angle)), (-math.sin(angle), math.cos(angle))
    paint, strength, width = _paint(rng, light_share=0.7), rng.uniform(0.4, 0.9), rng.uniform(0.6, 2.2)
    dash, gap = rng.uniform(15, 80), rng.uniform(0, 20)
    layers: list[Layer] = []
    for number in range(int(rng.integers(2, 4))):
        middle = np.array((x, y)) + number * rng.uniform(4, 14) * np.array(aside)
        for start in np.arange(-long, long, dash + gap).tolist():
            ends = np.array([middle + t * np.array(ahead) for t in (start, start + dash)], np.float32)
            layers += stroke(extent, ends, width, paint, strength)
    return layers


def looped_hair(extent: Extent, rng: Generator) -> list[Layer]:
    """A line of waves upon waves, as fibres of cloth lie."""
    time = np.linspace(0, 1, 120)
    scale = rng.uniform(12, 70)
    x, y = somewhere(extent, rng)
    rates, phases = rng.uniform(0.5, 2.2, 6), rng.uniform(0, 2 * math.pi, 6)
    waves = [np.sin(2 * math.pi * rate * time + phase) for rate, phase in zip(rates, phases, strict=True)]
    points = np.stack([x + scale * (waves[0] + 0.5 * waves[1]), y + scale * (waves[2] + 0.5 * waves[3])], axis=1)
    width, strength = rng.uniform(0.8, 2.4), rng.uniform(0.5, 1)
    return stroke(extent, points.astype(np.float32), width, _paint(rng, light_share=0.4), strength)


def flakes(extent: Extent, rng: Generator) -> list[Layer]:
    """Squarish splinters of 2 to 12 px, two to ten of them."""
    paint, layers = _paint(rng), []
    for _ in range(int(rng.integers(2, 11))):
        length = rng.uniform(2, 12)
        width, turn, side = length * rng.uniform(0.25, 1), rng.uniform(0, math.pi), math.ceil(length * 1.5) + 2
        corners = np.array([(-length, -width), (length, -width), (length, width), (-length, width)]) / 2
        turned = corners @ np.array([[math.cos(turn), math.sin(turn)], [-math.sin(turn), math.cos(turn)]]) + side / 2
        layers += placed(filled(turned, side, side) * np.float32(rng.uniform(0.55, 1)), extent, paint, rng)
    return layers


def craquelure(extent: Extent, rng: Generator) -> list[Layer]:
    """A net of cracks: borders between the regions nearest to scattered points, in part of the picture."""
    side = max(8, int(rng.uniform(0.3, 0.7) * min(extent.height, extent.width)))
    cell = rng.uniform(14, 40)
    count = max(4, int((side / cell) ** 2))
    seeds = rng.uniform(-4, side + 4, (min(count, 60), 2)).astype(np.float32)
    down, across = np.mgrid[0:side, 0:side].astype(np.float32)
    distances = np.stack([np.hypot(down - y, across - x) for y, x in seeds])
    nearest = np.partition(distances, 1, axis=0)[:2]
    net = np.clip(rng.uniform(0.7, 1.8) - (nearest[1] - nearest[0]), 0, 1)
    fading = np.clip(1.6 - 2.2 * np.hypot(down / side - 0.5, across / side - 0.5), 0, 1)
    return placed((net * fading * rng.uniform(0.5, 0.95)).astype(np.float32), extent, _paint(rng, light_share=0.7), rng)


def zigzag_crack(extent: Extent, rng: Generator) -> list[Layer]:
    """A crack of straight pieces from one place to another, 1 to 3 px."""
    points = jagged(somewhere(extent, rng), somewhere(extent, rng), rng, 0.2)[::4]
    if len(points) < 3:
        return []
    return stroke(extent, points, rng.uniform(1, 3), _paint(rng, light_share=0.75), rng.uniform(0.6, 1))


def crease(extent: Extent, rng: Generator) -> list[Layer]:
    """A fold of two straight pieces: dark in the middle, light on both sides, or the reverse."""
    bend = np.array([somewhere(extent, rng) for _ in range(3)], np.float32)
    points: Points = np.concatenate([np.linspace(bend[0], bend[1], 12), np.linspace(bend[1], bend[2], 12)])
    width, inside_light = rng.uniform(1.2, 3), rng.random() < 0.6
    inside, outside = (Paint((0.95, 0.94, 0.9)), Paint((0.1, 0.1, 0.1)))
    if not inside_light:
        inside, outside = outside, inside
    return [
        *stroke(extent, points, width * rng.uniform(2, 4), outside, rng.uniform(0.12, 0.3)),
        *stroke(extent, points, width, inside, rng.uniform(0.55, 0.95)),
    ]


def notch(extent: Extent, rng: Generator) -> list[Layer]:
    """A triangle torn from an edge, flat in colour."""
    depth = rng.uniform(0.04, 0.16) * min(extent.height, extent.width)
    breadth = depth * rng.uniform(0.4, 1.2)
    size = math.ceil(max(depth, 2 * breadth)) + 2
    left, right = jagged((0, -1), (breadth, depth), rng, 0.1), jagged((breadth, depth), (2 * breadth, -1), rng, 0.1)
    alpha = filled(np.concatenate([left, right]), size, size)
    tone = float(rng.choice((0.02, 0.5, 0.98)) + rng.uniform(-0.02, 0.02))
    along = int(rng.uniform(0, extent.width if (turns := int(rng.integers(4))) % 2 == 0 else extent.height)) - size // 2
    top, lefts = [(0, along), (along, 0), (extent.height - size, along), (along, extent.width - size)][turns]
    return cut(np.rot90(alpha, turns), top, lefts, extent, Paint((tone, tone, tone)))


def ring(extent: Extent, rng: Generator) -> list[Layer]:
    """The ring that a cup or a drop leaves: brown, darker at its outer edge, open somewhere."""
    radius = rng.uniform(0.04, 0.12) * min(extent.height, extent.width)
    breadth, side = rng.uniform(2, 6), math.ceil(2 * radius + 14)
    down, across = np.mgrid[0:side, 0:side].astype(np.float32) - side / 2
    distance, angle = np.hypot(down, across), np.arctan2(down, across)
    shape = np.exp(-(((distance - radius) / breadth) ** 2)) * np.clip(0.9 + np.sin(angle + rng.uniform(0, 6)), 0, 1)
    depth = rng.uniform(0.4, 0.8)
    paint = Paint((1 - 0.5 * depth, 1 - 0.8 * depth, 1 - depth), "multiply")
    return placed(shape.astype(np.float32), extent, paint, rng)


def peeled(extent: Extent, rng: Generator) -> list[Layer]:
    """A patch of emulsion that is gone, bounded by arcs, paper showing."""
    size = rng.uniform(0.03, 0.13) * min(extent.height, extent.width) + 4
    side, count = math.ceil(2 * size) + 4, int(rng.integers(4, 8))
    down, across = np.mgrid[0:side, 0:side].astype(np.float32) - side / 2
    covered = np.zeros((side, side), np.float32)
    for _ in range(count):
        y, x = rng.normal(0, size / 3, 2)
        covered = np.maximum(covered, np.clip(size / 2 - np.hypot(down - y, across - x), 0, 1))
    alpha = (covered * rng.uniform(0.7, 1)).astype(np.float32)
    return placed(alpha, extent, _paint(rng, light_share=0.85), rng)


WITHHELD: Mapping[str, tuple[Maker, float]] = {
    "curved scratch": (curved_scratch, 0.2),
    "tramlines": (tramlines, 0.06),
    "looped hair": (looped_hair, 0.16),
    "flakes": (flakes, 0.16),
    "craquelure": (craquelure, 0.05),
    "zigzag crack": (zigzag_crack, 0.10),
    "crease": (crease, 0.09),
    "notch": (notch, 0.05),
    "ring": (ring, 0.05),
    "peeled": (peeled, 0.08),
}
"""What makes each kind, and how often it is drawn."""
