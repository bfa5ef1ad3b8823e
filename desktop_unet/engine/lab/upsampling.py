"""Networks side by side on one case: the four upsamplings, or any others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop_unet.engine.lab.case import Case
from desktop_unet.engine.lab.checkerboard import Checkerboard, checkerboard_shown, checkerboards_of
from desktop_unet.engine.lab.gates import Gated
from desktop_unet.engine.lab.scores import PictureScore, picture_score
from desktop_unet.imaging.photo import UnitImage


@dataclass(frozen=True, eq=False)
class Entry:
    """What one network made of the case.

    Args:
        card, upsampling, variant, parameters: which network.
        positions_cross: positions of maxima reach its decoder, with or without skips.
        score: against the truth.
        checkerboards: per period.
        picture_HWC: the result.
        shown_HWC: its checkerboard, amplified.
    """

    card: str
    upsampling: str
    variant: str
    parameters: int
    positions_cross: bool
    score: PictureScore
    checkerboards: tuple[Checkerboard, ...]
    picture_HWC: UnitImage
    shown_HWC: UnitImage


def bench(
    case: Case, cards: Sequence[str | Path], report: Callable[[int, int], None] = lambda done, total: None
) -> tuple[Entry, ...]:
    """Run each network on the case, in order.

    Raises:
        Mishap: as ``Gated``.
    """
    entries = []
    for number, name in enumerate(cards):
        report(number, len(cards))
        entries.append(_entry(Gated(name, case)))
    return tuple(entries)


def _entry(gated: Gated) -> Entry:
    card, picture = gated.card, gated.picture()
    return Entry(
        card.name,
        card.config.upsampling,
        card.variant,
        card.parameters,
        card.config.positions_cross,
        picture_score(gated.case, picture),
        checkerboards_of(picture, gated.case.truth_HWC),
        picture,
        checkerboard_shown(picture),
    )
