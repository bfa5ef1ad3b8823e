"""Where inpainting computes: for each hole, the part of the photo that a network needs to fill it.

Comes in: a mask. Goes out: rooms, each a crop to compute and the box in it to fill. Torch
is not needed here. Next on the road: ``inpaint.py``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from desktop_unet.imaging.geometry import Extent, Rect
from desktop_unet.imaging.mask import holes, shrink
from desktop_unet.imaging.photo import Mask
from desktop_unet.imaging.tiling import plan_tiles

CONTEXT_PX = 96
"""Least margin of known photo around a hole."""
MERGE_PX = 32
"""Marks closer than this are one hole."""
_HOLES_AT_MOST = 200
"""More holes than this (dust) are merged more coarsely, so that planning stays quick."""


@dataclass(frozen=True)
class Room:
    """One run of the network.

    Args:
        crop: what it sees; top and left on the network's grid.
        fill: where its answer is taken from; marked pixels outside stay for another room.
        reduction: how many times smaller than the photo it is computed; 1 is its own size.
    """

    crop: Rect
    fill: Rect
    reduction: float = 1.0


def plan_rooms(mask: Mask, multiple: int, limit_px: int) -> list[Room]:
    """``find_rooms`` within ``limit_px``: rooms that together cover all marked pixels."""
    return limit_rooms(find_rooms(mask, multiple), mask, multiple, limit_px)


def find_rooms(mask: Mask, multiple: int) -> list[Room]:
    """A room for each hole, however large; far-apart holes get one each.

    Args:
        mask: (H, W), 255 = fill.
        multiple: grid of the network, in pixels.
    """
    extent = Extent(mask.shape[0], mask.shape[1])
    merged = _merged(_find_holes(mask), extent, multiple)
    return [Room(_surroundings(hole, extent, multiple), hole) for hole in merged]


def limit_rooms(found: list[Room], mask: Mask, multiple: int, limit_px: int) -> list[Room]:
    """The same rooms, none of more than ``limit_px`` pixels.

    A larger one is cut into tiles where its hole is thin, and computed at reduced size where it is thick: tiles in the
    middle of a thick hole would see nothing of the photo.

    Args:
        found: by ``find_rooms`` in ``mask``.
        mask: (H, W), 255 = fill.
        multiple: grid of the network, in pixels.
        limit_px: most pixels of one room.
    """
    rooms: list[Room] = []
    for room in found:
        crop, hole = room.crop, room.fill
        if crop.extent.pixels <= limit_px:
            rooms.append(room)
        elif _is_thick(mask, hole, limit_px):
            rooms.append(Room(crop, hole, math.sqrt(crop.extent.pixels / limit_px)))
        else:
            rooms += _tiled(mask, crop, multiple, limit_px)
    return rooms


def _find_holes(mask: Mask) -> list[Rect]:
    merge_px = MERGE_PX
    found = holes(mask, merge_px)
    while len(found) > _HOLES_AT_MOST:
        merge_px *= 2
        found = holes(mask, merge_px)
    return found


def _merged(found: list[Rect], extent: Extent, multiple: int) -> list[Rect]:
    """Holes joined where one room for both is no larger than a room for each."""
    pending, merged = list(found), []
    while pending:
        hole = pending.pop()
        partner = next((other for other in pending if _joins(hole, other, extent, multiple)), None)
        if partner is None:
            merged.append(hole)
        else:
            pending.remove(partner)
            pending.append(hole.union(partner))
    return sorted(merged, key=lambda rect: (rect.top, rect.left))


def _joins(first: Rect, second: Rect, extent: Extent, multiple: int) -> bool:
    apart = sum(_surroundings(hole, extent, multiple).extent.pixels for hole in (first, second))
    return _surroundings(first.union(second), extent, multiple).extent.pixels <= apart


def _surroundings(hole: Rect, extent: Extent, multiple: int) -> Rect:
    """The hole with its context, top and left on the grid, inside the photo."""
    wide = hole.grown(max(CONTEXT_PX, min(hole.height, hole.width))).within(extent)
    top, left = wide.top // multiple * multiple, wide.left // multiple * multiple
    bottom, right = -(-wide.bottom // multiple) * multiple, -(-wide.right // multiple) * multiple
    return Rect.from_edges(top, left, bottom, right).within(extent)


def _is_thick(mask: Mask, hole: Rect, limit_px: int) -> bool:
    """Whether a tile could lie so deep in the hole that it sees little else."""
    depth_px = max(1, math.isqrt(limit_px) // 4 - CONTEXT_PX // 2)
    return bool(shrink(mask[hole.slices], depth_px).any())


def _tiled(mask: Mask, crop: Rect, multiple: int, limit_px: int) -> list[Room]:
    """The crop in tiles that overlap by twice the context; those without marks are left out."""
    side = max(math.isqrt(limit_px), 2 * CONTEXT_PX + 2 * multiple)
    rooms = []
    for tile in plan_tiles(crop.extent, side, 2 * CONTEXT_PX, multiple):
        core = Rect.from_edges(
            tile.top + (CONTEXT_PX if tile.top > 0 else 0),
            tile.left + (CONTEXT_PX if tile.left > 0 else 0),
            tile.bottom - (CONTEXT_PX if tile.bottom < crop.height else 0),
            tile.right - (CONTEXT_PX if tile.right < crop.width else 0),
        ).moved(crop.top, crop.left)
        if mask[core.slices].any():
            rooms.append(Room(tile.moved(crop.top, crop.left), core))
    return rooms
