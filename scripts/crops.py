"""Show enlarging on parts of the sample: bicubic, without skips, with skips.

    .venv/bin/python scripts/crops.py --out docs/images/enlarged.png

The sample is enlarged by four as it is, through the program's own engine and networks.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from PIL import Image

from desktop_unet.engine.device_env import prepare_environment
from desktop_unet.engine.task import Choices, UpscaleRequest, Variant
from desktop_unet.imaging.codec import read_photo
from desktop_unet.imaging.geometry import Rect
from desktop_unet.imaging.photo import Photo, UnitImage
from desktop_unet.imaging.ranges import code_to_unit
from desktop_unet.paths import sample_photo

SCALE = 4
PLACES = (Rect(298, 374, 66, 88), Rect(68, 196, 66, 88))
"""Lettering on the books; leaves before the wall."""


def main() -> None:
    """Enlarge the sample three ways and write one sheet."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("docs/images/enlarged.png"))
    given = parser.parse_args()
    prepare_environment()
    from desktop_unet.evaluation.sheet import Panel, draw_sheet
    from desktop_unet.evaluation.upscale_scores import enlarge_bicubic

    photo = read_photo(sample_photo())
    pictures = {
        "bicubic": enlarge_bicubic(photo, photo.extent.scaled(SCALE)),
        "without skips": enlarged(photo, "no-skip"),
        "with skips": enlarged(photo, "skip"),
    }
    panels = [Panel((name,), cut(picture, place)) for place in PLACES for name, picture in pictures.items()]
    Image.fromarray(draw_sheet(panels, columns=len(pictures))).quantize(256).save(given.out, optimize=True)


def enlarged(photo: Photo, variant: Variant) -> UnitImage:
    """The whole photo through a product network."""
    from desktop_unet.engine.restore import run

    return code_to_unit(run(UpscaleRequest(photo, SCALE, 0.0, Choices(variant=variant))).photo.pixels)


def cut(picture_HWC: UnitImage, place: Rect) -> UnitImage:
    """A place of the sample in a picture that is ``SCALE`` times as large."""
    top, left = place.top * SCALE, place.left * SCALE
    return picture_HWC[top : top + place.height * SCALE, left : left + place.width * SCALE]


if __name__ == "__main__":
    main()
