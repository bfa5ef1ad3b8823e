"""Holes for training patches: windows of masks drawn at a whole photo's size.

Drawn small, strokes would be thinner than those that people paint on whole photos.
"""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.holes import mask_for
from desktop_unet.imaging.photo import Mask

WHOLE = Extent(480, 512)
"""Size at which masks are drawn before a window is cut."""

LAYERS = {"scratches": 3, "dust": 6, "hairs": 2}
"""Masks laid over each other: thin holes cover so little of a patch that one would teach little per step."""


def patch_mask(kinds: tuple[tuple[str, float], ...], side_px: int, rng: Generator) -> Mask:
    """A (side_px, side_px) mask with at least one marked pixel and one free one.

    Args:
        kinds: names for ``holes.mask_for`` and how often each is drawn.
        side_px: side of the patch.
        rng: source of all chance.
    """
    names, weights = zip(*kinds, strict=True)
    kind = str(rng.choice(names, p=np.array(weights) / sum(weights)))
    whole = Extent(max(WHOLE.height, side_px), max(WHOLE.width, side_px))
    layers = [mask_for(kind, whole, int(rng.integers(2**31))) for _ in range(LAYERS.get(kind, 1))]
    mask: Mask = np.maximum.reduce(layers)
    rows, columns = np.nonzero(mask)
    chosen = int(rng.integers(len(rows)))
    window = mask[
        _window(rows[chosen], whole.height, side_px, rng), _window(columns[chosen], whole.width, side_px, rng)
    ]
    window = window.copy()
    if window.all():
        window[:: side_px - 1, :] = 0
    return window


def _window(position: int, length: int, side_px: int, rng: Generator) -> slice:
    """``side_px`` long, inside ``length``, holding ``position``."""
    low = max(0, int(position) - side_px + 1)
    high = min(int(position), length - side_px)
    start = int(rng.integers(low, high + 1))
    return slice(start, start + side_px)
