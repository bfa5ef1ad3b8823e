"""Models of unknown make: how their graph is to be fed, found out by feeding it.

Comes in: a function from one batch of planes to another. Goes out: a function from a photo to the larger
photo. A graph may take RGB or Y alone, insist on one size, want sides that are a multiple of something,
or give back less than it was given (convolutions without padding); all of this shows on small probes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from missing import Missing
from numpy.typing import NDArray

from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.photo import CodePixels, UnitImage
from desktop_unet.imaging.ranges import code_to_unit, unit_to_code
from desktop_unet.imaging.resample import resize
from desktop_unet.imaging.tiling import TileBlender, plan_tiles

Batch = NDArray[np.float32]

PROBE = Extent(61, 83)
"""Odd on purpose: a graph that halves its input gives itself away."""
MULTIPLES = (1, 2, 4, 8, 16, 32)
AGREEMENT = 4 / 255
"""Mean difference up to which two answers are the same one: some graphs look at the whole photo's mean."""
OVERLAP_PX = 16
"""Of tiles, for graphs that insist on one size."""

_Y_CB_CR = np.array(
    [[0.299, 0.587, 0.114], [-0.168736, -0.331264, 0.5], [0.5, -0.418688, -0.081312]],
    np.float32,
)
"""RGB to Y, Cb, Cr around 0. Source: JFIF 1.02, section 6 (full range), as Pillow and the ONNX zoo have it."""


@dataclass(frozen=True)
class Graph:
    """A model before anything is known of its habits.

    Args:
        run: (1, C, H, W) float32 unit range to the same, larger; raises ValueError for sizes it cannot take.
        channels: 3 for RGB, 1 for Y.
        fixed: the only size it takes; None for any.
    """

    run: Callable[[Batch], Batch]
    channels: int
    fixed: Extent | None = None


@dataclass(frozen=True)
class Habits:
    """What probing found: input is grown by ``margin_px`` on each side, then to a multiple of ``multiple``."""

    scale: int
    margin_px: int = 0
    multiple: int = 1


