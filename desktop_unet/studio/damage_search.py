"""Looking for damage: by the network that has learnt it where its card is installed, else by the classical finder.

Comes in: a photo. Goes out: a survey, made once, that any threshold can be asked of. Called in the worker thread, and
by the command line. Which of the two looks is decided by which cards are there, and by nothing else.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from desktop_unet.engine.task import VARIANTS, Choices, FindDamageRequest, Report, Step
from desktop_unet.engine.task_table import FIND_DAMAGE
from desktop_unet.errors import CardUnknown
from desktop_unet.imaging.damage_marks import Likelihood, marks_above
from desktop_unet.imaging.photo import Mask, Photo
from desktop_unet.imaging.ranges import unit_to_code
from desktop_unet.models.descriptor import product_name

if TYPE_CHECKING:
    from desktop_unet.imaging.scratches import Survey

Looker = Callable[[Photo, Choices, Report], NDArray[np.float32]]
"""What carries out the search by a network: ``call_finder``, or a stand-in."""


class DamageSurvey(Protocol):
    """A photo that has been looked at."""

    @property
    def card(self) -> str:
        """Name of the network that looked; empty for the classical finder."""

    def marks(self, threshold: float) -> Mask:
        """What is damaged, (H, W), 255 = fill; the lower the threshold, 0 to 1, the more; may be all 0."""


@dataclass(frozen=True, eq=False)
class LikelyDamage:
    """What a network saw, kept in 8 bits."""

    likely: Likelihood
    card: str

    def marks(self, threshold: float) -> Mask:
        return marks_above(self.likely, threshold)


@dataclass(frozen=True, eq=False)
class LikelyScratches:
    """What the classical finder saw."""

    survey: Survey
    card: str = ""

    def marks(self, threshold: float) -> Mask:
        from desktop_unet.imaging.scratches import scratches_above

        return scratches_above(self.survey, threshold)


def finder_card(choices: Choices) -> str | None:
    """The network to look with: the card chosen, the variant's, or the other variant's; None where none is installed.

    Raises:
        CardUnknown: a card was chosen, and is not there.
        WeightsDamaged, NetworkUnusable: its file is not what it should be.
    """
    if choices.card is not None:
        check_card(choices.card)
        return str(choices.card)
    for variant in (choices.variant, *VARIANTS):
        name = product_name(FIND_DAMAGE.family, variant)
        try:
            check_card(name)
        except CardUnknown:
            continue
        return name
    return None


def check_card(card: str | Path) -> None:
    """Raises as ``finder_card``; what reads cards is loaded here, for the window needs none of it to come up."""
    from desktop_unet.engine.network_kinds import find_network

    find_network(card)


def survey_damage(photo: Photo, choices: Choices, report: Report, look: Looker | None = None) -> DamageSurvey:
    """Look at a photo; raises as ``finder_card`` and the engine do, and what ``report`` raises."""
    card = finder_card(choices)
    if card is None:
        from desktop_unet.imaging.scratches import survey_scratches

        report(Step(0, 1, "Looking for damage"))
        return LikelyScratches(survey_scratches(photo))
    likely = (look or call_finder)(photo, replace(choices, card=card), report)
    return LikelyDamage(unit_to_code(likely, np.uint8), card)


def call_finder(photo: Photo, choices: Choices, report: Report) -> NDArray[np.float32]:
    """The real search; the first call in a program's life imports torch."""
    from desktop_unet.studio.restoring import call_engine

    found = call_engine(FindDamageRequest(photo, choices), report).found_HW
    assert found is not None, "what a finder gives"
    return found
