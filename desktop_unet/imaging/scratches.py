"""Finds scratches and dust on a photo, so that nobody has to paint over each.

Comes in: a photo. Goes out: a mask for ``engine.restore``.

A scratch is thin, long, hardly bent, and lighter or darker than both its sides; dust is a small spot
that differs from what is around it. A median filter takes all that is so thin or so small away, so
what it took is looked at: weighed against how restless the surroundings are, summed along
short lines (``lines``), and kept where enough of it lines up, or where a spot stands out by itself.

Sources: Gonzalez & Woods, Digital image processing, section 9.6, for what thin things leave behind;
Canny 1986 for two thresholds, one to begin and one to go on.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from desktop_unet.imaging.connected_regions import Groups, find_groups
from desktop_unet.imaging.libvips import libvips
from desktop_unet.imaging.lines import LENGTH_PX, along_lines
from desktop_unet.imaging.mask import FILL, grow
from desktop_unet.imaging.photo import Mask, Photo
from desktop_unet.imaging.ranges import high_bytes

DEFAULT_THRESHOLD = 0.5
"""Chosen on photos scratched by code: docs/scratch-finder.md."""

_MEDIAN_PX = 13
"""Twice the greatest width of a scratch and a little more, so that the median lies beside it."""
_CELL_PX = 64
_CALM_SHARE = 0.85
"""Restlessness is what this share of a cell's pixels do not exceed; thin scratches are the rest and do not count."""
_FLOOR = 4.0
"""Added to restlessness, in steps of 8 bits: what differs by less than a few steps nobody sees."""
_SURE = 20.0
"""Contrast that is full evidence."""
_FULL = 64
_LENGTH_PX = 40
"""Least length of a scratch."""
_STANDS_OUT = 3.5
"""Contrast from which a pixel may belong to dust; the spot's strongest one must have more."""
_ALONE_PX = 6
"""How far around a spot of dust nearly nothing else may stand out."""
_GROWN_PX = 1

Plane = NDArray[np.uint8]
Evidence = NDArray[np.int16]


@dataclass(frozen=True)
class _Limits:
    """What a threshold stands for.

    Args:
        pixel: share of full evidence from which a pixel may belong to a scratch, 0..1.
        go_on: share of full evidence along a line with which a scratch goes on, 0..1.
        begin: the same with which it begins.
        spot: contrast of a spot of dust.
    """

    pixel: float
    go_on: float
    begin: float
    spot: float


def _limits(threshold: float) -> _Limits:
    """All limits move together; ValueError where the threshold is out of range."""
    if not 0 <= threshold <= 1:
        raise ValueError(f"threshold goes from 0 to 1, not {threshold}")
    strictness = 0.7 * 3.4**threshold
    return _Limits(0.1 * strictness, 0.25 * strictness, 0.35 * strictness, 11.0 * strictness)


@dataclass(frozen=True, eq=False)
class Survey:
    """What of a photo may be damage; takes long, and serves for every threshold.

    Args:
        contrast: (H, W) float32, how far each pixel stands out from what is around it.
        evidence: (H, W) int16, the same cut to the strength that is full evidence.
        most, least: (H, W) int16, sums of evidence along the best light and the best dark line.
    """

    contrast: NDArray[np.float32]
    evidence: Evidence
    most: Evidence
    least: Evidence


def survey_scratches(photo: Photo) -> Survey:
    """Look at a photo, gray or colour, 8 or 16 bit, for ``scratches_above``."""
    contrast = _contrast(_gray(photo))
    evidence = np.rint(np.clip(contrast / _SURE, -1, 1) * _FULL).astype(np.int16)
    return Survey(contrast, evidence, *along_lines(evidence))


def find_scratches(photo: Photo, *, threshold: float = DEFAULT_THRESHOLD) -> Mask:
    """Scratches (1 to 5 px wide, light or dark, in any direction) and dust.

    Args:
        photo: gray or colour, 8 or 16 bit.
        threshold: 0 to 1; the lower, the more is found, and the more that belongs to the photo.

    Returns:
        (H, W) uint8, 255 = found, a pixel wider than what shows; may be all 0.

    Raises:
        ValueError: the threshold is out of range.
    """
    limits = _limits(threshold)  # refuses a bad threshold before the long work
    return _found(survey_scratches(photo), limits)


def scratches_above(survey: Survey, threshold: float) -> Mask:
    """What ``find_scratches`` finds at a threshold, in a photo that has been surveyed; raises as that does."""
    return _found(survey, _limits(threshold))


def _found(survey: Survey, limits: _Limits) -> Mask:
    found = np.zeros(survey.contrast.shape, np.bool_)
    for sign, lines in ((1, survey.most), (-1, -survey.least)):
        found |= _scratches(sign * survey.evidence, lines, limits)
        found |= _dust(sign * survey.contrast, limits)
    return grow(found.astype(np.uint8) * np.uint8(FILL), _GROWN_PX)


