"""A weights file that is damaged or made to do harm is refused in one sentence, and nothing of it is run."""

from __future__ import annotations

import json
import pickle
import shutil
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch

from desktop_unet.errors import Mishap, WeightsDamaged
from desktop_unet.models.card import CARD_KEY, Card, list_cards
from desktop_unet.models.config import UNetConfig
from desktop_unet.models.unet import UNet
from desktop_unet.models.weights import SUMS, load_network, save_network
from desktop_unet.paths import weights_dir

SHIPPED = sorted(path.name for path in weights_dir().glob("*.safetensors"))


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    """A copy of a network that comes with the program, and the list of sums."""
    for name in (SUMS, "upscale-skip.safetensors"):
        shutil.copy(weights_dir() / name, tmp_path / name)
    return tmp_path / "upscale-skip.safetensors"


def taken_apart(path: Path) -> tuple[dict[str, Any], bytes]:
    raw = path.read_bytes()
    (length,) = struct.unpack("<Q", raw[:8])
    return json.loads(raw[8 : 8 + length]), raw[8 + length :]


def put_together(path: Path, header: dict[str, Any], numbers: bytes) -> None:
    text = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + numbers)


def with_card(change: Callable[[dict[str, Any]], None]) -> Callable[[Path], None]:
    def damage(path: Path) -> None:
        header, numbers = taken_apart(path)
        card = json.loads(header["__metadata__"][CARD_KEY])
        change(card)
        header["__metadata__"][CARD_KEY] = json.dumps(card)
        put_together(path, header, numbers)

    return damage


def with_config(**changes: Any) -> Callable[[Path], None]:
    return with_card(lambda card: card["config"].update(changes))


def wrong_shape(path: Path) -> None:
    header, numbers = taken_apart(path)
    name = next(name for name, entry in header.items() if name != "__metadata__" and len(entry["shape"]) == 4)
    header[name]["shape"] = header[name]["shape"][::-1]
    put_together(path, header, numbers)


def overlapping(path: Path) -> None:
    header, numbers = taken_apart(path)
    names = [name for name in header if name != "__metadata__"]
    header[names[1]]["data_offsets"] = header[names[0]]["data_offsets"]
    put_together(path, header, numbers)


def endless_nesting(path: Path) -> None:
    header, numbers = taken_apart(path)
    header["__metadata__"][CARD_KEY] = "[" * 200_000
    put_together(path, header, numbers)


class Bomb:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return (exec, ("open('exploded', 'w').close()",))


