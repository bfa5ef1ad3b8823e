"""Small networks with known behaviour, as weights files, and photos for them; never square."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from numpy.typing import DTypeLike

from desktop_unet.engine.glimpses import ReportRoom
from desktop_unet.engine.task import Report
from desktop_unet.imaging.photo import CodePixels, Mask, Photo
from desktop_unet.models.card import Card
from desktop_unet.models.config import UNetConfig
from desktop_unet.models.unet import UNet
from desktop_unet.models.weights import save_network, write_sums

UPSCALE = UNetConfig(
    task="upscale",
    widths=(16, 16, 24),
    blocks=(1, 1, 1),
    encoder="residual",
    upsampling="pixel_shuffle",
    head="linear",
    stem="low_res",
    scales=(2, 3, 4),
    strength_input=True,
)
INPAINT = UNetConfig(
    task="inpaint",
    widths=(8, 12, 16),
    blocks=(1, 1, 1),
    encoder="residual",
    upsampling="bilinear",
    head="linear",
    scales=(1,),
)
FIND = UNetConfig(
    task="segment",
    widths=(8, 12, 16),
    blocks=(1, 1, 1),
    encoder="residual",
    upsampling="pixel_shuffle",
    stem="half_res",
    scales=(1,),
)
IDENTITY = UNetConfig(
    task="upscale", widths=(8, 8), blocks=(1, 1), encoder="residual", head="linear", stem="low_res", scales=(1, 2)
)


def save_random(folder: Path, name: str, config: UNetConfig, *, seed: int = 0) -> Path:
    """A network as it is before any training."""
    torch.manual_seed(seed)
    return _save(folder, name, UNet(config))


def save_identity(folder: Path, name: str = "identity") -> Path:
    """A network that gives back its first guess: at x1 the photo itself."""
    network = UNet(IDENTITY)
    for parameter in network.tails.parameters():
        torch.nn.init.zeros_(parameter)
    return _save(folder, name, network)


def save_noise(folder: Path, name: str = "noise") -> Path:
    """An inpainting network whose answer is wild everywhere."""
    torch.manual_seed(1)
    network = UNet(INPAINT)
    for parameter in network.tails.parameters():
        torch.nn.init.normal_(parameter, std=20.0)
    return _save(folder, name, network)


def save_product(folder: Path) -> Path:
    """A folder with the four names that the program looks for, and their sums."""
    folder.mkdir(parents=True, exist_ok=True)
    for variant in (True, False):
        for config in (UPSCALE, INPAINT):
            chosen = config.with_skip(variant)
            save_random(folder, f"{chosen.task}-{chosen.variant}", chosen)
    write_sums(folder)
    return folder


def save_finders(folder: Path) -> Path:
    """Both finders of damage; where they are missing, the program has another way."""
    for skip in (True, False):
        chosen = FIND.with_skip(skip)
        save_random(folder, f"damage-{chosen.variant}", chosen)
    write_sums(folder)
    return folder


def _save(folder: Path, name: str, network: UNet) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.safetensors"
    parameters = sum(parameter.numel() for parameter in network.parameters())
    save_network(path, network, Card(name, "own", network.config, parameters))
    return path


def texture(height: int, width: int, dtype: DTypeLike = np.uint8, seed: int = 0) -> CodePixels:
    """Waves and noise, so that tiles differ and seams would show."""
    rng = np.random.default_rng(seed)
    rows, columns = np.mgrid[0:height, 0:width]
    waves = np.stack([np.sin(rows / a + columns / b) for a, b in ((7, 11), (13, 5), (4, 23))], axis=-1)
    unit = np.clip(0.5 + 0.35 * waves + rng.normal(0, 0.05, waves.shape), 0, 1)
    return np.rint(unit * np.iinfo(np.dtype(dtype)).max).astype(dtype)


def photo(height: int = 90, width: int = 134, dtype: DTypeLike = np.uint8, **more: object) -> Photo:
    return Photo(texture(height, width, dtype), **more)


def mask_with(height: int, width: int, *boxes: tuple[int, int, int, int]) -> Mask:
    """Marks in boxes of top, left, bottom, right."""
    mask = np.zeros((height, width), np.uint8)
    for top, left, bottom, right in boxes:
        mask[top:bottom, left:right] = 255
    return mask


def steps_alone(report: Report) -> ReportRoom:
    """A hook for what tells of rooms that hears of the steps only."""
    return lambda step, _draw: report(step)
