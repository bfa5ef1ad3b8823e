"""An old photo made from a good one: aged, damaged and scanned, and where it is damaged.

Comes in: a photo's pixels, kinds of damage and chance. Goes out: what a scan of it would hold, and the truth that a
finder is taught and measured by. Training and measuring share it, so it lives below both
(docs/decisions/0005-seeded-holes-live-in-imaging.md).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from desktop_unet.imaging.damage import Code
from desktop_unet.imaging.defects.ageing import add_grain, draw_grain, draw_toning, scan, soften
from desktop_unet.imaging.defects.film import FilmShapes
from desktop_unet.imaging.defects.layers import Layer, any_paint, lay_over, opacity, placed
from desktop_unet.imaging.defects.lookalikes import paint_lookalikes
from desktop_unet.imaging.defects.taught import TAUGHT, Maker, thread
from desktop_unet.imaging.defects.withheld import WITHHELD
from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.photo import Mask, UnitImage
from desktop_unet.imaging.ranges import code_to_unit
from desktop_unet.imaging.resample import resize

DAMAGED, UNSURE, SOUND = 255, 128, 0
"""Values of a truth: unsure is what is too faint to be seen, and the rim of what can be seen."""

_TOUCHED = 1.5 / 255
_GRAIN_COVERED = 0.75
"""Share of photos whose grain lies under the damage; else it lies over all, as noise of the scanner does."""
_TEXTURE_REACH = 3
_FILM_SHARE, _THREAD_SHARE = 0.45, 0.15
_LEAST_TAUGHT, _LEAST_WITHHELD = 0.3, 0.4
"""Least opacity of film shapes where they are taught and where they are measured by."""
_WINDOW_PX = 128 * 128

Kinds = Mapping[str, tuple[Maker, float]]


@dataclass(frozen=True)
class Sight:
    """What damage has to be like to count as seen; fainter damage is ``UNSURE``.

    Args:
        change: least change of a channel on a photo without grain and texture, unit values.
        texture: how many times the texture's standard deviation has to be added to that: on fur, leaves or gravel a
            mark has to differ by as much as the texture itself does.
    """

    change: float
    texture: float


EVIDENT = Sight(16 / 255, 1.6)
"""What nobody overlooks: finders are measured by it."""
KEEN = Sight(12 / 255, 0.8)
"""What is seen by who looks closely: finders are taught it, or they learn to leave whatever is half transparent."""


@dataclass(frozen=True, eq=False)
class OldPhoto:
    """A photo that was damaged by code.

    Args:
        pixels: (H, W, 3) uint8, as scanned.
        truth: (H, W) uint8: ``DAMAGED``, ``UNSURE`` or ``SOUND``.
        sound: (H, W, 3) uint8: the same photo, scanned the same way, without the damage; None where not asked for.
    """

    pixels: Code
    truth: Mask
    sound: Code | None = None


def kinds_of_damage(shapes: FilmShapes | None = None, *, withheld: bool = False) -> Kinds:
    """All kinds that are taught, or all that are withheld; with shapes of film, those too, at nearly half of all."""
    made = WITHHELD if withheld else TAUGHT
    if shapes is None:
        return made
    share, least = _FILM_SHARE / len(shapes.kinds), _LEAST_WITHHELD if withheld else _LEAST_TAUGHT
    film: Kinds = {f"{kind} on film": (partial(_film_mark, shapes, kind, least), share) for kind in shapes.kinds}
    if not withheld:
        film = {**film, "thread on film": (thread, _THREAD_SHARE)}
    left = 1 - sum(weight for _, weight in film.values())
    total = sum(weight for _, weight in made.values())
    return {**{name: (maker, weight * left / total) for name, (maker, weight) in made.items()}, **film}


def _film_mark(shapes: FilmShapes, kind: str, least: float, extent: Extent, rng: Generator) -> list[Layer]:
    """One shape of film damage, light or dark, of at least this opacity."""
    return placed(shapes.draw(kind, rng) * opacity(rng, least), extent, any_paint(rng, light_share=0.5), rng)


def draw_marks(extent: Extent, kinds: Kinds, count: int, rng: Generator) -> list[Layer]:
    """Layers of ``count`` marks, each of a kind drawn by its weight."""
    makers, weights = zip(*kinds.values(), strict=True)
    chances = np.array(weights) / sum(weights)
    layers: list[Layer] = []
    for chosen in rng.choice(len(makers), count, p=chances):
        layers += makers[int(chosen)](extent, rng)
    return layers


def usual_count(extent: Extent, rng: Generator) -> int:
    """How many marks there are on a photo or a window of this size: few or many, at least one."""
    most = 1 + 5 * math.sqrt(extent.pixels / _WINDOW_PX)
    return max(1, round(float(most ** rng.random())))


def make_old(
    photo_HWC: Code,
    layers: Sequence[Layer],
    rng: Generator,
    *,
    sight: Sight = EVIDENT,
    lookalikes: float = 0.0,
    with_sound: bool = False,
    scanned_at: Extent | None = None,
) -> OldPhoto:
    """Age a photo, damage it, scan it.

    Args:
        photo_HWC: (H, W, 3) uint8, good.
        layers: of damage; none leaves it undamaged.
        rng: source of all chance but the layers'.
        sight: what counts as damaged.
        lookalikes: chance that things which look like damage are painted in first.
        with_sound: scan it without the damage, too.
        scanned_at: the scan's size, where it is not the photo's: scanned finer than it is sharp, a photo and the damage
            on it are soft.
    """
    unit = code_to_unit(photo_HWC)
    if rng.random() < lookalikes:
        paint_lookalikes(unit, rng)
    unit = soften(unit, rng)
    toning, grain = draw_toning(rng), draw_grain(rng)
    # The negative's grain is the photo's own: what lies on print or film covers it.
    covered, scanned = (grain, 0.0) if rng.random() < _GRAIN_COVERED else (0.0, grain)
    add_grain(unit, covered, toning.is_gray, rng)
    damaged_too = toning.is_gray and (max(toning.lights) - min(toning.lights) < 0.02 or rng.random() < 0.5)
    sound = toning.apply(unit)
    if damaged_too:
        lay_over(unit, layers)
        damaged = toning.apply(unit)
    else:
        damaged = sound.copy()
        lay_over(damaged, layers)
    truth = _truth(damaged, sound, replace(sight, change=sight.change + 0.8 * scanned))
    if scanned_at is not None and scanned_at != Extent(*photo_HWC.shape[:2]):
        damaged, sound = (resize(each, scanned_at, clip=True) for each in (damaged, sound))
        truth = resize(truth.astype(np.float32), scanned_at, "nearest").astype(np.uint8)
    seed = int(rng.integers(2**31))
    pixels = _scanned(damaged, scanned, toning.is_gray, seed)
    return OldPhoto(pixels, truth, _scanned(sound, scanned, toning.is_gray, seed) if with_sound else None)


def _scanned(unit_HWC: UnitImage, grain: float, is_gray: bool, seed: int) -> Code:
    rng = np.random.Generator(np.random.PCG64(seed))
    add_grain(unit_HWC, grain, is_gray, rng)
    return scan(unit_HWC, is_gray, rng)


def _truth(damaged: UnitImage, sound: UnitImage, sight: Sight) -> Mask:
    apart = np.abs(damaged - sound)
    # Channel by channel: numpy takes ten times as long along a last axis of three.
    change = np.maximum(np.maximum(apart[..., 0], apart[..., 1]), apart[..., 2])
    needed = sight.change + sight.texture * _texture(sound)
    # A lone pixel has to differ by more than a line, a scanner's blur leaves less of it.
    seen = (change >= needed) & (_mean_around(change) >= needed / 3)
    unsure = _with_neighbours(change >= _TOUCHED)
    return np.where(seen, np.uint8(DAMAGED), np.where(unsure, np.uint8(UNSURE), np.uint8(SOUND)))


def _texture(unit_HWC: UnitImage) -> NDArray[np.float32]:
    """(H, W): standard deviation of green around each pixel."""
    green = unit_HWC[..., 1]
    mean, mean_square = (_mean_around(each, _TEXTURE_REACH) for each in (green, green * green))
    return np.asarray(np.sqrt(np.maximum(mean_square - mean * mean, 0)))


def _mean_around(values: NDArray[np.float32], reach: int = 1) -> NDArray[np.float32]:
    """Means of squares of ``2 * reach + 1`` pixels a side, the edge going on beyond itself."""
    return np.asarray(_mean_down(_mean_down(values, reach).T, reach).T)


def _mean_down(values: NDArray[np.float32], reach: int) -> NDArray[np.float32]:
    side = 2 * reach + 1
    summed = np.cumsum(np.pad(values, ((reach + 1, reach), (0, 0)), mode="edge"), axis=0, dtype=np.float64)
    return np.asarray((summed[side:] - summed[:-side]) / side, np.float32)


def _with_neighbours(marked: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Each marked pixel and the eight around it."""
    wide = np.pad(marked, 1)
    rows = wide[:-2] | wide[1:-1] | wide[2:]
    return np.asarray(rows[:, :-2] | rows[:, 1:-1] | rows[:, 2:])
