"""Folders of photos made by chance, the same every time, for what measures or kills batches."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

SMALL_PX = (24, 31)
"""Height and width of photos that take a network no time."""


def make_noise(folder: Path, count: int, sides_px: tuple[int, int] = SMALL_PX) -> None:
    """Photos of noise, half of them in a folder below.

    Args:
        folder: that is not there yet.
        count: how many.
        sides_px: height and width of each.
    """
    chance = np.random.default_rng(0)
    (folder / "sub").mkdir(parents=True)
    for number in range(count):
        pixels = chance.integers(0, 256, (*sides_px, 3), np.uint8)
        Image.fromarray(pixels).save(folder / ("sub" if number % 2 else "") / f"{number:03}.png")


def make_smooth(folder: Path, count: int, side_px: int) -> None:
    """Square photos, smooth with some noise, in a folder that is not there yet."""
    chance = np.random.default_rng(0)
    folder.mkdir()
    for number in range(count):
        coarse = Image.fromarray(chance.integers(0, 256, (4, 4, 3), np.uint8))
        smooth = np.asarray(coarse.resize((side_px, side_px), Image.Resampling.BICUBIC))
        noisy = smooth + chance.normal(0, 3, (side_px, side_px, 3))
        Image.fromarray(np.clip(noisy, 0, 255).astype(np.uint8)).save(folder / f"{number:05}.png")
