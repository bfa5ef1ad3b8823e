"""Branches change what training sees, never what the network computes, and leave nothing behind."""

from __future__ import annotations

import torch

from desktop_unet.models.config import UNetConfig
from desktop_unet.models.unet import UNet
from desktop_unet.training.branches import Branches, add_branches, folded

CONFIG = UNetConfig(widths=(8, 12), blocks=(1, 2), encoder="residual", stem="low_res", head="linear", scales=(2,))


def test_added_and_folded_branches_leave_the_result_as_it_was() -> None:
    torch.manual_seed(3)
    network, photo = UNet(CONFIG).eval(), torch.rand(1, 3, 14, 18)
    names = set(network.state_dict())
    with torch.no_grad():
        before = network(photo)
        add_branches(network)
        assert torch.equal(network(photo), before)
        for module in network.modules():
            if isinstance(module, Branches):
                module.factors.normal_(std=0.05)
        trained = network(photo)
        assert not torch.allclose(trained, before, atol=1e-3)
        plain = folded(network).eval()
        assert torch.allclose(plain(photo), trained, atol=1e-5)
        assert torch.equal(network(photo), trained)
    assert set(plain.state_dict()) == names


def test_every_branch_is_trained() -> None:
    network = UNet(CONFIG).train()
    add_branches(network)
    network(torch.rand(1, 3, 14, 18)).square().mean().backward()
    branches = [module for module in network.modules() if isinstance(module, Branches)]
    assert len(branches) == 2 * (2 * 1 + 2)
    assert all(branch.factors.grad is not None and branch.factors.grad.abs().sum() > 0 for branch in branches)
