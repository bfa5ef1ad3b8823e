"""What is asked of the engine and what it answers: frozen values, no torch.

Comes in: a photo and choices from the window or the command line. Goes out: a request
for ``restore.restore`` and, from it, steps and a result. Which tasks there are is a table,
``task_table.py``; each request's type belongs to one of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import Field, dataclass, field
from pathlib import Path
from typing import Any, ClassVar, Literal, Protocol, get_args

import numpy as np
from numpy.typing import NDArray

from desktop_unet.imaging.geometry import Extent, Rect
from desktop_unet.imaging.photo import Mask, Photo
from desktop_unet.imaging.target_size import TargetSize
from desktop_unet.models.config import Task as Task
from desktop_unet.models.config import Variant as Variant
from desktop_unet.models.descriptor import Look, product_name
from desktop_unet.phrases import Phrase

VARIANTS: tuple[Variant, ...] = get_args(Variant)
Precision = Literal["auto", "fp32", "bf16", "fp16"]
Fill = Literal["auto", "smooth", "texture", "structure"]
Quality = Literal["good", "best"]


class Cancelled(Exception):
    """Raised by a report hook to stop the engine at the next tile; not a mishap."""


@dataclass(frozen=True)
class Choices:
    """How to run, apart from what to do.

    Args:
        variant: with or without skip connections; ignored where ``card`` is given, as is ``look``.
        look: of enlargements; what cleans up, fills or finds has one.
        card: a card's name or a weights file; None takes the task's product network.
        device: ``auto``, ``cpu``, ``cuda``, ``cuda:N`` or ``mps``.
        precision: ``auto`` takes bf16 where the device is fast at it, else fp32.
        tile_px: side of a tile in input pixels; None lets the engine choose.
        memory_mib: budget for the engine's own buffers; None lets the engine choose.
        threads: CPU threads; None takes torch's choice.
        gates: factor 0..1 per skip connection, full resolution first; None is as trained.
    """

    variant: Variant = "skip"
    look: Look = "natural"
    card: str | Path | None = None
    device: str = "auto"
    precision: Precision = "auto"
    tile_px: int | None = None
    memory_mib: int | None = None
    threads: int | None = None
    gates: tuple[float, ...] | None = None

    def card_for(self, family: str, look: Look = "natural") -> str | Path:
        """The card that is wanted: the one named, or the product network of this family, look and variant."""
        return self.card if self.card is not None else product_name(family, self.variant, look)


class Request(Protocol):
    """What every request has: a frozen dataclass of a photo, choices, and what its task wants to know besides."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]

    @property
    def photo(self) -> Photo:
        """What to work on."""

    @property
    def choices(self) -> Choices:
        """How to run."""


@dataclass(frozen=True, eq=False)
class UpscaleRequest:
    """Enlarge ``photo`` by ``scale`` (2, 3, 4 or 8), or clean it up (1).

    Args:
        photo: what to enlarge.
        scale: by how much.
        strength: damage to expect, 0..1: noise and JPEG; None lets the engine look for it.
        choices: how to run.
        target: size of the result, reached by reducing what ``scale`` gives; None takes that as it is.
        only: the network works where this marks the photo, and softly where it marks in part; all
            else is enlarged by Lanczos, or stays bit-identical at scale 1. None works everywhere.
        quality: ``best`` is the mean over eight views of the photo, turned and mirrored, in eight times the time.
        mix: of the sharp look, how much of it there is beside the natural one, 0..1.
    """

    photo: Photo
    scale: int
    strength: float | None = None
    choices: Choices = field(default_factory=Choices)
    target: TargetSize | None = None
    only: Mask | None = None
    quality: Quality = "good"
    mix: float = 1.0

    @property
    def look(self) -> Look:
        """The look that there is: cleaning up has one, and a network that was named has its own."""
        return "natural" if self.scale == 1 or self.choices.card is not None else self.choices.look


@dataclass(frozen=True, eq=False)
class InpaintRequest:
    """Fill what ``mask`` marks (255) in ``photo``; everything else leaves bit-identical.

    ``fill`` says with what: ``smooth`` is the network's own fill, ``texture`` adds the grain of the
    photo around the hole, ``structure`` lets rows and edges go on from there, ``auto`` takes what suits the hole.
    Another ``seed`` borrows elsewhere. ``sources`` marks (255) what may be borrowed; None allows all that is known.
    """

    photo: Photo
    mask: Mask
    choices: Choices = field(default_factory=Choices)
    fill: Fill = "auto"
    seed: int = 0
    sources: Mask | None = None


@dataclass(frozen=True, eq=False)
class FindDamageRequest:
    """Say how likely each pixel of ``photo`` is damaged, in ``Made.found_HW``; the photo itself stays as it is."""

    photo: Photo
    choices: Choices = field(default_factory=Choices)


@dataclass(frozen=True, eq=False)
class Glimpse:
    """What a part of the photo looks like so far; of what is still coarse there are few pixels.

    Args:
        box: which part.
        extent: the photo's size.
        draw: gives its pixels, as many as are worth it, and alpha where it is to be seen; costs nothing unless called,
            and is to be called before the work goes on.
    """

    box: Rect
    extent: Extent
    draw: Callable[[], Photo]


@dataclass(frozen=True)
class Step:
    """Progress, told before each piece of work, and the same again from time to time within it.

    Args:
        done: pieces finished.
        total: pieces in all; may change when tiles get smaller.
        text: what is being done, for a person ("Enlarging").
        seconds_left: estimate from the pieces measured so far; None before the first.
        glimpse: what there is to be seen already; None where there is nothing.
    """

    done: int
    total: int
    text: str
    seconds_left: float | None = None
    glimpse: Glimpse | None = field(default=None, compare=False)


Report = Callable[[Step], None]


@dataclass(frozen=True, eq=False)
class Made:
    """What a task has made of a photo.

    Args:
        photo: the restored photo; the request's own where the task only looks at it.
        found_HW: (H, W) float32, 0..1, the photo's size: how sure a task that looks for something is that it is
            there; None for the others.
        strength: that the network was told, 0..1; 0 where it takes none.
    """

    photo: Photo
    found_HW: NDArray[np.float32] | None = None
    strength: float = 0.0


@dataclass(frozen=True, eq=False)
class Result:
    """What the engine made, and how.

    Args:
        photo: the restored photo.
        card: name of the network's card.
        device: torch's name of the device that ran it, with its hardware name.
        precision: ``fp32``, ``bf16`` or ``fp16``.
        tiles: how many tiles were run.
        seconds: time spent in the engine.
        notes: sentences on what did not go as asked (smaller tiles, CPU instead of CUDA) and what was found.
        strength: that the network was told, 0..1; 0 where it takes none.
        found_HW: as in ``Made``.
    """

    photo: Photo
    card: str
    device: str
    precision: str
    tiles: int
    seconds: float
    notes: tuple[Phrase, ...] = ()
    strength: float = 0.0
    found_HW: NDArray[np.float32] | None = None
