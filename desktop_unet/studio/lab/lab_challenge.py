"""The lab's challenge, for the screen: a damaged crop restored by both networks, and how far they are off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from desktop_unet.engine.task import Report
from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.photo import Photo
from desktop_unet.studio.lab.crops import Code, code8
from desktop_unet.studio.lab.lab_options import LabOptions
from desktop_unet.studio.lab.scene import seeded_holes

if TYPE_CHECKING:
    from desktop_unet.evaluation.challenge import ChallengeScore


@dataclass(frozen=True, eq=False)
class Taken:
    """A challenge's end, for the screen.

    Args:
        mask: what was filled, (H, W) uint8; None for enlarging.
        scores: of ``input`` and of each network.
        pictures: ``input``, each network's, ``truth``: (H, W, 3) uint8.
        heat_maps: of the errors of all but the truth: (H, W, 3) uint8.
        mean_errors: of the same, in code values of 255.
    """

    mask: Code | None
    scores: Mapping[str, ChallengeScore]
    pictures: dict[str, Code]
    heat_maps: dict[str, Code]
    mean_errors: dict[str, float]


def challenge(
    pixels_HWC: Code,
    options: LabOptions,
    mask: Code | None,
    noise: float,
    quality: int | None,
    report: Report,
) -> Taken:
    """Damage the crop's photo by the seed (and the mask, where there is one), restore with both networks, score."""
    from desktop_unet.evaluation.challenge import Challenge, mean_error, take_challenge
    from desktop_unet.imaging.heat import heat_map

    task = Challenge(
        scale=options.scale,
        mask=mask if options.has_holes else None,
        holes=seeded_holes(options) if options.has_holes and mask is None else None,
        noise=noise,
        quality=quality,
        seed=options.seed,
        cards={"skip": options.skip_card, "no-skip": options.blind_card},
    )
    box = options.crop.within(Extent(*pixels_HWC.shape[:2]))
    outcome = take_challenge(task, Photo(np.ascontiguousarray(pixels_HWC[box.slices])), report)
    truth = outcome.pictures["truth"]
    restored = {name: outcome.pictures[name] for name in outcome.scores}
    return Taken(
        outcome.mask,
        outcome.scores,
        {name: code8(picture) for name, picture in outcome.pictures.items()},
        {name: code8(heat_map(picture, truth)) for name, picture in restored.items()},
        {name: mean_error(picture, truth) for name, picture in restored.items()},
    )