def a_torch_file(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("archive/data.pkl", pickle.dumps(Bomb()))
        archive.writestr("archive/version", "3")


DAMAGES: dict[str, Callable[[Path], object]] = {
    "empty": lambda path: path.write_bytes(b""),
    "header cut": lambda path: path.write_bytes(path.read_bytes()[:100]),
    "numbers cut": lambda path: path.write_bytes(path.read_bytes()[:-1]),
    "a byte too many": lambda path: path.write_bytes(path.read_bytes() + b"\0"),
    "header of 2**40 bytes": lambda path: path.write_bytes(struct.pack("<Q", 1 << 40) + b"{}"),
    "header of 2 MiB": lambda path: path.write_bytes(struct.pack("<Q", 2 << 20) + b" " * (2 << 20)),
    "header nested without end": lambda path: path.write_bytes(struct.pack("<Q", 200_000) + b"[" * 200_000),
    "card nested without end": endless_nesting,
    "wrong shape": wrong_shape,
    "tensors that overlap": overlapping,
    "another config": with_config(widths=[48, 64, 64, 80]),
    "a config that contradicts itself": with_config(task="inpaint"),
    "a config with a setting that nobody knows": with_config(eval="__import__('os')"),
    "widths beyond memory": with_config(widths=[4096, 4096, 4096, 4096]),
    "widths beyond reason": with_config(widths=[10**9] * 4),
    "blocks beyond reason": with_config(blocks=[10**9] * 4),
    "levels beyond reason": with_config(widths=[1] * 10_000, blocks=[1] * 10_000),
    "a config of words": with_config(skip="yes"),
    "a card without a name": with_card(lambda card: card.pop("name")),
    "a card with a number for a name": with_card(lambda card: card.update(name=7)),
    "a card of another family": with_card(lambda card: card.update(family="royal")),
    "a renamed pickle": lambda path: path.write_bytes(pickle.dumps(Bomb())),
    "a renamed torch file": a_torch_file,
    "text": lambda path: path.write_text("hello, world"),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_what_is_not_ours_is_refused_in_one_sentence_and_not_executed(shipped, monkeypatch, damage):
    monkeypatch.chdir(shipped.parent)
    damage(shipped)
    for check_sum in (True, False):
        with pytest.raises(WeightsDamaged) as caught:
            load_network(shipped, check_sum=check_sum)
        assert len(str(caught.value).splitlines()) == 1
        assert str(shipped) in str(caught.value)
    assert sorted(path.name for path in shipped.parent.iterdir()) == [SUMS, shipped.name]
    list_cards(shipped.parent)  # whatever is there, listing goes on


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_file_is_compared_with_its_sum_when_it_is_loaded(tmp_path, name):
    for file in (SUMS, name):
        shutil.copy(weights_dir() / file, tmp_path / file)
    load_network(tmp_path / name)
    raw = bytearray((tmp_path / name).read_bytes())
    for place in (len(raw) // 2, len(raw) - 2):
        flipped = bytearray(raw)
        flipped[place] ^= 1
        (tmp_path / name).write_bytes(flipped)
        with pytest.raises(WeightsDamaged, match="SHA-256"):
            load_network(tmp_path / name)


def test_any_flipped_bit_of_the_header_is_refused_or_harmless(tmp_path):
    """Without the sum to catch it: bits at places spread over length, names, shapes and card."""
    path = tmp_path / "tiny.safetensors"
    config = UNetConfig(widths=(4, 6), blocks=(1, 1), scales=(2,))
    network = UNet(config)
    save_network(path, network, Card("tiny", "own", config, sum(p.numel() for p in network.parameters())))
    raw = path.read_bytes()
    (length,) = struct.unpack("<Q", raw[:8])
    places = [*range(8), *range(8, 8 + length, max(1, length // 60))]
    refusals = [sentence for number, place in enumerate(places) if (sentence := refusal(path, raw, place, number % 8))]
    assert len(refusals) > len(places) // 4
    assert all(len(sentence.splitlines()) == 1 for sentence in refusals)


def refusal(path: Path, raw: bytes, place: int, bit: int) -> str:
    """Why a file with one bit flipped is refused; empty where it loads."""
    flipped = bytearray(raw)
    flipped[place] ^= 1 << bit
    path.write_bytes(flipped)
    try:
        load_network(path, check_sum=False)
    except Mishap as mishap:
        return str(mishap)
    return ""


def test_the_list_of_sums_may_be_damaged_itself(shipped):
    (shipped.parent / SUMS).write_bytes(b"\xff\xfe\n" + b"0" * 64 + b"  upscale-skip.safetensors\n")
    with pytest.raises(WeightsDamaged, match="SHA-256"):
        load_network(shipped)


def test_a_folder_with_a_weights_name_does_not_stop_the_list(shipped):
    (shipped.parent / "folder.safetensors").mkdir()
    assert [card.name for card in list_cards(shipped.parent)] == ["upscale-skip"]


def test_a_card_that_claims_a_giant_takes_no_memory_for_it(shipped, monkeypatch):
    with_config(widths=[4096, 4096, 4096, 4096], blocks=[8, 8, 8, 8])(shipped)
    real, taken = torch.empty, []

    def counted(*size: Any, **how: Any) -> torch.Tensor:
        made = real(*size, **how)
        taken.append(0 if made.is_meta else made.numel())
        return made

    monkeypatch.setattr(torch, "empty", counted)
    with pytest.raises(WeightsDamaged, match="do not match"):
        load_network(shipped, check_sum=False)
    assert taken
    assert sum(taken) < 1_000_000
