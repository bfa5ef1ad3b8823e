"""Several processes that train one network, started by torchrun."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import torch
from torch import Tensor, distributed, nn

from desktop_unet.errors import ConfigImpossible


@dataclass(frozen=True)
class Team:
    """This process's place: ``rank`` of ``size``; rank 0 saves and reports."""

    rank: int = 0
    size: int = 1

    @property
    def leads(self) -> bool:
        return self.rank == 0

    def share(self, batch: int) -> range:
        """Which samples of a step's ``batch`` this process makes."""
        if batch % self.size:
            raise ConfigImpossible(reason=f"a batch of {batch} cannot be shared by {self.size} processes")
        each = batch // self.size
        return range(self.rank * each, (self.rank + 1) * each)

    def average_gradients(self, network: nn.Module) -> None:
        """Replace each gradient by its mean over all processes, in one message."""
        if self.size == 1:
            return
        gradients = [p.grad for p in network.parameters() if p.grad is not None]
        for gradient, mean in zip(gradients, self.average(gradients), strict=True):
            gradient.copy_(mean)

    def average(self, tensors: Sequence[Tensor]) -> Sequence[Tensor]:
        """Their means over all processes, in one message; in a team of one the tensors themselves."""
        if self.size == 1 or not tensors:
            return tensors
        bucket = torch.cat([tensor.flatten() for tensor in tensors])
        distributed.all_reduce(bucket)
        bucket /= self.size
        means = torch.split(bucket, [tensor.numel() for tensor in tensors])
        return [mean.view_as(tensor) for mean, tensor in zip(means, tensors, strict=True)]


@contextmanager
def joined_team() -> Iterator[Team]:
    """The team that torchrun's environment describes; a team of one without it."""
    size = int(os.environ.get("WORLD_SIZE", "1"))
    if size == 1:
        yield Team()
        return
    backend = "nccl" if torch.cuda.is_available() else "gloo"
    if backend == "nccl":
        torch.cuda.set_device(int(os.environ["LOCAL_RANK"]))
    distributed.init_process_group(backend)
    try:
        yield Team(int(os.environ["RANK"]), size)
    finally:
        distributed.destroy_process_group()
