"""What the film strip shows of the photos that are open: a part of the window's state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from desktop_unet.studio.open_photo import News, OpenPhoto, PhotoWork


@dataclass(frozen=True)
class Frame:
    """One photo of the film strip.

    Args:
        name: with a star where a result is in no file yet.
        place: its path, or its name where it has none.
        thumbnail: (H, W, 3) uint8; None until it has been made.
        work: what is being made of it; None for nothing.
        news: how that ended, where nobody has seen it yet.
    """

    name: str
    place: str
    has_thumbnail: bool
    thumbnail: NDArray[np.uint8] | None = field(compare=False, repr=False, default=None)
    work: PhotoWork | None = None
    news: News | None = None

    @classmethod
    def of(cls, photo: OpenPhoto) -> Frame:
        name = f"{photo.name} *" if photo.is_modified else photo.name
        place, thumbnail = str(photo.path or photo.name), photo.thumbnail
        return cls(name, place, thumbnail is not None, thumbnail, photo.work, photo.news)


@dataclass(frozen=True)
class Film:
    """The photos that are open, and the number of the one that is shown."""

    frames: tuple[Frame, ...] = ()
    current: int | None = None


def film_of(photos: Sequence[OpenPhoto], current: OpenPhoto | None) -> Film:
    """A frame for each photo, in their order."""
    numbers = (number for number, photo in enumerate(photos) if photo is current)
    return Film(tuple(Frame.of(photo) for photo in photos), next(numbers, None))
