"""Which networks there are, the program's own and those that were added, and what can be asked of them; torch-free.

Comes in: the installed cards, and files of other people's networks. Goes out: ``Networks``, from which orders and the
window's state follow. Reading a file may take seconds, so it is done in the worker.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from desktop_unet.engine.task import Report, Step, Variant
from desktop_unet.engine.task_table import FIND_DAMAGE, TASKS, UPSCALE
from desktop_unet.errors import FileMissing, Mishap, NetworkUnusable
from desktop_unet.models.descriptor import Descriptor, Look, product_name
from desktop_unet.phrases import Phrase
from desktop_unet.studio.options import CLEAN_UP


@dataclass(frozen=True)
class NetworkFile:
    """A network that was added.

    Args:
        path: its file, absolute.
        descriptor: what it says of itself.
    """

    path: str
    descriptor: Descriptor

    @property
    def name(self) -> str:
        """For a person."""
        return Path(self.path).name

    @property
    def why_one_variant(self) -> Phrase:
        """Why it cannot be switched between skip and no skip, nor its skip connections be faded."""
        if self.descriptor.variant is None:
            return Phrase("{name} has no skip connections that could be switched off or faded.", name=self.name)
        if self.descriptor.variant == "skip":
            return Phrase("{name} holds one network, with skip connections, and none without.", name=self.name)
        return Phrase("{name} holds one network, without skip connections, and none with them.", name=self.name)


@dataclass(frozen=True)
class Networks:
    """The networks that there are, and what can be asked of them.

    Args:
        cards: names of the program's own, by task and variant.
        scales: factors of enlargement that these have; 1 is cleaning up.
        told_strength: variants whose enlarging network takes a strength.
        files: those that were added; they enlarge.
        sharp: factors of the enlarging network with the sharp look, for each variant that has one.
    """

    cards: Mapping[tuple[str, str], str]
    scales: tuple[int, ...]
    told_strength: frozenset[str] = frozenset()
    files: tuple[NetworkFile, ...] = ()
    sharp: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    @property
    def has_finder(self) -> bool:
        """Whether there is one that finds damage."""
        return any(task == FIND_DAMAGE.trained_to for task, _variant in self.cards)

    def file(self, task: str, path: str) -> NetworkFile | None:
        """The network of a file, where it does this task; None for the program's own, whose path is empty."""
        row = TASKS.get(task)
        if row is None:  # restoring in steps is several tasks
            return None
        return next((file for file in self.files if file.path == path and row.may_use(file.descriptor)), None)

    def with_file(self, file: NetworkFile) -> Networks:
        """The same with one more; a file that is listed already is taken anew."""
        others = tuple(each for each in self.files if each.path != file.path)
        return replace(self, files=(*others, file))

    def without_file(self, path: str) -> Networks:
        """The same without the network of this file."""
        return replace(self, files=tuple(each for each in self.files if each.path != path))

    def card_for(self, task: str, variant: Variant, path: str = "", look: Look = "natural") -> str:
        """Name of the network that an order uses; empty where none is installed for it."""
        file = self.file(task, path)
        if file is None and look != "natural" and task in TASKS and TASKS[task].has_scale:
            return product_name(task, variant, look)
        return file.name if file is not None else self.cards.get((task, variant), "")

    def scales_of(self, path: str = "") -> tuple[int, ...]:
        """Factors of enlargement of a file's network, or of the program's own."""
        file = self.file(UPSCALE.name, path)
        return self.scales if file is None else _with_passes(file.descriptor.scales)

    def takes_strength(self, variant: str, path: str = "") -> bool:
        """Whether the enlarging network is told how much damage to expect."""
        file = self.file(UPSCALE.name, path)
        return variant in self.told_strength if file is None else file.descriptor.takes_strength

    def why_one_look(self, variant: str, scale: int, path: str = "") -> Phrase | None:
        """Why only one look can be had; None where there are both."""
        file = self.file(UPSCALE.name, path)
        if file is not None:
            return Phrase("{name} has a look of its own.", name=file.name)
        if scale == CLEAN_UP:
            return Phrase("Cleaning up has one look, the natural one.")
        if not self.sharp:
            return Phrase("No network with the sharp look is installed.")
        if variant not in self.sharp:
            return Phrase("The network chosen below has no sharp look yet.")
        if scale not in self.sharp[variant]:
            return Phrase("The sharp look has no ×{scale}.", scale=scale)
        return None


NONE_INSTALLED = Networks({}, ())


def list_networks() -> Networks:
    """Read the installed cards; quick. Where nothing is said of a look, the usual one is meant."""
    from desktop_unet.models.card import list_cards
    from desktop_unet.paths import weights_dir

    installed = [card for card in list_cards(weights_dir()) if card.family == "product"]
    product = [card for card in installed if card.look == "natural"]
    enlarging = [card for card in product if UPSCALE.may_use(card.descriptor)]
    return Networks(
        {(card.task, card.variant): card.name for card in product},
        _with_passes({scale for card in enlarging for scale in card.scales}),
        frozenset(card.variant for card in enlarging if card.descriptor.takes_strength),
        sharp={card.variant: _with_passes(card.scales) for card in installed if card.look == "sharp"},
    )


def _with_passes(scales: Sequence[int] | set[int]) -> tuple[int, ...]:
    """The engine reaches x8 in two passes, so it is offered where x4 and x2 are."""
    return tuple(sorted({*scales, 8} if {2, 4} <= set(scales) else set(scales)))


def _say_nothing(_step: Step) -> None:
    """Nobody waits for it."""


def read_network_file(path: Path, report: Report = _say_nothing) -> NetworkFile:
    """Look at a file of any kind that the engine knows; an ONNX network is tried out, which takes seconds.

    Raises:
        Cancelled: the report hook wanted it so, which is called again and again meanwhile.
        Mishap: there is no such file, or it is no use; one sentence says why.
    """
    from desktop_unet.engine.network_kinds import read_descriptor

    path = path.absolute()
    descriptor = read_descriptor(path, lambda: report(Step(0, 0, "Trying out the network")))
    if not UPSCALE.may_use(descriptor):
        raise NetworkUnusable(path=path, reason=Phrase("it was not trained to enlarge photos"))
    return NetworkFile(str(path), descriptor)


@dataclass(frozen=True)
class Recalled:
    """What became of the files that were remembered.

    Args:
        files: that can be used.
        gone: names of those that are not there any more.
        refused: why others cannot be used now.
    """

    files: tuple[NetworkFile, ...] = ()
    gone: tuple[str, ...] = ()
    refused: tuple[Mishap, ...] = ()


def recall_network_files(paths: Sequence[str]) -> Recalled:
    """Look again at files that were added in an earlier run; never fails because of one of them."""
    files: list[NetworkFile] = []
    gone: list[str] = []
    refused: list[Mishap] = []
    for path in paths:
        try:
            files.append(read_network_file(Path(path)))
        except FileMissing:
            gone.append(Path(path).name)
        except Mishap as mishap:
            refused.append(mishap)
    return Recalled(tuple(files), tuple(gone), tuple(refused))
