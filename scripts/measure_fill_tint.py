"""Print how far fills are from the tint of photos made sepia and selenium by code: error in a* b* inside the holes.

    .venv/bin/python scripts/measure_fill_tint.py DATA [--photos 10]

Pieces of 192 px of val/ are toned, some of them given grain and JPEG; holes are those of ``evaluate inpaint``. The 90th
percentile over all pixels of all holes of a kind; "without" takes away the step that ties a fill to the tone curve.
The tint is what the toning makes of the fill's own lightness; a fill of wrong lightness is further from the truth.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from unittest import mock

import numpy as np
from numpy.typing import NDArray

REPOSITORY = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(REPOSITORY))

from desktop_unet.engine import inpaint  # noqa: E402
from desktop_unet.engine.restore import ignore_steps, run  # noqa: E402
from desktop_unet.engine.task import Choices, InpaintRequest  # noqa: E402
from desktop_unet.evaluation.pairs import find_photos  # noqa: E402
from desktop_unet.imaging.cielab import unit_to_lab  # noqa: E402
from desktop_unet.imaging.codec import read_photo  # noqa: E402
from desktop_unet.imaging.damage import Code, compress  # noqa: E402
from desktop_unet.imaging.defects.ageing import Toning, add_grain  # noqa: E402
from desktop_unet.imaging.holes import mask_for  # noqa: E402
from desktop_unet.imaging.photo import Mask, Photo  # noqa: E402
from desktop_unet.imaging.ranges import code_to_unit, unit_to_code  # noqa: E402

SIDE_PX = 192
KINDS = ("scratches", "brush 10-20%", "square 15%")
TONINGS = {
    "sepia": Toning(True, (0.08, 0.04, 0.0), (1.0, 0.9, 0.7), 1.0),
    "selenium": Toning(True, (0.07, 0.02, 0.09), (0.97, 0.95, 0.98), 1.0),
}
SCANS = {"as toned": None, "grain 0.02, JPEG 85": 85}


def main() -> int:
    """A row for each toning, scan and kind of hole."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path, help="folder with val/")
    parser.add_argument("--photos", type=int, default=10)
    given = parser.parse_args()
    files = find_photos(given.data / "val")
    files = files[:: max(1, len(files) // given.photos)][: given.photos]
    print("| photos | scan | holes | off the tint, without | with | off the truth, without | with |")
    print("|---|---|---|---|---|---|---|")
    for name, toning in TONINGS.items():
        for scan, quality in SCANS.items():
            for kind in KINDS:
                cases = [(*toned(path, toning, quality, seed), seed) for seed, path in enumerate(files)]
                print(f"| {name} | {scan} | {kind} | {row(cases, kind, toning)} |", flush=True)
    return 0


def toned(path: Path, toning: Toning, quality: int | None, seed: int) -> tuple[Code, Code]:
    """A piece of a photo in its new tone, and what a scan has made of it."""
    pixels = read_photo(path).pixels[SIDE_PX // 2 : SIDE_PX // 2 + SIDE_PX, SIDE_PX : 2 * SIDE_PX]
    unit = toning.apply(code_to_unit(pixels))
    truth = np.asarray(unit_to_code(unit, np.uint8), np.uint8)
    if quality is None:
        return truth, truth
    add_grain(unit, 0.02, True, np.random.Generator(np.random.PCG64(seed)))
    return truth, compress(np.asarray(unit_to_code(unit, np.uint8), np.uint8), quality)


def row(cases: Sequence[tuple[Code, Code, int]], kind: str, toning: Toning) -> str:
    """90th percentiles, without the step and with it."""
    errors = []
    for keeps in (False, True):
        parts = [
            off(spoilt, truth, mask_for(kind, Photo(truth).extent, seed), toning, keeps)
            for truth, spoilt, seed in cases
        ]
        errors.append(np.percentile(np.concatenate(parts, axis=1), 90, axis=1))
    return " | ".join(f"{error[which]:.1f}" for which in (0, 1) for error in errors)


def off(spoilt: Code, truth: Code, mask: Mask, toning: Toning, keeps: bool) -> NDArray[np.float32]:
    """(2, N) distances in a* b* of every filled pixel from the tint of its own lightness and from the truth."""
    request = InpaintRequest(Photo(spoilt.copy()), mask, Choices(device="cpu", threads=2))
    if keeps:
        filled = run(request, ignore_steps).photo
    else:
        with mock.patch.object(inpaint, "_keep_tint", return_value=None):
            filled = run(request, ignore_steps).photo
    one, other = (unit_to_lab(code_to_unit(each[mask > 0])) for each in (filled.pixels, truth))
    ramp = unit_to_lab(toning.apply(np.linspace(0, 1, 512, dtype=np.float32)[None, :, None].repeat(3, axis=2))[0])
    tint = np.stack([np.interp(one[:, 0], ramp[:, 0], ramp[:, k]) for k in (1, 2)], axis=1)
    return np.stack([np.hypot(*(one[:, 1:] - wanted).T) for wanted in (tint, other[:, 1:])]).astype(np.float32)


if __name__ == "__main__":
    sys.exit(main())
