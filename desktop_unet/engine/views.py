"""A tile seen from several sides: turned and mirrored, restored, turned back, and the mean of all.

Comes in: what restores one tile. Goes out: one restored tile. Called by ``upscale``.

Source: geometric self-ensemble, Timofte et al. 2016, section 3.6.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from desktop_unet.engine.task import Quality

Tile = NDArray[np.float32]


@dataclass(frozen=True)
class View:
    """One way to look at a tile.

    Args:
        is_turned: rows become columns.
        is_upside_down, is_mirrored: the last row, the last column comes first; after turning.
    """

    is_turned: bool = False
    is_upside_down: bool = False
    is_mirrored: bool = False

    def of(self, tile_HWC: Tile) -> Tile:
        """The tile as it is seen."""
        turned = tile_HWC.transpose(1, 0, 2) if self.is_turned else tile_HWC
        return np.ascontiguousarray(self._flipped(turned))

    def back(self, seen_HWC: Tile) -> Tile:
        """What was seen, as the tile lies; shares its memory."""
        flipped = self._flipped(seen_HWC)
        return flipped.transpose(1, 0, 2) if self.is_turned else flipped

    def _flipped(self, tile_HWC: Tile) -> Tile:
        return tile_HWC[:: -1 if self.is_upside_down else 1, :: -1 if self.is_mirrored else 1]


_AS_IT_IS = (View(),)
_ALL = tuple(View(*choices) for choices in product((False, True), repeat=3))

VIEWS: dict[Quality, tuple[View, ...]] = {"good": _AS_IT_IS, "best": _ALL}
"""What a request's quality asks for."""


def mean_over(views: Sequence[View], tile_HWC: Tile, restore: Callable[[Tile], Tile]) -> Tile:
    """The mean of what ``restore`` makes of a tile over its views, each turned back; one result is held besides."""
    total = views[0].back(restore(views[0].of(tile_HWC)))
    if len(views) == 1:
        return total
    total = total.copy()
    for view in views[1:]:
        total += view.back(restore(view.of(tile_HWC)))
    total /= np.float32(len(views))
    return total
