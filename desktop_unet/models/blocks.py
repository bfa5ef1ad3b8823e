"""The small parts that levels are made of: convolutions with activation, plain and residual blocks."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from desktop_unet.models.config import Activation, Norm

RESIDUAL_START = 0.1
"""Factor on a residual block's last convolution before training, so that deep stacks begin near identity."""


def make_activation(kind: Activation, channels: int) -> nn.Module:
    """ReLU, LeakyReLU with slope 0.1, or PReLU with one slope per channel."""
    if kind == "relu":
        return nn.ReLU(inplace=True)
    if kind == "leaky_relu":
        return nn.LeakyReLU(0.1, inplace=True)
    return nn.PReLU(channels, init=0.1)


def make_norm(kind: Norm, channels: int) -> nn.Module:
    """Batch normalisation, or nothing."""
    return nn.BatchNorm2d(channels) if kind == "batch" else nn.Identity()


def conv3x3(inputs: int, outputs: int, *, stride: int = 1) -> nn.Conv2d:
    """3x3 convolution that keeps height and width (divides them by ``stride``)."""
    return nn.Conv2d(inputs, outputs, 3, stride=stride, padding=1)


class PlainBlock(nn.Sequential):
    """Convolution, norm, activation, twice: (B, inputs, H, W) to (B, outputs, H, W).

    Source: Ronneberger et al. 2015, figure 1, with padding so that sizes stay.
    """

    def __init__(self, inputs: int, outputs: int, activation: Activation, norm: Norm) -> None:
        super().__init__(
            conv3x3(inputs, outputs),
            make_norm(norm, outputs),
            make_activation(activation, outputs),
            conv3x3(outputs, outputs),
            make_norm(norm, outputs),
            make_activation(activation, outputs),
        )


class ResidualBlock(nn.Module):
    """Input plus two convolutions with an activation between: (B, C, H, W) to the same.

    Source: Lim et al. 2017 (EDSR), figure 2c.
    """

    def __init__(self, channels: int, activation: Activation, norm: Norm) -> None:
        super().__init__()
        self.first = conv3x3(channels, channels)
        self.first_norm = make_norm(norm, channels)
        self.activation = make_activation(activation, channels)
        self.second = conv3x3(channels, channels)
        self.second_norm = make_norm(norm, channels)
        with torch.no_grad():
            self.second.weight.mul_(RESIDUAL_START)

    def forward(self, features_BCHW: Tensor) -> Tensor:
        inner = self.activation(self.first_norm(self.first(features_BCHW)))
        change: Tensor = self.second_norm(self.second(inner))
        return features_BCHW + change


class GatedBlock(nn.Module):
    """A residual block whose first convolution also says, pixel by pixel, how much of it counts.

    Source: Yu et al. 2019 (free-form inpainting), equation 3.
    """

    def __init__(self, channels: int, activation: Activation, norm: Norm) -> None:
        super().__init__()
        self.first = conv3x3(channels, 2 * channels)
        self.first_norm = make_norm(norm, channels)
        self.activation = make_activation(activation, channels)
        self.second = conv3x3(channels, channels)
        with torch.no_grad():
            self.second.weight.mul_(RESIDUAL_START)

    def forward(self, features_BCHW: Tensor) -> Tensor:
        inner, gate = self.first(features_BCHW).chunk(2, dim=1)
        # ReLU and its kin let a positive factor pass, so the order does not matter; a product may be changed in place.
        inner = self.activation(self.first_norm(inner) * torch.sigmoid(gate))
        change: Tensor = self.second(inner)
        return features_BCHW + change


