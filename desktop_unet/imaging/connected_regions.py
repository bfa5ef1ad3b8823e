"""Which marked pixels hang together, by runs of a row instead of single pixels.

Comes in: a boolean grid. Goes out: the box of each connected group, for ``mask.holes``, or the groups
themselves with their measures, for ``scratches``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from desktop_unet.imaging.geometry import Extent, Rect

Indices = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Groups:
    """Marked cells that touch by a side or a corner, as runs of a row.

    Args:
        extent: of the grid.
        rows, starts, ends: of each run: its row, first column, and column after the last.
        group: of each run: which group it belongs to; groups are in reading order of their first cell.
        count: number of groups.
    """

    extent: Extent
    rows: Indices
    starts: Indices
    ends: Indices
    group: Indices
    count: int

    def edges(self) -> tuple[Indices, Indices, Indices, Indices]:
        """Top, left, bottom and right of each group; the latter two are exclusive."""
        top, left = np.full(self.count, self.extent.height), np.full(self.count, self.extent.width)
        bottom, right = np.zeros_like(top), np.zeros_like(top)
        np.minimum.at(top, self.group, self.rows)
        np.minimum.at(left, self.group, self.starts)
        np.maximum.at(bottom, self.group, self.rows + 1)
        np.maximum.at(right, self.group, self.ends)
        return top, left, bottom, right

    def sides(self) -> tuple[Indices, Indices]:
        """Height and width of each group's box."""
        top, left, bottom, right = self.edges()
        return bottom - top, right - left

    def areas(self) -> Indices:
        """Cells of each group."""
        areas = np.zeros(self.count, np.intp)
        np.add.at(areas, self.group, self.ends - self.starts)
        return areas

    def greatest(self, values: NDArray[Any]) -> NDArray[Any]:
        """The greatest of the grid's ``values`` within each group."""
        lengths = self.ends - self.starts
        firsts = np.cumsum(lengths) - lengths
        columns = np.arange(lengths.sum()) - np.repeat(firsts - self.starts, lengths)
        inside: NDArray[Any] = values[np.repeat(self.rows, lengths), columns]
        if not self.count:
            return inside
        greatest = np.full(self.count, inside.min(), values.dtype)
        np.maximum.at(greatest, self.group, np.maximum.reduceat(inside, firsts))
        return greatest

    def painted(self, chosen: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """A grid of the same size with only these groups marked."""
        height, width = self.extent.height, self.extent.width
        kept = chosen[self.group]
        changes = np.zeros((height, width + 1), np.int8)
        changes[self.rows[kept], self.starts[kept]] = 1
        changes[self.rows[kept], self.ends[kept]] = -1
        return np.asarray(np.cumsum(changes, axis=1, dtype=np.int8)[:, :width] > 0)


def find_groups(grid: NDArray[np.bool_]) -> Groups:
    """The groups of marked cells that touch by a side or a corner."""
    extent = Extent(*grid.shape)
    rows, starts, ends = _runs(grid)
    labels = _joined(rows.size, *_touching(rows, starts, ends, extent.width + 2))
    firsts, group = np.unique(labels, return_inverse=True)
    return Groups(extent, rows, starts, ends, group, firsts.size)


def group_boxes(grid: NDArray[np.bool_]) -> list[Rect]:
    """Boxes of the groups of marked cells that touch by a side or a corner, in reading order of their first cell."""
    edges = np.stack(find_groups(grid).edges(), axis=1).tolist()
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
