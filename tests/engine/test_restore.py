"""Requests are checked, work can be stopped, and what fails is dealt with or said."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from desktop_unet.engine import tile_runner as working
from desktop_unet.engine import upscale as upscaling
from desktop_unet.engine.memory import budget_bytes
from desktop_unet.engine.predict import open_network
from desktop_unet.engine.restore import run
from desktop_unet.engine.task import Cancelled, Choices, InpaintRequest, Step, UpscaleRequest
from desktop_unet.errors import (
    CardUnknown,
    DeviceMissing,
    MaskEmpty,
    MaskFull,
    MaskSizeDiffers,
    MemoryShort,
    RequestImpossible,
    ResultUnusable,
)
from desktop_unet.imaging.photo import Photo
from tests.engine.networks import mask_with, photo


def enlarge(networks, before=None, *, scale=2, strength=0.0, name="upscale", report=lambda step: None, **more):
    chosen = {"precision": "fp32", "device": "cpu"} | more
    card = networks / f"{name}.safetensors"
    return run(UpscaleRequest(before or photo(), scale, strength, Choices(card=card, **chosen)), report)


def test_the_hook_is_called_before_each_tile_and_once_at_the_end(networks):
    steps: list[Step] = []
    result = enlarge(networks, photo(181, 262), tile_px=128, report=steps.append)
    opening, *enlarging, last = dict.fromkeys(steps)  # a step may be told again between layers
    assert opening.text == "Loading the network"
    assert [step.done for step in enlarging] == list(range(result.tiles))
    assert {step.total for step in enlarging} == {result.tiles}
    assert last.done == last.total == result.tiles
    assert enlarging[0].seconds_left is None
    assert enlarging[1].seconds_left > 0


def test_cancelling_stops_before_the_next_tile(networks, monkeypatch):
    run_tiles = []
    monkeypatch.setattr(
        working, "predict", lambda network, tile, **how: run_tiles.append(1) or np.repeat(tile, 2, 0).repeat(2, 1)
    )

    def stop_at_third(step: Step) -> None:
        if step.text == "Enlarging" and step.done == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        enlarge(networks, photo(181, 262), tile_px=128, report=stop_at_third)
    assert len(run_tiles) == 2


def fail_first(monkeypatch, error, *, times: int, above_px: int = 0):
    """Let the network fail ``times`` times, for tiles of more than ``above_px`` rows."""
    left = [times]
    original = working.predict

    def failing(network, tile_HWC, **how):
        if left[0] and tile_HWC.shape[0] > above_px:
            left[0] -= 1
            raise error
        return original(network, tile_HWC, **how)

    monkeypatch.setattr(working, "predict", failing)


@pytest.mark.parametrize(
    "error",
    [
        torch.OutOfMemoryError("CUDA out of memory"),
        MemoryError(),
        RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried to allocate 99 bytes"),
    ],
)
def test_a_memory_shortage_makes_tiles_smaller_and_says_so(networks, monkeypatch, error):
    before = photo(300, 421)
    whole = enlarge(networks, before)
    fail_first(monkeypatch, error, times=5, above_px=280)
    eased = enlarge(networks, before)
    assert eased.tiles > 1
    assert any("tiles were made smaller" in note for note in eased.notes)
    assert np.abs(whole.photo.pixels.astype(int) - eased.photo.pixels.astype(int)).max() <= 1


def test_progress_never_goes_beyond_its_total_after_a_shortage(networks, monkeypatch):
    steps: list[Step] = []
    fail_first(monkeypatch, MemoryError(), times=1, above_px=120)
    result = enlarge(networks, photo(130, 151), scale=8, name="identity", report=steps.append)
    assert result.tiles > 3
    assert all(0 <= step.done <= step.total for step in steps)
    assert steps[-1].done == steps[-1].total


def test_memory_that_is_always_short_ends_with_a_sentence(networks, monkeypatch):
    fail_first(monkeypatch, MemoryError(), times=99)
    with pytest.raises(MemoryShort):
        enlarge(networks, photo(300, 421))


def test_a_shortage_while_filling_makes_rooms_smaller(networks, monkeypatch):
    before, mask = photo(600, 821), mask_with(600, 821, (10, 10, 590, 14), (300, 10, 303, 800))
    fail_first(monkeypatch, MemoryError(), times=1)
    result = run(InpaintRequest(before, mask, Choices(card=networks / "inpaint.safetensors", precision="fp32")))
    assert any("smaller" in note for note in result.notes)
    changed = (result.photo.pixels != before.pixels).any(axis=2)
    assert not changed[mask == 0].any()
    assert changed[mask > 0].mean() > 0.8


def test_other_errors_are_not_taken_for_a_shortage(networks, monkeypatch):
    fail_first(monkeypatch, RuntimeError("shapes do not fit"), times=1)
    with pytest.raises(RuntimeError, match="shapes"):
        enlarge(networks)


def spoil(monkeypatch, spoiled, *, precisions: tuple[str, ...]):
    original = working.predict

    def spoiling(network, tile_HWC, **how):
        restored = original(network, tile_HWC, **how)
        return np.full_like(restored, spoiled) if network.precision in precisions else restored

    monkeypatch.setattr(working, "predict", spoiling)


@pytest.mark.parametrize("value", [np.nan, np.inf, 0.0])
def test_an_unusable_result_is_computed_again_in_full_precision(networks, monkeypatch, value):
    spoil(monkeypatch, value, precisions=("bf16",))
    result = enlarge(networks, precision="bf16")
    assert result.precision == "fp32"
    assert any("fp32" in note for note in result.notes)
    assert np.array_equal(result.photo.pixels, enlarge(networks).photo.pixels)


@pytest.mark.parametrize("value", [np.nan, 0.0])
def test_a_result_that_stays_unusable_is_never_given_out(networks, monkeypatch, value):
    spoil(monkeypatch, value, precisions=("bf16", "fp32"))
    with pytest.raises(ResultUnusable):
        enlarge(networks, precision="bf16")


def test_a_photo_of_one_colour_may_stay_one_colour(networks):
    flat = Photo(np.full((40, 51, 3), 90, np.uint8))
    assert (enlarge(networks, flat, scale=1, name="identity").photo.pixels == 90).all()


def test_bf16_differs_little_from_fp32(networks):
    full, half = (enlarge(networks, precision=name).photo.pixels.astype(int) for name in ("fp32", "bf16"))
    assert np.abs(full - half).max() <= 8
    assert np.abs(full - half).mean() < 1


def test_gates_change_the_result_and_one_is_as_trained(networks):
    as_trained, open_gates, closed = (
        enlarge(networks, gates=gates).photo.pixels for gates in (None, (1.0, 1.0), (0.0, 0.0))
    )
    assert np.array_equal(as_trained, open_gates)
    assert not np.array_equal(as_trained, closed)


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"gates": (1.0,)}, "2 skip connections"),
        ({"gates": (1.0, 1.5)}, "from 0 to 1"),
        ({"gates": (1.0, 1.0), "name": "upscale-blind"}, "no skip connections"),
        ({"strength": 1.5}, "from 0 to 1"),
        ({"strength": float("nan")}, "from 0 to 1"),
        ({"strength": 0.5, "name": "identity"}, "without a strength"),
        ({"scale": 5}, "x2, x3, x4"),
        ({"name": "inpaint"}, "choose another card"),
        ({"tile_px": 20}, "use at least"),
        ({"memory_mib": 1}, "allow more"),
        ({"threads": 0}, "1 or more"),
        ({"precision": "fp8"}, "not a precision"),
        ({"precision": "fp16"}, "only on a GPU"),
    ],
)
def test_what_cannot_be_done_is_refused_with_a_sentence(networks, asked, sentence):
    with pytest.raises(RequestImpossible, match=sentence):
        enlarge(networks, photo(300, 421) if "memory_mib" in asked else None, **asked)


@pytest.mark.skipif(torch.cuda.is_available(), reason="this machine has a GPU")
def test_a_device_that_is_not_here_is_refused_with_those_that_are(networks):
    with pytest.raises(DeviceMissing, match="cpu"):
        enlarge(networks, device="cuda")


def test_an_unknown_card_is_refused(networks):
    with pytest.raises(CardUnknown):
        run(UpscaleRequest(photo(), 2, 0.0, Choices(card="no-such-card")))


def test_masks_must_fit_and_mark_something(networks):
    chosen = Choices(card=networks / "inpaint.safetensors", precision="fp32")
    with pytest.raises(MaskSizeDiffers):
        run(InpaintRequest(photo(90, 134), mask_with(90, 135, (1, 1, 9, 9)), chosen))
    with pytest.raises(MaskEmpty):
        run(InpaintRequest(photo(90, 134), mask_with(90, 134), chosen))
    with pytest.raises(MaskFull):
        run(InpaintRequest(photo(90, 134), mask_with(90, 134, (0, 0, 90, 134)), chosen))


def test_a_small_budget_gives_smaller_tiles_and_the_same_photo(networks):
    before = photo(260, 333)
    free, bound = enlarge(networks, before), enlarge(networks, before, memory_mib=40)
    assert free.tiles == 1
    assert bound.tiles > 1
    assert np.abs(free.photo.pixels.astype(int) - bound.photo.pixels.astype(int)).max() <= 1


def test_a_large_photo_leaves_less_for_tiles_unless_a_limit_is_given(networks):
    network = open_network(UpscaleRequest(photo(), 2, 0.0, Choices(card=networks / "upscale.safetensors")))
    alone, small, large, huge = (budget_bytes(network, None, 0, beside_px=px) for px in (0, 10**5, 10**7, 10**9))
    assert alone >= small > large > huge == alone // 2
    assert budget_bytes(network, 100, 0, beside_px=10**9) == 100 * 2**20


def test_one_tile_is_planned_where_the_photo_fits(networks):
    assert upscaling.scale_passes(2, (2,)) == (2,)
    assert enlarge(networks).tiles == 1


def test_the_result_says_how_it_was_made(networks):
    result = enlarge(networks)
    assert result.card == "upscale"
    assert result.device.startswith("cpu (")
    assert result.precision == "fp32"
    assert result.seconds > 0
