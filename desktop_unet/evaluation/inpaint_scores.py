"""How well holes are filled: PSNR and SSIM inside seeded masks of several kinds, and how the fills look.

Comes in: a folder and choices. Goes out: a score per photo, kind of mask and way of filling. Each photo goes
the same way as in the program, through ``engine.restore``; tables of networks take the smooth fill, because
texture is made to look right and not to be near the truth.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from desktop_unet.engine.restore import ignore_steps, run
from desktop_unet.engine.task import Choices, Fill, InpaintRequest, Report, Step
from desktop_unet.evaluation.fill_peers import peers
from desktop_unet.evaluation.flaws import fill_lattice
from desktop_unet.evaluation.object_holes import object_hole
from desktop_unet.evaluation.pairs import find_photos, mean
from desktop_unet.evaluation.perceptual import SMALLEST_PX, PerceptualJudge, load_judge
from desktop_unet.imaging.codec import read_photo
from desktop_unet.imaging.geometry import Extent, Rect
from desktop_unet.imaging.holes import KINDS, mask_for
from desktop_unet.imaging.metrics import psnr_inside, ssim_inside
from desktop_unet.imaging.photo import CodePixels, Mask, Photo, UnitImage
from desktop_unet.imaging.ranges import code_to_unit, to_8_bits

OBJECTS = "objects"
"""The kind of hole whose place depends on the photo; see ``object_holes``."""
OURS = "ours"
"""Who filled, where nobody else did."""


@dataclass(frozen=True)
class InpaintScore:
    """One fill against the truth.

    Args:
        name: of the photo.
        kind: of the mask.
        psnr, ssim: decibels and structural similarity inside the mask.
        method: who filled.
        st_lpips: how different the hole's box looks, lower is closer; None where it was not asked for.
        lattice: how much more of a lattice there is in the hole than around it; None where not asked for, or unknown.
        seconds: that filling took.
    """

    name: str
    kind: str
    psnr: float
    ssim: float
    method: str = OURS
    st_lpips: float | None = None
    lattice: float | None = None
    seconds: float = 0.0


@dataclass(frozen=True)
class InpaintTable:
    """Scores of a folder, and what made them."""

    card: str
    device: str
    precision: str
    seconds: float
    scores: tuple[InpaintScore, ...]

    @property
    def means(self) -> tuple[InpaintScore, ...]:
        """Arithmetic means over the photos, one per kind of mask and method."""
        groups = dict.fromkeys((score.kind, score.method) for score in self.scores)
        return tuple(mean_score([s for s in self.scores if (s.kind, s.method) == group]) for group in groups)


def mean_score(scores: Sequence[InpaintScore]) -> InpaintScore:
    """Arithmetic mean of scores of one kind and method."""
    first = scores[0]
    return InpaintScore(
        "mean",
        first.kind,
        mean([score.psnr for score in scores]),
        mean([score.ssim for score in scores]),
        first.method,
        _known_mean([score.st_lpips for score in scores]),
        _known_mean([score.lattice for score in scores]),
        mean([score.seconds for score in scores]),
    )


def _known_mean(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return mean(known) if known else None


@dataclass(frozen=True, eq=False)
class HoleCase:
    """One photo with one mask."""

    name: str
    kind: str
    photo: Photo
    mask: Mask


def hole_cases(files: Sequence[Path], kinds: Sequence[str], seed: int) -> Iterator[HoleCase]:
    """Every photo with every kind of mask, the same for the same seed whoever asks."""
    for number, path in enumerate(files):
        photo = read_photo(path, whole=True)
        for kind in kinds:
            is_placed = kind == OBJECTS
            mask = object_hole(photo, seed + number) if is_placed else mask_for(kind, photo.extent, seed + number)
            yield HoleCase(path.stem, kind, photo, mask)


def score_fill(
    case: HoleCase, filled: Photo, *, method: str = OURS, judge: PerceptualJudge | None = None, seconds: float = 0.0
) -> InpaintScore:
    """Scores of a filled photo against the one that the hole was made in."""
    truth_HWC, filled_HWC = code_to_unit(case.photo.pixels), code_to_unit(filled.pixels)
    return InpaintScore(
        case.name,
        case.kind,
        psnr_inside(filled_HWC, truth_HWC, case.mask),
        ssim_inside(filled_HWC, truth_HWC, case.mask),
        method,
        None if judge is None else judge.distance(*(_hole_box(unit, case.mask) for unit in (filled_HWC, truth_HWC))),
        None if judge is None else fill_lattice(filled_HWC, case.mask),
        seconds,
    )


def _hole_box(unit_HWC: UnitImage, mask: Mask) -> UnitImage:
    """The photo where the hole's box is, or as much more as the judge needs to see."""
    rows, columns = (np.nonzero(mask.any(axis=axis))[0] for axis in (1, 0))
    box = Rect.from_edges(rows[0], columns[0], rows[-1] + 1, columns[-1] + 1)
    missing = SMALLEST_PX - min(box.height, box.width)
    return unit_HWC[box.grown(max(0, missing)).within(Extent(*mask.shape)).slices]


def evaluate_inpaint(
    folder: Path,
    choices: Choices,
    *,
    kinds: Sequence[str] = KINDS,
    seed: int = 0,
    report: Report = ignore_steps,
    fill: Fill = "smooth",
    with_looks: bool = False,
    with_peers: bool = False,
    every: int = 1,
) -> InpaintTable:
    """Make holes in every photo of a folder, fill them and compare.

    Args:
        folder: photos.
        choices: network, device, precision.
        kinds: of ``imaging.holes.KINDS``, and ``OBJECTS``.
        seed: of the first photo's masks; the others' follow.
        report: called before each fill.
        fill: with what.
        with_looks: also judge how the fills look.
        with_peers: also have them filled by those of ``fill_peers`` that are here.
        every: take each so-manieth photo only.

    Raises:
        Mishap: as ``find_photos``, ``read_photo``, ``load_judge`` and ``engine.restore.run``.
    """
    files = find_photos(folder)[::every]
    judge = load_judge() if with_looks else None
    others = peers() if with_peers else {}
    scores: list[InpaintScore] = []
    results = []
    for number, case in enumerate(hole_cases(files, kinds, seed)):
        report(Step(number, len(files) * len(kinds), f"Measuring {case.name}"))
        result = run(InpaintRequest(case.photo, case.mask, choices, fill=fill))
        results.append(result)
        scores.append(score_fill(case, result.photo, judge=judge, seconds=result.seconds))
        for name, fill_pixels in others.items():
            started = time.monotonic()
            filled = case.photo.with_pixels(fill_pixels(damaged(case), case.mask))
            seconds = time.monotonic() - started
            scores.append(score_fill(case, filled, method=name, judge=judge, seconds=seconds))
    last = results[-1]
    return InpaintTable(last.card, last.device, last.precision, sum(r.seconds for r in results), tuple(scores))


def damaged(case: HoleCase) -> CodePixels:
    """The photo with its hole in black and in 8 bits, so that nobody can see what was there."""
    return to_8_bits(np.where(case.mask[..., None] > 0, case.photo.pixels.dtype.type(0), case.photo.pixels))
