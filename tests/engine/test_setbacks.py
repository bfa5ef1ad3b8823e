"""Memory that runs short, a GPU that fails, numbers that are none: the same photo in the end, or a sentence."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from desktop_unet.engine import predict as opening
from desktop_unet.engine import restore as restoring
from desktop_unet.engine import tile_runner as working
from desktop_unet.engine.predict import open_network, predict
from desktop_unet.engine.restore import restore, run
from desktop_unet.engine.task import Choices, InpaintRequest, UpscaleRequest
from desktop_unet.errors import MemoryShort, ResultUnusable
from desktop_unet.imaging.photo import Photo
from tests.engine.networks import mask_with, photo

CUDA_ERROR = RuntimeError("CUDA error: an illegal memory access was encountered\nCompile with ...")
SHORTAGE = torch.OutOfMemoryError("CUDA out of memory")


class FailingDevice:
    """Stands in for ``predict``: fails with ``error`` at the calls named, counted from 0.

    Where ``only_on`` names a kind of device, it fails on that alone, and plays one on the CPU.
    """

    def __init__(self, error: Exception, calls: set[int], only_on: str | None = None) -> None:
        self.error, self.calls, self.only_on = error, calls, only_on
        self.count = 0

    def __call__(self, network, tile_HWC, **how):
        number, self.count = self.count, self.count + 1
        if number in self.calls and self.only_on in (None, network.device.type):
            raise self.error
        return predict(replace(network, device=torch.device("cpu")), tile_HWC, **how)


def choices(networks, name="upscale", **more) -> Choices:
    return Choices(card=networks / f"{name}.safetensors", precision="fp32", device="cpu", memory_mib=4000, **more)


def on_a_gpu(request):
    """The request's result from a network that believes to run on a GPU."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(restoring, "hardware_name", lambda device: f"a {device.type}")
        return restore(request, replace(open_network(request), device=torch.device("cuda:0")))


def greatest_difference(one: Photo, other: Photo) -> int:
    return int(np.abs(one.pixels.astype(int) - other.pixels.astype(int)).max())


BEFORE = photo(300, 421)
TILES = 6
"""Of ``BEFORE`` at ``tile_px=200``."""


