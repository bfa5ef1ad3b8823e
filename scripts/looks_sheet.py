"""Sheets that show enlargements at 100 % side by side: bicubic, our networks, RealSR, the photo itself.

    .venv/bin/python scripts/looks_sheet.py --out /tmp/sheets --cards upscale-skip upscale-no-skip
    .venv/bin/python scripts/looks_sheet.py --out /tmp/sheets --damaged --themes faces sky \\
        --cards upscale-skip runs/sharp/upscale-sharp-skip.safetensors

A sheet for each theme: faces, text, foliage, fur, sky, skin, patterns; a row for each window of a validation photo, a
caption over each picture with PSNR on Y, and ST-LPIPS where that judge is installed. Look at them: no figure sees
everything. Windows are reduced by 4 with 64 px around them, so that no network meets a border; --damaged adds noise 10
and JPEG 60. RealSR is left out where its package is not in the folder that DESKTOP_UNET_JUDGES names.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from desktop_unet.engine.device_env import prepare_environment
from desktop_unet.engine.task import Choices, UpscaleRequest
from desktop_unet.errors import Mishap, TeacherMissing
from desktop_unet.imaging.codec import read_photo
from desktop_unet.imaging.damage import Damage
from desktop_unet.imaging.geometry import Rect
from desktop_unet.imaging.metrics import psnr_y
from desktop_unet.imaging.photo import CodePixels, Photo, UnitImage
from desktop_unet.imaging.ranges import code_to_unit
from desktop_unet.imaging.resample import resize_code
from desktop_unet.paths import package_file

if TYPE_CHECKING:
    from desktop_unet.evaluation.sheet import Panel

REPOSITORY = Path(__file__).resolve().parent.parent
SCALE, AROUND_PX = 4, 64
DAMAGE = Damage(noise=10.0, quality=60)
PEER = "realsr-x4"
_SIDES = (128, 160)


@dataclass(frozen=True)
class Window:
    """A place of a validation photo; all numbers are multiples of ``SCALE``."""

    photo: str
    top: int
    left: int

    @property
    def rect(self) -> Rect:
        return Rect(self.top, self.left, *_SIDES)


THEMES = {
    "faces": (Window("5055743", 160, 352), Window("6292444", 112, 256)),
    "text": (Window("6078297", 280, 100), Window("7062219", 152, 60)),
    "foliage": (Window("5458393", 40, 40), Window("2936831", 332, 120)),
    "fur": (Window("1420710", 180, 180), Window("162520", 352, 100)),
    "sky": (Window("844297", 152, 252), Window("2775196", 60, 200)),
    "skin": (Window("1418519", 180, 40), Window("3762075", 40, 20)),
    "patterns": (Window("164595", 332, 252), Window("373965", 200, 20)),
}
"""Chosen by eye, before any sharp network was there: what enlargers are known to fail at."""

Enlarge = Callable[[Photo], CodePixels]


def main() -> int:
    """Write the sheets; 1 where a photo, a card or the folder is missing."""
    given = _parse()
    prepare_environment()
    from desktop_unet.evaluation.sheet import draw_sheet

    try:
        ways = ways_to_enlarge(given.cards, given.damaged)
        given.out.mkdir(parents=True, exist_ok=True)
        for theme in given.themes:
            panels = [panel for window in THEMES[theme] for panel in row(window, given.folder, ways, given.damaged)]
            sheet = Image.fromarray(draw_sheet(panels, columns=len(ways) + 1))
            sheet.save(given.out / f"{theme}{'-damaged' if given.damaged else ''}.png")
            print(f"{theme}: {sheet.width}x{sheet.height}")
    except Mishap as mishap:
        print(f"error: {mishap}", file=sys.stderr)
        return 1
    return 0


def _parse() -> argparse.Namespace:
    parser = theme_parser(__doc__, out="folder for the sheets", themes=THEMES)
    add = parser.add_argument
    add("--cards", nargs="+", default=["upscale-skip", "upscale-no-skip"], help="our networks, by name or file")
    add("--damaged", action="store_true", help="noise 10 and JPEG 60 first")
    return parser.parse_args()


def theme_parser(says: str | None, *, out: str, themes: Iterable[str]) -> argparse.ArgumentParser:
    """What every script asks that shows themes: what to write, the photos, and which themes."""
    parser = argparse.ArgumentParser(description=says, formatter_class=argparse.RawDescriptionHelpFormatter)
    data = Path(os.environ.get("DESKTOP_UNET_DATA") or REPOSITORY.parent / "shared" / "data")
    parser.add_argument("--out", type=Path, required=True, help=out)
    parser.add_argument("--folder", type=Path, default=data / "val", help="the validation photos")
    parser.add_argument("--themes", nargs="+", choices=list(THEMES), default=list(themes))
    return parser


def ways_to_enlarge(cards: list[str], is_damaged: bool) -> dict[str, Enlarge]:
    """Columns of the sheets, by name."""
    from desktop_unet.training.teachers import load_teacher

    ways: dict[str, Enlarge] = {"bicubic": lambda low: resize_code(low.pixels, low.extent.scaled(SCALE))}
    for card in cards:
        ways[Path(card).stem] = by_network(card, None if is_damaged else 0.0)
    try:
        peer = load_teacher(PEER)
    except TeacherMissing as missing:
        print(f"RealSR is left out: {missing}", file=sys.stderr)
    else:
        ways["RealSR"] = lambda low: peer.enlarge(low.pixels)
    return ways


def by_network(card: str, strength: float | None) -> Enlarge:
    """Through the program's own engine."""
    from desktop_unet.engine.restore import run

    return lambda low: run(UpscaleRequest(low, SCALE, strength, Choices(card=card))).photo.pixels


