"""Devices, precisions and the process's surroundings are chosen without surprises."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
import torch

from desktop_unet.engine import device, device_env
from desktop_unet.engine.predict import open_network
from desktop_unet.engine.task import Choices, UpscaleRequest
from tests.engine.networks import photo


def test_the_cpu_is_always_there_and_last():
    name, label = device.list_devices()[-1]
    assert name == "cpu"
    assert label.startswith("CPU (")
    assert device.choose_device("cpu") == torch.device("cpu")
    assert device.device_label(torch.device("cpu")) == label


def test_auto_takes_the_first_device_that_is_listed():
    assert str(device.choose_device("auto")) == device.list_devices()[0][0]


def test_auto_precision_is_one_that_the_device_is_fast_at(monkeypatch):
    cpu = torch.device("cpu")
    for is_fast, expected in ((True, "bf16"), (False, "fp32")):
        monkeypatch.setattr(device, "_is_fast_in_bf16", lambda _, answer=is_fast: answer)
        assert device.choose_precision("auto", cpu) == expected


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="GNU's OpenMP serves torch on Linux alone")
def test_waiting_threads_soon_give_their_processor_up():
    program = "from desktop_unet.engine.device_env import prepare_environment as p; p(); import torch"
    surroundings = {
        name: value for name, value in os.environ.items() if name not in ("OMP_WAIT_POLICY", "GOMP_SPINCOUNT")
    }
    surroundings["OMP_DISPLAY_ENV"] = "verbose"
    told = subprocess.run([sys.executable, "-c", program], env=surroundings, capture_output=True, text=True, check=True)
    assert "GOMP_SPINCOUNT = '10000'" in told.stderr


@pytest.mark.parametrize("name", ["OMP_WAIT_POLICY", "GOMP_SPINCOUNT"])
def test_what_the_user_has_set_stays(monkeypatch, name):
    monkeypatch.setattr(device_env, "_glibc", lambda: None)
    monkeypatch.delenv("OMP_WAIT_POLICY", raising=False)
    monkeypatch.delenv("GOMP_SPINCOUNT", raising=False)
    monkeypatch.setenv(name, "7")
    monkeypatch.delitem(sys.modules, "torch")
    device_env.prepare_environment()
    assert os.environ[name] == "7"
    assert ("GOMP_SPINCOUNT" in os.environ) == (name == "GOMP_SPINCOUNT")


def test_preparing_does_not_load_torch():
    program = (
        "import sys; from desktop_unet.engine.device_env import prepare_environment as p; p();"
        "sys.exit('torch' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_a_network_is_opened_once(networks):
    request = UpscaleRequest(photo(), 2, 0.0, Choices(card=networks / "upscale.safetensors", precision="fp32"))
    assert open_network(request) is open_network(request)
