"""From opening the program on an old photo to the restored file: three actions, by a real mouse and real keys."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from torch.nn import functional as F

from desktop_unet.models.card import Card
from desktop_unet.models.unet import UNet
from desktop_unet.models.weights import save_network
from shipping.proof.screen import Screen, wait_for
from tests.engine.networks import INPAINT, UPSCALE, save_random, texture
from tests.journeys.hand import Hand
from tests.studio.finders import SEGMENT, scratched

STEPS = 120


@pytest.fixture(scope="module")
def small_networks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Networks as they are before any training, and a finder that has learnt in seconds that pure white is damage."""
    folder = tmp_path_factory.mktemp("weights")
    save_random(folder, "upscale-skip", replace(UPSCALE, scales=(1, 2)))
    save_random(folder, "inpaint-skip", INPAINT)
    network = taught_finder()
    card = Card("damage-skip", "product", SEGMENT, sum(weight.numel() for weight in network.parameters()))
    save_network(folder / "damage-skip.safetensors", network, card)
    return folder


def taught_finder() -> UNet:
    """White lines on waves are damage."""
    torch.manual_seed(0)
    rng = np.random.default_rng(0)
    network = UNet(SEGMENT).train()
    optimiser = torch.optim.Adam(network.parameters(), lr=1e-2)
    for step in range(STEPS):
        photos = np.stack([np.minimum(texture(64, 64, seed=step * 4 + one), 230) for one in range(4)])
        for photo in photos:
            row, column = rng.integers(4, 60, 2)
            photo[row : row + 3, : rng.integers(20, 64)] = 255
            photo[: rng.integers(20, 64), column : column + 2] = 255
        truth = torch.from_numpy((photos == 255).all(axis=3).astype(np.float32))[:, None]
        batch = torch.from_numpy(photos.transpose(0, 3, 1, 2).astype(np.float32) / 255)
        likely = network(batch, scale=1).clamp(1e-4, 1 - 1e-4)
        loss = F.binary_cross_entropy(likely, truth)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return network.eval()


@pytest.fixture
def photo_file(tmp_path: Path) -> Path:
    """A small photo with two scratches."""
    path = tmp_path / "scratched.png"
    Image.fromarray(scratched(180, 260).pixels).save(path)
    return path


def test_an_old_photo_is_restored_and_saved_in_three_actions(
    real_window: Screen, photo_file: Path, tmp_path: Path
) -> None:
    """Press Restore; ask to save; take the name that is suggested."""
    screen, hand = real_window, Hand()
    hand.does(screen.do, "key", "ctrl+Return")
    wait_for(lambda: screen.window(r"scratched\.png\*"), "restoring", 120)
    hand.does(screen.do, "key", "ctrl+s")
    dialog = wait_for(lambda: screen.window("Save the photo as"), "the dialog for saving")
    screen.do("windowfocus", "--sync", dialog)  # what a window manager does
    hand.does(screen.do, "key", "Return")
    target = tmp_path / "scratched-restored.png"
    wait_for(target.is_file, "saving")
    wait_for(lambda: not screen.window(r"scratched\.png\*"), "the window to know of it")
    assert hand.actions <= 3
    before, after = (np.asarray(Image.open(path)) for path in (photo_file, target))
    assert after.shape == (360, 520, 3)
    scratches = (before == 255).all(axis=2).repeat(2, 0).repeat(2, 1)
    assert scratches.mean() > 0.01
    assert not (after[scratches] == 255).all(axis=1).mean() > 0.1
