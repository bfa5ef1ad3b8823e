"""Striped and tiled scenes drawn by code, a person taken out of each: does the structure go on?

    .venv/bin/python scripts/structure_sheet.py --out runs/structure.png
    .venv/bin/python scripts/structure_sheet.py --out runs/structure.png --ways structure texture --only brick

A row is a scene: with its hole, filled each way, the truth. Scenes are blinds with a wall and a sill, a brick wall, a
railing before a lawn, floor boards in perspective, and a front of windows; light falls off over each, and each has
noise. The table has the mean error in the hole, in codes of 255, how wide a line is broken at its worst, in pixels
(the side of the largest square that is off by more than ``BROKEN`` everywhere), and the seconds.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from desktop_unet.engine.device_env import prepare_environment
from desktop_unet.engine.task import Choices, InpaintRequest
from desktop_unet.imaging.object_shapes import Pen, person
from desktop_unet.imaging.photo import Mask, Photo

SIDE_PX, FINE = 400, 3
GAP_PX = 6
BROKEN = 48
"""Codes of 255 by which a pixel is off of another thing; shades of bricks differ by less, lines by more."""
WAYS = ("smooth", "texture", "structure")
Pixels = NDArray[np.uint8]
Draw = ImageDraw.ImageDraw


def main() -> None:
    """Draw, fill, write the sheet and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True, help="picture to write")
    parser.add_argument("--ways", nargs="+", default=WAYS, help="with what to fill")
    parser.add_argument("--only", nargs="+", default=list(SCENES), choices=list(SCENES))
    parser.add_argument("--threads", type=int, default=2)
    given = parser.parse_args()
    prepare_environment()
    from desktop_unet.engine.restore import run

    rows = []
    print("scene".ljust(10), *(way.rjust(20) for way in given.ways))
    for name in given.only:
        truth, mask = scene(name), figure_hole(name)
        row, figures = [np.where(mask[..., None] > 0, np.uint8(255), truth)], []
        for way in given.ways:
            result = run(InpaintRequest(Photo(truth), mask, Choices(threads=given.threads), way))
            row.append(result.photo.pixels)
            error = np.abs(row[-1].astype(float) - truth)[mask > 0].mean()
            figures.append(f"{error:.1f}, {broken_px(row[-1], truth)} px ({result.seconds:.1f} s)".rjust(20))
        print(name.ljust(10), *figures, flush=True)
        rows.append(beside([*row, truth]))
    Image.fromarray(np.concatenate(rows)).save(given.out)


def broken_px(pixels: Pixels, truth: Pixels) -> int:
    """Side of the largest square in which every pixel is off by more than ``BROKEN`` in some channel."""
    wrong = np.pad((np.abs(pixels.astype(int) - truth).max(axis=2) > BROKEN).astype(np.uint8), 1)
    side = 0
    while wrong.any():
        side += 1
        wrong = wrong[:-1, :-1] & wrong[1:, :-1] & wrong[:-1, 1:] & wrong[1:, 1:]
    return side


def beside(pictures: list[Pixels]) -> Pixels:
    """Pictures in a row, a white line between them and below."""
    framed = [np.pad(each, ((0, GAP_PX), (0, GAP_PX), (0, 0)), constant_values=255) for each in pictures]
    return np.concatenate(framed, axis=1)


def scene(name: str) -> Pixels:
    """(SIDE_PX, SIDE_PX, 3): one of ``SCENES``, in uneven light and with noise."""
    rng = np.random.default_rng(list(SCENES).index(name))
    canvas = Image.new("RGB", (SIDE_PX * FINE, SIDE_PX * FINE))
    SCENES[name](ImageDraw.Draw(canvas), rng)
    small = np.asarray(canvas.resize((SIDE_PX, SIDE_PX), Image.Resampling.BOX), np.float64)
    down, right = np.mgrid[0:SIDE_PX, 0:SIDE_PX] / SIDE_PX
    light = 1 - 0.25 * right + 0.1 * down
    return np.clip(small * light[..., None] + rng.normal(0, 2.5, small.shape), 0, 255).astype(np.uint8)


