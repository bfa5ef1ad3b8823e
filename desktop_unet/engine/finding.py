"""Where a photo is damaged, as a network sees it: tile by tile, a large photo at several sizes.

Comes in: a request from ``restore.restore``. Goes out: how likely each pixel is damaged; a threshold on that makes a
mask. Which networks may be asked is said by the task's row in ``task_table.py``.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from desktop_unet.engine.checks import check_gates, check_tile
from desktop_unet.engine.predict import Network
from desktop_unet.engine.progress import Progress
from desktop_unet.engine.task import FindDamageRequest, Made, Report
from desktop_unet.engine.tile_runner import Work, is_memory_shortage
from desktop_unet.imaging.geometry import Extent, Rect
from desktop_unet.imaging.photo import CodePixels, Photo
from desktop_unet.imaging.ranges import code_to_unit
from desktop_unet.imaging.resample import resize_large
from desktop_unet.imaging.tiling import Band, TileBlender, plan_tiles

TILE_PX = 512
"""Tiles of this side stay in a processor's cache: a megapixel at once takes twice as long."""
OVERLAP_PX = 96
SMALLEST_TILE_PX = OVERLAP_PX + 64
LARGEST_LAST_LOOK_PX = 700
"""Longer side of the largest photo that is looked at at one size only."""
_ROWS = 512

_SURE, _SURE_IN_SEVERAL = 0.9, 0.97
"""How sure a network has to be where nobody says another threshold; in several looks there are more chances to err.
Soft Dice makes networks too sure of themselves: from their own 0.5 on they mark print (docs/scratch-finder.md)."""


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
    """How likely each pixel of a photo is damaged, by the surest of several looks.

    Args:
        photo: of any size, 8 or 16 bit.
        tile_px: side of a tile.
        work: runs the network.
        report: is told of each tile.

    Returns:
        (H, W) float32, 0 to 1; 0.5 is what the network is 0.9 sure of, in several looks 0.97.
    """
    sizes = sizes_looked_at(photo.extent)
    plans = [plan_tiles(size, tile_px, OVERLAP_PX, work.network.descriptor.size_multiple) for size in sizes]
    progress = Progress(report, "Looking for damage", sum(map(len, plans)))
    careful = math.log(0.5) / math.log(_SURE if len(sizes) == 1 else _SURE_IN_SEVERAL)
    pixels = photo.pixels
    likely = _look(pixels, plans[0], work, progress, careful)
    for size, tiles in zip(sizes[1:], plans[1:], strict=True):
        pixels = resize_large(pixels, size, pixels.dtype)
        _raise_to(likely, _look(pixels, tiles, work, progress, careful))
    progress.finish()
    return likely


def sizes_looked_at(extent: Extent) -> list[Extent]:
    """The sizes at which a photo is looked at: its own, and halves of it down to what networks are taught on.

    In a photo of 12 megapixels a scratch may be 40 px wide, and in a soft scan none is narrower than four; networks
    learn what is 1 to 20 px wide, in photos of 500 to 1,100 px (docs/scratch-finder.md).
    """
    sizes = [extent]
    while max(sizes[-1].height, sizes[-1].width) > LARGEST_LAST_LOOK_PX:
        sizes.append(Extent(*((max(1, side // 2)) for side in (sizes[-1].height, sizes[-1].width))))
    return sizes


def _look(
    pixels: CodePixels, tiles: Sequence[Rect], work: Work, progress: Progress, careful: float
) -> NDArray[np.float32]:
    """(H, W): what the network says of a photo at one size, tile by tile, to the power of ``careful``."""
    extent = Extent(*pixels.shape[:2])
    # A single tile needs no blending, nor the memory for it.
    blender = None if len(tiles) == 1 else TileBlender(extent, tiles, OVERLAP_PX, channels=1)
    likely = np.empty((extent.height, extent.width), np.float32)
    for tile in tiles:
        progress.begin_piece()
        seen = work.predict(code_to_unit(pixels[tile.slices]), scale=1, strength=None, may_be_flat=True)
        band = Band(0, seen) if blender is None else blender.add(seen)
        if band is not None:
            likely[band.top : band.top + len(band.pixels_HWC)] = band.pixels_HWC[..., 0]
        progress.end_piece()
    # Here, before it is enlarged: afterwards, what is thin would get thinner.
    np.power(likely, np.float32(careful), out=likely)
    return likely


def _raise_to(likely_HW: NDArray[np.float32], smaller_HW: NDArray[np.float32]) -> None:
    """Raise ``likely_HW`` in place where the same photo looked at smaller says more, some rows at a time."""
    height, width = likely_HW.shape
    coarse = Image.fromarray(smaller_HW)
    factor = coarse.height / height
    for top in range(0, height, _ROWS):
        rows = likely_HW[top : top + _ROWS]
        box = (0, top * factor, coarse.width, min((top + len(rows)) * factor, coarse.height))
        fine = coarse.resize((width, len(rows)), Image.Resampling.BILINEAR, box=box)
        np.maximum(rows, np.asarray(fine), out=rows)
