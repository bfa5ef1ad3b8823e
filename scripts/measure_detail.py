"""Print how much fine detail enlargers make at x4, and how much of it is the photo's own.

    .venv/bin/python scripts/measure_detail.py PHOTOS
    .venv/bin/python scripts/measure_detail.py PHOTOS --cards upscale-skip runs/own/own.safetensors

What the lab shows, over many photos: the middle 256 px of each, made four times smaller and enlarged again. *Sharpness*
is the lab's, as a share of the photo's own. *Detail* is what is lost when a picture is made smaller and enlarged by
bicubic; how much of it is the photo's is the correlation of the result's with the photo's. ST-LPIPS where its package
is installed.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from desktop_unet.engine.device_env import prepare_environment
from desktop_unet.engine.lab.case import Case, enlarging_case
from desktop_unet.errors import JudgeMissing
from desktop_unet.evaluation.pairs import find_photos
from desktop_unet.imaging.codec import read_photo
from desktop_unet.imaging.metrics import luma
from desktop_unet.imaging.photo import UnitImage
from desktop_unet.imaging.resample import resize
from desktop_unet.studio.lab.crops import middle_crop, photo_pixels
from desktop_unet.studio.lab.lab_options import SCALE

CARDS = ("upscale-skip", "upscale-no-skip", "upscale-sharp-skip", "upscale-sharp-no-skip")


def main() -> None:
    """One row of a table per network, means over the photos."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("photos", type=Path, help="folder of good photos")
    parser.add_argument("--cards", nargs="+", default=CARDS, help="networks by name, or weights files")
    given = parser.parse_args()
    prepare_environment()
    from desktop_unet.engine.lab.gates import Gated

    cases = [middle_case(path) for path in find_photos(given.photos)]
    print("| x4 | PSNR | sharpness, share of the photo's | detail that is the photo's | ST-LPIPS |")
    print("|---|---:|---:|---:|---:|")
    for card in given.cards:
        figures = np.array([figures_of(case, Gated(card, case).picture()) for case in cases])
        psnr, sharpness, truth, distance = figures.mean(axis=0)
        print(f"| {card} | {psnr:.2f} dB | {sharpness:.2f} | {truth:.2f} | {distance:.4f} |", flush=True)


def middle_case(path: Path) -> Case:
    """What the lab begins with for a photo."""
    pixels = photo_pixels(read_photo(path))
    return enlarging_case(np.ascontiguousarray(pixels[middle_crop(pixels).slices]), SCALE)


def figures_of(case: Case, picture_HWC: UnitImage) -> tuple[float, float, float, float]:
    """PSNR in dB, sharpness as a share of the truth's, correlation of the detail, ST-LPIPS (NaN without a judge)."""
    from desktop_unet.engine.lab.scores import picture_score, sharpness_of
    from desktop_unet.evaluation.perceptual import load_judge

    score = picture_score(case, picture_HWC)
    made, truth = detail_of(picture_HWC, case), detail_of(case.truth_HWC, case)
    agreement = float((made * truth).sum() / np.sqrt((made**2).sum() * (truth**2).sum()))
    try:
        distance = load_judge().distance(picture_HWC, case.truth_HWC)
    except JudgeMissing:
        distance = float("nan")
    return score.psnr, score.sharpness / sharpness_of(case.truth_HWC), agreement, distance


def detail_of(picture_HWC: UnitImage, case: Case) -> NDArray[np.float32]:
    """Of Y, what a picture of the input's size cannot hold."""
    small = resize(picture_HWC, case.input_extent, "bicubic")
    detail: NDArray[np.float32] = luma(picture_HWC) - luma(
        resize(small, case.input_extent.scaled(case.scale), "bicubic")
    )
    return detail


if __name__ == "__main__":
    main()
