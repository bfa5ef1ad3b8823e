"""What a person has switched and set of the steps that restore a photo, as one frozen value.

Comes in: the panel's page, or the options of the command line. Goes out: to ``restore_plan``, which puts it beside what
was found.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, get_args

from desktop_unet.engine.task import Fill
from desktop_unet.imaging.damage_marks import DEFAULT_THRESHOLD

StepName = Literal["damage", "clean", "tone", "enlarge"]
STEP_NAMES: tuple[StepName, ...] = get_args(StepName)
"""In the order in which they are done: what is filled is cleaned too, and cleaned photos show their tones."""


@dataclass(frozen=True)
class RestoreWishes:
    """What a person has switched and set.

    Args:
        on, off: steps that were switched by hand; the others are on where that is sensible.
        threshold: of damage, 0..1; the lower, the more is filled.
        strength: of cleaning up, 0..1; None is the one found.
        tones: how much of the fading is undone, 0..1; None is what was found.
        scale: how many times larger.
        fill: what holes are filled with.
    """

    on: frozenset[StepName] = frozenset()
    off: frozenset[StepName] = frozenset()
    threshold: float = DEFAULT_THRESHOLD
    strength: float | None = None
    tones: float | None = None
    scale: int = 2
    fill: Fill = "auto"

    def switched(self, name: StepName, *, is_on: bool) -> RestoreWishes:
        """The same with a step switched by hand."""
        chosen = {name}
        return replace(
            self,
            on=self.on | chosen if is_on else self.on - chosen,
            off=self.off - chosen if is_on else self.off | chosen,
        )

    def decides(self, name: StepName, *, is_sensible: bool) -> bool:
        """Whether a step is on."""
        return name in self.on or (is_sensible and name not in self.off)


def wishes_for(steps: tuple[StepName, ...], **settings: object) -> RestoreWishes:
    """Exactly these steps on; ``settings`` as the fields of ``RestoreWishes``."""
    chosen = frozenset(steps)
    return RestoreWishes(on=chosen, off=frozenset(STEP_NAMES) - chosen, **settings)  # type: ignore[arg-type]
