"""A photo put together of a decoded libvips image and what its file says, whoever has decoded it.

Comes in: a libvips image from ``vips_reading``, ``second_try``, ``heic_reading`` or ``raw_reading``. Goes out: a
``Photo``, or a mishap.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from desktop_unet.errors import ColoursUnreadable, PhotoTooLarge
from desktop_unet.imaging.coded_colours import HDR
from desktop_unet.imaging.colour import KNOWN_PHOTOMETRICS, Decoding, as_gray_or_rgb
from desktop_unet.imaging.exif import orientation_of_xmp
from desktop_unet.imaging.formats import PIXEL_LIMIT
from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.header_facts import Facts
from desktop_unet.imaging.libvips import clear_complaints, field
from desktop_unet.imaging.metadata import left_behind, metadata_of
from desktop_unet.imaging.photo import Metadata, Photo
from desktop_unet.phrases import Phrase

_TURNED = (5, 6, 7, 8)

Take = Callable[[Any], NDArray[Any]]
"""How pixels are taken from libvips: its image in, (H, W) or (H, W, channels) out; ``pyvips.Error`` where it fails."""


@dataclass(frozen=True)
class Header:
    """A file that has been opened but not decoded.

    Args:
        image: libvips' own.
        orientation: EXIF's, 1 to 8, by which the image is still to be turned.
        extent: of the upright photo.
        facts: what else the header says.
        complaint: why it could be opened leniently only; None for a file that looks whole.
    """

    image: Any
    orientation: int
    extent: Extent
    facts: Facts
    complaint: str | None = None


def refuse_too_large(path: Path, extent: Extent) -> None:
    """Raise ``PhotoTooLarge`` for more than ``PIXEL_LIMIT`` pixels."""
    if extent.pixels > PIXEL_LIMIT:
        raise PhotoTooLarge(path=path, width=extent.width, height=extent.height, limit=PIXEL_LIMIT // 1_000_000)


def into_own_memory(image: Any) -> NDArray[Any]:
    """The pixels in an array like any other."""
    return np.asarray(image.numpy())


def refuse_colours(path: Path, facts: Facts) -> None:
    """Raise ``ColoursUnreadable`` for what no decoder here shows as it is meant."""
    if facts.is_apart:
        raise ColoursUnreadable(path=path, what=Phrase("gray and transparency in separate planes"))
    if facts.coding is not None and facts.coding.transfer in HDR:
        raise ColoursUnreadable(path=path, what=Phrase("HDR brightness ({curve})", curve=HDR[facts.coding.transfer]))
    if facts.photometric is not None and facts.photometric not in KNOWN_PHOTOMETRICS:
        raise ColoursUnreadable(
            path=path, what=Phrase("its colour space (number {photometric} in TIFF)", photometric=facts.photometric)
        )


def header_of(path: Path, image: Any, facts: Facts, complaint: str | None = None, *, is_ours: bool = False) -> Header:
    """Size and turn of an opened image; arguments as for ``Header``, ``is_ours`` as for ``open_header``."""
    orientation = field(image, "orientation", 1)
    if orientation == 1:
        orientation = max(facts.inherited_orientation, _said_by_xmp(image))
    orientation = orientation if orientation in range(1, 9) else 1
    height, width = image.height, image.width
    extent = Extent(width, height) if orientation in _TURNED else Extent(height, width)
    if not is_ours:
        refuse_too_large(path, extent)
    return Header(image, orientation, extent, facts, complaint)


def _said_by_xmp(image: Any) -> int:
    """How a PNG is turned that has no EXIF: there Adobe's programs write it into XMP."""
    xmp = field(image, "xmp-data", None)
    is_png = field(image, "vips-loader", "").startswith("pngload")
    return orientation_of_xmp(bytes(xmp)) if xmp and is_png and not image.get_typeof("exif-data") else 1


def decode(header: Header, take: Take) -> tuple[Decoding, NDArray[Any]]:
    """Gray or RGB values, and what was converted for that; ``pyvips.Error`` where they cannot be had."""
    decoding = as_gray_or_rgb(header.image, header.facts)
    clear_complaints()
    return decoding, take(decoding.image)


def assemble(path: Path, header: Header, decoding: Decoding, decoded: NDArray[Any], *notes: Phrase) -> Photo:
    """The upright photo, ``notes`` before those of its colours and metadata."""
    colours = 1 if decoding.is_gray else 3
    stacked = decoded if decoded.ndim == 3 else decoded[..., None]
    pixels = np.repeat(stacked[..., :1], 3, axis=2) if decoding.is_gray else stacked[..., :3]
    alpha = stacked[..., colours] if stacked.shape[2] > colours else None
    metadata, more = read_blocks(path, header)
    return Photo(
        pixels=upright(pixels, header.orientation),
        alpha=None if alpha is None else upright(alpha, header.orientation),
        icc_profile=decoding.icc_profile,
        metadata=metadata,
        is_gray=decoding.is_gray,
        notes=(*notes, *decoding.notes, *more),
        source=path,
    )


def read_blocks(path: Path, header: Header) -> tuple[Metadata, tuple[Phrase, ...]]:
    """What travels along; where that cannot be taken apart, the photo comes without it."""
    try:
        metadata = metadata_of(path, header.image, header.facts, orientation=header.orientation)
        return metadata, left_behind(path, header.image, metadata, header.orientation)
    except Exception:  # blocks come from anywhere, and what reads them raises anything
        note = Phrase("The metadata (EXIF, XMP, IPTC) could not be read and were left out.")
        return Metadata(), (note,)


def upright(pixels: NDArray[Any], orientation: int) -> NDArray[Any]:
    """Pixels turned and mirrored as EXIF's orientation 1 to 8 asks; contiguous.

    Source: CIPA DC-008 (Exif 2.32), tag 0x0112.
    """
    if orientation in _TURNED:
        pixels = pixels.swapaxes(0, 1)
    if orientation in (3, 4, 7, 8):
        pixels = pixels[::-1]
    if orientation in (2, 3, 6, 7):
        pixels = pixels[:, ::-1]
    return np.ascontiguousarray(pixels)
