"""Dead units come back to life, those that live stay as they are, and the network computes what it did."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from desktop_unet.models.blocks import ResidualBlock
from desktop_unet.models.config import UNetConfig
from desktop_unet.models.unet import UNet
from desktop_unet.training.batches import Batch
from desktop_unet.training.dead_units import find_dead, revive

CONFIG = UNetConfig(widths=(8, 12), blocks=(1, 2), encoder="residual", stem="low_res", head="linear", scales=(2,))
DEAD = (1, 4, 5)


def samples() -> list[Batch]:
    rng = np.random.default_rng(5)
    inputs = [torch.from_numpy(rng.random((2, 3, 16, 24), np.float32)) for _ in range(3)]
    return [Batch(each, each, each, 2, None) for each in inputs]


def with_dead_units(config: UNetConfig = CONFIG) -> tuple[UNet, ResidualBlock]:
    torch.manual_seed(3)
    network = UNet(config)
    block = next(module for module in network.modules() if isinstance(module, ResidualBlock))
    with torch.no_grad():
        block.first.bias[list(DEAD)] = -9.0
        block.second.weight.normal_(std=0.3)
    return network, block


def test_dead_units_answer_again_and_the_result_stays() -> None:
    network, block = with_dead_units()
    photo = samples()[0].inputs
    with torch.no_grad():
        before, kernels = network.eval()(photo), block.first.weight.clone()
        assert revive(network, samples(), 1) >= len(DEAD)
        assert torch.allclose(network.eval()(photo), before, atol=1e-6)
        seen: list[torch.Tensor] = []
        handle = block.first.register_forward_hook(lambda module, inputs, answers: seen.append(answers > 0))
        network(photo)
        handle.remove()
    shares = seen[0].float().mean((0, 2, 3))
    assert all(0.05 < shares[unit] < 0.95 for unit in DEAD)
    living = [unit for unit in range(8) if unit not in DEAD]
    assert torch.equal(block.first.weight[living], kernels[living])
    assert torch.allclose(
        block.first.weight[list(DEAD)].flatten(1).norm(dim=1), kernels[living].flatten(1).norm(dim=1).median()
    )


def test_dead_units_are_found() -> None:
    network, block = with_dead_units()
    kernels = block.first.weight.clone()
    dead = find_dead(network, samples())
    assert len(dead) == sum(isinstance(module, ResidualBlock) for module in network.modules())
    first = next(iter(dead.values()))
    assert set(DEAD) <= set(first.nonzero().flatten().tolist())
    assert torch.equal(block.first.weight, kernels)
    revive(network, samples(), 1)
    assert not next(iter(find_dead(network, samples()).values()))[list(DEAD)].any()


def test_revived_units_learn() -> None:
    network, block = with_dead_units()
    photo = samples()[0].inputs

    def gradients() -> torch.Tensor:
        network.train().zero_grad()
        network(photo).square().mean().backward()
        return block.second.weight.grad[:, list(DEAD)].abs().amax((0, 2, 3))

    assert (gradients() == 0).all()
    revive(network, samples(), 1)
    assert (gradients() > 0).all()


def test_a_block_without_a_living_unit_is_revived_too() -> None:
    network, block = with_dead_units()
    with torch.no_grad():
        block.first.bias.fill_(-9.0)
    photo = samples()[0].inputs
    before = network.eval()(photo)
    assert revive(network, samples(), 1) >= 8
    assert torch.allclose(network.eval()(photo), before, atol=1e-6)
    assert (block.first.weight.flatten(1).norm(dim=1) > 0).all()


@pytest.mark.parametrize("changes", [{"activation": "leaky_relu"}, {"norm": "batch"}])
def test_units_that_still_learn_are_left_alone(changes: dict[str, str]) -> None:
    network, _ = with_dead_units(replace(CONFIG, **changes))
    before = {name: tensor.clone() for name, tensor in network.state_dict().items()}
    assert find_dead(network, samples()) == {}
    assert revive(network, samples(), 1) == 0
    assert all(torch.equal(tensor, before[name]) for name, tensor in network.state_dict().items())


def test_the_same_seed_makes_the_same_kernels() -> None:
    (first, one), (second, other) = with_dead_units(), with_dead_units()
    revive(first, samples(), 7)
    revive(second, samples(), 7)
    assert torch.equal(one.first.weight, other.first.weight)
