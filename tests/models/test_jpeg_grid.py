"""Published enlargers clean up after JPEG wherever its blocks begin: a photo may have been cropped since."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from desktop_unet.imaging.damage import compress
from desktop_unet.imaging.metrics import psnr_y
from desktop_unet.models.weights import load_network
from desktop_unet.paths import sample_photo, weights_dir
from desktop_unet.training.photos import read_code8

SIDE_PX = 160


@pytest.mark.parametrize("variant", ["skip", "no-skip"])
def test_a_cropped_jpeg_is_cleaned_as_well_as_a_whole_one(variant: str) -> None:
    network, _ = load_network(weights_dir() / f"upscale-{variant}.safetensors")
    network.eval()
    photo = read_code8(sample_photo())[SIDE_PX : 2 * SIDE_PX, SIDE_PX : 2 * SIDE_PX]
    gains = []
    for grid in ((0, 0), (3, 3), (5, 5), (1, 6)):
        damaged = compress(photo, 10, grid=grid)
        batch = torch.from_numpy(damaged.copy()).permute(2, 0, 1)[None].float() / 255
        with torch.inference_mode():
            cleaned = network(batch, scale=1, strength=1.0)[0].permute(1, 2, 0).numpy()
        truth = photo.astype(np.float32) / 255
        gains.append(psnr_y(cleaned, truth, 8) - psnr_y(damaged.astype(np.float32) / 255, truth, 8))
    assert min(gains) > 0.9
    assert max(gains) - min(gains) < 0.35
