"""How well a network enlarges or cleans up: PSNR and SSIM on Y beside those of bicubic.

Comes in: a folder, choices, and damage to do first. Goes out: a score per photo. Each photo goes the same way as
in the program, through ``engine.restore``, and is rounded to the depth of its file.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from desktop_unet.engine.restore import ignore_steps, run
from desktop_unet.engine.task import Choices, Report, Result, Step, UpscaleRequest
from desktop_unet.evaluation.pairs import damage_photo, find_pairs, mean, read_pair
from desktop_unet.imaging.damage import Damage
from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.metrics import psnr_y, ssim_y
from desktop_unet.imaging.photo import Photo, UnitImage
from desktop_unet.imaging.ranges import code_to_unit
from desktop_unet.imaging.resample import resize_code


@dataclass(frozen=True)
class UpscaleScore:
    """Decibels and structural similarity of one photo, by the network and by bicubic (at x1: as it went in).

    ``strength`` is what the network was told.
    """

    name: str
    psnr: float
    ssim: float
    bicubic_psnr: float
    bicubic_ssim: float
    strength: float = 0.0


@dataclass(frozen=True)
class UpscaleTable:
    """Scores of a folder, and what made them."""

    card: str
    device: str
    precision: str
    seconds: float
    scores: tuple[UpscaleScore, ...]

    @property
    def mean(self) -> UpscaleScore:
        """Arithmetic means over the photos."""
        columns = ("psnr", "ssim", "bicubic_psnr", "bicubic_ssim", "strength")
        return UpscaleScore("mean", *(mean([getattr(score, column) for score in self.scores]) for column in columns))


def evaluate_upscale(
    folder: Path,
    scale: int,
    choices: Choices,
    report: Report = ignore_steps,
    *,
    strength: float | None = 0.0,
    damage: Damage | None = None,
    seed: int = 0,
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

    Raises:
        Mishap: as ``find_pairs``, ``read_photo`` and ``engine.restore.run``.
    """
    pairs = find_pairs(folder, scale)
    scores, results = [], []
    for number, files in enumerate(pairs):
        report(Step(number, len(pairs), f"Measuring {files.name}"))
        low, truth = read_pair(files, scale)
        if damage is not None:
            low = damage_photo(low, damage, seed + number)
        results.append(run(UpscaleRequest(low, scale, strength, choices)))
        scores.append(_score(files.name, results[-1], low, truth, scale))
    last = results[-1]
    return UpscaleTable(last.card, last.device, last.precision, sum(r.seconds for r in results), tuple(scores))


def _score(name: str, result: Result, low: Photo, truth: Photo, scale: int) -> UpscaleScore:
    truth_HWC, restored_HWC = code_to_unit(truth.pixels), code_to_unit(result.photo.pixels)
    bicubic_HWC = enlarge_bicubic(low, truth.extent)
    return UpscaleScore(
        name,
        psnr_y(restored_HWC, truth_HWC, scale),
        ssim_y(restored_HWC, truth_HWC, scale),
        psnr_y(bicubic_HWC, truth_HWC, scale),
        ssim_y(bicubic_HWC, truth_HWC, scale),
        result.strength,
    )


def enlarge_bicubic(photo: Photo, extent: Extent) -> UnitImage:
    """The photo at another size by bicubic, rounded as a file of its depth would be."""
    return code_to_unit(resize_code(photo.pixels, extent))
