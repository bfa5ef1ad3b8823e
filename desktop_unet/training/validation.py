"""Scores during training: fixed photos, fixed holes, the same at every look."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from desktop_unet.imaging.damage import reduce
from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.holes import mask_for
from desktop_unet.imaging.metrics import psnr_inside, psnr_y
from desktop_unet.models.config import UNetConfig
from desktop_unet.models.unet import UNet
from desktop_unet.training.photos import read_middle

SIDE_PX = 192
"""Validation looks at the middle of each photo, at most this large."""


class Validation:
    """Mean PSNR in dB over a few photos: of Y at the largest scale, or inside holes.

    Args:
        paths: photos to score on.
        config: the network that will be scored.
        hole_kinds: kinds of mask, one per photo in turn.
    """

    def __init__(self, paths: Sequence[Path], config: UNetConfig, hole_kinds: Sequence[str] = ("scratches",)) -> None:
        self.scale = max(config.scales)
        self.truths = [read_middle(path, SIDE_PX, self.scale) for path in paths]
        self.kinds = [hole_kinds[index % len(hole_kinds)] for index in range(len(paths))]
        self.inpaints = config.task == "inpaint"

    @torch.inference_mode()
    def score(self, network: UNet) -> float:
        """Mean over the photos; ``network`` is in evaluation mode."""
        score = self._hole_score if self.inpaints else self._small_score
        return float(np.mean([score(network, index) for index in range(len(self.truths))]))

    def _small_score(self, network: UNet, index: int) -> float:
        truth = self.truths[index]
        small = reduce(truth, Extent(truth.shape[0] // self.scale, truth.shape[1] // self.scale))
        restored = _run(network, small, self.scale)
        return psnr_y(restored, _unit(truth), self.scale)

    def _hole_score(self, network: UNet, index: int) -> float:
        truth = self.truths[index]
        mask = mask_for(self.kinds[index], Extent(*truth.shape[:2]), index)
        damaged = np.concatenate([np.where(mask[..., None], 0, truth), mask[..., None]], axis=2)
        return psnr_inside(_run(network, damaged, 1), _unit(truth), mask)


def _run(network: UNet, input_HWC: NDArray[np.uint8], scale: int) -> NDArray[np.float32]:
    batch_BCHW = torch.from_numpy(input_HWC).permute(2, 0, 1)[None].float() / 255
    restored: NDArray[np.float32] = network(batch_BCHW, scale=scale)[0].permute(1, 2, 0).numpy()
    return restored


def _unit(code_HWC: NDArray[np.uint8]) -> NDArray[np.float32]:
    return code_HWC.astype(np.float32) / np.float32(255)
