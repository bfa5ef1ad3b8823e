"""Enlarging: the whole photo in tiles, and its alpha with the help of ``imaging.alpha``.

Comes in: a request. Goes out: the enlarged photo. Called by ``restore.restore`` through
``task_table.py``; each tile goes through ``tile_runner.Work.predict``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import DTypeLike

from desktop_unet.engine.checks import check_gates, check_mask, check_tile
from desktop_unet.engine.memory import budget_bytes, largest_side_px, require_room, smallest_side_px
from desktop_unet.engine.predict import Network, open_card
from desktop_unet.engine.progress import Progress, part_of
from desktop_unet.engine.reach import overlap_px
from desktop_unet.engine.selection import upscale_selection
from desktop_unet.engine.task import Made, Report, UpscaleRequest
from desktop_unet.engine.task_table import UPSCALE
from desktop_unet.engine.tile_runner import Work, is_memory_shortage
from desktop_unet.engine.views import VIEWS, View, mean_over
from desktop_unet.errors import RequestImpossible
from desktop_unet.imaging.alpha import enlarge_alpha, has_smooth_edges
from desktop_unet.imaging.damage_estimate import estimate_damage
from desktop_unet.imaging.geometry import Extent, Rect
from desktop_unet.imaging.large_arrays import room_for
from desktop_unet.imaging.mixing import mix_photos
from desktop_unet.imaging.photo import CodePixels, Photo, UnitImage
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


@dataclass(frozen=True)
class _Pass:
    """The photo through the network once.

    Args:
        scale: one that the network has.
        strength: damage to expect; None for networks that are not told.
        dtype: of the pixels to make.
        views: from which each tile is seen.
        is_of_alpha: whether this is the photo's alpha, seen as a gray photo, most of which is flat.
    """

    scale: int
    strength: float | None
    dtype: DTypeLike
    views: tuple[View, ...]
    is_of_alpha: bool = False


def check(request: UpscaleRequest, network: Network) -> None:
    """Refuse, with a sentence, what cannot be done; see ``task_table.ByNetwork``."""
    check_gates(request.choices.gates, network)
    check_tile(request.choices.tile_px, smallest_side_px(network, overlap_px(network.descriptor)))
    scale_passes(request.scale, network.descriptor.scales)
    _check_strength(request.strength, network)
    _check_target(request)
    _check_mix(request)
    if request.only is not None:
        check_mask(request.only, request.photo)


def restore(request: UpscaleRequest, work: Work, report: Report) -> Made:
    """Enlarge the whole photo, or what is marked of it; see ``task_table.ByNetwork``."""
    strength = _settle_strength(request, work)
    if request.look != request.choices.look and request.choices.card is None:
        work.note(Phrase("Cleaning up has one look, the natural one."))
    if request.look == "natural" or request.mix == 1:
        return Made(_restored(request, strength, work, report), strength=strength)
    return Made(_mixed(request, strength, work, report), strength=strength)


def _mixed(request: UpscaleRequest, strength: float, work: Work, report: Report) -> Photo:
    """Both looks, one after the other, and what lies between."""
    choices = replace(request.choices, look="natural", device=str(work.network.device))
    natural = open_card(choices.card_for(UPSCALE.family), choices)
    check(request, natural)
    sharp = _restored(request, strength, work, part_of(report, 0, 2))
    beside = work.beside(natural)
    other = _restored(replace(request, choices=choices, mix=1.0), strength, beside, part_of(report, 1, 2))
    work.tiles += beside.tiles
    percent = round(100 * request.mix)
    work.note(Phrase("Mixed from {sharp} % sharp and {natural} % natural.", sharp=percent, natural=100 - percent))
    return mix_photos(sharp, other, request.mix)


def _restored(request: UpscaleRequest, strength: float, work: Work, report: Report) -> Photo:
    """By one network: the whole photo, or what is marked of it."""
    if request.only is None:
        return upscale(request, strength, work, report)
    around_px = overlap_px(work.network.descriptor)
    return upscale_selection(request, request.only, around_px, lambda part: upscale(part, strength, work, report))


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


def _check_mix(request: UpscaleRequest) -> None:
    """Only what is sharp has something to be mixed with."""
    if not 0 <= request.mix <= 1:
        raise RequestImpossible(reason=Phrase("the mix must be from 0 to 1, not {mix:g}", mix=request.mix))
    if request.mix < 1 and (request.choices.look != "sharp" or request.choices.card is not None):
        raise RequestImpossible(reason=Phrase("only the sharp look is mixed with the natural one, choose that look"))


def _settle_strength(request: UpscaleRequest, work: Work) -> float:
    """The strength asked for, or that of the damage found; networks that take none are told none."""
    if request.strength is not None:
        return request.strength
    if not work.network.descriptor.takes_strength:
        return 0.0
    strength = estimate_damage(request.photo).strength
    if strength > 0:
        work.note(Phrase("Noise or JPEG damage was found: {percent} %.", percent=max(1, round(100 * strength))))
    return strength


def upscale(request: UpscaleRequest, strength: float, work: Work, report: Report) -> Photo:
    """The photo enlarged by ``request.scale``, of its own depth, gray where it was gray.

    ``strength`` is the damage to expect in the photo; what a first pass has made of it is clean.
    """
    photo = request.photo
    passes = _passes(request, strength, work.network)
    alpha_passes = _alpha_passes(photo, passes)
    pixels = bleed_under_alpha(photo)
    progress = Progress(report, "Enlarging", 0)
    sizes = _sizes_before(photo.extent, [each.scale for each in passes])
    for number, each in enumerate(passes):
        left = [*zip(sizes[number:], passes[number:], strict=True), *zip(sizes, alpha_passes, strict=False)]
        progress.total = progress.done + _count_pieces(work, left)
        pixels = _enlarge(pixels, each, work, progress)
    alpha = _enlarged_alpha(photo.alpha, [each.scale for each in passes], alpha_passes, work, progress)
    progress.finish()
    if request.target is not None:
        extent = request.target.extent
        pixels = resize_large(pixels, extent, photo.pixels.dtype)
        alpha = None if alpha is None else resize_code(alpha, extent)
    if photo.is_gray:
        pixels = _as_gray(pixels)
    return _printed(photo.with_pixels(pixels, alpha), request.target)


def _passes(request: UpscaleRequest, strength: float, network: Network) -> list[_Pass]:
    """What a first pass has made is clean; only the last one rounds to the photo's own depth."""
    scales, views = scale_passes(request.scale, network.descriptor.scales), VIEWS[request.quality]
    strengths = [strength] + [0.0] * (len(scales) - 1) if network.descriptor.takes_strength else [None] * len(scales)
    last_dtype = request.photo.pixels.dtype if request.target is None else _BETWEEN_PASSES
    dtypes = [_BETWEEN_PASSES] * (len(scales) - 1) + [last_dtype]
    return [_Pass(*each, views) for each in zip(scales, strengths, dtypes, strict=True)]


