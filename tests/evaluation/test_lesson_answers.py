"""What the lessons call right is what the program's own networks show on its sample."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from desktop_unet.engine.lab.ablation import ablate
from desktop_unet.engine.lab.anatomy import anatomy_of
from desktop_unet.engine.lab.case import Case, enlarging_case, filling_case, finding_case
from desktop_unet.engine.lab.gates import Gated
from desktop_unet.engine.lab.scores import score_of
from desktop_unet.engine.task_table import FIND_DAMAGE
from desktop_unet.imaging.codec import read_photo
from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.holes import mask_for
from desktop_unet.models.card import find_card
from desktop_unet.paths import sample_photo, weights_dir
from desktop_unet.studio.lab.crops import damaged_crop, middle_crop, sample_pixels
from desktop_unet.studio.lab.lessons import list_lessons
from desktop_unet.training.recipes import find_recipe

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
    assert closed[0].change.psnr < -10
    assert all(row.change.psnr > -1 for row in closed[1:])
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


@pytest.mark.parametrize("variant", ["skip", "no-skip"])
def test_8_the_bottleneck_has_a_place_for_32_pixels_and_the_first_level_for_2(variant: str) -> None:
    config = find_recipe(f"damage-{variant}").network
    anatomy = anatomy_of(config, Extent(SIDE_PX, SIDE_PX), 1)
    assert (anatomy.levels[-1].height, anatomy.levels[-1].width) == (SIDE_PX // 32, SIDE_PX // 32)
    assert (anatomy.levels[0].height, anatomy.levels[0].width) == (SIDE_PX // 2, SIDE_PX // 2)
    assert (config.output_channels, config.head, config.skip) == (1, "sigmoid", variant == "skip")
    assert (anatomy.skip_numbers == 0) == (variant == "no-skip")
    assert anatomy.output_numbers == SIDE_PX**2


def test_8_both_finders_are_taught_alike() -> None:
    with_skips, without = (find_recipe(f"damage-{variant}") for variant in ("skip", "no-skip"))
    assert replace(with_skips, card="", network=without.network) == replace(without, card="")
    assert with_skips.network.with_skip(False) == without.network


@pytest.mark.skipif(
    not all((weights_dir() / f"damage-{variant}.safetensors").exists() for variant in ("skip", "no-skip")),
    reason="the finders are to come",
)
def test_8_without_skips_thin_lines_are_lost() -> None:
    lesson = next(lesson for lesson in list_lessons()[0] if lesson.set_up["task"] == FIND_DAMAGE.name)
    shown = {**lesson.set_up, **lesson.reveal_set_up}
    sample = sample_pixels()
    case = finding_case(damaged_crop(sample, middle_crop(sample), shown["damage"], shown["seed"]))
    with_skips, without = (score_of(case, Gated(shown[card], case).picture()) for card in ("skip_card", "blind_card"))
    assert with_skips.recall > without.recall
    assert with_skips.f1 > without.f1


needs_sharp = pytest.mark.skipif(
    not all((weights_dir() / f"upscale-sharp-{variant}.safetensors").exists() for variant in ("skip", "no-skip")),
    reason="the sharp enlargers are to come",
)


@needs_sharp
def test_9_without_skips_there_is_as_much_detail_but_further_from_the_photo(crop: np.ndarray) -> None:
    case = enlarging_case(crop, 4)
    near, sharp, blind = (
        score_of(case, Gated(card, case).picture())
        for card in ("upscale-skip", "upscale-sharp-skip", "upscale-sharp-no-skip")
    )
    assert blind.sharpness > 0.75 * sharp.sharpness
    assert min(blind.sharpness, sharp.sharpness) > 1.5 * near.sharpness
    assert blind.psnr < sharp.psnr - 0.5
    assert blind.ssim < sharp.ssim


@needs_sharp
def test_9_the_first_skip_carries_where_detail_goes(crop: np.ndarray) -> None:
    rows = {row.name: row.score.sharpness for row in ablate(Gated("upscale-sharp-skip", enlarging_case(crop, 4)))}
    assert rows["without 1"] < 0.25 * rows["all"]
    assert min(rows["without 2"], rows["without 3"]) > 0.75 * rows["all"]


@needs_sharp
def test_9_both_are_taught_alike() -> None:
    for stage in ("", "-adversarial"):
        sharp, blind = (find_recipe(f"upscale-sharp-{variant}{stage}") for variant in ("skip", "no-skip"))
        assert replace(sharp, card="", network=blind.network) == replace(blind, card="")
        assert sharp.network.with_skip(False) == blind.network
