"""How marks are made and seen on the photo, and what the search for scratches has found: parts of the state."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_unet.imaging.sampling import Painted
from desktop_unet.settings import Settings
from desktop_unet.studio.options import Options, Tool


@dataclass(frozen=True)
class Marking:
    """How marks are made and seen on the photo.

    Args:
        is_seen: marks lie over the photo.
        is_on: the pointer is a tool.
        is_free: nothing is under way that keeps it from marking.
        tool: the one in hand.
        brush_size_px: diameter in photo pixels.
        colour, opacity: of marks on screen, as in ``Settings``.
        painted: what marks mean that are made now.
        shows_sampling: it is seen what may be borrowed.
    """

    is_seen: bool
    is_on: bool
    is_free: bool
    tool: Tool
    brush_size_px: int
    colour: str
    opacity: int
    painted: Painted
    shows_sampling: bool


def marking_of(options: Options, settings: Settings, *, is_free: bool) -> Marking:
    """What follows for marks from what is chosen; ``is_free`` as in ``Marking``."""
    return Marking(
        is_seen=options.shows_mask,
        is_on=options.paints,
        is_free=is_free,
        tool=options.tool,
        brush_size_px=options.brush_size_px,
        colour=settings.mask_colour,
        opacity=settings.mask_opacity,
        painted=options.painted,
        shows_sampling=options.shows_sampling,
    )


@dataclass(frozen=True)
class Finding:
    """The search for scratches and dust, while it is open.

    Args:
        threshold: what counts as found, 0..1.
        is_looking: what was found is not yet what the threshold stands for.
        has_found: there is something.
        share: part of the photo that was found, 0..1.
        looks: how many answers have come; with another one, something else may be found.
    """

    threshold: float
    is_looking: bool = False
    has_found: bool = False
    share: float = 0.0
    looks: int = 0

    @property
    def is_settled(self) -> bool:
        """Whether there is something, and it is what the threshold stands for."""
        return self.has_found and not self.is_looking
