"""What blur, an outline and foreign colours should count in the order of fills, by fills whose truth is known.

    .venv/bin/python benchmarks/fills.py --folder PHOTOS --keep runs/fills --kinds objects --who four
    .venv/bin/python scripts/fit_fill_score.py runs/fills/PHOTOS/objects --test runs/fills/val/objects

Each photo's four fills were kept with their flaws and their ST-LPIPS. Blur counts 1; for each pair of what the other
two count, the fills are put in order, and the first one's ST-LPIPS is divided by the mean of the photo's four, so that
no photo counts more than another. The order is softened (each fill is first with a probability that falls with its
flaws), or so few photos would not tell close pairs apart. The test is on photos that nothing was chosen by: how often
the first is the best, and how much farther from the truth it is in the mean.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

NAMES = ("blur", "outline", "departure")
COUNTS = (0.0, 0.25, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 7.0, 10.0)
SOFTNESS = 0.3
Table = NDArray[np.float64]


def main() -> None:
    """Print the best counts, and what they and the program's own give."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("fills", type=Path, nargs="+", help="folders of one folder's kept fills")
    parser.add_argument("--test", type=Path, nargs="+", default=[], help="the same of other photos")
    given = parser.parse_args()
    from desktop_unet.engine.fill_score import _BLUR, _DEPARTURE, _OUTLINE

    flaws, distances = kept(given.fills)
    found = {
        (outline, departure): softened(flaws @ (1, outline, departure), distances)
        for outline in COUNTS
        for departure in COUNTS
    }
    best = sorted(found, key=lambda pair: found[pair])
    print(f"{len(flaws)} photos; outline and departure where blur counts 1, and the first fill's relative distance:")
    for pair in best[:8]:
        print(f"  {pair[0]:5.2f} {pair[1]:5.2f}  {found[pair]:.4f}")
    counts = {"program": (_BLUR, _OUTLINE, _DEPARTURE), "best": (1.0, *best[0])}
    for name, folders in (("fitted on", given.fills), ("tested on", given.test)):
        if folders:
            flaws, distances = kept(folders)
            for who, each in counts.items():
                print(f"{name} {len(flaws)} photos, {who}: {judged(flaws @ each, distances)}")


def kept(folders: list[Path]) -> tuple[Table, Table]:
    """(photos, fills, 3) flaws and (photos, fills) ST-LPIPS of all that have every fill."""
    ways = sorted({way.name for folder in folders for way in folder.glob("Fill-*")})
    flaws, distances = [], []
    for folder in folders:
        for file in sorted((folder / ways[0]).glob("*.json")):
            paths = [folder / way / file.name for way in ways]
            if all(path.is_file() for path in paths):
                found = [json.loads(path.read_text("utf-8")) for path in paths]
                flaws.append([[each["flaws"][name] for name in NAMES] for each in found])
                distances.append([each["score"]["st_lpips"] for each in found])
    return np.array(flaws), np.array(distances)


def softened(badness: Table, distances: Table) -> float:
    """Mean relative distance of the first fill, fills being first the more surely the less bad they are."""
    spread = SOFTNESS * badness.std(axis=1, keepdims=True).mean()
    share = np.exp(-(badness - badness.min(axis=1, keepdims=True)) / spread)
    share /= share.sum(axis=1, keepdims=True)
    return float((share * distances / distances.mean(axis=1, keepdims=True)).sum(axis=1).mean())


def judged(badness: Table, distances: Table) -> str:
    """How often the least bad is the best, and both means."""
    first = distances[np.arange(len(distances)), badness.argmin(axis=1)]
    best = distances.min(axis=1)
    right = int((first == best).sum())
    return f"first {first.mean():.4f}, best {best.mean():.4f}, the first is the best in {right} of {len(first)}"


if __name__ == "__main__":
    main()
