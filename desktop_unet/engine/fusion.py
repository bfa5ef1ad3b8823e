"""Residual blocks in two passes over memory instead of five, on CPUs.

Comes in: a network ready for inference on the CPU. Goes out: the same network whose residual
blocks let oneDNN apply the activation and the addition while it writes a convolution's result.
The operators are those that torch's own compiler emits; they need no compiler here. Where this
build of torch lacks them, nothing is changed.
"""

from __future__ import annotations

from functools import cache

import torch
from torch import Tensor, nn

from desktop_unet.models.blocks import ResidualBlock

_ONE = (1, 1)


class FusedResidualBlock(nn.Module):
    """What a ``ResidualBlock`` with ReLU and no norm computes; its input is overwritten with the result.

    Overwriting is safe in a U-Net: the first block of a stack gets the result of a layer that nothing
    else looks at, the others that of the block before.
    """

    def __init__(self, block: ResidualBlock) -> None:
        super().__init__()
        self.first, self.second = block.first, block.second

    def forward(self, features_BCHW: Tensor) -> Tensor:
        first, second = self.first, self.second
        inner = torch.ops.mkldnn._convolution_pointwise(
            features_BCHW, first.weight, first.bias, _ONE, _ONE, _ONE, 1, "relu", [], ""
        )
        summed: Tensor = torch.ops.mkldnn._convolution_pointwise_.binary(
            features_BCHW, inner, second.weight, second.bias, _ONE, _ONE, _ONE, 1, "add", 1.0, None, [], ""
        )
        return summed


def fuse_residual_blocks(network: nn.Module) -> int:
    """Replace, in place, every residual block that can be fused.

    Args:
        network: in evaluation mode on the CPU, in its final precision and channels last.

    Returns:
        How many blocks were replaced; 0 where this build of torch has no such operators.
    """
    if not _is_available():
        return 0
    count = 0
    for name, child in list(network.named_children()):
        if isinstance(child, ResidualBlock):
            if _is_plain(child):
                setattr(network, name, FusedResidualBlock(child))
                count += 1
        else:
            count += fuse_residual_blocks(child)
    return count


def _is_plain(block: ResidualBlock) -> bool:
    """Whether nothing but convolutions and a ReLU is in the block."""
    norms = (block.first_norm, block.second_norm)
    return isinstance(block.activation, nn.ReLU) and all(isinstance(norm, nn.Identity) for norm in norms)


@cache
def _is_available() -> bool:
    """The operators are not part of torch's public interface: look for them by name, and try them once."""
    if not torch.backends.mkldnn.is_available():  # type: ignore[no-untyped-call]
        return False
    try:
        with torch.inference_mode():
            block = ResidualBlock(8, "relu", "none").to(memory_format=torch.channels_last)  # type: ignore[call-overload]
            features = torch.rand(1, 8, 5, 6).to(memory_format=torch.channels_last)
            expected = block(features)
            return bool(torch.allclose(FusedResidualBlock(block)(features), expected, atol=1e-4))
    except (AttributeError, RuntimeError, TypeError):
        return False
