"""Kinds of damage that a finder is taught with, a function each: size and chance in, layers out.

``withheld`` has others, which no training sees, to measure what a finder makes of the unknown.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

import numpy as np
from numpy.random import Generator

from desktop_unet.imaging.defects.curves import Points, interrupted, jagged, log_uniform, stroke, uneven, walk
from desktop_unet.imaging.defects.layers import Layer, Paint, any_paint, cut, dark, light, opacity, placed
from desktop_unet.imaging.defects.spots import blob, filled, flake, rimmed, specks
from desktop_unet.imaging.geometry import Extent

Maker = Callable[[Extent, Generator], list[Layer]]


def dust(extent: Extent, rng: Generator) -> list[Layer]:
    """One to eight flakes of 1 to 14 px that lie near each other."""
    paint, strength = any_paint(rng), opacity(rng, 0.4)
    layers = []
    for _ in range(int(rng.integers(1, 9))):
        alpha = flake(log_uniform(rng, 1.0, 14.0), rng)
        layers += placed(alpha * strength, extent, paint, rng)
    return layers


def dirt(extent: Extent, rng: Generator) -> list[Layer]:
    """A cloud of specks of 0.5 to 4 px."""
    size = log_uniform(rng, 12, 160)
    alpha = specks(size, int(rng.integers(8, 120)), log_uniform(rng, 1.0, 4.0), rng, stretch=rng.uniform(0.4, 1.6))
    return placed(alpha * opacity(rng, 0.5), extent, any_paint(rng, light_share=0.45), rng)


def emulsion(extent: Extent, rng: Generator) -> list[Layer]:
    """Lost emulsion: light or coloured dots and short dashes all over."""
    paint, strength = any_paint(rng, light_share=0.85, coloured_share=0.3), opacity(rng, 0.5)
    layers = []
    for _ in range(int(rng.integers(3, 25))):
        if rng.random() < 0.6:
            layers += placed(flake(log_uniform(rng, 1.0, 5.0), rng, corners=6) * strength, extent, paint, rng)
        else:
            points = walk(extent, rng, rng.uniform(3, 14), bend=0.05)
            layers += stroke(extent, points, rng.uniform(0.7, 1.6), paint, float(strength))
    return layers


def hair(extent: Extent, rng: Generator) -> list[Layer]:
    """A curled line of 0.7 to 3 px, longer than wide by far."""
    points = walk(extent, rng, log_uniform(rng, 20, 260), bend=rng.uniform(0.03, 0.12), swing=rng.uniform(0.7, 0.93))
    return stroke(extent, points, log_uniform(rng, 0.7, 3.0), any_paint(rng, light_share=0.45), float(opacity(rng)))


def thread(extent: Extent, rng: Generator) -> list[Layer]:
    """A line of one breadth, 1 to 7 px, that wanders; as often dark as light, and as often faint as dense."""
    points = walk(extent, rng, log_uniform(rng, 30, 420), bend=rng.uniform(0.02, 0.5), swing=rng.uniform(0, 0.8))
    paint = any_paint(rng, light_share=0.5, coloured_share=0.02)
    return stroke(extent, points, rng.uniform(1.0, 7.0), paint, rng.uniform(0.3, 1.0))


def scratch(extent: Extent, rng: Generator) -> list[Layer]:
    """A nearly straight line of 0.5 to 5 px, often faint in places; sometimes several side by side."""
    paint = any_paint(rng, light_share=0.75, coloured_share=0.12)
    points = walk(extent, rng, log_uniform(rng, 20, 500), bend=rng.uniform(0.002, 0.05))
    width, layers = log_uniform(rng, 0.5, 5.0), []
    for _ in range(1 if rng.random() < 0.75 else int(rng.integers(2, 5))):
        widths = uneven(len(points), rng, 0.5, 1.2) * width
        drawn = stroke(extent, points, widths, paint, float(opacity(rng)))
        layers += interrupted(drawn, rng, least=rng.uniform(-1.0, 0.7), cell_px=int(rng.integers(8, 50)))
        points = points + rng.normal(0, 4 + 2 * width, 2).astype(np.float32)
    return layers


def wide_scratch(extent: Extent, rng: Generator) -> list[Layer]:
    """A scrape of 5 to 18 px made of many fine lines, or a soft smear."""
    points = walk(extent, rng, log_uniform(rng, 30, 300), bend=rng.uniform(0.005, 0.06))
    paint, width = any_paint(rng, light_share=0.7), log_uniform(rng, 5, 18)
    if rng.random() < 0.4:
        drawn = stroke(extent, points, uneven(len(points), rng, 0.6, 1.1) * width, paint, float(opacity(rng, 0.25)))
        return interrupted(drawn, rng, least=rng.uniform(-0.5, 0.5))
    layers = []
    for _ in range(int(rng.integers(4, 12))):
        aside = points + rng.normal(0, width / 3, 2).astype(np.float32)
        drawn = stroke(extent, aside, rng.uniform(0.5, 2.5), paint, float(opacity(rng)))
        layers += interrupted(drawn, rng, least=-1.0, cell_px=int(rng.integers(10, 40)))
    return layers


def film_line(extent: Extent, rng: Generator) -> list[Layer]:
    """A line right through the picture, upright or level, 0.5 to 2.5 px, faint."""
    upright = rng.random() < 0.7
    long, across = (extent.height, extent.width) if upright else (extent.width, extent.height)
    along = np.linspace(-4, long + 4, max(4, long // 12))
    aside = rng.uniform(0, across) + np.cumsum(rng.normal(0, 0.08, len(along)))
    points = np.stack([aside, along] if upright else [along, aside], axis=1).astype(np.float32)
    paint = any_paint(rng, light_share=0.7, coloured_share=0.25)
    drawn = stroke(extent, points, log_uniform(rng, 0.5, 2.5), paint, float(opacity(rng, 0.25)))
    return interrupted(drawn, rng, least=rng.uniform(-0.5, 0.8), cell_px=40)


def crack(extent: Extent, rng: Generator) -> list[Layer]:
    """A jagged line that branches, of 0.6 to 3 px, with a dark or light side where the emulsion lifts."""
    paint, width = any_paint(rng, light_share=0.7, coloured_share=0), log_uniform(rng, 0.6, 3.0)
    trunk = walk(extent, rng, log_uniform(rng, 40, 400), bend=rng.uniform(0.15, 0.4), swing=-0.3)
    layers = []
    if rng.random() < 0.35:
        shade = dark(rng) if paint.mix == "screen" or min(paint.tone) > 0.5 else light(rng)
        layers += stroke(extent, trunk + np.float32(0.8), width * 1.3, shade, rng.uniform(0.2, 0.6))
    return layers + _branches(extent, rng, trunk, width, paint, float(opacity(rng, 0.45)), depth=2)


def _branches(
    extent: Extent, rng: Generator, trunk: Points, width: float, paint: Paint, strength: float, depth: int
) -> list[Layer]:
    """A line and those that leave it, each thinner than that it leaves."""
    layers = stroke(extent, trunk, uneven(len(trunk), rng, 0.5, 1.3, period=4) * width, paint, strength)
    for _ in range(int(rng.integers(0, 4)) if depth else 0):
        first = int(rng.integers(len(trunk) - 1))
        ahead = trunk[first + 1] - trunk[first]
        heading = math.atan2(float(ahead[1]), float(ahead[0])) + rng.choice((-1, 1)) * rng.uniform(0.4, 1.4)
        length = rng.uniform(0.15, 0.6) * 3 * len(trunk)
        branch = walk(extent, rng, max(6.0, length), bend=0.3, swing=-0.3, heading=heading)
        branch = branch - branch[0] + trunk[first]
        layers += _branches(extent, rng, branch, 0.75 * width, paint, strength, depth - 1)
    return layers


def fold(extent: Extent, rng: Generator) -> list[Layer]:
    """Where a print was folded: a bright broken line, and a soft dark band along it."""
    points = walk(extent, rng, rng.uniform(0.7, 2.0) * max(extent.height, extent.width), bend=rng.uniform(0.002, 0.03))
    width = log_uniform(rng, 0.8, 4.0)
    layers = []
    if rng.random() < 0.8:
        band, aside = width * rng.uniform(2, 7), rng.normal(0, width, 2).astype(np.float32)
        for share in (1.0, 0.7, 0.45, 0.25):
            layers += stroke(extent, points + aside, band * share, dark(rng), rng.uniform(0.04, 0.14))
    trembling = points + rng.normal(0, 0.3, points.shape).astype(np.float32)
    line = stroke(extent, trembling, uneven(len(points), rng, 0.2, 1.3, period=3) * width, light(rng), 0.95)
    return layers + interrupted(line, rng, least=rng.uniform(-0.7, 0.6), cell_px=int(rng.integers(5, 30)))


def tear(extent: Extent, rng: Generator) -> list[Layer]:
    """A rip that begins at an edge: what lies behind, the paper's white core, and a dark side."""
    start, inward = _edge_point(extent, rng)
    length = rng.uniform(0.15, 0.8) * min(extent.height, extent.width)
    angle = math.atan2(inward[1], inward[0]) + rng.normal(0, 0.5)
    end = (start[0] + length * math.cos(angle), start[1] + length * math.sin(angle))
    points = jagged(start, end, rng, 0.12)
    opening = np.linspace(1, 0.05, len(points), dtype=np.float32) ** rng.uniform(0.5, 1.2)
    opening *= uneven(len(points), rng, 0.6, 1.2, period=3) * log_uniform(rng, 2.5, 26)
    layers = []
    if rng.random() < 0.5:
        layers += stroke(extent, points + np.float32(1.5), opening * 1.5 + 1, dark(rng), rng.uniform(0.15, 0.5))
    layers += stroke(extent, points, opening + rng.uniform(1, 4), light(rng, tones=(0.8, 0.98)), rng.uniform(0.6, 1))
    if rng.random() < 0.6:
        behind = dark(rng) if rng.random() < 0.5 else Paint((float(rng.uniform(0.3, 1)),) * 3)
        layers += stroke(extent, points, opening, Paint(behind.tone), 1.0)
    return layers


