"""Cancel does not wait for the end of a tile, and leaves the network as it was."""

from __future__ import annotations

import pytest

from desktop_unet.engine import cancellation
from desktop_unet.engine.predict import open_network
from desktop_unet.engine.restore import restore
from desktop_unet.engine.task import Cancelled, Choices, Step, UpscaleRequest
from tests.engine.networks import photo


def test_the_hook_is_asked_within_a_tile(networks, monkeypatch) -> None:
    monkeypatch.setattr(cancellation, "_EVERY_S", 0.0)
    choices = Choices(card=networks / "upscale.safetensors", precision="fp32", device="cpu")
    request = UpscaleRequest(photo(), 2, 0.0, choices)
    network = open_network(request)
    steps: list[Step] = []

    def stop_in_the_first_tile(step: Step) -> None:
        steps.append(step)
        if len(steps) == 5:
            raise Cancelled

    with pytest.raises(Cancelled):
        restore(request, network, stop_in_the_first_tile)
    assert [step.done for step in steps] == [0] * 5
    assert not any(layer._forward_pre_hooks for layer in network.runner.module.modules())
    assert restore(request, network).tiles == 1


def test_the_last_step_is_not_told_again_too_often() -> None:
    told: list[Step] = []
    repeater = cancellation.Repeater(told.append)
    repeater.again()
    repeater(Step(1, 4, "Working"))
    for _ in range(100):
        repeater.again()
    assert len(told) == 1
