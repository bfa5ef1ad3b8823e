"""One network, opened on a device in a precision, and one tile through it.

Comes in: a request's choices, then tiles as numpy arrays. Goes out: restored tiles as
numpy arrays. Called by ``tile_runner.Work``.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from desktop_unet.engine.device import choose_precision, prepare_threads
from desktop_unet.engine.network_kinds import Runner, find_chosen, find_network, kind_of
from desktop_unet.engine.task import Choices, Request
from desktop_unet.engine.task_table import row_for
from desktop_unet.errors import RequestImpossible
from desktop_unet.models.descriptor import Descriptor
from desktop_unet.phrases import Phrase

_KEPT_OPEN = 4
"""Networks kept in memory: both variants of both tasks."""


@dataclass(frozen=True, eq=False)
class Network:
    """A network ready to run.

    Args:
        runner: what computes.
        descriptor: what the network says of itself.
        path: its file.
        device: where it runs.
        precision: ``fp32``, ``bf16`` or ``fp16``.
    """

    runner: Runner
    descriptor: Descriptor
    path: Path
    device: torch.device
    precision: str


_Key = tuple[Path, int, int, str, str]
_open: OrderedDict[_Key, Network] = OrderedDict()


def open_network(request: Request) -> Network:
    """The network that a request asks for; raises as ``open_card``, and ``LookMissing``."""
    row = row_for(request)
    return _open_found(find_chosen(request.choices, row.family, row.look(request)), request.choices)


def open_card(name_or_path: str | Path, choices: Choices) -> Network:
    """A network by its card's name or its file, from memory where it was opened before.

    Args:
        name_or_path: of the card; the one among the choices is not looked at.
        choices: where and how it is to run.

    Raises:
        CardUnknown: there is no such card.
        WeightsDamaged, NetworkUnusable: its file is not what it should be.
        DeviceMissing, RequestImpossible: the device or the precision is not to be had.
    """
    return _open_found(find_network(name_or_path), choices)


def _open_found(found: tuple[Path, Descriptor], choices: Choices) -> Network:
    prepare_threads(choices.threads)
    path, descriptor = found
    device = kind_of(path).opener().choose_device(choices.device)
    return _open_file(path, descriptor, device, _settle_precision(choices.precision, device, descriptor))


def move_network(network: Network, *, device: str | None = None, precision: str | None = None) -> Network:
    """The same network on another device or in another precision; full precision stays full."""
    target = network.device if device is None else torch.device(device)
    kept = "fp32" if network.precision == "fp32" else _settle_precision("auto", target, network.descriptor)
    return _open_file(network.path, network.descriptor, target, precision or kept)


def can_be_fuller(network: Network) -> bool:
    """Whether the network runs in less than full precision and could run in full."""
    precisions = network.descriptor.precisions
    return network.precision != "fp32" and (precisions is None or "fp32" in precisions)


def _settle_precision(name: str, device: torch.device, descriptor: Descriptor) -> str:
    """The precision for a name of ``Choices.precision``; see ``device.choose_precision``."""
    if descriptor.precisions is None:
        return choose_precision(name, device)
    if name == "auto":
        return descriptor.precisions[0]
    if name not in descriptor.precisions:
        raise RequestImpossible(
            reason=Phrase(
                "{network} runs only in {precisions}, not in {name}",
                network=descriptor.name,
                precisions=", ".join(descriptor.precisions),
                name=name,
            )
        )
    return name


def _open_file(path: Path, descriptor: Descriptor, device: torch.device, precision: str) -> Network:
    facts = path.stat()
    key = (path.resolve(), facts.st_mtime_ns, facts.st_size, str(device), precision)
    if key not in _open:
        runner = kind_of(path).opener().open_runner(path, descriptor, device, precision)
        _open[key] = Network(runner, descriptor, path, device, precision)
        while len(_open) > _KEPT_OPEN:
            _open.popitem(last=False)
    _open.move_to_end(key)
    return _open[key]


def predict(
    network: Network,
    tile_HWC: NDArray[np.float32],
    *,
    scale: int = 1,
    strength: float | None = None,
    gates: tuple[float, ...] | None = None,
) -> NDArray[np.float32]:
    """One tile through the network.

    Args:
        network: from ``open_network``.
        tile_HWC: (H, W, 3) unit range to enlarge; (H, W, 4) to inpaint, the last channel the mask,
            1 = fill.
        scale: one of the network's scales.
        strength: damage to expect, 0..1; None for networks without that input.
        gates: a factor per skip connection; None is as trained.

    Returns:
        (H * scale, W * scale, 3) float32 unit range.
    """
    return network.runner.run(tile_HWC, scale=scale, strength=strength, gates=gates)
