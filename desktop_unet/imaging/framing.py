"""Turning, straightening and cropping a photo and what was marked on it, with all that travels along kept true.

Comes in: a photo or a mask, and a ``Framing``. Goes out: the same, framed. Quarter turns and crops move pixels and
change none; straightening computes them anew, in the photo's own depth, by libvips' bounded bicubic ("lbb"): as sharp
as bicubic, without rims beside hard edges.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from desktop_unet.imaging.geometry import Extent, Rect
from desktop_unet.imaging.libvips import libvips
from desktop_unet.imaging.photo import CodePixels, Mask, Metadata, Photo
from desktop_unet.imaging.xmp_claims import turned_regions, without_regions
from desktop_unet.phrases import Phrase

MOST_DEGREES = 15.0
_ORIENTATIONS = (1, 6, 3, 8)
"""EXIF's, by quarter turns clockwise."""
_GONE = Phrase("The faces and regions that its XMP names were left out: they lie elsewhere now.")
_SLACK_PX = 1e-6


@dataclass(frozen=True)
class Framing:
    """How a photo is turned, straightened and cropped, in this order.

    Args:
        quarters: quarter turns clockwise.
        degrees: by which what is in the photo is then turned clockwise, about its centre.
        box: what is kept, in pixels of the turned photo; None for all of it.
    """

    quarters: int = 0
    degrees: float = 0.0
    box: Rect | None = None

    def turned(self, extent: Extent) -> Extent:
        """Size of a photo after its quarter turns."""
        return Extent(extent.width, extent.height) if self.quarters % 2 else extent

    def box_in(self, extent: Extent) -> Rect:
        """What is kept of a photo of this size."""
        return self.box if self.box is not None else self.turned(extent).rect

    def at(self, before: Extent, after: Extent) -> Framing:
        """The same for the same photo at another size."""
        if self.box is None or before == after:
            return self
        old, new = self.turned(before), self.turned(after)
        down, across = new.height / old.height, new.width / old.width
        top, left = round(self.box.top * down), round(self.box.left * across)
        bottom, right = round(self.box.bottom * down), round(self.box.right * across)
        top, left = min(top, new.height - 1), min(left, new.width - 1)
        return replace(self, box=Rect.from_edges(top, left, max(bottom, top + 1), max(right, left + 1)).within(new))


def framed(photo: Photo, framing: Framing) -> Photo:
    """A photo turned, straightened and cropped; a note says what of its metadata was left out.

    Args:
        photo: of any depth.
        framing: its box must not be empty, and lie inside the straightened photo, as ``lies_inside`` tells.
    """
    pixels = _framed_planes(photo.pixels, framing)
    alpha = None if photo.alpha is None else _framed_planes(photo.alpha[..., None], framing)[..., 0]
    metadata, notes = _framed_metadata(photo.metadata, framing, photo.extent)
    return replace(photo, pixels=pixels, alpha=alpha, metadata=metadata, notes=notes)


def framed_mask(mask: Mask, framing: Framing) -> Mask:
    """Marks turned, straightened and cropped with their photo; each keeps its value."""
    turned = np.rot90(mask, -framing.quarters)
    box = framing.box_in(Extent(*mask.shape))
    if framing.degrees == 0:
        return np.array(turned[box.slices], order="C")
    return _straightened(turned, framing.degrees, box, "nearest").reshape(box.height, box.width)


def lies_inside(box: Rect, extent: Extent, degrees: float) -> bool:
    """Whether a box shows nothing but the photo once what is in it is turned by so many degrees."""
    if box.is_empty or box.within(extent) != box:
        return False
    corners = [(y, x) for y in (box.top, box.bottom) for x in (box.left, box.right)]
    places = [_source(y, x, extent, degrees) for y, x in corners]
    return all(
        -_SLACK_PX <= y <= extent.height + _SLACK_PX and -_SLACK_PX <= x <= extent.width + _SLACK_PX for y, x in places
    )


