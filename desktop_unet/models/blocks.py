"""The small parts that levels are made of: convolutions with activation, plain and residual blocks."""

from __future__ import annotations

from itertools import pairwise

import torch
from torch import Tensor, nn

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


class Stack(nn.Sequential):
    """The blocks of one level, the first of which changes ``inputs`` channels to ``outputs``.

    Residual blocks need equal channels: a convolution in front changes them where they differ.
    """

    def __init__(
        self, inputs: int, outputs: int, blocks: int, *, residual: bool, activation: Activation, norm: Norm
    ) -> None:
        if residual:
            entry: list[nn.Module] = [] if inputs == outputs else [nn.Conv2d(inputs, outputs, 1)]
            super().__init__(*entry, *(ResidualBlock(outputs, activation, norm) for _ in range(blocks)))
        else:
            widths = [inputs] + [outputs] * blocks
            super().__init__(*(PlainBlock(a, b, activation, norm) for a, b in pairwise(widths)))
