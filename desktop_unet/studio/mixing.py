"""What the worker thread does between two looks: make the photos at both ends, and mix them. No Qt.

Comes in: the order of a sharp result. Goes out: both ends, ready to be shown, and any mix of them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from desktop_unet.engine.progress import part_of
from desktop_unet.engine.task import Report, Step, Variant
from desktop_unet.imaging.mixing import mix_photos
from desktop_unet.imaging.photo import Photo
from desktop_unet.studio.enlarging import WHOLLY, Enlargement
from desktop_unet.studio.pyramid import ScreenLevels, screen_levels
from desktop_unet.studio.restoring import Engine


@dataclass(frozen=True, eq=False)
class Shown:
    """A photo, and as the screen wants it."""

    photo: Photo
    levels: ScreenLevels


def make_ends(
    order: Enlargement, missing: tuple[int, ...], variant: Variant, engine: Engine, report: Report
) -> dict[int, Shown]:
    """Carry out the order of a sharp result at both ends of the mix, or one of them.

    Args:
        order: with any mix.
        missing: percents of the sharp look: 0, ``WHOLLY``, or both.
        variant: of the networks.
        engine: carries out requests.
        report: told of all of it.

    Returns:
        The photos by percent.
    """
    made = {}
    for number, percent in enumerate(missing):
        end = order.natural if percent == 0 else replace(order, mix=WHOLLY)
        photo = engine(end.request(variant), part_of(report, number, len(missing))).photo
        made[percent] = Shown(photo, screen_levels(photo))
    return made


def mix_ends(ends: tuple[Photo, Photo], percent: int, report: Report) -> Shown:
    """So much of the sharp look, the first of ``ends``, and the rest of the natural one."""

    def between() -> None:
        report(Step(0, 1, "Mixing"))

    photo = mix_photos(*ends, percent / WHOLLY, between)
    return Shown(photo, screen_levels(photo, between))
