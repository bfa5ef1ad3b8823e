"""Draw learning curves: validation PSNR over steps, a line per run.

    .venv/bin/python scripts/plot_learning.py runs/upscale-skip runs/upscale-no-skip --out docs/images/learning.png

Each folder holds the ``log.jsonl`` that training leaves. Where a run went on in another folder
(a second stage), name that folder with ``+``: ``runs/upscale-skip+runs/upscale-skip-fine``; its steps
are counted on.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from matplotlib import pyplot

LOG = "log.jsonl"


def main() -> None:
    """Read what is named and write one picture."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("runs", nargs="+", help="folders of runs, stages joined by +")
    parser.add_argument("--out", type=Path, required=True, help="PNG or SVG to write")
    parser.add_argument("--title", default="Validation during training")
    given = parser.parse_args()
    figure, axes = pyplot.subplots(figsize=(7.5, 4.2), layout="constrained")
    for run in given.runs:
        folders = [Path(part) for part in run.split("+")]
        steps, scores = joined_curve(folders)
        axes.plot(steps, scores, label=folders[0].name, marker="." if len(steps) < 50 else None)
    axes.set(title=given.title, xlabel="steps", ylabel="PSNR, dB")
    axes.grid(alpha=0.3)
    axes.legend()
    figure.savefig(given.out, dpi=120)


def joined_curve(folders: list[Path]) -> tuple[list[int], list[float]]:
    """Steps and scores of one run and the stages after it."""
    steps: list[int] = []
    scores: list[float] = []
    before = 0
    for folder in folders:
        points, last = read_curve(folder)
        steps += [before + step for step, _ in points]
        scores += [score for _, score in points]
        before += last
    return steps, scores


def read_curve(folder: Path) -> tuple[list[tuple[int, float]], int]:
    """Steps at which a run was validated with their scores, and its last step."""
    points: dict[int, float] = {}
    last, before = 0, None
    for line in (folder / LOG).read_text("utf-8").splitlines():
        entry = json.loads(line)
        last, score = int(entry["step"]), entry["score"]
        # Between validations the log repeats the newest score.
        if score is not None and score != before:
            points[last] = score
        before = score
    return sorted(points.items()), last


if __name__ == "__main__":
    main()
