"""What the worker thread does to masks: select, shape, read and write them. No Qt.

Comes in: a photo, a mask that nobody changes meanwhile, and what is wanted. Goes out: a mask.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_unet.errors import MaskNotLossless
from desktop_unet.imaging.combining import Combining, combined
from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.photo import Mask, Photo
from desktop_unet.imaging.sampling import Painted, join_sampling
from desktop_unet.phrases import Phrase

if TYPE_CHECKING:
    from desktop_unet.engine.task import Choices, Report
    from desktop_unet.studio.damage_search import DamageSurvey


def colour_selection(
    photo: Photo, marks: Mask, pixel: tuple[int, int], tolerance: int, connected: bool, how: Combining, what: Painted
) -> Mask:
    """Marks of that meaning joined by what looks like a pixel (row, column)."""
    from desktop_unet.imaging.colour_selection import select_colour

    found = select_colour(photo, *pixel, tolerance, connected=connected)
    if what == "hole":
        return combined(marks, found, how)
    joined = marks.copy()
    join_sampling(joined, found, what, how)
    return joined


def _grown(mask: Mask, px: int) -> Mask:
    from desktop_unet.imaging.mask import grow

    return grow(mask, px)


def _shrunk(mask: Mask, px: int) -> Mask:
    from desktop_unet.imaging.mask import shrink

    return shrink(mask, px)


def resized(mask: Mask, px: int) -> Mask:
    """The mask grown, or shrunk by what is below 0; the same at 0."""
    if px == 0:
        return mask
    return _grown(mask, px) if px > 0 else _shrunk(mask, -px)


def _feathered(mask: Mask, px: int) -> Mask:
    from desktop_unet.imaging.shaping import feathered

    return feathered(mask, px)


def _inverted(mask: Mask, _px: int) -> Mask:
    from desktop_unet.imaging.combining import inverted

    return inverted(mask)


SHAPINGS: Mapping[str, Callable[[Mask, int], Mask]] = {
    "grow": _grown,
    "shrink": _shrunk,
    "feather": _feathered,
    "invert": _inverted,
}
"""By the verb that the menu has for it; the number is pixels."""


def look_for_scratches(
    photo: Photo, survey: DamageSurvey | None, threshold: float, choices: Choices, report: Report
) -> tuple[DamageSurvey, Mask]:
    """The survey, made where there is none yet, and what it shows; raises as ``damage_search.survey_damage``."""
    from desktop_unet.studio.damage_search import survey_damage

    survey = survey if survey is not None else survey_damage(photo, choices, report)
    return survey, survey.marks(threshold)


@dataclass(frozen=True, eq=False)
class MarksRead:
    """A mask out of a file, and the sampling marks beside it; None where the file has none."""

    mask: Mask
    sampling: Mask | None


def read_marks(path: Path, photo: Photo) -> MarksRead:
    """The marks for a photo in a file; raises as ``imaging.mask.read_soft_mask``."""
    from desktop_unet.imaging.mask import read_sampling, read_soft_mask

    return MarksRead(read_soft_mask(path, photo.extent, photo), read_sampling(path, photo.extent))


def notes_on(mask: Mask) -> tuple[Phrase, ...]:
    """As ``imaging.mask.notes_on``."""
    from desktop_unet.imaging.mask import notes_on as notes

    return notes(mask)


def read_hard_mask(path: Path, extent: Extent) -> Mask:
    """Read a mask for a photo of this size; raises as ``imaging.mask.read_mask`` does."""
    from desktop_unet.imaging.mask import read_mask as read

    return read(path, extent)


def write_mask(mask: Mask, sampling: Mask | None, path: Path, original: Path | None) -> int:
    """Write a mask as PNG, bit for bit, and sampling marks into it; returns the file's bytes.

    Raises:
        MaskNotLossless: the name asks for another format.
        OutputIsInput, OutputUnwritable: as ``codec.write_photo``.
    """
    from desktop_unet.imaging.codec import check_target
    from desktop_unet.imaging.mask import write_mask as write

    if path.suffix.lower() != ".png":
        raise MaskNotLossless(path=path)
    check_target(path, Extent(*mask.shape), overwrite=True, original=original)
    return write(mask, path, sampling=sampling, overwrite=True).bytes
