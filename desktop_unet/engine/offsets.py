"""Structure for wide holes: the photo's own rows go on at the distances at which it repeats itself.

Comes in: a room with its hole, and a guess of it. Goes out: a fill put together from few copies of the room, each
moved by one offset, with seams where they show least. Called by ``inpaint.py``; ``seams.py`` chooses between copies.

Slats of a blind, tiles, railings and windows resemble themselves at a handful of offsets. Those are found by counting
how far the best match of each known patch lies from it; a hole that only takes pixels from these distances cannot
but go on with the rows that lead into it.

Source: He & Sun 2012, Statistics of Patch Offsets for Image Completion; Pérez et al. 2003, Poisson image editing.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional as F

from desktop_unet.engine.glimpses import ReportRoom, picture_of
from desktop_unet.engine.patchmatch import describe, dilated, improve_field, patch_basis, plan_known, random_field
from desktop_unet.engine.room_tensors import RoomTensors, filled_room, room_tensors
from desktop_unet.engine.seams import Lattice, choose
from desktop_unet.engine.task import Step
from desktop_unet.imaging.photo import UnitImage

OFFSETS = 40
"""Copies of the room that a fill is put together from, at most."""

_SEARCHED_PX_AT_MOST = 70_000
"""Matches are looked for where the room has been halved to so many pixels."""
_CHOSEN_PX_AT_MOST = 2_500
"""Copies are first chosen where the hole has been halved to so many pixels."""
_CHOSEN_PX_LATER = 60_000
"""Where the hole has more pixels, it takes over what was chosen at half the size: seams need no more."""
_NEAREST = 1 / 15
"""Matches nearer than this share of the room's longer side say nothing: everything resembles what is beside it."""
_TURNS = 3
_SOME = 0.6
"""Share of the offsets that another fill may use."""
_PEAK_PX = 5
_COMPARED_PX = 8_000
"""So many known pixels, drawn by chance, say as much as all on how well copies match."""
_ANOTHER_THING = 0.2
"""Steps that differ by more are not of one thing repeated."""
_LIGHT = 0.7
"""Share of soft colours that is taken away before matches are looked for: light falls off over what repeats."""
_GRADIENT_WEIGHT = 2.0
"""Steps count beside colours: a seam that cuts a line shows."""
_RIM_WEIGHT = 3.0
"""Of what a copy misses the known pixels by beside the rim."""
_RIM_PX = 7
_GUIDE_PX = 15
_NEIGHBOURS_PX = 2
_UNREACHABLE = 1e3
_MISTRUST = 0.3
"""What each pixel of the guess costs, so that it is taken only where no copy reaches."""
_ROUNDS = 40
_ROUNDS_LATER = 8
_JOINING_STEPS = 120

Offset = tuple[int, int]
Box = tuple[slice, slice]


def fill_by_offsets(
    room_HWC: UnitImage,
    mask_HW: NDArray[np.bool_],
    guess_HWC: UnitImage,
    *,
    sources_HW: NDArray[np.bool_] | None = None,
    guidance: float = 0.5,
    seed: int = 0,
    report: ReportRoom,
    device: torch.device | str = "cpu",
) -> UnitImage:
    """A hole filled with moved copies of what is around it.

    Args:
        room_HWC: (H, W, 3) float32, unit range; what lies under the mask has no influence.
        mask_HW: (H, W) bool, True = fill.
        guess_HWC: (H, W, 3) float32, unit range; read inside the mask only: its soft colours guide, and it is taken
            where no copy reaches.
        sources_HW: (H, W) bool, what may be borrowed; None: all that is known.
        guidance: what the guess's soft colours count; 0 is not guided.
        seed: same seed, same fill; all but 0 do without some of the offsets, each without others.
        report: called before each stage, with what the room looks like; what it raises stops the work.
        device: what computes.

    Returns:
        (H, W, 3) float32, unit range; outside the mask it is ``room_HWC``. Where the room does not repeat itself, or
        nothing may be borrowed, the guess.
    """
    room = room_tensors(room_HWC, mask_HW, guess_HWC, sources_HW, device)
    with torch.inference_mode():
        generator = torch.Generator().manual_seed(seed)
        filled_CHW = _fill(room, guidance, generator, report, with_some=seed > 0)
    return filled_room(room_HWC, mask_HW, filled_CHW)


