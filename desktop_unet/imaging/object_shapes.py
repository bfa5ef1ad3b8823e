"""Outlines of things that people take out of photos: persons, animals, poles, signs, birds.

Comes in: a generator. Goes out: a picture of the thing's shape, which ``holes.py`` puts somewhere. All are put
together from polygons, thick lines and ellipses in a box one unit high, feet down, and are marked a little
generously, as by hand.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
from numpy.random import Generator
from PIL import Image, ImageDraw, ImageFilter

from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.photo import Mask

_FILL = 255
_DRAWN_PX = 400
"""Height at which shapes are drawn before they are brought to size."""
_MARGIN = 1.0
"""Free room around a shape while it is drawn, in its heights: arms and wings are wider than it is high."""
_GENEROUS = 0.008
"""How far marks reach beyond the outline, in sides of a square as large as what is marked, and a pixel at least."""
_LONGEST = 0.9
"""Share of a side that a shape may be as long as."""

Spot = tuple[float, float]


class _Pen:
    """Draws in units of the shape's height: x to the right of its middle, y up from its feet."""

    def __init__(self) -> None:
        side = round((1 + 2 * _MARGIN) * _DRAWN_PX)
        self.canvas = Image.new("L", (side, side))
        self._draw = ImageDraw.Draw(self.canvas)

    def _at(self, spot: Spot) -> Spot:
        return (0.5 + _MARGIN + spot[0]) * _DRAWN_PX, (1 + _MARGIN - spot[1]) * _DRAWN_PX

    def limb(self, width: float, *spots: Spot) -> None:
        """A thick line through spots, with round ends."""
        self._draw.line([self._at(spot) for spot in spots], fill=_FILL, width=max(1, round(width * _DRAWN_PX)))
        for spot in spots:
            self.ellipse(spot, width / 2, width / 2)

    def ellipse(self, middle: Spot, across: float, up: float) -> None:
        """By its two half axes."""
        x, y = self._at(middle)
        self._draw.ellipse(
            (x - across * _DRAWN_PX, y - up * _DRAWN_PX, x + across * _DRAWN_PX, y + up * _DRAWN_PX), fill=_FILL
        )

    def polygon(self, spots: Sequence[Spot]) -> None:
        self._draw.polygon([self._at(spot) for spot in spots], fill=_FILL)


def person(pen: _Pen, rng: Generator) -> None:
    """Standing or walking, with arms down, bent or raised; some in a coat or with a bag."""
    stout, stride = rng.uniform(0.8, 1.4), rng.uniform(0.01, 0.14)
    shoulder, hip = 0.11 * stout, 0.08 * stout
    pen.ellipse((rng.uniform(-0.02, 0.02), 0.92), 0.055, 0.075)
    pen.limb(0.06, (0, 0.88), (0, 0.8))
    pen.polygon([(-shoulder, 0.83), (shoulder, 0.83), (hip, 0.48), (-hip, 0.48)])
    for side in (-1, 1):
        pen.limb(0.075 * stout, (side * 0.05 * stout, 0.5), (side * stride, 0.27), (side * stride * 1.1, 0.03))
        raised = rng.random() < 0.2
        elbow = (side * (shoulder + rng.uniform(0.02, 0.1)), 0.9 if raised else 0.64)
        hand = (side * (shoulder + rng.uniform(-0.05, 0.14)), 1.0 if raised else rng.uniform(0.45, 0.6))
        pen.limb(0.05 * stout, (side * shoulder * 0.85, 0.8), elbow, hand)
    if rng.random() < 0.4:
        pen.polygon([(-hip, 0.6), (hip, 0.6), (hip + 0.08, rng.uniform(0.2, 0.4)), (-hip - 0.08, 0.3)])
    if rng.random() < 0.3:
        pen.polygon([(hip, 0.5), (hip + 0.14, 0.5), (hip + 0.14, 0.32), (hip, 0.32)])


def animal(pen: _Pen, rng: Generator) -> None:
    """On four legs, head to the right: from a dachshund to a horse."""
    length, leg = rng.uniform(0.3, 0.6), rng.uniform(0.3, 0.55)
    body, thick = leg + 0.13, rng.uniform(0.1, 0.17)
    pen.ellipse((0, body), length, thick)
    for x in (-0.8, -0.55, 0.55, 0.8):
        pen.limb(rng.uniform(0.06, 0.1), (x * length, body), (x * length + rng.uniform(-0.08, 0.08), 0.03))
    head = (length + rng.uniform(0.02, 0.15), min(0.93, body + rng.uniform(0.15, 0.35)))
    pen.limb(rng.uniform(0.1, 0.17), (0.8 * length, body + 0.03), head)
    pen.ellipse((head[0] + 0.05, head[1]), rng.uniform(0.1, 0.16), rng.uniform(0.06, 0.09))
    pen.limb(0.05, (head[0] - 0.02, head[1]), (head[0] - 0.03, head[1] + 0.11))
    pen.limb(rng.uniform(0.03, 0.08), (-0.95 * length, body), (-length - rng.uniform(0.05, 0.25), body + 0.1))


