"""Filling: hole by hole, only around the mask; nothing else of the photo is touched.

Comes in: a request. Goes out: the photo with its holes filled. Called by ``restore.restore`` through
``task_table.py``; each room goes through ``tile_runner.Work.predict``, and where texture or structure is wanted
through ``exemplar.fill_from_exemplars`` or ``offsets.fill_by_offsets``.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Protocol

import numpy as np
import torch
from numpy.typing import NDArray

from desktop_unet.engine.checks import check_gates, check_mask, check_tile
from desktop_unet.engine.device_env import release_memory
from desktop_unet.engine.exemplar import fill_from_exemplars
from desktop_unet.engine.fill_score import flaws_of
from desktop_unet.engine.glimpses import ReportRoom, RoomView
from desktop_unet.engine.memory import budget_bytes, tile_bytes
from desktop_unet.engine.offsets import fill_by_offsets
from desktop_unet.engine.predict import Network
from desktop_unet.engine.progress import Progress
from desktop_unet.engine.rooms import CONTEXT_PX, Room, find_rooms, limit_rooms
from desktop_unet.engine.task import InpaintRequest, Made, Report
from desktop_unet.engine.texture import Hole, wants_texture
from desktop_unet.engine.tile_runner import Work, is_memory_shortage
from desktop_unet.errors import MaskFull
from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.mask import leaves_nothing, mask_rect
from desktop_unet.imaging.photo import CodePixels, Mask, Photo, UnitImage
from desktop_unet.imaging.ranges import code_to_unit, unit_to_code
from desktop_unet.imaging.resample import bleed_under_alpha, resize
from desktop_unet.imaging.shaping import mixed
from desktop_unet.imaging.tone_curve import find_tone_curve, reduced_colours, tinted
from desktop_unet.phrases import Phrase

SMALLEST_SIDE_PX = 2 * CONTEXT_PX + 64
"""Side of the smallest sensible room: context on both sides and something to fill."""

_TEXTURED_PX_AT_MOST = 4_000_000
"""Larger rooms get their texture at reduced size; at full size it would take too much memory."""
_SEEN_FROM_ALL_SIDES_PX = 1_000_000
"""Up to so many pixels of rooms, mirror images are filled too and averaged; above it would take too long."""
_LENT = 0.99
"""Share of a reduced pixel that may be borrowed, for the pixel to be."""
_Mirrors = tuple[tuple[slice, slice], ...]
_MIRRORS: _Mirrors = tuple(
    (rows, columns) for rows in (slice(None), slice(None, None, -1)) for columns in (slice(None), slice(None, None, -1))
)


_Sources = NDArray[np.bool_] | None


class _Fill(Protocol):
    """What a network makes of a photo with a hole."""

    def __call__(self, photo_HWC: UnitImage, hole_HW: NDArray[np.bool_], /) -> UnitImage: ...


_BORROWERS = {
    "auto": (fill_by_offsets, fill_from_exemplars),
    "structure": (fill_by_offsets,),
    "texture": (fill_from_exemplars,),
}


_MUCH_PX = 2_000_000
"""Pixels of all rooms from which on free memory is given back between them."""


class _Finish(Protocol):
    """What is done to a network's fill: nothing, or texture."""

    def __call__(
        self,
        report: ReportRoom,
        photo_HWC: UnitImage,
        hole_HW: NDArray[np.bool_],
        guess_HWC: UnitImage,
        sources_HW: _Sources,
        /,
    ) -> UnitImage: ...


def check(request: InpaintRequest, network: Network) -> None:
    """Refuse, with a sentence, what cannot be done; see ``task_table.ByNetwork``."""
    check_gates(request.choices.gates, network)
    check_tile(request.choices.tile_px, SMALLEST_SIDE_PX)
    check_mask(request.mask, request.photo)
    if request.sources is not None:
        check_mask(request.sources, request.photo, "sources")
    if leaves_nothing(request.mask):
        raise MaskFull(path="mask")


def restore(request: InpaintRequest, work: Work, report: Report) -> Made:
    """Fill the holes; see ``task_table.ByNetwork``."""
    return Made(inpaint(request, work, report))


def inpaint(request: InpaintRequest, work: Work, report: Report) -> Photo:
    """The photo with what the mask marks filled; every other pixel, and the alpha, is its own."""
    photo = request.photo
    canvas = _Canvas(photo, request.mask > 0, request.sources)
    multiple = work.network.descriptor.size_multiple
    found = _rooms(canvas, multiple)
    fill = partial(_predicted, work=work, mirrors=_mirrors_for(found))
    progress = Progress(report, "Filling", 0)
    while found:
        rooms = limit_rooms(found, canvas.mask(), multiple, _limit_px(work, photo))
        progress.total = progress.done + len(rooms)
        _fill_rooms(canvas, rooms, work, progress, fill, partial(_finished, request, work))
        found = _rooms(canvas, multiple) if canvas.holes.any() else []
    _keep_tint(canvas, request)
    progress.finish()
    return photo.with_pixels(mixed(photo.pixels, canvas.pixels, request.mask), photo.alpha)


