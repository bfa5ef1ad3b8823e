"""What the user has chosen in the window, as one frozen value.

Comes in: verbs of ``session.py``. Goes out: the same value to every widget that shows it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal, TypedDict

from desktop_unet.engine.task import Fill, Quality, Variant
from desktop_unet.engine.task_table import TASKS, UPSCALE
from desktop_unet.imaging.combining import Combining
from desktop_unet.imaging.sampling import Painted
from desktop_unet.imaging.target_size import TargetSize
from desktop_unet.models.descriptor import Look
from desktop_unet.settings import Settings
from desktop_unet.studio.restore_wishes import RestoreWishes

IN_STEPS = "restore"
"""Name of the page that restores in steps."""
CLEANING = "clean"
"""Name of the page that cleans up: enlarging by 1, as the engine has it. The others are called as their tasks."""
Tool = Literal["brush", "eraser", "rectangle", "ellipse", "lasso", "polygon", "colour"]
Mode = Literal["edit", "slider", "side", "four", "flip", "difference"]
Deed = Literal["restore", "enlarge", "clean", "fill"]
"""What can be made of many photos."""

CLEAN_UP = 1
"""The scale that enlarges nothing."""
SMALLEST_BRUSH_PX = 1
LARGEST_BRUSH_PX = 1000
BRUSH_STEP = 1.2
LARGEST_GAIN = 32


@dataclass(frozen=True)
class Options:
    """The chosen task and how it is done.

    Args:
        task: name of the page in front, one of ``pages.PAGE_ROWS``.
        scale: how many times larger; the page that cleans up does not go by it.
        strength: damage to expect, 0..1; None is the one found in the photo.
        variant: network with or without skip connections.
        network: file of the network that enlarges; empty for the program's own.
        tool: what the left button does to the mask.
        brush_size_px: diameter in photo pixels.
        brush_hardness: percent of the radius that marks wholly.
        pressure_sizes: whether a pen's pressure changes the brush's size.
        tolerance: of selecting by colour, 0 to 255.
        is_connected: whether selecting by colour stays with what hangs together.
        combining: how shapes and colours join the mask where no key says otherwise.
        mode: working on the photo, or one of the ways to compare.
        fill: what holes are filled with.
        target: the size to reach instead of ``scale``; None goes by the scale.
        only_mask: enlarge or clean up only what is marked.
        gain: how much differences are amplified.
        look: of enlargements, where there are several to choose from.
        quality: of enlargements, as in ``UpscaleRequest``.
        wishes: what is switched and set of the steps that restore.
        edits_marks: while restoring, the pointer changes what is filled.
        brush_marks: what marks mean on pages where it can be said what may be borrowed.
    """

    task: str = UPSCALE.name
    scale: int = 4
    strength: float | None = None
    variant: Variant = "skip"
    network: str = ""
    tool: Tool = "brush"
    brush_size_px: int = 24
    brush_hardness: int = 100
    pressure_sizes: bool = True
    tolerance: int = 24
    is_connected: bool = True
    combining: Combining = "add"
    mode: Mode = "edit"
    fill: Fill = "auto"
    target: TargetSize | None = None
    only_mask: bool = False
    gain: int = 4
    look: Look = "natural"
    quality: Quality = "good"
    wishes: RestoreWishes = field(default_factory=RestoreWishes)
    edits_marks: bool = False
    brush_marks: Painted = "hole"

    @property
    def painted(self) -> Painted:
        """What marks mean that are made now."""
        return self.brush_marks if self.shows_sampling else "hole"

    @property
    def shows_sampling(self) -> bool:
        """Whether the task goes by what may be borrowed, so that this is shown."""
        return self.task in TASKS and TASKS[self.task].borrows

    @property
    def asked(self) -> Options:
        """The same as the engine sees it: cleaning up is enlarging by 1."""
        if self.task != CLEANING:
            return self
        return replace(self, task=UPSCALE.name, scale=CLEAN_UP, target=None)

    @property
    def shows_mask(self) -> bool:
        """Whether the task works on what is marked, so that marks are shown."""
        return self.task == IN_STEPS or self.only_mask or takes_mask(self.task)

    @property
    def paints(self) -> bool:
        """True while the pointer is a brush."""
        return self.mode == "edit" and self.has_marks_to_make

    @property
    def has_marks_to_make(self) -> bool:
        """Whether the page in front is one to mark on."""
        return self.edits_marks if self.task == IN_STEPS else takes_mask(self.task) or self.only_mask


def takes_mask(task: str) -> bool:
    """Whether a page's task works on what is marked."""
    return task in TASKS and TASKS[task].takes_mask


class OptionChanges(TypedDict, total=False):
    """New values for some of ``Options``."""

    task: str
    scale: int
    strength: float | None
    variant: Variant
    network: str
    tool: Tool
    brush_size_px: int
    brush_hardness: int
    pressure_sizes: bool
    tolerance: int
    is_connected: bool
    combining: Combining
    mode: Mode
    fill: Fill
    target: TargetSize | None
    only_mask: bool
    gain: int
    look: Look
    quality: Quality
    wishes: RestoreWishes
    edits_marks: bool
    brush_marks: Painted


def first_options(settings: Settings) -> Options:
    """What a session begins with: the tools as they were set."""
    return Options(
        brush_size_px=settings.brush_size_px,
        brush_hardness=settings.brush_hardness,
        pressure_sizes=settings.pressure_sizes,
        tolerance=settings.colour_tolerance,
    )


def next_brush_size(size_px: int, direction: int) -> int:
    """One step up (1) or down (-1): a fifth, at least a pixel."""
    step = max(1, round(size_px * (BRUSH_STEP - 1)))
    return clamp_brush_size(size_px + direction * step)


def clamp_brush_size(size_px: int) -> int:
    """The nearest size that a brush may have."""
    return max(SMALLEST_BRUSH_PX, min(size_px, LARGEST_BRUSH_PX))
