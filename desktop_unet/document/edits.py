"""The edits there are: pixels of the mask, and results.

Comes in: the mask before and after, from ``document.py``. Goes out: to ``history.py``.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Literal

import numpy as np

from desktop_unet.imaging.geometry import Extent, Rect
from desktop_unet.imaging.photo import Mask, Photo

if TYPE_CHECKING:
    from desktop_unet.document.document import Document, Restoration

TILE_PX = 256
Layer = Literal["mask", "sampling"]
"""What of a document is marked on: what is to be filled, or where that may be borrowed from."""


@dataclass(frozen=True)
class Patch:
    """A tile of the mask that changed.

    Args:
        rect: where.
        flips: zlib-compressed difference (exclusive or) before and after.
    """

    rect: Rect
    flips: bytes

    def flip(self, mask: Mask) -> None:
        """Lead from before to after; a second time, back again."""
        flips = np.frombuffer(zlib.decompress(self.flips), np.uint8)
        mask[self.rect.slices] ^= flips.reshape(self.rect.height, self.rect.width)


class Keeper:
    """Keeps a layer's tiles as they were, each just before it is first changed.

    So beginning a stroke on a large photo costs nothing, and the edit is as large as the stroke.

    Args:
        mask: the layer's pixels.
        layer: which one of a document's it is.
    """

    def __init__(self, mask: Mask, layer: Layer = "mask") -> None:
        self._mask, self._layer = mask, layer
        self._tiles: dict[Rect, Mask] = {}

    def keep(self, rect: Rect) -> None:
        """To be called before anything in ``rect`` changes."""
        for tile in _tiles_under(rect, Extent(*self._mask.shape)):
            if tile not in self._tiles:
                self._tiles[tile] = self._mask[tile.slices].copy()

    def edit(self, name: str) -> MaskEdit | None:
        """What has changed since; None when nothing has."""
        patches = []
        for tile, before in self._tiles.items():
            flips = before ^ self._mask[tile.slices]
            if flips.any():
                patches.append(Patch(tile, zlib.compress(flips.tobytes(), 1)))
        return MaskEdit(name, tuple(patches), self._layer) if patches else None


def _tiles_under(rect: Rect, extent: Extent) -> Iterator[Rect]:
    rect = rect.within(extent)
    if rect.is_empty:
        return
    rows, columns = (
        range(first // TILE_PX * TILE_PX, end, TILE_PX)
        for first, end in ((rect.top, rect.bottom), (rect.left, rect.right))
    )
    for top, left in product(rows, columns):
        yield Rect(top, left, TILE_PX, TILE_PX).within(extent)


@dataclass(frozen=True)
class MaskEdit:
    """Pixels of a layer that were changed: applying it once does, applying it again undoes.

    Args:
        name: for the menu ("brush stroke").
        patches: the tiles that changed.
        layer: what they are of.
    """

    name: str
    patches: tuple[Patch, ...]
    layer: Layer = "mask"

    def redo(self, document: Document) -> Rect:
        touched, marks = Rect(0, 0, 0, 0), document.marks(self.layer)
        for patch in self.patches:
            patch.flip(marks)
            touched = touched.union(patch.rect)
        return touched

    undo = redo

    def held(self) -> Mapping[int, int]:
        return {id(self): sum(len(patch.flips) for patch in self.patches)}


@dataclass(frozen=True)
class MarksEdit:
    """Marks of several layers that were changed in one step."""

    name: str
    parts: tuple[MaskEdit, ...]

    def redo(self, document: Document) -> Rect:
        touched = Rect(0, 0, 0, 0)
        for part in self.parts:
            touched = touched.union(part.redo(document))
        return touched

    undo = redo

    def held(self) -> Mapping[int, int]:
        return {number: size for part in self.parts for number, size in part.held().items()}


@dataclass(frozen=True, eq=False)
class Standing:
    """How a document stands: what it began with, its results, and the marks that go with them.

    The marks are the document's own arrays, not copies: each edit before and after leaves them as they were at this
    point of the history.
    """

    original: Photo
    results: tuple[Restoration, ...]
    mask: Mask
    sampling: Mask

    def held(self) -> dict[int, int]:
        """Bytes by identity."""
        sizes = {id(marks): marks.nbytes for marks in (self.mask, self.sampling)}
        sizes[id(self.original)] = _photo_bytes(self.original)
        for result in self.results:
            sizes.update(bytes_of(result))
        return sizes


@dataclass(frozen=True, eq=False)
class ResultEdit:
    """Another result on the canvas, or all of it framed anew, with the marks that go with it."""

    name: str
    before: Standing
    after: Standing

    def undo(self, document: Document) -> Rect:
        return document.put(self.before)

    def redo(self, document: Document) -> Rect:
        return document.put(self.after)

    def held(self) -> Mapping[int, int]:
        return self.before.held() | self.after.held()


def bytes_of(result: Restoration) -> dict[int, int]:
    """Bytes by identity of all that a result holds in memory."""
    marked = result.asked.marked
    sizes = {id(marked): marked.nbytes} if marked is not None else {}
    ends = (photo for pair in result.ends.values() for photo in pair)
    for photo in (result.asked.photo, *result.photos.values(), *ends):
        sizes[id(photo)] = _photo_bytes(photo)
    return sizes


def _photo_bytes(photo: Photo) -> int:
    return photo.pixels.nbytes + (photo.alpha.nbytes if photo.alpha is not None else 0)
