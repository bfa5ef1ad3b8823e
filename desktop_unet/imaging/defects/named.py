"""Damage that a person chooses by name, in the lab as on the command line, and repeats by a seed.

Comes in: a good photo, a name and a seed. Goes out: an ``OldPhoto``. Its kinds are those that finders are taught with,
so that what is seen is what a network has learnt, and not how it copes with the unknown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from desktop_unet.imaging.damage import Code
from desktop_unet.imaging.defects.old_photo import DAMAGED, OldPhoto, draw_marks, kinds_of_damage, make_old
from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.photo import Mask

NAMED: Mapping[str, tuple[str, ...]] = {
    "all": tuple(kinds_of_damage()),
    "scratches": ("hair", "scratch", "film line", "crack"),
    "stains": ("tear", "lost corner", "stain", "bare patch"),
}
"""Names, and the kinds of ``taught.TAUGHT`` that each stands for: all there are, thin lines, wide patches."""
MARKS = 8
"""As many as on a photo that has lain in a drawer for long; many more would hide what a crop shows."""


def old_photo_for(name: str, photo_HWC: Code, seed: int, known: Mask | None = None) -> OldPhoto:
    """The photo aged and damaged, the same for the same seed.

    Args:
        name: one of ``NAMED``.
        photo_HWC: (H, W, 3) uint8, good.
        seed: any integer from 0.
        known: (H, W) uint8, above 0 where the photo is damaged already.

    Raises:
        KeyError: there is no such name.
    """
    rng = np.random.Generator(np.random.PCG64([seed, tuple(NAMED).index(name)]))
    drawn = kinds_of_damage()
    kinds = {kind: drawn[kind] for kind in NAMED[name]}
    old = make_old(photo_HWC, draw_marks(Extent(*photo_HWC.shape[:2]), kinds, MARKS, rng), rng)
    return old if known is None else replace(old, truth=np.where(known > 0, np.uint8(DAMAGED), old.truth))
