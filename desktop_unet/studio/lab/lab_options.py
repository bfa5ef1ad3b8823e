"""What is chosen in the lab: frozen, compared to know what must be computed again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypedDict

from desktop_unet.engine.task_table import FIND_DAMAGE, INPAINT, TASKS, UPSCALE
from desktop_unet.imaging.defects import named
from desktop_unet.imaging.geometry import Rect
from desktop_unet.imaging.holes import NAMED

LAB_ROWS = (UPSCALE, INPAINT, FIND_DAMAGE)
"""Tasks that the lab looks at: those that ``engine.lab.case`` can make a case for."""
HOLES = NAMED
"""Names of holes in the lab, and what ``imaging.holes`` calls them."""
DAMAGE = tuple(named.NAMED)
"""Names of the damage that is to be found, see ``imaging.defects.named``."""
DRAWN = "drawn"
"""Holes that no seed makes: painted in the lab, or the mask of the editor's photo."""
SCALE = 4
CROP_PX = 256
_FIRST_CROP = Rect(0, 0, CROP_PX, CROP_PX)
VEILS = ("", "results", "strip")
"""Nothing, the networks' pictures with all figures, or only the strip of ablations."""
UPSAMPLINGS = ("bilinear", "pixel-shuffle", "unpool", "transposed")


@dataclass(frozen=True)
class LabOptions:
    """The lab's state apart from the photo.

    Args:
        task: one of ``LAB_ROWS``, by its name.
        crop: box of the photo, at most ``CROP_PX`` on a side.
        skip_card, blind_card: the networks that are compared; the first one has gates.
        holes: kind of hole for filling, of ``HOLES``, or ``DRAWN``.
        damage: kind of damage to be found, of ``DAMAGE``.
        seed: of holes and damage.
        gates: of the first network; None is as trained.
        level: that is looked into, from 1.
        pixel: (row, column) of the result whose receptive field is shown; None the middle.
        page: name of the page in front.
        veil: what a lesson hides until it is revealed: one of ``VEILS``.
    """

    task: str = UPSCALE.name
    crop: Rect = _FIRST_CROP
    skip_card: str = "exercise-upscale-bilinear-skip"
    blind_card: str = "exercise-upscale-bilinear-no-skip"
    holes: str = "brush"
    damage: str = DAMAGE[0]
    seed: int = 0
    gates: tuple[float, ...] | None = None
    level: int = 1
    pixel: tuple[int, int] | None = None
    page: str = "gates"
    veil: str = ""

    @property
    def has_holes(self) -> bool:
        """Whether holes are made in the crop."""
        return TASKS[self.task].takes_mask

    @property
    def finds(self) -> bool:
        """Whether places are marked in the crop, which is aged and damaged, and no picture is made of it."""
        return TASKS[self.task].finds

    @property
    def is_seeded(self) -> bool:
        """Whether another seed makes other holes or damage."""
        return self.finds or (self.has_holes and self.holes != DRAWN)

    @property
    def scale(self) -> int:
        """By how much the crop is made smaller; 1 where it keeps its size."""
        return scale_in_lab(self.task)

    @property
    def subject(self) -> tuple[object, ...]:
        """What the networks work on."""
        return self.task, self.crop, self.holes, self.damage, self.seed

    @property
    def scene(self) -> tuple[object, ...]:
        """What the networks work on and which they are; without gates."""
        return *self.subject, self.skip_card, self.blind_card


def scale_in_lab(task: str) -> int:
    """Factor from a network's input to the crop."""
    return SCALE if TASKS[task].has_scale else 1


def task_with(*, holes: bool) -> str:
    """The lab's task that makes a picture of a crop with holes, or without any."""
    return next(row.name for row in LAB_ROWS if row.takes_mask == holes and not row.finds)


def task_for(trained_to: str) -> str:
    """The lab's task for networks that were trained for something, by that task's name."""
    return next(row.name for row in LAB_ROWS if row.trained_to == trained_to)


class LabChanges(TypedDict, total=False):
    """Some of the options, each with another value."""

    task: str
    crop: Rect
    skip_card: str
    blind_card: str
    holes: str
    damage: str
    seed: int
    gates: tuple[float, ...] | None
    level: int
    pixel: tuple[int, int] | None
    page: str
    veil: str


def apart(one: str, other: str) -> tuple[str, str]:
    """What tells two networks apart: their names without the words that both begin with."""
    first, second = one.split("-"), other.split("-")
    most = min(len(first), len(second)) - 1  # something is left of each
    shared = next((place for place in range(most) if first[place] != second[place]), most)
    return "-".join(first[shared:]), "-".join(second[shared:])
