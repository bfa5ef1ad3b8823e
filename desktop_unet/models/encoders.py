"""The way down: features double (as the config says), height and width halve.

Comes in: a padded batch. Goes out: one feature map per level, and the positions of the
maxima where the decoder will unpool. Next on the road: ``upsampling.py``.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from desktop_unet.models.blocks import PartialConvolution, Stack, conv3x3
from desktop_unet.models.config import RESNET_BLOCKS, UNetConfig

Features = list[Tensor]
Positions = list[Tensor | None]


class LevelEncoder(nn.Module):
    """Plain or residual encoder: a stack of blocks per level, halving in between.

    Plain levels halve by 2x2 max-pooling as in the original U-Net; residual ones by a 2x2
    convolution of stride 2, or by pooling too where the decoder needs its positions.
    """

    def __init__(self, config: UNetConfig) -> None:
        super().__init__()
        residual = config.encoder == "residual"
        self.keeps_positions = config.upsampling == "unpool"
        self.pools = not residual or self.keeps_positions
        widths = config.widths
        self.leaves_out_holes = config.convolution == "partial"
        self.entry: nn.Module = nn.Identity()
        if residual:
            self.entry = self._step(conv3x3(config.input_channels, widths[0]))
        inputs = widths[:1] if residual else (config.input_channels,)
        self.levels = nn.ModuleList()
        self.halvings = nn.ModuleList()
        for level, (outputs, blocks) in enumerate(zip(widths, config.blocks, strict=True)):
            entering = inputs[0] if level == 0 else widths[level - 1] if self.pools else outputs
            deepest = level == config.levels - 1
            kind = "fourier" if deepest and config.bottleneck == "fourier" else config.convolution
            stack = Stack(
                entering,
                outputs,
                blocks,
                residual=residual,
                activation=config.activation,
                norm=config.norm,
                kind=kind,
            )
            self.levels.append(stack)
            if level and not self.pools:
                self.halvings.append(self._step(nn.Conv2d(widths[level - 1], outputs, 2, stride=2)))

    def forward(self, batch_BCHW: Tensor) -> tuple[Features, Positions]:
        """Features of each level, full resolution first; positions of the maxima between them."""
        if self.leaves_out_holes:
            return self._known_features(batch_BCHW), [None] * (len(self.levels) - 1)
        features: Features = []
        positions: Positions = []
        current = self.entry(batch_BCHW)
        for level, stack in enumerate(self.levels):
            if level:
                current, where = self._halve(features[-1], level)
                positions.append(where)
            current = stack(current)
            features.append(current)
        return features, positions

    def _step(self, convolution: nn.Conv2d) -> nn.Module:
        return PartialConvolution(convolution) if self.leaves_out_holes else convolution

    def _known_features(self, batch_BCHW: Tensor) -> Features:
        """The way down by partial convolutions; the fourth channel of the batch says what is unknown."""
        features: Features = []
        current, known = batch_BCHW, 1 - batch_BCHW[:, 3:4]
        for step, stack in zip([self.entry, *self.halvings], self.levels, strict=True):
            current, known = step(current, known)
            current = stack(current)
            features.append(current)
        return features

    def _halve(self, features_BCHW: Tensor, level: int) -> tuple[Tensor, Tensor | None]:
        if not self.pools:
            return self.halvings[level - 1](features_BCHW), None
        if self.keeps_positions:
            return F.max_pool2d(features_BCHW, 2, return_indices=True)
        return F.max_pool2d(features_BCHW, 2), None


class ResNetBlock(nn.Module):
    """torchvision's BasicBlock by structure and parameter names. Source: He et al. 2016, figure 2."""

    def __init__(self, inputs: int, outputs: int, stride: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride=stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.downsample: nn.Module | None = None
        if stride != 1 or inputs != outputs:
            self.downsample = nn.Sequential(
                nn.Conv2d(inputs, outputs, 1, stride=stride, bias=False), nn.BatchNorm2d(outputs)
            )

    def forward(self, features_BCHW: Tensor) -> Tensor:
        shortcut = features_BCHW if self.downsample is None else self.downsample(features_BCHW)
        inner = F.relu(self.bn1(self.conv1(features_BCHW)))
        return F.relu(shortcut + self.bn2(self.conv2(inner)))


class ResNetEncoder(nn.Module):
    """ResNet-18 or -34 without its classifier, with torchvision's state-dict names.

    Five levels; the first is at half the photo's height and width.
    """

    def __init__(self, config: UNetConfig) -> None:
        super().__init__()
        widths = config.widths
        self.conv1 = nn.Conv2d(config.input_channels, widths[0], 7, stride=2, padding=3, bias=False)
        self.bn1 = nn.BatchNorm2d(widths[0])
        _, *counts = RESNET_BLOCKS[config.encoder]
        self.layer1 = _resnet_layer(widths[0], widths[1], counts[0], stride=1)
        self.layer2 = _resnet_layer(widths[1], widths[2], counts[1], stride=2)
        self.layer3 = _resnet_layer(widths[2], widths[3], counts[2], stride=2)
        self.layer4 = _resnet_layer(widths[3], widths[4], counts[3], stride=2)

    def forward(self, batch_BCHW: Tensor) -> tuple[Features, Positions]:
        """Features at 1/2, 1/4, 1/8, 1/16 and 1/32 of height and width; no positions."""
        features = [F.relu(self.bn1(self.conv1(batch_BCHW)))]
        features.append(self.layer1(F.max_pool2d(features[-1], 3, stride=2, padding=1)))
        for layer in (self.layer2, self.layer3, self.layer4):
            features.append(layer(features[-1]))
        return features, [None] * 4


def _resnet_layer(inputs: int, outputs: int, count: int, *, stride: int) -> nn.Sequential:
    first = ResNetBlock(inputs, outputs, stride)
    return nn.Sequential(first, *(ResNetBlock(outputs, outputs, 1) for _ in range(count - 1)))


def make_encoder(config: UNetConfig) -> nn.Module:
    """The encoder that ``config`` names."""
    return ResNetEncoder(config) if config.is_resnet else LevelEncoder(config)


def widen_first_convolution(weight: Tensor, channels: int) -> Tensor:
    """(O, 3, k, k) weights for ``channels`` inputs: those of further channels (mask, strength) start at zero."""
    extra: Sequence[int] = (weight.shape[0], channels - weight.shape[1], *weight.shape[2:])
    return torch.cat([weight, weight.new_zeros(tuple(extra))], dim=1) if extra[1] > 0 else weight
