"""Networks that the lab can use; torch-free."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from desktop_unet.studio.lab.lab_options import SCALE, UPSAMPLINGS, LabOptions


@dataclass(frozen=True)
class LabCards:
    """Networks that the lab can use: pairs of (with gates, without skips) by task, and upsamplings by variant."""

    pairs: dict[str, tuple[tuple[str, str], ...]]
    upsamplings: tuple[str, ...]
    own: tuple[str, ...] = ()

    def with_pair(self, options: LabOptions) -> LabOptions:
        """The options, with the first pair for their task where theirs is missing and there is one."""
        pairs = self.pairs[options.task]
        if not pairs or (options.skip_card, options.blind_card) in pairs:
            return options
        return replace(options, skip_card=pairs[0][0], blind_card=pairs[0][1], gates=None)


def list_lab_cards() -> LabCards:
    """From the cards of the program and the user's own; torch-free."""
    from desktop_unet.models.card import list_cards

    cards = {card.name: card for card in list_cards()}
    pairs: dict[str, list[tuple[str, str]]] = {"upscale": [], "inpaint": []}
    for name, card in sorted(cards.items(), key=lambda item: (item[1].family != "exercise", item[0])):
        twin = f"{name.removesuffix('-skip')}-no-skip"
        if card.variant == "skip" and (card.task == "inpaint" or SCALE in card.scales):
            other = twin if twin in cards else _any_blind(cards, card.task)
            if other is not None:
                pairs[card.task].append((name, other))
    ups = [f"exercise-upscale-{kind}-{variant}" for variant in ("skip", "no-skip") for kind in UPSAMPLINGS]
    own = tuple(name for name, card in cards.items() if card.family == "own")
    return LabCards(
        {task: tuple(found) for task, found in pairs.items()}, tuple(name for name in ups if name in cards), own
    )


def _any_blind(cards: dict[str, Any], task: str) -> str | None:
    fitting = (name for name, card in cards.items() if card.task == task and card.variant == "no-skip")
    return next((name for name in fitting if task == "inpaint" or SCALE in cards[name].scales), None)
