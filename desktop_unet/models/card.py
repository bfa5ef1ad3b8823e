"""What a weights file says of itself, read from its header without torch.

Comes in: a safetensors file. Goes out: a ``Card``. Next on the road: ``weights.py``, which
loads the numbers.
"""

from __future__ import annotations

import hashlib
import json
import struct
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args

from desktop_unet.errors import (
    CardUnknown,
    ConfigImpossible,
    FileMissing,
    Mishap,
    NetworkNotOurs,
    NotAFile,
    WeightsDamaged,
)
from desktop_unet.models import onnx_file
from desktop_unet.models.config import Task, UNetConfig, Variant
from desktop_unet.models.descriptor import Descriptor, Look, describe_unet
from desktop_unet.paths import user_weights_dir, weights_dir
from desktop_unet.phrases import Phrase

Family = Literal["product", "exercise", "own"]

CARD_KEY = "desktop_unet.card"
SUFFIX = ".safetensors"
HEADER_LIMIT_BYTES = 1 << 20
"""No card comes near this; a larger header is damage or an attack on memory."""


@dataclass(frozen=True)
class Card:
    """A network's name, shape, origin and measured worth.

    Args:
        name: as on the command line, ``upscale-skip``.
        family: ``product``, ``exercise`` or ``own`` (trained by the user).
        config: from which the network is built.
        parameters: number of trained values.
        provenance: how it was trained: recipe, steps, patches, seed, version, data.
        scores: figures measured from this file, ``{"Set5 x4 PSNR": 30.9}``.
        licences: of the photos it was trained on.
        look: ``natural`` or ``sharp``, see ``descriptor.Descriptor``.
    """

    name: str
    family: Family
    config: UNetConfig
    parameters: int
    provenance: Mapping[str, Any] = field(default_factory=dict)
    scores: Mapping[str, float] = field(default_factory=dict)
    licences: tuple[str, ...] = ()
    look: Look = "natural"

    @property
    def descriptor(self) -> Descriptor:
        """What the engine asks of the network."""
        return describe_unet(self.name, self.config, self.look)

    @property
    def task(self) -> Task:
        return self.config.task

    @property
    def variant(self) -> Variant:
        return self.config.variant

    @property
    def scales(self) -> tuple[int, ...]:
        return self.config.scales

    def to_dict(self) -> dict[str, Any]:
        """Plain values; the usual look is left out, so that earlier versions can read the card too."""
        values = asdict(self)
        if self.look == "natural":
            del values["look"]
        return values

    def to_json(self) -> str:
        """For the file's header; read back by ``from_json``."""
        return json.dumps(self.to_dict(), sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Card:
        """Read what ``to_json`` wrote.

        Raises:
            ValueError, TypeError, KeyError, ConfigImpossible: it was not written by ``to_json``.
        """
        values = json.loads(text)
        config = UNetConfig.from_dict(values.pop("config"))
        card = cls(config=config, licences=tuple(values.pop("licences")), **values)
        _check_kinds(card)
        return card


def _check_kinds(card: Card) -> None:
    """Raise ``TypeError`` for a card whose parts are not what its readers count on."""
    kinds = {"name": str, "parameters": int, "provenance": Mapping, "scores": Mapping}
    for name, kind in kinds.items():
        if not isinstance(getattr(card, name), kind):
            raise TypeError(f"its {name} is {getattr(card, name)!r}"[:100])
    if card.family not in get_args(Family):
        raise TypeError(f"its family is {card.family!r}"[:100])
    if card.look not in get_args(Look):
        raise TypeError(f"its look is {card.look!r}"[:100])
    if not all(type(score) in (int, float) for score in card.scores.values()):
        raise TypeError("a score is no number")


def read_card(path: Path | str) -> Card:
    """The card of a weights file; no weights are read.

    Raises:
        FileMissing, NotAFile: there is no such file.
        WeightsDamaged: it is not a safetensors file with one of our cards.
        NetworkNotOurs: it is an ONNX file.
    """
    path = Path(path)
    if path.suffix.lower() == onnx_file.SUFFIX:
        raise NetworkNotOurs(path=path)
    metadata = _read_header(path).get("__metadata__")
    text = metadata.get(CARD_KEY) if isinstance(metadata, dict) else None
    if not isinstance(text, str):
        raise WeightsDamaged(path=path, reason=Phrase("it contains no card"))
    try:
        return Card.from_json(text)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, ConfigImpossible) as mistake:
        raise WeightsDamaged(
            path=path, reason=Phrase("its card cannot be read: {mistake}", mistake=mistake)
        ) from mistake


def _read_header(path: Path) -> dict[str, Any]:
    """The JSON header of a safetensors file: 8 bytes of length, little-endian, then the text."""
    if not path.exists():
        raise FileMissing(path=path)
    if not path.is_file():
        raise NotAFile(path=path, what=Phrase("a folder or device"))
    try:
        with path.open("rb") as file:
            (length,) = struct.unpack("<Q", file.read(8))
            if length > HEADER_LIMIT_BYTES:
                raise WeightsDamaged(path=path, reason=Phrase("its header is too long"))
            header = json.loads(file.read(length))
    except (struct.error, ValueError, RecursionError) as mistake:
        raise WeightsDamaged(path=path, reason=Phrase("it has no safetensors header")) from mistake
    except OSError as mistake:
        raise WeightsDamaged(path=path, reason=mistake.strerror or "it cannot be read") from mistake
    if not isinstance(header, dict):
        raise WeightsDamaged(path=path, reason=Phrase("it has no safetensors header"))
    return header


def list_cards(folder: Path | None = None) -> list[Card]:
    """Cards of all readable weights files in ``folder`` (default: the program's and the user's own), by name."""
    folders = [folder] if folder is not None else [weights_dir(), user_weights_dir()]
    found: dict[str, Card] = {}
    for each in folders:
        for _, card in _cards_with_paths(each):
            found.setdefault(card.name, card)
    return sorted(found.values(), key=lambda card: card.name)


def find_card(name_or_path: str | Path, folder: Path | None = None) -> tuple[Path, Card]:
    """The weights file that a name or a path stands for.

    Raises:
        CardUnknown: no card of that name, and no file either.
        WeightsDamaged: the file is not one of ours.
    """
    path = Path(name_or_path)
    if path.suffix == SUFFIX or path.is_file():
        return path, read_card(path)
    for each in [folder] if folder is not None else [weights_dir(), user_weights_dir()]:
        named = each / f"{name_or_path}{SUFFIX}"
        if path.name == str(name_or_path) and named.is_file():
            return named, read_card(named)
        for found, card in _cards_with_paths(each):
            if card.name == str(name_or_path):
                return found, card
    raise CardUnknown(card=name_or_path)


def _cards_with_paths(folder: Path) -> list[tuple[Path, Card]]:
    found = []
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        try:
            found.append((path, read_card(path)))
        except Mishap:
            continue
    return sorted(found, key=lambda pair: pair[1].name)


def sha256(path: Path) -> str:
    """Hexadecimal SHA-256 of a file; raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
