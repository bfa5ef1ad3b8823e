"""Which known patch looks most like each patch of a hole: a nearest-neighbour field, found by PatchMatch.

Comes in: one level of a pyramid with its hole. Goes out: a source for every patch that touches the
hole. Called by ``exemplar.py``, which turns the field into colours.

All patches take each step at once, so that a step is a handful of tensor operations on any device.

Source: Barnes et al. 2009, PatchMatch: a randomized correspondence algorithm for structural image
editing. Jumping over several strides instead of scanning: Rong & Tan 2006, Jump flooding.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import torch
from torch import Tensor
from torch.nn import functional as F

PATCH_PX = 7
RADIUS_PX = PATCH_PX // 2

_COMPONENTS = 24
"""Numbers that stand for the 147 of a patch; see ``patch_basis``."""
_SAMPLES_AT_MOST = 4000
_STRIDES_PX = (8, 4, 2, 1)
_FRAME_PX = _STRIDES_PX[0]
_SIDES = ((-1, 0), (1, 0), (0, -1), (0, 1))
_EXACT_PAIRS_AT_MOST = 8_000_000


@dataclass(frozen=True, eq=False)
class Patches:
    """Where a level has patches to fill and patches to borrow; each is named by its centre.

    Args:
        height, width: of the level, in pixels.
        targets: (N,) flat positions of the patches that touch the hole.
        allowed: (H * W,) whether a patch lies inside the level and touches no hole.
        number: (H * W,): which target a position is, -1 for none.
    """

    height: int
    width: int
    targets: Tensor
    allowed: Tensor
    number: Tensor

    def framed(self, positions: Tensor) -> Tensor:
        """Flat positions as ``at`` takes them."""
        return (positions // self.width + _FRAME_PX) * self._framed_width + positions % self.width + _FRAME_PX

    def at(self, framed: Tensor, rows: int, columns: int) -> Tensor:
        """Which target lies so far from each position, at most ``_FRAME_PX``; -1 for none."""
        return self._framed_number[framed + (rows * self._framed_width + columns)]

    @property
    def _framed_width(self) -> int:
        return self.width + 2 * _FRAME_PX

    @cached_property
    def _framed_number(self) -> Tensor:
        """``number`` with a frame of none, so that nothing near a position lies outside."""
        return F.pad(self.number.reshape(self.height, self.width), [_FRAME_PX] * 4, value=-1).flatten()

    def moved(self, positions: Tensor, rows: Tensor | int, columns: Tensor | int) -> Tensor:
        """Flat positions moved by so much and kept inside the level."""
        row = (positions // self.width + rows).clamp(0, self.height - 1)
        column = (positions % self.width + columns).clamp(0, self.width - 1)
        return row * self.width + column


def plan_patches(hole_HW: Tensor, sources_HW: Tensor | None = None) -> Patches:
    """The patches of a level.

    Args:
        hole_HW: bool, True = fill.
        sources_HW: bool, what may be borrowed; None: all but the hole.
    """
    # A patch is a target if it touches the hole, and a source if it lies inside the level and does not.
    touches = dilated(hole_HW, RADIUS_PX)
    allowed = _inner(hole_HW) & ~touches
    if sources_HW is not None:
        allowed &= ~dilated(~sources_HW, RADIUS_PX)
    return _patches(touches, allowed)


def plan_known(sources_HW: Tensor) -> Patches:
    """The patches of a level that may be borrowed, each of which looks for another.

    Args:
        sources_HW: bool, what may be borrowed.
    """
    allowed = _inner(sources_HW) & ~dilated(~sources_HW, RADIUS_PX)
    return _patches(allowed, allowed)


def _inner(marks_HW: Tensor) -> Tensor:
    """Where a patch lies inside the level."""
    height, width = marks_HW.shape
    inner = torch.zeros_like(marks_HW)
    inner[RADIUS_PX : height - RADIUS_PX, RADIUS_PX : width - RADIUS_PX] = True
    return inner


def _patches(targets_HW: Tensor, allowed_HW: Tensor) -> Patches:
    height, width = targets_HW.shape
    targets = targets_HW.flatten().nonzero()[:, 0]
    # From a position back to its place among the targets.
    number = torch.full((height * width,), -1, device=targets_HW.device)
    number[targets] = torch.arange(len(targets), device=targets_HW.device)
    return Patches(height, width, targets, allowed_HW.flatten(), number)


def dilated(marks_HW: Tensor, px: int) -> Tensor:
    """Marks and everything at most ``px`` rows and columns from them."""
    return F.max_pool2d(marks_HW.float()[None, None], 2 * px + 1, stride=1, padding=px)[0, 0] > 0


def patch_basis(image_CHW: Tensor, patches: Patches, generator: torch.Generator) -> Tensor:
    """Filters that tell patches apart: principal components of the patches that may be borrowed.

    Distances between their few numbers stand for those between whole patches; what is left out is
    what the level's patches hardly differ in.

    Returns:
        (K, C, 7, 7) with K at most 24.
    """
    channels = image_CHW.shape[0]
    # A sample of the sources, as whole patches.
    sources = patches.allowed.nonzero()[:, 0]
    if len(sources) > _SAMPLES_AT_MOST:
        chosen = torch.randint(len(sources), (_SAMPLES_AT_MOST,), generator=generator)
        sources = sources[chosen.to(sources.device)]
    samples = _unfolded(image_CHW, sources)
    # The directions in which they differ most, largest last.
    centred = (samples - samples.mean(dim=0)).double()
    _, vectors = torch.linalg.eigh(centred.T @ centred)
    kept = min(_COMPONENTS, vectors.shape[1])
    basis: Tensor = vectors[:, -kept:].T.float().reshape(kept, channels, PATCH_PX, PATCH_PX)
    return basis


def describe(image_CHW: Tensor, basis: Tensor) -> Tensor:
    """(H * W, K): the patch around each pixel in few numbers; pixels beyond the edge repeat the edge."""
    padded = F.pad(image_CHW[None], [RADIUS_PX] * 4, mode="replicate")
    return F.conv2d(padded, basis)[0].flatten(1).T.contiguous()


def first_field(image_CHW: Tensor, weight_HW: Tensor, patches: Patches, generator: torch.Generator) -> Tensor:
    """The best source of every target by comparing all with all, or with as many as is quick.

    Args:
        image_CHW: of the level.
        weight_HW: float32, how far each pixel is to be relied on.

    Returns:
        (N,) flat positions.
    """
    # As many sources as all targets can be compared with quickly.
    sources = patches.allowed.nonzero()[:, 0]
    most = max(1, _EXACT_PAIRS_AT_MOST // len(patches.targets))
    if len(sources) > most:
        sources = sources[torch.randperm(len(sources), generator=generator)[:most].to(sources.device)]
    known = _unfolded(image_CHW, sources)
    weight = _unfolded(weight_HW[None], patches.targets).repeat(1, image_CHW.shape[0])
    wanted = _unfolded(image_CHW, patches.targets) * weight
    # Weighted squared differences but for a term that all sources share.
    return sources[(weight @ known.square().T - 2 * (wanted @ known.T)).argmin(dim=1)]


def _unfolded(image_CHW: Tensor, positions: Tensor) -> Tensor:
    """(N, C * 49): whole patches; zeros beyond the edge."""
    offsets = torch.arange(PATCH_PX, device=positions.device)
    width = image_CHW.shape[2] + 2 * RADIUS_PX
    padded = F.pad(image_CHW, [RADIUS_PX] * 4).flatten(1)
    corners = positions // image_CHW.shape[2] * width + positions % image_CHW.shape[2]
    spots = corners[:, None] + (offsets[:, None] * width + offsets).flatten()
    return padded[:, spots].transpose(0, 1).flatten(1)


def random_field(patches: Patches, generator: torch.Generator) -> Tensor:
    """(N,) any allowed source for each target."""
    sources = patches.allowed.nonzero()[:, 0]
    return sources[torch.randint(len(sources), (len(patches.targets),), generator=generator).to(sources.device)]


def improve_field(
    field: Tensor, looks: Tensor, patches: Patches, generator: torch.Generator, *, apart_px: int = 0
) -> tuple[Tensor, Tensor]:
    """Sources that look more like their targets: neighbours' finds are tried, then random places ever nearer.

    Args:
        field: (N,) flat position of each target's source; allowed ones.
        looks: (H * W, K) from ``describe``; rows that may not be borrowed are overwritten.
        generator: of the CPU; the same seed finds the same field.
        apart_px: rows or columns that a source must lie from its target; first ones nearer are replaced.

    Returns:
        (N,) sources, never worse than before, and (N,) their squared distances.
    """
    # How well each target's source matches now; infinity keeps what may not be borrowed from winning.
    wanted = looks[patches.targets]
    looks[~patches.allowed] = torch.inf
    best = (looks[field] - wanted).square_().sum(dim=1)
    if apart_px:
        best = torch.where(_are_apart(field, patches, apart_px), best, torch.inf)
    # Propagation: what a neighbour found, moved back by as much as the neighbour is away.
    framed = patches.framed(patches.targets)
    for rows, columns in _jumps():
        neighbour = patches.at(framed, rows, columns)
        tried = torch.where(neighbour >= 0, patches.moved(field[neighbour], -rows, -columns), field)
        field, best = _better(field, best, _apart(tried, field, patches, apart_px), looks, wanted)
    # Random search: places around the best one, nearer and nearer.
    for radius in _radii(patches):
        shifts = torch.randint(-radius, radius + 1, (2, len(field)), generator=generator).to(field.device)
        tried = patches.moved(field, shifts[0], shifts[1])
        field, best = _better(field, best, _apart(tried, field, patches, apart_px), looks, wanted)
    return field, best


def _are_apart(field: Tensor, patches: Patches, apart_px: int) -> Tensor:
    """(N,) bool: whether sources lie so many rows or columns from their targets."""
    rows = field // patches.width - patches.targets // patches.width
    columns = field % patches.width - patches.targets % patches.width
    return torch.maximum(rows.abs(), columns.abs()) >= apart_px


def _apart(tried: Tensor, field: Tensor, patches: Patches, apart_px: int) -> Tensor:
    """What is tried, where it is far enough from its target; what there is, elsewhere."""
    return torch.where(_are_apart(tried, patches, apart_px), tried, field) if apart_px else tried


def _jumps() -> list[tuple[int, int]]:
    return [(stride * rows, stride * columns) for stride in _STRIDES_PX for rows, columns in _SIDES]


def _radii(patches: Patches) -> list[int]:
    """Half the longer side, a quarter, ... down to 1."""
    longest = max(patches.height, patches.width)
    return [longest >> power for power in range(1, longest.bit_length())]


def _better(field: Tensor, best: Tensor, tried: Tensor, looks: Tensor, wanted: Tensor) -> tuple[Tensor, Tensor]:
    distance = (looks[tried] - wanted).square_().sum(dim=1)
    gains = distance < best
    return torch.where(gains, tried, field), torch.where(gains, distance, best)
