"""Seeded masks for training and testing: what scratches, brushes and cuts leave.

Comes in: a size and a numpy generator (or a seed). Goes out: a mask for ``training`` and
``evaluation``. Everything is drawn by Pillow in integer pixels, so that a seed gives the
same mask on every machine.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

import numpy as np
from numpy.random import Generator
from PIL import Image, ImageDraw, ImageFont

from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.object_shapes import object_shape
from desktop_unet.imaging.photo import Mask

KINDS = ("scratches", "brush 1-10%", "brush 10-20%", "brush 20-40%", "square 15%")
"""The kinds of mask that every inpainting table has a column for."""

NAMED = {"scratches": "scratches", "brush": "brush 10-20%", "square": "square 15%"}
"""What a person chooses, in the lab as on the command line, and the kind it is."""

MORE_KINDS = ("dust", "text", "hairs", "boxes", "blobs", "borders", "objects")
"""Kinds that networks also meet in training; tables leave them out."""

_BRUSH_SHARES = {"brush 1-10%": (0.01, 0.10), "brush 10-20%": (0.10, 0.20), "brush 20-40%": (0.20, 0.40)}
_FILL = 255
_STROKES_AT_MOST = 80

Point = tuple[int, int]


def mask_for(kind: str, extent: Extent, seed: int) -> Mask:
    """The mask of one kind that a seed stands for, the same in every run.

    Args:
        kind: one of ``KINDS`` or ``MORE_KINDS``.
        extent: size of the mask.
        seed: any integer from 0.

    Raises:
        ValueError: there is no such kind.
    """
    rng = np.random.Generator(np.random.PCG64([seed, (KINDS + MORE_KINDS).index(kind)]))
    if kind in _BRUSH_SHARES:
        return brush_strokes(extent, rng, share=_BRUSH_SHARES[kind])
    if kind == "square 15%":
        return centred_square(extent, share=0.15)
    return _DRAWN[kind](extent, rng)


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


def text_lines(extent: Extent, rng: Generator) -> Mask:
    """A few words in letters of 2 to 12 % of the shorter side, as captions and watermarks have them."""
    canvas = Image.new("L", (extent.width, extent.height))
    pen = ImageDraw.Draw(canvas)
    shorter = min(extent.height, extent.width)
    for _ in range(int(rng.integers(1, 6))):
        font = ImageFont.load_default(max(8.0, rng.uniform(0.02, 0.12) * shorter))
        words = " ".join(_word(rng) for _ in range(int(rng.integers(1, 6))))
        place = (rng.uniform(-0.1, 0.7) * extent.width, rng.uniform(0, 0.95) * extent.height)
        pen.text(place, words, fill=_FILL, font=font)
    return _hard(np.array(canvas))


def hairs(extent: Extent, rng: Generator) -> Mask:
    """One to twelve long, curly lines of 1 or 2 px, as hairs and fibres leave on scans."""
    canvas = Image.new("L", (extent.width, extent.height))
    pen = ImageDraw.Draw(canvas)
    for _ in range(int(rng.integers(1, 13))):
        length = rng.uniform(0.1, 0.6) * min(extent.height, extent.width)
        points = _walk(extent, rng, length, pieces=24, bend=0.35)
        _stroke(pen, points, int(rng.integers(1, 3)))
    return _never_empty(np.array(canvas))


def blobs(extent: Extent, rng: Generator) -> Mask:
    """One to three round-cornered shapes of 8 to 40 % of the shorter side, as objects are marked."""
    canvas = Image.new("L", (extent.width, extent.height))
    pen = ImageDraw.Draw(canvas)
    for _ in range(int(rng.integers(1, 4))):
        radius = rng.uniform(0.04, 0.20) * min(extent.height, extent.width)
        x, y = rng.uniform(0, extent.width), rng.uniform(0, extent.height)
        pen.polygon(_outline(x, y, radius, rng), fill=_FILL)
    return _never_empty(np.array(canvas))


def borders(extent: Extent, rng: Generator) -> Mask:
    """A strip of 1 to 6 % of the shorter side along one to four edges, as when a photo is to grow a little."""
    mask = np.zeros((extent.height, extent.width), np.uint8)
    for turns in rng.permutation(4)[: int(rng.integers(1, 5))]:
        strip = max(1, round(rng.uniform(0.01, 0.06) * min(extent.height, extent.width)))
        np.rot90(mask, int(turns))[:strip] = _FILL
    return mask


OBJECT_SHARE = (0.03, 0.12)
"""Share of a photo that a thing to remove covers."""


def objects(extent: Extent, rng: Generator) -> Mask:
    """A person, animal, pole, sign or bird somewhere, whole: 3 to 12 % of the area."""
    shape = object_shape(extent, rng.uniform(*OBJECT_SHARE), rng)
    height, width = shape.shape
    top, left = int(rng.integers(extent.height - height + 1)), int(rng.integers(extent.width - width + 1))
    mask = np.zeros((extent.height, extent.width), np.uint8)
    mask[top : top + height, left : left + width] = shape
    return _never_empty(mask)


_DRAWN: Mapping[str, Callable[[Extent, Generator], Mask]] = {
    "scratches": thin_scratches,
    "dust": dust_spots,
    "text": text_lines,
    "hairs": hairs,
    "boxes": boxes,
    "blobs": blobs,
    "borders": borders,
    "objects": objects,
}


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


def _word(rng: Generator) -> str:
    return "".join(chr(code) for code in rng.integers(ord("A"), ord("z") + 1, int(rng.integers(2, 9))))


def _outline(x: float, y: float, radius: float, rng: Generator) -> list[Point]:
    """A closed curve around (x, y) whose radius swings by a few low harmonics."""
    angles = np.linspace(0, 2 * math.pi, 48, endpoint=False)
    swing = sum(rng.normal(0, 0.25 / k) * np.cos(k * angles + rng.uniform(0, 2 * math.pi)) for k in range(1, 5))
    radii = radius * np.clip(1 + swing, 0.3, 2.0)
    stretch = rng.uniform(0.6, 1.6)
    across, down = x + radii * np.cos(angles) * stretch, y + radii * np.sin(angles) / stretch
    return [(round(float(a)), round(float(b))) for a, b in zip(across, down, strict=True)]


def _hard(canvas_HW: Mask) -> Mask:
    """Letters have soft rims; whatever they touch is marked."""
    return _never_empty(np.where(canvas_HW > 0, np.uint8(_FILL), np.uint8(0)))


def _never_empty(mask: Mask) -> Mask:
    if not mask.any():
        mask[mask.shape[0] // 2, mask.shape[1] // 2] = _FILL
    return mask
