"""Parallel branches that are trained beside a 3x3 convolution and folded into its kernel afterwards.

All branches are linear, so their sum is one 3x3 kernel: training sees more parameters, the
finished network has none of them and costs nothing more. They are added up as kernels, not as
feature maps, so that training costs next to nothing more either.

Source: Zhang et al. 2021 (ECBSR): pointwise, Sobel and Laplacian branches; Hu et al. 2022 (OREPA)
for adding kernels instead of maps.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from torch.nn.utils import parametrize

from desktop_unet.models.blocks import ResidualBlock
from desktop_unet.models.unet import UNet

_SOBEL = torch.tensor([[1.0, 2.0, 1.0], [0.0, 0.0, 0.0], [-1.0, -2.0, -1.0]]) / 4
_LAPLACIAN = torch.tensor([[0.0, 1.0, 0.0], [1.0, -4.0, 1.0], [0.0, 1.0, 0.0]]) / 2


class Branches(nn.Module):
    """Adds pointwise, Sobel (down and across) and Laplacian branches to an (O, I, 3, 3) kernel; all begin at 0."""

    patterns: Tensor

    def __init__(self, outputs: int, inputs: int) -> None:
        super().__init__()
        pointwise = F.pad(torch.ones(1, 1), (1, 1, 1, 1))
        patterns = torch.stack([pointwise, _SOBEL, _SOBEL.T, _LAPLACIAN])
        self.register_buffer("patterns", patterns, persistent=False)
        self.factors = nn.Parameter(torch.zeros(len(patterns), outputs, inputs))

    def forward(self, kernel_OIHW: Tensor) -> Tensor:
        # Not in bfloat16: a matrix product this small takes ten times as long there, and the sum is rounded less.
        with torch.autocast(kernel_OIHW.device.type, enabled=False):
            added_HWOI = self.patterns.flatten(1).T @ self.factors.flatten(1)
            return kernel_OIHW + added_HWOI.reshape(3, 3, *kernel_OIHW.shape[:2]).permute(2, 3, 0, 1)


def add_branches(network: UNet) -> None:
    """Give each convolution of the residual blocks its branches; the network computes what it did before."""
    for convolution in _convolutions(network):
        branches = Branches(convolution.out_channels, convolution.in_channels).to(convolution.weight.device)
        parametrize.register_parametrization(convolution, "weight", branches)


def folded(network: UNet) -> UNet:
    """A copy on the CPU whose kernels are plain ones; it computes what ``network`` does."""
    plain = UNet(network.config)
    state = {}
    for name in plain.state_dict():
        place, _, leaf = name.rpartition(".")
        state[name] = getattr(network.get_submodule(place), leaf)
    plain.load_state_dict(state)
    return plain


def _convolutions(network: UNet) -> list[nn.Conv2d]:
    blocks = [module for module in network.modules() if isinstance(module, ResidualBlock)]
    return [convolution for block in blocks for convolution in (block.first, block.second)]
