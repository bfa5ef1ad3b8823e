"""Print how near faded photos are brought to what they were, how far fine ones are moved, and what becomes of sepia.

    .venv/bin/python scripts/measure_tones.py DATA [--fine 60]

Photos of val/ are faded by code (``defects.fading``, seeded) and brought back at the strength that is found; distances
are means of CIEDE2000 over each photo. Needs scikit-image, which is among the development packages.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from skimage.color import deltaE_ciede2000, rgb2lab

REPOSITORY = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(REPOSITORY))

from desktop_unet.evaluation.pairs import find_photos  # noqa: E402
from desktop_unet.imaging.codec import read_photo  # noqa: E402
from desktop_unet.imaging.damage import Code, compress  # noqa: E402
from desktop_unet.imaging.defects.ageing import Toning, add_grain  # noqa: E402
from desktop_unet.imaging.defects.fading import CASTS, draw_fading  # noqa: E402
from desktop_unet.imaging.photo import Photo, UnitImage  # noqa: E402
from desktop_unet.imaging.ranges import code_to_unit, unit_to_code  # noqa: E402
from desktop_unet.imaging.tones import Tones, bring_back, find_tones  # noqa: E402

STEP_PX = 4
"""Colours are compared at every fourth row and column."""
TONINGS = {
    "gray": Toning(True, (0.0, 0.0, 0.0), (1.0, 1.0, 1.0), 1.0),
    "sepia": Toning(True, (0.06, 0.03, 0.0), (1.0, 0.92, 0.76), 1.0),
    "selenium": Toning(True, (0.05, 0.02, 0.07), (0.97, 0.96, 0.98), 1.0),
    "faded gray": Toning(True, (0.2, 0.2, 0.2), (0.8, 0.8, 0.8), 1.0),
    "faded sepia": Toning(True, (0.26, 0.21, 0.16), (0.82, 0.75, 0.62), 1.0),
}


@dataclass(frozen=True)
class Moved:
    """A photo faded and brought back, in CIEDE2000 from the truth."""

    name: str
    cast: str
    before: float
    after: float
    tones: Tones


def main() -> int:
    """Print every table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path, help="folder with train/ and val/")
    parser.add_argument("--fine", type=int, default=60, help="photos of train/ that are fine, evenly chosen")
    given = parser.parse_args()
    val, train = find_photos(given.data / "val"), find_photos(given.data / "train")
    print_faded("faded", [faded(path, seed, ()) for seed, path in enumerate(val)])
    print_faded("faded, grain, JPEG 85", [faded(path, seed, (0.02, 85)) for seed, path in enumerate(val)])
    print("\n| fine photos | moved at all | mean | furthest |\n|---|---|---|---|")
    places = np.linspace(0, len(train) - 1, min(given.fine, len(train)))
    print_fine("val", val)
    print_fine("train", [train[int(place)] for place in places])
    print("\n| photos of one hue, val | found as such | counted as faded | hue turned, mean | L* off before | after |")
    print("|---|---|---|---|---|---|")
    for name, toning in TONINGS.items():
        print_toned(name, toning, val[::2])
    return 0


def faded(path: Path, seed: int, scan: tuple[float, int] | tuple[()]) -> Moved:
    """Fade a photo, through a scan if one is asked for, and bring it back."""
    truth = code_to_unit(read_photo(path).pixels)
    rng = np.random.Generator(np.random.PCG64(seed))
    fading = draw_fading(rng)
    unit = fading.apply(truth)
    if scan:
        add_grain(unit, scan[0], False, rng)
    code = as_code(unit)
    photo = Photo(compress(code, scan[1]) if scan else code)
    tones = find_tones(photo)
    after = code_to_unit(bring_back(photo, tones).pixels)
    return Moved(path.stem, fading.cast, distance(code_to_unit(photo.pixels), truth), distance(after, truth), tones)


def as_code(unit: UnitImage) -> Code:
    return np.asarray(unit_to_code(unit, np.uint8), np.uint8)


def distance(one: UnitImage, other: UnitImage) -> float:
    """Mean CIEDE2000."""
    cut = np.s_[::STEP_PX, ::STEP_PX]
    return float(deltaE_ciede2000(rgb2lab(one[cut]), rgb2lab(other[cut])).mean())


def print_faded(name: str, moved: Sequence[Moved]) -> None:
    """A line for each cast, and one for all."""
    print(
        f"\n| {name}, val | photos | found | before | after | nearer by | further away |\n|---|---|---|---|---|---|---|"
    )
    for cast in (*CASTS, "all"):
        chosen = [each for each in moved if cast in (each.cast, "all")]
        if not chosen:
            continue
        before, after = (float(np.mean([getattr(each, when) for each in chosen])) for when in ("before", "after"))
        found = sum(each.tones.is_faded for each in chosen)
        worse = sum(each.after > each.before + 0.01 for each in chosen)
        share = f"{100 * (1 - after / before):.0f} %"
        print(f"| {cast} | {len(chosen)} | {found} | {before:.1f} | {after:.1f} | {share} | {worse} |", flush=True)


def print_fine(name: str, files: Sequence[Path]) -> None:
    """How far photos are moved that have nothing."""
    ways = []
    for path in files:
        photo = read_photo(path)
        tones = find_tones(photo)
        way = distance(code_to_unit(bring_back(photo, tones).pixels), code_to_unit(photo.pixels))
        ways.append(way)
        if way > 1:
            print(f"{path.name} is moved by {way:.2f}, strength {tones.strength:.2f}", file=sys.stderr)
    moved = f"{sum(way > 0 for way in ways)} of {len(ways)}"
    print(f"| {name} | {moved} | {np.mean(ways):.2f} | {max(ways):.2f} |", flush=True)


def print_toned(name: str, toning: Toning, files: Sequence[Path]) -> None:
    """What becomes of photos made gray and toned."""
    found = faint = 0
    turned, off = [], []
    for path in files:
        truth = code_to_unit(read_photo(path).pixels)
        photo = Photo(as_code(toning.apply(truth)))
        tones = find_tones(photo)
        found, faint = found + tones.has_one_hue, faint + tones.is_faded
        before, after = (rgb2lab(code_to_unit(each.pixels)[::4, ::4]) for each in (photo, bring_back(photo, tones)))
        turned.append(hue_turned(before, after))
        gray = rgb2lab(Toning(True, (0.0,) * 3, (1.0,) * 3, 1.0).apply(truth)[::4, ::4])[..., 0]
        off.append([np.abs(each[..., 0] - gray).mean() for each in (before, after)])
    before_off, after_off = np.mean(off, axis=0)
    count, angle = len(files), float(np.mean(turned))
    lightness = f"{before_off:.1f} | {after_off:.1f}"
    print(f"| {name} | {found} of {count} | {faint} | {angle:.1f} degrees | {lightness} |", flush=True)


def hue_turned(before: np.ndarray, after: np.ndarray) -> float:
    """Mean angle in degrees between the colours' hues, where there is colour."""
    angles = [np.arctan2(lab[..., 2], lab[..., 1]) for lab in (before, after)]
    coloured = np.minimum(*(np.hypot(lab[..., 1], lab[..., 2]) for lab in (before, after))) > 4
    apart = np.abs(np.angle(np.exp(1j * (angles[1] - angles[0]))))
    return float(np.degrees(apart[coloured].mean())) if coloured.any() else 0.0


if __name__ == "__main__":
    sys.exit(main())
