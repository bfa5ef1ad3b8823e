"""What training makes small; each is a mean over photos, so that halves of a batch average to the whole."""

from __future__ import annotations

from functools import cache

import torch
from torch import Tensor
from torch.nn import functional as F

from desktop_unet.imaging.metrics import SSIM_C1, SSIM_C2, SSIM_TAPS, Y_WEIGHTS
from desktop_unet.training.config import Loss

_NOTHING = 1e-6
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
    per_photo = _per_photo(error.abs() if kind == "l1" else error.square(), mask)
    if kind == "psnr":
        per_photo = torch.log(per_photo + _SMALLEST_MEAN_SQUARE)
    return per_photo.mean()


def structure_loss(restored: Tensor, truth: Tensor, mask: Tensor | None = None) -> Tensor:
    """1 - SSIM of the luma, averaged per photo first: what ``imaging.metrics.ssim_inside`` scores, with a slope.

    Args:
        restored: (B, 3, H, W) unit range, sides at least 6.
        truth: same shape.
        mask: (B, 1, H, W), 1 where the photo was filled; None counts every pixel.

    Returns:
        Scalar, 0 for equal photos, at most 2.

    Source: Wang et al. 2004, eq. 13; as a loss: Zhao et al. 2017, section 3.2.
    """
    return _per_photo(1 - _ssim_map(_luma(restored), _luma(truth)), mask).mean()


LATTICE_ALLOWED = 0.02
"""Lattice index that batches of photos have by chance."""


def lattice_loss(restored: Tensor, truth: Tensor, period: int, mask: Tensor | None = None) -> Tensor:
    """How much more fine detail depends on the place modulo the period than in the truth.

    Pictures that a network puts together from blocks of pixels may show the blocks as a lattice, which neither a mean
    error nor features need notice. In terms of the truth's detail: in terms of its own, a checkerboard over everything
    would make it small.

    Args:
        restored: (B, 3, H, W) unit range, sides at least ``2 * period``.
        truth: same shape.
        period: in pixels.
        mask: (B, 1, H, W), 1 where detail counts; None counts every pixel.

    Returns:
        Scalar, 0 where it depends no more on the place than by chance.
    """
    with torch.no_grad():
        true = _place_means(truth, period, mask)
        detail = true.mean().clamp_min(_NOTHING)
        allowed = (true.std(correction=0) / detail).clamp_min(LATTICE_ALLOWED)
    return (_place_means(restored, period, mask).std(correction=0) / detail - allowed).clamp_min(0)


def _place_means(photo_BCHW: Tensor, period: int, mask: Tensor | None) -> Tensor:
    """(period * period,): mean size of Y's Laplacian at each place modulo the period."""
    detail = _laplacian(_luma(photo_BCHW)).abs()
    if mask is None:
        return _places(detail, period).mean(dim=(0, 2, 3))
    counts = mask[..., 1:-1, 1:-1]
    return _places(detail * counts, period).sum(dim=(0, 2, 3)) / _places(counts, period).sum(dim=(0, 2, 3)).clamp_min(1)


