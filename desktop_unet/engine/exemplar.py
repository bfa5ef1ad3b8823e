"""Texture for wide holes, borrowed from the known part of the same photo.

Comes in: a room with its hole, and the network's smooth fill of it. Goes out: a fill that follows
the one and has the grain of the other. Called by ``inpaint.py``; ``patchmatch.py`` finds what to borrow.

The hole is filled coarse to fine. At each level every patch that touches the hole looks for the
known patch that resembles it most, and every pixel of the hole takes the mean of what the patches
over it propose; this is repeated until it settles. The patches over the rim hold known pixels, which
ties the fill to them.

Source: Wexler, Shechtman & Irani 2007, Space-time completion of video (here without time); filling
the coarsest level from the rim inwards is Efros & Leung's 1999.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional as F

from desktop_unet.engine.glimpses import ReportRoom, picture_of
from desktop_unet.engine.patchmatch import (
    PATCH_PX,
    RADIUS_PX,
    Patches,
    describe,
    dilated,
    first_field,
    improve_field,
    patch_basis,
    plan_patches,
    random_field,
)
from desktop_unet.engine.room_tensors import RoomTensors, filled_room, room_tensors
from desktop_unet.engine.task import Step
from desktop_unet.imaging.photo import UnitImage
from desktop_unet.models.first_guess import pull_push_guess

GUESS_TRUST = 0.1
"""What a guessed pixel counts beside a known one, until it has been filled."""
GUIDANCE = 0.15
"""What the soft colours of the guess count beside a patch's looks."""

_GUIDE_PX = 15
_COARSEST_WIDTH_PX = 10
"""Levels are added until the hole is so thin that every patch in it holds known pixels, or nearly."""
_SEARCHED_PX_AT_MOST = 1_000_000
"""Levels with more pixels take over what was found at the coarser ones."""
_SOURCES_AT_LEAST = 50
_SPREADS_PX = (1.5, 2.0, 3.0)
"""How wide votes reach, full size first and coarser ones like the last: wide votes agree, narrow ones are sharp."""
_LAST_SPREAD_PX = 0.4
_TURNS, _TURNS_AT_FULL_SIZE = 4, 2
_TRUST = 1.3
"""How much more a patch one pixel nearer to the known is trusted; Wexler's gamma."""
_DEPTH_AT_MOST = 16
_DOUBT_AT_MOST = 20.0
_RIM_PX, _RIM_SPREAD_PX = 2, 2.0
"""So near the rim votes are wide to the end, so that the known pixels have their say."""
_RELAXATIONS = 30
_NO_MISS = 1e-6
_BANDS = 3
"""Sizes of detail in which guess and texture fade into each other."""


@dataclass(frozen=True, eq=False)
class _Level:
    """One size of the pyramid.

    Args:
        image_CHW: the room with the guess in its hole, unit range.
        hole_HW: bool; a pixel belongs to the hole where any pixel under it does.
        depth_HW: float32, from ``_depth``.
        patches: to fill and to borrow.
    """

    image_CHW: Tensor
    hole_HW: Tensor
    depth_HW: Tensor
    patches: Patches

    @property
    def is_searched(self) -> bool:
        return self.hole_HW.numel() <= _SEARCHED_PX_AT_MOST


def fill_from_exemplars(
    room_HWC: UnitImage,
    mask_HW: NDArray[np.bool_],
    guess_HWC: UnitImage,
    *,
    sources_HW: NDArray[np.bool_] | None = None,
    seed: int = 0,
    report: ReportRoom,
    device: torch.device | str = "cpu",
) -> UnitImage:
    """A hole filled with texture from around it, guided by a smooth fill.

    Args:
        room_HWC: (H, W, 3) float32, unit range; what lies under the mask has no influence.
        mask_HW: (H, W) bool, True = fill.
        guess_HWC: (H, W, 3) float32, unit range; read inside the mask only.
        sources_HW: (H, W) bool, what may be borrowed; None: all that is known.
        seed: same seed, same fill.
        report: called before each turn at each level, with what the room looks like; what it raises stops the work.
        device: what computes.

    Returns:
        (H, W, 3) float32, unit range; outside the mask it is ``room_HWC``. Where nothing can be
        borrowed, the guess.
    """
    room = room_tensors(room_HWC, mask_HW, guess_HWC, sources_HW, device)
    with torch.inference_mode():
        filled_CHW = _fill(room.image_CHW, _pyramid(room), torch.Generator().manual_seed(seed), report)
    return filled_room(room_HWC, mask_HW, filled_CHW)


