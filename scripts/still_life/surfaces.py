"""Paint: colour, bumps and gloss of each named surface, from its own coordinates."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from still_life.noise import Floats, cloudy, lattice, smooth


@dataclass(frozen=True)
class Paint:
    """``colour`` (N, 3) linear light; ``tilt`` (N, 3) added to the normal; ``gloss`` 0..1."""

    colour: Floats
    tilt: Floats | float = 0.0
    gloss: float = 0.0


def mix(first: object, second: object, share: Floats) -> Floats:
    a, b = np.asarray(first, dtype=np.float32), np.asarray(second, dtype=np.float32)
    return np.asarray(a + (b - a) * share[:, None], dtype=np.float32)


def step(edge_low: float, edge_high: float, x: Floats) -> Floats:
    t = np.clip((x - edge_low) / (edge_high - edge_low), 0, 1)
    return np.asarray(t * t * (3 - 2 * t), dtype=np.float32)


def slope(height: Callable[[Floats, Floats], Floats], u: Floats, v: Floats, by: float) -> tuple[Floats, Floats]:
    """Downhill direction of a height field, for bumps."""
    here = height(u, v)
    return (here - height(u + by, v)) / by, (here - height(u, v + by)) / by


def brick(p: Floats) -> Paint:
    high, wide, joint = 0.21, 0.56, 0.016

    def place(u: Floats, v: Floats) -> tuple[Floats, Floats, Floats]:
        row = np.floor(v / high)
        u = u + (row % 2) * wide / 2 + 0.02 * lattice(row.astype(np.int64), row.astype(np.int64), 5)
        column = np.floor(u / wide)
        inset = np.minimum(np.minimum(u % wide, wide - u % wide), np.minimum(v % high, high - v % high))
        inset = inset + 0.012 * (cloudy(u * 14, v * 14, 3) - 0.5)
        return inset.astype(np.float32), row.astype(np.int64), column.astype(np.int64)

    def height(u: Floats, v: Floats) -> Floats:
        return np.asarray(
            0.014 * step(joint * 0.5, joint * 1.4, place(u, v)[0]) + 0.006 * cloudy(u * 22, v * 22, 9), dtype=np.float32
        )

    u, v = p[:, 0], p[:, 1]
    inset, row, column = place(u, v)
    tint = lattice(row, column, 11)
    clay = mix((0.30, 0.095, 0.055), (0.50, 0.20, 0.12), tint)
    clay = clay * (0.65 + 0.7 * cloudy(u * 9, v * 11, 21))[:, None]
    clay = mix(clay, (0.62, 0.54, 0.48), step(0.58, 0.85, cloudy(u * 2.2 + 7, v * 2.2, 31)) * 0.3)
    mortar = np.outer(0.75 + 0.5 * smooth(u * 60, v * 60, 41), (0.42, 0.38, 0.33))
    down_u, down_v = slope(height, u, v, 0.004)
    tilt = np.stack([down_u, down_v, np.zeros_like(u)], axis=1)
    return Paint(mix(mortar, clay, step(joint * 0.5, joint, inset)), tilt.astype(np.float32))


def wood(p: Floats) -> Paint:
    plank = np.floor(p[:, 2] / 0.78).astype(np.int64)
    shift = 13 * lattice(plank, plank, 3)
    x, z = p[:, 0] + shift, p[:, 2] + shift
    warp = cloudy(x * 0.55, z * 1.7, 51) * 1.9 + cloudy(x * 2.3, z * 5, 55) * 0.12
    rings = 0.5 + 0.5 * np.sin((z * 2.1 + warp * 1.5) * 22)
    fibre = smooth(x * 7, z * 150, 57) * 0.6 + smooth(x * 16, z * 330, 59) * 0.4
    colour = mix((0.36, 0.185, 0.078), (0.56, 0.335, 0.17), (rings**0.8).astype(np.float32))
    colour = colour * (0.66 + 0.55 * fibre)[:, None] * (0.84 + 0.3 * lattice(plank, plank, 61))[:, None]
    within = p[:, 2] % 0.78
    gap = 1 - 0.85 * (1 - step(0.004, 0.014, np.minimum(within, 0.78 - within)))
    return Paint((colour * gap[:, None]).astype(np.float32), gloss=0.16)


def glaze(p: Floats) -> Paint:
    """White glaze with cobalt bands, tongues and dots."""
    angle = np.arctan2(p[:, 0], p[:, 2]).astype(np.float32)
    y = p[:, 1] + 0.004 * (smooth(angle * 9, p[:, 1] * 12, 71) - 0.5)
    turn = (angle / (2 * np.pi) * 18) % 1
    blue = np.zeros_like(y)
    for middle, half in ((0.20, 0.012), (0.245, 0.006), (0.72, 0.006), (0.765, 0.014), (1.05, 0.008), (1.245, 0.016)):
        blue = np.maximum(blue, 1 - step(half * 0.7, half * 1.2, np.abs(y - middle)))
    tongue = np.abs(turn - 0.5) * 2 + np.abs(y - 0.475) / 0.19
    blue = np.maximum(blue, step(0.0, 0.05, 0.98 - tongue) * (1 - step(0.0, 0.05, 0.78 - tongue)))
    blue = np.maximum(blue, step(0.0, 0.08, 0.52 - tongue))
    dots = np.hypot((turn + 0.5) % 1 - 0.5, (y - 0.80) / 0.11)
    blue = np.maximum(blue, 1 - step(0.16, 0.22, dots))
    petals = np.hypot((turn * 2 % 1 - 0.5) * 0.7, (y - 0.90) / 0.16)
    blue = np.maximum(blue, 1 - step(0.20, 0.25, petals))
    wash = blue * (0.72 + 0.28 * cloudy(angle * 12, p[:, 1] * 20, 73))
    white = np.outer(0.97 + 0.03 * smooth(angle * 30, p[:, 1] * 40, 75), (0.80, 0.79, 0.74))
    return Paint(mix(white, (0.016, 0.048, 0.23), wash), gloss=1.0)


def peel(colour: tuple[float, float, float], deep: tuple[float, float, float]) -> Callable[[Floats], Paint]:
    def paint(p: Floats) -> Paint:
        radius = np.linalg.norm(p, axis=1)
        u, v = np.arctan2(p[:, 0], p[:, 2]), np.arccos(np.clip(p[:, 1] / radius, -1, 1))
        u, v = (u * np.sin(v)).astype(np.float32), v.astype(np.float32)

        def pores(a: Floats, b: Floats) -> Floats:
            return np.asarray(smooth(a * 42, b * 42, 81) ** 2 * 0.009, dtype=np.float32)

        du, dv = slope(pores, u, v, 0.006)
        tilt = np.stack([du, dv, -du], axis=1) * 0.8
        stalk = 1 - step(0.05, 0.10, np.asarray(v + 0.02 * np.sin(5 * u), dtype=np.float32))
        share = cloudy(u * 3, v * 3, 83) * 0.5 + 0.5 * step(0.5, 0.9, smooth(u * 42, v * 42, 81))
        return Paint(mix(mix(colour, deep, share), (0.10, 0.13, 0.03), stalk), tilt.astype(np.float32), gloss=0.45)

    return paint


@cache
def lettering(text: str, width: int, height: int, size: int, spacing: int = 8) -> Floats:
    """(height, width) share of ink of centred lines; Pillow's own font, so the same everywhere."""
    sheet = Image.new("L", (width, height))
    font = ImageFont.load_default(size)
    ImageDraw.Draw(sheet).multiline_text(
        (width / 2, height / 2), text, fill=255, font=font, anchor="mm", align="center", spacing=spacing
    )
    return np.asarray(sheet, dtype=np.float32) / 255


