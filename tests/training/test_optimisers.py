"""Muon takes the kernels between features, AdamW the rest, and every parameter moves."""

from __future__ import annotations

from dataclasses import replace

import torch

from desktop_unet.models.unet import UNet
from desktop_unet.training.branches import add_branches
from desktop_unet.training.config import TrainConfig
from desktop_unet.training.optimisers import Optimiser, StackedMuon, as_matrix, feature_kernels


def network_of(config: TrainConfig) -> UNet:
    torch.manual_seed(1)
    network = UNet(config.network).to(memory_format=torch.channels_last)
    add_branches(network)
    return network


def test_a_matrix_shares_the_memory_of_its_kernel(upscaling: TrainConfig) -> None:
    for kernel in feature_kernels(network_of(upscaling)):
        matrix = as_matrix(kernel.detach())
        assert matrix.shape == (kernel.shape[0], kernel[0].numel())
        assert matrix.data_ptr() == kernel.data_ptr()


def test_neither_the_first_nor_the_last_layer_is_among_the_kernels(upscaling: TrainConfig) -> None:
    network = network_of(upscaling)
    chosen = {id(kernel) for kernel in feature_kernels(network)}
    ends = [network.encoder.entry.weight, *(tail.weight for tail in network.tails.values())]
    assert not chosen & {id(weight) for weight in ends}
    convolutions = [module for module in network.modules() if isinstance(module, torch.nn.Conv2d)]
    assert len(chosen) == len(convolutions) - len(ends)


def test_a_step_moves_every_parameter_that_has_a_gradient(upscaling: TrainConfig) -> None:
    config = replace(upscaling, optimiser="muon", warmup_steps=1)
    network = network_of(config)
    before = {name: parameter.detach().clone() for name, parameter in network.named_parameters()}
    optimiser = Optimiser(network, config)
    network.train()
    sum(network(torch.rand(2, 3, 16, 12), scale=scale).square().mean() for scale in (2, 3)).backward()
    optimiser.step(0)
    for name, parameter in network.named_parameters():
        assert not torch.equal(parameter, before[name]), name


def test_muon_moves_along_every_direction_alike(upscaling: TrainConfig) -> None:
    config = replace(upscaling, optimiser="muon", warmup_steps=1, weight_decay=0.0)
    network = network_of(config)
    kernel = max(feature_kernels(network), key=lambda k: k.numel())
    before = as_matrix(kernel.detach()).clone()
    optimiser = Optimiser(network, config)
    network.train()
    network(torch.rand(2, 3, 16, 12), scale=2).square().mean().backward()
    optimiser.step(0)
    lengths = torch.linalg.svdvals(as_matrix(kernel.detach()) - before)
    gradient = torch.linalg.svdvals(as_matrix(kernel.grad))
    assert lengths.max() / lengths[len(lengths) // 2] < 3
    assert gradient.max() / gradient[len(gradient) // 2] > 3


def test_stacked_muon_gives_the_numbers_of_torchs_own() -> None:
    torch.manual_seed(3)
    shapes = [(4, 36), (4, 36), (8, 72), (16, 8), (4, 36), (16, 8)]
    ours = [torch.randn(shape) for shape in shapes]
    theirs = [matrix.clone() for matrix in ours]
    stacked = StackedMuon(ours, lr=1e-2, weight_decay=0.05)
    plain = torch.optim.Muon(theirs, lr=1e-2, weight_decay=0.05, adjust_lr_fn="match_rms_adamw")
    for _ in range(3):
        for mine, its in zip(ours, theirs, strict=True):
            its.grad = torch.randn(its.shape)
            mine.grad = its.grad.clone()
        ours[1].grad = theirs[1].grad = None
        stacked.step()
        plain.step()
        for mine, its in zip(ours, theirs, strict=True):
            assert torch.equal(mine, its)
