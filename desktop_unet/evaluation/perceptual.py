"""What two photos look like to a judge: the distance ST-LPIPS, by AlexNet's features.

Comes in: a restored photo and the truth. Goes out: a number, lower is closer. The weights lie in the package
``stlpips_pytorch`` (extra ``perceptual``); they are read as plain data, the package's code is never run. Training is
taught by other features (VGG's), so that nothing is judged by what it was trained on.

Source: Ghildyal & Liu 2022, Shift-tolerant Perceptual Similarity Metric; Zhang et al. 2018 for the heads.
"""

from __future__ import annotations

import pickle
from collections.abc import Mapping, Sequence
from functools import lru_cache

import torch
import torch.nn.functional as F
from torch import Tensor

from desktop_unet.errors import JudgeDamaged, JudgeMissing, ShapesDiffer
from desktop_unet.imaging.photo import UnitImage
from desktop_unet.paths import JUDGES_VARIABLE, package_file

PACKAGE = "stlpips_pytorch"
WEIGHTS = "weights/vST0.0/alex_shift_tolerant.pth"

SMALLEST_PX = 21
"""Smallest side of a photo: below it, a reflection of two pixels does not fit the deepest features."""

_CONVOLUTIONS = (("slice1.0", 2), ("slice2.5", 2), ("slice3.9", 1), ("slice4.11", 1), ("slice5.13", 1))
"""AlexNet's layers by the names they have in the file, and the zeros around each."""


class PerceptualJudge:
    """ST-LPIPS with its weights.

    Args:
        state: tensors by name, as in the package's file.

    Raises:
        KeyError: a tensor is missing.
    """

    def __init__(self, state: Mapping[str, Tensor]) -> None:
        self._shift, self._scale = state["scaling_layer.shift"], state["scaling_layer.scale"]
        self._layers = [
            (state[f"net.{name}.weight"], state[f"net.{name}.bias"], zeros) for name, zeros in _CONVOLUTIONS
        ]
        self._heads = [state[f"lin{number}.model.1.weight"] for number in range(len(_CONVOLUTIONS))]

    def distance(self, restored: UnitImage, truth: UnitImage) -> float:
        """How different two photos look.

        Args:
            restored: (H, W, 3) in [0, 1], both sides at least ``SMALLEST_PX``.
            truth: same shape.

        Returns:
            0 for equal photos; about 0.4 for x4 by bicubic.

        Raises:
            ShapesDiffer: the photos are not of one size, or too small.
        """
        return self.distances([restored], truth)[0]

    @torch.inference_mode()
    def distances(self, pictures: Sequence[UnitImage], truth: UnitImage) -> list[float]:
        """``distance`` of each of several pictures from one truth, which is looked at once."""
        for picture in pictures:
            if picture.shape != truth.shape or min(truth.shape[:2]) < SMALLEST_PX:
                raise ShapesDiffer(restored=_size(picture), truth=f"{_size(truth)} (at least {SMALLEST_PX} a side)")
        wanted = self._features(truth)
        return [
            sum(
                float(F.conv2d((first - second) ** 2, head).mean())
                for first, second, head in zip(self._features(picture), wanted, self._heads, strict=True)
            )
            for picture in pictures
        ]

    def _features(self, photo_HWC: UnitImage) -> list[Tensor]:
        """What each layer answers, every place's features divided by their length.

        The first layer is blurred before its zeros are cut off, the next two begin with the largest of 3 x 3, blurred.
        """
        unit_BCHW = torch.tensor(photo_HWC, dtype=torch.float32).permute(2, 0, 1)[None]
        signed_BCHW = 2 * unit_BCHW - 1
        features_BCHW = (signed_BCHW - self._shift) / self._scale
        found = []
        for number, (weight, bias, zeros) in enumerate(self._layers):
            if number in (1, 2):
                features_BCHW = _halve(F.max_pool2d(features_BCHW, 3, stride=1))
            features_BCHW = F.conv2d(features_BCHW, weight, bias, padding=zeros)
            if number == 0:
                features_BCHW = _halve(features_BCHW)
            features_BCHW = F.relu(features_BCHW)
            found.append(features_BCHW / (features_BCHW.square().sum(1, keepdim=True).sqrt() + 1e-10))
        return found


def _halve(features_BCHW: Tensor) -> Tensor:
    """Every second place after a blur by [1 2 1] across and down; the edge is mirrored two places wide."""
    taps = torch.tensor([1.0, 2.0, 1.0])
    kernel = (taps[:, None] * taps / 16).expand(features_BCHW.shape[1], 1, 3, 3)
    mirrored = F.pad(features_BCHW, (2, 2, 2, 2), mode="reflect")
    return F.conv2d(mirrored, kernel, stride=2, groups=features_BCHW.shape[1])


@lru_cache(maxsize=1)
def load_judge() -> PerceptualJudge:
    """The judge with the weights of the installed package; loaded once.

    Raises:
        JudgeMissing: the package is not installed.
        JudgeDamaged: its file cannot be read as these weights.
    """
    path = package_file(PACKAGE, WEIGHTS)
    if path is None:
        raise JudgeMissing(package=PACKAGE, variable=JUDGES_VARIABLE)
    try:
        return PerceptualJudge(torch.load(path, map_location="cpu", weights_only=True))
    except (RuntimeError, OSError, EOFError, KeyError, TypeError, pickle.UnpicklingError) as mistake:
        raise JudgeDamaged(path=path, reason=type(mistake).__name__) from mistake


def _size(photo: UnitImage) -> str:
    return " × ".join(str(side) for side in photo.shape)
