"""Contact sheets of filled holes, and how much detail each way of filling leaves.

    .venv/bin/python scripts/inpaint_sheet.py ../shared/data/val --out runs/inpaint-sheets
    .venv/bin/python scripts/inpaint_sheet.py ../shared/data/val --every 5 --kind "brush 10-20%" --out runs/brush-sheets

A sheet is a row: photo with its hole, mask, Telea (OpenCV), biharmonic (scikit-image), no-skip, smooth,
texture, truth. The table's detail is the standard deviation of the luma's Laplacian inside the hole,
divided by that in a ring of 16 px around it; a seam is the mean step of the luma across the rim, divided by
the mean step in the ring. Both are 1 where the fill is like its surroundings; the truth's own show how
like they are.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np
from PIL import Image
from skimage.restoration import inpaint_biharmonic

from desktop_unet.engine.device_env import prepare_environment
from desktop_unet.engine.task import Choices, Fill, InpaintRequest
from desktop_unet.evaluation.pairs import find_photos
from desktop_unet.imaging.codec import read_photo
from desktop_unet.imaging.holes import KINDS, mask_for
from desktop_unet.imaging.mask import grow
from desktop_unet.imaging.metrics import luma, psnr_inside, ssim_inside
from desktop_unet.imaging.photo import Mask, Photo
from desktop_unet.imaging.ranges import code_to_unit

RING_PX, RIM_PX = 16, 2
WAYS = ("Telea", "biharmonic", "no-skip", "smooth", "texture", "truth")


@dataclass(frozen=True)
class Score:
    """One photo filled one way."""

    way: str
    detail: float
    seam: float
    psnr: float
    ssim: float
    seconds: float


def main() -> None:
    """Write the sheets and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="photos without damage")
    parser.add_argument("--out", type=Path, required=True, help="folder for the sheets")
    parser.add_argument("--kind", choices=KINDS, default="square 15%", help="kind of hole")
    parser.add_argument("--every", type=int, default=1, help="take every n-th photo")
    parser.add_argument("--card", help="network by name or file (default: the program's own)")
    parser.add_argument("--threads", type=int, default=2)
    given = parser.parse_args()
    prepare_environment()
    given.out.mkdir(parents=True, exist_ok=True)
    scores: list[Score] = []
    for number, path in enumerate(find_photos(given.folder)[:: given.every]):
        photo = read_photo(path)
        mask = mask_for(given.kind, photo.extent, number)
        fills = dict(filled(photo, mask, Choices(card=given.card, threads=given.threads)))
        scores += [score(way, pixels, photo, mask, seconds) for way, (pixels, seconds) in fills.items()]
        hidden = np.where(mask[..., None] > 0, np.uint8(128), photo.pixels)
        shown_mask = np.repeat(mask[..., None], 3, axis=2)
        sheet = np.concatenate([hidden, shown_mask, *(pixels for pixels, _ in fills.values())], axis=1)
        Image.fromarray(sheet).save(given.out / f"{path.stem}.png")
    print_table(scores)


def filled(photo: Photo, mask: Mask, choices: Choices) -> Iterator[tuple[str, tuple[np.ndarray, float]]]:
    """Name, pixels and seconds of each way; the truth is the last."""
    from desktop_unet.engine.restore import run

    started = time.monotonic()
    telea = cv2.inpaint(np.ascontiguousarray(photo.pixels[..., ::-1]), mask, 5, cv2.INPAINT_TELEA)[..., ::-1]
    yield "Telea", (telea, time.monotonic() - started)
    started = time.monotonic()
    damaged = np.where(mask[..., None] > 0, 0, photo.pixels)
    solved = inpaint_biharmonic(damaged / 255.0, mask > 0, split_into_regions=True, channel_axis=-1)
    yield "biharmonic", (np.rint(solved.clip(0, 1) * 255).astype(np.uint8), time.monotonic() - started)
    ways: tuple[tuple[str, Choices, Fill], ...] = (
        ("no-skip", replace(choices, card=None, variant="no-skip"), "smooth"),
        ("smooth", choices, "smooth"),
        ("texture", choices, "texture"),
    )
    for name, chosen, fill in ways:
        result = run(InpaintRequest(photo, mask, chosen, fill))
        yield name, (result.photo.pixels, result.seconds)
    yield "truth", (photo.pixels, 0.0)


def score(way: str, pixels: np.ndarray, photo: Photo, mask: Mask, seconds: float) -> Score:
    """Figures of one fill."""
    restored, truth = code_to_unit(np.ascontiguousarray(pixels)), code_to_unit(photo.pixels)
    return Score(
        way,
        detail(restored, mask),
        seam(restored, mask),
        psnr_inside(restored, truth, mask),
        ssim_inside(restored, truth, mask),
        seconds,
    )


def ring_around(mask: Mask) -> np.ndarray:
    """Bool: beside the hole, the rim itself left out."""
    return (grow(mask, RING_PX) > 0) & (grow(mask, RIM_PX) == 0)


def detail(unit: np.ndarray, mask: Mask) -> float:
    """Standard deviation of the Laplacian inside the hole against that around it."""
    found = cv2.Laplacian(luma(unit), cv2.CV_64F)
    inside = cv2.erode(mask, np.ones((3, 3), np.uint8), borderValue=255) > 0
    return float(found[inside].std() / max(found[ring_around(mask)].std(), 1e-6))


def seam(unit: np.ndarray, mask: Mask) -> float:
    """Mean step from a pixel to the next where one is filled and the other known, against those around the hole."""
    plane, marked, ring = luma(unit), mask > 0, ring_around(mask)
    across, around = [], []
    for axis in (0, 1):
        steps = np.abs(np.diff(plane, axis=axis))
        first, second = (np.take(marked, range(start, start + steps.shape[axis]), axis=axis) for start in (0, 1))
        across.append(steps[first != second])
        around.append(steps[np.take(ring, range(steps.shape[axis]), axis=axis)])
    return float(np.concatenate(across).mean() / max(np.concatenate(around).mean(), 1e-6))


def print_table(scores: list[Score]) -> None:
    """Means over the photos, and the detail's median."""
    print("| fill | detail (mean) | detail (median) | seam | PSNR dB | SSIM | seconds |")
    print("|---|---|---|---|---|---|---|")
    for way in WAYS:
        own = [each for each in scores if each.way == way]
        columns = {
            name: [getattr(each, name) for each in own] for name in ("detail", "seam", "psnr", "ssim", "seconds")
        }
        mean = {name: statistics.mean(column) for name, column in columns.items()}
        middle = statistics.median(columns["detail"])
        errors = f"{mean['psnr']:.2f} | {mean['ssim']:.3f} | {mean['seconds']:.2f}" if way != "truth" else "| |"
        print(f"| {way} | {mean['detail']:.2f} | {middle:.2f} | {mean['seam']:.2f} | {errors} |")
    print(f"\n{len(scores) // len(WAYS)} photos")


if __name__ == "__main__":
    main()
