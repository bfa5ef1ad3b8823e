"""How close a restored photo is to the truth: PSNR and SSIM, on all pixels, on Y, or inside a mask.

Comes in: two photos in unit range. Goes out: numbers for ``evaluation`` and ``training``.
Everything is computed in float64, so that tables do not depend on the order of sums.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from desktop_unet.errors import ShapesDiffer
from desktop_unet.imaging.photo import Mask, UnitImage

Plane = NDArray[np.float64]

_WINDOW_RADIUS = 5
_SIGMA = 1.5
SSIM_C1, SSIM_C2 = 0.01**2, 0.03**2
Y_WEIGHTS = np.array([65.481, 128.553, 24.966]) / 255.0


def _window() -> NDArray[np.float64]:
    taps = np.exp(-(np.arange(-_WINDOW_RADIUS, _WINDOW_RADIUS + 1) ** 2) / (2 * _SIGMA**2))
    return np.asarray(taps / taps.sum(), np.float64)


SSIM_TAPS = _window()
"""One side of SSIM's separable Gaussian window: 11 taps that add up to 1."""


def luma(unit: UnitImage) -> NDArray[np.float64]:
    """Y of ITU-R BT.601 in its studio range, not rounded.

    Args:
        unit: (H, W, 3) in [0, 1].

    Returns:
        (H, W) float64, 16/255 (black) to 235/255 (white).

    Source: ITU-R BT.601-7, section 2.5; what super-resolution tables are measured on.
    """
    return np.asarray(unit, np.float64) @ Y_WEIGHTS + 16.0 / 255.0


def psnr(restored: NDArray[np.floating], truth: NDArray[np.floating], *, border_px: int = 0) -> float:
    """Peak signal-to-noise ratio in decibels; higher is closer.

    Args:
        restored: (H, W, 3) or (H, W), unit range.
        truth: same shape.
        border_px: rows and columns left out on each side, as in super-resolution tables.

    Returns:
        Decibels; inf for equal photos.

    Raises:
        ShapesDiffer: the photos are not of one size, or nothing is left inside the border.

    Source: Huynh-Thu & Ghanbari 2008, eq. 1; checked against scikit-image.
    """
    first, second = _same_shape(restored, truth, border_px)
    return _decibels(float(np.mean((first - second) ** 2)))


def ssim(restored: NDArray[np.floating], truth: NDArray[np.floating], *, border_px: int = 0) -> float:
    """Structural similarity, averaged over every place where the whole window fits, then over channels.

    Args:
        restored: (H, W, 3) or (H, W), unit range, each side at least 11 px inside the border.
        truth: same shape.
        border_px: as in ``psnr``.

    Returns:
        Up to 1, for equal photos.

    Raises:
        ShapesDiffer: as in ``psnr``, or the window of 11 px does not fit.

    Source: Wang et al. 2004, eq. 13, Gaussian window of 11 x 11, sigma 1.5; checked against scikit-image.
    """
    first, second = _same_shape(restored, truth, border_px)
    if min(first.shape[:2]) <= 2 * _WINDOW_RADIUS:
        raise ShapesDiffer(restored=_size(first), truth="at least 11 × 11")
    if first.ndim == 2:
        return float(_ssim_map(first, second).mean())
    return float(np.mean([_ssim_map(first[..., c], second[..., c]).mean() for c in range(first.shape[2])]))


def psnr_y(restored: UnitImage, truth: UnitImage, border_px: int) -> float:
    """``psnr`` of the luma."""
    return psnr(luma(restored), luma(truth), border_px=border_px)


def ssim_y(restored: UnitImage, truth: UnitImage, border_px: int) -> float:
    """``ssim`` of the luma."""
    return ssim(luma(restored), luma(truth), border_px=border_px)


def psnr_inside(restored: UnitImage, truth: UnitImage, mask: Mask) -> float:
    """PSNR over the pixels that the mask marks, all channels; a whole photo's PSNR would flatter.

    Args:
        restored: (H, W, 3), unit range.
        truth: same shape.
        mask: (H, W) uint8, 255 where the photo was filled.

    Returns:
        Decibels; nan for an empty mask.
    """
    first, second = _same_shape(restored, truth, 0)
    marked = _marked(mask, first)
    if not marked.any():
        return float("nan")
    return _decibels(float(np.mean((first[marked] - second[marked]) ** 2)))


def ssim_inside(restored: UnitImage, truth: UnitImage, mask: Mask) -> float:
    """SSIM of the luma, averaged over the pixels that the mask marks.

    Windows at the photo's edge see its mirror image, so that marked edge pixels count too.

    Args:
        restored: (H, W, 3), unit range.
        truth: same shape.
        mask: (H, W) uint8, 255 where the photo was filled.

    Returns:
        Up to 1; nan for an empty mask.
    """
    _same_shape(restored, truth, 0)
    first, second = luma(restored), luma(truth)
    marked = _marked(mask, first)
    if not marked.any():
        return float("nan")
    padded = [np.pad(plane, _WINDOW_RADIUS, mode="symmetric") for plane in (first, second)]
    return float(_ssim_map(padded[0], padded[1])[marked].mean())


def _ssim_map(first: Plane, second: Plane) -> Plane:
    """SSIM for each place where the window fits: (H - 10, W - 10)."""
    mean_1, mean_2 = _blur(first), _blur(second)
    variance_1 = _blur(first * first) - mean_1 * mean_1
    variance_2 = _blur(second * second) - mean_2 * mean_2
    covariance = _blur(first * second) - mean_1 * mean_2
    above = (2 * mean_1 * mean_2 + SSIM_C1) * (2 * covariance + SSIM_C2)
    below = (mean_1 * mean_1 + mean_2 * mean_2 + SSIM_C1) * (variance_1 + variance_2 + SSIM_C2)
    return np.asarray(above / below, np.float64)


def _blur(plane: Plane) -> Plane:
    """Gaussian window, rows then columns, without padding."""
    rows, columns = plane.shape[0] - 2 * _WINDOW_RADIUS, plane.shape[1] - 2 * _WINDOW_RADIUS
    down = np.zeros((rows, plane.shape[1]))
    for shift, tap in enumerate(SSIM_TAPS):
        down += tap * plane[shift : shift + rows]
    across = np.zeros((rows, columns))
    for shift, tap in enumerate(SSIM_TAPS):
        across += tap * down[:, shift : shift + columns]
    return across


def _same_shape(
    restored: NDArray[np.floating], truth: NDArray[np.floating], border_px: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    if restored.shape != truth.shape or min(restored.shape[:2]) <= 2 * border_px:
        raise ShapesDiffer(restored=_size(restored), truth=_size(truth))
    inside = (slice(border_px, restored.shape[0] - border_px), slice(border_px, restored.shape[1] - border_px))
    return np.asarray(restored[inside], np.float64), np.asarray(truth[inside], np.float64)


def _marked(mask: Mask, photo: NDArray[np.float64]) -> NDArray[np.bool_]:
    if mask.shape != photo.shape[:2]:
        raise ShapesDiffer(restored=_size(photo), truth=_size(mask))
    return mask > 0


def _decibels(mean_square: float) -> float:
    return float("inf") if mean_square == 0.0 else float(-10.0 * np.log10(mean_square))


def _size(array: NDArray[np.floating] | Mask) -> str:
    return " × ".join(str(side) for side in array.shape)
