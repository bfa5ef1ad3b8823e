"""Features of a network that has learnt to see, by which two pictures are compared.

A mean error makes soft pictures: where detail cannot be known, their mean is nearest to all that may be there.
Features of deeper layers tell whether there is detail of the right kind, wherever exactly it lies.

The weights are those of ST-LPIPS (Ghildyal & Liu 2022, BSD-2), a file of the package ``stlpips_pytorch``; they are
for training alone, and the program neither ships nor imports them. Used by ``loop.train``.
"""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F

from desktop_unet.errors import FileMissing, WeightsDamaged

_SLICES = ((0, 2), (6, 8), (12, 14, 16), (20, 22, 24))
"""Numbers of VGG-16's convolutions in the file, a tuple for each slice; before each but the first is a halving."""
_FILTERS = (5, 11, 19)
"""Numbers of the blurs of these halvings."""
SLICE_WEIGHTS = (0.5, 1.0, 1.0, 1.0)
"""How much the features of each slice count; deeper ones at less weight left pictures softer
(docs/log/sharp-enlargers.md)."""
_NOTHING = 1e-6


class FeatureNetwork:
    """VGG-16 up to its tenth convolution, with halvings that blur, so that a shift by a pixel changes little.

    Args:
        path: ``vgg_shift_tolerant.pth``, read as plain numbers.
        device: where.
        precision: ``bf16`` or ``fp32``.

    Raises:
        FileMissing: there is no such file.
        WeightsDamaged: it holds something else.

    Source: Simonyan & Zisserman 2015, configuration D; Zhang 2019 (blurred max-pooling).
    """

    def __init__(self, path: Path, device: torch.device, precision: str = "bf16") -> None:
        numbers = _read_numbers(path)
        self._type = torch.bfloat16 if precision == "bf16" else torch.float32
        try:
            self._slices = [
                [
                    (
                        self._placed(numbers[f"net.slice{index}.{layer}.weight"], device, layer == 0),
                        self._placed(numbers[f"net.slice{index}.{layer}.bias"], device, layer == 0),
                    )
                    for layer in layers
                ]
                for index, layers in enumerate(_SLICES, start=1)
            ]
            blurs = enumerate(_FILTERS, start=2)
            self._blurs = [self._placed(numbers[f"net.slice{index}.{layer}.filt"], device) for index, layer in blurs]
            self._shift = numbers["scaling_layer.shift"].to(device)
            self._scale = numbers["scaling_layer.scale"].to(device)
        except KeyError as missing:
            raise WeightsDamaged(path=path, reason=f"it lacks {missing.args[0]}") from missing

    def _placed(self, number: Tensor, device: torch.device, is_first: bool = False) -> Tensor:
        layout = torch.channels_last if number.ndim == 4 else torch.contiguous_format
        return number.to(device, torch.float32 if is_first else self._type).contiguous(memory_format=layout)

    def __call__(self, photo_BCHW: Tensor) -> list[Tensor]:
        """Features of each slice.

        Args:
            photo_BCHW: (B, 3, H, W) unit range, sides at least 16.

        Returns:
            Four tensors: (B, 64, H, W), and of half the size each (B, 128, ...), (B, 256, ...), (B, 512, ...).
        """
        signed = (2 * photo_BCHW - 1 - self._shift) / self._scale
        current = signed.contiguous(memory_format=torch.channels_last)
        found = []
        for index, layers in enumerate(self._slices):
            if index:
                current = _halved(current, self._blurs[index - 1])
            for kernel, bias in layers:
                # The first layer is float32: in bfloat16 a photo's codes cannot be told apart.
                current = F.relu(F.conv2d(current, kernel, bias, padding=1)).to(self._type)
            found.append(current)
        return found


def feature_loss(network: FeatureNetwork, restored: Tensor, truth: Tensor, shares_B: Tensor | float = 1.0) -> Tensor:
    """How far apart the features of two batches point, a weighted sum over the slices.

    Args:
        network: whose features are compared.
        restored: (B, 3, H, W) unit range.
        truth: same shape.
        shares_B: share of each photo that may differ, as its hole; the rest would thin its mean.

    Returns:
        Scalar, 0 for equal pictures; only ``restored`` has a slope.

    Source: Zhang et al. 2018 (LPIPS), equation 1, with one weight for a slice: features of length 1 differ by
    2 - 2 cos of their angle.
    """
    with torch.no_grad():
        wanted = network(truth)
    compared = zip(network(restored), wanted, strict=True)
    angles = [_Angles.apply(a, b).mean(dim=(1, 2)) for a, b in compared]  # type: ignore[no-untyped-call]
    terms = [(per_photo / shares_B).mean() for per_photo in angles]
    return torch.stack([weight * term for weight, term in zip(SLICE_WEIGHTS, terms, strict=True)]).sum()


class _Angles(torch.autograd.Function):
    """2 - 2 cos of the angle between the features of each place, (B, H, W); only the first has a slope.

    Written out, it reads and writes the large features half as often as what autograd makes of the formula.
    """

    @staticmethod
    def forward(ctx: Any, one_BCHW: Tensor, other_BCHW: Tensor) -> Tensor:
        along, square = _product(one_BCHW, other_BCHW), _product(one_BCHW, one_BCHW)
        lengths = square * _product(other_BCHW, other_BCHW)
        inverse = lengths.clamp_min(_NOTHING).rsqrt()
        # Where the lengths are held up they have no slope.
        turning = torch.where(lengths > _NOTHING, along * inverse / square, 0.0)
        ctx.save_for_backward(one_BCHW, other_BCHW, inverse, turning)
        return 2 - 2 * along * inverse

    @staticmethod
    def backward(ctx: Any, slope_BHW: Tensor) -> tuple[Tensor, None]:
        one, other, inverse, turning = ctx.saved_tensors
        towards, away = ((2 * slope_BHW * factor).to(one.dtype)[:, None] for factor in (inverse, turning))
        return torch.addcmul(one * away, other, towards, value=-1), None


def _product(one_BCHW: Tensor, other_BCHW: Tensor) -> Tensor:
    """(B, H, W): of the features of each place."""
    return (one_BCHW * other_BCHW).sum(dim=1, dtype=torch.float32)


def _halved(features_BCHW: Tensor, blur: Tensor) -> Tensor:
    largest = F.max_pool2d(features_BCHW, 2, stride=1)
    return F.conv2d(F.pad(largest, (2, 2, 2, 2), mode="reflect"), blur, stride=2, groups=blur.shape[0])


def _read_numbers(path: Path) -> Mapping[str, Tensor]:
    if not path.is_file():
        raise FileMissing(path=path)
    try:
        numbers = torch.load(path, map_location="cpu", weights_only=True)
    except (OSError, RuntimeError, EOFError, pickle.UnpicklingError) as mistake:
        raise WeightsDamaged(path=path, reason="it holds no numbers of a network") from mistake
    if not isinstance(numbers, Mapping):
        raise WeightsDamaged(path=path, reason="it holds no numbers of a network")
    return numbers