def _edge_point(extent: Extent, rng: Generator) -> tuple[tuple[float, float], tuple[float, float]]:
    """A place on the photo's edge, and the direction into the photo."""
    x, y = rng.uniform(0, extent.width), rng.uniform(0, extent.height)
    points = ((x, -1.0), (x, extent.height + 1.0), (-1.0, y), (extent.width + 1.0, y))
    inward = ((0.0, 1.0), (0.0, -1.0), (1.0, 0.0), (-1.0, 0.0))
    side = int(rng.integers(4))
    return points[side], inward[side]


def lost_corner(extent: Extent, rng: Generator) -> list[Layer]:
    """A corner that is gone: what the scanner saw instead, behind a ragged white edge."""
    size = _at_most(extent, log_uniform(rng, 8, 110))
    across, down = size * rng.uniform(0.6, 1), size * rng.uniform(0.6, 1)
    ragged = jagged((across, -2.0), (-2.0, down), rng, 0.08)
    side = math.ceil(size * 1.4) + 2
    inner = filled(np.concatenate([ragged, [[-2.0, -2.0]]]), side, side)
    outer = filled(np.concatenate([ragged + rng.uniform(0.5, 5), [[-2.0, -2.0]]]), side, side)
    flipped = rng.integers(2, size=2)
    tone = float(rng.choice((rng.uniform(0.9, 1), rng.uniform(0, 0.12), rng.uniform(0.1, 0.9))))
    layers = []
    for alpha, paint in ((outer, light(rng, tones=(0.75, 0.98))), (inner, Paint((tone, tone, tone)))):
        turned = alpha[:: -1 if flipped[0] else 1, :: -1 if flipped[1] else 1]
        top, left = flipped[0] * (extent.height - side), flipped[1] * (extent.width - side)
        layers += cut(turned, int(top), int(left), extent, paint)
    return layers


