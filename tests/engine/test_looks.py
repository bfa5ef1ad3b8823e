"""Two looks of one photo, what lies between them, and the mean over views."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from desktop_unet.engine.memory import smallest_side_px
from desktop_unet.engine.predict import open_network, predict
from desktop_unet.engine.reach import overlap_px
from desktop_unet.engine.restore import run
from desktop_unet.engine.task import Cancelled, Choices, InpaintRequest, Step, UpscaleRequest
from desktop_unet.errors import LookMissing, RequestImpossible
from desktop_unet.evaluation.flaws import step_range
from desktop_unet.imaging.photo import Photo
from desktop_unet.imaging.ranges import code_to_unit
from desktop_unet.models.card import Card
from desktop_unet.models.descriptor import Look, product_name
from desktop_unet.models.unet import UNet
from desktop_unet.models.weights import save_network
from desktop_unet.paths import weights_dir
from tests.engine.networks import INPAINT, UPSCALE, mask_with, photo, save_random, texture

HERE = Choices(precision="fp32", device="cpu")
SHARP = replace(HERE, look="sharp")
SHARP_CARD = product_name("upscale", "skip", "sharp")
PUBLISHED = weights_dir()
with_sharp_weights = pytest.mark.skipif(
    not (PUBLISHED / f"{SHARP_CARD}.safetensors").is_file(), reason="the sharp network is not published yet"
)


def save_look(folder: Path, look: Look, scales: tuple[int, ...], seed: int) -> None:
    torch.manual_seed(seed)
    network, name = UNet(replace(UPSCALE, scales=scales)), product_name("upscale", "skip", look)
    for tail in network.tails.values():  # looks that can be told apart
        torch.nn.init.normal_(tail.weight, std=0.05)
    card = Card(name, "product", network.config, sum(part.numel() for part in network.parameters()), look=look)
    save_network(folder / f"{name}.safetensors", network, card)


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("looks")
    save_look(folder, "natural", (1, 2, 4), 0)
    save_look(folder, "sharp", (2, 4), 1)
    save_random(folder, "inpaint-skip", INPAINT)
    return folder


@pytest.fixture(autouse=True)
def of_looks(folder, monkeypatch) -> None:
    monkeypatch.setenv("DESKTOP_UNET_WEIGHTS", str(folder))


def differs(first: Photo, second: Photo) -> int:
    return int(np.abs(first.pixels.astype(int) - second.pixels.astype(int)).max())


# --- which network -----------------------------------------------------------------------


def test_each_look_has_its_network() -> None:
    natural, sharp = (run(UpscaleRequest(photo(), 2, 0.0, choices)) for choices in (HERE, SHARP))
    assert (natural.card, sharp.card) == ("upscale-skip", "upscale-sharp-skip")
    assert differs(natural.photo, sharp.photo) > 3


def test_a_sharp_photo_is_cleaned_up_by_the_natural_network_which_is_said() -> None:
    cleaned = run(UpscaleRequest(photo(), 1, 0.0, replace(SHARP), mix=0.5))
    assert cleaned.card == "upscale-skip"
    assert cleaned.notes == ("Cleaning up has one look, the natural one.",)
    assert differs(cleaned.photo, run(UpscaleRequest(photo(), 1, 0.0, HERE)).photo) == 0


def test_eight_times_is_two_passes_of_the_sharp_network_too() -> None:
    result = run(UpscaleRequest(photo(24, 33), 8, 0.0, SHARP))
    assert (result.card, result.photo.extent) == ("upscale-sharp-skip", photo(24, 33).extent.scaled(8))


def test_a_look_without_a_network_is_named_in_a_sentence() -> None:
    with pytest.raises(LookMissing, match="no sharp network of the variant no-skip"):
        run(UpscaleRequest(photo(), 2, 0.0, replace(SHARP, variant="no-skip")))


def test_fills_have_one_look() -> None:
    result = run(InpaintRequest(photo(40, 51), mask_with(40, 51, (10, 10, 20, 20)), SHARP, "smooth"))
    assert result.card == "inpaint-skip"


# --- between the looks -------------------------------------------------------------------


def test_a_mix_lies_between_the_looks_and_meets_them_at_both_ends() -> None:
    wholly, partly, hardly = (run(UpscaleRequest(photo(), 2, 0.0, SHARP, mix=mix)) for mix in (1.0, 0.6, 0.0))
    natural = run(UpscaleRequest(photo(), 2, 0.0, HERE)).photo
    assert differs(hardly.photo, natural) == 0
    expected = 0.6 * wholly.photo.pixels.astype(float) + 0.4 * natural.pixels
    assert np.abs(partly.photo.pixels - expected).max() <= 0.5 + 1e-4
    assert partly.notes == ("Mixed from 60 % sharp and 40 % natural.",)
    assert partly.tiles == 2


def test_a_mix_keeps_depth_alpha_and_profile() -> None:
    alpha = np.full((40, 51), 65535, np.uint16)
    alpha[:, 30:] = 1000
    before = photo(40, 51, np.uint16, alpha=alpha, icc_profile=b"profile")
    sharp = run(UpscaleRequest(before, 2, 0.0, SHARP)).photo
    mixed = run(UpscaleRequest(before, 2, 0.0, SHARP, mix=0.3)).photo
    assert mixed.pixels.dtype == np.uint16
    assert len(np.unique(mixed.pixels)) > 256
    assert np.array_equal(mixed.alpha, sharp.alpha)
    assert mixed.icc_profile == b"profile"


def test_only_what_is_marked_is_mixed() -> None:
    marked = mask_with(90, 134, (30, 40, 60, 90))
    mixed = run(UpscaleRequest(photo(), 2, 0.0, SHARP, only=marked, mix=0.5)).photo
    natural = run(UpscaleRequest(photo(), 2, 0.0, HERE, only=marked)).photo
    outside = np.repeat(np.repeat(marked == 0, 2, axis=0), 2, axis=1)
    outside[55:125, 75:185] = False  # the mask's soft rim
    assert np.array_equal(mixed.pixels[outside], natural.pixels[outside])
    assert differs(mixed, natural) > 1


def test_progress_counts_both_looks() -> None:
    steps: list[Step] = []
    run(UpscaleRequest(photo(), 2, 0.0, SHARP, mix=0.5), steps.append)
    shares = [step.done / step.total for step in steps if step.total > 1]
    assert shares == sorted(shares)
    assert shares[-1] == 1
    assert 0.5 in shares


@pytest.mark.parametrize(
    ("choices", "mix", "reason"),
    [(HERE, 0.5, "only the sharp look"), (replace(SHARP, card=SHARP_CARD), 0.5, "only the"), (SHARP, 1.5, "from 0")],
)
def test_what_cannot_be_mixed_is_refused(choices, mix, reason) -> None:
    with pytest.raises(RequestImpossible, match=reason):
        run(UpscaleRequest(photo(), 2, 0.0, choices, mix=mix))


# --- the mean over views -----------------------------------------------------------------


@pytest.mark.parametrize("choices", [HERE, SHARP], ids=["natural", "sharp"])
def test_the_best_quality_is_the_mean_over_eight_views(choices) -> None:
    before = photo(40, 56)
    request = UpscaleRequest(before, 2, 0.0, choices, quality="best")
    result, network = run(request), open_network(request)
    unit, total = code_to_unit(before.pixels), np.zeros((80, 112, 3))
    for turns in range(4):
        for flip in (1, -1):
            seen = np.ascontiguousarray(np.rot90(unit, turns)[:, ::flip])
            total += np.rot90(predict(network, seen, scale=2, strength=0.0)[:, ::flip], -turns)
    assert np.abs(result.photo.pixels - 255 * total / 8).max() <= 0.5 + 1e-3
    assert result.tiles == 8


def test_in_the_best_quality_it_does_not_matter_which_way_the_photo_hangs() -> None:
    before = photo(40, 56)
    turned = Photo(np.ascontiguousarray(before.pixels.transpose(1, 0, 2)[::-1]))
    one, other = (run(UpscaleRequest(each, 2, 0.0, HERE, quality="best")).photo.pixels for each in (before, turned))
    back = other[::-1].transpose(1, 0, 2)
    assert np.abs(one.astype(int) - back.astype(int)).max() <= 1


def test_the_best_quality_shows_no_seams_and_counts_every_view() -> None:
    before, steps = photo(181, 203), list[Step]()
    whole = run(UpscaleRequest(before, 2, 0.0, SHARP, quality="best"))
    tiled = run(UpscaleRequest(before, 2, 0.0, replace(SHARP, tile_px=168), quality="best"), steps.append)
    assert whole.tiles == 8
    assert tiled.tiles == 8 * 4
    assert differs(whole.photo, tiled.photo) <= 1
    assert {step.total for step in steps[1:]} == {32}
    assert sorted({step.done for step in steps[1:]}) == list(range(33))


def test_the_best_quality_can_be_cancelled_between_views() -> None:
    def stop(step: Step) -> None:
        if step.done == 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        run(UpscaleRequest(photo(), 2, 0.0, HERE, quality="best"), stop)


# --- the published network ---------------------------------------------------------------


@with_sharp_weights
@pytest.mark.parametrize("scale", [2, 3, 4])
def test_sharp_tiles_show_no_seams(monkeypatch, scale) -> None:
    monkeypatch.setenv("DESKTOP_UNET_WEIGHTS", str(PUBLISHED))
    network = open_network(UpscaleRequest(photo(), scale, 0.0, SHARP))
    side = smallest_side_px(network, overlap_px(network.descriptor))
    before = Photo(texture(173, 209))
    whole, tiled = (run(UpscaleRequest(before, scale, 0.0, replace(SHARP, tile_px=px))) for px in (None, side))
    assert (whole.tiles, tiled.tiles > 1) == (1, True)
    assert differs(whole.photo, tiled.photo) <= 1


@with_sharp_weights
@pytest.mark.parametrize("scale", [2, 3, 4])
def test_sharp_steps_have_no_rims(monkeypatch, scale) -> None:
    monkeypatch.setenv("DESKTOP_UNET_WEIGHTS", str(PUBLISHED))
    darkest, lightest = step_range(SHARP, scale)
    assert darkest >= 30
    assert lightest <= 225