def pole(pen: _Pen, rng: Generator) -> None:
    """Upright and thin; some carry an arm, a lamp or cross-bars."""
    width = rng.uniform(0.03, 0.08)
    pen.limb(width, (0, 0.02), (rng.uniform(-0.03, 0.03), 0.98))
    kind = rng.integers(4)
    if kind == 1:
        reach = rng.uniform(0.15, 0.35)
        pen.limb(0.7 * width, (0, 0.95), (reach, 0.97))
        pen.ellipse((reach, 0.95), 0.06, 0.04)
    elif kind == 2:
        pen.ellipse((0, 0.94), rng.uniform(0.05, 0.09), rng.uniform(0.06, 0.1))
    elif kind == 3:
        for y in (0.92, 0.82):
            reach = rng.uniform(0.12, 0.25)
            pen.limb(0.6 * width, (-reach, y), (reach, y))


def sign(pen: _Pen, rng: Generator) -> None:
    """A board of three, four or more corners on a post or two."""
    corners, size = int(rng.choice([3, 4, 8, 24])), rng.uniform(0.14, 0.25)
    wide = rng.uniform(1.0, 2.2) if corners == 4 else 1.0
    turn = math.pi / corners if corners % 2 == 0 else 0.0
    angles = [2 * math.pi * index / corners + turn for index in range(corners)]
    middle = 1 - size * max(math.cos(angle) for angle in angles)
    pen.polygon([(wide * size * math.sin(angle), middle + size * math.cos(angle)) for angle in angles])
    posts = (-0.6, 0.6) if wide > 1.6 else (0.0,)
    for x in posts:
        pen.limb(rng.uniform(0.03, 0.06), (x * wide * size, middle), (x * wide * size, 0.02))


def bird(pen: _Pen, rng: Generator) -> None:
    """In flight with its wings spread, or sitting."""
    if rng.random() < 0.4:
        pen.ellipse((0, 0.45), rng.uniform(0.28, 0.4), rng.uniform(0.2, 0.28))
        pen.ellipse((0.3, 0.75), 0.14, 0.14)
        pen.polygon([(0.42, 0.78), (0.58, 0.72), (0.42, 0.7)])
        pen.polygon([(-0.2, 0.55), (-0.2, 0.3), (-0.75, rng.uniform(0.1, 0.35))])
        for x in (-0.03, 0.1):
            pen.limb(0.04, (x, 0.3), (x, 0.03))
        return
    lift = rng.uniform(-0.25, 0.45)
    pen.ellipse((0, 0.5), 0.32, 0.1)
    pen.ellipse((0.34, 0.55), 0.1, 0.08)
    pen.polygon([(-0.25, 0.55), (-0.25, 0.45), (-0.55, rng.uniform(0.35, 0.6))])
    for side in (-1, 1):
        tip = (rng.uniform(-0.3, 0.1), 0.5 + side * 0.1 + (0.35 + abs(lift)) * (1 if side > 0 else -0.3))
        pen.polygon([(0.18, 0.52), (0.12 + 0.2 * side, (0.5 + tip[1]) / 2), tip, (-0.15, 0.5)])


SHAPES: tuple[Callable[[_Pen, Generator], None], ...] = (person, animal, pole, sign, bird)


def object_shape(extent: Extent, share: float, rng: Generator) -> Mask:
    """A thing's shape as someone would mark it, mirrored by chance.

    Args:
        extent: of the photo it is for.
        share: of the photo's area that it marks, as nearly as its length allows.
        rng: source of all chance.

    Returns:
        (h, w) with h, w at most the photo's, 255 where the thing is; as large as the shape.
    """
    pen = _Pen()
    SHAPES[int(rng.integers(len(SHAPES)))](pen, rng)
    drawn = pen.canvas.rotate(rng.uniform(-6, 6), Image.Resampling.BILINEAR)
    if rng.random() < 0.5:
        drawn = drawn.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    drawn = drawn.crop(drawn.getbbox())
    marked = np.asarray(drawn).sum() / _FILL
    factor = math.sqrt(share * extent.pixels / marked)
    factor = min(factor, _LONGEST * extent.width / drawn.width, _LONGEST * extent.height / drawn.height)
    size = (max(3, round(factor * drawn.width)), max(3, round(factor * drawn.height)))
    small = drawn.resize(size, Image.Resampling.BILINEAR)
    grown_px = max(1, round(_GENEROUS * math.sqrt(share * extent.pixels)))
    padded = Image.new("L", (size[0] + 2 * grown_px, size[1] + 2 * grown_px))
    padded.paste(small.point(lambda value: _FILL if value > _FILL // 2 else 0), (grown_px, grown_px))
    grown = np.array(padded.filter(ImageFilter.MaxFilter(2 * grown_px + 1)))
    return grown[: extent.height, : extent.width]
