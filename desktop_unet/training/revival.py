"""Units that a training has switched off for good, made new.

A unit of a residual block whose kernel answers below zero nearly everywhere gives nothing and, behind a ReLU,
learns nothing. It gets a new kernel that looks past the mean of its input, and no say yet in what the block
gives: the network computes what it did before, and the unit learns from there.

Comes in: a network that was trained, and samples. Goes out: the same network. Used by ``loop.train``.
"""

from __future__ import annotations

from collections.abc import Iterable

import torch
from torch import Tensor, nn

from desktop_unet.models.blocks import ResidualBlock
from desktop_unet.models.unet import UNet
from desktop_unet.training.batches import Batch

SELDOM = 1e-3
"""A unit that answers at fewer than this share of every batch's places is taken for dead."""


class _Watch:
    """What the units of a block see and where they answer.

    Args:
        block: with ReLU and without norm.
    """

    def __init__(self, block: ResidualBlock) -> None:
        self.block = block
        self.answers = torch.zeros(block.first.out_channels)
        self.mean = torch.zeros(block.first.in_channels)
        self.batches = 0
        self.handle = block.first.register_forward_hook(self._see)

    def _see(self, _: nn.Module, inputs: tuple[Tensor], answers: Tensor) -> None:
        self.batches += 1
        self.answers = torch.maximum(self.answers, (answers > 0).float().mean((0, 2, 3)))
        self.mean += (inputs[0].mean((0, 2, 3)) - self.mean) / self.batches


@torch.no_grad()
def revive(network: UNet, samples: Iterable[Batch], seed: int) -> int:
    """Make the dead units of all residual blocks new.

    Args:
        network: on the CPU, before ``add_branches``. It computes what it did before, but for what units gave that
            answered seldom.
        samples: what a unit is to answer to somewhere: of every scale, clean and damaged.
        seed: of the new kernels.

    Returns:
        How many units were made new.
    """
    network.eval()
    watches = [_Watch(block) for block in _blocks(network)]
    for batch in samples:
        network(batch.inputs, scale=batch.scale, strength=batch.strength)
    generator = torch.Generator().manual_seed(seed)
    return sum(_renew(watch, generator) for watch in watches)


def _blocks(network: UNet) -> list[ResidualBlock]:
    """Those in which a unit can die: behind a leaky activation, or after a norm, it goes on learning."""
    blocks = [module for module in network.modules() if isinstance(module, ResidualBlock)]
    return [b for b in blocks if isinstance(b.activation, nn.ReLU) and isinstance(b.first_norm, nn.Identity)]


def _renew(watch: _Watch, generator: torch.Generator) -> int:
    """New kernels as long as those of units that live, at right angles to the mean of what they see."""
    watch.handle.remove()
    first, second = watch.block.first, watch.block.second
    dead = watch.answers < SELDOM
    count = int(dead.sum())
    lengths = first.weight.flatten(1).norm(dim=1)
    living = lengths if dead.all() else lengths[~dead]
    if count:
        fresh = torch.randn(count, *first.weight.shape[1:], generator=generator)
        mean = watch.mean[None, :, None, None].expand_as(fresh[:1])
        fresh -= mean * (fresh * mean).sum((1, 2, 3), keepdim=True) / mean.square().sum().clamp(min=1e-12)
        fresh *= (living.median() / fresh.flatten(1).norm(dim=1))[:, None, None, None]
        first.weight[dead] = fresh
        first.get_parameter("bias")[dead] = 0.0
        second.weight[:, dead] = 0.0
    return count
