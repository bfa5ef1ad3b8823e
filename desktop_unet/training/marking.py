"""What training a finder of damage makes small: cross-entropy and soft Dice, where the truth is sure."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F

_DICE_WEIGHT = 0.5
_SMOOTHING_PX = 16.0
"""Added above and below in Dice's ratio: on a sound photo a few doubtful pixels are no disaster, many are."""


def marking_loss(logits_B1HW: Tensor, truth_B1HW: Tensor) -> Tensor:
    """Cross-entropy of each pixel and, at half the weight, 1 - Dice of each photo; a mean over photos.

    Cross-entropy alone lets a network mark too little, since damage is rare; Dice weighs what is marked against
    what is damaged.

    Args:
        logits_B1HW: float32, before the sigmoid.
        truth_B1HW: 1 damaged, 0 sound; values between (the rim of damage, what is too faint to see) do not count.

    Returns:
        Scalar, 0 for a perfect finder.

    Source: soft Dice: Milletari et al. 2016 (V-Net), equation 1 without squares; with cross-entropy: Isensee et al.
    2021 (nnU-Net).
    """
    sure = ((truth_B1HW < 0.25) | (truth_B1HW > 0.75)).float()
    damaged = (truth_B1HW > 0.75).float()
    errors = F.binary_cross_entropy_with_logits(logits_B1HW, damaged, reduction="none") * sure
    entropy = errors.sum((1, 2, 3)) / sure.sum((1, 2, 3)).clamp_min(1)
    likely = torch.sigmoid(logits_B1HW) * sure
    both, either = (likely * damaged).sum((1, 2, 3)), (likely + damaged).sum((1, 2, 3))
    dice = (2 * both + _SMOOTHING_PX) / (either + _SMOOTHING_PX)
    return (entropy + _DICE_WEIGHT * (1 - dice)).mean()
