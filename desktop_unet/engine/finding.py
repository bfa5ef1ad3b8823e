"""Where a photo is damaged, as a network sees it: tile by tile.

Comes in: a request from ``restore.restore``. Goes out: how likely each pixel is damaged; a threshold on that makes a
mask. Which networks may be asked is said by the task's row in ``task_table.py``.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from desktop_unet.engine.checks import check_gates, check_tile
from desktop_unet.engine.predict import Network
from desktop_unet.engine.progress import Progress
from desktop_unet.engine.task import FindDamageRequest, Made, Report
from desktop_unet.engine.tile_runner import Work, is_memory_shortage
from desktop_unet.imaging.photo import Photo
from desktop_unet.imaging.ranges import code_to_unit
from desktop_unet.imaging.tiling import Band, TileBlender, plan_tiles

TILE_PX = 512
"""Tiles of this side stay in a processor's cache: a megapixel at once takes twice as long."""
OVERLAP_PX = 96
SMALLEST_TILE_PX = OVERLAP_PX + 64

_CAREFUL = math.log(0.5) / math.log(0.9)
"""Exponent by which a network's 0.9 becomes 0.5, the threshold where nobody says another. Soft Dice makes networks too
sure of themselves: from 0.5 on they mark 0.53 % of sound photos, print and collars among it, from 0.9 on 0.32 %, and
what is lost of true damage is little (docs/scratch-finder.md)."""


def check(request: FindDamageRequest, network: Network) -> None:
    """Refuse, with a sentence, what cannot be done; see ``task_table.ByNetwork``."""
    check_gates(request.choices.gates, network)
    check_tile(request.choices.tile_px, SMALLEST_TILE_PX)


def restore(request: FindDamageRequest, work: Work, report: Report) -> Made:
    """Look at the whole photo, with smaller tiles where memory runs short; see ``task_table.ByNetwork``."""
    while True:
        side_px = work.side_limit_px or TILE_PX
        try:
            return Made(request.photo, found_HW=damage_likelihood(request.photo, side_px, work, report))
        except (MemoryError, RuntimeError) as error:
            if not is_memory_shortage(error):
                raise
        work.ease(side_px, SMALLEST_TILE_PX)


def damage_likelihood(photo: Photo, tile_px: int, work: Work, report: Report) -> NDArray[np.float32]:
    """How likely each pixel of a photo is damaged.

    Args:
        photo: of any size, 8 or 16 bit.
        tile_px: side of a tile.
        work: runs the network.
        report: is told of each tile.

    Returns:
        (H, W) float32, 0 to 1; 0.5 is what the network is 0.9 sure of.
    """
    tiles = plan_tiles(photo.extent, tile_px, OVERLAP_PX, work.network.descriptor.size_multiple)
    progress = Progress(report, "Looking for damage", len(tiles))
    # A single tile needs no blending, nor the memory for it.
    blender = None if len(tiles) == 1 else TileBlender(photo.extent, tiles, OVERLAP_PX, channels=1)
    likely = np.empty((photo.height, photo.width), np.float32)
    for tile in tiles:
        progress.begin_piece()
        seen = work.predict(code_to_unit(photo.pixels[tile.slices]), scale=1, strength=None, may_be_flat=True)
        band = Band(0, seen) if blender is None else blender.add(seen)
        if band is not None:
            likely[band.top : band.top + len(band.pixels_HWC)] = band.pixels_HWC[..., 0]
        progress.end_piece()
    progress.finish()
    np.power(likely, np.float32(_CAREFUL), out=likely)
    return likely
