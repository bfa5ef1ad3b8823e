"""How well a network enlarges or cleans up: PSNR and SSIM on Y beside those of bicubic, and how the result looks.

Comes in: a folder, choices, and damage to do first. Goes out: a score per photo. Each photo goes the same way as
in the program, through ``engine.restore``, and is rounded to the depth of its file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from desktop_unet.engine.restore import ignore_steps, run
from desktop_unet.engine.task import Choices, Report, Result, Step, UpscaleRequest
from desktop_unet.evaluation.flaws import colour_shift, lattice_index, step_range
from desktop_unet.evaluation.niqe import good_photos, niqe
from desktop_unet.evaluation.pairs import damage_photo, find_pairs, mean, read_pair
from desktop_unet.evaluation.perceptual import load_judge
from desktop_unet.imaging.damage import Damage
from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.metrics import psnr_y, ssim_y
from desktop_unet.imaging.photo import Photo, UnitImage
from desktop_unet.imaging.ranges import code_to_unit
from desktop_unet.imaging.resample import resize_code


@dataclass(frozen=True)
class Looks:
    """How one photo looks; lower is better in each.

    Args:
        st_lpips: distance from the truth by features (``perceptual``), beside that of bicubic.
        bicubic_st_lpips: of bicubic (at x1: of the photo as it went in).
        niqe: distance from natural statistics (``niqe``); None for a photo that is too small.
        bicubic_niqe: the same of bicubic.
        truth_niqe: the same of the truth.
        lattice: ``flaws.lattice_index``; None at x1.
        colour_shift: ``flaws.colour_shift``, code values of 255.
    """

    st_lpips: float
    bicubic_st_lpips: float
    niqe: float | None
    bicubic_niqe: float | None
    truth_niqe: float | None
    lattice: float | None
    colour_shift: float


@dataclass(frozen=True)
class UpscaleScore:
    """Decibels and structural similarity of one photo, by the network and by bicubic (at x1: as it went in).

    ``strength`` is what the network was told; ``looks`` are there where they were asked for.
    """

    name: str
    psnr: float
    ssim: float
    bicubic_psnr: float
    bicubic_ssim: float
    strength: float = 0.0
    looks: Looks | None = None


@dataclass(frozen=True)
class UpscaleTable:
    """Scores of a folder, and what made them.

    ``step_range``, darkest and lightest value beside a step (``flaws.step_range``), goes with looks above x1.
    """

    card: str
    device: str
    precision: str
    seconds: float
    scores: tuple[UpscaleScore, ...]
    step_range: tuple[int, int] | None = None

    @property
    def mean(self) -> UpscaleScore:
        """Arithmetic means over the photos."""
        columns = ("psnr", "ssim", "bicubic_psnr", "bicubic_ssim", "strength")
        means = {column: mean([getattr(score, column) for score in self.scores]) for column in columns}
        looks = [score.looks for score in self.scores if score.looks is not None]
        return UpscaleScore("mean", **means, looks=mean_looks(looks) if looks else None)


def mean_looks(looks: Sequence[Looks]) -> Looks:
    """Arithmetic means, each over the photos that have the number."""
    known = {
        column.name: [value for look in looks if (value := getattr(look, column.name)) is not None]
        for column in fields(Looks)
    }
    means: dict[str, Any] = {name: mean(values) if values else None for name, values in known.items()}
    return Looks(**means)


def evaluate_upscale(
    folder: Path,
    scale: int,
    choices: Choices,
    report: Report = ignore_steps,
    *,
    strength: float | None = 0.0,
    damage: Damage | None = None,
    seed: int = 0,
    with_looks: bool = False,
) -> UpscaleTable:
    """Enlarge every low-resolution photo of a folder and compare with the truth.

    Args:
        folder: as ``pairs.find_pairs`` reads it.
        scale: factor; as many pixels are left out at each border.
        choices: network, device, precision.
        report: called before each photo.
        strength: told to the network, 0..1; None lets the engine look for damage.
        damage: done to the low-resolution photos first.
        seed: of the first photo's damage; the others' follow.
        with_looks: whether to judge looks too.

    Raises:
        Mishap: as ``find_pairs``, ``read_photo``, ``engine.restore.run``, ``load_judge`` and ``good_photos``.
    """
    if with_looks:
        _require_judges()
    pairs = find_pairs(folder, scale)
    scores, results = [], []
    for number, files in enumerate(pairs):
        report(Step(number, len(pairs), f"Measuring {files.name}"))
        low, truth = read_pair(files, scale)
        low = low if damage is None else damage_photo(low, damage, seed + number)
        results.append(run(UpscaleRequest(low, scale, strength, choices)))
        scores.append(_score(files.name, results[-1], low, truth, scale, with_looks))
    last, seconds = results[-1], sum(result.seconds for result in results)
    step = step_range(choices, scale) if with_looks and scale > 1 else None
    return UpscaleTable(last.card, last.device, last.precision, seconds, tuple(scores), step)


def _require_judges() -> None:
    """Whoever judges looks is read before anything is measured."""
    load_judge()
    good_photos()


def _score(name: str, result: Result, low: Photo, truth: Photo, scale: int, with_looks: bool) -> UpscaleScore:
    truth_HWC, restored_HWC = code_to_unit(truth.pixels), code_to_unit(result.photo.pixels)
    bicubic_HWC = enlarge_bicubic(low, truth.extent)
    return UpscaleScore(
        name,
        psnr_y(restored_HWC, truth_HWC, scale),
        ssim_y(restored_HWC, truth_HWC, scale),
        psnr_y(bicubic_HWC, truth_HWC, scale),
        ssim_y(bicubic_HWC, truth_HWC, scale),
        result.strength,
        judge_looks(restored_HWC, bicubic_HWC, truth_HWC, code_to_unit(low.pixels)) if with_looks else None,
    )


def judge_looks(restored: UnitImage, bicubic: UnitImage, truth: UnitImage, low: UnitImage) -> Looks:
    """How a restored photo looks.

    Args:
        restored: (H, W, 3) in [0, 1].
        bicubic: same shape, to compare with.
        truth: same shape.
        low: (h, w, 3), what it was made of; the same number of times smaller across and down.

    Raises:
        JudgeMissing, JudgeDamaged, ShapesDiffer: as ``load_judge`` and its ``distance``.
    """
    st_lpips, bicubic_st_lpips = load_judge().distances((restored, bicubic), truth)
    return Looks(
        st_lpips,
        bicubic_st_lpips,
        niqe(restored),
        niqe(bicubic),
        niqe(truth),
        lattice_index(restored, restored.shape[0] // low.shape[0]),
        colour_shift(restored, low),
    )


def enlarge_bicubic(photo: Photo, extent: Extent) -> UnitImage:
    """The photo at another size by bicubic, rounded as a file of its depth would be."""
    return code_to_unit(resize_code(photo.pixels, extent))
