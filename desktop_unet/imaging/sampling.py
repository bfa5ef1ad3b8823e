"""Where fills may borrow from, and where never: marks beside the mask. Imports no codec, so that documents can use it.

Comes in: strokes and shapes from ``document``, or the text of a mask's file from ``mask``. Goes out: what may be
borrowed, for ``engine.inpaint``, and the text that a mask's file keeps.

Source: the sampling area of content-aware fills; runs as in PackBits, but in decimals.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from desktop_unet.imaging.combining import Combining
from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.photo import Mask

Painted = Literal["hole", "borrow", "never"]
"""What marks mean: to be filled, to be borrowed from, or never."""
SAMPLING: Mapping[Painted, int] = {"borrow": 255, "never": 128}
"""Values of sampling marks; 0 says nothing of a pixel."""

KEYWORD = b"desktop-unet:sampling"
"""Of the PNG text that holds sampling marks."""
_KIND, _HEAD = b"zTXt", b"zTXt" + KEYWORD + b"\0\0"
_TEXT_BYTES_AT_MOST = 1 << 26
_HALF = 128

Bits = NDArray[np.bool_]


def lent(borrow: Bits | None, never: Bits | None) -> Mask | None:
    """What may be borrowed (255): what ``borrow`` marks, all where that is None, but nothing that ``never`` marks.

    Args:
        borrow, never: (H, W), of one size; None where nothing was said.

    Returns:
        (H, W) uint8; None where nothing was said at all.
    """
    if borrow is None and never is None:
        return None
    parts = [part for part in (borrow, None if never is None else ~never) if part is not None]
    return np.where(np.logical_and.reduce(parts), np.uint8(255), np.uint8(0))


def lent_by(sampling: Mask) -> Mask | None:
    """The same by sampling marks, (H, W) of values as in ``SAMPLING``."""
    largest = int(sampling.max())
    if largest == 0:
        return None
    # What is lent is never kept back: a pixel has one value.
    allowed = sampling == largest if largest == SAMPLING["borrow"] else sampling == 0
    marks: Mask = allowed.view(np.uint8) * np.uint8(255)
    return marks


def join_sampling(sampling: Mask, marks: Mask, what: Painted, how: Combining) -> None:
    """Join a shape to sampling marks, in place.

    A mark takes the place of one of the other kind. Subtracting takes away marks of either kind, intersecting those of
    this kind outside of the shape.

    Args:
        sampling: (H, W) of values as in ``SAMPLING``.
        marks: of the same size, the shape; soft ones count from the middle.
        what: the kind of mark; not ``hole``.
        how: which.
    """
    inside, value = marks >= _HALF, np.uint8(SAMPLING[what])
    if how == "add":
        sampling[inside] = value
    elif how == "subtract":
        sampling[inside] = 0
    else:
        sampling[~inside & (sampling == value)] = 0


def to_text(sampling: Mask) -> bytes:
    """Sampling marks as a PNG text chunk, type and content: height, width, then value and length of each run."""
    flat = sampling.ravel()
    starts = np.concatenate([[0], np.flatnonzero(flat[1:] != flat[:-1]) + 1])
    lengths = np.diff(np.concatenate([starts, [flat.size]]))
    runs = np.stack([flat[starts].astype(np.int64), lengths], axis=1).ravel()
    words = " ".join(map(str, (*sampling.shape, *runs.tolist())))
    return _HEAD + zlib.compress(words.encode("ascii"))


def from_texts(texts: tuple[bytes, ...], extent: Extent) -> Mask | None:
    """Sampling marks out of a PNG's texts; None where there are none for a photo of this size, or they are damaged."""
    text = next((text for text in texts if text.startswith(_HEAD)), None)
    if text is None:
        return None
    try:
        opener = zlib.decompressobj()
        words = opener.decompress(text[len(_HEAD) :], _TEXT_BYTES_AT_MOST)
        numbers = np.array(words.split(), np.int64)
    except (zlib.error, ValueError, OverflowError):
        return None
    if not opener.eof or numbers.size % 2 or tuple(numbers[:2]) != (extent.height, extent.width):
        return None
    values, lengths = numbers[2::2], numbers[3::2]
    is_known = np.isin(values, (0, *SAMPLING.values())).all()
    if not is_known or (lengths <= 0).any() or (lengths > extent.pixels).any() or lengths.sum() != extent.pixels:
        return None
    return np.repeat(values.astype(np.uint8), lengths).reshape(extent.height, extent.width)
