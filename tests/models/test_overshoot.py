"""Enlargements stay near the photo beside hard steps, and nowhere else."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from desktop_unet.engine.task import Choices
from desktop_unet.evaluation.flaws import step_range
from desktop_unet.models.config import UNetConfig
from desktop_unet.models.overshoot import TOLERANCE, bounds, hold_near
from desktop_unet.models.unet import UNet

UPSCALE = UNetConfig(
    task="upscale", widths=(8, 8), blocks=(1, 1), encoder="residual", head="linear", stem="low_res", scales=(1, 2)
)


def step(low: float = 40 / 255, high: float = 215 / 255) -> torch.Tensor:
    photo = torch.full((1, 3, 9, 12), low)
    photo[..., 6:] = high
    return photo


def brute_bounds(photo_HW: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Neighbours listed one by one; the median is that of the three rows' medians."""
    padded = np.pad(photo_HW, 1, mode="edge")
    low, high = np.empty_like(photo_HW), np.empty_like(photo_HW)
    for row, column in np.ndindex(photo_HW.shape):
        around = padded[row : row + 3, column : column + 3]
        middle = np.median(np.median(around, axis=1))
        low[row, column] = around.min() - TOLERANCE - 1.5 * (middle - around.min())
        high[row, column] = around.max() + TOLERANCE + 1.5 * (around.max() - middle)
    return low.clip(0, 1), high.clip(0, 1)


def test_the_bounds_are_those_of_the_neighbours() -> None:
    photo = torch.rand(1, 1, 7, 10, generator=torch.Generator().manual_seed(0))
    low, high = bounds(photo)
    expected = brute_bounds(photo[0, 0].numpy())
    np.testing.assert_allclose(low[0, 0], expected[0], atol=1e-6)
    np.testing.assert_allclose(high[0, 0], expected[1], atol=1e-6)


def test_rims_beside_a_step_are_taken_back() -> None:
    picture = torch.zeros(1, 3, 36, 48)
    picture[..., 24:] = 1
    held = hold_near(picture, step(), 4)
    assert held.data_ptr() == picture.data_ptr()
    assert float(held.min()) == pytest.approx(31 / 255)
    assert float(held.max()) == pytest.approx(224 / 255)


def test_a_thin_light_line_may_become_lighter_than_it_is_in_the_small_photo() -> None:
    photo = torch.full((1, 3, 9, 12), 0.2)
    photo[..., 6] = 0.5
    picture = torch.full((1, 3, 36, 48), 0.2)
    picture[..., 25:27] = 0.9
    assert float(hold_near(picture.clone(), photo, 4).max()) == pytest.approx(0.9)


def test_the_network_holds_its_results_only_where_it_adds_to_the_photo() -> None:
    networks = {
        "skip": UNet(UPSCALE),
        "no skip": UNet(UPSCALE.with_skip(False)),
    }
    assert networks["skip"].is_held_at(2)
    assert not networks["skip"].is_held_at(1)
    assert not networks["no skip"].is_held_at(2)


def test_while_it_trains_nothing_is_held() -> None:
    network = UNet(UPSCALE)
    torch.nn.init.constant_(network.tails["x2"].bias, 5.0)
    with torch.inference_mode():
        assert float(network.train()(step(), scale=2).min()) > 4
        assert float(network.eval()(step(), scale=2)[..., :10].max()) == pytest.approx(49 / 255)


@pytest.mark.parametrize("scale", [2, 3, 4])
def test_the_published_network_puts_no_rims_beside_a_step(scale: int) -> None:
    darkest, lightest = step_range(Choices(variant="skip", device="cpu"), scale)
    assert darkest >= 30
    assert lightest <= 225