class _Canvas:
    """The photo while it is being filled, and the holes that are left."""

    def __init__(self, photo: Photo, holes: NDArray[np.bool_], sources: Mask | None) -> None:
        self.pixels: CodePixels = bleed_under_alpha(photo).copy()
        self.holes, self._photo, self._sources = holes, photo, sources

    def sources(self, room: Room) -> _Sources:
        """What of the room may be borrowed; None where that was left open."""
        return None if self._sources is None else self._sources[room.crop.slices] > 0

    def widened(self, room: Room) -> Room:
        """The room, with all that may be borrowed where it holds less of that than of its hole."""
        sources = self.sources(room)
        if self._sources is None or sources is None or sources.sum() >= self.holes[room.fill.slices].sum():
            return room
        everywhere = mask_rect(self._sources)
        return room if everywhere is None else replace(room, crop=room.crop.union(everywhere))

    def view(self, room: Room) -> RoomView:
        """For whoever shows how the room's hole is being filled."""
        hole_HW = np.zeros((room.crop.height, room.crop.width), np.bool_)
        inside = room.fill.moved(-room.crop.top, -room.crop.left)
        hole_HW[inside.slices] = self.holes[room.fill.slices]
        return RoomView(self._photo, room.crop, room.fill, hole_HW)

    def mask(self) -> Mask:
        return np.where(self.holes, np.uint8(255), np.uint8(0))

    def fill(self, room: Room, restored: UnitImage) -> None:
        """Take the room's answer where its box has holes; they are holes no longer."""
        inside = np.zeros(self.holes.shape, np.bool_)
        inside[room.fill.slices] = self.holes[room.fill.slices]
        within = inside[room.crop.slices]
        colours = restored[within]
        if self._photo.is_gray:
            colours = np.repeat(colours.mean(axis=1, keepdims=True), 3, axis=1)
        self.pixels[room.crop.slices][within] = unit_to_code(colours, self.pixels.dtype)
        self.holes[room.fill.slices] = False


def _rooms(canvas: _Canvas, multiple: int) -> list[Room]:
    return [canvas.widened(room) for room in find_rooms(canvas.mask(), multiple)]


def _fill_rooms(
    canvas: _Canvas, rooms: list[Room], work: Work, progress: Progress, fill: _Fill, finish: _Finish
) -> None:
    """Fill room by room; what earlier rooms filled is known to later ones. Stops early where memory runs short."""
    gives_back = sum(room.crop.extent.pixels for room in rooms) > _MUCH_PX
    for room in rooms:
        if gives_back:
            # Rooms are of many shapes: what one leaves free is in pieces that the next cannot use.
            release_memory()
        progress.begin_piece()
        try:
            told = canvas.view(room).reporting(progress.report_part)
            restored = _restore_room(canvas, room, work, fill, partial(finish, told))
        except (MemoryError, RuntimeError) as error:
            if not is_memory_shortage(error):
                raise
            break
        canvas.fill(room, restored)
        progress.end_piece()
    else:
        return
    work.ease(math.isqrt(room.crop.extent.pixels), SMALLEST_SIDE_PX)


def _restore_room(canvas: _Canvas, room: Room, work: Work, fill: _Fill, finish: Callable[..., UnitImage]) -> UnitImage:
    """A room with its hole filled, at the room's size."""
    photo_HWC = code_to_unit(canvas.pixels[room.crop.slices])
    hole_HW = canvas.holes[room.crop.slices]
    photo_HWC *= ~hole_HW[..., None]
    sources_HW = canvas.sources(room)
    if room.reduction <= 1:
        return finish(photo_HWC, hole_HW, fill(photo_HWC, hole_HW), sources_HW)
    small_HWC, small_hole_HW = _reduced(photo_HWC, hole_HW, room.reduction)
    height, width = small_hole_HW.shape
    work.note(
        Phrase(
            "A large hole was filled at {width} × {height} pixels and then enlarged, to stay within memory.",
            width=width,
            height=height,
        )
    )
    guess_HWC = fill(small_HWC, small_hole_HW)
    if room.crop.extent.pixels <= _TEXTURED_PX_AT_MOST:
        return finish(photo_HWC, hole_HW, resize(guess_HWC, room.crop.extent, "bicubic", clip=True), sources_HW)
    if sources_HW is not None:
        sources_HW = resize(sources_HW.astype(np.float32), Extent(height, width), "bilinear") > _LENT
    return resize(finish(small_HWC, small_hole_HW, guess_HWC, sources_HW), room.crop.extent, "bicubic", clip=True)


