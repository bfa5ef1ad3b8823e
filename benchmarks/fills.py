"""How our fills look beside those of OpenCV, scikit-image and G'MIC, and how good the four of *Other fills* are.

    .venv/bin/python benchmarks/fills.py --keep ~/fills
    .venv/bin/python benchmarks/fills.py --keep ~/fills --kinds objects --who peers Auto --but "shift map" --every 3
    .venv/bin/python benchmarks/fills.py --keep ~/fills --again auto

Every photo gets the seeded hole of each kind that ``evaluate inpaint`` gives it when it takes all photos. All fills are
kept as pictures in --keep, with what was measured beside them, so that a run goes on where another one ended; --again
names whose are made anew, and --judge-again has all measured once more. PSNR is inside the hole, ST-LPIPS in its box,
the lattice is that of the hole against places like it (``evaluation/flaws.py``), the truth's being listed beside it.
Then come the four of *Other fills*, in the order in which the program shows them, and the best of them.

Needs the extra ``perceptual``; OpenCV's shift map needs ``opencv-contrib-python-headless`` and G'MIC ``gmic``, and
they are left out where these are not. The shift map takes so long on brush strokes that it only fills objects.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
from lines import table
from PIL import Image
from rich.console import Console

from desktop_unet.engine.device_env import prepare_environment
from desktop_unet.engine.task import Choices
from desktop_unet.errors import Mishap
from desktop_unet.evaluation.fill_peers import peers
from desktop_unet.evaluation.inpaint_scores import HoleCase, InpaintScore, damaged, hole_cases, score_fill
from desktop_unet.evaluation.pairs import find_photos, mean
from desktop_unet.evaluation.perceptual import load_judge
from desktop_unet.imaging.photo import CodePixels, Mask, Photo
from desktop_unet.imaging.ranges import code_to_unit
from desktop_unet.studio.filling import Filling, other_fillings

REPOSITORY = Path(__file__).resolve().parent.parent
KINDS = ("objects", "scratches", "brush 10-20%", "brush 20-40%")
GROUPS = ("truth", "peers", "auto", "four")
ONLY_OBJECTS = ("shift map",)

Fill = Callable[[HoleCase], CodePixels]


@dataclass(frozen=True)
class Entrant:
    """Somebody who fills: of which group, and for which kinds of hole only."""

    name: str
    group: str
    fill: Fill
    kinds: tuple[str, ...] = KINDS


@dataclass(frozen=True)
class Kept:
    """One fill and what was measured of it; ``badness`` orders the four, others have none."""

    score: InpaintScore
    badness: float | None = None


def main() -> int:
    """Fill, judge, print; 1 where a judge, the photos or everybody is missing."""
    given = _parse()
    prepare_environment()
    import torch

    torch.set_num_threads(given.threads)
    console = Console() if sys.stdout.isatty() else Console(width=160)
    everyone = [one for one in entrants(given.threads) if is_chosen(one, given)]
    try:
        load_judge()
        # Holes go by a photo's place among all, whichever are taken.
        chosen = list(enumerate(find_photos(given.folder)))[given.first :: given.every][: given.photos]
        kept = [
            each
            for kind in given.kinds
            for number, file in chosen
            for each in fills_of(file, number, kind, everyone, given)
        ]
    except Mishap as mishap:
        print(f"error: {mishap}", file=sys.stderr)
        return 1
    for kind in given.kinds:
        own = [each for each in kept if each.score.kind == kind]
        show(kind, own, console)
        show_choice(own, console)
    console.print(f"{len(chosen)} photos of {given.folder}")
    return 0


def is_chosen(one: Entrant, given: argparse.Namespace) -> bool:
    """Whether somebody takes part."""
    return one.name not in given.but and (one.group in given.who or one.name in given.who)


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    data = Path(os.environ.get("DESKTOP_UNET_DATA") or REPOSITORY.parent / "shared" / "data")
    add = parser.add_argument
    add("--folder", type=Path, default=data / "val", help="photos to make holes in")
    add("--keep", type=Path, required=True, help="folder for the fills and their figures")
    add("--kinds", nargs="+", choices=KINDS, default=list(KINDS))
    add("--who", nargs="+", default=list(GROUPS), help=f"groups ({', '.join(GROUPS)}) or names as in the table")
    add("--but", nargs="*", default=[], help="names of those who are left out")
    add("--every", type=int, default=1, help="take every n-th photo")
    add("--first", type=int, default=0, help="beginning with this one")
    add("--photos", type=int, help="at most so many (default: all)")
    add("--again", nargs="*", default=[], help="groups or names whose fills are made anew")
    add("--judge-again", action="store_true", help="measure kept fills anew too")
    add("--threads", type=int, default=1)
    return parser.parse_args()


# --- who takes part --------------------------------------------------------------------


def entrants(threads: int) -> Iterable[Entrant]:
    """The truth, everybody else's ways, what Auto makes, the four of *Other fills*."""
    yield Entrant("truth", "truth", lambda case: case.photo.pixels)
    for name, fill in peers().items():
        yield Entrant(name, "peers", _theirs(fill), ("objects",) if name in ONLY_OBJECTS else KINDS)
    nothing = np.zeros((1, 1), np.uint8)
    auto = Filling(photo=Photo(np.zeros((1, 1, 3), np.uint8)), mask=nothing)
    yield Entrant("Auto", "auto", _ours(auto, threads))
    for each in other_fillings(auto):
        yield Entrant(str(each.title), "four", _ours(each, threads), ("objects",))


