"""The challenge: a good photo is damaged by a seed, restored with and without skips, and scored against itself.

Comes in: a photo and a ``Challenge``. Goes out: what was made of it, scores inside and outside the
mask, and a sheet with heat maps of the error. Called by the command line and the lab.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.random import PCG64, Generator
from numpy.typing import NDArray

from desktop_unet.engine.restore import ignore_steps, run
from desktop_unet.engine.task import Choices, InpaintRequest, Report, Request, Result, Step, UpscaleRequest
from desktop_unet.errors import MaskSizeDiffers, RequestImpossible
from desktop_unet.evaluation.judges import judge_of
from desktop_unet.evaluation.sheet import Panel, draw_sheet
from desktop_unet.imaging.damage import Damage, add_noise, apply_damage, compress
from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.heat import heat_map
from desktop_unet.imaging.holes import KINDS, mask_for
from desktop_unet.imaging.metrics import psnr_inside, psnr_y, ssim_inside, ssim_y
from desktop_unet.imaging.photo import Mask, Photo, UnitImage
from desktop_unet.imaging.ranges import code_to_unit, to_8_bits
from desktop_unet.phrases import Phrase

SMALLEST_PX = 32
"""Shortest side of a reduced photo; SSIM has no room in less."""


@dataclass(frozen=True, eq=False)
class Challenge:
    """What is done to the photo and who restores it.

    Args:
        scale: shrink by this factor and enlarge again; 1 with a mask.
        mask: drawn by hand, (H, W) uint8; or None.
        holes: kind of seeded mask, of ``imaging.holes.KINDS``; or None.
        noise: standard deviation in code values of 255.
        quality: of JPEG; None leaves it out.
        seed: of noise and holes.
        cards: names of networks by what they are called on the sheet; empty takes the product's two.
        choices: device, precision, threads.
    """

    scale: int = 1
    mask: Mask | None = None
    holes: str | None = None
    noise: float = 0.0
    quality: int | None = None
    seed: int = 0
    cards: Mapping[str, str] = field(default_factory=dict)
    choices: Choices = field(default_factory=Choices)

    @property
    def fills(self) -> bool:
        return self.mask is not None or self.holes is not None


@dataclass(frozen=True)
class ChallengeScore:
    """Decibels and structural similarity; None where nothing is measured.

    ``whole`` figures are on Y (without a border of ``scale`` pixels); inside and outside are of the mask.
    """

    psnr: float
    ssim: float
    psnr_inside: float | None = None
    ssim_inside: float | None = None
    psnr_outside: float | None = None


@dataclass(frozen=True, eq=False)
class Outcome:
    """The challenge's end.

    Args:
        truth: the photo, cut to a multiple of the scale.
        damaged: what the networks were given.
        mask: what they filled; None for enlarging.
        results: of each network, by name.
        scores: of each, and of ``input``.
        pictures: ``input``, as large as the truth, each network's, ``truth``; (H, W, 3) unit range.
        sheet_HWC: all of it in one picture.
    """

    truth: Photo
    damaged: Photo
    mask: Mask | None
    results: Mapping[str, Result]
    scores: Mapping[str, ChallengeScore]
    pictures: Mapping[str, UnitImage]
    sheet_HWC: NDArray[np.uint8]


def damage_for(challenge: Challenge, photo: Photo) -> tuple[Photo, Photo, Mask | None]:
    """The truth, what is left of it, and the mask: the same for the same seed.

    Raises:
        RequestImpossible: the photo is too small, or neither or both of scale and mask are asked for.
        MaskSizeDiffers: the drawn mask has another size.
    """
    if challenge.fills == (challenge.scale > 1):
        raise RequestImpossible(reason=Phrase("a challenge either shrinks the photo or makes holes in it, choose one"))
    truth_HWC = to_8_bits(photo.pixels)
    rng = Generator(PCG64([challenge.seed, 77]))
    if challenge.fills:
        mask = _mask(challenge, Extent(*truth_HWC.shape[:2]))
        damaged_HWC = _worn(challenge, truth_HWC, rng)
        return Photo(truth_HWC), Photo(damaged_HWC), mask
    height, width = (side // challenge.scale for side in truth_HWC.shape[:2])
    if min(height, width) < SMALLEST_PX:
        raise RequestImpossible(
            reason=Phrase("the photo is too small to be shrunk by {scale}, use a larger one", scale=challenge.scale)
        )
    truth_HWC = np.ascontiguousarray(truth_HWC[: height * challenge.scale, : width * challenge.scale])
    damage = Damage(noise=challenge.noise, quality=challenge.quality)
    small = apply_damage(damage, truth_HWC, Extent(height, width), challenge.scale, rng)
    return Photo(truth_HWC), Photo(small), None


def take_challenge(challenge: Challenge, photo: Photo, report: Report = ignore_steps) -> Outcome:
    """Damage, restore with each network, score.

    Raises:
        Mishap: as ``damage_for`` and ``engine.restore.run``.
        Cancelled: the report hook wanted it so.
    """
    truth, damaged, mask = damage_for(challenge, photo)
    requests = _requests(challenge, damaged, mask)
    results = {}
    for name, request in requests.items():
        results[name] = run(request, _named(report, name))
    asked = next(iter(requests.values()))
    pictures = {"input": judge_of(asked).input_picture(asked)}
    pictures |= {name: code_to_unit(result.photo.pixels) for name, result in results.items()}
    truth_HWC = code_to_unit(truth.pixels)
    scores = {name: _score(challenge, picture, truth_HWC, mask) for name, picture in pictures.items()}
    sheet_HWC = _sheet(pictures, truth_HWC, scores)
    return Outcome(truth, damaged, mask, results, scores, pictures | {"truth": truth_HWC}, sheet_HWC)


def mean_error(picture: UnitImage, truth: UnitImage) -> float:
    """Mean absolute error in code values of 255."""
    return float(255 * np.abs(picture - truth).mean())


def _mask(challenge: Challenge, extent: Extent) -> Mask:
    if challenge.mask is None:
        return mask_for(challenge.holes or KINDS[0], extent, challenge.seed)
    height, width = challenge.mask.shape
    if (height, width) != (extent.height, extent.width):
        facts = {"mask_height": height, "mask_width": width, "height": extent.height, "width": extent.width}
        raise MaskSizeDiffers(path="mask", **facts)
    return challenge.mask


def _worn(challenge: Challenge, truth_HWC: NDArray[np.uint8], rng: Generator) -> NDArray[np.uint8]:
    worn = truth_HWC if challenge.noise <= 0 else add_noise(truth_HWC, challenge.noise, False, rng)
    return worn if challenge.quality is None else compress(worn, challenge.quality)


def _requests(challenge: Challenge, damaged: Photo, mask: Mask | None) -> dict[str, Request]:
    cards: Mapping[str, str | None] = challenge.cards or {"skip": None, "no-skip": None}
    requests: dict[str, Request] = {}
    for name, card in cards.items():
        variant = {} if card is not None else {"variant": name}
        choices = replace(challenge.choices, card=card, **variant)  # type: ignore[arg-type]
        if mask is not None:
            requests[name] = InpaintRequest(damaged, mask, choices, fill="smooth")
        else:
            requests[name] = UpscaleRequest(damaged, challenge.scale, None, choices)
    return requests


def _named(report: Report, name: str) -> Report:
    return lambda step: report(Step(step.done, step.total, f"{name}: {step.text}", step.seconds_left))


def _score(challenge: Challenge, picture: UnitImage, truth: UnitImage, mask: Mask | None) -> ChallengeScore:
    border = challenge.scale if mask is None else 0
    whole = psnr_y(picture, truth, border), ssim_y(picture, truth, border)
    if mask is None:
        return ChallengeScore(*whole)
    outside = np.where(mask > 0, np.uint8(0), np.uint8(255))
    free = psnr_inside(picture, truth, outside) if outside.any() else None
    return ChallengeScore(*whole, psnr_inside(picture, truth, mask), ssim_inside(picture, truth, mask), free)


def _sheet(
    pictures: Mapping[str, UnitImage], truth: UnitImage, scores: Mapping[str, ChallengeScore]
) -> NDArray[np.uint8]:
    panels = [Panel((name, caption_of(scores[name])), picture) for name, picture in pictures.items()]
    panels.append(Panel(("truth", ""), truth))
    panels += [
        Panel((f"error of {name}", f"mean {mean_error(picture, truth):.2f} of 255"), heat_map(picture, truth))
        for name, picture in pictures.items()
    ]
    return draw_sheet(panels, columns=len(pictures) + 1)


def caption_of(score: ChallengeScore) -> str:
    """One line: of the inside where there is a mask, else of the whole."""
    if score.psnr_inside is not None:
        return f"{score.psnr_inside:.2f} dB inside"
    return f"{score.psnr:.2f} dB  SSIM {score.ssim:.4f}"


def card_names(outcome: Outcome) -> Sequence[str]:
    """Cards that took part, in order."""
    return [result.card for result in outcome.results.values()]
