"""Print how well film damage and broad scratches are found on photos that nobody has trained on.

    .venv/bin/python scripts/measure_film_damage.py DATA/val --shapes DATA/damage [--classical] [--every N]
        [--finer 1,2,4]

Shapes of film damage that are withheld from training, and wandering scratches, half transparent to opaque, light or
dark, over gray, sepia and colour, with grain, blur and JPEG (docs/scratch-finder.md). False marks are counted on the
same photos without the damage. A scan may be finer than the photo, as scans of megapixels are: then all is soft.
"""

from __future__ import annotations

import argparse
import math
import sys
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

REPOSITORY = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(REPOSITORY))

from desktop_unet.engine.task import Choices  # noqa: E402
from desktop_unet.evaluation.damage_scores import THRESHOLDS, classical_finder, network_finder  # noqa: E402
from desktop_unet.evaluation.pairs import find_photos  # noqa: E402
from desktop_unet.imaging.codec import read_photo  # noqa: E402
from desktop_unet.imaging.damage import Code, compress  # noqa: E402
from desktop_unet.imaging.defects.ageing import Toning  # noqa: E402
from desktop_unet.imaging.defects.film import FilmShapes  # noqa: E402
from desktop_unet.imaging.defects.layers import Alpha, Layer, Paint, cut, lay_over, placed  # noqa: E402
from desktop_unet.imaging.defects.old_photo import DAMAGED, SOUND, UNSURE  # noqa: E402
from desktop_unet.imaging.finding_scores import Counts, count_marks  # noqa: E402
from desktop_unet.imaging.geometry import Extent  # noqa: E402
from desktop_unet.imaging.photo import Mask, Photo, UnitImage  # noqa: E402
from desktop_unet.imaging.ranges import code_to_unit, to_8_bits, unit_to_code  # noqa: E402
from desktop_unet.imaging.resample import resize  # noqa: E402

Bools = NDArray[np.bool_]

TONINGS = (
    None,
    Toning(True, (0.0, 0.0, 0.0), (1.0, 1.0, 1.0), 1.0),
    Toning(True, (0.05, 0.03, 0.0), (1.0, 0.9, 0.72), 1.0),
)
SCRATCH_SHARE, LEAST_OPACITY, MOST_GRAIN = 0.35, 0.35, 0.04
SCANNER_NOISE = 0.008
COVERED, SHOWS, TOUCHED = 0.25, 14 / 255, 1.5 / 255


@dataclass(frozen=True, eq=False)
class Case:
    """A photo with damage, where it is, and the same without."""

    damaged: Photo
    truth: Mask
    sound: Photo


@dataclass(eq=False)
class Tally:
    """Marks on damaged photos, and the shares of sound ones that were marked."""

    counts: Counts = field(default_factory=Counts)
    shares: list[float] = field(default_factory=list)