def largest_inside(extent: Extent, degrees: float, proportion: float | None = None) -> Rect:
    """The largest box around the centre that shows nothing but the photo.

    Args:
        extent: the photo's size after its quarter turns.
        degrees: by which what is in it is turned.
        proportion: width by height; None for the photo's own.
    """
    if degrees == 0 and proportion is None:
        return extent.rect
    wide = proportion if proportion is not None else extent.width / extent.height
    cosine, sine = abs(math.cos(math.radians(degrees))), abs(math.sin(math.radians(degrees)))
    height = min(
        extent.height,
        extent.width / wide,
        extent.width / (wide * cosine + sine),
        extent.height / (wide * sine + cosine),
    )
    box = _around_centre(extent, height, wide)
    while height > 1 and not lies_inside(box, extent, degrees):  # whole pixels may lie half a pixel off the centre
        height -= 0.5
        box = _around_centre(extent, height, wide)
    return box


def _around_centre(extent: Extent, height: float, wide: float) -> Rect:
    rows, columns = max(1, math.floor(height)), max(1, math.floor(height * wide))
    return Rect((extent.height - rows) // 2, (extent.width - columns) // 2, rows, columns)


def _source(y: float, x: float, extent: Extent, degrees: float) -> tuple[float, float]:
    """Where what lies at a point after turning came from."""
    cosine, sine = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    down, across = y - extent.height / 2, x - extent.width / 2
    return cosine * down - sine * across + extent.height / 2, sine * down + cosine * across + extent.width / 2


def _framed_planes(planes_HWC: CodePixels, framing: Framing) -> CodePixels:
    box = framing.box_in(Extent(*planes_HWC.shape[:2]))
    turned: Any = np.rot90(planes_HWC, -framing.quarters)
    if framing.degrees != 0:
        turned = _straightened(turned, framing.degrees, box, "lbb")
        box = Rect(0, 0, box.height, box.width)
    made: CodePixels = np.ascontiguousarray(turned.reshape(*turned.shape[:2], -1)[box.slices])
    return made


def _straightened(pixels: NDArray[Any], degrees: float, box: Rect, how: str) -> NDArray[Any]:
    """A box of pixels whose content is turned clockwise about their centre, by one of libvips' interpolators."""
    pyvips = libvips()
    height, width = pixels.shape[:2]
    image = pyvips.Image.new_from_array(np.ascontiguousarray(pixels))
    cosine, sine = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    middle_x, middle_y = width / 2 - 0.5, height / 2 - 0.5  # libvips counts from the first pixel's centre
    straightened = image.affine(
        [cosine, -sine, sine, cosine],
        odx=middle_x - (cosine * middle_x - sine * middle_y),
        ody=middle_y - (sine * middle_x + cosine * middle_y),
        oarea=[box.left, box.top, box.width, box.height],
        interpolate=pyvips.Interpolate.new(how),
        extend="copy",
    )
    return np.array(straightened.numpy())


def _framed_metadata(metadata: Metadata, framing: Framing, extent: Extent) -> tuple[Metadata, tuple[Phrase, ...]]:
    orientation, is_across = _ORIENTATIONS[framing.quarters % 4], bool(framing.quarters % 2)
    exif, xmp, dots = metadata.exif, metadata.xmp, metadata.dots_per_inch
    if exif is not None and is_across:
        from desktop_unet.imaging.exif import upright_exif

        exif = upright_exif(exif, is_turned=True) or exif
    notes: tuple[Phrase, ...] = ()
    if xmp is not None:
        xmp, moved = turned_regions(xmp, orientation)
        is_same = framing.degrees == 0 and framing.box_in(extent) == framing.turned(extent).rect
        xmp, is_gone = (xmp, bool(moved)) if is_same else without_regions(xmp)
        notes = (_GONE,) if is_gone or moved else ()
    if dots is not None and is_across:
        dots = (dots[1], dots[0])
    return replace(metadata, exif=exif, xmp=xmp, dots_per_inch=dots), notes