def _fill(image_CHW: Tensor, levels: list[_Level], generator: torch.Generator, report: ReportRoom) -> Tensor:
    # The coarsest level, where the hole is thin, is filled from the rim inwards.
    if not levels or not levels[-1].is_searched:
        return image_CHW
    turns = _Turns(report, len(levels))
    filled, field = _peel(levels[-1], generator)
    # From coarse to fine: begin with what the coarser level found, then search and vote until it settles.
    for number in reversed(range(len(levels))):
        level = levels[number]
        if number + 1 < len(levels):
            field = _enlarged_field(field, levels[number + 1].patches, level.patches, generator)
            filled = _vote(level, level.hole_HW, field, None, _spreads_px(number)[0])
        filled, field = _settle(level, filled, field, _spreads_px(number), generator, turns)
    # Join the full-size fill to the known pixels without an outline.
    return _without_rim(levels[0], filled, field)


def _spreads_px(number: int) -> list[float]:
    """How wide votes reach in each turn at a level; level 0 is full size."""
    wide = _SPREADS_PX[min(number, len(_SPREADS_PX) - 1)]
    return [wide] * _TURNS if number else [wide] * (_TURNS_AT_FULL_SIZE - 1) + [_LAST_SPREAD_PX]


class _Turns:
    """Reports before each turn."""

    def __init__(self, report: ReportRoom, levels: int) -> None:
        self._report, self._done = report, 0
        self._total = (levels - 1) * _TURNS + _TURNS_AT_FULL_SIZE

    def begin(self, filled_CHW: Tensor) -> None:
        """To be called before each turn, with what there is of the fill."""
        step = Step(self._done, self._total, "Borrowing texture")
        self._done += 1
        self._report(step, lambda: picture_of(filled_CHW))


def _pyramid(room: RoomTensors) -> list[_Level]:
    """Levels from full size down to where the hole is thin; none where nothing can be borrowed."""
    levels: list[_Level] = []
    while True:
        patches = plan_patches(room.hole_HW, room.sources_HW)
        if int(patches.allowed.sum()) < _SOURCES_AT_LEAST:
            return levels
        levels.append(_Level(room.image_CHW, room.hole_HW, _depth(room.hole_HW), patches))
        if 2 * float(levels[-1].depth_HW.max()) <= _COARSEST_WIDTH_PX:
            return levels
        room = room.halved()


def _depth(hole_HW: Tensor) -> Tensor:
    """(H, W) float32: rows or columns to the nearest known pixel, at most ``_DEPTH_AT_MOST``; 0 outside the hole."""
    depth, left = hole_HW.float(), hole_HW
    for _ in range(_DEPTH_AT_MOST - 1):
        left = ~dilated(~left, 1)
        depth += left
    return depth


def _peel(level: _Level, generator: torch.Generator) -> tuple[Tensor, Tensor]:
    """The coarsest level filled ring by ring, and its field; the guess counts little beside what is known."""
    weight_HW = torch.where(level.hole_HW, GUESS_TRUST, 1.0)
    field = first_field(level.image_CHW, weight_HW, level.patches, generator)
    for ring in range(1, int(level.depth_HW.max()) + 1):
        # Fill this ring with what its patches vote for; from then on it counts as known.
        now = level.depth_HW == ring
        level = replace(level, image_CHW=_vote(level, now, field, None, _SPREADS_PX[-1]))
        weight_HW = torch.where(now, 1.0, weight_HW)
        # Search again, now that the next ring has more to go by.
        field = first_field(level.image_CHW, weight_HW, level.patches, generator)
    return level.image_CHW, field


def _settle(
    level: _Level,
    filled_CHW: Tensor,
    field: Tensor,
    spreads_px: list[float],
    generator: torch.Generator,
    turns: _Turns,
) -> tuple[Tensor, Tensor]:
    """In turns, better sources for what the hole looks like, and what it looks like with them."""
    # Too large to search: the sources of the coarser level stay.
    if not level.is_searched:
        for _ in spreads_px:
            turns.begin(filled_CHW)
        return _vote(level, level.hole_HW, field, None, spreads_px[-1]), field
    basis, guide = patch_basis(level.image_CHW, level.patches, generator), _guide(level)
    for spread_px in spreads_px:
        turns.begin(filled_CHW)
        # Search: sources that look like the fill as it is now, and like the guess in soft colours.
        looks = torch.cat([describe(filled_CHW, basis), guide], dim=1)
        field, distance = improve_field(field, looks, level.patches, generator)
        # Vote: colours from those sources.
        filled_CHW = _vote(level, level.hole_HW, field, distance, spread_px)
    return filled_CHW, field


