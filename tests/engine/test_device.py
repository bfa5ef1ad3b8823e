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


@pytest.mark.parametrize(("others", "policy"), [(0.0, None), (2.0, "PASSIVE")])
def test_threads_spin_only_on_a_quiet_machine(monkeypatch, others, policy):
    monkeypatch.setattr(device_env, "_others_running", lambda: others * (os.cpu_count() or 1))
    monkeypatch.setattr(device_env, "_glibc", lambda: None)
    monkeypatch.delenv("OMP_WAIT_POLICY", raising=False)
    monkeypatch.delitem(sys.modules, "torch")
    device_env.prepare_environment()
    assert os.environ.get("OMP_WAIT_POLICY") == policy
    monkeypatch.setenv("OMP_WAIT_POLICY", "restored by monkeypatch")


def test_what_the_user_has_set_stays(monkeypatch):
    monkeypatch.setattr(device_env, "_machine_is_busy", lambda: True)
    monkeypatch.setattr(device_env, "_glibc", lambda: None)
    monkeypatch.setenv("OMP_WAIT_POLICY", "ACTIVE")
    monkeypatch.delitem(sys.modules, "torch")
    device_env.prepare_environment()
    assert os.environ["OMP_WAIT_POLICY"] == "ACTIVE"


def test_preparing_does_not_load_torch():
    program = (
        "import sys; from desktop_unet.engine.device_env import prepare_environment as p; p();"
        "sys.exit('torch' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_a_network_is_opened_once(networks):
    request = UpscaleRequest(photo(), 2, 0.0, Choices(card=networks / "upscale.safetensors", precision="fp32"))
    assert open_network(request) is open_network(request)
