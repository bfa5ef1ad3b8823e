"""How large tiles may be: what a network's layers take, and what is to be had.

Comes in: what a network says of itself, a size and a budget. Goes out: a tile's side. The numbers are
estimates on the safe side; where they fail, ``tile_runner.Work`` makes the tiles smaller.
"""

from __future__ import annotations

import torch

from desktop_unet.engine.device import DTYPES
from desktop_unet.engine.predict import Network
from desktop_unet.errors import RequestImpossible
from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.large_arrays import free_bytes
from desktop_unet.phrases import Phrase

MIB = 2**20
SMALLEST_ROOM_PX = 64
"""What a tile must have besides its overlap."""

_DEFAULT_MIB = {"cpu": 768, "cuda": 4096}
_BESIDE_BYTES = 18
"""Of each pixel of a photo: three pictures of it in 16 bits."""
_FLOATS_PER_PIXEL = 12
"""float32 numbers per output pixel: first guess, result and their copies."""
_BAND_FLOATS = 8
"""float32 numbers per output pixel of the blended rows: sums, weights, and finished rows."""


def tile_bytes(network: Network, tile: Extent, scale: int) -> int:
    """Estimate of what one tile takes while it runs."""
    trunk = network.descriptor.bytes_per_pixel(scale, DTYPES[network.precision].itemsize)
    return tile.pixels * (trunk + _FLOATS_PER_PIXEL * 4 * scale**2)


def band_bytes(tile: Extent, extent: Extent, scale: int) -> int:
    """Estimate of what blending takes: rows of a tile's height across the photo."""
    return min(tile.height, extent.height) * extent.width * scale**2 * _BAND_FLOATS * 4


def budget_bytes(network: Network, memory_mib: int | None, kept_bytes: int, *, beside_px: int = 0) -> int:
    """What tiles and bands may take.

    Args:
        network: it knows the device.
        memory_mib: the user's limit for all buffers, the result's included; None lets us choose.
        kept_bytes: what the result itself takes.
        beside_px: pixels of a photo that stays in memory meanwhile, with what was made of it before; where we
            choose, a large one leaves less for tiles.

    Raises:
        RequestImpossible: the limit does not even hold the result.
    """
    if memory_mib is None:
        usual = min(_DEFAULT_MIB.get(network.device.type, 1024) * MIB, _free_bytes(network.device) // 2)
        return usual if network.device.type != "cpu" else max(usual - beside_px * _BESIDE_BYTES, usual // 2)
    left = memory_mib * MIB - kept_bytes
    if left <= 0:
        result_mib = kept_bytes // MIB + 1
        raise RequestImpossible(
            reason=Phrase(
                "{memory_mib} MiB cannot hold the result, which takes {result_mib} MiB, allow more",
                memory_mib=memory_mib,
                result_mib=result_mib,
            )
        )
    return left


def largest_side_px(
    network: Network, extent: Extent, scale: int, overlap_px: int, budget: int, limit: int | None
) -> int:
    """Side of the largest square tile that the budget allows; the smallest sensible one where it allows none.

    Args:
        limit: a side not to exceed, for the user or a shortage wanted so; None for none.
    """
    smallest = smallest_side_px(network, overlap_px)
    side = max(extent.height, extent.width) if limit is None else limit
    if network.descriptor.side_px is not None:
        side = min(side, network.descriptor.side_px)
    step = max(16, network.descriptor.size_multiple)
    while side > smallest and needed_bytes(network, _tile(side, extent), extent, scale) > budget:
        side -= step
    return max(side, smallest)


def require_room(network: Network, side_px: int, extent: Extent, scale: int, budget: int) -> None:
    """Refuse a budget that the chosen tile exceeds.

    Raises:
        RequestImpossible: the sentence says how much it takes.
    """
    needed = needed_bytes(network, _tile(side_px, extent), extent, scale)
    if needed > budget:
        raise RequestImpossible(
            reason=Phrase(
                "{left_mib} MiB are left for computing, but the smallest tile takes {needed_mib} MiB, allow more",
                left_mib=budget // MIB,
                needed_mib=needed // MIB + 1,
            )
        )


def needed_bytes(network: Network, tile: Extent, extent: Extent, scale: int) -> int:
    """Estimate of what one tile and the blended rows take together."""
    blending = 0 if tile == extent else band_bytes(tile, extent, scale)
    return tile_bytes(network, tile, scale) + blending


def _tile(side_px: int, extent: Extent) -> Extent:
    return Extent(min(side_px, extent.height), min(side_px, extent.width))


def smallest_side_px(network: Network, overlap_px: int) -> int:
    """Side below which tiles would consist of overlap; networks that take no larger ones set it themselves."""
    smallest = overlap_px + max(SMALLEST_ROOM_PX, 2 * network.descriptor.size_multiple)
    return smallest if network.descriptor.side_px is None else min(smallest, network.descriptor.side_px)


def _free_bytes(device: torch.device) -> int:
    """Memory that is to be had now on the device."""
    if device.type == "cuda":
        return int(torch.cuda.mem_get_info(device)[0])
    return free_bytes()
