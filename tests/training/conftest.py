"""A folder of small photos made by code, and a network that trains on them in a moment."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from desktop_unet.models.config import UNetConfig
from desktop_unet.training.config import TrainConfig


@pytest.fixture(scope="session")
def photo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("photos")
    rng = np.random.default_rng(4)
    for index in range(10):
        rows, columns = np.mgrid[0:90, 0:110]
        waves = np.stack([np.sin(rows * f + columns * g + h) for f, g, h in rng.uniform(0.05, 0.4, (3, 3))], axis=2)
        pixels = (127 + 90 * waves + rng.normal(0, 4, waves.shape)).clip(0, 255).astype(np.uint8)
        Image.fromarray(pixels).save(folder / f"{'sea' if index < 8 else 'hill'}_{index}.png")
    (folder / "notes.txt").write_text("not a photo")
    (folder / "MANIFEST.csv").write_text("file,licence\nsea_0.png,CC0\nhill_8.png,CC BY 4.0\n")
    return folder


@pytest.fixture
def upscaling() -> TrainConfig:
    network = UNetConfig(
        widths=(8, 8),
        blocks=(1, 1),
        encoder="residual",
        stem="low_res",
        head="linear",
        scales=(2, 3),
        strength_input=True,
        upsampling="pixel_shuffle",
    )
    return TrainConfig(
        card="tiny-skip",
        family="own",
        network=network,
        steps=4,
        batch=4,
        patch_px=16,
        warmup_steps=2,
        scale_weights=((2, 0.5), (3, 0.5)),
        damaged_share=0.5,
        save_every=2,
        validate_every=2,
    )


@pytest.fixture
def with_muon(upscaling: TrainConfig) -> TrainConfig:
    return replace(upscaling, optimiser="muon", branches=True, centred=True, candidates=2)


@pytest.fixture
def inpainting() -> TrainConfig:
    network = UNetConfig(task="inpaint", widths=(8, 8), blocks=(1, 1), scales=(1,), encoder="residual", head="linear")
    return TrainConfig(
        card="tiny-hole",
        family="own",
        network=network,
        steps=4,
        batch=4,
        patch_px=32,
        loss="psnr",
        warmup_steps=2,
        mask_weights=(("scratches", 0.5), ("brush 10-20%", 0.5)),
        save_every=2,
        validate_every=2,
    )


@pytest.fixture
def judged(inpainting: TrainConfig) -> TrainConfig:
    return replace(inpainting, adversarial_weight=0.1)
