"""What a sheet of the lab shows, so completely that it can be drawn again from itself.

Comes in: a crop and choices. Goes out: JSON for a sheet's file, and back. The crop travels in the file
as a PNG, so a sheet opens on another computer too.
"""

from __future__ import annotations

import base64
import binascii
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from desktop_unet import __version__
from desktop_unet.engine.lab.case import Case, enlarging_case, filling_case, finding_case
from desktop_unet.engine.task_table import FIND_DAMAGE, INPAINT, UPSCALE, TaskRow
from desktop_unet.imaging.defects.old_photo import OldPhoto
from desktop_unet.imaging.photo import Mask

CROP_PX = 256
"""Side of the crop that sheets of whole photos carry."""
_LARGEST_PX = 2048


@dataclass(frozen=True, eq=False)
class LabSettings:
    """The lab as it stands.

    Args:
        crop_HWC: (H, W, 3) uint8, the truth.
        mask: (H, W) uint8 for filling; else None.
        scale: factor of enlargement; 1 where the size stays.
        cards: networks in order; the first one's gates are ``gates``.
        gates: factor per skip connection of the first network; None is as trained.
        facts: what else the sheet says: kind, photo, seed.
        old: what became of the crop, and where it is damaged, for finding that; else None.
    """

    crop_HWC: NDArray[np.uint8]
    mask: Mask | None
    scale: int
    cards: tuple[str, ...]
    gates: tuple[float, ...] | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    old: OldPhoto | None = None

    @property
    def row(self) -> TaskRow[Any]:
        """The task."""
        if self.old is not None:
            return FIND_DAMAGE
        return UPSCALE if self.mask is None else INPAINT

    def case(self) -> Case:
        """What the networks are run on; raises as ``engine.lab.case`` does."""
        if self.old is not None:
            return finding_case(self.old)
        if self.mask is None:
            return enlarging_case(self.crop_HWC, self.scale)
        return filling_case(self.crop_HWC, self.mask)

    def to_json(self) -> str:
        """For a sheet's file."""
        values = {
            "program": f"desktop_unet {__version__}",
            "crop": _png(self.crop_HWC),
            "mask": None if self.mask is None else _png(self.mask),
            "scale": self.scale,
            "cards": list(self.cards),
            "gates": None if self.gates is None else list(self.gates),
            "facts": dict(self.facts),
            "old": None if self.old is None else {"pixels": _png(self.old.pixels), "truth": _png(self.old.truth)},
        }
        return json.dumps(values, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> LabSettings:
        """Read what ``to_json`` wrote.

        Raises:
            ValueError: it did not.
        """
        try:
            values = json.loads(text)
            mask = values["mask"]
            settings = cls(
                _pixels(values["crop"], "RGB"),
                None if mask is None else _pixels(mask, "L"),
                int(values["scale"]),
                tuple(str(card) for card in values["cards"]),
                None if values["gates"] is None else tuple(float(gate) for gate in values["gates"]),
                dict(values["facts"]),
                _old_photo(values.get("old")),
            )
        except (KeyError, TypeError, AttributeError, binascii.Error, OSError, Image.DecompressionBombError) as mistake:
            raise ValueError(f"{type(mistake).__name__}: {mistake}") from mistake
        if any(other.shape[:2] != settings.crop_HWC.shape[:2] for other in settings._over_the_crop()):
            raise ValueError("crop and what was done to it differ in size")
        return settings

    def _over_the_crop(self) -> Iterator[NDArray[np.uint8]]:
        """What must be of the crop's size."""
        if self.mask is not None:
            yield self.mask
        if self.old is not None:
            yield from (self.old.pixels, self.old.truth)


def _old_photo(values: Any) -> OldPhoto | None:
    """None for sheets of other tasks, and those of earlier versions, which say nothing of it."""
    return None if values is None else OldPhoto(_pixels(values["pixels"], "RGB"), _pixels(values["truth"], "L"))


def _png(pixels: NDArray[np.uint8]) -> str:
    with io.BytesIO() as memory:
        Image.fromarray(np.ascontiguousarray(pixels)).save(memory, "PNG")
        return base64.b64encode(memory.getvalue()).decode("ascii")


def _pixels(text: str, mode: str) -> NDArray[np.uint8]:
    with Image.open(io.BytesIO(base64.b64decode(text, validate=True)), formats=["PNG"]) as picture:
        if max(picture.size) > _LARGEST_PX:
            raise ValueError("the crop is too large")
        return np.array(picture.convert(mode))
