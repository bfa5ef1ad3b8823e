"""Where a photo is damaged, as a network sees it: tile by tile.

Comes in: a photo and choices. Goes out: how likely each pixel is damaged; a threshold on that makes a mask.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from desktop_unet.engine.predict import Network, open_card, predict
from desktop_unet.engine.task import Choices
from desktop_unet.errors import RequestImpossible
from desktop_unet.imaging.photo import Photo
from desktop_unet.imaging.ranges import code_to_unit
from desktop_unet.imaging.tiling import TileBlender, plan_tiles
from desktop_unet.phrases import Phrase

TILE_PX = 512
"""Tiles of this side stay in a processor's cache: a megapixel at once takes twice as long."""
OVERLAP_PX = 96


def open_finder(choices: Choices) -> Network:
    """The network that finds damage: the card chosen, or the variant's.

    Raises:
        Mishap: as ``predict.open_card``.
        RequestImpossible: the card is of a network that does something else.
    """
    network = open_card(choices.card_for("damage"), choices)
    if "segment" not in network.descriptor.tasks:
        raise RequestImpossible(
            reason=Phrase("{card} does not find damage, it has another task", card=network.descriptor.name)
        )
    return network


def damage_likelihood(network: Network, photo: Photo, tile_px: int | None = None) -> NDArray[np.float32]:
    """How likely each pixel of a photo is damaged.

    Args:
        network: from ``open_finder``.
        photo: of any size, 8 or 16 bit.
        tile_px: side of a tile; None takes ``TILE_PX``.

    Returns:
        (H, W) float32, 0 to 1.
    """
    multiple = network.descriptor.size_multiple
    tiles = plan_tiles(photo.extent, tile_px or TILE_PX, OVERLAP_PX, multiple)
    if len(tiles) == 1:
        return predict(network, code_to_unit(photo.pixels))[..., 0]
    blender = TileBlender(photo.extent, tiles, OVERLAP_PX, channels=1)
    likely = np.empty((photo.height, photo.width), np.float32)
    for tile in tiles:
        band = blender.add(predict(network, code_to_unit(photo.pixels[tile.slices])))
        if band is not None:
            likely[band.top : band.top + len(band.pixels_HWC)] = band.pixels_HWC[..., 0]
    return likely
