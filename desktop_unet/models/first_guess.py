"""What is there before the network adds detail: a bicubic enlargement, or a smooth fill of the hole."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F

_NOTHING = 1e-6


def bicubic_guess(photo_BCHW: Tensor, scale: int) -> Tensor:
    """The photo enlarged by ``scale`` with the bicubic kernel a = -0.5; not clamped.

    Args:
        photo_BCHW: (B, 3, H, W) unit range.

    Returns:
        (B, 3, H * scale, W * scale).

    Source: Keys 1981; torch uses a = -0.5 only in its antialiased form, which enlarges alike.
    """
    if scale == 1:
        return photo_BCHW
    return F.interpolate(photo_BCHW, scale_factor=scale, mode="bicubic", antialias=True)


def pull_push_guess(photo_BCHW: Tensor, mask_B1HW: Tensor) -> Tensor:
    """The hole filled smoothly from around it by a pyramid of masked averages.

    Args:
        photo_BCHW: (B, 3, H, W) unit range; what lies under the mask has no influence.
        mask_B1HW: (B, 1, H, W), 1 = fill, 0 = keep.

    Returns:
        (B, 3, H, W), equal to the photo where the mask is 0; grey 0.5 where all is masked.

    Source: Gortler et al. 1996, section 3.4 (pull-push).
    """
    known = 1 - mask_B1HW
    return _fill(photo_BCHW * known + 0.5 * mask_B1HW, known)


def _fill(colour: Tensor, weight: Tensor) -> Tensor:
    height, width = colour.shape[-2:]
    if max(height, width) == 1:
        return colour
    padding = (0, width % 2, 0, height % 2)
    weight_sum = F.avg_pool2d(F.pad(weight, padding), 2)
    colour_sum = F.avg_pool2d(F.pad(colour * weight, padding), 2)
    mean = torch.where(weight_sum > _NOTHING, colour_sum / weight_sum.clamp_min(_NOTHING), 0.5)
    coarse = _fill(mean, (4 * weight_sum).clamp_max(1))
    smooth = F.interpolate(coarse, scale_factor=2, mode="bilinear", align_corners=False)[..., :height, :width]
    return colour * weight + smooth * (1 - weight)
