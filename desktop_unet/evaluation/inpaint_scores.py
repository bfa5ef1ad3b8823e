"""How well a network fills: PSNR and SSIM inside seeded masks of several kinds.

Comes in: a folder and choices. Goes out: a score per photo and kind of mask. Each photo goes
the same way as in the program, through ``engine.restore``; texture, which is made to look right
and not to be near the truth, is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop_unet.engine.restore import ignore_steps, run
from desktop_unet.engine.task import Choices, InpaintRequest, Report, Step
from desktop_unet.evaluation.pairs import find_photos, mean
from desktop_unet.imaging.codec import read_photo
from desktop_unet.imaging.holes import KINDS, mask_for
from desktop_unet.imaging.metrics import psnr_inside, ssim_inside
from desktop_unet.imaging.photo import Mask, Photo
from desktop_unet.imaging.ranges import code_to_unit


@dataclass(frozen=True)
class InpaintScore:
    """Decibels and structural similarity inside the mask."""

    name: str
    kind: str
    psnr: float
    ssim: float


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
        """Arithmetic means over the photos, one per kind of mask."""
        kinds = dict.fromkeys(score.kind for score in self.scores)
        return tuple(mean_score([score for score in self.scores if score.kind == kind]) for kind in kinds)


def mean_score(scores: Sequence[InpaintScore]) -> InpaintScore:
    """Arithmetic mean of scores of one kind."""
    return InpaintScore(
        "mean", scores[0].kind, mean([score.psnr for score in scores]), mean([score.ssim for score in scores])
    )


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
            yield HoleCase(path.stem, kind, photo, mask_for(kind, photo.extent, seed + number))


def score_fill(case: HoleCase, filled: Photo) -> InpaintScore:
    """Scores of a filled photo against the one that the hole was made in."""
    truth_HWC, filled_HWC = code_to_unit(case.photo.pixels), code_to_unit(filled.pixels)
    return InpaintScore(
        case.name,
        case.kind,
        psnr_inside(filled_HWC, truth_HWC, case.mask),
        ssim_inside(filled_HWC, truth_HWC, case.mask),
    )


def evaluate_inpaint(
    folder: Path, choices: Choices, *, kinds: Sequence[str] = KINDS, seed: int = 0, report: Report = ignore_steps
) -> InpaintTable:
    """Make holes in every photo of a folder, fill them and compare.

    Args:
        folder: photos.
        choices: network, device, precision.
        kinds: of ``imaging.holes.KINDS``.
        seed: of the first photo's masks; the others' follow.
        report: called before each fill.

    Raises:
        Mishap: as ``find_photos``, ``read_photo`` and ``engine.restore.run``.
    """
    files = find_photos(folder)
    scores: list[InpaintScore] = []
    results = []
    for case in hole_cases(files, kinds, seed):
        report(Step(len(scores), len(files) * len(kinds), f"Measuring {case.name}"))
        results.append(run(InpaintRequest(case.photo, case.mask, choices, fill="smooth")))
        scores.append(score_fill(case, results[-1].photo))
    last = results[-1]
    return InpaintTable(last.card, last.device, last.precision, sum(r.seconds for r in results), tuple(scores))