def printed(sheet: Floats, u: Floats, v: Floats) -> Floats:
    """Ink at (u, v): both 0..1 from the top left, nothing outside."""
    rows, columns = (v * sheet.shape[0]).astype(int), (u * sheet.shape[1]).astype(int)
    there = (u >= 0) & (u < 1) & (v >= 0) & (v < 1)
    ink = sheet[np.clip(rows, 0, sheet.shape[0] - 1), np.clip(columns, 0, sheet.shape[1] - 1)]
    return np.where(there, ink, 0).astype(np.float32)


def book(title: str, cloth: tuple[float, float, float], half: tuple[float, float, float]) -> Callable[[Floats], Paint]:
    hx, hy, hz = half

    def paint(p: Floats) -> Paint:
        x, y, z = p.T
        weave = (
            0.72 + 0.28 * np.sin(x * 260) * np.sin((y + z) * 260) + 0.25 * (cloudy(x * 20, z * 20 + y * 20, 91) - 0.5)
        )
        colour = np.outer(weave, cloth)
        front = z > hz - 1e-3
        # The front is the spine: gold bands, and the title between them.
        band = np.abs(np.abs(x) - hx * 0.80)
        gold = np.maximum(1 - step(0.006, 0.010, band), 1 - step(0.004, 0.007, np.abs(band - 0.026)))
        sheet = lettering(title, 1200, 160, 100)
        gold = np.maximum(gold, printed(sheet, x / hx / 1.5 + 0.5, 0.5 - y / hy / 1.5))
        colour = np.where(front[:, None], mix(colour, (0.78, 0.56, 0.20), gold), colour)
        pages = (np.abs(x) > hx - 1e-3) & (np.abs(y) < hy * 0.80)
        paper = np.outer(0.72 + 0.28 * smooth(y * 420, z * 5, 93), (0.72, 0.65, 0.50))
        return Paint(np.where(pages[:, None], paper, colour).astype(np.float32), gloss=0.05)

    return paint


