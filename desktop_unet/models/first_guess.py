"""What is there before the network adds detail: a bicubic enlargement, or a smooth fill of the hole."""

from __future__ import annotations

from math import cos, pi

import torch
from torch import Tensor
from torch.nn import functional as F

_NOTHING = 1e-6
_SEEN_PX = 2
"""How far a bilaplacian sees."""


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


def biharmonic_guess(photo_BCHW: Tensor, mask_B1HW: Tensor) -> Tensor:
    """The hole filled so that colours and their slopes go on into it; not far, as steps are few.

    Pull-push, and at each level of its pyramid some relaxation towards a vanishing bilaplacian:
    a thin hole is nearly solved, a wide one has its rim solved and stays smooth inside.

    Args:
        photo_BCHW: (B, 3, H, W) unit range; what lies under the mask has no influence.
        mask_B1HW: (B, 1, H, W), 1 = fill, 0 = keep.

    Returns:
        (B, 3, H, W), equal to the photo where the mask is 0.

    Source: biharmonic inpainting as in Damelin & Hoang 2018, equation 1.1; steps from Young 1953 (Chebyshev's
    nodes for Richardson's iteration).
    """
    known = 1 - mask_B1HW
    return _fill(photo_BCHW * known + 0.5 * mask_B1HW, known, relaxed=True)


def _fill(colour: Tensor, weight: Tensor, *, relaxed: bool = False) -> Tensor:
    height, width = colour.shape[-2:]
    if max(height, width) == 1:
        return colour
    padding = (0, width % 2, 0, height % 2)
    weight_sum = F.avg_pool2d(F.pad(weight, padding), 2)
    colour_sum = F.avg_pool2d(F.pad(colour * weight, padding), 2)
    mean = torch.where(weight_sum > _NOTHING, colour_sum / weight_sum.clamp_min(_NOTHING), 0.5)
    coarse = _fill(mean, (4 * weight_sum).clamp_max(1), relaxed=relaxed)
    smooth = F.interpolate(coarse, scale_factor=2, mode="bilinear", align_corners=False)[..., :height, :width]
    filled = colour * weight + smooth * (1 - weight)
    return _relaxed(filled, 1 - weight) if relaxed else filled


def _relaxed(colour: Tensor, unknown: Tensor) -> Tensor:
    """A few steps towards a vanishing bilaplacian where ``unknown``; clamped to unit range."""
    if not torch.is_grad_enabled():
        # What is known stays as it is, so that only the hole's box and what bears on it needs computing.
        box = _hole_box(unknown)
        part = colour[..., *box]
        found = colour.clone()
        found[..., *box] = _steps_towards(part, unknown[..., *box])
        return found.clamp_(0, 1)
    return _steps_towards(colour, unknown).clamp(0, 1)


def _steps_towards(colour: Tensor, unknown: Tensor) -> Tensor:
    for step in _STEPS:
        colour = colour - unknown * _laplacian(_laplacian(colour)) * step
    return colour


def _hole_box(unknown: Tensor) -> tuple[slice, slice]:
    """Rows and columns with something unknown, and as many around it as a bilaplacian sees."""
    marks = unknown[:, 0].amax(dim=0) > 0
    spans = []
    for axis in (1, 0):
        found = marks.any(dim=axis).nonzero()[:, 0]
        first, last = (int(found[0]), int(found[-1])) if len(found) else (0, 0)
        spans.append(slice(max(0, first - _SEEN_PX), last + 1 + _SEEN_PX))
    return spans[0], spans[1]


def _laplacian(colour: Tensor) -> Tensor:
    wide = F.pad(colour, (1, 1, 1, 1), mode="replicate")
    across = wide[..., 1:-1, :-2] + wide[..., 1:-1, 2:]
    down = wide[..., :-2, 1:-1] + wide[..., 2:, 1:-1]
    return across + down - 4 * colour


def _chebyshev_steps(count: int, slowest: float, fastest: float) -> tuple[float, ...]:
    """Step lengths for eigenvalues between ``slowest`` and ``fastest``, long and short in turn."""
    middle, spread = (fastest + slowest) / 2, (fastest - slowest) / 2
    steps = sorted(1 / (middle + spread * cos(pi * (2 * k + 1) / (2 * count))) for k in range(count))
    return tuple(steps[k // 2] if k % 2 == 0 else steps[-1 - k // 2] for k in range(count))


_STEPS = _chebyshev_steps(8, 0.5, 64.0)
"""64 is the bilaplacian's greatest eigenvalue; more and longer steps gained nothing on wide holes."""