def _fill(
    level: RoomTensors, guidance: float, generator: torch.Generator, report: ReportRoom, *, with_some: bool = False
) -> Tensor:
    levels = [level]
    while int(levels[-1].hole_HW.sum()) > _CHOSEN_PX_AT_MOST or levels[-1].hole_HW.numel() > _SEARCHED_PX_AT_MOST:
        levels.append(levels[-1].halved())
    total = len(levels) + 2
    # At which distances does the room repeat itself?
    looks = _Looks(levels[-1])
    report(Step(0, total, "Looking for repetition"), looks.draw)
    searched = next(each for each in levels if each.hole_HW.numel() <= _SEARCHED_PX_AT_MOST)
    offsets = dominant_offsets(searched, generator)
    if with_some:
        # Another fill must do without some of them, or it would be the same again.
        kept = torch.randperm(len(offsets), generator=generator)[: math.ceil(_SOME * len(offsets))]
        offsets = [offsets[number] for number in sorted(kept.tolist())]
    if not offsets:
        return level.image_CHW
    # Which copy where: all of them at the coarsest level, those that were chosen nearby at finer levels.
    moved, exact_at = torch.tensor(offsets), searched
    chosen = copies = None
    for done, each in enumerate(reversed(levels), start=1):
        report(Step(done, total, "Choosing copies"), looks.draw)
        if chosen is not None and each.halvings < exact_at.halvings:
            kept, chosen = _kept(chosen, len(moved))
            if not len(kept):
                return level.image_CHW
            moved, exact_at = _refined(each, 2 * moved[kept.cpu()], generator), each
        copies = _Copies(exact_at, moved, each)
        chosen = _choose(each, copies, chosen, guidance)
        looks = _Looks(each, copies, chosen)
    report(Step(total - 1, total, "Joining"), looks.draw)
    return level.image_CHW if chosen is None or copies is None else _joined(level, copies, chosen)


@dataclass(frozen=True, eq=False)
class _Looks:
    """What a level looks like with the copies that were chosen at it, not yet joined; the guess before that."""

    level: RoomTensors
    copies: _Copies | None = None
    chosen_HW: Tensor | None = None

    def draw(self) -> UnitImage:
        """(H, W, 3), the level's size."""
        if self.copies is None or self.chosen_HW is None:
            return picture_of(self.level.image_CHW)
        return picture_of(_composed(self.level, self.copies, self.chosen_HW).reshape(self.level.image_CHW.shape))


def _kept(chosen_HW: Tensor, count: int) -> tuple[Tensor, Tensor]:
    """Numbers of the copies that some pixel has, and the choice by their places among these; the guess stays last."""
    kept = chosen_HW.unique()  # type: ignore[no-untyped-call]
    kept = kept[kept < count]
    place = torch.full((count + 1,), len(kept), device=chosen_HW.device)
    place[kept] = torch.arange(len(kept), device=chosen_HW.device)
    return kept, place[chosen_HW]