def _alpha_passes(photo: Photo, passes: list[_Pass]) -> list[_Pass]:
    """The same for alpha, which has no damage; none where the network has nothing to see in it."""
    if photo.alpha is None or passes[-1].scale == 1 or not has_smooth_edges(photo.alpha):
        return []
    dtype, views = photo.alpha.dtype, VIEWS["good"]
    strengths = [None if each.strength is None else 0.0 for each in passes]
    return [
        _Pass(each.scale, strength, dtype, views, is_of_alpha=True)
        for each, strength in zip(passes, strengths, strict=True)
    ]


def _enlarged_alpha(
    alpha: CodePixels | None, scales: list[int], passes: list[_Pass], work: Work, progress: Progress
) -> CodePixels | None:
    """Alpha by each of the scales, one after the other; by ``passes`` the network sees it, where there are any."""
    if alpha is None or scales == [1]:
        return alpha
    for number, scale in enumerate(scales):
        learned = None
        if passes:
            as_gray: CodePixels = np.broadcast_to(alpha[..., None], (*alpha.shape, 3))  # type: ignore[assignment]
            learned = _as_gray(_enlarge(as_gray, passes[number], work, progress))[..., 0]
        alpha = enlarge_alpha(alpha, scale, learned)
    return alpha


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


def _sizes_before(extent: Extent, scales: Sequence[int]) -> list[Extent]:
    sizes = [extent]
    for scale in scales[:-1]:
        sizes.append(sizes[-1].scaled(scale))
    return sizes