def row(window: Window, folder: Path, ways: Mapping[str, Enlarge], is_damaged: bool) -> list[Panel]:
    """A panel for each way, and one for the photo itself."""
    from desktop_unet.evaluation.pairs import damage_photo, make_pair
    from desktop_unet.evaluation.sheet import Panel

    photo = read_photo(folder / f"{window.photo}.png", whole=True)
    around, inside = surroundings(window.rect, photo)
    low, truth = make_pair(photo.with_pixels(cut(photo.pixels, around)), SCALE)
    if is_damaged:
        low = damage_photo(low, DAMAGE, seed=0)
    truth_HWC = code_to_unit(cut(truth.pixels, inside))
    panels = []
    for name, enlarge in ways.items():
        picture = code_to_unit(cut(enlarge(low), inside))
        panels.append(Panel((name, figures(picture, truth_HWC)), picture))
    return [*panels, Panel(("photo", window.photo), truth_HWC)]


def surroundings(rect: Rect, photo: Photo) -> tuple[Rect, Rect]:
    """The window with ``AROUND_PX`` on each side as far as the photo goes, and where the window lies in that."""
    top, left = max(0, rect.top - AROUND_PX), max(0, rect.left - AROUND_PX)
    bottom = min(photo.height, rect.top + rect.height + AROUND_PX)
    right = min(photo.width, rect.left + rect.width + AROUND_PX)
    inside = Rect(rect.top - top, rect.left - left, rect.height, rect.width)
    return Rect(top, left, bottom - top, right - left), inside


def cut(pixels: CodePixels, rect: Rect) -> CodePixels:
    """A copy of a place."""
    return np.ascontiguousarray(pixels[rect.top : rect.top + rect.height, rect.left : rect.left + rect.width])


def figures(picture: UnitImage, truth: UnitImage) -> str:
    """Decibels on Y, and the distance by looks where the judge is here."""
    from desktop_unet.evaluation.perceptual import PACKAGE, WEIGHTS, load_judge

    closeness = f"{psnr_y(picture, truth, 0):.2f} dB"
    if package_file(PACKAGE, WEIGHTS) is None:
        return closeness
    return f"{closeness}, {load_judge().distance(picture, truth):.3f}"


if __name__ == "__main__":
    sys.exit(main())
