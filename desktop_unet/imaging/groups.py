"""Which marked pixels hang together, by runs of a row instead of single pixels.

Comes in: a boolean grid. Goes out: the box of each connected group, for ``mask.holes``.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from desktop_unet.imaging.geometry import Rect

Indices = NDArray[np.intp]


def group_boxes(grid: NDArray[np.bool_]) -> list[Rect]:
    """Boxes of the groups of marked cells that touch by a side or a corner, in reading order of their first cell."""
    rows, starts, ends = _runs(grid)
    if rows.size == 0:
        return []
    labels = _joined(rows.size, *_touching(rows, starts, ends, grid.shape[1] + 2))
    firsts, group = np.unique(labels, return_inverse=True)
    top, left = np.full(firsts.size, grid.shape[0]), np.full(firsts.size, grid.shape[1])
    bottom, right = np.zeros_like(top), np.zeros_like(top)
    np.minimum.at(top, group, rows)
    np.minimum.at(left, group, starts)
    np.maximum.at(bottom, group, rows + 1)
    np.maximum.at(right, group, ends)
    edges = np.stack([top, left, bottom, right], axis=1).tolist()
    return [Rect.from_edges(*box) for box in edges]


def _runs(grid: NDArray[np.bool_]) -> tuple[Indices, Indices, Indices]:
    """Row, first column and column after the last of every stretch of marked cells, in reading order."""
    padded = np.zeros((grid.shape[0], grid.shape[1] + 2), np.int8)
    padded[:, 1:-1] = grid
    changes = np.diff(padded, axis=1)
    rows, starts = np.nonzero(changes == 1)
    _, ends = np.nonzero(changes == -1)
    return rows, starts, ends


def _touching(rows: Indices, starts: Indices, ends: Indices, stride: int) -> tuple[Indices, Indices]:
    """Pairs of runs in neighbouring rows that touch, corners included."""
    below = (rows + 1) * stride
    first = np.searchsorted(rows * stride + ends, below + starts, side="left")
    last = np.searchsorted(rows * stride + starts, below + ends, side="right")
    count = np.maximum(last - first, 0)
    upper = np.repeat(np.arange(rows.size), count)
    within = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    return upper, np.repeat(first, count) + within


def _joined(count: int, one: Indices, other: Indices) -> Indices:
    """For each of ``count`` things the smallest that it hangs together with, through any chain of pairs."""
    labels = np.arange(count)
    while True:
        smaller = np.minimum(labels[one], labels[other])
        joined = labels.copy()
        # Both ends and what they were joined to learn of the smaller label; then chains are shortened.
        for ends in (one, other, labels[one], labels[other]):
            np.minimum.at(joined, ends, smaller)
        joined = joined[joined]
        if np.array_equal(joined, labels):
            return labels
        labels = joined