def main() -> int:
    """Print a row for each threshold."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("photos", type=Path)
    parser.add_argument("--shapes", type=Path, required=True, help="folder of film damage")
    parser.add_argument("--classical", action="store_true", help="the classical finder instead of a network")
    parser.add_argument("--card", help="the network; the program's own without it")
    parser.add_argument("--every", type=int, default=1, help="take each N-th photo only")
    parser.add_argument("--finer", default="1", help="how many times finer scans are than photos; several with commas")
    given = parser.parse_args()
    finder = classical_finder() if given.classical else network_finder(Choices(card=given.card))
    shapes = FilmShapes(given.shapes, withheld=True)
    factors = [float(each) for each in given.finer.split(",")]
    tallies = {(factor, threshold): Tally() for factor in factors for threshold in THRESHOLDS}
    for number, path in list(enumerate(find_photos(given.photos)))[:: given.every]:
        pixels = np.asarray(to_8_bits(read_photo(path, whole=True).pixels), np.uint8)
        for factor in factors:
            case = damaged_case(pixels, shapes, np.random.Generator(np.random.PCG64([number, 777])), factor)
            marks, false_marks = (finder.look(photo) for photo in (case.damaged, case.sound))
            for threshold in THRESHOLDS:
                tally = tallies[factor, threshold]
                tally.counts += count_marks(reduced(marks(threshold), case.truth.shape), case.truth)
                tally.shares.append(float(false_marks(threshold).mean()))
    print(f"| {finder.name}: finer | threshold | precision | recall | F1 | marked on sound photos: mean | worst |")
    print("|---|---|---|---|---|---|---|")
    for (factor, threshold), tally in tallies.items():
        count, shares = tally.counts, tally.shares
        found = f"{count.precision:.2f} | {count.recall:.2f} | {count.f1:.2f}"
        print(f"| {factor:g} | {threshold} | {found} | {np.mean(shares):.2%} | {max(shares):.1%} |")
    return 0


def reduced(mask: Bools, shape: tuple[int, ...]) -> Bools:
    """A mask at the size of the truth: what is marked in half of a pixel."""
    if mask.shape == shape:
        return mask
    image = Image.fromarray(mask.astype(np.float32))
    return np.asarray(image.resize((shape[1], shape[0]), Image.Resampling.BOX)) >= 0.5


def damaged_case(pixels: Code, shapes: FilmShapes, rng: Generator, finer: float) -> Case:
    """Damage a photo and its tones, and scan it with and without the damage, so many times finer than it is."""
    unit, extent = code_to_unit(pixels), Extent(*pixels.shape[:2])
    toning = TONINGS[int(rng.integers(len(TONINGS)))]
    sound = unit if toning is None else toning.apply(unit)
    damaged, covered = sound.copy(), np.zeros(pixels.shape[:2], np.float32)
    for _ in range(int(rng.integers(10, 44))):
        for layer in one_mark(extent, shapes, rng):
            lay_over(damaged, [layer])
            covered[layer.slices] = np.maximum(covered[layer.slices], layer.alpha_HW)
    change = np.abs(damaged - sound).max(axis=2)
    truth = np.where((covered > COVERED) & (change > SHOWS), DAMAGED, np.where(change > TOUCHED, UNSURE, SOUND))
    channels = 3 if toning is None else 1
    grain = rng.uniform(0, MOST_GRAIN) * rng.standard_normal((*pixels.shape[:2], channels), np.float32)
    quality, blur = int(rng.integers(50, 98)), float(rng.uniform(0.2, 0.9))
    seed = int(rng.integers(2**31))
    scans = [scanned(each + grain, finer, blur, quality, seed) for each in (damaged, sound)]
    return Case(scans[0], truth.astype(np.uint8), scans[1])


def one_mark(extent: Extent, shapes: FilmShapes, rng: Generator) -> list[Layer]:
    """A scratch or a shape of film damage, with its tone and opacity."""
    is_scratch = rng.random() < SCRATCH_SHARE
    alpha = wandering(extent, rng) if is_scratch else shapes.draw(str(rng.choice(shapes.kinds)), rng)
    tone = float(rng.uniform(0.75, 1) if rng.random() < 0.5 else rng.uniform(0, 0.25))
    paint, opacity = Paint((tone, tone, tone)), np.float32(rng.uniform(LEAST_OPACITY, 1))
    if is_scratch:
        return cut(alpha * opacity, 0, 0, extent, paint)
    return [
        Layer(each.top, each.left, each.alpha_HW * opacity, paint) for each in placed(alpha, extent, paint, rng)
    ]  # fmt: skip


def wandering(extent: Extent, rng: Generator) -> Alpha:
    """A line of 1 to 5 px that turns a little at each step."""
    steps = int(rng.integers(20, 120))
    angles = rng.uniform(0, 2 * math.pi) + np.cumsum(rng.normal(0, 0.12, steps))
    step = rng.uniform(2, 6)
    x = rng.uniform(0, extent.width) + np.cumsum(np.cos(angles) * step)
    y = rng.uniform(0, extent.height) + np.cumsum(np.sin(angles) * step)
    canvas = Image.new("L", (2 * extent.width, 2 * extent.height))
    places = [(float(right), float(down)) for right, down in zip(2 * x, 2 * y, strict=True)]
    ImageDraw.Draw(canvas).line(places, fill=255, width=max(2, round(2 * rng.uniform(1, 5))), joint="curve")
    small = canvas.resize((extent.width, extent.height), Image.Resampling.BOX)
    return np.asarray(small, np.float32) / np.float32(255)


def scanned(unit: UnitImage, finer: float, blur: float, quality: int, seed: int) -> Photo:
    """What a file holds of it; finer scans enlarge grain and damage, and add noise of their own."""
    unit = np.asarray(unit, np.float32)
    if finer != 1:
        unit = resize(unit, Extent(round(unit.shape[0] * finer), round(unit.shape[1] * finer)))
        unit += SCANNER_NOISE * np.random.Generator(np.random.PCG64(seed)).standard_normal(unit.shape, np.float32)
    code = np.asarray(unit_to_code(unit, np.uint8), np.uint8)
    soft = Image.fromarray(code).filter(ImageFilter.GaussianBlur(blur))
    return Photo(compress(np.asarray(soft), quality))


if __name__ == "__main__":
    sys.exit(main())
