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

from desktop_unet.engine.device import DTYPES, choose_device, choose_precision, prepare_threads
from desktop_unet.engine.fusion import fuse_residual_blocks
from desktop_unet.engine.task import InpaintRequest, Request
from desktop_unet.models.card import Card, find_card
from desktop_unet.models.unet import UNet
from desktop_unet.models.weights import load_network

_KEPT_OPEN = 4
"""Networks kept in memory: both variants of both tasks."""


@dataclass(frozen=True, eq=False)
class Network:
    """A network ready to run.

    Args:
        module: in eval mode, on ``device``, channels last, its trunk in ``precision``.
        card: what its weights file says of it.
        path: that file.
        device: where it runs.
        precision: ``fp32``, ``bf16`` or ``fp16``.
    """

    module: UNet
    card: Card
    path: Path
    device: torch.device
    precision: str


_Key = tuple[Path, int, int, str, str]
_open: OrderedDict[_Key, Network] = OrderedDict()


def open_network(request: Request) -> Network:
    """The network that a request asks for, from memory where it was opened before.

    Raises:
        CardUnknown: there is no such card.
        WeightsDamaged: its file is not what it should be.
        DeviceMissing, RequestImpossible: the device or the precision is not to be had.
    """
    choices = request.choices
    prepare_threads(choices.threads)
    path, _ = find_card(choices.card_for("inpaint" if isinstance(request, InpaintRequest) else "upscale"))
    device = choose_device(choices.device)
    return _open_file(path, device, choose_precision(choices.precision, device))


def move_network(network: Network, *, device: str | None = None, precision: str | None = None) -> Network:
    """The same network on another device or in another precision; full precision stays full."""
    target = network.device if device is None else torch.device(device)
    kept = "fp32" if network.precision == "fp32" else choose_precision("auto", target)
    return _open_file(network.path, target, precision or kept)


def _open_file(path: Path, device: torch.device, precision: str) -> Network:
    facts = path.stat()
    key = (path.resolve(), facts.st_mtime_ns, facts.st_size, str(device), precision)
    if key not in _open:
        module, card = load_network(path)
        module = module.eval().convert_trunk(DTYPES[precision])
        # torch's stubs do not know that memory_format stands alone.
        module = module.to(device=device).to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        if device.type == "cpu":
            fuse_residual_blocks(module)
        _open[key] = Network(module, card, path, device, precision)
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
        scale: one of the card's scales.
        strength: damage to expect, 0..1; None for networks without that input.
        gates: a factor per skip connection; None is as trained.

    Returns:
        (H * scale, W * scale, 3) float32 unit range.
    """
    with torch.inference_mode():
        batch = torch.from_numpy(np.ascontiguousarray(tile_HWC.transpose(2, 0, 1)))[None].to(network.device)
        restored = network.module(batch, scale=scale, strength=strength, gates=gates)
        restored_HWC: NDArray[np.float32] = restored[0].float().cpu().numpy().transpose(1, 2, 0)
    return restored_HWC
