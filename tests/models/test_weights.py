"""A weights file gives back what was stored, and nothing else is taken for one."""

from __future__ import annotations

import json
import pickle
import struct
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from desktop_unet.errors import CardUnknown, CheckpointDamaged, CheckpointMissing, FileMissing, WeightsDamaged
from desktop_unet.models.card import Card, find_card, list_cards, read_card
from desktop_unet.models.config import RESNET_BLOCKS, RESNET_WIDTHS, UNetConfig
from desktop_unet.models.unet import UNet
from desktop_unet.models.weights import (
    load_encoder_checkpoint,
    load_network,
    save_network,
    verify_folder,
    write_sums,
)

CONFIG = UNetConfig(widths=(4, 6), blocks=(1, 1), scales=(2,), norm="batch")


@pytest.fixture
def stored(tmp_path: Path) -> Path:
    torch.manual_seed(5)
    network = UNet(CONFIG)
    card = Card(
        "tiny-skip",
        "own",
        CONFIG,
        sum(p.numel() for p in network.parameters()),
        {"steps": 3},
        {"Set5 x2 PSNR": 33.5},
        ("CC0",),
    )
    save_network(tmp_path / "tiny-skip.safetensors", network, card)
    write_sums(tmp_path)
    return tmp_path / "tiny-skip.safetensors"


def test_a_card_may_say_that_its_network_looks_sharp(stored: Path, tmp_path: Path) -> None:
    network, card = load_network(stored)
    assert (card.look, card.descriptor.look) == ("natural", "natural")
    assert "look" not in json.loads(card.to_json())  # earlier versions can read it
    sharp = replace(card, look="sharp")
    save_network(tmp_path / "sharp.safetensors", network, sharp)
    assert read_card(tmp_path / "sharp.safetensors") == sharp
    assert sharp.descriptor.look == "sharp"
    for wrong in ("blurred", ["sharp"], None):
        with pytest.raises(TypeError, match="look"):
            Card.from_json(json.dumps(json.loads(sharp.to_json()) | {"look": wrong}))


def test_card_and_numbers_come_back(stored: Path) -> None:
    network, card = load_network(stored)
    assert card == read_card(stored)
    assert (card.name, card.variant, card.scores["Set5 x2 PSNR"], card.licences) == (
        "tiny-skip",
        "skip",
        33.5,
        ("CC0",),
    )
    torch.manual_seed(5)
    for name, tensor in UNet(CONFIG).state_dict().items():
        assert torch.equal(network.state_dict()[name], tensor.half().float() if tensor.is_floating_point() else tensor)


def test_saving_again_gives_the_same_bytes(stored: Path) -> None:
    network, card = load_network(stored)
    before = stored.read_bytes()
    save_network(stored, network, card)
    assert stored.read_bytes() == before