def _places(planes_B1HW: Tensor, period: int) -> Tensor:
    """(B, period * period, rows, columns): a plane for each place modulo the period."""
    height, width = (side // period * period for side in planes_B1HW.shape[2:])
    return F.pixel_unshuffle(planes_B1HW[..., :height, :width], period)


def mesh_loss(restored: Tensor, truth: Tensor, period: int) -> Tensor:
    """How much of fine detail comes again at the same place modulo the period, beyond what the truth has.

    A checkerboard has as much detail at every place, so that :func:`lattice_loss` cannot see it; but its sign comes
    again, where that of texture and noise averages out.

    Args:
        restored: (B, 3, H, W) unit range, sides at least ``4 * period``.
        truth: same shape.
        period: in pixels; sees shorter ones that divide it too.

    Returns:
        Scalar, in unit range: mean amplitude of the mesh, 0 where there is none.
    """
    return (_coherence(restored, period) - _coherence(truth, period)).clamp_min(0).mean()


def _coherence(photo_BCHW: Tensor, period: int, repeats: int = 4) -> Tensor:
    """(B, C, rows, columns): of blocks of ``repeats`` x ``repeats`` periods, the amplitude of what comes again."""
    batch, channels = photo_BCHW.shape[:2]
    planes = photo_BCHW.flatten(0, 1)[:, None]
    # A checkerboard's Laplacian is 8 times its amplitude.
    detail = _laplacian(F.pad(planes, (1, 1, 1, 1), mode="replicate")) / 8
    rows, columns = (side // (repeats * period) for side in detail.shape[2:])
    detail = detail[..., : rows * repeats * period, : columns * repeats * period]
    blocks = detail.reshape(batch, channels, rows, repeats, period, columns, repeats, period)
    return (blocks.mean(dim=(3, 6)).square().mean(dim=(3, 5)) + _NOTHING**2).sqrt()


def _laplacian(planes_B1HW: Tensor) -> Tensor:
    """(B, 1, H - 2, W - 2): the four neighbours' sum less four times the pixel."""
    kernel = planes_B1HW.new_tensor([[0, 1, 0], [1, -4, 1], [0, 1, 0]]).view(1, 1, 3, 3)
    return F.conv2d(planes_B1HW, kernel)


def tone_loss(restored: Tensor, truth: Tensor, side_px: int = 16) -> Tensor:
    """Mean absolute difference of the colours of blocks: what must stay while detail is free.

    Args:
        restored: (B, 3, H, W) unit range.
        truth: same shape.
        side_px: of the blocks.

    Returns:
        Scalar, lower is closer.
    """
    return F.avg_pool2d(restored - truth, side_px).abs().mean()


def _per_photo(values_BCHW: Tensor, mask: Tensor | None) -> Tensor:
    """(B,): mean over all pixels of each photo, or over those that its mask marks."""
    if mask is None:
        return values_BCHW.mean(dim=(1, 2, 3))
    marked = values_BCHW.shape[1] * mask.sum(dim=(1, 2, 3)).clamp_min(1)
    return (values_BCHW * mask).sum(dim=(1, 2, 3)) / marked


def _luma(unit_BCHW: Tensor) -> Tensor:
    """(B, 1, H, W): Y of BT.601 in studio range, as ``imaging.metrics.luma``."""
    weights = unit_BCHW.new_tensor(Y_WEIGHTS).view(1, 3, 1, 1)
    return (unit_BCHW * weights).sum(dim=1, keepdim=True) + 16.0 / 255.0


def _ssim_map(first: Tensor, second: Tensor) -> Tensor:
    """(B, 1, H, W): SSIM around each pixel; windows at the edge see a mirror image."""
    planes = torch.cat([first, second, first * first, second * second, first * second])
    mean_1, mean_2, square_1, square_2, product = _blur(planes).chunk(5)
    mean_product = mean_1 * mean_2
    mean_squares = mean_1.square() + mean_2.square()
    variances = square_1 + square_2 - mean_squares
    above = (2 * mean_product + SSIM_C1) * (2 * (product - mean_product) + SSIM_C2)
    return above / ((mean_squares + SSIM_C1) * (variances + SSIM_C2))


def _blur(planes_B1HW: Tensor) -> Tensor:
    """SSIM's Gaussian window, along rows and columns, as two products of matrices: quicker than convolving."""
    rows, columns = (_window(side).to(planes_B1HW) for side in planes_B1HW.shape[2:])
    return rows @ planes_B1HW @ columns.T


@cache
def _window(side: int) -> Tensor:
    """(side, side): row i holds the taps around i; those beyond the edge are added to their mirror images."""
    radius = len(SSIM_TAPS) // 2
    position = torch.arange(-radius, side + radius).abs()
    mirrored = torch.where(position < side, position, 2 * (side - 1) - position)
    window = torch.zeros(side, side)
    for shift, tap in enumerate(SSIM_TAPS):
        window[torch.arange(side), mirrored[shift : shift + side]] += float(tap)
    return window
