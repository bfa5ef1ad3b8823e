"""What several tasks refuse, each with a sentence, before anything is computed.

Comes in: a part of a request and the network. Goes out: nothing, or a ``Mishap``. Called by the tasks' ``check``.
"""

from __future__ import annotations

from typing import Any

from desktop_unet.engine.predict import Network
from desktop_unet.engine.task_table import TaskRow
from desktop_unet.errors import MaskEmpty, MaskSizeDiffers, RequestImpossible
from desktop_unet.imaging.photo import Mask, Photo
from desktop_unet.models.descriptor import Descriptor
from desktop_unet.phrases import Phrase


def check_card(row: TaskRow[Any], network: Descriptor) -> None:
    """Refuse a network that was trained for something else."""
    if row.may_use(network):
        return
    raise RequestImpossible(
        reason=Phrase(
            "{network} was trained to {task}, not to {wanted}, choose another card",
            network=network.name,
            task=", ".join(network.tasks),
            wanted=row.trained_to,
        )
    )


def check_gates(gates: tuple[float, ...] | None, network: Network) -> None:
    """Refuse gates that the network does not have, or that are not from 0 to 1."""
    if gates is None:
        return
    name, count = network.descriptor.name, network.descriptor.gates
    if not count:
        raise RequestImpossible(
            reason=Phrase("{network} has no skip connections, so there are no gates to set", network=name)
        )
    if len(gates) != count:
        raise RequestImpossible(
            reason=Phrase(
                "{network} has {count} skip connections and needs one gate for each, not {given}",
                network=name,
                count=count,
                given=len(gates),
            )
        )
    if not all(0 <= gate <= 1 for gate in gates):
        raise RequestImpossible(
            reason=Phrase("gates must be from 0 to 1, not {gates}", gates=", ".join(f"{gate:g}" for gate in gates))
        )


def check_tile(tile_px: int | None, smallest_px: int) -> None:
    """Refuse tiles that would consist of overlap."""
    if tile_px is not None and tile_px < smallest_px:
        raise RequestImpossible(
            reason=Phrase(
                "tiles of {tile_px} px see too little of the photo, use at least {smallest_px} px",
                tile_px=tile_px,
                smallest_px=smallest_px,
            )
        )


def check_mask(mask: Mask, photo: Photo, name: str = "mask") -> None:
    """Refuse a mask of another size, or one that marks nothing; ``name`` is what it is called."""
    height, width = mask.shape
    if (height, width) != (photo.height, photo.width):
        raise MaskSizeDiffers(path=name, mask_height=height, mask_width=width, height=photo.height, width=photo.width)
    if not (mask > 0).any():
        raise MaskEmpty(path=name)
