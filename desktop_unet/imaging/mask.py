"""What is to be filled: masks from and to files, grown and shrunk, in boxes, and put to use.

Comes in: a picture in black and white, or strokes from ``document``. Goes out: a mask and its
boxes for ``engine.restore``, and the filled photo.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from desktop_unet.errors import MaskEmpty, MaskFull, MaskShapeSame, MaskSizeDiffers, MaskUnclear
from desktop_unet.imaging.codec import Written, read_extent, read_photo, write_photo
from desktop_unet.imaging.combining import inverted
from desktop_unet.imaging.connected_regions import group_boxes
from desktop_unet.imaging.embedding import texts_of_png
from desktop_unet.imaging.formats import BMP, PNG, Format
from desktop_unet.imaging.geometry import Extent, Rect
from desktop_unet.imaging.mask_meaning import FILL as FILL
from desktop_unet.imaging.mask_meaning import HALF, meant_by
from desktop_unet.imaging.photo import Mask, Metadata, Photo
from desktop_unet.imaging.reading import told_format
from desktop_unet.imaging.sampling import from_texts, to_text
from desktop_unet.phrases import Phrase

_LOSSLESS: tuple[Format, ...] = (PNG, BMP)
_KEPT_PX_AT_LEAST, _KEPT_AT_LEAST = 16, 0.001
"""Fewer pixels than that, or a smaller share of the photo, are nothing to fill the rest from."""
_OURS = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    b'<rdf:Description rdf:about="" xmlns:du="urn:desktop-unet" du:kind="mask"/></rdf:RDF></x:xmpmeta>'
)
"""Says in a PNG of ours that it is a mask, whatever values it has."""


def read_mask(path: Path | str, extent: Extent, photo: Photo | None = None) -> Mask:
    """The mask that a picture of any readable format stands for: white fills, black keeps.

    Labels (0 and 1) count as black and white. Transparent pixels keep, whatever colour is under them; where that leaves
    nothing, the picture is taken for strokes of any colour on a transparent ground: what is opaque fills. Transparent
    pixels of a photo are holes. A copy of ``photo`` in which something was painted over marks that.

    Args:
        path: the picture.
        extent: the photo's size.
        photo: the photo, to tell a copy of it by.

    Returns:
        (H, W) uint8, 0 keep and 255 fill.

    Raises:
        MaskSizeDiffers, MaskShapeSame: the picture has another size than the photo.
        MaskUnclear: it is no mask.
        MaskEmpty, MaskFull: nothing is to be filled, or all.
        Mishap: as ``codec.read_photo``.
    """
    return _checked(Path(path), _hard(_marks(Path(path), _read_of_size(Path(path), extent), photo)))


def read_soft_mask(path: Path | str, extent: Extent, photo: Photo | None = None) -> Mask:
    """As ``read_mask``, but a gray picture whose format loses nothing is taken value by value.

    So a mask with soft edges that was written by ``write_mask`` comes back as it was.
    """
    path = Path(path)
    picture = _read_of_size(path, extent)
    marks = _marks(path, picture, photo)
    is_soft = picture.is_gray and picture.depth_bits == 8 and picture.alpha is None and told_format(path) in _LOSSLESS
    return _checked(path, marks if is_soft else _hard(marks))


@dataclass(frozen=True)
class Wishes:
    """What is to be done with a mask after it was read.

    Args:
        inverts: what is marked stays, what is not is filled.
        grown_px: as much around all that is marked is filled too.
        scales: a mask of another size but the same shape is brought to the photo's size.
    """

    inverts: bool = False
    grown_px: int = 0
    scales: bool = False


def read_wanted_mask(path: Path | str, photo: Photo, wishes: Wishes) -> tuple[Mask, tuple[Phrase, ...]]:
    """``read_mask`` and what is wished, and sentences on what the user may not have meant; raises as that does."""
    path, extent = Path(path), photo.extent
    if wishes.scales and read_extent(path) != extent:
        mask = _scaled(path, extent)
    else:
        mask = read_mask(path, extent, photo)
    return wanted(mask, wishes, path=path)


def wanted(mask: Mask, wishes: Wishes, *, path: Path | str) -> tuple[Mask, tuple[Phrase, ...]]:
    """A mask inverted and grown as wished; arguments and mishaps as for ``read_wanted_mask``."""
    mask = grow(inverted(mask) if wishes.inverts else mask, wishes.grown_px)
    return _checked(Path(path), mask), notes_on(mask)


def notes_on(mask: Mask) -> tuple[Phrase, ...]:
    """A hint where more than half of the photo is marked."""
    percent = round(100 * float((mask >= HALF).mean()))
    if percent <= 50:
        return ()
    note = Phrase(
        "The mask marks {percent} % of the photo: if that is what should stay, invert the mask (--invert-mask).",
        percent=percent,
    )
    return (note,)


def _scaled(path: Path, extent: Extent) -> Mask:
    found = read_extent(path)
    if not found.has_shape_of(extent):
        raise MaskSizeDiffers(path=path, **_both_sizes(found, extent))
    marks = _marks(path, read_photo(path, whole=True), None)
    return _hard(np.asarray(Image.fromarray(marks).resize((extent.width, extent.height), Image.Resampling.BILINEAR)))


def _marks(path: Path, picture: Photo, photo: Photo | None) -> Mask:
    if picture.metadata.xmp is not None and _OURS in picture.metadata.xmp:
        return np.array(picture.pixels[..., 0], np.uint8)
    marks = meant_by(picture, photo)
    if marks is None:
        raise MaskUnclear(path=path)
    return marks


def _hard(marks: Mask) -> Mask:
    return np.where(marks >= HALF, FILL, 0).astype(np.uint8)


def leaves_nothing(mask: Mask) -> bool:
    """Whether so little stays wholly unfilled that nothing could be filled from it: all is marked, or nearly all."""
    return int((mask == 0).sum()) <= max(_KEPT_PX_AT_LEAST, mask.size * _KEPT_AT_LEAST)


def _checked(path: Path, mask: Mask) -> Mask:
    if not mask.any():
        raise MaskEmpty(path=path)
    if leaves_nothing(mask):
        raise MaskFull(path=path)
    return mask


def _read_of_size(path: Path, extent: Extent) -> Photo:
    found = read_extent(path)
    if found != extent:
        raise (MaskShapeSame if found.has_shape_of(extent) else MaskSizeDiffers)(
            path=path, **_both_sizes(found, extent)
        )
    return read_photo(path, whole=True)


def _both_sizes(found: Extent, extent: Extent) -> dict[str, int]:
    return {"mask_width": found.width, "mask_height": found.height, "width": extent.width, "height": extent.height}


def read_sampling(path: Path | str, extent: Extent) -> Mask | None:
    """The sampling marks that a mask's file of ours holds beside the mask; None where there are none for this size.

    Raises:
        Mishap: as ``codec.read_photo``, where the file is no picture at all.
    """
    path = Path(path)
    return from_texts(texts_of_png(path), extent) if told_format(path) is PNG else None


def write_mask(mask: Mask, path: Path | str, *, sampling: Mask | None = None, overwrite: bool = False) -> Written:
    """Write a mask as a gray picture, and sampling marks as a text in it; raises as ``codec.write_photo``."""
    is_png = Path(path).suffix.lower() == ".png"
    texts = (to_text(sampling),) if is_png and sampling is not None else ()
    metadata = Metadata(xmp=_OURS if is_png else None, texts=texts)
    picture = Photo(np.repeat(mask[..., None], 3, axis=2), is_gray=True, metadata=metadata)
    return write_photo(picture, path, overwrite=overwrite)


def mask_rect(mask: Mask) -> Rect | None:
    """The smallest box around all that is marked; None for an empty mask."""
    rows = np.flatnonzero(mask.any(axis=1))
    if rows.size == 0:
        return None
    columns = np.flatnonzero(mask[rows[0] : rows[-1] + 1].any(axis=0))
    return Rect.from_edges(int(rows[0]), int(columns[0]), int(rows[-1]) + 1, int(columns[-1]) + 1)


def grow(mask: Mask, px: int) -> Mask:
    """The mask and everything at most ``px`` pixels from it (a disc around each pixel)."""
    box = mask_rect(mask)
    if box is None or px <= 0:
        return mask.copy()
    room = box.grown(px).within(Extent(*mask.shape))
    marked = mask[room.slices] > 0
    grown = marked.copy()
    sideways = distance_along_rows(marked, px + 1)
    for step in range(min(px + 1, len(grown))):
        reach = sideways <= int((px * px - step * step) ** 0.5)
        grown[step:] |= reach[: len(reach) - step]
        grown[: len(grown) - step] |= reach[step:]
    result = mask.copy()
    result[room.slices] = grown.astype(np.uint8) * np.uint8(FILL)
    return result


def shrink(mask: Mask, px: int) -> Mask:
    """What stays marked when everything at most ``px`` pixels from an unmarked pixel goes.

    The photo's own border takes nothing away.
    """
    return np.where(grow(np.where(mask > 0, 0, FILL).astype(np.uint8), px) > 0, 0, FILL).astype(np.uint8)


def distance_along_rows(marked: NDArray[np.bool_], limit: int) -> NDArray[np.int32]:
    """Pixels to the nearest marked one of the same row, at most ``limit``."""
    width = marked.shape[1]
    columns = np.arange(width, dtype=np.int32)
    before = np.maximum.accumulate(np.where(marked, columns, -limit).astype(np.int32), axis=1)
    after = np.minimum.accumulate(np.where(marked, columns, width + limit).astype(np.int32)[:, ::-1], axis=1)[:, ::-1]
    return np.minimum(np.minimum(columns - before, after - columns), np.int32(limit))


def holes(mask: Mask, merge_px: int) -> list[Rect]:
    """Boxes around the groups of marked pixels, from the top left.

    Groups closer than ``merge_px`` share a box, so that boxes lie at least that far apart; groups
    more than twice as far apart are never joined but through others.

    Args:
        mask: (H, W) uint8.
        merge_px: at least 1.
    """
    cell = max(1, merge_px)
    boxes = group_boxes(_any_per_cell(mask, cell))
    while True:
        painted = np.zeros((-(-mask.shape[0] // cell), -(-mask.shape[1] // cell)), np.bool_)
        for box in boxes:
            painted[box.slices] = True
        fewer = group_boxes(painted)
        if len(fewer) == len(boxes):
            return [_tight(mask, box.scaled(cell)) for box in boxes]
        boxes = fewer


def _any_per_cell(mask: Mask, cell: int) -> NDArray[np.bool_]:
    """Whether anything is marked, for each square of ``cell`` pixels a side."""
    by_rows = np.logical_or.reduceat(mask > 0, np.arange(0, mask.shape[0], cell), axis=0)
    return np.asarray(np.logical_or.reduceat(by_rows, np.arange(0, mask.shape[1], cell), axis=1))


def _tight(mask: Mask, room: Rect) -> Rect:
    room = room.within(Extent(*mask.shape))
    inside = mask_rect(mask[room.slices])
    return room if inside is None else inside.moved(room.top, room.left)