def _guide(level: _Level) -> Tensor:
    """(H * W, 3): soft colours of the room and the guess, on the scale of ``describe``."""
    size = min(_GUIDE_PX, *((side - 1) // 2 * 2 + 1 for side in level.hole_HW.shape))
    padded = F.pad(level.image_CHW[None], [size // 2] * 4, mode="replicate")
    return F.avg_pool2d(padded, size, stride=1)[0].flatten(1).T * (GUIDANCE * PATCH_PX)


def _enlarged_field(field: Tensor, coarse: Patches, fine: Patches, generator: torch.Generator) -> Tensor:
    """The field of the next finer level: twice the position, and the same pixel of the four."""
    # The coarse source of each fine target.
    row, column = fine.targets // fine.width, fine.targets % fine.width
    source = field[coarse.number[row // 2 * coarse.width + column // 2].long()]
    # Its place at twice the size; anywhere where that may not be borrowed.
    rows = (source // coarse.width * 2 + row % 2).clamp_max(fine.height - 1)
    columns = (source % coarse.width * 2 + column % 2).clamp_max(fine.width - 1)
    found = rows * fine.width + columns
    return torch.where(fine.allowed[found], found, random_field(fine, generator))


def _vote(level: _Level, marks_HW: Tensor, field: Tensor, distance: Tensor | None, spread_px: float) -> Tensor:
    """The level's image with each marked pixel set to the weighted mean of what the patches over it propose.

    Args:
        marks_HW: bool, pixels to set, each under a target.
        field: (N,) source of each target.
        distance: (N,) squared distances: patches that match badly count less; None: all alike.
        spread_px: patches count less the farther off their centre is.
    """
    patches = level.patches
    colours_NC = level.image_CHW.flatten(1).T.contiguous()
    # What each patch counts: less the deeper in the hole it lies, and the worse it matches.
    doubt = math.log(_TRUST) * level.depth_HW.flatten()[patches.targets]
    if distance is not None:
        doubt = doubt + _doubt(distance)
    # One that is not there counts nothing.
    counts = F.pad(torch.exp(-doubt), (0, 1))
    source = torch.cat([field, field[:1]])
    pixels = marks_HW.flatten().nonzero()[:, 0]
    framed = patches.framed(pixels)
    total, weights = colours_NC.new_zeros(len(pixels), colours_NC.shape[1]), colours_NC.new_zeros(len(pixels))
    # Every place that a patch over the pixel can have proposes the colour at that place of its source.
    for rows, columns, off in _places(spread_px):
        number = patches.at(framed, rows, columns)
        weight = counts[number] * math.exp(-off)
        total += colours_NC[source[number] - (rows * patches.width + columns)] * weight[:, None]
        weights += weight
    voted = level.image_CHW.flatten(1).clone()
    voted[:, pixels] = (total / weights[:, None]).T
    return voted.reshape(level.image_CHW.shape)


def _places(spread_px: float) -> Iterator[tuple[int, int, float]]:
    """Rows and columns from a pixel to the centres of patches over it, and minus the logarithm of what they count."""
    for rows in range(-RADIUS_PX, RADIUS_PX + 1):
        for columns in range(-RADIUS_PX, RADIUS_PX + 1):
            off = (rows * rows + columns * columns) / (2 * spread_px**2)
            if off <= _DOUBT_AT_MOST:
                yield rows, columns, off


def _doubt(distance: Tensor) -> Tensor:
    """Minus the logarithm of what each patch counts; sigma is Wexler's: three quarters of the distances are smaller."""
    typical = distance.kthvalue(max(1, len(distance) * 3 // 4)).values
    return (distance / (2 * typical + 1e-8)).clamp_max(_DOUBT_AT_MOST)


def _without_rim(level: _Level, filled_CHW: Tensor, field: Tensor) -> Tensor:
    """The fill with wide votes beside the rim, moved in colour by what its sources miss the known pixels there by.

    The step from a known pixel to a filled one becomes that between their sources. Where the sources miss pixel by
    pixel, an outline would still be seen: there the outermost pixels are the guess's, which fades into the fill.

    Source: Pérez et al. 2003, Poisson image editing, eq. 2 for a fill that has its sources' gradients.
    """
    # Wide votes beside the rim, also for the known pixels next to it.
    ring_HW = dilated(level.hole_HW, 1) & ~level.hole_HW
    agreed_CHW = _vote(level, ring_HW | level.hole_HW, field, None, _RIM_SPREAD_PX)
    blended_CHW = torch.lerp(agreed_CHW, filled_CHW, ((level.depth_HW - 1) / _RIM_PX).clamp(0, 1))
    # Spread over the hole what the sources miss the known pixels by.
    moved_CHW = blended_CHW + _membrane(level.image_CHW - agreed_CHW, ring_HW, level.hole_HW)
    textured_CHW = torch.where(level.hole_HW, moved_CHW, level.image_CHW)
    # The outermost pixels are the guess's where it does better, and fade into the texture.
    share_HW = torch.where(level.depth_HW > 1, 1.0, 1 - _guess_share(level, agreed_CHW, ring_HW))
    joined_CHW = _joined(level.image_CHW, textured_CHW, share_HW)
    return torch.where(level.hole_HW, joined_CHW.clamp(0, 1), level.image_CHW)


def _guess_share(level: _Level, agreed_CHW: Tensor, ring_HW: Tensor) -> Tensor:
    """(H, W) how far the guess is to be preferred beside the rim: by squares of what both miss the known pixels by.

    The guess says nothing of known pixels; it is taken to say what it says beside them.
    """
    beside_CHW = _box_sum(level.image_CHW * level.hole_HW, 3) / _box_sum(level.hole_HW[None].float(), 3).clamp_min(1)
    of_texture, of_guess = (
        _box_sum(((level.image_CHW - each).square() * ring_HW).sum(dim=0, keepdim=True), PATCH_PX)[0]
        for each in (agreed_CHW, beside_CHW)
    )
    return of_texture / (of_texture + of_guess + _NO_MISS)


def _box_sum(values_CHW: Tensor, px: int) -> Tensor:
    return F.avg_pool2d(values_CHW[None], px, stride=1, padding=px // 2, divisor_override=1)[0]


def _joined(outer_CHW: Tensor, inner_CHW: Tensor, share_HW: Tensor) -> Tensor:
    """Two pictures as one without a step between them: the coarser the detail, the wider one fades into the other.

    Args:
        outer_CHW, inner_CHW: of one shape.
        share_HW: of the inner one, 0 to 1.

    Source: Burt & Adelson 1983, A multiresolution spline with application to image mosaics; here without reducing.
    """
    total = torch.zeros_like(outer_CHW)
    # Fine detail changes over within a pixel; each coarser band, and its share, is softened twice as far.
    for band in range(_BANDS):
        soft_outer, soft_inner, share_HW = (_softened(each, 2**band) for each in (outer_CHW, inner_CHW, share_HW))
        total += torch.lerp(outer_CHW - soft_outer, inner_CHW - soft_inner, share_HW)
        outer_CHW, inner_CHW = soft_outer, soft_inner
    return total + torch.lerp(outer_CHW, inner_CHW, share_HW)


def _softened(values: Tensor, px: int) -> Tensor:
    """(..., H, W) softened by a quarter, a half, a quarter at this distance; the edge is repeated."""
    for axis in (-2, -1):
        last = values.shape[axis] - 1
        places = torch.arange(last + 1, device=values.device)
        before, after = (values.index_select(axis, (places + step).clamp(0, last)) for step in (-px, px))
        values = (before + 2 * values + after) / 4
    return values


def _membrane(values_CHW: Tensor, ring_HW: Tensor, hole_HW: Tensor) -> Tensor:
    """What the ring holds, stretched smoothly over the hole: a pyramid does the wide, means of four the near."""
    stretched = pull_push_guess(values_CHW[None], (~ring_HW).float()[None, None])
    kernel = stretched.new_tensor([[0, 1, 0], [1, 0, 1], [0, 1, 0]]).expand(3, 1, 3, 3) / 4
    for _ in range(_RELAXATIONS):
        means = F.conv2d(F.pad(stretched, [1] * 4, mode="replicate"), kernel, groups=3)
        stretched = torch.where(hole_HW, means, stretched)
    return stretched[0]
