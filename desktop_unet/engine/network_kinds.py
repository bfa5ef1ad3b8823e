"""The kinds of network files there are: how each is described, and what runs it.

Comes in: a card's name or a file. Goes out: the file with what the network says of itself, before torch is loaded;
later the module that opens it for a device. A new kind is a module that runs it and a row here.
Next on the road: ``predict.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from desktop_unet.engine.task import Choices
from desktop_unet.errors import CardUnknown, LookMissing
from desktop_unet.models import card, onnx_file
from desktop_unet.models.descriptor import Descriptor, Look

if TYPE_CHECKING:
    import torch


Ask = Callable[[], None]


class Runner(Protocol):
    """A network opened on a device in a precision."""

    def run(
        self, tile_HWC: NDArray[np.float32], *, scale: int, strength: float | None, gates: tuple[float, ...] | None
    ) -> NDArray[np.float32]:
        """One tile through the network, see ``predict.predict``."""

    def asking(self, ask: Callable[[], None]) -> AbstractContextManager[None]:
        """While this lasts ``ask`` is called again and again within ``run``; what it raises ends the run."""


class Opener(Protocol):
    """What a module that runs a kind of network has."""

    def choose_device(self, name: str) -> torch.device:
        """Where networks of the kind run for a name of ``Choices.device``; see ``device.choose_device``."""

    def open_runner(self, path: Path, network: Descriptor, device: torch.device, precision: str) -> Runner:
        """Read the file and make it ready to run.

        Raises:
            Mishap: the file is not what it should be.
        """


@dataclass(frozen=True)
class Kind:
    """A kind of network file.

    Args:
        describe: what a file's network says of itself; without torch. Raises a ``Mishap`` for a file that is no use.
            Where that takes long, the function that it is given is called again and again; what it raises ends it.
        opener: imports the module that runs it.
    """

    describe: Callable[[Path, Ask], Descriptor]
    opener: Callable[[], Opener]


def _describe_unet(path: Path, _ask: Ask) -> Descriptor:
    return card.read_card(path).descriptor


def _unet_opener() -> Opener:
    from desktop_unet.engine import unet_runner

    return unet_runner


def _describe_onnx(path: Path, ask: Ask) -> Descriptor:
    from desktop_unet.engine.onnx_study import study

    return study(path, ask).descriptor


def _onnx_opener() -> Opener:
    from desktop_unet.engine import onnx_runner

    return onnx_runner


OURS = Kind(_describe_unet, _unet_opener)

KINDS: Mapping[str, Kind] = {card.SUFFIX: OURS, onnx_file.SUFFIX: Kind(_describe_onnx, _onnx_opener)}
"""By the suffix of their files, in small letters."""


def kind_of(path: Path) -> Kind:
    """The kind that a file belongs to; what no other kind claims is taken for one of ours."""
    return KINDS.get(path.suffix.lower(), OURS)


def read_descriptor(path: Path, ask: Ask = lambda: None) -> Descriptor:
    """What a network file says of itself, whatever its kind; without torch.

    Args:
        path: of the file.
        ask: called again and again where its network has to be tried; what it raises ends that.

    Raises:
        Mishap: there is no such file, or it is no use; one sentence says why.
    """
    return kind_of(path).describe(path, ask)


def find_network(name_or_path: str | Path) -> tuple[Path, Descriptor]:
    """The file that a card's name or a path stands for, and what its network says of itself; without torch.

    Raises:
        CardUnknown: no card of that name, and no file either.
        Mishap: as ``read_descriptor``.
    """
    path = Path(name_or_path)
    if kind_of(path) is not OURS:
        return path, read_descriptor(path)
    found, ours = card.find_card(name_or_path)
    return found, ours.descriptor


def find_chosen(choices: Choices, family: str, look: Look = "natural") -> tuple[Path, Descriptor]:
    """The network that choices name, or the program's own of a family, by its variant and look; without torch.

    Raises:
        LookMissing: the program has none of that look.
        Mishap: as ``find_network``.
    """
    try:
        return find_network(choices.card_for(family, look))
    except CardUnknown:
        if choices.card is None and look != "natural":
            raise LookMissing(variant=choices.variant) from None
        raise
