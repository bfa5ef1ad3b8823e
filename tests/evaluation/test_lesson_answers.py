"""What the lessons call right is what the program's own networks show on its sample."""

from __future__ import annotations

import numpy as np
import pytest

from desktop_unet.engine.lab.ablation import ablate
from desktop_unet.engine.lab.case import Case, enlarging_case, filling_case, score_of
from desktop_unet.engine.lab.gates import Gated
from desktop_unet.imaging.codec import read_photo
from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.holes import mask_for
from desktop_unet.models.card import find_card
from desktop_unet.paths import sample_photo, weights_dir

SIDE_PX, SEED = 256, 1


@pytest.fixture(scope="module")
def crop() -> np.ndarray:
    """The middle of the sample, where the lab begins."""
    pixels = read_photo(sample_photo()).pixels
    top, left = ((side - SIDE_PX) // 2 for side in pixels.shape[:2])
    return np.ascontiguousarray(pixels[top : top + SIDE_PX, left : left + SIDE_PX])


def decibels(card: str, case: Case) -> float:
    return score_of(case, Gated(card, case).picture()).psnr


def lead_in(holes: str, crop: np.ndarray) -> float:
    """Decibels that skips are worth in holes of a kind."""
    case = filling_case(crop, mask_for(holes, Extent(*crop.shape[:2]), SEED))
    return decibels("exercise-inpaint-skip", case) - decibels("exercise-inpaint-no-skip", case)


def test_1_the_network_with_skips_comes_nearer(crop: np.ndarray) -> None:
    case = enlarging_case(crop, 4)
    assert decibels("exercise-upscale-bilinear-skip", case) > decibels("exercise-upscale-bilinear-no-skip", case)


def test_2_maps_halve_from_full_size_to_the_bottleneck(crop: np.ndarray) -> None:
    maps = Gated("exercise-upscale-bilinear-skip", enlarging_case(crop, 4)).features()
    assert [level.shape[1:] for level in maps] == [(256, 256), (128, 128), (64, 64), (32, 32)]
    assert [level.shape[0] for level in maps] == [16, 32, 64, 128]


def test_3_the_first_skip_alone_costs_most_and_closing_all_is_no_network_without_skips(crop: np.ndarray) -> None:
    case = enlarging_case(crop, 4)
    rows = {row.name: row for row in ablate(Gated("exercise-upscale-bilinear-skip", case))}
    closed = [rows[f"without {level}"] for level in (1, 2, 3)]
    assert min(closed, key=lambda row: row.score.sharpness) is closed[0]
    assert closed[0].psnr_change < -10
    assert all(row.psnr_change > -1 for row in closed[1:])
    assert rows["none"].score.psnr < decibels("exercise-upscale-bilinear-no-skip", case) - 10


@pytest.mark.parametrize("way", ["bilinear", "pixel-shuffle", "unpool", "transposed"])
def test_4_of_networks_without_skips_only_unpooling_gets_something_past_the_bottleneck(way: str) -> None:
    _, card = find_card(f"exercise-upscale-{way}-no-skip")
    assert card.config.positions_cross == (way == "unpool")


def test_5_skips_help_most_in_thin_scratches(crop: np.ndarray) -> None:
    scratches = lead_in("scratches", crop)
    assert scratches > max(lead_in("brush 10-20%", crop), lead_in("square 15%", crop))


@pytest.mark.skipif(
    not (weights_dir() / "exercise-upscale-tanh-skip.safetensors").exists(), reason="the network with tanh is to come"
)
def test_7_tanh_and_sigmoid_differ_less_than_skip_and_no_skip(crop: np.ndarray) -> None:
    case = enlarging_case(crop, 4)
    names = ("exercise-upscale-tanh-skip", "exercise-upscale-bilinear-skip", "exercise-upscale-bilinear-no-skip")
    tanh, sigmoid, blind = (decibels(name, case) for name in names)
    assert abs(tanh - sigmoid) < sigmoid - blind
