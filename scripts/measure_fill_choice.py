"""From which width on a hole is better filled with texture: both ways measured on holes of several widths.

    .venv/bin/python scripts/measure_fill_choice.py ../shared/data/train --every 20

From each photo a piece is cut at a seeded place for each width, with a bar of that width in its middle that is
three times as long (from 48 px on a square). Detail and seam are those of ``inpaint_sheet.py``. Pieces
whose surroundings have less detail than the program's limit are left out: they stay smooth anyway.
"""

from __future__ import annotations

import argparse
import statistics
from collections import defaultdict
from pathlib import Path

import numpy as np
from inpaint_sheet import Score, filled, score

from desktop_unet.engine.device_env import prepare_environment
from desktop_unet.engine.task import Choices
from desktop_unet.evaluation.pairs import find_photos
from desktop_unet.imaging.codec import read_photo
from desktop_unet.imaging.photo import Mask, Photo
from desktop_unet.imaging.ranges import code_to_unit

WIDTHS_PX = (4, 8, 12, 16, 24, 32, 48, 64)
CONTEXT_PX = 96


def main() -> None:
    """Print a row per width."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="photos without damage")
    parser.add_argument("--every", type=int, default=1, help="take every n-th photo")
    parser.add_argument("--threads", type=int, default=2)
    given = parser.parse_args()
    prepare_environment()
    from desktop_unet.engine.texture import RESTLESS, detail_around

    found: dict[tuple[int, str], list[Score]] = defaultdict(list)
    for number, path in enumerate(find_photos(given.folder)[:: given.every]):
        photo = read_photo(path)
        for width_px in WIDTHS_PX:
            piece, mask = cut_piece(photo, width_px, number)
            if detail_around(code_to_unit(piece.pixels), mask > 0) < RESTLESS:
                continue
            for way, (pixels, seconds) in filled(piece, mask, Choices(threads=given.threads)):
                found[width_px, way].append(score(way, pixels, piece, mask, seconds))
    print("| width px | holes | detail smooth / texture | seam smooth / texture | PSNR dB | SSIM |")
    print("|---|---|---|---|---|---|")
    for width_px in WIDTHS_PX:
        smooth, texture = found[width_px, "smooth"], found[width_px, "texture"]
        pairs = [
            " / ".join(f"{statistics.mean(getattr(each, name) for each in way):{form}}" for way in (smooth, texture))
            for name, form in (("detail", ".2f"), ("seam", ".2f"), ("psnr", ".2f"), ("ssim", ".3f"))
        ]
        print(f"| {width_px} | {len(smooth)} | {' | '.join(pairs)} |")


def cut_piece(photo: Photo, width_px: int, seed: int) -> tuple[Photo, Mask]:
    """A piece of a photo with a bar to fill in its middle."""
    rng = np.random.Generator(np.random.PCG64([seed, width_px]))
    length_px = width_px if width_px >= 48 else 3 * width_px
    side = min(length_px + 2 * CONTEXT_PX, photo.height, photo.width)
    top, left = (int(rng.integers(0, whole - side + 1)) for whole in (photo.height, photo.width))
    mask = np.zeros((side, side), np.uint8)
    above, before = (side - width_px) // 2, (side - length_px) // 2
    mask[above : above + width_px, before : before + length_px] = 255
    return photo.with_pixels(photo.pixels[top : top + side, left : left + side].copy()), mask


if __name__ == "__main__":
    main()
