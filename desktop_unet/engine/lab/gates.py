"""A network with a factor on each skip connection: the way down is computed once, only the way up again.

Comes in: a card's name and a case. Goes out: pictures for each setting of the gates. A gate of 0
is what the network does with zeros where it learned to find the skip's features: an intervention, not
the same as a network that was trained without the skip.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import torch

from desktop_unet.engine.checks import check_card
from desktop_unet.engine.lab.case import Case
from desktop_unet.engine.lab.way_up import WayUp
from desktop_unet.errors import RequestImpossible
from desktop_unet.imaging.photo import UnitImage
from desktop_unet.models.card import Card, find_card
from desktop_unet.models.descriptor import theoretical_reach_px
from desktop_unet.models.unet import UNet
from desktop_unet.models.weights import load_network
from desktop_unet.phrases import Phrase

_KEPT_OPEN = 16


@dataclass(frozen=True)
class Preset:
    """A setting of all gates with a name: ``all``, ``none``, ``only 2``, ``without 2`` (levels from 1)."""

    name: str
    gates: tuple[float, ...]


def presets(count: int) -> tuple[Preset, ...]:
    """All open, each level closed, each level alone, all closed.

    Args:
        count: skip connections; level 1 is at full resolution.
    """
    alone = [tuple(float(level == other) for other in range(count)) for level in range(count)]
    closed = [tuple(1 - gate for gate in gates) for gates in alone]
    return (
        Preset("all", (1.0,) * count),
        *(Preset(f"without {level + 1}", gates) for level, gates in enumerate(closed)),
        *(Preset(f"only {level + 1}", gates) for level, gates in enumerate(alone)),
        Preset("none", (0.0,) * count),
    )


class Gated:
    """One network on one case, in full precision on the CPU.

    Args:
        card: a card's name or a weights file.
        case: what it works on.

    Raises:
        CardUnknown, WeightsDamaged: the network cannot be opened.
        RequestImpossible: it was trained for another task or factor.
    """

    def __init__(self, card: str | Path, case: Case) -> None:
        self.network, self.card = open_for_lab(card)
        self.case = case
        self._require_fit()
        self._batch = torch.from_numpy(np.ascontiguousarray(case.input_HWC.transpose(2, 0, 1)))[None]
        with torch.inference_mode():
            coarse = self.network.coarse
            self._coarse = None if coarse is None else WayUp(coarse, coarse.encode(self._batch, scale=case.scale))
            self._as_trained = self._last_stage(self._all_open())

    @property
    def gate_count(self) -> int:
        return self.card.descriptor.gates

    def picture(self, gates: Sequence[float] | None = None) -> UnitImage:
        """The result with these gates; only the decoder is run, from the deepest gate that has changed.

        Args:
            gates: a factor 0..1 per skip connection, full resolution first; None is as trained.

        Returns:
            (H * scale, W * scale, 3) unit range, as ``Case.finished`` gives it.
        """
        self._require_gates(gates)
        wanted = self._all_open() if gates is None else tuple(gates)
        with torch.inference_mode():
            last = self._as_trained if self._coarse is None else self._last_stage(wanted)
            return self._picture(last.picture(wanted))

    def _last_stage(self, gates: tuple[float, ...]) -> WayUp:
        """The last stage's way up; where there are two stages, its input depends on the gates."""
        if self._coarse is None:
            return WayUp(self.network, self.network.encode(self._batch, scale=self.case.scale))
        guess = self._coarse.picture(gates)
        return WayUp(self.network, self.network.encode_guess(self._batch, guess, scale=self.case.scale))

    def _all_open(self) -> tuple[float, ...]:
        return (1.0,) * (self.card.config.levels - 1)

    def full_run(self, gates: Sequence[float] | None = None) -> UnitImage:
        """The same by the whole network; what ``picture`` must equal."""
        with torch.inference_mode():
            return self._picture(self.network(self.batch(), scale=self.case.scale, gates=gates))

    def features(self) -> list[np.ndarray]:
        """Each level's feature maps on the way down: (channels, height, width) float32, full resolution first."""
        return [level[0].float().numpy() for level in self._as_trained.encoded.features]

    def batch(self) -> torch.Tensor:
        """(1, C, H, W), as the network takes it."""
        return self._batch.clone()

    def _picture(self, restored_BCHW: torch.Tensor) -> UnitImage:
        return self.case.finished(restored_BCHW[0].numpy().transpose(1, 2, 0))

    def _require_fit(self) -> None:
        card, case = self.card, self.case
        check_card(case.row, card.descriptor)
        if case.scale not in card.scales:
            raise RequestImpossible(
                reason=Phrase(
                    "{network} enlarges by {scales}, choose a network that suits this crop",
                    network=card.name,
                    scales=", ".join(map(str, card.scales)),
                )
            )

    def _require_gates(self, gates: Sequence[float] | None) -> None:
        if gates is None:
            return
        if len(gates) != self.gate_count or not all(0 <= gate <= 1 for gate in gates):
            raise RequestImpossible(
                reason=Phrase(
                    "{network} takes {gate_count} gates from 0 to 1", network=self.card.name, gate_count=self.gate_count
                )
            )


def open_for_lab(card: str | Path) -> tuple[UNet, Card]:
    """A network in float32 on the CPU, from memory where it was opened before."""
    path, _ = find_card(card)
    facts = path.stat()
    return _opened(path.resolve(), facts.st_mtime_ns, facts.st_size)


@lru_cache(_KEPT_OPEN)
def _opened(path: Path, changed_ns: int, size: int) -> tuple[UNet, Card]:
    network, card = load_network(path)
    # torch's stubs do not know that memory_format stands alone.
    return network.to(memory_format=torch.channels_last), card  # type: ignore[call-overload]


def reach_in_theory_px(card: Card) -> int:
    """How far a result's pixel could see by its layers, in input pixels."""
    return theoretical_reach_px(card.config)
