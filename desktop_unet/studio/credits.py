"""Whose work the program rests on: libraries, teachers of its networks, and the licences of the photos they saw.

Comes in: the cards of the installed networks. Goes out: a ``Credits`` for the window. Reads no weights.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from desktop_unet.models.card import Card, list_cards
from desktop_unet.paths import licence_file, weights_dir

LIBRARIES = (
    # distributions, what a person calls them, licence
    (("PySide6-Essentials",), "Qt, PySide6", "LGPL-3.0"),
    (("torch",), "PyTorch", "BSD-3-Clause"),
    (("numpy",), "NumPy", "BSD-3-Clause"),
    (("pyvips",), "libvips, pyvips", "LGPL-3.0, MIT"),
    (("pillow",), "Pillow", "MIT-CMU"),
    (("pi-heif",), "libheif, pi-heif", "LGPL-3.0, BSD-3-Clause"),
    (("pyqtgraph",), "PyQtGraph", "MIT"),
    (("safetensors",), "safetensors", "Apache-2.0"),
    (("typer", "rich", "platformdirs"), "Typer, Rich, platformdirs", "MIT"),
)


@dataclass(frozen=True)
class Credits:
    """What is said of others.

    Args:
        licence: the program's own, all of it; empty where the file is gone.
        teachers: networks of others that ours were taught by, with authors and licences.
        taught: names of the networks that were.
        photo_licences: of the photos that networks were trained on.
        photos: how many that were at most.
    """

    licence: str
    teachers: tuple[str, ...]
    taught: tuple[str, ...]
    photo_licences: tuple[str, ...]
    photos: int


def read_credits() -> Credits:
    """What the licence and the installed networks say."""
    try:
        licence = licence_file().read_text("utf-8")
    except OSError:
        licence = ""
    return credits_of(licence, list_cards(weights_dir()))


def credits_of(licence: str, cards: Iterable[Card]) -> Credits:
    """What cards say of teachers and photos, everything once; the user's own networks are left out."""
    ours = [card for card in cards if card.family != "own"]
    runs = {card.name: list(_runs(card.provenance)) for card in ours}
    teachers = {name: [each for run in of for each in run.get("teachers", ())] for name, of in runs.items()}
    return Credits(
        licence=licence,
        teachers=tuple(sorted({each for of in teachers.values() for each in of})),
        taught=tuple(name for name, of in teachers.items() if of),
        photo_licences=tuple(sorted({each for card in ours for each in card.licences}, key=str.lower)),
        photos=max((int(run.get("photos", 0)) for of in runs.values() for run in of), default=0),
    )


def _runs(provenance: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """A training and those that it started from."""
    while provenance:
        yield provenance
        provenance = provenance.get("started_from") or {}