def _theirs(fill: Callable[[CodePixels, Mask], CodePixels]) -> Fill:
    return lambda case: fill(damaged(case), case.mask)


def _ours(order: Filling, threads: int) -> Fill:
    from desktop_unet.engine.restore import run

    choices = Choices(threads=threads)
    return lambda case: (
        run(replace(order, photo=case.photo, mask=case.mask, choices=choices).request("skip")).photo.pixels
    )


# --- filling and judging ---------------------------------------------------------------


def fills_of(
    file: Path, number: int, kind: str, everyone: Sequence[Entrant], given: argparse.Namespace
) -> Iterable[Kept]:
    """One photo's hole of one kind, filled by everybody; what is kept is not made again."""
    (case,) = hole_cases([file], [kind], number)
    pictures: dict[str, CodePixels] = {}
    scores: dict[Entrant, InpaintScore] = {}
    for one in everyone:
        if kind not in one.kinds:
            continue
        path = given.keep / given.folder.name / kind.replace(" ", "-") / one.name.replace(" ", "-") / f"{file.stem}.png"
        figures = path.with_suffix(".json")
        is_made = not path.is_file() or {one.group, one.name} & set(given.again)
        if is_made:
            seconds = _make(case, one, path)
        else:
            seconds = json.loads(figures.read_text("utf-8"))["seconds"] if figures.is_file() else 0.0
        pictures[one.name] = np.asarray(Image.open(path))
        if is_made or given.judge_again or not figures.is_file():
            filled = case.photo.with_pixels(pictures[one.name])
            score = score_fill(case, filled, method=one.name, judge=load_judge(), seconds=seconds)
            figures.write_text(json.dumps(asdict(score)) + "\n", "utf-8")
        scores[one] = InpaintScore(**json.loads(figures.read_text("utf-8")))
    four = [one for one in scores if one.group == "four"]
    badness = dict(zip(four, badnesses(case, [pictures[one.name] for one in four]), strict=True))
    yield from (Kept(score, badness.get(one)) for one, score in scores.items())
    print(f"{kind} {number}: {file.stem}", file=sys.stderr, flush=True)


def _make(case: HoleCase, one: Entrant, path: Path) -> float:
    """Fill, keep the picture, and say how many seconds it took."""
    started = time.monotonic()
    pixels = one.fill(case)
    seconds = time.monotonic() - started
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(pixels).save(path)
    return seconds


def badnesses(case: HoleCase, fills: Sequence[CodePixels]) -> list[float]:
    """What the program orders fills of one hole by; the first is the smooth one."""
    from desktop_unet.engine.fill_score import flaws_of

    units = [code_to_unit(pixels) for pixels in fills]
    return [found.badness for found in flaws_of(units, units[0], case.mask > 0)] if units else []


# --- showing ---------------------------------------------------------------------------


def show(kind: str, kept: Sequence[Kept], console: Console) -> None:
    """A row for everybody: means over the photos, and the lattice's median beside its mean."""
    rows = []
    for name in dict.fromkeys(each.score.method for each in kept):
        own = [each.score for each in kept if each.score.method == name]
        lattices = [each.lattice for each in own if each.lattice is not None]
        rows.append(
            (
                name,
                f"{mean([each.psnr for each in own]):.2f}" if name != "truth" else "",
                f"{mean([each.ssim for each in own]):.4f}",
                f"{mean([each.st_lpips or 0.0 for each in own]):.4f}",
                f"{mean(lattices):.2f}" if lattices else "",
                f"{statistics.median(lattices):.2f}" if lattices else "",
                f"{statistics.median([each.seconds for each in own]):.1f}",
                str(len(own)),
            )
        )
    headings = ("filled by", "dB", "SSIM", "ST-LPIPS", "lattice", "its median", "s", "photos")
    console.print(table(kind, headings, rows))


def show_choice(kept: Sequence[Kept], console: Console) -> None:
    """The first of the four, the best of them, and how often they are the same."""
    found = firsts_and_bests(kept)
    if not found:
        return
    first, best = (mean([pair[place] for pair in found]) for place in (0, 1))
    right = sum(one == other for one, other in found)
    console.print(
        f"first of the four {first:.4f}, best {best:.4f} (regret {first - best:.4f}); "
        f"the first is the best in {right} of {len(found)}"
    )


def firsts_and_bests(kept: Sequence[Kept]) -> list[tuple[float, float]]:
    """ST-LPIPS of the fill with the fewest flaws and of the best, for each photo that has such."""
    photos: dict[str, list[tuple[float, float]]] = {}
    for each in kept:
        if each.badness is not None and each.score.st_lpips is not None:
            photos.setdefault(each.score.name, []).append((each.badness, each.score.st_lpips))
    return [(min(own)[1], min(distance for _, distance in own)) for own in photos.values()]


if __name__ == "__main__":
    sys.exit(main())