def _keep_tint(canvas: _Canvas, request: InpaintRequest) -> None:
    """In a photo of one hue, such as sepia, give what was filled the photo's own colour for its lightness."""
    if request.photo.is_gray:
        return
    curve = find_tone_curve(reduced_colours(request.photo, request.mask))
    if curve is not None:
        filled = request.mask > 0
        canvas.pixels[filled] = tinted(canvas.pixels[filled], curve)


def _mirrors_for(rooms: list[Room]) -> _Mirrors:
    """As many mirror images as there is time for; by rooms without a limit, so that memory changes no picture."""
    return _MIRRORS if sum(room.crop.extent.pixels for room in rooms) <= _SEEN_FROM_ALL_SIDES_PX else _MIRRORS[:1]


def _predicted(photo_HWC: UnitImage, hole_HW: NDArray[np.bool_], /, *, work: Work, mirrors: _Mirrors) -> UnitImage:
    """What the network makes of a photo with a hole: the mean over its mirror images, each turned back.

    Source: geometric self-ensemble, Timofte et al. 2016, section 3.6.
    """
    damaged_HWC = np.dstack([photo_HWC, hole_HW.astype(np.float32)])
    total = np.zeros_like(photo_HWC)
    for mirror in mirrors:
        total += work.predict(np.ascontiguousarray(damaged_HWC[mirror]), scale=1, strength=None)[mirror]
    return total / np.float32(len(mirrors))


def _finished(
    request: InpaintRequest,
    work: Work,
    report: ReportRoom,
    photo_HWC: UnitImage,
    hole_HW: NDArray[np.bool_],
    guess_HWC: UnitImage,
    sources_HW: _Sources,
    /,
) -> UnitImage:
    """The network's fill as it is, or with what is borrowed from around it where that is wanted.

    Where it is left open, structure is borrowed for wide holes, texture where the room does not repeat itself; strokes
    get the mean of that and the network's fill. Of what there is then and the network's fill the one with fewer flaws
    is taken.
    """
    hole = Hole(hole_HW)
    if request.fill == "smooth" or (request.fill == "auto" and not wants_texture(photo_HWC, hole)):
        return guess_HWC

    def search() -> UnitImage:
        borrowed = guess_HWC
        for borrow in _BORROWERS[request.fill]:
            borrowed = borrow(
                photo_HWC, hole_HW, guess_HWC,
                sources_HW=sources_HW, seed=request.seed, report=report, device=_searching(work),
            )  # fmt: skip
            if not np.array_equal(borrowed[hole_HW], guess_HWC[hole_HW]):
                break
        if request.fill != "auto":
            return borrowed
        if hole.is_strokes:
            borrowed = np.where(hole_HW[..., None], (guess_HWC + borrowed) / 2, borrowed)
        return _better(guess_HWC, borrowed, hole_HW)

    return work.on_device(search)


def _searching(work: Work) -> torch.device | str:
    """What looks for things to borrow: Apple's GPUs lack some of what that needs."""
    return work.network.device if work.network.device.type == "cuda" else "cpu"


def _better(guess_HWC: UnitImage, borrowed_HWC: UnitImage, hole_HW: NDArray[np.bool_]) -> UnitImage:
    # Outside the hole the network's answer is not the photo.
    composed_HWC = np.where(hole_HW[..., None], guess_HWC, borrowed_HWC)
    smooth, borrowed = flaws_of([composed_HWC, borrowed_HWC], composed_HWC, hole_HW)
    return borrowed_HWC if borrowed.badness <= smooth.badness else guess_HWC


def _reduced(photo_HWC: UnitImage, hole_HW: NDArray[np.bool_], reduction: float) -> tuple[UnitImage, NDArray[np.bool_]]:
    """Photo and hole made small; a small pixel counts as known where most of it is."""
    small = Extent(*(max(1, round(side / reduction)) for side in hole_HW.shape))
    known = resize(1 - hole_HW.astype(np.float32), small, "bilinear")
    colours = resize(photo_HWC, small, "bilinear") / np.maximum(known, 1e-3)[..., None]
    hole = known < 0.5
    return (np.clip(colours, 0, 1) * ~hole[..., None]).astype(np.float32), hole


def _limit_px(work: Work, photo: Photo) -> int:
    """Most pixels of one room, by budget and by the sides that were found too large."""
    kept = photo.pixels.nbytes * 2
    budget = budget_bytes(work.network, work.choices.memory_mib, kept)
    if work.choices.memory_mib is None:
        # Whoever has a large photo filled holds it several times: as it was, as each step left it, and its marks.
        budget = max(budget - 3 * kept, budget // 2)
    limit = max(budget // tile_bytes(work.network, Extent(1, 1), 1), SMALLEST_SIDE_PX**2)
    if work.side_limit_px is not None:
        limit = min(limit, work.side_limit_px**2)
    return int(limit)