def _gray(photo: Photo) -> Plane:
    """(H, W) uint8 luma."""
    pixels = high_bytes(photo.pixels)
    red, green, blue = (pixels[..., channel].astype(np.uint16) for channel in range(3))
    return ((red * 77 + green * 150 + blue * 29) >> 8).astype(np.uint8)


def _contrast(plane: Plane) -> NDArray[np.float32]:
    """(H, W) how far each pixel is from the median around it, by the root of the restlessness there.

    Divided by all of it, scratches would be missed where the photo is restless, and divided by nothing,
    twigs and wires there would be found; the root measured best.
    """
    apart = plane.astype(np.int16) - _median(plane)
    return apart / (_restlessness(np.abs(apart).astype(np.uint8)) + np.float32(_FLOOR)) ** np.float32(0.5)


def _median(plane: Plane) -> Plane:
    vips = libvips()
    image = vips.Image.new_from_array(np.ascontiguousarray(plane))
    height, width = plane.shape
    margin = _MEDIAN_PX // 2
    wide = image.embed(margin, margin, width + 2 * margin, height + 2 * margin, extend="copy")
    inner = wide.median(_MEDIAN_PX).crop(margin, margin, width, height)
    return np.asarray(inner.numpy(), np.uint8).reshape(height, width)


def _restlessness(apart: Plane) -> NDArray[np.float32]:
    """(H, W) how much pixels around differ from their medians, damage left out."""
    height, width = apart.shape
    padded = np.pad(apart, [(0, -height % _CELL_PX), (0, -width % _CELL_PX)], mode="symmetric")
    cells = padded.reshape(padded.shape[0] // _CELL_PX, _CELL_PX, -1, _CELL_PX).swapaxes(1, 2)
    pixels = cells.reshape(*cells.shape[:2], -1)
    rank = int(pixels.shape[2] * _CALM_SHARE)
    level = np.partition(pixels, rank, axis=2)[..., rank].astype(np.float32)
    image = Image.fromarray(_averaged(level)).resize((padded.shape[1], padded.shape[0]), Image.Resampling.BILINEAR)
    return np.asarray(image, np.float32)[:height, :width]


def _averaged(level: NDArray[np.float32]) -> NDArray[np.float32]:
    """Means of three by three cells."""
    padded = np.pad(level, 1, mode="edge")
    rows = padded[:-2] + padded[1:-1] + padded[2:]
    return np.asarray((rows[:, :-2] + rows[:, 1:-1] + rows[:, 2:]) / 9, np.float32)


def _scratches(evidence: Evidence, lines: Evidence, limits: _Limits) -> NDArray[np.bool_]:
    """Groups of pixels that go on in a line, hold one where a line begins, and are long."""
    full = _FULL * LENGTH_PX
    lines = _greatest_nearby(lines)
    groups = find_groups((lines >= limits.go_on * full) & (evidence >= limits.pixel * _FULL))
    begin = groups.greatest(lines) >= limits.begin * full
    return groups.painted(begin & (np.maximum(*groups.sides()) >= _LENGTH_PX))


def _greatest_nearby(values: Evidence) -> Evidence:
    """(H, W) the greatest of three by three pixels: a thin line may run beside the pixels that a sum is taken along."""
    padded = np.pad(values, 1, mode="edge")
    rows = np.maximum(np.maximum(padded[:-2], padded[1:-1]), padded[2:])
    return np.maximum(np.maximum(rows[:, :-2], rows[:, 1:-1]), rows[:, 2:])


def _dust(contrast: NDArray[np.float32], limits: _Limits) -> NDArray[np.bool_]:
    """Small compact groups of pixels that stand out, and nothing beside them does."""
    groups = find_groups(contrast >= _STANDS_OUT)
    height, width = groups.sides()
    areas = groups.areas()
    compact = (np.maximum(height, width) <= _MEDIAN_PX) & (areas >= 3) & (areas >= 0.4 * height * width)
    beside = _counts_around(np.abs(contrast) >= _STANDS_OUT, groups) - areas
    alone = beside <= 0.1 * (height + 2 * _ALONE_PX) * (width + 2 * _ALONE_PX)
    return groups.painted(compact & alone & (groups.greatest(contrast) >= limits.spot))


def _counts_around(marks: NDArray[np.bool_], groups: Groups) -> NDArray[np.int32]:
    """Marked pixels in each group's box and ``_ALONE_PX`` around it."""
    height, width = marks.shape
    sums = np.zeros((height + 1, width + 1), np.int32)
    np.cumsum(np.cumsum(marks, axis=0, dtype=np.int32), axis=1, out=sums[1:, 1:])
    top, left, bottom, right = groups.edges()
    top, left = np.maximum(top - _ALONE_PX, 0), np.maximum(left - _ALONE_PX, 0)
    bottom, right = np.minimum(bottom + _ALONE_PX, height), np.minimum(right + _ALONE_PX, width)
    return np.asarray(sums[bottom, right] - sums[top, right] - sums[bottom, left] + sums[top, left], np.int32)
