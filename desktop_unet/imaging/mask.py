"""What is to be filled: masks from and to files, grown and shrunk, in boxes, and put to use.

Comes in: a picture in black and white, or strokes from ``document``. Goes out: a mask and its
boxes for ``engine.restore``, and the filled photo.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from desktop_unet.errors import MaskEmpty, MaskSizeDiffers
from desktop_unet.imaging.codec import Written, read_extent, read_photo, write_photo
from desktop_unet.imaging.connected_regions import group_boxes
from desktop_unet.imaging.formats import BMP, PNG, Format
from desktop_unet.imaging.geometry import Extent, Rect
from desktop_unet.imaging.photo import CodePixels, Mask, Photo
from desktop_unet.imaging.reading import told_format

FILL = 255
_LOSSLESS: tuple[Format, ...] = (PNG, BMP)


def read_mask(path: Path | str, extent: Extent) -> Mask:
    """The mask that a picture of any readable format stands for: white fills, black keeps.

    Transparent pixels keep, whatever colour is under them. Where that leaves nothing, the picture
    is taken for strokes of any colour on a transparent ground: what is opaque fills.

    Args:
        path: the picture.
        extent: the photo's size.

    Returns:
        (H, W) uint8, 0 keep and 255 fill.

    Raises:
        MaskSizeDiffers: the picture has another size than the photo.
        MaskEmpty: nothing is to be filled.
        Mishap: as ``codec.read_photo``.
    """
    picture = _read_of_size(Path(path), extent)
    half = 128 if picture.depth_bits == 8 else 128 * 257
    marked = _luma_at_least(picture.pixels, half)
    if picture.alpha is not None:
        opaque = picture.alpha >= half
        marked &= opaque
        if not marked.any() and not opaque.all():
            marked = opaque
    if not marked.any():
        raise MaskEmpty(path=path)
    return marked.astype(np.uint8) * np.uint8(FILL)


def read_soft_mask(path: Path | str, extent: Extent) -> Mask:
    """As ``read_mask``, but a gray picture whose format loses nothing is taken value by value.

    So a mask with soft edges that was written by ``write_mask`` comes back as it was.
    """
    path = Path(path)
    if told_format(path) in _LOSSLESS:
        picture = _read_of_size(path, extent)
        if picture.is_gray and picture.depth_bits == 8 and picture.alpha is None and picture.pixels.any():
            return np.array(picture.pixels[..., 0], np.uint8)
    return read_mask(path, extent)


def _read_of_size(path: Path, extent: Extent) -> Photo:
    found = read_extent(path)
    if found != extent:
        sizes = {"mask_width": found.width, "mask_height": found.height, "width": extent.width, "height": extent.height}
        raise MaskSizeDiffers(path=path, **sizes)
    return read_photo(path, whole=True)


def _luma_at_least(pixels: CodePixels, level: int) -> NDArray[np.bool_]:
    wide = pixels.astype(np.uint32)
    sums: NDArray[np.uint32] = wide[..., 0] * 299 + wide[..., 1] * 587 + wide[..., 2] * 114
    return sums >= level * 1000


def write_mask(mask: Mask, path: Path | str, *, overwrite: bool = False) -> Written:
    """Write a mask as a gray picture; raises as ``codec.write_photo``."""
    return write_photo(Photo(np.repeat(mask[..., None], 3, axis=2), is_gray=True), path, overwrite=overwrite)


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
