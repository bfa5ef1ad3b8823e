"""How well damage was found: precision, recall and F1 of marked pixels, with a tolerance.

Comes in: what was marked, and the truth of ``defects.old_photo``. Goes out: counts that add up over photos.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desktop_unet.imaging.defects.old_photo import DAMAGED, SOUND
from desktop_unet.imaging.mask import FILL, grow
from desktop_unet.imaging.photo import Mask, UnitImage

TOLERANCE_PX = 2
_RIGHT, _WRONG, _MISSED, _EXCUSED = (1.0, 1.0, 1.0), (0.95, 0.2, 0.15), (0.25, 0.5, 1.0), (0.35, 0.35, 0.35)


@dataclass(frozen=True)
class Counts:
    """Pixels of one photo or of many.

    Args:
        marked: by the finder; without those that lie at damage too faint to be seen, which are neither right nor wrong.
        right: of these, such as lie at most the tolerance from damage.
        damaged: visibly.
        caught: of these, such as lie at most the tolerance from a mark.
        pixels: in all.
    """

    marked: int = 0
    right: int = 0
    damaged: int = 0
    caught: int = 0
    pixels: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(mine + theirs for mine, theirs in zip(vars(self).values(), vars(other).values(), strict=True)))

    @property
    def precision(self) -> float:
        """Share of the marks that is right; 1 where nothing is marked."""
        return self.right / self.marked if self.marked else 1.0

    @property
    def recall(self) -> float:
        """Share of the damage that is caught; 1 where there is none."""
        return self.caught / self.damaged if self.damaged else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 0 where one of them is."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    @property
    def wrong_share(self) -> float:
        """Share of all pixels that is marked wrongly."""
        return (self.marked - self.right) / self.pixels if self.pixels else 0.0


def count_marks(marked_HW: NDArray[np.bool_], truth: Mask, tolerance_px: int = TOLERANCE_PX) -> Counts:
    """Compare what was marked with the truth.

    Args:
        marked_HW: by the finder.
        truth: (H, W) as of ``old_photo.OldPhoto``.
        tolerance_px: how far from damage a mark may lie, and from a mark damage.
    """
    damaged = truth == DAMAGED
    near_damage = _grown(damaged, tolerance_px)
    right = marked_HW & near_damage
    excused = marked_HW & ~near_damage & (truth != SOUND)
    caught = damaged & _grown(marked_HW, tolerance_px)
    return Counts(
        int(marked_HW.sum() - excused.sum()), int(right.sum()), int(damaged.sum()), int(caught.sum()), truth.size
    )


def judged_marks(marked_HW: NDArray[np.bool_], truth: Mask, tolerance_px: int = TOLERANCE_PX) -> UnitImage:
    """What ``count_marks`` counts, for the eye; arguments as there.

    Returns:
        (H, W, 3) unit range: right marks white, wrong ones red, missed damage blue, those that do not count gray.
    """
    damaged, near_damage = truth == DAMAGED, _grown(truth == DAMAGED, tolerance_px)
    shown = np.zeros((*truth.shape, 3), np.float32)
    shown[damaged & ~_grown(marked_HW, tolerance_px)] = _MISSED
    shown[marked_HW & near_damage] = _RIGHT
    shown[marked_HW & ~near_damage & (truth == SOUND)] = _WRONG
    shown[marked_HW & ~near_damage & (truth != SOUND)] = _EXCUSED
    return shown


def _grown(marked: NDArray[np.bool_], px: int) -> NDArray[np.bool_]:
    return np.asarray(grow(marked.astype(np.uint8) * np.uint8(FILL), px) > 0)
