"""What an enlarged photo may not go beyond: no dark or light rims beside a hard step.

Networks learn from photos that were reduced by a kernel which rounds every step off, and put the sharpness back. A step
that is hard already, as in drawings, screenshots and photos reduced in other ways, they carry past its mark: 40 beside
215 became 0 and 251. Photos do not look like that: where most pixels around one are as dark as the darkest, none of
what it becomes is much darker, and the same for light. Decision 64 has the measurement.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F

TOLERANCE = 9 / 255
"""How far beyond its neighbours anything may go."""
FREEDOM = 1.5
"""How much further for each step between the darkest (lightest) neighbour and the median: fine detail is free."""


def hold_near(picture_BCHW: Tensor, photo_BCHW: Tensor, scale: int) -> Tensor:
    """Take back what goes beyond the pixels around it, or beyond 0 and 1; in place.

    Args:
        picture_BCHW: (B, C, H * scale, W * scale), what was made of ``photo_BCHW``.
        photo_BCHW: (B, C, H, W) float32.
        scale: of the enlargement, above 1.

    Returns:
        ``picture_BCHW``, the same memory.
    """
    batch, channels, height = photo_BCHW.shape[:3]
    rows = picture_BCHW.view(batch, channels, height, scale, -1)
    # Widened first: whole rows are clamped five times as quickly as squares of pixels.
    lowest, highest = (bound.repeat_interleave(scale, dim=3)[:, :, :, None] for bound in bounds(photo_BCHW))
    # What is returned comes from the clamp itself: who traces the network, to give it away, sees no change of a view.
    return rows.clamp_(lowest, highest).view(picture_BCHW.shape)


def bounds(photo_BCHW: Tensor) -> tuple[Tensor, Tensor]:
    """The darkest and the lightest that each pixel may become, 0..1, by its 3 x 3 neighbours; of the photo's shape."""
    rows = _threes(photo_BCHW, 3)
    lightest = _largest(_threes(_largest(rows), 2))
    darkest = _smallest(_threes(_smallest(rows), 2))
    middle = _median(_threes(_median(rows), 2))
    low = darkest - TOLERANCE - FREEDOM * (middle - darkest)
    high = lightest + TOLERANCE + FREEDOM * (lightest - middle)
    return low.clamp_(0, 1), high.clamp_(0, 1)


def _threes(photo_BCHW: Tensor, dim: int) -> tuple[Tensor, Tensor, Tensor]:
    """Each pixel's neighbour before it, itself, and the one after it; at a border the pixel itself again."""
    padded = F.pad(photo_BCHW, (1, 1, 0, 0) if dim == 3 else (0, 0, 1, 1), mode="replicate")
    before, here, after = (padded.narrow(dim, start, photo_BCHW.shape[dim]) for start in range(3))
    return before, here, after


def _largest(threes: tuple[Tensor, Tensor, Tensor]) -> Tensor:
    return torch.maximum(torch.maximum(threes[0], threes[1]), threes[2])


def _smallest(threes: tuple[Tensor, Tensor, Tensor]) -> Tensor:
    return torch.minimum(torch.minimum(threes[0], threes[1]), threes[2])


def _median(threes: tuple[Tensor, Tensor, Tensor]) -> Tensor:
    before, here, after = threes
    return torch.maximum(torch.minimum(before, here), torch.minimum(torch.maximum(before, here), after))
