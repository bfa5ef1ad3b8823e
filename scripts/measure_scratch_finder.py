"""How well scratches and dust are found: precision and recall on photos that are scratched by code.

    .venv/bin/python scripts/measure_scratch_finder.py ../shared/data/val
    .venv/bin/python scripts/measure_scratch_finder.py ../shared/data/train --every 20

Each photo gets scratches (light ones or dark ones, in turn) and dust (both) whose places are known.
Precision is the share of found pixels that lie at most ``--tolerance`` pixels from a damaged one,
recall the share of damaged pixels at most so far from a found one; damage that hardly changes the photo
(white on white) is left out of recall, since there is nothing to see. False alarms are what is found
on the undamaged photo, as a share of its pixels.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageFilter

from desktop_unet.evaluation.pairs import find_photos
from desktop_unet.imaging.codec import read_photo
from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.holes import dust_spots, mask_for
from desktop_unet.imaging.mask import grow
from desktop_unet.imaging.metrics import luma
from desktop_unet.imaging.photo import Mask, Photo, UnitImage
from desktop_unet.imaging.ranges import code_to_unit, unit_to_code
from desktop_unet.imaging.resample import resize
from desktop_unet.imaging.scratches import find_scratches

THRESHOLDS = (0.0, 0.25, 0.5, 0.75, 1.0)
LIGHT, DARK = (0.82, 1.0), (0.0, 0.2)
"""Values that scratches of each kind take."""
SHOWS = 8 / 255
"""Least change of luma that a person sees."""


@dataclass(frozen=True)
class Counts:
    """Pixels, added up over photos."""

    found: int = 0
    right: int = 0
    damaged: int = 0
    caught: int = 0
    alarms: int = 0
    pixels: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(mine + theirs for mine, theirs in zip(vars(self).values(), vars(other).values(), strict=True)))

    def row(self, threshold: float) -> str:
        """A line of the table."""
        precision, recall = self.right / max(self.found, 1), self.caught / max(self.damaged, 1)
        harmonic = 2 * precision * recall / max(precision + recall, 1e-9)
        return (
            f"| {threshold:.2f} | {precision:.3f} | {recall:.3f} | {harmonic:.3f} | {self.alarms / self.pixels:.3%} |"
        )


def main() -> None:
    """Print the table for a folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="photos without damage")
    parser.add_argument("--every", type=int, default=1, help="take every n-th photo")
    parser.add_argument("--tolerance", type=int, default=2, help="pixels at the rim that do not count")
    parser.add_argument("--thresholds", type=float, nargs="+", default=THRESHOLDS)
    given = parser.parse_args()
    files = find_photos(given.folder)[:: given.every]
    totals = dict.fromkeys(given.thresholds, Counts())
    for number, path in enumerate(files):
        for threshold, counts in measured(read_photo(path), number, given.thresholds, given.tolerance):
            totals[threshold] += counts
    print(f"{len(files)} photos, tolerance {given.tolerance} px\n")
    print("| threshold | precision | recall | F1 | false alarms on undamaged photos |")
    print("|---|---|---|---|---|")
    for threshold, counts in totals.items():
        print(counts.row(threshold))


def measured(photo: Photo, seed: int, thresholds: list[float], tolerance_px: int) -> Iterator[tuple[float, Counts]]:
    """One photo's counts for each threshold."""
    damaged, mask = scratched(photo, seed)
    change = np.abs(luma(code_to_unit(damaged.pixels)) - luma(code_to_unit(photo.pixels)))
    shows = (mask > 0) & (change >= SHOWS)
    near = grow(mask, tolerance_px) > 0
    for threshold in thresholds:
        found = find_scratches(damaged, threshold=threshold)
        caught = shows & (grow(found, tolerance_px) > 0)
        alarms = find_scratches(photo, threshold=threshold)
        marked = found > 0
        yield (
            threshold,
            Counts(
                int(marked.sum()),
                int((marked & near).sum()),
                int(shows.sum()),
                int(caught.sum()),
                int((alarms > 0).sum()),
                mask.size,
            ),
        )


def scratched(photo: Photo, seed: int) -> tuple[Photo, Mask]:
    """The photo with scratches and dust, and where they are."""
    rng = np.random.Generator(np.random.PCG64([seed, 77]))
    unit = code_to_unit(photo.pixels)
    lines, light, dark = mask_for("scratches", photo.extent, seed), *(dust_spots(photo.extent, rng) for _ in range(2))
    for mask, tones in ((lines, DARK if seed % 2 else LIGHT), (light, LIGHT), (dark, DARK)):
        unit = painted(unit, mask, tones, rng)
    return photo.with_pixels(unit_to_code(unit, photo.pixels.dtype)), np.maximum.reduce([lines, light, dark])


def painted(unit: UnitImage, mask: Mask, tones: tuple[float, float], rng: np.random.Generator) -> UnitImage:
    """Damage of one kind laid over a photo: soft at the rim, uneven along its way, faintly tinted."""
    extent = Extent(*mask.shape)
    soft = np.asarray(Image.fromarray(mask).filter(ImageFilter.GaussianBlur(0.6)), np.float32) / 255
    uneven = resize(rng.uniform(0.6, 1.0, (8, 8)).astype(np.float32), extent, "bilinear")
    tone = np.clip(rng.uniform(*tones) + rng.uniform(-0.04, 0.04, 3), 0, 1).astype(np.float32)
    share = (soft * uneven)[..., None]
    return unit * (1 - share) + tone * share


if __name__ == "__main__":
    main()
