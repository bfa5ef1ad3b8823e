"""Show both looks on real photos, without skips and with them: bicubic, natural, sharp, and the photo itself.

    .venv/bin/python scripts/look_crops.py --out docs/images/looks.png
    .venv/bin/python scripts/look_crops.py --out /tmp/looks.png --themes text skin --sharp runs/sharp.safetensors

A row for the first window of each theme of ``looks_sheet.py``: a part of a validation photo, reduced by 4 and enlarged
by 4 through the program's own engine at strength 0. Above each picture PSNR on Y and, where the judge is installed,
ST-LPIPS.
"""

from __future__ import annotations

import argparse
import sys

from looks_sheet import SCALE, THEMES, Enlarge, by_network, row, theme_parser
from PIL import Image

from desktop_unet.engine.device_env import prepare_environment
from desktop_unet.errors import Mishap
from desktop_unet.imaging.resample import resize_code
from desktop_unet.models.descriptor import product_name

USUAL = ("faces", "foliage", "fur")


def main() -> int:
    """Write one sheet; 1 where a photo or a network is missing."""
    given = _parse()
    prepare_environment()
    from desktop_unet.evaluation.sheet import draw_sheet

    ways = ways_to_show(given.sharp)
    try:
        panels = [panel for theme in given.themes for panel in row(THEMES[theme][0], given.folder, ways, False)]
    except Mishap as mishap:
        print(f"error: {mishap}", file=sys.stderr)
        return 1
    sheet = Image.fromarray(draw_sheet(panels, columns=len(ways) + 1))
    # Dithered: skies would show steps that they do not have.
    sheet.quantize(palette=sheet.quantize(256), dither=Image.Dither.FLOYDSTEINBERG).save(given.out, optimize=True)
    print(f"{given.out}: {sheet.width}x{sheet.height}")
    return 0


def _parse() -> argparse.Namespace:
    parser = theme_parser(__doc__, out="PNG to write", themes=USUAL)
    sharp = product_name("upscale", "skip", "sharp")
    parser.add_argument("--sharp", default=sharp, help="the sharp network, by name or file")
    return parser.parse_args()


def ways_to_show(sharp: str) -> dict[str, Enlarge]:
    """Columns of the sheet, by their captions."""
    return {
        "bicubic": lambda low: resize_code(low.pixels, low.extent.scaled(SCALE)),
        "natural without skips": by_network(product_name("upscale", "no-skip"), 0.0),
        "natural": by_network(product_name("upscale", "skip"), 0.0),
        "sharp without skips": by_network(product_name("upscale", "no-skip", "sharp"), 0.0),
        "sharp": by_network(sharp, 0.0),
    }


if __name__ == "__main__":
    sys.exit(main())
