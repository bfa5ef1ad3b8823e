"""Weights files: safetensors in half precision with the card in the header; never unpickled.

Comes in: a network and its card, or a file. Goes out: the other. ``SHA256SUMS`` beside the
shipped files is checked before anything of them is used.
"""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save

from desktop_unet.atomic_files import write_whole
from desktop_unet.errors import CheckpointDamaged, CheckpointMissing, WeightsDamaged
from desktop_unet.models.card import CARD_KEY, SUFFIX, Card, read_card
from desktop_unet.models.card import sha256 as sha256
from desktop_unet.models.config import UNetConfig
from desktop_unet.models.encoders import widen_first_convolution
from desktop_unet.models.unet import UNet
from desktop_unet.phrases import Phrase

SUMS = "SHA256SUMS"
_MISFIT = Phrase("its numbers do not match its card")
CLASSIFIER = ("fc.weight", "fc.bias")


def save_network(path: Path | str, network: UNet, card: Card) -> None:
    """Write a network's parameters as float16, where that can hold them, with its card; atomic.

    Args:
        path: file to write or replace, suffix ``.safetensors``.
        network: its state is stored; float buffers too.
        card: what the file says of itself; its config must be the network's.

    Raises:
        ValueError: card and network differ.
        OSError: the folder cannot be written.
    """
    path = Path(path)
    if card.config != network.config:
        raise ValueError("the card describes another network")
    state = {name: _for_storage(tensor) for name, tensor in network.state_dict().items()}
    write_whole(path, save(state, metadata={CARD_KEY: card.to_json()}))


def _for_storage(tensor: torch.Tensor) -> torch.Tensor:
    """Half precision; as it is where its range is too small, as for a variance that batch normalisation has seen."""
    stored = tensor.detach().cpu().contiguous()
    if not stored.is_floating_point():
        return stored
    half = stored.half()
    return half if torch.equal(torch.isfinite(half), torch.isfinite(stored)) else stored


def load_network(path: Path | str, *, check_sum: bool = True) -> tuple[UNet, Card]:
    """Read a weights file: a float32 network in evaluation mode, and its card.

    Raises:
        FileMissing, NotAFile: there is no such file.
        WeightsDamaged: not one of ours, cut short, changed since its sum was taken, or its
            numbers do not fit its card.
    """
    path = Path(path)
    card = read_card(path)
    if check_sum:
        _check_sum(path)
    try:
        state = load_file(path)
    except (SafetensorError, OSError, ValueError) as mistake:
        raise WeightsDamaged(path=path, reason=str(mistake)) from mistake
    if _shapes(state) != _shapes_of(card.config):
        raise WeightsDamaged(path=path, reason=_MISFIT)
    network = UNet(card.config)
    try:
        network.load_state_dict(
            {name: t.float() if t.is_floating_point() else t for name, t in state.items()}, strict=True
        )
    except RuntimeError as mistake:
        raise WeightsDamaged(path=path, reason=_MISFIT) from mistake
    if not all(torch.isfinite(parameter).all() for parameter in network.parameters()):
        raise WeightsDamaged(path=path, reason=Phrase("it holds values that are not numbers"))
    return network.eval(), card


def _shapes(state: Mapping[str, torch.Tensor]) -> dict[str, tuple[int, ...]]:
    return {name: tuple(tensor.shape) for name, tensor in state.items()}


def _shapes_of(config: UNetConfig) -> dict[str, tuple[int, ...]]:
    """What a network of this kind holds, found without the memory for it: a card may claim anything."""
    with torch.device("meta"):
        return _shapes(UNet(config).state_dict())


def load_encoder_checkpoint(network: UNet, path: Path | str) -> None:
    """Give a ResNet encoder the weights of a local torchvision checkpoint.

    Args:
        network: one whose config names ``resnet18`` or ``resnet34``.
        path: a state dict saved by torch, or a safetensors file, with torchvision's names. Its
            classifier is left out; inputs beyond the three colours start at zero.

    Raises:
        CheckpointMissing: there is no such file; nothing is downloaded.
        CheckpointDamaged: it cannot be read as weights only, or belongs to another network.
    """
    path, encoder = Path(path), network.config.encoder
    if not path.is_file():
        raise CheckpointMissing(path=path)
    try:
        state = load_file(path) if path.suffix == SUFFIX else torch.load(path, map_location="cpu", weights_only=True)
        state = {name: tensor for name, tensor in state.items() if name not in CLASSIFIER}
        state["conv1.weight"] = widen_first_convolution(state["conv1.weight"], network.config.input_channels)
        network.encoder.load_state_dict(state, strict=True)
    except (RuntimeError, KeyError, AttributeError, TypeError, ValueError, EOFError, SafetensorError) as mistake:
        raise CheckpointDamaged(path=path, encoder=encoder, reason=type(mistake).__name__) from mistake
    except pickle.UnpicklingError as mistake:
        raise CheckpointDamaged(path=path, encoder=encoder, reason=Phrase("it contains more than weights")) from mistake


def read_sums(folder: Path) -> dict[str, str]:
    """File name to SHA-256, from ``SHA256SUMS`` in the form of the sha256sum program."""
    sums = folder / SUMS
    if not sums.is_file():
        return {}
    pairs = (line.split(maxsplit=1) for line in sums.read_text("utf-8", errors="replace").splitlines() if line.strip())
    return {pair[1].lstrip("*"): pair[0] for pair in pairs if len(pair) == 2}


def write_sums(folder: Path) -> None:
    """Write ``SHA256SUMS`` for all weights files of ``folder``."""
    lines = [f"{sha256(path)}  {path.name}\n" for path in sorted(folder.glob(f"*{SUFFIX}"))]
    write_whole(folder / SUMS, "".join(lines).encode())


def verify_folder(folder: Path) -> list[tuple[str, bool, str]]:
    """Each weights file of ``folder``: name, whether it is whole, and why not."""
    names = sorted({path.name for path in folder.glob(f"*{SUFFIX}")} | set(read_sums(folder)))
    return [_verify(folder / name) for name in names]


def _verify(path: Path) -> tuple[str, bool, str]:
    if not path.is_file():
        return path.name, False, "it is missing"
    if path.name not in read_sums(path.parent):
        return path.name, False, f"it is not listed in {SUMS}"
    try:
        load_network(path)
    except WeightsDamaged as damage:
        return path.name, False, str(damage.facts["reason"])
    return path.name, True, ""


def _check_sum(path: Path) -> None:
    expected = read_sums(path.parent).get(path.name)
    if expected is not None and sha256(path) != expected:
        raise WeightsDamaged(path=path, reason=Phrase("its SHA-256 is not the one in {name}", name=SUMS))
