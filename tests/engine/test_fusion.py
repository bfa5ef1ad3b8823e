"""Fused blocks compute what the plain ones do, in every precision, and only where they can."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace

import pytest
import torch

from desktop_unet.engine import fusion
from desktop_unet.engine.fusion import FusedResidualBlock, fuse_residual_blocks
from desktop_unet.models.config import UNetConfig
from desktop_unet.models.unet import UNet

CONFIG = UNetConfig(
    widths=(16, 24, 16),
    blocks=(2, 1, 1),
    encoder="residual",
    upsampling="pixel_shuffle",
    stem="low_res",
    head="linear",
    scales=(2, 4),
)


def made(config: UNetConfig, precision: torch.dtype = torch.float32) -> UNet:
    torch.manual_seed(2)
    return UNet(config).eval().convert_trunk(precision).to(memory_format=torch.channels_last)


@pytest.mark.parametrize("skip", [True, False])
@pytest.mark.parametrize(("precision", "tolerance"), [(torch.float32, 1e-5), (torch.bfloat16, 0.02)])
def test_a_fused_network_gives_the_same_result(skip: bool, precision: torch.dtype, tolerance: float) -> None:
    plain = made(CONFIG.with_skip(skip), precision)
    fused = deepcopy(plain)
    assert fuse_residual_blocks(fused) == 2 * 2 + 2 * 1 + 1
    photo = torch.rand(1, 3, 26, 38)
    with torch.inference_mode():
        for scale in CONFIG.scales:
            assert torch.allclose(fused(photo, scale=scale), plain(photo, scale=scale), atol=tolerance)


def test_gates_still_work_on_a_fused_network() -> None:
    plain = made(CONFIG)
    fused = deepcopy(plain)
    fuse_residual_blocks(fused)
    photo = torch.rand(1, 3, 24, 32)
    with torch.inference_mode():
        encoded = fused.encode(photo, scale=2)
        for gates in ((1.0, 0.0), (0.3, 1.0), (1.0, 0.0)):
            expected = plain(photo, scale=2, gates=gates)
            assert torch.allclose(fused.decode(encoded, gates=gates), expected, atol=1e-5)


@pytest.mark.parametrize("change", [{"activation": "leaky_relu"}, {"norm": "batch"}, {"encoder": "plain"}])
def test_other_blocks_are_left_alone(change: dict[str, str]) -> None:
    network = made(replace(CONFIG, **change))
    assert fuse_residual_blocks(network) == 0
    assert not any(isinstance(module, FusedResidualBlock) for module in network.modules())


def test_without_the_operators_nothing_is_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fusion, "_is_available", lambda: False)
    assert fuse_residual_blocks(made(CONFIG)) == 0
