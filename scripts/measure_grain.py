"""Print how near the strength that the program chooses for film grain comes to the one that measures best.

    .venv/bin/python scripts/measure_grain.py DATA [--photos 41] [--keep FILE.json]

Grain of known strength is put on photos of train/ and val/ (``defects.ageing``), most of them go through JPEG, and
pieces of 160 px are cleaned up at x1 with six strengths. The best is where a parabola through the best three of them,
by PSNR, has its top; what is chosen comes from the whole photo, as in the program.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

REPOSITORY = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(REPOSITORY))

from desktop_unet.engine.restore import ignore_steps, run  # noqa: E402
from desktop_unet.engine.task import Choices, UpscaleRequest  # noqa: E402
from desktop_unet.evaluation.pairs import find_photos  # noqa: E402
from desktop_unet.imaging.codec import read_photo  # noqa: E402
from desktop_unet.imaging.damage import Code, compress  # noqa: E402
from desktop_unet.imaging.damage_estimate import estimate_damage  # noqa: E402
from desktop_unet.imaging.defects.ageing import add_grain  # noqa: E402
from desktop_unet.imaging.metrics import psnr  # noqa: E402
from desktop_unet.imaging.photo import Photo  # noqa: E402
from desktop_unet.imaging.ranges import code_to_unit, unit_to_code  # noqa: E402

STRENGTHS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
PIECE_PX, PIECES = 160, 2
LEAST, MOST = 0.015, 0.08
"""Deviations of the grain, in unit values."""
QUALITIES = (None, 95, 90, 80, 70)
WITHIN = 0.15


@dataclass(frozen=True)
class Case:
    """A photo with grain: the truth, what became of it, and how it was made."""

    name: str
    truth: Code
    spoilt: Code
    deviation: float
    quality: int | None


def main() -> int:
    """Measure both folders and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path, help="folder with train/ and val/")
    parser.add_argument("--photos", type=int, default=41, help="of each folder, evenly chosen")
    parser.add_argument("--keep", type=Path, help="also write every figure to this file")
    given = parser.parse_args()
    kept = {}
    print("| photos | JPEG | cases | best, mean | chosen, mean | within 0.15 | mean distance |")
    print("|---|---|---|---|---|---|---|")
    for folder in ("train", "val"):
        rows = [measured(case) for case in cases(evenly(find_photos(given.data / folder), given.photos))]
        print_rows(folder, rows)
        kept[folder] = rows
        if given.keep:
            given.keep.write_text(json.dumps(kept, indent=1) + "\n")
    return 0


def evenly(files: Sequence[Path], count: int) -> list[Path]:
    """So many of the files, spread over all of them."""
    return [files[int(place)] for place in np.linspace(0, len(files) - 1, min(count, len(files)))]


def cases(files: Sequence[Path]) -> Iterator[Case]:
    """Each photo with grain of another strength, and with each of the qualities in turn."""
    for number, path in enumerate(files):
        truth = np.asarray(read_photo(path).pixels, np.uint8)
        deviation, quality = deviation_of(number), QUALITIES[number % len(QUALITIES)]
        yield Case(path.stem, truth, with_grain(truth, deviation, quality, number), deviation, quality)


def deviation_of(number: int) -> float:
    """Strengths of grain, even on a scale of ratios."""
    return float(LEAST * (MOST / LEAST) ** np.random.Generator(np.random.PCG64(number)).random())


def with_grain(truth: Code, deviation: float, quality: int | None, seed: int) -> Code:
    """The photo with grain, and through JPEG if there is a quality."""
    unit = code_to_unit(truth)
    add_grain(unit, deviation, False, np.random.Generator(np.random.PCG64(seed)))
    grained = np.asarray(unit_to_code(unit, np.uint8), np.uint8)
    return grained if quality is None else compress(grained, quality, grid=(3, 5))


def measured(case: Case) -> dict[str, object]:
    """Decibels at every strength, the best strength and the chosen one."""
    by_strength = [
        float(np.mean([decibels(case, strength, piece) for piece in range(PIECES)])) for strength in STRENGTHS
    ]
    chosen = estimate_damage(Photo(case.spoilt)).strength
    facts = {"name": case.name, "deviation": case.deviation, "quality": case.quality}
    return facts | {"psnr": by_strength, "best": best_of(by_strength), "chosen": chosen}


def decibels(case: Case, strength: float, piece: int) -> float:
    """Of one piece, cleaned up with a strength."""
    rng = np.random.Generator(np.random.PCG64(piece))
    top, left = (int(rng.integers(0, side - PIECE_PX + 1)) for side in case.truth.shape[:2])
    cut = np.s_[top : top + PIECE_PX, left : left + PIECE_PX]
    request = UpscaleRequest(Photo(case.spoilt[cut].copy()), 1, strength, Choices(device="cpu", threads=2))
    cleaned = run(request, ignore_steps).photo
    return psnr(code_to_unit(cleaned.pixels), code_to_unit(case.truth[cut]))


def best_of(by_strength: Sequence[float]) -> float:
    """Where the parabola through the highest value and its neighbours has its top; 0..1."""
    top = int(np.argmax(by_strength))
    if top in (0, len(by_strength) - 1):
        return STRENGTHS[top]
    before, at, after = by_strength[top - 1 : top + 2]
    step = STRENGTHS[1] - STRENGTHS[0]
    return STRENGTHS[top] + step / 2 * (before - after) / (before - 2 * at + after)


def print_rows(folder: str, rows: Sequence[dict[str, object]]) -> None:
    """One line for each quality, and one for all."""
    for quality in (*QUALITIES, "all"):
        chosen = [row for row in rows if quality in ("all", row["quality"])]
        if not chosen:
            continue
        best, found = (np.array([row[name] for row in chosen], float) for name in ("best", "chosen"))
        away = np.abs(best - found)
        near = f"{int((away <= WITHIN).sum())} of {len(chosen)}"
        name = "none" if quality is None else quality
        means = f"{best.mean():.2f} | {found.mean():.2f}"
        print(f"| {folder} | {name} | {len(chosen)} | {means} | {near} | {away.mean():.2f} |", flush=True)


if __name__ == "__main__":
    sys.exit(main())
