"""Which device runs the network, how precisely, and with how many threads.

Comes in: names from ``task.Choices``. Goes out: torch's device and a precision for
``predict.open_network``, and labels that a person recognises.
"""

from __future__ import annotations

import platform
from functools import cache
from pathlib import Path

import torch

from desktop_unet.engine.device_env import check_threads
from desktop_unet.errors import DeviceMissing, RequestImpossible
from desktop_unet.phrases import Phrase

DTYPES = {"fp32": torch.float32, "bf16": torch.bfloat16, "fp16": torch.float16}
"""Precision names as torch's types."""


def list_devices() -> list[tuple[str, str]]:
    """Names that ``choose_device`` takes, best first, each with its label; ``cpu`` is always there."""
    found = []
    if torch.cuda.is_available():
        found += [f"cuda:{number}" for number in range(torch.cuda.device_count())]
    if torch.backends.mps.is_available():
        found.append("mps")
    return [(name, device_label(torch.device(name))) for name in [*found, "cpu"]]


def choose_device(name: str) -> torch.device:
    """The device of that name; ``auto`` takes the first GPU that is there, else the CPU.

    Raises:
        DeviceMissing: there is no such device here; the sentence lists those there are.
    """
    here = [known for known, _ in list_devices()]
    wanted = here[0] if name == "auto" else "cuda:0" if name == "cuda" else name
    if wanted not in here:
        raise DeviceMissing(device=name, devices=", ".join(["auto", *here]))
    return torch.device(wanted)


def choose_precision(name: str, device: torch.device) -> str:
    """``fp32``, ``bf16`` or ``fp16``; ``auto`` takes bf16 where the device computes fast in it.

    Raises:
        RequestImpossible: the device has no such precision.
    """
    if name == "auto":
        return "bf16" if _is_fast_in_bf16(device) else "fp32"
    if name not in DTYPES:
        raise RequestImpossible(
            reason=Phrase("'{name}' is not a precision, use auto, {names}", name=name, names=", ".join(DTYPES))
        )
    if name == "fp16" and device.type == "cpu":
        raise RequestImpossible(reason=Phrase("fp16 runs only on a GPU, use bf16 or fp32 on the CPU"))
    return name


def device_label(device: torch.device) -> str:
    """What a person calls the device: "CPU (AMD EPYC)", "NVIDIA H100"."""
    name = hardware_name(device)
    return f"CPU ({name})" if device.type == "cpu" else name


def hardware_name(device: torch.device) -> str:
    """What the maker calls the device: "AMD EPYC", "NVIDIA H100"."""
    if device.type == "cpu":
        return _processor_name()
    return torch.cuda.get_device_name(device) if device.type == "cuda" else "Apple GPU"


def prepare_threads(threads: int | None) -> None:
    """Let torch use this many CPU threads; None keeps its choice.

    Raises:
        RequestImpossible: fewer than one, or so many that the system would not give them.
    """
    if threads is None:
        return
    check_threads(threads)
    torch.set_num_threads(threads)


@cache
def _is_fast_in_bf16(device: torch.device) -> bool:
    if device.type == "cuda":
        return bool(torch.cuda.is_bf16_supported(including_emulation=False))
    if device.type == "cpu":
        return "avx512_bf16" in _processor_flags() or "amx_bf16" in _processor_flags()
    return False


@cache
def _processor_flags() -> frozenset[str]:
    return frozenset(_processor_fact("flags").split())


@cache
def _processor_name() -> str:
    return _processor_fact("model name") or platform.processor() or platform.machine() or "unknown"


def _processor_fact(name: str) -> str:
    """What Linux says of the first processor; empty elsewhere."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return ""
    return next((line.partition(":")[2].strip() for line in lines if line.partition(":")[0].strip() == name), "")
