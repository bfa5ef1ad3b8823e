"""Enlarging: the whole photo in tiles, its alpha by bicubic.

Comes in: a request. Goes out: the enlarged photo. Called by ``restore.restore`` through
``task_table.py``; each tile goes through ``tile_runner.Work.predict``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
from numpy.typing import DTypeLike

from desktop_unet.engine.checks import check_gates, check_mask, check_tile
from desktop_unet.engine.memory import budget_bytes, largest_side_px, require_room, smallest_side_px
from desktop_unet.engine.predict import Network
from desktop_unet.engine.progress import Progress
from desktop_unet.engine.reach import overlap_px
from desktop_unet.engine.selection import upscale_selection
from desktop_unet.engine.task import Made, Report, UpscaleRequest
from desktop_unet.engine.tile_runner import Work, is_memory_shortage
from desktop_unet.errors import RequestImpossible
from desktop_unet.imaging.damage_estimate import estimate_damage
from desktop_unet.imaging.geometry import Extent, Rect
from desktop_unet.imaging.large_arrays import room_for
from desktop_unet.imaging.photo import CodePixels, Photo
from desktop_unet.imaging.ranges import code_to_unit, unit_to_code
from desktop_unet.imaging.resample import bleed_under_alpha, resize_code, resize_large
from desktop_unet.imaging.target_size import TargetSize, scale_for
from desktop_unet.imaging.tiling import Band, TileBlender, plan_tiles
from desktop_unet.phrases import Phrase

_EIGHT = ((4, 2), (2, 2, 2))
"""No network is built for x8; it is made of smaller steps, the fewest first."""
_ROWS_AT_ONCE = 256
_BETWEEN_PASSES = np.dtype(np.uint16)
"""Type of the pixels between the two passes of x8, so that nothing is rounded to 8 bits on the way."""


def check(request: UpscaleRequest, network: Network) -> None:
    """Refuse, with a sentence, what cannot be done; see ``task_table.ByNetwork``."""
    check_gates(request.choices.gates, network)
    check_tile(request.choices.tile_px, smallest_side_px(network, overlap_px(network.descriptor)))
    scale_passes(request.scale, network.descriptor.scales)
    _check_strength(request.strength, network)
    _check_target(request)
    if request.only is not None:
        check_mask(request.only, request.photo)


def restore(request: UpscaleRequest, work: Work, report: Report) -> Made:
    """Enlarge the whole photo, or what is marked of it; see ``task_table.ByNetwork``."""
    strength = _settle_strength(request, work)
    if request.only is None:
        return Made(upscale(request, strength, work, report), strength=strength)
    around_px = overlap_px(work.network.descriptor)
    photo = upscale_selection(request, request.only, around_px, lambda part: upscale(part, strength, work, report))
    return Made(photo, strength=strength)


def _check_strength(strength: float | None, network: Network) -> None:
    if strength is None:
        return
    if not 0 <= strength <= 1:
        raise RequestImpossible(reason=Phrase("strength must be from 0 to 1, not {strength:g}", strength=strength))
    if strength > 0 and not network.descriptor.takes_strength:
        raise RequestImpossible(
            reason=Phrase(
                "{network} was trained without a strength setting, leave it at 0", network=network.descriptor.name
            )
        )


def _check_target(request: UpscaleRequest) -> None:
    """Only reducing reaches a target; and a selection has the size of its scale."""
    if request.target is None:
        return
    scale_for(request.photo.extent, request.target.extent, (request.scale,))
    if request.only is not None:
        raise RequestImpossible(
            reason=Phrase("an exact size is for the whole photo, restore the selection by a scale instead")
        )


def _settle_strength(request: UpscaleRequest, work: Work) -> float:
    """The strength asked for, or that of the damage found; networks that take none are told none."""
    if request.strength is not None:
        return request.strength
    if not work.network.descriptor.takes_strength:
        return 0.0
    strength = estimate_damage(request.photo).strength
    if strength > 0:
        work.note(Phrase("Noise or JPEG damage was found: strength {strength:.2f}.", strength=strength))
    return strength


def upscale(request: UpscaleRequest, strength: float, work: Work, report: Report) -> Photo:
    """The photo enlarged by ``request.scale``, of its own depth, gray where it was gray.

    ``strength`` is the damage to expect in the photo; what a first pass has made of it is clean.
    """
    photo = request.photo
    passes = scale_passes(request.scale, work.network.descriptor.scales)
    pixels = bleed_under_alpha(photo)
    progress = Progress(report, "Enlarging", 0)
    sizes = _sizes_before(photo.extent, passes)
    last_dtype = photo.pixels.dtype if request.target is None else _BETWEEN_PASSES
    for number, scale in enumerate(passes):
        is_last = number == len(passes) - 1
        expected = (strength if number == 0 else 0.0) if work.network.descriptor.takes_strength else None
        progress.total = progress.done + _count_tiles(work, zip(sizes[number:], passes[number:], strict=True))
        pixels = _enlarge(pixels, scale, expected, last_dtype if is_last else _BETWEEN_PASSES, work, progress)
    progress.finish()
    extent = photo.extent.scaled(request.scale)
    if request.target is not None:
        extent = request.target.extent
        pixels = resize_large(pixels, extent, photo.pixels.dtype)
    if photo.is_gray:
        pixels = _as_gray(pixels)
    return _printed(photo.with_pixels(pixels, _alpha_at(photo, extent)), request.target)


def _printed(photo: Photo, target: TargetSize | None) -> Photo:
    """The photo with the density on paper that its target asks for."""
    if target is None or target.dots_per_inch is None:
        return photo
    density = (target.dots_per_inch, target.dots_per_inch)
    return replace(photo, metadata=replace(photo.metadata, dots_per_inch=density))


def scale_passes(scale: int, scales: tuple[int, ...]) -> tuple[int, ...]:
    """The passes that make up ``scale`` with a network of these ``scales``.

    Raises:
        RequestImpossible: they cannot make it up.
    """
    if scale in scales:
        return (scale,)
    for passes in _EIGHT if scale == 8 else ():
        if set(passes) <= set(scales):
            return passes
    has = ", ".join(f"x{one}" for one in scales)
    raise RequestImpossible(reason=Phrase("this network cannot enlarge by {scale}, it has {has}", scale=scale, has=has))


def _sizes_before(extent: Extent, passes: tuple[int, ...]) -> list[Extent]:
    sizes = [extent]
    for scale in passes[:-1]:
        sizes.append(sizes[-1].scaled(scale))
    return sizes


def _count_tiles(work: Work, stages: Iterable[tuple[Extent, int]]) -> int:
    return sum(len(_plan(work, extent, scale)[0]) for extent, scale in stages)


def _plan(work: Work, extent: Extent, scale: int) -> tuple[list[Rect], int]:
    """Tiles of one pass, and the side they were planned with."""
    network, choices = work.network, work.choices
    overlap = overlap_px(network.descriptor)
    result_bytes = extent.scaled(scale).pixels * 3 * 2
    budget = budget_bytes(network, choices.memory_mib, result_bytes)
    side = largest_side_px(network, extent, scale, overlap, budget, work.side_limit_px)
    if choices.memory_mib is not None:
        require_room(network, side, extent, scale, budget)
    return plan_tiles(extent, side, overlap, network.descriptor.size_multiple), side


def _enlarge(
    pixels: CodePixels, scale: int, strength: float | None, dtype: DTypeLike, work: Work, progress: Progress
) -> CodePixels:
    """One pass; begun anew with smaller tiles where memory runs short."""
    extent = Extent(pixels.shape[0], pixels.shape[1])
    before = progress.done
    while True:
        tiles, side = _plan(work, extent, scale)
        try:
            return _enlarge_tiles(pixels, tiles, scale, strength, dtype, work, progress)
        except (MemoryError, RuntimeError) as error:
            if not is_memory_shortage(error):
                raise
        smallest = smallest_side_px(work.network, overlap_px(work.network.descriptor))
        work.ease(min(side, max(extent.height, extent.width)), smallest)
        remaining = progress.total - before - len(tiles)
        progress.done = before
        progress.total = before + remaining + _count_tiles(work, [(extent, scale)])


def _enlarge_tiles(
    pixels: CodePixels,
    tiles: list[Rect],
    scale: int,
    strength: float | None,
    dtype: DTypeLike,
    work: Work,
    progress: Progress,
) -> CodePixels:
    extent = Extent(pixels.shape[0], pixels.shape[1])
    # A single tile needs no blending, nor the memory for it.
    blender = None if len(tiles) == 1 else TileBlender(extent, tiles, overlap_px(work.network.descriptor), scale=scale)
    enlarged = room_for((extent.height * scale, extent.width * scale, 3), dtype)
    for tile in tiles:
        progress.begin_piece()
        restored = work.predict(code_to_unit(pixels[tile.slices]), scale=scale, strength=strength)
        band = Band(0, restored) if blender is None else blender.add(restored)
        if band is not None:
            enlarged[band.top : band.top + len(band.pixels_HWC)] = unit_to_code(band.pixels_HWC, dtype)
        progress.end_piece()
    return enlarged


def _as_gray(pixels: CodePixels) -> CodePixels:
    """Three equal channels: their mean; some rows at a time, in place."""
    for top in range(0, len(pixels), _ROWS_AT_ONCE):
        rows = pixels[top : top + _ROWS_AT_ONCE]
        rows[...] = np.rint(rows.mean(axis=2, dtype=np.float32, keepdims=True))
    return pixels


def _alpha_at(photo: Photo, extent: Extent) -> CodePixels | None:
    if photo.alpha is None or extent == photo.extent:
        return photo.alpha
    return resize_code(photo.alpha, extent)
