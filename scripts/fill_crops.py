"""Show filling on parts of the sample: classical ways, without skips, smooth, texture, truth.

    .venv/bin/python scripts/fill_crops.py --out docs/images/inpaint-sheet.png

Above, seeded scratches on a detail; below, a square of 15 % in the middle. Filled through the program's own
engine and networks, by ``inpaint_sheet.filled``.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from inpaint_sheet import filled
from PIL import Image

from desktop_unet.engine.device_env import prepare_environment
from desktop_unet.engine.task import Choices
from desktop_unet.imaging.codec import read_photo
from desktop_unet.imaging.geometry import Rect
from desktop_unet.imaging.holes import mask_for
from desktop_unet.imaging.photo import Photo
from desktop_unet.imaging.ranges import code_to_unit
from desktop_unet.paths import sample_photo

SIDE_PX = 216
CASES = (("scratches", Rect(180, 260, SIDE_PX, SIDE_PX), 4), ("square 15%", Rect(0, 60, 480, 480), 0))
"""Kind of hole, part of the sample (a square), seed."""
NAMES = {"no-skip": "without skips"}


def main() -> None:
    """Fill both parts every way and write one sheet."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("docs/images/inpaint-sheet.png"))
    given = parser.parse_args()
    prepare_environment()
    from desktop_unet.evaluation.sheet import Panel, draw_sheet

    sample = read_photo(sample_photo()).pixels
    panels = []
    for kind, place, seed in CASES:
        part = sample[place.top : place.top + place.height, place.left : place.left + place.width]
        photo = Photo(pixels=np.ascontiguousarray(part))
        mask = mask_for(kind, photo.extent, seed)
        fills = {"hole": np.where(mask[..., None] > 0, np.uint8(128), photo.pixels)}
        fills |= {way: pixels for way, (pixels, _) in filled(photo, mask, Choices())}
        panels += [Panel((NAMES.get(way, way),), code_to_unit(reduced(pixels))) for way, pixels in fills.items()]
    columns = len(panels) // len(CASES)
    sheet = Image.fromarray(draw_sheet(panels, columns=columns))
    # Dithered: a smooth fill would show steps that it does not have.
    sheet.quantize(palette=sheet.quantize(256), dither=Image.Dither.FLOYDSTEINBERG).save(given.out, optimize=True)


def reduced(pixels_HWC: np.ndarray) -> np.ndarray:
    """(SIDE_PX, SIDE_PX, 3) uint8."""
    picture = Image.fromarray(np.ascontiguousarray(pixels_HWC))
    return np.asarray(picture.resize((SIDE_PX, SIDE_PX), Image.Resampling.LANCZOS))


if __name__ == "__main__":
    main()
