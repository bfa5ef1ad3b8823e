"""What the worker does with the real engine."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from desktop_unet.engine import device_env
from desktop_unet.engine.network_kinds import find_network
from desktop_unet.engine.task import Cancelled, Choices, Step, UpscaleRequest
from desktop_unet.imaging.photo import Photo
from desktop_unet.models.card import Card
from desktop_unet.models.descriptor import Look, product_name
from desktop_unet.models.unet import UNet
from desktop_unet.models.weights import save_network
from desktop_unet.studio.networks import list_networks
from desktop_unet.studio.restoring import call_engine
from tests.engine.networks import UPSCALE


def test_memory_goes_back_to_the_system_after_a_job_even_a_cancelled_one(monkeypatch: pytest.MonkeyPatch) -> None:
    released = []
    monkeypatch.setattr(device_env, "release_memory", lambda: released.append(True))

    def stop(_step: Step) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        call_engine(UpscaleRequest(Photo(np.zeros((6, 9, 3), np.uint8)), 2), stop)
    assert released == [True]


def test_the_cards_say_which_scales_there_are_and_who_takes_a_strength(tmp_path, monkeypatch) -> None:
    """As in a folder where one network has learnt to clean up and the other has not."""
    torch.manual_seed(0)
    configs = {
        "upscale-skip": replace(UPSCALE, scales=(1, 2, 4)),
        "upscale-no-skip": replace(UPSCALE.with_skip(False), strength_input=False, scales=(2, 4)),
    }
    for name, config in configs.items():
        network = UNet(config)
        card = Card(name, "product", config, sum(part.numel() for part in network.parameters()))
        save_network(tmp_path / f"{name}.safetensors", network, card)
    monkeypatch.setenv("DESKTOP_UNET_WEIGHTS", str(tmp_path))
    found = list_networks()
    assert found.scales == (1, 2, 4, 8)
    assert found.told_strength == {"skip"}


def test_a_network_of_another_look_stands_beside_the_usual_one(tmp_path, monkeypatch) -> None:
    looks: tuple[Look, ...] = ("natural", "sharp")
    for look in looks:
        network, name = UNet(UPSCALE), product_name("upscale", "skip", look)
        card = Card(name, "product", UPSCALE, sum(part.numel() for part in network.parameters()), look=look)
        save_network(tmp_path / f"{name}.safetensors", network, card)
    monkeypatch.setenv("DESKTOP_UNET_WEIGHTS", str(tmp_path))
    assert list_networks().card_for("upscale", "skip") == "upscale-skip"
    found = [find_network(Choices().card_for("upscale", look))[1] for look in looks]
    assert [(network.name, network.look) for network in found] == [
        ("upscale-skip", "natural"),
        ("upscale-sharp-skip", "sharp"),
    ]
    assert list_networks().sharp == {"skip": (2, 3, 4, 8)}
