"""What training makes small; each is a mean over photos, so that halves of a batch average to the whole."""

from __future__ import annotations

import torch
from torch import Tensor

from desktop_unet.training.config import Loss

_SMALLEST_MEAN_SQUARE = 1e-5
"""Below 50 dB there is nothing to gain; keeps the logarithm and its slope finite."""


def restoration_loss(kind: Loss, restored: Tensor, truth: Tensor, mask: Tensor | None = None) -> Tensor:
    """Distance of a batch to its truth, averaged per photo first.

    Averaging over all masked pixels of a batch would let large holes drown the thin ones.

    Args:
        kind: ``l1``, ``l2``, or ``psnr`` for ln(mean square error), whose mean is what tables of PSNR show.
        restored: (B, 3, H, W) unit range.
        truth: same shape.
        mask: (B, 1, H, W), 1 where the photo was filled; None counts every pixel.

    Returns:
        Scalar, lower is closer.

    Source: PSNR as a loss: Chen et al. 2021 (HINet), equation 4, here with a natural logarithm.
    """
    error = restored - truth
    error = error.abs() if kind == "l1" else error.square()
    if mask is None:
        per_photo = error.mean(dim=(1, 2, 3))
    else:
        per_photo = (error * mask).sum(dim=(1, 2, 3)) / (3 * mask.sum(dim=(1, 2, 3)).clamp_min(1))
    if kind == "psnr":
        per_photo = torch.log(per_photo + _SMALLEST_MEAN_SQUARE)
    return per_photo.mean()
