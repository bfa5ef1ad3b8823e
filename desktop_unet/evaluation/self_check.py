"""Whether the program works here: every packed network restores the sample.

Comes in: nothing but what was packed. Goes out: a check per network, with its time and worth.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from desktop_unet.engine.restore import ignore_steps, run
from desktop_unet.engine.task import VARIANTS, Choices, InpaintRequest, Report, Result, Step, UpscaleRequest, Variant
from desktop_unet.errors import SelfCheckFailed, WeightsDamaged
from desktop_unet.evaluation.pairs import make_pair
from desktop_unet.evaluation.upscale_scores import enlarge_bicubic
from desktop_unet.imaging.codec import read_photo
from desktop_unet.imaging.mask import read_mask
from desktop_unet.imaging.metrics import psnr_y
from desktop_unet.imaging.photo import Photo
from desktop_unet.imaging.ranges import code_to_unit
from desktop_unet.models.weights import verify_folder
from desktop_unet.paths import sample_mask, sample_photo, weights_dir
from desktop_unet.phrases import Phrase

SCALE = 2


@dataclass(frozen=True)
class Check:
    """One network on the sample.

    Args:
        card: the network's name.
        figure: what was measured, for a person.
        result: how it ran.
    """

    card: str
    figure: str
    result: Result


def check_weights() -> int:
    """Verify the sums of all packed networks; their number.

    Raises:
        WeightsDamaged: the first file that is not whole.
    """
    found = verify_folder(weights_dir())
    for name, is_whole, reason in found:
        if not is_whole:
            raise WeightsDamaged(path=weights_dir() / name, reason=reason)
    return len(found)


def check_networks(choices: Choices, report: Report = ignore_steps) -> list[Check]:
    """Restore the sample with all four packed networks.

    Args:
        choices: device, precision and threads to check.
        report: called before each network.

    Raises:
        SelfCheckFailed: a result is not what it must be.
        Mishap: as ``engine.restore.run``.
    """
    sample = read_photo(sample_photo())
    checks = []
    for number, variant in enumerate(VARIANTS):
        here = Choices(variant=variant, device=choices.device, precision=choices.precision, threads=choices.threads)
        report(Step(2 * number, 4, f"Enlarging the sample ({variant})"))
        checks.append(_check_upscale(sample, variant, here))
        report(Step(2 * number + 1, 4, f"Filling the sample ({variant})"))
        checks.append(_check_inpaint(sample, here))
    report(Step(4, 4, "Checked"))
    return checks


def _check_upscale(sample: Photo, variant: Variant, choices: Choices) -> Check:
    """Make the sample small, enlarge it again: with skips, the network must beat bicubic."""
    small, truth = make_pair(sample, SCALE)
    truth_HWC = code_to_unit(truth.pixels)
    result = run(UpscaleRequest(small, SCALE, 0.0, choices))
    ours = psnr_y(code_to_unit(result.photo.pixels), truth_HWC, SCALE)
    bicubic = psnr_y(enlarge_bicubic(small, truth.extent), truth_HWC, SCALE)
    if variant == "skip" and ours <= bicubic:
        raise SelfCheckFailed(
            card=result.card,
            reason=Phrase("{ours:.2f} dB is no better than bicubic's {bicubic:.2f}", ours=ours, bicubic=bicubic),
        )
    return Check(result.card, f"{ours:.2f} dB (bicubic {bicubic:.2f})", result)


def _check_inpaint(sample: Photo, choices: Choices) -> Check:
    """Fill the sample's scratches: what is not marked must stay as it is."""
    mask = read_mask(sample_mask(), sample.extent)
    result = run(InpaintRequest(sample, mask, choices, fill="smooth"))
    changed = (result.photo.pixels != sample.pixels).any(axis=2)
    if np.any(changed & (mask == 0)):
        raise SelfCheckFailed(card=result.card, reason=Phrase("pixels outside the mask were changed"))
    if not changed.any():
        raise SelfCheckFailed(card=result.card, reason=Phrase("nothing was filled"))
    return Check(result.card, f"{int(changed.sum())} pixels filled", result)
