"""Networks that the lab can use; torch-free."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from desktop_unet.engine.task_table import TaskRow
from desktop_unet.studio.lab.lab_options import LAB_ROWS, UPSAMPLINGS, LabOptions, scale_in_lab

if TYPE_CHECKING:
    from desktop_unet.models.card import Card


@dataclass(frozen=True)
class LabCards:
    """Networks that the lab can use: pairs of (with gates, without skips) by task, and upsamplings by variant."""

    pairs: dict[str, tuple[tuple[str, str], ...]]
    upsamplings: tuple[str, ...]
    own: tuple[str, ...] = ()

    @property
    def tasks(self) -> tuple[str, ...]:
        """Those that there are networks for."""
        return tuple(name for name, pairs in self.pairs.items() if pairs)

    def with_pair(self, options: LabOptions) -> LabOptions:
        """The options, with the first pair for their task where theirs is missing and there is one."""
        pairs = self.pairs[options.task]
        if not pairs or (options.skip_card, options.blind_card) in pairs:
            return options
        return replace(options, skip_card=pairs[0][0], blind_card=pairs[0][1], gates=None)


NO_CARDS = LabCards({row.name: () for row in LAB_ROWS}, ())
"""Before the files have been looked at."""


def list_lab_cards() -> LabCards:
    """From the cards of the program and the user's own; torch-free."""
    from desktop_unet.models.card import list_cards

    cards = {card.name: card for card in sorted(list_cards(), key=lambda card: (card.family != "exercise", card.name))}
    ups = [f"exercise-upscale-{kind}-{variant}" for variant in ("skip", "no-skip") for kind in UPSAMPLINGS]
    own = tuple(name for name, card in cards.items() if card.family == "own")
    pairs = {
        row.name: tuple(_pairs({name: card for name, card in cards.items() if _fits(card, row)})) for row in LAB_ROWS
    }
    return LabCards(pairs, tuple(name for name in ups if name in cards), own)


def _fits(card: Card, row: TaskRow[Any]) -> bool:
    return row.may_use(card.descriptor) and scale_in_lab(row.name) in card.scales


def _pairs(fitting: Mapping[str, Card]) -> Iterator[tuple[str, str]]:
    """Each network with skips beside its twin without, or where it has none beside any."""
    blind = [name for name, card in fitting.items() if card.variant == "no-skip"]
    for name, card in fitting.items():
        twin = f"{name.removesuffix('-skip')}-no-skip"
        if card.variant == "skip" and blind:
            yield name, twin if twin in blind else blind[0]
