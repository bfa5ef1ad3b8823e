"""Units that a training has switched off for good, made new.

A unit of a residual block whose kernel answers below zero nearly everywhere gives nothing and, behind a ReLU,
learns nothing. It gets a new kernel that looks past the mean of its input, and no say yet in what the block
gives: the network computes what it did before, and the unit learns from there.

Comes in: a network that was trained, and samples. Goes out: the same network. Used by ``loop.train``; what it takes
for dead is counted by ``scripts/dead_units.py``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import torch
from torch import Tensor, nn

from desktop_unet.models.blocks import ResidualBlock
from desktop_unet.models.unet import UNet
from desktop_unet.training.batches import Batch, make_batch
from desktop_unet.training.config import TrainConfig
from desktop_unet.training.photos import PhotoFolder

SELDOM = 1e-3
"""A unit that answers at fewer than this share of every batch's places is taken for dead."""

_LOOKS = 24
"""Batches in which a unit has to answer, lest it be taken for dead."""


def looks(config: TrainConfig, photos: PhotoFolder) -> Iterator[Batch]:
    """Samples to tell living units from dead ones by: a run's first, of every scale, clean and damaged."""
    return (make_batch(config, photos, step, range(config.batch)) for step in range(_LOOKS))


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

    @property
    def dead(self) -> Tensor:
        return self.answers < SELDOM

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
        samples: what a unit is to answer to somewhere, as ``looks`` gives them.
        seed: of the new kernels.

    Returns:
        How many units were made new.
    """
    generator = torch.Generator().manual_seed(seed)
    return sum(_renew(watch, generator) for watch in _watch(network, samples).values())


@torch.no_grad()
def find_dead(network: UNet, samples: Iterable[Batch]) -> dict[str, Tensor]:
    """Which units answer hardly anywhere, by the name of their block: (channels of its first convolution,) bool.

    Blocks in which no unit can die are left out.

    Args:
        network: as for :func:`revive`; stays as it is.
        samples: as for :func:`revive`.
    """
    return {name: watch.dead for name, watch in _watch(network, samples).items()}


def _watch(network: UNet, samples: Iterable[Batch]) -> dict[str, _Watch]:
    network.eval()
    watches = {name: _Watch(block) for name, block in _blocks(network).items()}
    for batch in samples:
        network(batch.inputs, scale=batch.scale, strength=batch.strength)
    for watch in watches.values():
        watch.handle.remove()
    return watches


def _blocks(network: UNet) -> dict[str, ResidualBlock]:
    """Those in which a unit can die: behind a leaky activation, or after a norm, it goes on learning."""
    return {
        name: module
        for name, module in network.named_modules()
        if isinstance(module, ResidualBlock)
        and isinstance(module.activation, nn.ReLU)
        and isinstance(module.first_norm, nn.Identity)
    }


def _renew(watch: _Watch, generator: torch.Generator) -> int:
    """New kernels as long as those of units that live, at right angles to the mean of what they see."""
    first, second = watch.block.first, watch.block.second
    dead = watch.dead
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
