"""A larger network that begins where a smaller one stands: it computes the same, and has room to learn more.

Comes in: a trained network and the description of a larger one. Goes out: the larger one. Used by ``loop.train``
where ``TrainConfig.grown`` says so.

Source: Chen et al. 2016 (Net2Net), in its plainest form: what is new is read by nobody yet, or adds nothing yet.
"""

from __future__ import annotations

from dataclasses import replace

import torch
from torch import Tensor, nn

from desktop_unet.errors import ConfigImpossible
from desktop_unet.models.blocks import ResidualBlock
from desktop_unet.models.config import UNetConfig
from desktop_unet.models.unet import UNet


@torch.no_grad()
def grown(small: UNet, config: UNetConfig) -> UNet:
    """A network of ``config`` that gives what ``small`` gives.

    New channels are at random but read by zeros; new blocks add zero; both learn from the first step on, since what
    feeds them is alive.

    Args:
        small: of residual blocks without normalisation.
        config: the same network with wider levels, more blocks, other scales or two last convolutions.

    Raises:
        ConfigImpossible: they differ in more than that, or something would have to shrink.
    """
    _check(small.config, config)
    large = UNet(config)
    before = small.state_dict()
    for name, module in large.named_modules():
        if isinstance(module, ResidualBlock) and f"{name}.second.weight" not in before:
            module.second.weight.zero_()
            module.second.get_parameter("bias").zero_()
        elif isinstance(module, nn.Conv2d) and f"{name}.weight" in before:
            # What enters a level of the decoder is what comes from below it, and its skip.
            joins = config.skip and name.startswith("decoder") and name.count(".") == 2
            _take_over(module, before[f"{name}.weight"], before[f"{name}.bias"], 2 if joins else 1)
    return large


def _check(small: UNetConfig, large: UNetConfig) -> None:
    free = {name: getattr(small, name) for name in ("widths", "blocks", "scales", "guess", "finish")}
    same = replace(large, **free) == small and small.finish in (0, large.finish)
    levels = [*zip(small.widths, large.widths, strict=False), *zip(small.blocks, large.blocks, strict=False)]
    wider = small.levels == large.levels and all(before <= after for before, after in levels)
    plain = small.encoder == "residual" and small.norm == "none" and small.convolution == "normal"
    if not (same and wider and plain and small.bottleneck == "local"):
        raise ConfigImpossible(reason="a network grows in the widths and blocks of its residual levels alone")


def _take_over(convolution: nn.Conv2d, kernel_OIHW: Tensor, bias: Tensor, parts: int) -> None:
    """Old numbers where old inputs meet old outputs, zeros where old outputs meet new inputs.

    Args:
        parts: how many equal parts the inputs are made of, each of which has grown.
    """
    outputs, inputs = kernel_OIHW.shape[:2]
    old, new = inputs // parts, convolution.in_channels // parts
    convolution.weight[:outputs] = 0
    for part in range(parts):
        here, there = slice(part * new, part * new + old), slice(part * old, (part + 1) * old)
        convolution.weight[:outputs, here] = kernel_OIHW[:, there]
    convolution.get_parameter("bias")[:outputs] = bias