def stain(extent: Extent, rng: Generator) -> list[Layer]:
    """A drop or a bloom: darker and browner than the photo, bleached, or chalk white; often with a rim."""
    alpha = blob(_at_most(extent, log_uniform(rng, 10, 120)), rng, edge=log_uniform(rng, 0.04, 0.4))
    if rng.random() < 0.4:
        alpha = rimmed(alpha, rng)
    draw = rng.random()
    if draw < 0.5:
        depth = rng.uniform(0.2, 0.75)
        paint = Paint((1 - 0.6 * depth, 1 - 0.85 * depth, 1 - depth), "multiply")
    elif draw < 0.75:
        paint = Paint((rng.uniform(0.3, 0.8),) * 3, "screen")
    else:
        paint = any_paint(rng, coloured_share=0.15)
    return placed(alpha * opacity(rng, 0.5), extent, paint, rng)


def bare_patch(extent: Extent, rng: Generator) -> list[Layer]:
    """A patch of 6 to 90 px where the picture is gone: rubbed, eaten or stuck to the glass; paper or dark behind it."""
    size = _at_most(extent, log_uniform(rng, 6, 90))
    if rng.random() < 0.5:
        alpha = blob(size, rng, edge=log_uniform(rng, 0.02, 0.12))
    else:
        corners = int(rng.integers(5, 16))
        alpha = flake(size, rng, corners=corners, roughness=rng.uniform(0.1, 0.7), slim=rng.uniform(0.3, 1))
    return placed(alpha * opacity(rng, 0.6), extent, any_paint(rng, light_share=0.75), rng)


def _at_most(extent: Extent, size_px: float) -> float:
    """A side whose square is at most 3 % of a photo of half a megapixel, or a fifth of a window."""
    return min(size_px, 0.45 * math.sqrt(extent.pixels))


TAUGHT: Mapping[str, tuple[Maker, float]] = {
    "dust": (dust, 0.12),
    "dirt": (dirt, 0.08),
    "emulsion": (emulsion, 0.06),
    "hair": (hair, 0.10),
    "scratch": (scratch, 0.18),
    "wide scratch": (wide_scratch, 0.06),
    "film line": (film_line, 0.07),
    "crack": (crack, 0.10),
    "fold": (fold, 0.07),
    "tear": (tear, 0.05),
    "lost corner": (lost_corner, 0.04),
    "stain": (stain, 0.07),
    "bare patch": (bare_patch, 0.12),
}
"""What makes each kind, and how often it is drawn."""