def figure_hole(name: str) -> Mask:
    """A person in the middle, of four fifths of the height."""
    pen = Pen()
    person(pen, np.random.default_rng(20 + list(SCENES).index(name)))
    figure = pen.canvas.crop(pen.canvas.getbbox())
    height = SIDE_PX * 3 // 5
    figure = figure.resize((round(figure.width * height / figure.height), height)).point(lambda v: 255 * (v > 100))
    mask = Image.new("L", (SIDE_PX, SIDE_PX))
    mask.paste(figure, ((SIDE_PX - figure.width) // 2, SIDE_PX // 4))
    return np.array(mask)


def _box(pen: Draw, edges: tuple[float, float, float, float], colour: tuple[int, ...]) -> None:
    """From left, top to right, bottom in pixels of the scene."""
    pen.rectangle(tuple(round(edge * FINE) for edge in edges), fill=tuple(colour))


def _shade(rng: Generator, colour: tuple[int, int, int], by: float) -> tuple[int, ...]:
    return tuple(int(np.clip(part + rng.normal(0, by), 0, 255)) for part in colour)


def blinds(pen: Draw, rng: Generator) -> None:
    """Slats with dark gaps over a sill, a wall below it, a floor."""
    _box(pen, (0, 0, 400, 400), (196, 188, 170))
    for row in np.arange(0, 250, 12.5):
        _box(pen, (0, row, 400, row + 9.5), (222, 220, 212))
        _box(pen, (0, row + 9.5, 400, row + 12.5), (96, 92, 88))
    _box(pen, (0, 250, 400, 264), (240, 238, 230))
    _box(pen, (0, 264, 400, 268), (120, 112, 100))
    _box(pen, (0, 360, 400, 400), (120, 88, 60))


def brick(pen: Draw, rng: Generator) -> None:
    """Bricks in running bond, each of a shade of its own."""
    _box(pen, (0, 0, 400, 400), (188, 182, 172))
    for number, row in enumerate(range(0, 400, 20)):
        for column in range(-25 * (number % 2), 400, 50):
            _box(pen, (column + 1.5, row + 1.5, column + 48.5, row + 18.5), _shade(rng, (156, 78, 60), 9))


def railing(pen: Draw, rng: Generator) -> None:
    """Upright bars between two rails, sky and lawn behind."""
    _box(pen, (0, 0, 400, 220), (150, 182, 214))
    _box(pen, (0, 220, 400, 400), (92, 128, 66))
    for column in np.arange(5, 400, 18.0):
        _box(pen, (column, 70, column + 4, 340), (48, 46, 50))
    for row in (70, 330):
        _box(pen, (0, row, 400, row + 9), (40, 38, 42))


def boards(pen: Draw, rng: Generator) -> None:
    """Floor boards that run to a point above, before a wall with a skirting."""
    _box(pen, (0, 0, 400, 400), (206, 200, 188))
    vanishing = (200, -260)
    for number in range(-16, 16):
        colour = _shade(rng, (158, 112, 70), 8)
        near = [(200 + (number + end) * 34, 400) for end in (0, 0.95)]
        _pen_strip(pen, vanishing, near, 150, colour)
    _box(pen, (0, 138, 400, 150), (236, 232, 224))


def _pen_strip(
    pen: Draw, far: tuple[int, int], near: list[tuple[float, int]], top: int, colour: tuple[int, ...]
) -> None:
    share = (top - far[1]) / (400 - far[1])
    upper = [(far[0] + (x - far[0]) * share, top) for x, _ in near]
    corners = [*near, upper[1], upper[0]]
    pen.polygon([(x * FINE, y * FINE) for x, y in corners], fill=tuple(colour))


def windows(pen: Draw, rng: Generator) -> None:
    """Rows of windows with frames and sills in a plastered front."""
    _box(pen, (0, 0, 400, 400), (202, 178, 140))
    for top in range(12, 400, 78):
        for left in range(12, 400, 56):
            _box(pen, (left, top, left + 32, top + 52), (232, 230, 224))
            _box(pen, (left + 3, top + 3, left + 15, top + 49), _shade(rng, (62, 78, 96), 5))
            _box(pen, (left + 17, top + 3, left + 29, top + 49), _shade(rng, (62, 78, 96), 5))
            _box(pen, (left - 3, top + 52, left + 35, top + 57), (150, 136, 112))


SCENES: dict[str, Callable[[Draw, Generator], None]] = {
    "blinds": blinds,
    "brick": brick,
    "railing": railing,
    "boards": boards,
    "windows": windows,
}

if __name__ == "__main__":
    main()
