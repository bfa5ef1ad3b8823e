"""Scores in bands are those of the whole photo."""

from __future__ import annotations

import numpy as np
import pytest

from desktop_unet.errors import ShapesDiffer
from desktop_unet.imaging.metrics import psnr, ssim
from desktop_unet.imaging.photo import Photo
from desktop_unet.imaging.ranges import code_to_unit
from desktop_unet.imaging.scoring import score


def pair(height: int, width: int, dtype=np.uint8) -> tuple[Photo, Photo]:
    rng = np.random.default_rng(height)
    most = np.iinfo(dtype).max
    truth = rng.integers(0, most, (height, width, 3), dtype)
    noisy = np.clip(truth.astype(int) + rng.integers(-most // 20, most // 20, truth.shape), 0, most).astype(dtype)
    return Photo(noisy), Photo(truth)


@pytest.mark.parametrize("height", [11, 100, 256, 257, 266, 267, 520])
def test_bands_give_the_same_as_the_whole(height: int) -> None:
    restored, truth = pair(height, 37)
    scores = score(restored, truth)
    first, second = code_to_unit(restored.pixels), code_to_unit(truth.pixels)
    assert scores.psnr == pytest.approx(psnr(first, second), abs=1e-6)
    assert scores.ssim == pytest.approx(ssim(first, second), abs=1e-9)


def test_equal_photos_are_infinitely_close() -> None:
    _, truth = pair(60, 41, np.uint16)
    assert score(truth, Photo(truth.pixels.copy())).psnr == float("inf")


def test_photos_of_two_sizes_are_not_scored() -> None:
    with pytest.raises(ShapesDiffer):
        score(pair(60, 41)[0], pair(60, 42)[0])


def test_scoring_can_be_stopped() -> None:
    class Stopped(Exception):
        pass

    def stop(done: int, _total: int) -> None:
        if done:
            raise Stopped

    with pytest.raises(Stopped):
        score(*pair(600, 41), stop)
