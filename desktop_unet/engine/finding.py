"""Where a photo is damaged, as a network sees it: tile by tile.

Comes in: a photo and choices. Goes out: how likely each pixel is damaged; a threshold on that makes a mask.
"""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray

from desktop_unet.engine.device import DTYPES, choose_device, choose_precision, prepare_threads
from desktop_unet.engine.fusion import fuse_residual_blocks
from desktop_unet.engine.predict import Network, predict
from desktop_unet.engine.task import Choices
from desktop_unet.errors import RequestImpossible
from desktop_unet.imaging.photo import Photo
from desktop_unet.imaging.ranges import code_to_unit
from desktop_unet.imaging.tiling import TileBlender, plan_tiles
from desktop_unet.models.card import find_card
from desktop_unet.models.weights import load_network
from desktop_unet.phrases import Phrase

TILE_PX = 512
"""Tiles of this side stay in a processor's cache: a megapixel at once takes twice as long."""
OVERLAP_PX = 96


def open_finder(choices: Choices) -> Network:
    """The network that finds damage: the card chosen, or the variant's.

    Raises:
        CardUnknown, WeightsDamaged: it is not to be had.
        RequestImpossible: the card is of a network that does something else.
        DeviceMissing: there is no such device.
    """
    prepare_threads(choices.threads)
    path, card = find_card(choices.card or f"damage-{choices.variant}")
    if card.task != "segment":
        raise RequestImpossible(reason=Phrase("{card} does not find damage, it is for another task", card=card.name))
    device = choose_device(choices.device)
    precision = choose_precision(choices.precision, device)
    module, card = load_network(path)
    # torch's stubs do not know that memory_format stands alone.
    module = module.eval().convert_trunk(DTYPES[precision]).to(device).to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    if device.type == "cpu":
        fuse_residual_blocks(module)
    return Network(module, card, path, device, precision)


def damage_likelihood(network: Network, photo: Photo, tile_px: int | None = None) -> NDArray[np.float32]:
    """How likely each pixel of a photo is damaged.

    Args:
        network: from ``open_finder``.
        photo: of any size, 8 or 16 bit.
        tile_px: side of a tile; None takes ``TILE_PX``.

    Returns:
        (H, W) float32, 0 to 1.
    """
    multiple = network.card.config.size_multiple
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
