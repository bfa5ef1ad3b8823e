"""What blur, an outline and foreign colours should count in the order of fills, by fills whose truth is known.

    .venv/bin/python benchmarks/fills.py --folder PHOTOS --keep runs/fills --kinds objects --who four
    .venv/bin/python scripts/fit_fill_score.py PHOTOS --keep runs/fills
    .venv/bin/python scripts/fit_fill_score.py PHOTOS ../shared/data/val --keep runs/fills --test-after 34

Blur counts 1. For each pair of what an outline and dissent (how unlike the others a fill is) count, each photo's four
fills are put in order, and the first one's ST-LPIPS is divided by the mean of the four, so that no photo counts more
than another. The order is softened (each fill is first with a probability that falls with its flaws), or so few photos
would not tell close pairs apart. The same follows for the choice between smooth and structure, by an outline and the
departure from the smooth fill. Photos after the first --test-after ones are for testing alone.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from desktop_unet.engine.fill_score import Flaws, flaws_of
from desktop_unet.evaluation.inpaint_scores import OBJECTS, hole_cases
from desktop_unet.evaluation.pairs import find_photos
from desktop_unet.imaging.ranges import code_to_unit

WAYS = ("Fill---smooth", "Fill---structure", "Fill---texture", "Fill---structure-2")
COUNTS = (0.0, 0.5, 1.0, 2.0, 3.0, 4.0, 5.0, 7.0, 10.0, 14.0, 20.0)
SOFTNESS = 0.15
Table = NDArray[np.float64]


def main() -> None:
    """Print the best counts, and what they and the program's own give."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="+", help="photos whose fills were kept")
    parser.add_argument("--keep", type=Path, required=True, help="where they were kept")
    parser.add_argument("--test-after", type=int, help="so many photos to fit, the others to test")
    given = parser.parse_args()
    found = [each for folder in given.folders for each in kept(folder, given.keep / folder.name / OBJECTS)]
    fitted, tested = found[: given.test_after], found[given.test_after :] if given.test_after else []
    for title, count, foreign in (("four", 4, "dissent"), ("smooth or structure", 2, "departure")):
        print(f"{title}: outline and {foreign}, where blur counts 1; the first one's distance over the mean")
        tried = {
            (outline, far): mean_first(fitted, (1.0, outline, far), count, foreign)
            for outline in COUNTS[:4]
            for far in COUNTS
        }
        best = sorted(tried, key=lambda pair: tried[pair])
        for pair in best[:6]:
            print(f"  {pair[0]:5.1f} {pair[1]:5.1f}  {tried[pair]:.4f}")
        for name, photos in (("fitted", fitted), ("tested", tested)):
            print(f"  {name} on {len(photos)}: best {judged(photos, (1.0, *best[0]), count, foreign)}")
            print(f"  {name} on {len(photos)}: program {judged(photos, None, count, foreign)}")


def kept(folder: Path, fills: Path) -> Iterator[tuple[list[Flaws], list[Flaws], Table]]:
    """Flaws of all four, of the first two beside each other, and everybody's ST-LPIPS, for each photo that has them."""
    for number, file in enumerate(find_photos(folder)):
        paths = [fills / way / f"{file.stem}.png" for way in WAYS]
        if all(path.with_suffix(".json").is_file() for path in paths):
            (case,) = hole_cases([file], [OBJECTS], number)
            units = [code_to_unit(np.asarray(Image.open(path))) for path in paths]
            found = [json.loads(path.with_suffix(".json").read_text("utf-8"))["st_lpips"] for path in paths]
            hole = case.mask > 0
            yield flaws_of(units, units[0], hole), flaws_of(units[:2], units[0], hole), np.array(found)


Photos = list[tuple[list[Flaws], list[Flaws], Table]]


def badness_of(flaws: list[Flaws], counts: tuple[float, float, float] | None, foreign: str) -> Table:
    """By these counts, or by the program's own."""
    if counts is None:
        return np.array([each.badness for each in flaws])
    return np.array([np.dot(counts, (each.blur, each.outline, getattr(each, foreign))) for each in flaws])


def mean_first(photos: Photos, counts: tuple[float, float, float], count: int, foreign: str) -> float:
    """Mean relative distance of the first fill, fills being first the more surely the less bad they are."""
    means = []
    for all_four, two, distances in photos:
        badness = badness_of(all_four if count > 2 else two, counts, foreign)
        share = np.exp(-(badness - badness.min()) / SOFTNESS)
        means.append(float((share / share.sum() * distances[:count]).sum() / distances.mean()))
    return float(np.mean(means))


def judged(photos: Photos, counts: tuple[float, float, float] | None, count: int, foreign: str) -> str:
    """How often the least bad is the best, and both means."""
    if not photos:
        return "no photos"
    pairs = []
    for all_four, two, distances in photos:
        badness = badness_of(all_four if count > 2 else two, counts, foreign)
        pairs.append((distances[badness.argmin()], distances[:count].min()))
    firsts, bests = np.array(pairs).T
    right = int((firsts == bests).sum())
    return f"first {firsts.mean():.4f}, best {bests.mean():.4f}, the first is the best in {right} of {len(firsts)}"


if __name__ == "__main__":
    main()
