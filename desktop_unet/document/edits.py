"""The edits there are: pixels of the mask, and results.

Comes in: before and after, from ``document.py``. Goes out: to ``history.py``.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from desktop_unet.imaging.geometry import Rect
from desktop_unet.imaging.photo import Mask

if TYPE_CHECKING:
    from desktop_unet.document.document import Document, Restoration


@dataclass(frozen=True)
class MaskEdit:
    """Pixels of the mask that were flipped: applying it once does, applying it again undoes.

    Args:
        name: for the menu ("brush stroke").
        rect: where.
        flips: zlib-compressed difference (exclusive or) of the box before and after.
    """

    name: str
    rect: Rect
    flips: bytes

    @classmethod
    def between(cls, name: str, before: Mask, after: Mask, rect: Rect) -> MaskEdit | None:
        """The edit that leads from ``before`` to ``after`` inside ``rect``; None when nothing changed."""
        flips = before[rect.slices] ^ after[rect.slices]
        return cls(name, rect, zlib.compress(flips.tobytes(), 1)) if flips.any() else None

    def redo(self, document: Document) -> Rect:
        flips = np.frombuffer(zlib.decompress(self.flips), np.uint8)
        document.mask[self.rect.slices] ^= flips.reshape(self.rect.height, self.rect.width)
        return self.rect

    undo = redo


@dataclass(frozen=True, eq=False)
class ResultEdit:
    """Another result on the canvas, with the mask that goes with it.

    The masks are the document's own arrays, not copies: each edit before and after this
    one leaves them as they were at this point of the history.
    """

    name: str
    results_before: tuple[Restoration, ...]
    results_after: tuple[Restoration, ...]
    mask_before: Mask
    mask_after: Mask

    def undo(self, document: Document) -> Rect:
        return document.put(self.results_before, self.mask_before)

    def redo(self, document: Document) -> Rect:
        return document.put(self.results_after, self.mask_after)
