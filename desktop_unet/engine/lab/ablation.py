"""What each skip connection contributes: the same network with gates closed, one after another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from desktop_unet.engine.lab.gates import Gated, presets
from desktop_unet.engine.lab.scores import Score, change_of, score_of
from desktop_unet.errors import RequestImpossible
from desktop_unet.imaging.photo import UnitImage
from desktop_unet.phrases import Phrase


@dataclass(frozen=True, eq=False)
class Ablated:
    """One setting of the gates.

    Args:
        name: as ``gates.presets`` names it.
        gates: factor per skip connection.
        score: of this setting.
        change: of each figure against all gates open; below 0 is less.
        picture_HWC: the result.
    """

    name: str
    gates: tuple[float, ...]
    score: Score
    change: Score
    picture_HWC: UnitImage


def ablate(gated: Gated, report: Callable[[int, int], None] = lambda done, total: None) -> tuple[Ablated, ...]:
    """Every preset of the gates: all open first.

    Args:
        gated: a network with skip connections on a case.
        report: told how many of how many are done; may raise to stop.

    Raises:
        RequestImpossible: the network has no skip connections.
    """
    if not gated.gate_count:
        raise RequestImpossible(
            reason=Phrase("{network} has no skip connections to switch off", network=gated.card.name)
        )
    settings = presets(gated.gate_count)
    rows: list[Ablated] = []
    for number, preset in enumerate(settings):
        report(number, len(settings))
        picture = gated.picture(preset.gates)
        score = score_of(gated.case, picture)
        whole = rows[0].score if rows else score
        rows.append(Ablated(preset.name, preset.gates, score, change_of(score, whole), picture))
    return tuple(rows)
