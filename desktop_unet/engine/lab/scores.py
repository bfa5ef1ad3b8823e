"""How good a network's answer to a case is: decibels and sharpness of pictures, precision and recall of marks.

Comes in: a ``Case`` and a picture as ``Case.finished`` gives it. Goes out: figures. Next: ``ablation.py``.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass

import numpy as np

from desktop_unet.engine.lab.case import Case
from desktop_unet.imaging.damage_marks import DEFAULT_THRESHOLD
from desktop_unet.imaging.finding_scores import count_marks
from desktop_unet.imaging.metrics import luma, psnr_inside, psnr_y, ssim_inside, ssim_y
from desktop_unet.imaging.photo import Mask, UnitImage

MARK_GAIN = 0.5
"""By how much a difference between marks is multiplied to be seen around middle gray: its range is -1 to 1."""


@dataclass(frozen=True)
class PictureScore:
    """How close a picture is to the truth, and how sharp it is.

    Args:
        psnr: dB; on Y without a border of ``scale`` pixels, or inside the mask.
        ssim: of Y, in the same places.
        sharpness: mean absolute Laplacian of Y in code values, in the same places; the truth's is a yardstick.
    """

    psnr: float
    ssim: float
    sharpness: float


@dataclass(frozen=True)
class MarkScore:
    """How well damage was found, by marks of ``DEFAULT_THRESHOLD`` and more, with ``finding_scores.TOLERANCE_PX``.

    Args:
        f1: harmonic mean of the other two, 0..1.
        precision: share of the marks that lies at damage.
        recall: share of the damage that is marked.
    """

    f1: float
    precision: float
    recall: float


Score = PictureScore | MarkScore


def score_of(case: Case, picture_HWC: UnitImage) -> Score:
    """Of marks where damage was to be found, else of a picture."""
    return picture_score(case, picture_HWC) if case.marks is None else _mark_score(case.marks, picture_HWC)


def picture_score(case: Case, picture_HWC: UnitImage) -> PictureScore:
    """Measured where the network had something to do."""
    if case.mask is not None:
        inside = (
            psnr_inside(picture_HWC, case.truth_HWC, case.mask),
            ssim_inside(picture_HWC, case.truth_HWC, case.mask),
        )
        return PictureScore(*inside, sharpness_of(picture_HWC, case.mask))
    border = case.scale
    return PictureScore(
        psnr_y(picture_HWC, case.truth_HWC, border),
        ssim_y(picture_HWC, case.truth_HWC, border),
        sharpness_of(picture_HWC),
    )


def _mark_score(truth: Mask, picture_HWC: UnitImage) -> MarkScore:
    counts = count_marks(picture_HWC[..., 0] >= DEFAULT_THRESHOLD, truth)
    return MarkScore(counts.f1, counts.precision, counts.recall)


def change_of(score: Score, before: Score) -> Score:
    """What each figure has gained; below 0 is less. Both scores are of one case."""
    return type(score)(*(now - then for now, then in zip(astuple(score), astuple(before), strict=True)))


def sharpness_of(picture_HWC: UnitImage, mask: Mask | None = None) -> float:
    """Mean absolute Laplacian (four neighbours) of Y in code values of 255; inside the mask where there is one."""
    plane = 255 * luma(picture_HWC)
    inner = plane[1:-1, 1:-1]
    laplacian = np.abs(4 * inner - plane[:-2, 1:-1] - plane[2:, 1:-1] - plane[1:-1, :-2] - plane[1:-1, 2:])
    if mask is None:
        return float(laplacian.mean())
    marked = mask[1:-1, 1:-1] > 0
    return float(laplacian[marked].mean()) if marked.any() else 0.0