@pytest.mark.parametrize(
    "calls", [{0}, {TILES // 2}, {TILES - 1}, {2, 3, 4}], ids=["first", "middle", "last", "three in a row"]
)
def test_a_shortage_at_any_tile_changes_nothing_but_the_tiles(networks, monkeypatch, calls):
    usual = run(UpscaleRequest(BEFORE, 2, 0.0, choices(networks, tile_px=200)))
    assert usual.tiles == TILES
    monkeypatch.setattr(working, "predict", FailingDevice(SHORTAGE, calls, only_on="cuda"))
    eased = on_a_gpu(UpscaleRequest(BEFORE, 2, 0.0, choices(networks, tile_px=200)))
    assert greatest_difference(usual.photo, eased.photo) <= 1
    assert any("Memory ran short: tiles were made smaller" in note for note in eased.notes)
    assert any("on the CPU" in note for note in eased.notes) == (len(calls) == 3)
    assert eased.device.startswith("cpu" if len(calls) == 3 else "cuda")


def test_three_shortages_in_a_row_on_the_cpu_find_smaller_tiles_each_time(networks, monkeypatch):
    before = photo(420, 577)
    usual = run(UpscaleRequest(before, 2, 0.0, choices(networks)))
    monkeypatch.setattr(working, "predict", FailingDevice(MemoryError(), {0, 1, 2}))
    eased = run(UpscaleRequest(before, 2, 0.0, choices(networks)))
    assert greatest_difference(usual.photo, eased.photo) <= 1
    assert sum("tiles were made smaller" in note for note in eased.notes) == 3


@pytest.mark.parametrize("call", [0, 1], ids=["first", "last"])
def test_a_shortage_at_any_room_changes_nothing_outside_the_mask(networks, monkeypatch, call):
    before, mask = photo(600, 821), mask_with(600, 821, (10, 10, 20, 40), (560, 700, 580, 760))
    monkeypatch.setattr(working, "predict", FailingDevice(SHORTAGE, {call}, only_on="cuda"))
    result = on_a_gpu(InpaintRequest(before, mask, choices(networks, "inpaint"), fill="smooth"))
    changed = (result.photo.pixels != before.pixels).any(axis=2)
    assert not changed[mask == 0].any()
    assert changed[mask > 0].mean() > 0.8
    assert any("Memory ran short" in note for note in result.notes)


def test_memory_that_stays_short_on_the_cpu_too_is_one_sentence(networks, monkeypatch):
    monkeypatch.setattr(working, "predict", FailingDevice(SHORTAGE, set(range(99))))
    with pytest.raises(MemoryShort):
        on_a_gpu(UpscaleRequest(BEFORE, 2, 0.0, choices(networks)))


@pytest.mark.parametrize("call", [0, TILES // 2, TILES - 1], ids=["first", "middle", "last"])
@pytest.mark.parametrize("error", [CUDA_ERROR, RuntimeError("cuDNN error: CUDNN_STATUS_EXECUTION_FAILED")])
def test_a_gpu_that_fails_is_replaced_by_the_cpu_with_a_note(networks, monkeypatch, error, call):
    usual = run(UpscaleRequest(BEFORE, 2, 0.0, choices(networks, tile_px=200)))
    # From that call on: a GPU that has failed once is of no use any more.
    monkeypatch.setattr(working, "predict", FailingDevice(error, set(range(call, 99)), only_on="cuda"))
    result = on_a_gpu(UpscaleRequest(BEFORE, 2, 0.0, choices(networks, tile_px=200)))
    assert greatest_difference(usual.photo, result.photo) == 0
    assert result.device.startswith("cpu")
    (note,) = result.notes
    assert note.startswith("cuda:0 failed (")
    assert note.endswith("): the rest was computed on the CPU.")
    assert "\n" not in note


def test_a_gpu_that_cannot_even_take_the_network_is_replaced_too(networks, monkeypatch):
    usual = run(UpscaleRequest(BEFORE, 2, 0.0, choices(networks)))
    real = opening.open_network

    def failing(request):
        if request.choices.device != "cpu":
            raise CUDA_ERROR
        return real(request)

    monkeypatch.setattr(restoring, "open_network", failing)
    result = run(UpscaleRequest(BEFORE, 2, 0.0, replace(choices(networks), device="auto", precision="fp32")))
    assert greatest_difference(usual.photo, result.photo) <= 1
    assert "CPU" in result.notes[0]


def test_a_gpu_that_fails_in_the_search_for_texture_is_replaced_too(networks, monkeypatch):
    from desktop_unet.engine import inpaint as filling

    real, devices = filling.fill_from_exemplars, []

    def failing(*arrays, device, **how):
        devices.append(str(device))
        if device != "cpu":
            raise CUDA_ERROR
        return real(*arrays, device=device, **how)

    monkeypatch.setitem(filling._BORROWERS, "texture", (failing,))
    monkeypatch.setattr(working, "predict", FailingDevice(CUDA_ERROR, set()))
    mask = mask_with(90, 134, (30, 40, 60, 80))
    result = on_a_gpu(InpaintRequest(photo(), mask, choices(networks, "inpaint"), fill="texture"))
    assert devices == ["cuda:0", "cpu"]
    assert any("failed" in note for note in result.notes)


def test_a_mistake_of_ours_is_not_taken_for_a_failing_gpu(networks, monkeypatch):
    monkeypatch.setattr(working, "predict", FailingDevice(RuntimeError("shapes do not fit"), {0}))
    with pytest.raises(RuntimeError, match="shapes"):
        on_a_gpu(UpscaleRequest(BEFORE, 2, 0.0, choices(networks)))


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, 0.5], ids=["NaN", "Inf", "-Inf", "constant"])
@pytest.mark.parametrize("tile", [0, TILES // 2, TILES - 1], ids=["first", "middle", "last"])
def test_a_tile_that_is_no_picture_is_done_again_in_full_precision(networks, monkeypatch, value, tile):
    asked = replace(choices(networks, tile_px=200), precision="bf16")
    count = [0]

    def spoiling(network, tile_HWC, **how):
        restored = predict(network, tile_HWC, **how)
        if network.precision == "bf16":
            count[0] += 1
            if count[0] == tile + 1:
                return np.full_like(restored, value)
        return restored

    monkeypatch.setattr(working, "predict", spoiling)
    result = run(UpscaleRequest(BEFORE, 2, 0.0, asked))
    assert result.precision == "fp32"
    assert any("fp32" in note for note in result.notes)
    assert np.isfinite(result.photo.pixels).all()
    monkeypatch.undo()
    assert greatest_difference(result.photo, run(UpscaleRequest(BEFORE, 2, 0.0, asked)).photo) <= 8


@pytest.mark.parametrize("value", [np.nan, np.inf, 0.5])
def test_what_stays_no_picture_is_never_saved(networks, monkeypatch, tmp_path, value):
    from typer.testing import CliRunner

    from desktop_unet.cli.app import make_app
    from desktop_unet.imaging.codec import write_photo

    write_photo(photo(), tmp_path / "in.png")
    monkeypatch.setattr(working, "predict", lambda _network, tile, **_how: np.full((*tile.shape[:2], 3), value))
    words = [
        "upscale",
        tmp_path / "in.png",
        tmp_path / "out.png",
        "--scale",
        2,
        "--card",
        networks / "upscale.safetensors",
    ]
    answer = CliRunner().invoke(make_app(), [str(word) for word in words])
    assert answer.exit_code == 1
    assert answer.stderr == f"error: {ResultUnusable(reason=reason_for(value))}\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.png"]


def reason_for(value: float) -> str:
    return "it produced one flat colour" if np.isfinite(value) else "it produced values that are not numbers"
