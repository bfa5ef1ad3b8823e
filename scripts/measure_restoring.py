"""Print how near filling what was found brings damaged photos to what they were, and what it changes that was sound.

    .venv/bin/python scripts/measure_restoring.py DATA [--photos 41] [--card FILE] [--grow 0 1 2 3] [--shapes DIR]

Photos of val/ are aged and damaged by kinds that no training sees (``defects.withheld``, seeded). What is found by the
network, by the classical finder, and what is truly damaged, grown by some pixels, is filled by the program's own
filler. PSNR is over the damaged pixels of all photos together, against the same scan without the damage.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

REPOSITORY = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(REPOSITORY))

from desktop_unet.engine.restore import run  # noqa: E402
from desktop_unet.engine.task import Choices, InpaintRequest, Step  # noqa: E402
from desktop_unet.errors import CardUnknown  # noqa: E402
from desktop_unet.evaluation.pairs import find_photos  # noqa: E402
from desktop_unet.imaging.codec import read_photo  # noqa: E402
from desktop_unet.imaging.damage_marks import DEFAULT_THRESHOLD, GROWN_PX  # noqa: E402
from desktop_unet.imaging.defects.film import FilmShapes  # noqa: E402
from desktop_unet.imaging.defects.old_photo import (  # noqa: E402
    DAMAGED,
    SOUND,
    OldPhoto,
    draw_marks,
    kinds_of_damage,
    make_old,
    usual_count,
)
from desktop_unet.imaging.mask import grow  # noqa: E402
from desktop_unet.imaging.photo import Mask, Photo  # noqa: E402
from desktop_unet.imaging.ranges import to_8_bits  # noqa: E402
from desktop_unet.imaging.scratches import find_scratches  # noqa: E402
from desktop_unet.studio.damage_search import survey_damage  # noqa: E402


@dataclass
class Tally:
    """Square errors over damaged pixels, and how many sound pixels were changed."""

    error: float = 0.0
    damaged: int = 0
    changed: int = 0
    sound: int = 0

    def add(self, case: OldPhoto, restored: np.ndarray) -> None:
        apart = restored.astype(np.float64) - case.sound
        damaged = case.truth == DAMAGED
        self.error += float((apart[damaged] ** 2).mean(axis=1).sum())
        self.damaged += int(damaged.sum())
        far = grow(np.where(case.truth == SOUND, np.uint8(0), np.uint8(255)), 2 * GROWN_PX) == 0
        self.changed += int((restored != case.pixels).any(axis=2)[far].sum())
        self.sound += int(far.sum())

    @property
    def row(self) -> str:
        psnr = 10 * math.log10(255**2 / (self.error / self.damaged))
        return f"{psnr:.2f} dB | {100 * self.changed / self.sound:.3f} %"


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path, help="folder with val/")
    parser.add_argument("--photos", type=int, default=41, help="how many, evenly chosen")
    parser.add_argument("--card", help="network that finds damage; the installed one without it")
    parser.add_argument("--threshold", type=float, default=DEFAULT_THRESHOLD)
    parser.add_argument("--grow", type=int, nargs="*", default=[GROWN_PX], help="pixels that true damage is grown by")
    parser.add_argument("--shapes", type=Path, help="folder of film damage")
    given = parser.parse_args()
    files = find_photos(given.data / "val")
    files = [files[number * len(files) // given.photos] for number in range(given.photos)]
    tallies: dict[str, Tally] = defaultdict(Tally)
    for number, path in enumerate(files):
        case = damaged(path, number, given.shapes)
        tallies["as it was"].add(case, case.pixels)
        for name, mask in masks(case, given):
            tallies[name].add(case, filled(case, mask))
        print(f"{number + 1} of {len(files)}", file=sys.stderr, flush=True)
    print("| filled | damaged pixels | sound pixels changed |\n|---|---|---|")
    for name, tally in tallies.items():
        print(f"| {name} | {tally.row} |")
    return 0


def damaged(path: Path, seed: int, shapes: Path | None) -> OldPhoto:
    """A photo damaged in ways that are kept out of training, the same for the same seed."""
    pixels = to_8_bits(read_photo(path, whole=True).pixels)
    kinds = kinds_of_damage(None if shapes is None else FilmShapes(shapes, withheld=True), withheld=True)
    rng = np.random.Generator(np.random.PCG64([seed, 0]))
    extent = Photo(pixels).extent
    return make_old(pixels, draw_marks(extent, kinds, usual_count(extent, rng), rng), rng, with_sound=True)


def masks(case: OldPhoto, given: argparse.Namespace) -> Iterator[tuple[str, Mask]]:
    """What is filled, by what found it."""
    photo = Photo(case.pixels.copy())
    yield "by the classical finder", find_scratches(photo)
    try:
        survey = survey_damage(photo, Choices(card=given.card), ignore)
    except CardUnknown:
        survey = None
    if survey is not None and survey.card:
        yield f"by {Path(survey.card).stem}, threshold {given.threshold:g}", survey.marks(given.threshold)
    truth = np.where(case.truth == DAMAGED, np.uint8(255), np.uint8(0))
    for px in given.grow:
        yield f"what is damaged, grown by {px} px", grow(truth, px)


def filled(case: OldPhoto, mask: Mask) -> np.ndarray:
    if not mask.any() or mask.all():
        return case.pixels
    return np.asarray(run(InpaintRequest(Photo(case.pixels.copy()), mask)).photo.pixels)


def ignore(step: Step) -> None:
    """Nobody waits."""


if __name__ == "__main__":
    sys.exit(main())
