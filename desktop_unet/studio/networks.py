"""Which networks are installed, and what can be asked of them; torch-free and quick."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Networks:
    """The product networks that are installed, and what can be asked of them.

    Args:
        cards: names by task and variant.
        scales: factors of enlargement; 1 is cleaning up.
        told_strength: variants whose enlarging network takes a strength.
    """

    cards: Mapping[tuple[str, str], str]
    scales: tuple[int, ...]
    told_strength: frozenset[str] = frozenset()

    def card_for(self, task: str, variant: str) -> str:
        """Name of the network that an order uses; empty where none is installed for it."""
        return self.cards.get((task, variant), "")

    def takes_strength(self, variant: str) -> bool:
        """Whether the enlarging network of a variant is told how much damage to expect."""
        return variant in self.told_strength


NONE_INSTALLED = Networks({}, ())


def list_networks() -> Networks:
    """Read the installed cards; torch-free and quick.

    The engine reaches x8 in two passes, so it is offered where x4 and x2 are.
    """
    from desktop_unet.models.card import list_cards
    from desktop_unet.paths import weights_dir

    product = [card for card in list_cards(weights_dir()) if card.family == "product"]
    enlarging = [card for card in product if card.task == "upscale"]
    scales = {scale for card in enlarging for scale in card.scales}
    if {2, 4} <= scales:
        scales.add(8)
    return Networks(
        {(card.task, card.variant): card.name for card in product},
        tuple(sorted(scales)),
        frozenset(card.variant for card in enlarging if card.descriptor.takes_strength),
    )
