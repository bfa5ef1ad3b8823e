"""Bundles of options: one value for the verb, one option per field for the command line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import pytest
import typer
from typer.testing import CliRunner

from desktop_unet.cli.bundles import Only
from desktop_unet.cli.console import verb


@dataclass(frozen=True)
class Weather:
    """Two options."""

    wind: Annotated[int, typer.Option(min=0, help="In knots.")] = 3
    rain: Annotated[bool, typer.Option("--rain", help="Whether it falls.")] = False


def answers(command, *words: str) -> tuple[int, str]:
    """Exit code and what is printed, by a program of this one verb."""
    app = typer.Typer()
    app.command()(verb(command))
    result = CliRunner().invoke(app, words)
    return result.exit_code, result.output


def sail(boat: str, weather: Weather, crew: Annotated[int, typer.Option()] = 2) -> None:
    """Set out."""
    print(boat, weather, crew)


def drift(weather: Annotated[Weather, Only("wind")]) -> None:
    """Go with the wind."""
    print(weather)


@pytest.mark.parametrize(
    ("words", "weather"),
    [((), Weather()), (("--wind", "7"), Weather(wind=7)), (("--rain", "--wind", "0"), Weather(wind=0, rain=True))],
)
def test_a_verb_is_given_the_bundle_that_its_options_make(words, weather):
    assert answers(sail, "gig", *words) == (0, f"gig {weather} 2\n")


def test_help_lists_the_options_where_the_bundle_stands():
    code, said = answers(sail, "--help")
    assert code == 0
    assert said.index("--wind") < said.index("--rain") < said.index("--crew")
    assert "In knots." in said
    assert "--weather" not in said


def test_of_a_bundle_a_verb_may_show_only_some_options():
    assert answers(drift, "--wind", "9") == (0, f"{Weather(wind=9)}\n")
    assert answers(drift, "--rain")[0] == 2


def test_the_limits_of_an_option_hold_in_a_bundle():
    assert answers(drift, "--wind", "-1")[0] == 2