def _count_pieces(work: Work, stages: Iterable[tuple[Extent, _Pass]]) -> int:
    return sum(len(each.views) * len(_plan(work, extent, each.scale)[0]) for extent, each in stages)


def _plan(work: Work, extent: Extent, scale: int) -> tuple[list[Rect], int]:
    """Tiles of one pass, and the side they were planned with."""
    network, choices = work.network, work.choices
    overlap = overlap_px(network.descriptor)
    result_bytes = extent.scaled(scale).pixels * 3 * 2
    budget = budget_bytes(network, choices.memory_mib, result_bytes, beside_px=extent.pixels)
    side = largest_side_px(network, extent, scale, overlap, budget, work.side_limit_px)
    if choices.memory_mib is not None:
        require_room(network, side, extent, scale, budget)
    return plan_tiles(extent, side, overlap, network.descriptor.size_multiple), side


def _enlarge(pixels: CodePixels, how: _Pass, work: Work, progress: Progress) -> CodePixels:
    """One pass; begun anew with smaller tiles where memory runs short."""
    extent = Extent(pixels.shape[0], pixels.shape[1])
    before = progress.done
    while True:
        tiles, side = _plan(work, extent, how.scale)
        try:
            return _enlarge_tiles(pixels, tiles, how, work, progress)
        except (MemoryError, RuntimeError) as error:
            if not is_memory_shortage(error):
                raise
        smallest = smallest_side_px(work.network, overlap_px(work.network.descriptor))
        work.ease(min(side, max(extent.height, extent.width)), smallest)
        remaining = progress.total - before - len(tiles) * len(how.views)
        progress.done = before
        progress.total = before + remaining + _count_pieces(work, [(extent, how)])


def _enlarge_tiles(pixels: CodePixels, tiles: list[Rect], how: _Pass, work: Work, progress: Progress) -> CodePixels:
    scale, extent = how.scale, Extent(pixels.shape[0], pixels.shape[1])
    # A single tile needs no blending, nor the memory for it.
    blender = None if len(tiles) == 1 else TileBlender(extent, tiles, overlap_px(work.network.descriptor), scale=scale)
    enlarged = room_for((extent.height * scale, extent.width * scale, 3), how.dtype)

    def restore_view(seen_HWC: UnitImage) -> UnitImage:
        progress.begin_piece()
        if how.is_of_alpha and not np.ptp(seen_HWC):
            restored = np.broadcast_to(seen_HWC[:1, :1], (seen_HWC.shape[0] * scale, seen_HWC.shape[1] * scale, 3))
        else:
            restored = work.predict(seen_HWC, scale=scale, strength=how.strength, may_be_flat=how.is_of_alpha)
        progress.end_piece()
        return restored

    for tile in tiles:
        restored = mean_over(how.views, code_to_unit(pixels[tile.slices]), restore_view)
        band = Band(0, restored) if blender is None else blender.add(restored)
        if band is not None:
            enlarged[band.top : band.top + len(band.pixels_HWC)] = unit_to_code(band.pixels_HWC, how.dtype)
    return enlarged


def _as_gray(pixels: CodePixels) -> CodePixels:
    """Three equal channels: their mean; some rows at a time, in place."""
    for top in range(0, len(pixels), _ROWS_AT_ONCE):
        rows = pixels[top : top + _ROWS_AT_ONCE]
        rows[...] = np.rint(rows.mean(axis=2, dtype=np.float32, keepdims=True))
    return pixels
