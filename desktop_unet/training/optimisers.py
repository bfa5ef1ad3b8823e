"""What moves the parameters: AdamW for all, or Muon for the kernels and AdamW for the rest.

Comes in: a network with gradients. Goes out: the network a step further. Used by ``loop.train``.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.utils import parametrize

from desktop_unet.models.unet import UNet
from desktop_unet.training.config import TrainConfig

BETAS = (0.9, 0.99)
_MOMENTUM = 0.95
_COEFFICIENTS = (3.4445, -4.7750, 2.0315)


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
            torch.optim.AdamW(others, lr=config.learning_rate, weight_decay=decay, betas=BETAS, fused=True)
        ]
        self._matrices = [as_matrix(kernel.detach()) for kernel in self._kernels]
        if self._matrices:
            self._parts.append(StackedMuon(self._matrices, lr=config.muon_rate, weight_decay=decay))

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


class StackedMuon(torch.optim.Optimizer):
    """``torch.optim.Muon`` for many small matrices: those of one shape are moved together.

    The numbers are the same bit for bit; torch's own takes one matrix after the other, which for
    kernels of 48 and 64 channels is mostly the cost of starting operations.

    Source: Jordan 2024 (https://kellerjordan.github.io/posts/muon/), its coefficients and momentum;
    Liu et al. 2025 (arXiv 2502.16982) for a step as long as AdamW's.

    Args:
        matrices: (O, K) each.
        lr: length of a step, in AdamW's terms.
        weight_decay: share of a matrix that a step of rate 1 takes away.
    """

    def __init__(self, matrices: Sequence[Tensor], *, lr: float, weight_decay: float) -> None:
        shapes = sorted({tuple(matrix.shape) for matrix in matrices})
        groups = [{"params": [m for m in matrices if tuple(m.shape) == shape]} for shape in shapes]
        super().__init__(groups, {"lr": lr, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self, closure: None = None) -> None:  # type: ignore[override]
        """Move every matrix that has a gradient."""
        for group in self.param_groups:
            matrices = [matrix for matrix in group["params"] if matrix.grad is not None]
            if not matrices:
                continue
            gradients = [matrix.grad for matrix in matrices]
            means = [self._mean_of(matrix) for matrix in matrices]
            torch._foreach_lerp_(means, gradients, 1 - _MOMENTUM)
            directions = orthogonal(torch.stack(torch._foreach_lerp(gradients, means, _MOMENTUM)))
            torch._foreach_mul_(matrices, 1 - group["lr"] * group["weight_decay"])
            length = 0.2 * math.sqrt(max(matrices[0].shape))
            torch._foreach_add_(matrices, list(directions.float().unbind()), alpha=-group["lr"] * length)

    def _mean_of(self, matrix: Tensor) -> Tensor:
        state = self.state[matrix]
        if "momentum_buffer" not in state:
            state["momentum_buffer"] = torch.zeros_like(matrix)
        return state["momentum_buffer"]  # type: ignore[no-any-return]


def orthogonal(matrices_NOK: Tensor) -> Tensor:
    """Each matrix with its singular values brought near 1, in bfloat16: Newton and Schulz's iteration, five times."""
    if matrices_NOK.shape[1] > matrices_NOK.shape[2]:
        return orthogonal(matrices_NOK.mT).mT
    once, cubed, fifth = _COEFFICIENTS
    current = matrices_NOK.bfloat16()
    current = current / torch.linalg.vector_norm(current, dim=(1, 2), keepdim=True).clamp(min=1e-7)
    for _ in range(5):
        gram = current @ current.mT
        change = torch.baddbmm(gram, gram, gram, beta=cubed, alpha=fifth)
        current = torch.baddbmm(current, change, current, beta=once)
    return current


_LAST = {"tails", "finishers"}


def feature_kernels(network: UNet) -> Iterator[Tensor]:
    """Kernels of convolutions from features to features: neither the first nor the last layer's."""
    return (trained_weight(convolution) for convolution in feature_convolutions(network))


def feature_convolutions(network: UNet) -> Iterator[nn.Conv2d | nn.ConvTranspose2d]:
    """Convolutions from features to features: neither the first nor the last layers, of which a step uses a few."""
    for name, module in network.named_modules():
        if not isinstance(module, nn.Conv2d | nn.ConvTranspose2d) or _LAST.intersection(name.split(".")):
            continue
        if module.in_channels > network.config.input_channels:
            yield module


def trained_weight(convolution: nn.Conv2d | nn.ConvTranspose2d) -> Tensor:
    """The kernel that is trained, also where branches are added to it (see ``branches``)."""
    if not parametrize.is_parametrized(convolution, "weight"):
        return convolution.weight
    return convolution.get_parameter("parametrizations.weight.original")


def as_matrix(kernel_OIHW: Tensor) -> Tensor:
    """(O, H * W * I), transposed (I, H * W * O); shares the memory of a kernel that is in channels_last."""
    return kernel_OIHW.permute(0, 2, 3, 1).reshape(kernel_OIHW.shape[0], -1)
