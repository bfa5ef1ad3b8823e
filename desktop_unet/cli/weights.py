"""The verb ``weights``: which networks there are, what their cards say, whether they are whole."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from desktop_unet.cli import options as given
from desktop_unet.cli.console import print_json, say, verb
from desktop_unet.cli.running import load_torch
from desktop_unet.cli.stages import HEADINGS, mixed_with, samples, stage_row, stages, teachers
from desktop_unet.engine.network_kinds import OURS, find_network, kind_of
from desktop_unet.errors import WeightsDamaged
from desktop_unet.models.card import Card, find_card, list_cards
from desktop_unet.paths import weights_dir

weights = typer.Typer(
    help="List, show and verify the program's networks.", no_args_is_help=True, pretty_exceptions_enable=False
)


@weights.command("list")
@verb
def list_networks(json: given.Json = False) -> None:
    """List every network."""
    cards = list_cards()
    if json:
        print_json({"folder": weights_dir(), "cards": [_facts(card) for card in cards]})
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, padding=(0, 1, 0, 0))
    for heading in ("name", "task", "variant", "scales", "parameters"):
        table.add_column(heading, justify="right" if heading == "parameters" else "left", no_wrap=heading == "name")
    for card in cards:
        scales = " ".join(f"x{scale}" for scale in card.scales)
        table.add_row(card.name, card.task, card.variant, scales, f"{card.parameters:,}")
    Console().print(table if cards else f"There are no networks in {weights_dir()}.")


@weights.command("show")
@verb
def show_network(
    card: Annotated[str, typer.Argument(metavar="CARD", help="A network by name, or a weights file.")],
    json: given.Json = False,
) -> None:
    """Print a network's card: shape, training, scores, licences of its photos."""
    if kind_of(Path(card)) is not OURS:
        path, says = find_network(card)
        _print_facts({"file": path} | asdict(says), json)
        return
    path, found = find_card(card)
    facts = {"file": path} | _facts(found)
    if json:
        print_json(facts)
        return
    for name, value in facts.items():
        if name == "provenance":
            _print_training(found)
        else:
            _print_fact(name, value)
    if found.config.positions_cross and not found.config.skip:
        say("note: max-unpooling carries positions to the decoder, although there are no skip connections.")


def _facts(card: Card) -> dict[str, object]:
    return card.to_dict() | {"task": card.task, "variant": card.variant, "scales": card.scales}


def _print_training(card: Card) -> None:
    """The stages of training as a table, then what the last one was shown."""
    trained = stages(card.provenance)
    if not trained:
        say("training: unknown")
        return
    rows = [HEADINGS, *(stage_row(number, stage) for number, stage in enumerate(trained, start=1))]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    plural = "stage" if len(trained) == 1 else "stages"
    say(f"training: {len(trained)} {plural} (rates: Muon / AdamW, or AdamW alone)")
    for row in rows:
        say("  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    say(f"samples: {samples(trained[-1], card.task)}")
    if named := teachers(trained):
        say(f"teachers: {'; '.join(named)}")
    if mixed := mixed_with(card.provenance):
        say(f"mixed: {mixed}")
    say(f"program: {card.provenance.get('program', 'unknown')}")


def _print_facts(facts: dict[str, object], json: bool) -> None:
    if json:
        print_json(facts)
        return
    for name, value in facts.items():
        _print_fact(name, value)


def _print_fact(name: str, value: object) -> None:
    """One line, or one for each part."""
    if isinstance(value, dict):
        say(f"{name}:")
        for inner, part in value.items():
            say(f"  {inner}: {_words(part)}")
    else:
        say(f"{name}: {_words(value)}")


def _words(value: object) -> str:
    return ", ".join(str(part) for part in value) if isinstance(value, list | tuple) else str(value)


@weights.command("verify")
@verb
def verify_networks(json: given.Json = False) -> None:
    """Read every weights file and compare its SHA-256 with the list."""
    load_torch()
    from desktop_unet.models.weights import verify_folder

    found = verify_folder(weights_dir())
    if json:
        files = [{"file": name, "whole": is_whole, "reason": reason} for name, is_whole, reason in found]
        print_json({"folder": weights_dir(), "files": files})
    else:
        for name, is_whole, _ in found:
            say(f"{name}: {'intact' if is_whole else 'damaged'}")
    for name, is_whole, reason in found:
        if not is_whole:
            raise WeightsDamaged(path=weights_dir() / name, reason=reason)
    if not found:
        raise WeightsDamaged(path=weights_dir(), reason="there are no weights files")
