"""Samples for a finder of damage: windows of good photos, aged and damaged, and where they are damaged.

Comes in: photos and chance. Goes out: what ``batches`` stacks. The damage is drawn in ``imaging.defects``.
"""

from __future__ import annotations

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from PIL import Image

from desktop_unet.imaging.defects.curves import log_uniform
from desktop_unet.imaging.defects.old_photo import KEEN, draw_marks, kinds_of_damage, make_old, usual_count
from desktop_unet.imaging.geometry import Extent
from desktop_unet.training.config import TrainConfig
from desktop_unet.training.photos import PhotoFolder

Code = NDArray[np.uint8]

LARGEST_REDUCTION = 1.5
"""How much larger than the sample a window may be; it is reduced, so that finer things are seen, too."""
_LARGEST_ENLARGEMENT = 2.0
_SAME_SIZE = 0.45
"""Share of samples that are neither reduced nor enlarged."""
_RESCANNED_SHARE = 0.4
_SCANNED_FINER = (1.0, 2.2)
"""Least and greatest size of such a scan to what is on it. Taught pixel-sharp damage alone, finders overlook soft
damage: photos enlarged twice had F1 0.24 instead of 0.63."""
_HARD_SHARE = 0.5
_STANDS_OUT = 16
_REACHES = (1, 3)
"""Half widths in pixels of what is taken for a line."""


def old_sample(config: TrainConfig, photos: PhotoFolder, rng: Generator) -> tuple[Code, Code]:
    """An old photo, (side, side, 3), and its truth, (side, side, 1): 255 damaged, 0 sound, between where unsure."""
    finer = log_uniform(rng, *_SCANNED_FINER) if rng.random() < _RESCANNED_SHARE else 1.0
    side_px = round(config.patch_px / finer)
    window = _window(photos, side_px, config.candidates, rng)
    extent = Extent(side_px, side_px)
    layers = []
    if rng.random() >= config.sound_share:
        layers = draw_marks(extent, kinds_of_damage(photos.shapes), usual_count(extent, rng), rng)
    scanned_at = Extent(config.patch_px, config.patch_px)
    old = make_old(window, layers, rng, sight=KEEN, lookalikes=config.lookalike_share, scanned_at=scanned_at)
    return old.pixels, old.truth[..., None]


def _window(photos: PhotoFolder, side_px: int, candidates: int, rng: Generator) -> Code:
    """A window of a photo, in half of the samples one that is full of lines: twigs, wires, bricks, hair."""
    count = candidates if rng.random() < _HARD_SHARE else 1
    windows = [_resized(photos, side_px, rng) for _ in range(count)]
    return max(windows, key=line_likeness) if count > 1 else windows[0]


def _resized(photos: PhotoFolder, side_px: int, rng: Generator) -> Code:
    draw = rng.random()
    factor = 1.0
    if draw > _SAME_SIZE:
        factor = _LARGEST_ENLARGEMENT**-1 * (LARGEST_REDUCTION * _LARGEST_ENLARGEMENT) ** rng.random()
    side = round(side_px * factor)
    crop = photos.crop(side, side, rng)
    if side == side_px:
        return crop
    return np.asarray(Image.fromarray(crop).resize((side_px, side_px), Image.Resampling.BICUBIC))


def line_likeness(photo_HWC: Code) -> float:
    """How much of a photo is lighter, or darker, than both sides of it: lines and spots, as damage is.

    Args:
        photo_HWC: (H, W, 3) uint8; only green is looked at.
    """
    green = np.ascontiguousarray(photo_HWC[..., 1]).astype(np.int16)
    total = 0.0
    for reach in _REACHES:
        for plane in (green, green.T):
            middle, before, after = plane[reach:-reach], plane[: -2 * reach], plane[2 * reach :]
            highest, lowest = np.maximum(before, after), np.minimum(before, after)
            apart = np.maximum(middle - highest, lowest - middle)
            total += np.count_nonzero(apart > _STANDS_OUT) / apart.size
    return total
