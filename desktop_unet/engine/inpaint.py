"""Filling: hole by hole, only around the mask; nothing else of the photo is touched.

Comes in: a checked request. Goes out: the photo with its holes filled. Called by
``restore.restore``; each room goes through ``work.Work.predict``.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from desktop_unet.engine.memory import budget_bytes, tile_bytes
from desktop_unet.engine.progress import Progress
from desktop_unet.engine.rooms import CONTEXT_PX, Room, plan_rooms
from desktop_unet.engine.task import InpaintRequest, Report
from desktop_unet.engine.work import Work, is_memory_shortage
from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.photo import CodePixels, Mask, Photo, UnitImage
from desktop_unet.imaging.ranges import code_to_unit, unit_to_code
from desktop_unet.imaging.resample import bleed_under_alpha, resize

SMALLEST_SIDE_PX = 2 * CONTEXT_PX + 64
"""Side of the smallest sensible room: context on both sides and something to fill."""


def inpaint(request: InpaintRequest, work: Work, report: Report) -> Photo:
    """The photo with what the mask marks filled; every other pixel, and the alpha, is its own."""
    photo = request.photo
    canvas = _Canvas(bleed_under_alpha(photo).copy(), request.mask > 0, photo.is_gray)
    progress = Progress(report, "Filling", 0)
    while canvas.holes.any():
        rooms = plan_rooms(canvas.mask(), work.network.card.config.size_multiple, _limit_px(work, photo))
        progress.total = progress.done + len(rooms)
        _fill_rooms(canvas, rooms, work, progress)
    progress.finish()
    marked = request.mask > 0
    return photo.with_pixels(np.where(marked[..., None], canvas.pixels, photo.pixels), photo.alpha)


class _Canvas:
    """The photo while it is being filled, and the holes that are left."""

    def __init__(self, pixels: CodePixels, holes: NDArray[np.bool_], is_gray: bool) -> None:
        self.pixels, self.holes, self.is_gray = pixels, holes, is_gray

    def mask(self) -> Mask:
        return np.where(self.holes, np.uint8(255), np.uint8(0))

    def fill(self, room: Room, restored: UnitImage) -> None:
        """Take the room's answer where its box has holes; they are holes no longer."""
        inside = np.zeros(self.holes.shape, np.bool_)
        inside[room.fill.slices] = self.holes[room.fill.slices]
        within = inside[room.crop.slices]
        colours = restored[within]
        if self.is_gray:
            colours = np.repeat(colours.mean(axis=1, keepdims=True), 3, axis=1)
        self.pixels[room.crop.slices][within] = unit_to_code(colours, self.pixels.dtype)
        self.holes[room.fill.slices] = False


def _fill_rooms(canvas: _Canvas, rooms: list[Room], work: Work, progress: Progress) -> None:
    """Fill room by room; what earlier rooms filled is known to later ones. Stops early where memory runs short."""
    for room in rooms:
        progress.begin_piece()
        try:
            restored = _restore_room(canvas, room, work)
        except (MemoryError, RuntimeError) as error:
            if not is_memory_shortage(error):
                raise
            break
        canvas.fill(room, restored)
        progress.end_piece()
    else:
        return
    work.ease(math.isqrt(room.crop.extent.pixels), SMALLEST_SIDE_PX)


def _restore_room(canvas: _Canvas, room: Room, work: Work) -> UnitImage:
    """What the network makes of a room, at the room's size."""
    photo_HWC = code_to_unit(canvas.pixels[room.crop.slices])
    hole_HW = canvas.holes[room.crop.slices].astype(np.float32)
    photo_HWC *= 1 - hole_HW[..., None]
    if room.reduction <= 1:
        return work.predict(np.dstack([photo_HWC, hole_HW]), scale=1, strength=None)
    small = Extent(*(max(1, round(side / room.reduction)) for side in hole_HW.shape))
    work.note(f"A large hole was filled at {small.width} x {small.height} pixels and enlarged, to stay within memory.")
    filled = work.predict(_reduced(photo_HWC, hole_HW, small), scale=1, strength=None)
    return resize(filled, room.crop.extent, "bicubic", clip=True)


def _reduced(photo_HWC: UnitImage, hole_HW: NDArray[np.float32], small: Extent) -> NDArray[np.float32]:
    """Photo and mask made small; a small pixel counts as known where most of it is."""
    known = resize(1 - hole_HW, small, "bilinear")
    colours = resize(photo_HWC, small, "bilinear") / np.maximum(known, 1e-3)[..., None]
    hole = (known < 0.5).astype(np.float32)
    return np.dstack([np.clip(colours, 0, 1) * (1 - hole)[..., None], hole]).astype(np.float32)


def _limit_px(work: Work, photo: Photo) -> int:
    """Most pixels of one room, by budget and by the sides that were found too large."""
    kept = photo.pixels.nbytes * 2
    budget = budget_bytes(work.network, work.choices.memory_mib, kept)
    limit = max(budget // tile_bytes(work.network, Extent(1, 1), 1), SMALLEST_SIDE_PX**2)
    if work.side_limit_px is not None:
        limit = min(limit, work.side_limit_px**2)
    return int(limit)
