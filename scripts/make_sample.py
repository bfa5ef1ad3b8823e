"""Paints resources/sample.jpg and resources/sample-mask.png: a still life, printed and scratched.

    .venv/bin/python scripts/make_sample.py [--quick]

No photo of anybody's is in it: the picture is traced from formulas, the same on every run.
The scratches are drawn over it, and the mask marks them.
"""

from __future__ import annotations

import argparse
import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

sys.path.insert(0, str(Path(__file__).parent))

from still_life.noise import Floats
from still_life.scene import shade, still_life
from still_life.shapes import unit, vector

HEIGHT, WIDTH = 480, 640
SEED = 1839  # the year in which photography was made public
EYE, LOOK_AT = vector(0.05, 1.62, 5.1), vector(0.06, 0.92, -0.35)
FIELD_OF_VIEW = 0.335  # tangent of half the vertical angle
LENS_RADIUS = 0.011


def rays(rows: np.ndarray, columns: np.ndarray, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Rays through a thin lens, sharp at the vase's distance."""
    forward = unit(LOOK_AT - EYE)
    right = unit(np.cross(forward, vector(0, 1, 0)))
    up = np.cross(right, forward)
    y = (1 - 2 * rows / HEIGHT) * FIELD_OF_VIEW
    x = (2 * columns / WIDTH - 1) * FIELD_OF_VIEW * WIDTH / HEIGHT
    focus = float(np.linalg.norm(LOOK_AT - EYE)) - 0.15
    target = EYE + focus * (forward + x[:, None] * right + y[:, None] * up)
    turn, radius = rng.uniform(0, 2 * np.pi, len(x)), LENS_RADIUS * np.sqrt(rng.random(len(x)))
    origins = EYE + (radius * np.cos(turn))[:, None] * right + (radius * np.sin(turn))[:, None] * up
    return origins.astype(np.float32), unit((target - origins).astype(np.float32))


def render(side: int) -> Floats:
    """(H, W, 3) linear light, each pixel the mean of side x side rays."""
    rng = np.random.default_rng(SEED)
    shapes = still_life(rng)
    picture = np.zeros((HEIGHT, WIDTH, 3), dtype=np.float32)
    band = 16
    for top in range(0, HEIGHT, band):
        rows, columns = np.mgrid[top : top + band, 0:WIDTH].astype(np.float32).reshape(2, -1)
        # Each ray of a pixel takes another cell of the pixel, of the window and of the sky.
        cells = np.argsort(rng.random((4, len(rows), side * side)), axis=2)
        for k in range(side * side):
            dy, dx = (k // side + rng.random(len(rows))) / side, (k % side + rng.random(len(rows))) / side
            origins, directions = rays(rows + dy, columns + dx, rng)
            light_cell, sky_cell = cells[0, :, k], cells[1, :, k]
            pairs = [light_cell % side, light_cell // side, sky_cell % side, sky_cell // side]
            samples = (np.stack(pairs, axis=1) + rng.random((len(rows), 4))) / side
            light = shade(shapes, origins, directions, samples.astype(np.float32))
            picture[top : top + band] += np.minimum(light, 4).reshape(band, WIDTH, 3)
        print(f"\r{top + band} of {HEIGHT} rows", end="", file=sys.stderr)
    return picture / side**2


def develop(light: Floats, rng: np.random.Generator) -> Floats:
    """(H, W, 3) code values 0..255 as float: film curve, darker corners, grain."""
    y, x = np.mgrid[-1 : 1 : HEIGHT * 1j, -1 : 1 : WIDTH * 1j]
    light = light * 1.0 * (1 - 0.16 * (x**2 + y**2))[..., None]
    # A filmic curve (Hable's form): soft shoulder for the window's reflection, a toe for the shadows.
    bent = _film(light * 2.2) / _film(np.float32(5.2))
    code = np.clip(bent, 0, 1) ** (1 / 2.2) * 255
    grain = np.stack([_blurred(rng.normal(0, 2.6, (HEIGHT, WIDTH))) for _ in range(3)], axis=2)
    return np.asarray(np.clip(code + grain.mean(2, keepdims=True) * 0.9 + grain * 0.35, 0, 255), dtype=np.float32)


def _film(x: Floats) -> Floats:
    a, b, c, d, e, f = 0.22, 0.30, 0.10, 0.20, 0.01, 0.30
    return np.asarray((x * (a * x + c * b) + d * e) / (x * (a * x + b) + d * f) - e / f, dtype=np.float32)


def _blurred(noise: np.ndarray) -> np.ndarray:
    """Neighbours share some of their grain, as silver does."""
    return (noise + 0.4 * (np.roll(noise, 1, 0) + np.roll(noise, 1, 1))) / 1.15


def scratches(rng: np.random.Generator) -> Floats:
    """(H, W) 0..1: how much of the print's surface is gone; thin, wandering, broken lines."""
    zoom = 4
    sheet = Image.new("L", (WIDTH * zoom, HEIGHT * zoom))
    pen = ImageDraw.Draw(sheet)
    for start, end, width in (
        ((70, 18), (612, 366), 1.6),
        ((404, 0), (338, 479), 1.3),
        ((18, 268), (262, 196), 1.2),
        ((180, 470), (330, 318), 1.8),
        ((560, 40), (470, 128), 1.1),
    ):
        along = np.linspace(0, 1, 60)[:, None]
        path = np.array(start) * (1 - along) + np.array(end) * along
        path += np.cumsum(rng.normal(0, 0.9, path.shape), axis=0) * np.sin(np.pi * along)
        for a, b in pairwise(path):
            if rng.random() < 0.94:
                thickness = max(4, round(zoom * width * rng.uniform(0.6, 1.3)))
                pen.line([tuple(a * zoom), tuple(b * zoom)], fill=255, width=thickness)
    for _ in range(14):
        y, x, r = rng.uniform(10, HEIGHT - 10), rng.uniform(10, WIDTH - 10), rng.uniform(0.8, 2.1)
        pen.ellipse([(x - r) * zoom, (y - r) * zoom, (x + r) * zoom, (y + r) * zoom], fill=255)
    return np.asarray(sheet.resize((WIDTH, HEIGHT), Image.Resampling.BOX), dtype=np.float32) / 255


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="2 x 2 rays per pixel instead of 7 x 7")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent.parent / "resources")
    choices = parser.parse_args()
    rng = np.random.default_rng(SEED)
    print_code = develop(render(2 if choices.quick else 7), rng)
    gone = scratches(rng)[..., None]
    damaged = print_code * (1 - 0.95 * gone) + np.array([246, 243, 236]) * 0.95 * gone
    Image.fromarray(np.rint(damaged).astype(np.uint8)).save(choices.out / "sample.jpg", quality=93, subsampling=0)
    # JPEG spreads an edge a little, so the mask takes one more pixel all around.
    marked = Image.fromarray(np.where(gone[..., 0] > 0.02, 255, 0).astype(np.uint8))
    marked.filter(ImageFilter.MaxFilter(3)).save(choices.out / "sample-mask.png", optimize=True)


if __name__ == "__main__":
    main()
