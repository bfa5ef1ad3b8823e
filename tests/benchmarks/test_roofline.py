"""Operations are counted as by hand, and others' processes do not outlive their block."""

from __future__ import annotations

import importlib

import psutil
import pytest
import torch
from busy import busy_processors
from busy import rows as busy_rows
from engines import ENGINES, SCALE, Missing, export, guided, installed_mib, make_inputs, measure
from roofline import Rate, Roofline, count_operations, measure_roofline, rows, sentence
from torch import nn
from torch.nn import functional as F

from desktop_unet.engine.fusion import FusedResidualBlock, fuse_residual_blocks
from desktop_unet.imaging.codec import write_photo
from desktop_unet.models.blocks import ResidualBlock
from tests.engine.networks import UPSCALE, photo, save_random


@pytest.fixture(scope="module")
def card(tmp_path_factory) -> str:
    return str(save_random(tmp_path_factory.mktemp("networks"), "random", UPSCALE))


def test_convolutions_are_counted_as_by_hand():
    network = nn.Sequential(
        nn.Conv2d(3, 8, 3, padding=1),
        nn.ReLU(),
        nn.Conv2d(8, 16, 5, stride=2, padding=2, groups=2),
        nn.ConvTranspose2d(16, 4, 4, stride=2, padding=1),
    )
    photo_BCHW = torch.zeros(2, 3, 12, 20)
    first = 2 * (2 * 12 * 20) * 3 * 8 * 9
    second = 2 * (2 * 6 * 10) * 8 * 16 * 25 // 2
    third = 2 * (2 * 6 * 10) * 16 * 4 * 16
    assert count_operations(lambda: network(photo_BCHW)) == first + second + third


def test_convolutions_without_a_module_count_too_and_resizing_does_not():
    weight = torch.zeros(5, 3, 3, 3)

    def run() -> torch.Tensor:
        return F.interpolate(F.conv2d(torch.zeros(1, 3, 12, 20), weight, padding=1), scale_factor=2.0)

    assert count_operations(run) == 2 * 12 * 20 * 3 * 5 * 9


def test_fused_blocks_count_as_much_as_plain_ones():
    plain = ResidualBlock(8, "relu", "none").to(memory_format=torch.channels_last)
    network = nn.Sequential(ResidualBlock(8, "relu", "none")).to(memory_format=torch.channels_last)
    assert fuse_residual_blocks(network) == 1
    features_BCHW = torch.zeros(1, 8, 12, 20).to(memory_format=torch.channels_last)
    with torch.inference_mode():
        counts = [count_operations(lambda run=run: run(features_BCHW)) for run in (plain, network)]
    assert counts == [2 * 2 * 12 * 20 * 8 * 8 * 9] * 2


def test_a_photo_in_two_tiles_counts_what_both_take(card, tmp_path, monkeypatch):
    """Hooks on every convolution, another way of counting, come to the same sum."""
    from desktop_unet.engine import restore as engine
    from desktop_unet.engine import upscale
    from desktop_unet.imaging.tiling import plan_tiles

    monkeypatch.setattr("roofline.SECONDS_OF_A_PROBE", 0.0)
    monkeypatch.setattr("roofline.MATRIX_SIDE", 16)
    file = write_photo(photo(96, 160), tmp_path / "photo.png").path
    whole = measure_roofline(file, tmp_path / "large.png", card, "fp32", 1, 1)
    monkeypatch.setattr(upscale, "_plan", lambda work, extent, scale: (plan_tiles(extent, 128, 64, 4), 128))
    tiled = measure_roofline(file, tmp_path / "large.png", card, "fp32", 1, 1)
    assert (whole.tiles, tiled.tiles) == (1, 2)
    assert tiled.operations / whole.operations == pytest.approx(2 * 96 * 112 / (96 * 160), rel=0.15)
    assert tiled.operations == hooked_operations(engine, file, card)
    assert 0 < whole.network_seconds[0] <= whole.photo_seconds[0]


