"""The network as it is: levels, sizes, channels, and how many numbers cross where. Counted, knows no torch."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_unet.imaging.geometry import Extent
from desktop_unet.models.config import UNetConfig


@dataclass(frozen=True)
class Level:
    """One resolution.

    Args:
        number: from 1, full resolution first; the last is the bottleneck.
        height, width, channels: of its feature maps.
        numbers: values in them.
        skip_numbers: values that its skip connection carries across; 0 without one.
        position_numbers: positions of maxima that cross to max-unpooling above this level; 0 without.
        is_bottleneck: all that goes on from here goes up again.
    """

    number: int
    height: int
    width: int
    channels: int
    numbers: int
    skip_numbers: int
    position_numbers: int
    is_bottleneck: bool


@dataclass(frozen=True)
class Anatomy:
    """A network at work on an input of one size.

    Args:
        levels: full resolution first.
        input_numbers, output_numbers: values that go in (mask included) and come out.
        bottleneck_numbers: values in the bottleneck: all that a network without skips has.
        skip_numbers: values over all skip connections.
        position_numbers: positions over all unpoolings; they cross with or without skips.
        positions_cross: whether there are any.
        guess_is_added: whether a first guess (bicubic or a smooth fill) bypasses the network.
    """

    levels: tuple[Level, ...]
    input_numbers: int
    output_numbers: int
    bottleneck_numbers: int
    skip_numbers: int
    position_numbers: int
    positions_cross: bool
    guess_is_added: bool


def anatomy_of(config: UNetConfig, given: Extent, scale: int) -> Anatomy:
    """Count what a network has for an input of size ``given`` and a result ``scale`` times larger."""
    inside = given if config.stem == "low_res" else given.scaled(scale)
    multiple = config.size_multiple
    top = Extent(*(-(-side // multiple) * multiple // config.entry_stride for side in (inside.height, inside.width)))
    levels = tuple(_level(config, number, top) for number in range(config.levels))
    return Anatomy(
        levels,
        input_numbers=config.input_channels * given.pixels,
        output_numbers=config.output_channels * given.scaled(scale).pixels,
        bottleneck_numbers=levels[-1].numbers,
        skip_numbers=sum(level.skip_numbers for level in levels),
        position_numbers=sum(level.position_numbers for level in levels),
        positions_cross=config.positions_cross,
        guess_is_added=config.skip and config.head == "linear",
    )


def _level(config: UNetConfig, number: int, top: Extent) -> Level:
    height, width, channels = top.height >> number, top.width >> number, config.widths[number]
    numbers = height * width * channels
    is_last = number == config.levels - 1
    # Pooling leaves one position for each value that it keeps, which are those of the level below.
    positions = 0 if is_last or not config.positions_cross else numbers // 4
    skipped = 0 if is_last or not config.skip else numbers
    return Level(number + 1, height, width, channels, numbers, skipped, positions, is_last)
