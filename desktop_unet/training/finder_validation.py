"""A finder's score during training: fixed photos with damage of kinds that it was never taught."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch

from desktop_unet.imaging.defects.film import FilmShapes
from desktop_unet.imaging.defects.old_photo import OldPhoto, draw_marks, kinds_of_damage, make_old, usual_count
from desktop_unet.imaging.finding_scores import Counts, count_marks
from desktop_unet.imaging.geometry import Extent
from desktop_unet.models.unet import UNet
from desktop_unet.training.photos import read_middle

SIDE_PX = 320
"""Validation looks at the middle of each photo, at most this large."""
THRESHOLD = 0.5
_SOUND_EVERY = 4
"""Every so many-th photo stays undamaged: what is marked there is wrong."""


class FinderValidation:
    """F1 over a few photos, pixels of all of them counted together.

    Args:
        paths: photos to score on.
        shapes: of film damage that are withheld from training; None scores on drawn damage alone.
    """

    def __init__(self, paths: Sequence[Path], shapes: FilmShapes | None = None) -> None:
        kinds = kinds_of_damage(shapes, withheld=True)
        self.cases: list[OldPhoto] = []
        for index, path in enumerate(paths):
            rng = np.random.Generator(np.random.PCG64([index, 21]))
            middle = read_middle(path, SIDE_PX)
            extent = Extent(*middle.shape[:2])
            sound = index % _SOUND_EVERY == _SOUND_EVERY - 1
            layers = [] if sound else draw_marks(extent, kinds, usual_count(extent, rng), rng)
            self.cases.append(make_old(middle, layers, rng))

    @torch.inference_mode()
    def score(self, network: UNet) -> float:
        """F1 at a tolerance of 2 px; ``network`` is in evaluation mode."""
        total = Counts()
        for case in self.cases:
            batch_BCHW = torch.from_numpy(case.pixels.copy()).permute(2, 0, 1)[None].float() / 255
            total += count_marks(network(batch_BCHW)[0, 0].numpy() >= THRESHOLD, case.truth)
        return total.f1