def find_habits(graph: Graph) -> Habits:
    """Feed a graph small probes.

    Raises:
        Missing: it does not enlarge evenly by a whole number.
    """
    if graph.fixed is not None:
        return _fixed_habits(graph, graph.fixed)
    first, second = Extent(64, 96), Extent(96, 128)
    small, large = _probe(graph, first), _probe(graph, second)
    scale, rest = divmod(large.height - small.height, second.height - first.height)
    lost = scale * first.height - small.height
    if rest or scale < 1 or lost < 0:
        raise Missing(f"its graph makes {_words(small)} of {_words(first)}, which is no even enlargement")
    margin_px = -(-lost // (2 * scale))
    return Habits(scale, margin_px, _find_multiple(graph, scale, margin_px))


def _fixed_habits(graph: Graph, fixed: Extent) -> Habits:
    if fixed.height != fixed.width:
        raise Missing(f"it takes {_words(fixed)} only, and tiles are square here")
    found = _probe(graph, fixed)
    scale = found.height // fixed.height
    if scale < 1 or fixed.scaled(scale) != found:
        raise Missing(f"its graph makes {_words(found)} of {_words(fixed)}, which is no even enlargement")
    return Habits(scale)


def _find_multiple(graph: Graph, scale: int, margin_px: int) -> int:
    """The smallest of ``MULTIPLES`` at which a probe of odd sides comes back as at the greatest.

    Sizes alone do not tell: a graph may give back the right one with its rows out of place.
    """
    planes = np.repeat(_waves(PROBE)[None, None], graph.channels, axis=1)
    answers = {multiple: _answer(graph, Habits(scale, margin_px, multiple), planes) for multiple in MULTIPLES}
    expected = answers[MULTIPLES[-1]]
    if expected is None:
        raise Missing(f"its graph takes no input of {_words(PROBE)}, whatever it is padded to")
    # Near the lower right border more of the mirrored photo may be seen, or less.
    inner = (..., slice(PROBE.height * scale // 2), slice(PROBE.width * scale // 2))
    alike = (
        multiple
        for multiple, answer in answers.items()
        if answer is not None and np.abs(answer[inner] - expected[inner]).mean() <= AGREEMENT
    )
    return next(alike)


def _answer(graph: Graph, habits: Habits, planes: Batch) -> Batch | None:
    """What a graph makes of a probe; None where it cannot take it."""
    try:
        return _run_grown(graph, habits, planes)
    except ValueError:
        return None


def _waves(extent: Extent) -> NDArray[np.float32]:
    """(H, W) in unit range, different everywhere."""
    rows, columns = np.mgrid[0 : extent.height, 0 : extent.width].astype(np.float32)
    waves: NDArray[np.float32] = 0.5 + 0.2 * np.sin(rows / 3 + columns / 5) + 0.2 * np.cos(columns / 2 - rows / 11)
    return waves.astype(np.float32)


def enlarger(graph: Graph, scale: int | None = None) -> tuple[Callable[[CodePixels], CodePixels], int]:
    """How a graph enlarges photos, and by what.

    Args:
        graph: the model.
        scale: what it is said to enlarge by; None where nobody said.

    Returns:
        (H, W, 3) integers to (H * scale, W * scale, 3) of the same type, and the scale.

    Raises:
        Missing: it does not enlarge evenly, or by another scale than was said.
    """
    habits = find_habits(graph)
    if scale is not None and scale != habits.scale:
        raise Missing(f"it enlarges by {habits.scale}, not by {scale}")
    paint = _enlarge_rgb if graph.channels == 3 else _enlarge_luma

    def enlarge(pixels: CodePixels) -> CodePixels:
        return unit_to_code(paint(graph, habits, code_to_unit(pixels)), pixels.dtype)

    return enlarge, habits.scale


def _enlarge_rgb(graph: Graph, habits: Habits, photo_HWC: UnitImage) -> UnitImage:
    planes = np.ascontiguousarray(photo_HWC.transpose(2, 0, 1)[None])
    restored: UnitImage = _run(graph, habits, planes)[0].transpose(1, 2, 0)
    return restored


def _enlarge_luma(graph: Graph, habits: Habits, photo_HWC: UnitImage) -> UnitImage:
    """Y by the model, the colours by bicubic: what such models are made for."""
    parts = photo_HWC @ _Y_CB_CR.T
    luma = _run(graph, habits, np.ascontiguousarray(parts[None, None, ..., 0]))[0, 0]
    colours = resize(np.ascontiguousarray(parts[..., 1:]), Extent(*luma.shape), "bicubic")
    restored: UnitImage = np.dstack([np.clip(luma, 0, 1), colours]) @ np.linalg.inv(_Y_CB_CR).T.astype(np.float32)
    return restored


def _run(graph: Graph, habits: Habits, planes: Batch) -> Batch:
    if graph.fixed is None:
        return _run_grown(graph, habits, planes)
    return _run_tiles(graph, graph.fixed, habits.scale, planes)


def _run_grown(graph: Graph, habits: Habits, planes: Batch) -> Batch:
    """Grow the input by mirroring, run, and cut out what belongs to it.

    Raises:
        ValueError: the graph's answer has another size than its habits promise.
    """
    height, width = planes.shape[-2:]
    margin, scale = habits.margin_px, habits.scale
    down, right = (-(side + 2 * margin) % habits.multiple for side in (height, width))
    grown = np.pad(planes, ((0, 0), (0, 0), (margin, margin + down), (margin, margin + right)), mode="symmetric")
    answer = graph.run(np.ascontiguousarray(grown))
    lost = [side * scale - found for side, found in zip(grown.shape[-2:], answer.shape[-2:], strict=True)]
    if not all(0 <= each <= 2 * margin * scale and each % 2 == 0 for each in lost):
        raise ValueError(f"a graph made {answer.shape} of {grown.shape}")
    top, left = (margin * scale - each // 2 for each in lost)
    cut: Batch = answer[..., top : top + height * scale, left : left + width * scale]
    return cut


def _run_tiles(graph: Graph, fixed: Extent, scale: int, planes: Batch) -> Batch:
    """Tiles of the one size that a graph takes; a photo that is smaller is grown by mirroring."""
    height, width = planes.shape[-2:]
    down, right = max(0, fixed.height - height), max(0, fixed.width - width)
    grown = np.pad(planes, ((0, 0), (0, 0), (0, down), (0, right)), mode="symmetric")
    extent = Extent(*grown.shape[-2:])
    tiles = plan_tiles(extent, fixed.height, OVERLAP_PX)
    blender = TileBlender(extent, tiles, OVERLAP_PX, scale=scale, channels=graph.channels)
    bands = []
    for tile in tiles:
        piece = np.ascontiguousarray(grown[..., tile.slices[0], tile.slices[1]])
        shift = _grow_to(piece, fixed)
        band = blender.add(graph.run(shift)[0, :, : tile.height * scale, : tile.width * scale].transpose(1, 2, 0))
        bands += [] if band is None else [band.pixels_HWC]
    whole = np.concatenate(bands, axis=0).transpose(2, 0, 1)[None]
    return whole[..., : height * scale, : width * scale]


def _grow_to(piece: Batch, fixed: Extent) -> Batch:
    """Tiles may come out a little smaller than the size that was planned with."""
    down, right = fixed.height - piece.shape[-2], fixed.width - piece.shape[-1]
    return np.pad(piece, ((0, 0), (0, 0), (0, down), (0, right)), mode="symmetric")


def _probe(graph: Graph, extent: Extent) -> Extent:
    """The size that comes back of a gray photo of this size."""
    try:
        answer = graph.run(np.full((1, graph.channels, extent.height, extent.width), 0.5, np.float32))
    except ValueError as error:
        raise Missing(f"its graph does not take {_words(extent)} ({' '.join(str(error).split())})") from error
    if answer.ndim != 4 or answer.shape[1] != graph.channels:
        raise Missing(f"its output has the shape {answer.shape}, where (1, {graph.channels}, H, W) is needed")
    return Extent(*answer.shape[-2:])


def _words(extent: Extent) -> str:
    return f"{extent.height} x {extent.width}"