def dominant_offsets(level: RoomTensors, generator: torch.Generator) -> list[Offset]:
    """Rows and columns by which the best matches of known patches lie apart most often, most frequent first."""
    patches = plan_known(level.sources_HW)
    if len(patches.targets) < OFFSETS:
        return []
    height, width = level.hole_HW.shape
    apart_px = max(3, round(_NEAREST * max(height, width)))
    detail_CHW = level.image_CHW - _LIGHT * _softened(level.image_CHW)
    looks = describe(detail_CHW, patch_basis(detail_CHW, patches, generator))
    field = random_field(patches, generator)
    for _ in range(_TURNS):
        field, _distance = improve_field(field, looks.clone(), patches, generator, apart_px=apart_px)
    # Count them, a pixel's difference being none, and take the peaks.
    rows = field // width - patches.targets // width
    columns = field % width - patches.targets % width
    far = torch.maximum(rows.abs(), columns.abs()) >= apart_px
    flat = ((rows + height) * (2 * width + 1) + columns + width)[far]
    counts = torch.bincount(flat, minlength=(2 * height + 1) * (2 * width + 1)).float()
    soft = F.avg_pool2d(counts.reshape(1, 1, 2 * height + 1, 2 * width + 1), 3, stride=1, padding=1)[0, 0]
    peaks = soft * (soft == F.max_pool2d(soft[None, None], _PEAK_PX, stride=1, padding=_PEAK_PX // 2)[0, 0])
    best = peaks.flatten().topk(OFFSETS)
    found = best.indices[best.values > 0]
    moved = torch.stack([found // (2 * width + 1) - height, found % (2 * width + 1) - width], dim=1).cpu()
    # Peaks are of softened counts: each goes to the pixel that fits best, where several may meet.
    exact = _refined(level, moved, generator) if len(moved) else moved
    return list(dict.fromkeys((int(rows), int(columns)) for rows, columns in exact))


def _refined(level: RoomTensors, moved_K2: Tensor, generator: torch.Generator) -> Tensor:
    """Each offset, of at least one, or one of the eight beside it, whichever matches the known part best."""
    known = level.sources_HW.flatten().nonzero()[:, 0]
    places = known[torch.randint(len(known), (_COMPARED_PX,), generator=generator).to(known.device)]
    steps_CN = _steps(level.image_CHW).flatten(1)
    beside = torch.tensor([(rows, columns) for rows in (-1, 0, 1) for columns in (-1, 0, 1)])
    best = [_misses(level, steps_CN, places, offset + beside).argmin() for offset in moved_K2]
    return moved_K2 + beside[torch.stack(best).cpu()]


def _misses(level: RoomTensors, steps_CN: Tensor, places_P: Tensor, moved_K2: Tensor) -> Tensor:
    """(K,): mean by which steps at these places and where each offset leads differ; another thing counts little."""
    height, width = level.hole_HW.shape
    rows, columns = moved_K2.to(places_P.device)[:, :, None].unbind(dim=1)
    rows, columns = places_P // width + rows, places_P % width + columns
    inside = (rows >= 0) & (rows < height) & (columns >= 0) & (columns < width)
    there = torch.where(inside, rows * width + columns, 0)
    both = inside & level.sources_HW.flatten()[there]
    difference = (steps_CN[:, there] - steps_CN[:, None, places_P]).abs().sum(dim=0).clamp_max(_ANOTHER_THING)
    return torch.where(both.any(dim=1), (difference * both).sum(dim=1) / both.sum(dim=1), torch.inf)


def _steps(image_CHW: Tensor) -> Tensor:
    """(2, H, W): of the mean colour to the pixel below and to the right; 0 at the edge."""
    grey = image_CHW.mean(dim=0)
    down, right = torch.zeros_like(grey), torch.zeros_like(grey)
    down[:-1], right[:, :-1] = grey[1:] - grey[:-1], grey[:, 1:] - grey[:, :-1]
    return torch.stack([down, right])


def _choose(level: RoomTensors, copies: _Copies, coarse: Tensor | None, guidance: float) -> Tensor:
    """(H, W) int64: which copy each pixel of the hole takes, the last being the guess; outside it means nothing."""
    lattice = Lattice(level.hole_HW)
    if coarse is not None and lattice.count > _CHOSEN_PX_LATER:
        picked = _near_labels(coarse, level.hole_HW.shape, lattice)[:, 0]
        return _as_picture(level, lattice, picked, copies.count)
    if coarse is None:
        labels_NL = torch.arange(copies.count + 1, device=level.hole_HW.device).expand(lattice.count, -1)
    else:
        labels_NL = _near_labels(coarse, level.hole_HW.shape, lattice)
    cost_NL = _costs(level, copies, guidance).T.gather(1, labels_NL)
    rounds = _ROUNDS if coarse is None else _ROUNDS_LATER
    picked = choose(lattice, labels_NL, cost_NL, copies.looks, rounds)
    return _as_picture(level, lattice, picked, copies.count)


def _as_picture(level: RoomTensors, lattice: Lattice, picked: Tensor, rest: int) -> Tensor:
    chosen = torch.full_like(level.hole_HW.flatten(), rest, dtype=torch.long)
    chosen[lattice.positions] = picked
    return chosen.reshape(level.hole_HW.shape)


def _near_labels(coarse_HW: Tensor, shape: Sequence[int], lattice: Lattice) -> Tensor:
    """(N, 5): the copy that the coarser level chose, and those that it chose around."""
    rows, columns = lattice.positions // shape[1], lattice.positions % shape[1]
    found = []
    for down, right in ((0, 0), (-1, 0), (1, 0), (0, -1), (0, 1)):
        row = ((rows + 2 * _NEIGHBOURS_PX * down) // 2).clamp(0, coarse_HW.shape[0] - 1)
        column = ((columns + 2 * _NEIGHBOURS_PX * right) // 2).clamp(0, coarse_HW.shape[1] - 1)
        found.append(coarse_HW[row, column])
    return torch.stack(found, dim=1)


class _Copies:
    """The room moved by each offset, as seen at one level: colours, and steps of the luma.

    Args:
        base: the level at whose pixels offsets are exact.
        moved_K2: rows and columns.
        level: the same or coarser; its pixels are means of the base's, wherever these begin.
    """

    def __init__(self, base: RoomTensors, moved_K2: Tensor, level: RoomTensors) -> None:
        self.count = len(moved_K2)
        self._times = 2 ** (level.halvings - base.halvings)
        self._moved = torch.cat([moved_K2, moved_K2.new_zeros(1, 2)]).to(base.hole_HW.device)
        self._extent = base.hole_HW.shape
        self._width = level.hole_HW.shape[1]
        looks = torch.cat([base.image_CHW, _GRADIENT_WEIGHT * _steps(base.image_CHW)])
        self._looks = _means(looks, self._times)
        lent = _means(base.sources_HW[None].float(), self._times)[0] > 1 - 1e-4
        # With a pixel around, whose steps are needed when copies are joined.
        self._sources = ~dilated(~lent, 1)
        self._sources[[0, -1]] = False
        self._sources[:, [0, -1]] = False
        self._by_place = self._looks.flatten(1).T.contiguous()

    def looks(self, positions_N: Tensor, labels_NL: Tensor) -> Tensor:
        """(N, L, 5): what the copies show at these places of the level; the last copy is the room itself."""
        rows = positions_N[:, None] // self._width * self._times + self._moved[labels_NL, 0]
        columns = positions_N[:, None] % self._width * self._times + self._moved[labels_NL, 1]
        rows, columns = rows.clamp(0, self._extent[0] - 1), columns.clamp(0, self._extent[1] - 1)
        return self._by_place[rows * self._extent[1] + columns]

    def shown(self, number: int, box: Box) -> tuple[Tensor, Tensor]:
        """(3, h, w) colours of a copy in a box of the level, and (h, w) where it may be borrowed."""
        places, inside = [], []
        for part, by, side in zip(box, self._moved[number].tolist(), self._extent, strict=True):
            place = torch.arange(part.start, part.stop, device=self._looks.device) * self._times + by
            inside.append((place >= 0) & (place <= side - self._times))
            places.append(place.clamp(0, side - 1))
        colours = self._looks[:3].index_select(1, places[0]).index_select(2, places[1])
        allowed = self._sources.index_select(0, places[0]).index_select(1, places[1])
        return colours, allowed & inside[0][:, None] & inside[1]


def _means(values_CHW: Tensor, px: int) -> Tensor:
    """Of squares of so many pixels whose upper left pixel is each pixel; the edge is repeated."""
    if px == 1:
        return values_CHW
    padded = F.pad(values_CHW[None], (0, px - 1, 0, px - 1), mode="replicate")
    return F.avg_pool2d(F.avg_pool2d(padded, (px, 1), stride=1), (1, px), stride=1)[0]


def _costs(level: RoomTensors, copies: _Copies, guidance: float) -> Tensor:
    """(K + 1, N): what each copy costs at each pixel of the hole: by the rim, by the guess's colours, where it ends."""
    box = _box_around(level.hole_HW, _GUIDE_PX // 2 + 1)
    image, hole = level.image_CHW[:, *box], level.hole_HW[box]
    costs = []
    for number in range(copies.count):
        colours, allowed = copies.shown(number, box)
        difference = (colours - image) * allowed
        cost = _summed(difference.square().sum(dim=0, keepdim=True) * ~hole, _RIM_PX)[0] * (_RIM_WEIGHT / _RIM_PX)
        if guidance > 0:
            cost = cost + guidance * (_summed(difference, _GUIDE_PX) / _GUIDE_PX**2).square().sum(dim=0)
        costs.append(torch.where(allowed, cost, _UNREACHABLE)[hole])
    costs.append(torch.full_like(costs[0], _MISTRUST))
    return torch.stack(costs)


def _softened(image_CHW: Tensor) -> Tensor:
    """Means over squares around each pixel, of what of them lies in the picture."""
    ones = torch.ones_like(image_CHW[:1])
    return _summed(image_CHW, _GUIDE_PX) / _summed(ones, _GUIDE_PX)


def _summed(values_CHW: Tensor, px: int) -> Tensor:
    """Sums over squares around each pixel."""
    once = F.avg_pool2d(values_CHW[None], (px, 1), stride=1, padding=(px // 2, 0), divisor_override=1)
    return F.avg_pool2d(once, (1, px), stride=1, padding=(0, px // 2), divisor_override=1)[0]


def _joined(level: RoomTensors, copies: _Copies, chosen_HW: Tensor) -> Tensor:
    """The copies' colours, moved so that their steps go on across seams and to the known pixels.

    Where two copies meet, the step between two pixels is the mean of what both show there.
    """
    hole = level.hole_HW.flatten()
    labels = torch.where(hole, chosen_HW.flatten(), copies.count)
    picture = _composed(level, copies, chosen_HW)
    # What each pixel lacks of the steps to its neighbours below and to the right, and they of the steps to it.
    wanted = torch.zeros_like(picture)
    for first, second in _pairs(level.hole_HW):
        # To known pixels the step is what the copy in the hole shows.
        pair = torch.stack(
            [torch.where(hole[one], labels[one], labels[other]) for one, other in ((first, second), (second, first))],
            dim=1,
        )
        step = (copies.looks(second, pair)[..., :3] - copies.looks(first, pair)[..., :3]).mean(dim=1).T
        lack = step - (picture[:, second] - picture[:, first])
        wanted.index_add_(1, first, lack, alpha=-1)
        wanted.index_add_(1, second, lack)
    joined = picture.reshape(level.image_CHW.shape)
    box = _box_around(level.hole_HW, 1)
    correction = _poisson(wanted.reshape(joined.shape)[:, *box], level.hole_HW[box], _beyond(level.hole_HW)[box])
    joined[:, *box] += correction
    return torch.where(level.hole_HW, joined.clamp(0, 1), level.image_CHW)


def _composed(level: RoomTensors, copies: _Copies, chosen_HW: Tensor) -> Tensor:
    """(3, H * W): the level with each pixel of its hole as the copy chosen for it shows it."""
    places = level.hole_HW.flatten().nonzero()[:, 0]
    picture = level.image_CHW.flatten(1).clone()
    picture[:, places] = copies.looks(places, chosen_HW.flatten()[places, None])[:, 0, :3].T
    return picture


def _box_around(hole_HW: Tensor, px: int) -> Box:
    """The hole with so many pixels of what is around it."""
    rows, columns = (hole_HW.any(dim=axis).nonzero()[:, 0] for axis in (1, 0))
    return (
        slice(max(0, int(rows[0]) - px), min(hole_HW.shape[0], int(rows[-1]) + px + 1)),
        slice(max(0, int(columns[0]) - px), min(hole_HW.shape[1], int(columns[-1]) + px + 1)),
    )


def _beyond(hole_HW: Tensor) -> Tensor:
    """(H, W): how many of the four neighbours lie beyond the room's edge."""
    return 4 - _neighbour_sum(torch.ones_like(hole_HW, dtype=torch.float32)[None])[0]


def _pairs(hole_HW: Tensor) -> Iterator[tuple[Tensor, Tensor]]:
    """Flat positions of pixels and of their neighbours below, then to the right, of which one is in the hole."""
    every = torch.arange(hole_HW.numel(), device=hole_HW.device).reshape(hole_HW.shape)
    for first, second in ((every[:-1], every[1:]), (every[:, :-1], every[:, 1:])):
        counts = hole_HW.flatten()[first] | hole_HW.flatten()[second]
        yield first[counts], second[counts]


def _poisson(wanted_CHW: Tensor, hole_HW: Tensor, beyond_HW: Tensor) -> Tensor:
    """What has this (negative) Laplacian inside the hole and is 0 outside, by conjugate gradients."""
    inside = hole_HW.float()
    degree = 4 - beyond_HW
    found = torch.zeros_like(wanted_CHW)
    rest = wanted_CHW * inside
    towards, square = rest.clone(), rest.square().sum()
    start = float(square)
    for _ in range(_JOINING_STEPS):
        if float(square) <= 1e-8 * start or start == 0:
            break
        bent = (degree * towards - _neighbour_sum(towards)) * inside
        length = square / (towards * bent).sum()
        found += length * towards
        rest -= length * bent
        square, before = rest.square().sum(), square
        towards = rest + square / before * towards
    return found


def _neighbour_sum(values_CHW: Tensor) -> Tensor:
    total = torch.zeros_like(values_CHW)
    total[:, 1:] += values_CHW[:, :-1]
    total[:, :-1] += values_CHW[:, 1:]
    total[:, :, 1:] += values_CHW[:, :, :-1]
    total[:, :, :-1] += values_CHW[:, :, 1:]
    return total
