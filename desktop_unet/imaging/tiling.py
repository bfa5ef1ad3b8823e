"""A photo in overlapping tiles, and tiles blended to a photo again.

Comes in: the photo's size. Goes out: boxes for ``engine.restore`` to run, and from what
the network made of them, finished rows from top to bottom. Memory depends on the tile's
height and the photo's width, never on the photo's height.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desktop_unet.imaging.geometry import Extent, Rect

_NEXT_TO_NOTHING = 1e-6


def plan_tiles(extent: Extent, tile_px: int, overlap_px: int, multiple: int = 1) -> list[Rect]:
    """Boxes that cover a photo, row by row from the top left.

    All have one size, at most ``tile_px`` a side and no larger than needed (the photo's own side
    where that is smaller). Tops and lefts are multiples of ``multiple``, so that a network which
    halves its input sees the same grid in a tile as in the whole photo. Neighbours share at least
    ``overlap_px`` rows or columns.

    Raises:
        ValueError: the tile is too small for the overlap and the multiple.
    """
    tops, height = _starts(extent.height, tile_px, overlap_px, multiple)
    lefts, width = _starts(extent.width, tile_px, overlap_px, multiple)
    return [Rect(top, left, height, width) for top in tops for left in lefts]


def _starts(side: int, tile_px: int, overlap_px: int, multiple: int) -> tuple[list[int], int]:
    """Where the tiles of one side begin, and how long they are."""
    if side <= tile_px:
        return [0], side
    # The last tile ends with the photo and starts on the grid, hence so must its length.
    length = tile_px - (tile_px - side) % multiple
    if length - overlap_px < multiple:
        raise ValueError(
            f"a tile of {tile_px} px has no room for an overlap of {overlap_px} px on a grid of {multiple} px"
        )
    gaps = _gaps(side, length, overlap_px, multiple)
    while length - multiple - overlap_px >= multiple and _gaps(side, length - multiple, overlap_px, multiple) == gaps:
        length -= multiple
    steps = (side - length) // multiple
    return [multiple * (step * steps // gaps) for step in range(gaps + 1)], length


def _gaps(side: int, length: int, overlap_px: int, multiple: int) -> int:
    """How many times a tile of this length must move on to reach the end."""
    steps, stride = (side - length) // multiple, (length - overlap_px) // multiple
    return -(-steps // stride)


def blend_weights(tile: Rect, extent: Extent, overlap_px: int, scale: int = 1) -> NDArray[np.float32]:
    """How much a tile counts at each of its pixels.

    Near an edge that cuts the photo, a network sees too little: the outer part of the overlap
    counts next to nothing, the inner part fully, with a ramp over the quarter in the middle.
    The photo's own borders have no ramp.

    Args:
        tile: box in input pixels.
        extent: the photo's size in input pixels.
        overlap_px: overlap that the tiles were planned with, in input pixels.
        scale: enlargement from input to output.

    Returns:
        (tile.height * scale, tile.width * scale) float32, above 0.
    """
    rows = _profile(tile.height * scale, overlap_px * scale, tile.top > 0, tile.bottom < extent.height)
    columns = _profile(tile.width * scale, overlap_px * scale, tile.left > 0, tile.right < extent.width)
    return rows[:, None] * columns[None, :]


def _profile(length: int, overlap: int, cut_before: bool, cut_after: bool) -> NDArray[np.float32]:
    """Weights along one side."""
    distance = np.arange(length, dtype=np.float32) + np.float32(0.5)
    weights = np.ones(length, np.float32)
    if overlap > 0 and cut_before:
        weights = np.minimum(weights, _ramp(distance, overlap))
    if overlap > 0 and cut_after:
        weights = np.minimum(weights, _ramp(distance[::-1], overlap))
    return weights


def _ramp(distance: NDArray[np.float32], overlap: int) -> NDArray[np.float32]:
    """From next to nothing at 3/8 of the overlap to 1 at 5/8; two that meet add up to 1."""
    ramp = distance * np.float32(4.0 / overlap) - np.float32(1.5)
    return np.clip(ramp, np.float32(_NEXT_TO_NOTHING), np.float32(1.0), out=ramp)


@dataclass(frozen=True, eq=False)
class Band:
    """Finished rows: ``pixels_HWC`` float32 belongs at row ``top`` of the output."""

    top: int
    pixels_HWC: NDArray[np.float32]


class TileBlender:
    """Takes restored tiles in the order planned and hands out the rows that no later tile touches.

    Args:
        extent: the photo's size in input pixels.
        tiles: what ``plan_tiles`` gave.
        overlap_px: overlap that they were planned with.
        scale: enlargement from input to output.
        channels: of the restored tiles.
    """

    def __init__(
        self, extent: Extent, tiles: Sequence[Rect], overlap_px: int, *, scale: int = 1, channels: int = 3
    ) -> None:
        self._extent, self._tiles = extent, list(tiles)
        self._overlap_px, self._scale = overlap_px, scale
        self._added = 0
        window = Extent(tiles[0].height, extent.width).scaled(scale)
        self._top = 0
        self._sum = np.zeros((window.height, window.width, channels), np.float32)
        self._weight = np.zeros((window.height, window.width), np.float32)

    @property
    def extent_out(self) -> Extent:
        return self._extent.scaled(self._scale)

    @property
    def is_complete(self) -> bool:
        """Whether every tile has come and every row has gone."""
        return self._added == len(self._tiles)

    def add(self, restored_HWC: NDArray[np.float32]) -> Band | None:
        """Blend the next tile of the plan.

        Args:
            restored_HWC: (tile.height * scale, tile.width * scale, channels) float32.

        Returns:
            The rows that this tile finished: at the end of each row of tiles, else None. Every
            row comes out once, in order.
        """
        tile = self._tiles[self._added]
        weights = blend_weights(tile, self._extent, self._overlap_px, self._scale)
        box = tile.scaled(self._scale).moved(-self._top, 0)
        self._sum[box.slices] += restored_HWC * weights[..., None]
        self._weight[box.slices] += weights
        self._added += 1
        if self.is_complete:
            return self._finish(self.extent_out.height)
        following = self._tiles[self._added].top
        return None if following == tile.top else self._finish(following * self._scale)

    def _finish(self, until: int) -> Band:
        """Rows from the window's top to ``until`` leave; the window moves down to there."""
        count = until - self._top
        pixels = self._sum[:count] / self._weight[:count, :, None]
        band = Band(self._top, pixels)
        for window in (self._sum, self._weight):
            kept = len(window) - count
            window[:kept] = window[count:].copy()
            window[kept:] = 0
        self._top = until
        return band
