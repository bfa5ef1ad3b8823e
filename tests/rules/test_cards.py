"""The packed networks are whole, and each says what it is."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from desktop_unet.models.card import find_card, list_cards, read_card
from desktop_unet.paths import weights_dir

FAMILIES = ("upscale", "upscale-sharp", "inpaint", "damage")
SCALES = {"upscale": (1, 2, 3, 4), "upscale-sharp": (2, 3, 4)}
PRODUCT = tuple(f"{family}-{variant}" for family in FAMILIES for variant in ("skip", "no-skip"))


@pytest.fixture(scope="module")
def weights() -> list[Path]:
    files = sorted(weights_dir().glob("*.safetensors"))
    if not files:
        pytest.skip(f"no weights in {weights_dir()} yet")
    return files


def test_every_file_has_its_sum_and_every_sum_its_file(weights: list[Path]) -> None:
    lines = (weights_dir() / "SHA256SUMS").read_text("utf-8").splitlines()
    noted = {name.lstrip("*"): digest for digest, name in (line.split(maxsplit=1) for line in lines if line)}
    assert noted == {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in weights}


def test_every_card_can_be_read_and_goes_by_its_files_name(weights: list[Path]) -> None:
    for path in weights:
        card = read_card(path)
        assert card.name == path.stem
        assert card.variant == card.config.variant
        assert card.task == card.config.task
    assert {card.name for card in list_cards(weights_dir())} == {path.stem for path in weights}


def test_every_card_tells_where_its_network_comes_from(weights: list[Path]) -> None:
    for path in weights:
        card = read_card(path)
        assert card.licences, f"{path.name} names no licence of its training photos"
        assert card.provenance, f"{path.name} does not say how it was trained"
        assert card.parameters > 0


@pytest.mark.parametrize("name", PRODUCT)
def test_the_product_networks_are_there(weights: list[Path], name: str) -> None:
    path, card = find_card(name)
    assert path in weights
    assert card.variant == ("no-skip" if name.endswith("no-skip") else "skip")
    assert card.config.scales == SCALES.get(name.removesuffix("-skip").removesuffix("-no"), (1,))
    assert card.look == ("sharp" if "-sharp-" in name else "natural")


def test_with_and_without_skips_differ_in_nothing_else(weights: list[Path]) -> None:
    for family in FAMILIES:
        with_skips, without = find_card(f"{family}-skip")[1].config, find_card(f"{family}-no-skip")[1].config
        assert with_skips.with_skip(False) == without
