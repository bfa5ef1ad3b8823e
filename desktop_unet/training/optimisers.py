"""What moves the parameters: AdamW for all, or Muon for the kernels and AdamW for the rest.

Comes in: a network with gradients. Goes out: the network a step further. Used by ``loop.train``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.utils import parametrize

from desktop_unet.models.unet import UNet
from desktop_unet.training.config import TrainConfig

BETAS = (0.9, 0.99)


class Optimiser:
    """One or two of torch's optimisers that share a schedule.

    Args:
        network: in channels_last memory; Muon takes its kernels as matrices that share their memory.
        config: which optimiser, rates and decay.
    """

    def __init__(self, network: UNet, config: TrainConfig) -> None:
        self._config = config
        self._kernels = list(feature_kernels(network)) if config.optimiser == "muon" else []
        chosen = {id(kernel) for kernel in self._kernels}
        others = [parameter for parameter in network.parameters() if id(parameter) not in chosen]
        decay = config.weight_decay
        self._parts: list[torch.optim.Optimizer] = [
            torch.optim.AdamW(others, lr=config.learning_rate, weight_decay=decay, betas=BETAS)
        ]
        self._matrices = [as_matrix(kernel.detach()) for kernel in self._kernels]
        if self._matrices:
            muon = torch.optim.Muon(
                self._matrices, lr=config.muon_rate, weight_decay=decay, adjust_lr_fn="match_rms_adamw"
            )
            self._parts.append(muon)

    def step(self, done: int) -> None:
        """Move all parameters by their gradients, at the rates of step ``done`` (from 0)."""
        for kernel, matrix in zip(self._kernels, self._matrices, strict=True):
            matrix.grad = None if kernel.grad is None else as_matrix(kernel.grad)
        for part, rate in zip(self._parts, (self._config.learning_rate, self._config.muon_rate), strict=False):
            for group in part.param_groups:
                group["lr"] = rate * self._config.share_at(done)
            part.step()

    def state_dict(self) -> list[dict[str, Any]]:
        """State of each part, for a checkpoint."""
        return [part.state_dict() for part in self._parts]

    def load_state_dict(self, state: list[dict[str, Any]]) -> None:
        """Take over what ``state_dict`` gave."""
        for part, stored in zip(self._parts, state, strict=True):
            part.load_state_dict(stored)


def feature_kernels(network: UNet) -> Iterator[Tensor]:
    """Kernels of convolutions from features to features: neither the first nor the last layer's."""
    for name, module in network.named_modules():
        if not isinstance(module, nn.Conv2d | nn.ConvTranspose2d) or ".tails." in f".{name}":
            continue
        if module.in_channels > network.config.input_channels:
            yield trained_weight(module)


def trained_weight(convolution: nn.Conv2d | nn.ConvTranspose2d) -> Tensor:
    """The kernel that is trained, also where branches are added to it (see ``branches``)."""
    if not parametrize.is_parametrized(convolution, "weight"):
        return convolution.weight
    return convolution.get_parameter("parametrizations.weight.original")


def as_matrix(kernel_OIHW: Tensor) -> Tensor:
    """(O, H * W * I), transposed (I, H * W * O); shares the memory of a kernel that is in channels_last."""
    return kernel_OIHW.permute(0, 2, 3, 1).reshape(kernel_OIHW.shape[0], -1)
