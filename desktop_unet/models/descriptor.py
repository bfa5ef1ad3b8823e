"""What a network says of itself: all that the engine asks of one, whatever kind of file it came in.

Comes in: a card's configuration, or what was found out about a file of another kind. Goes out: a frozen
``Descriptor``. Knows no torch. Next on the road: ``engine/network_kinds.py``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from desktop_unet.models.config import UNetConfig, Variant

Channels = Literal["rgb", "y"]
Look = Literal["natural", "sharp"]

MEASURED_REACH_PX: Mapping[Look, int] = {"natural": 24, "sharp": 44}
"""How far product networks are counted on to see, in input pixels; what their layers could reach is several times that.

Measured by ``engine.reach.measure_reach`` in fp32. Sharp ones change their result by half a code value up to 42 px from
a cut, on texture made by code. Natural ones do so, on 256 x 320 px of six validation photos, up to 14 px without skips;
with skips up to 24 at x1, 33 at x2 and 34 at x4, on three of the six. What is beyond 24 is little, and blending
takes most of it: in tiles of 144 px at x4, at most 0.8 % of a photo's values differ from the whole, by 1 of 255. To
count on 36 px would have the CPU's usual tiles see 4.5 to 53 % more pixels in photos of 2 to 24 megapixels."""

_LAYERS_ALIVE = 6
"""Maps of the full resolution's width that exist at once, at the widest point of the decoder."""
_FINISH_ALIVE = 2
"""What goes into the last convolutions at full size, and what is between them."""
_FINISH_PX = 1
"""How far they see at scale 2; less at larger ones."""
_FEWEST_WIDTHS = 16
"""Narrower networks take as much: what stands around the maps counts too."""


@dataclass(frozen=True)
class Descriptor:
    """What can be asked of a network.

    Args:
        name: for a person.
        tasks: what it was trained for, names of ``engine.task_table``.
        scales: factors from input to result that it has; ``(1,)`` where sizes stay.
        size_multiple: grid in input pixels on which a tile must begin, so that it is seen as in the whole photo.
        reach_px: what lies further from a pixel than this, in input pixels, does not change it noticeably.
        values_per_pixel: numbers that its layers keep at once, for each pixel of the input.
        values_per_result_pixel: the same for each pixel of the result; both count.
        takes_strength: whether it is told how much damage to expect.
        gates: skip connections that can be faded; 0 for networks that have none, or none that can be reached.
        channels: ``rgb``, or ``y`` for networks that see luminance alone.
        variant: ``skip`` or ``no-skip``; None where that cannot be said.
        look: ``natural`` (nearest to the truth) or ``sharp`` (nearest to what the eye expects).
        side_px: the largest side of a tile that it takes, in input pixels; None for any.
        precisions: those that it runs in, the usual one first; None for all that the device has.
    """

    name: str
    tasks: tuple[str, ...]
    scales: tuple[int, ...]
    size_multiple: int
    reach_px: int
    values_per_pixel: int
    values_per_result_pixel: int
    takes_strength: bool = False
    gates: int = 0
    channels: Channels = "rgb"
    variant: Variant | None = None
    look: Look = "natural"
    side_px: int | None = None
    precisions: tuple[str, ...] | None = None

    def bytes_per_pixel(self, scale: int, value_bytes: int) -> int:
        """What its layers take for each pixel of the input.

        Args:
            scale: one of ``scales``.
            value_bytes: of one number, 4 in fp32.
        """
        return value_bytes * (self.values_per_pixel + self.values_per_result_pixel * scale**2)


def product_name(family: str, variant: Variant, look: Look = "natural") -> str:
    """What a network of the program itself is called; the usual look goes without saying."""
    return f"{family}-{variant}" if look == "natural" else f"{family}-{look}-{variant}"


def describe_unet(name: str, config: UNetConfig, look: Look = "natural") -> Descriptor:
    """What a U-Net of ours says of itself."""
    values = _LAYERS_ALIVE * max(config.widths[0], _FEWEST_WIDTHS)
    enlarges_first = config.stem == "enlarge_first"
    return Descriptor(
        name=name,
        tasks=(config.task,),
        scales=config.scales,
        size_multiple=config.size_multiple,
        reach_px=min(theoretical_reach_px(config), MEASURED_REACH_PX[look]),
        values_per_pixel=0 if enlarges_first else values,
        values_per_result_pixel=values if enlarges_first else _FINISH_ALIVE * config.finish,
        takes_strength=config.strength_input,
        gates=config.levels - 1 if config.skip else 0,
        variant=config.variant,
        look=look,
    )


def theoretical_reach_px(config: UNetConfig) -> int:
    """Radius of the receptive field in input pixels, counted from the layers; an upper bound."""
    reach = 2.0 * config.entry_stride
    for level, blocks in enumerate(config.blocks):
        stride = config.entry_stride * 2**level
        sides = 1 if level == config.levels - 1 else 2
        reach += stride * (2 * blocks * sides + 2)
    reach *= config.stages
    enlarged = config.stem == "enlarge_first"
    finish = _FINISH_PX if config.finish else 0
    return math.ceil(reach / (min(config.scales) if enlarged else 1)) + 2 + finish