class FourierBlock(nn.Module):
    """A residual block, and beside it 1x1 convolutions on the spectrum, which see the whole photo at once.

    Source: Chi et al. 2020 (fast Fourier convolution), spectral transform without the local unit, as a
    branch of a residual block.
    """

    def __init__(self, channels: int, activation: Activation, norm: Norm) -> None:
        super().__init__()
        self.local = ResidualBlock(channels, activation, norm)
        half = channels // 2
        self.narrow = nn.Conv2d(channels, half, 1)
        self.spectral = nn.Conv2d(2 * half, 2 * half, 1)
        self.activation = make_activation(activation, 2 * half)
        self.widen = nn.Conv2d(half, channels, 1)
        with torch.no_grad():
            self.widen.weight.mul_(RESIDUAL_START)

    def forward(self, features_BCHW: Tensor) -> Tensor:
        change: Tensor = self.widen(self._whole(self.narrow(features_BCHW)))
        local: Tensor = self.local(features_BCHW)
        return local + change

    def _whole(self, features_BCHW: Tensor) -> Tensor:
        """Through the spectrum and back; in float32, since transforms know no bfloat16."""
        spectrum = torch.fft.rfft2(features_BCHW.float(), norm="ortho")
        stacked = torch.cat([spectrum.real, spectrum.imag], dim=1).to(self.spectral.weight.dtype)
        real, imaginary = self.activation(self.spectral(stacked)).float().chunk(2, dim=1)
        back = torch.fft.irfft2(torch.complex(real, imaginary), s=features_BCHW.shape[-2:], norm="ortho")
        whole: Tensor = back.to(features_BCHW.dtype)
        return whole


class PartialConvolution(nn.Module):
    """A convolution over what is known, scaled up by how little of it there is.

    Args:
        convolution: what is computed where everything is known.

    Source: Liu et al. 2018, equations 1 and 2.
    """

    def __init__(self, convolution: nn.Conv2d) -> None:
        super().__init__()
        self.convolution = convolution

    def forward(self, features_BCHW: Tensor, known_B1HW: Tensor) -> tuple[Tensor, Tensor]:
        """The features, and where at least one known pixel was seen."""
        inner = self.convolution
        size, stride = inner.kernel_size, inner.stride
        share = F.avg_pool2d(F.pad(known_B1HW.float(), _padding(inner), value=1.0), size, stride)
        bias = None if inner.bias is None else inner.bias.reshape(1, -1, 1, 1)
        seen = F.conv2d(features_BCHW * known_B1HW, inner.weight, None, stride, inner.padding)
        scaled = seen / share.clamp_min(1e-3).to(seen.dtype)
        now_known = (share > 0).to(features_BCHW.dtype)
        return (scaled if bias is None else scaled + bias) * now_known, now_known


def _padding(convolution: nn.Conv2d) -> tuple[int, int, int, int]:
    down, right = (int(side) for side in convolution.padding)
    return right, right, down, down


RESIDUAL_BLOCKS: Mapping[str, type[nn.Module]] = {
    "normal": ResidualBlock,
    "partial": ResidualBlock,
    "gated": GatedBlock,
    "fourier": FourierBlock,
}
"""Blocks by kind of convolution; partial convolutions stand between the levels, not inside blocks."""


class Stack(nn.Sequential):
    """The blocks of one level, the first of which changes ``inputs`` channels to ``outputs``.

    Residual blocks need equal channels: a convolution in front changes them where they differ.

    Args:
        kind: of ``RESIDUAL_BLOCKS``; matters where ``residual``.
    """

    def __init__(
        self,
        inputs: int,
        outputs: int,
        blocks: int,
        *,
        residual: bool,
        activation: Activation,
        norm: Norm,
        kind: str = "normal",
    ) -> None:
        if residual:
            entry: list[nn.Module] = [] if inputs == outputs else [nn.Conv2d(inputs, outputs, 1)]
            super().__init__(*entry, *(RESIDUAL_BLOCKS[kind](outputs, activation, norm) for _ in range(blocks)))
        else:
            widths = [inputs] + [outputs] * blocks
            super().__init__(*(PlainBlock(a, b, activation, norm) for a, b in pairwise(widths)))