def hooked_operations(engine: object, file: object, card: str) -> int:
    from desktop_unet.engine.predict import open_network
    from desktop_unet.engine.task import Choices, UpscaleRequest
    from desktop_unet.imaging.codec import read_photo

    request = UpscaleRequest(read_photo(file), 4, 0.0, Choices(card=card, device="cpu", precision="fp32"))
    network = open_network(request)
    counted = []

    def count(module: nn.Conv2d, given: tuple[torch.Tensor, ...], result: torch.Tensor) -> None:
        height, width = module.kernel_size
        counted.append(2 * result.numel() * module.in_channels // module.groups * height * width)

    def count_block(module: FusedResidualBlock, given: tuple[torch.Tensor, ...], result: torch.Tensor) -> None:
        for convolution in (module.first, module.second):
            count(convolution, given, result)

    modules = list(network.runner.module.modules())
    hooks = [one.register_forward_hook(count) for one in modules if isinstance(one, nn.Conv2d)]
    hooks += [one.register_forward_hook(count_block) for one in modules if isinstance(one, FusedResidualBlock)]
    try:
        engine.restore(request, network)
    finally:
        for hook in hooks:
            hook.remove()
    return sum(counted)


def test_the_ratio_is_the_operations_time_over_the_time_taken():
    found = Roofline("bf16", 2_000_000_000, 1, Rate(50.0, 200.0), (0.01, 0.02, 0.03), (0.04,))
    assert found.ideal_seconds == pytest.approx(0.01)
    assert [line[-1] for line in rows(found, (0.1,))] == ["50 %", "25 %", "10 %"]
    assert Roofline.from_json(found.to_json()) == found
    assert "200 GFLOP/s" in sentence(found, 4.0)
    assert "0.5 per output megapixel" in sentence(found, 4.0)


def test_a_busy_machine_may_take_three_times_as_long():
    quiet, sudden, lasting = busy_rows((2.0,), (5.0,), (6.0, 7.0, 8.0))
    assert quiet[2] == "1.00"
    assert sudden[2:] == ("2.50", "<= 3", "met")
    assert lasting[2:] == ("3.50", "<= 3", "MISSED")


def test_busy_processes_end_with_their_block():
    numbers: list[int] = []

    def fail_within() -> None:
        with busy_processors(60, count=2) as running:
            numbers.extend(running)
            assert all(psutil.pid_exists(number) for number in running)
            raise KeyError

    with pytest.raises(KeyError):
        fail_within()
    assert len(numbers) == 2
    assert not any(psutil.pid_exists(number) for number in numbers)


def test_a_busy_process_ends_by_itself_when_its_time_is_up():
    with busy_processors(0.2, count=1) as (number,):
        assert psutil.Process(number).wait(timeout=20) == 0


# --- other engines ---------------------------------------------------------------------


def test_the_exported_network_is_ours_with_its_guess_given(card):
    from desktop_unet.models.weights import load_network

    batch, guess = (torch.from_numpy(each) for each in make_inputs(24))
    with torch.inference_mode():
        given = guided(card)(batch, guess)
        own = load_network(card)[0](batch, scale=SCALE)
    assert given.shape == own.shape
    assert torch.allclose(given, own, atol=0.02)


def test_another_engine_answers_as_torch_does(card, tmp_path):
    pytest.importorskip("onnx", reason="onnx is not installed, so nothing can be exported")
    pytest.importorskip("onnxruntime", reason="onnxruntime is not installed")
    export(card, tmp_path / "model.onnx")
    inputs = make_inputs(40)
    own, other = (
        ENGINES[name](card, tmp_path / "model.onnx", 40, 1)(inputs) for name in ("torch fp32", "ONNX Runtime fp32")
    )
    assert own.shape == (1, 3, 160, 160)
    assert abs(own - other).max() < 1e-4


@pytest.mark.parametrize(("engine", "module"), [("ONNX Runtime fp32", "onnxruntime"), ("OpenVINO bf16", "openvino")])
def test_an_engine_that_is_not_installed_says_so(monkeypatch, tmp_path, card, engine, module):
    real = importlib.import_module

    def without(name: str) -> object:
        if name == module:
            raise ModuleNotFoundError(name=name)
        return real(name)

    monkeypatch.setattr(importlib, "import_module", without)
    assert measure(engine, card, tmp_path, 24, 1, 1) == {"missing": f"{module} is not installed"}


def test_packages_weigh_what_their_files_do():
    size, names = installed_mib("rich")
    assert {"rich", "pygments"} <= set(names)
    assert 0.5 < size < 50
    assert installed_mib("rich", frozenset({"pygments"}))[0] < size
    with pytest.raises(Missing, match="not installed"):
        installed_mib("no-such-package")