LETTER = """My dear Ada,
your old prints came today, most
of them scratched and all too small.
Send me the rest: I shall mend
every one of them.      Emil"""


def card(p: Floats) -> Paint:
    """A letter: a few lines in dark ink inside a thin frame."""
    u, v = p[:, 0] / 0.62 * 0.5 + 0.5, p[:, 2] / 0.42 * 0.5 + 0.5
    ink = printed(lettering(LETTER, 1240, 840, 72, 34), u, v)
    edge = np.minimum(np.minimum(u, 1 - u) * 1.24, np.minimum(v, 1 - v) * 0.84)
    frame = 1 - step(0.003, 0.006, np.abs(edge - 0.035))
    paper = np.outer(0.94 + 0.08 * cloudy(p[:, 0] * 25, p[:, 2] * 25, 97), (0.80, 0.75, 0.64))
    return Paint(mix(mix(paper, (0.42, 0.10, 0.08), frame * 0.8), (0.05, 0.05, 0.09), ink * 0.9), gloss=0.03)


def gingham(p: Floats) -> Paint:
    """A woven napkin: checks of two threads, a hem, folds as shading."""
    x, z = p[:, 0], p[:, 2]
    over_x, over_z = (np.floor(x / 0.055) % 2).astype(np.float32), (np.floor(z / 0.055) % 2).astype(np.float32)
    colour = mix((0.80, 0.78, 0.72), (0.075, 0.26, 0.17), (over_x + over_z) / 2)
    thread = 0.80 + 0.2 * np.sin(x * 2 * np.pi / 0.0095) * np.sin(z * 2 * np.pi / 0.0095)
    fold = 0.92 + 0.10 * step(-0.01, 0.01, np.abs(x) - 0.012) + 0.06 * np.sin(x * 9 + z * 3)
    return Paint((colour * (thread * fold)[:, None]).astype(np.float32))


def leaf(p: Floats) -> Paint:
    along, beside, shade = p.T
    rib = 1 - step(0.03, 0.09, np.abs(beside))
    veins = 0.5 + 0.5 * np.cos((along - np.abs(beside) * 0.45) * 26)
    green = mix((0.075, 0.15, 0.055), (0.26, 0.33, 0.17), np.asarray(shade, dtype=np.float32))
    green = green * (0.86 + 0.22 * veins)[:, None]
    return Paint(mix(green, (0.40, 0.46, 0.26), rib * 0.8), gloss=0.22)


def plain(colour: tuple[float, float, float], gloss: float) -> Callable[[Floats], Paint]:
    return lambda p: Paint(np.broadcast_to(np.array(colour, dtype=np.float32), p.shape), gloss=gloss)


LOWER_BOOK = (0.80, 0.145, 0.55)
UPPER_BOOK = (0.68, 0.115, 0.46)

SURFACES: Mapping[str, Callable[[Floats], Paint]] = {
    "brick": brick,
    "wood": wood,
    "glaze": glaze,
    "orange": peel((0.86, 0.30, 0.025), (0.70, 0.19, 0.012)),
    "lime": peel((0.30, 0.42, 0.05), (0.20, 0.33, 0.03)),
    "lower book": book("FROM SMALL TO LARGE", (0.07, 0.16, 0.14), LOWER_BOOK),
    "upper book": book("A BOOK OF PRINTS", (0.30, 0.045, 0.05), UPPER_BOOK),
    "card": card,
    "gingham": gingham,
    "leaf": leaf,
    "bark": plain((0.16, 0.10, 0.06), 0.05),
    "olive": plain((0.045, 0.035, 0.06), 0.5),
    "inside": plain((0.05, 0.05, 0.05), 0.0),
}