def test_every_truncation_is_refused(stored: Path) -> None:
    whole = stored.read_bytes()
    (stored.parent / "SHA256SUMS").unlink()
    for length in (0, 4, 8, 100, len(whole) // 2, len(whole) - 1):
        stored.write_bytes(whole[:length])
        with pytest.raises(WeightsDamaged, match="tiny-skip"):
            load_network(stored)


def test_a_flipped_bit_is_found_by_the_sum(stored: Path) -> None:
    whole = bytearray(stored.read_bytes())
    whole[-3] ^= 1
    stored.write_bytes(whole)
    with pytest.raises(WeightsDamaged, match="SHA-256"):
        load_network(stored)
    assert verify_folder(stored.parent) == [(stored.name, False, "its SHA-256 is not the one in SHA256SUMS")]


def test_numbers_of_another_network_are_refused(stored: Path) -> None:
    raw = stored.read_bytes()
    (length,) = struct.unpack("<Q", raw[:8])
    header = json.loads(raw[8 : 8 + length])
    other = json.loads(header["__metadata__"]["desktop_unet.card"])
    other["config"]["widths"] = [4, 8]
    header["__metadata__"]["desktop_unet.card"] = json.dumps(other)
    text = json.dumps(header).encode()
    stored.write_bytes(struct.pack("<Q", len(text)) + text + raw[8 + length :])
    with pytest.raises(WeightsDamaged, match="do not match"):
        load_network(stored, check_sum=False)


def test_values_that_are_not_numbers_are_refused(stored: Path) -> None:
    network, card = load_network(stored)
    with torch.no_grad():
        network.tails["x1"].bias[0] = float("nan")
    save_network(stored, network, card)
    with pytest.raises(WeightsDamaged, match="not numbers"):
        load_network(stored, check_sum=False)


def test_an_oversized_header_is_refused_before_it_is_read(stored: Path) -> None:
    stored.write_bytes(struct.pack("<Q", 1 << 40) + b"{}")
    with pytest.raises(WeightsDamaged, match="too long"):
        read_card(stored)


class Bomb:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return (exec, ("open('exploded', 'w').close()",))


def test_a_renamed_pickle_is_refused_and_not_executed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("bomb.safetensors").write_bytes(pickle.dumps(Bomb()))
    with pytest.raises(WeightsDamaged):
        load_network(tmp_path / "bomb.safetensors")
    assert not Path("exploded").exists()


def test_verify_tells_missing_and_unlisted_files(stored: Path) -> None:
    stored.rename(stored.with_name("renamed.safetensors"))
    assert verify_folder(stored.parent) == [
        ("renamed.safetensors", False, "it is not listed in SHA256SUMS"),
        ("tiny-skip.safetensors", False, "it is missing"),
    ]


def test_a_card_is_found_by_name_and_by_file(stored: Path) -> None:
    assert find_card("tiny-skip", stored.parent) == (stored, read_card(stored))
    assert find_card(stored)[1].name == "tiny-skip"
    assert [card.name for card in list_cards(stored.parent)] == ["tiny-skip"]
    with pytest.raises(CardUnknown, match="nobody"):
        find_card("nobody", stored.parent)
    with pytest.raises(FileMissing):
        find_card(stored.parent / "absent.safetensors")


def test_cards_are_listed_without_torch(stored: Path) -> None:
    code = (
        "import sys, pathlib; from desktop_unet.models.card import list_cards;"
        f"assert list_cards(pathlib.Path({str(stored.parent)!r})); assert 'torch' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


# --- pretrained encoders ---------------------------------------------------------------------


def resnet(task: str = "inpaint") -> UNet:
    config = UNetConfig(
        task=task,
        encoder="resnet18",
        widths=RESNET_WIDTHS,
        blocks=RESNET_BLOCKS["resnet18"],
        norm="batch",
        scales=(1,) if task == "inpaint" else (4,),
    )
    return UNet(config)


def torchvision_state(network: UNet) -> dict[str, torch.Tensor]:
    """A state dict with the names and shapes of torchvision's resnet18."""
    state = {
        name: torch.randn_like(t) if t.is_floating_point() else t for name, t in network.encoder.state_dict().items()
    }
    state["conv1.weight"] = torch.randn(64, 3, 7, 7)
    return {**state, "fc.weight": torch.randn(1000, 512), "fc.bias": torch.randn(1000)}


def test_the_encoder_has_torchvisions_names() -> None:
    names = set(resnet().encoder.state_dict())
    assert {"conv1.weight", "bn1.running_mean", "layer1.0.conv1.weight", "layer2.0.downsample.1.bias"} <= names
    assert {"layer3.1.bn2.weight", "layer4.0.downsample.0.weight"} <= names
    assert len(names) == 120  # torchvision's 122 without fc.weight and fc.bias


@pytest.mark.parametrize("suffix", [".pth", ".safetensors"])
def test_a_local_checkpoint_becomes_the_encoder(tmp_path: Path, suffix: str) -> None:
    from safetensors.torch import save_file

    network, path = resnet(), tmp_path / f"resnet18{suffix}"
    state = torchvision_state(network)
    torch.save(state, path) if suffix == ".pth" else save_file(state, path)
    load_encoder_checkpoint(network, path)
    loaded = network.encoder.state_dict()
    assert torch.equal(loaded["layer4.1.conv2.weight"], state["layer4.1.conv2.weight"])
    assert torch.equal(loaded["conv1.weight"][:, :3], state["conv1.weight"])
    assert not loaded["conv1.weight"][:, 3:].any()


def test_a_missing_checkpoint_is_said_and_nothing_is_fetched(tmp_path: Path) -> None:
    with pytest.raises(CheckpointMissing, match="nothing is downloaded"):
        load_encoder_checkpoint(resnet(), tmp_path / "resnet18.pth")


def test_a_checkpoint_with_code_or_of_another_network_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    torch.save({"conv1.weight": Bomb()}, "bomb.pth")
    torch.save({"conv1.weight": torch.zeros(64, 3, 7, 7)}, "other.pth")
    Path("text.pth").write_text("hello")
    for name in ("bomb.pth", "other.pth", "text.pth"):
        with pytest.raises(CheckpointDamaged, match="resnet18"):
            load_encoder_checkpoint(resnet(), Path(name))
    assert not Path("exploded").exists()


def test_numbers_too_large_for_half_precision_are_stored_as_they_are(stored: Path) -> None:
    network, card = load_network(stored)
    name = next(name for name in network.state_dict() if name.endswith("running_var"))
    with torch.no_grad():
        network.state_dict()[name].fill_(73_294.5)
    save_network(stored, network, card)
    loaded, _ = load_network(stored, check_sum=False)
    assert (loaded.state_dict()[name] == 73_294.5).all()
