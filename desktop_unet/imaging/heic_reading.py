"""Photos of phones: HEIC, decoded by libheif and libde265 through pi-heif.

Comes in: a path whose content is HEIC. Goes out: a ``Photo``, or a mishap. pi-heif is imported when the first such
file comes.

Source: ISO/IEC 23008-12: turning and mirroring are properties of the picture, and EXIF's orientation does not count.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from desktop_unet.errors import FormatNotRead, PageMissing, PhotoDamaged
from desktop_unet.imaging.assembling import Header, Take, assemble, decode, refuse_colours, refuse_too_large
from desktop_unet.imaging.coded_colours import Coding
from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.header_facts import Facts
from desktop_unet.imaging.libvips import libvips, reason
from desktop_unet.imaging.photo import Photo
from desktop_unet.imaging.ranges import fill_16_bits
from desktop_unet.phrases import Phrase

_SEQUENCES = (b"hevc", b"hevx")
_UNSUPPORTED = "nsupported"
_BLOCKS = (("exif", "exif-data"), ("xmp", "xmp-data"), ("icc_profile", "icc-profile-data"))
_PARTS = (
    ("gainmap", Phrase("The file's gain map for HDR screens was left out.")),
    ("depth", Phrase("The file's depth map was left out.")),
    ("matte", Phrase("The file's mattes (outlines of persons, hair and the like) were left out.")),
)
"""What stands in the names of pictures that help the photo, and what is said of it."""


def read_heic(path: Path, *, take: Take, page: int = 1) -> Photo:
    """The photo in a file: that which it calls the primary one, or one of the others.

    Args:
        path: the file.
        take: where the pixels go.
        page: 1 for the primary picture; the others follow in the file's order.

    Raises:
        FormatNotRead: pi-heif is not installed, or the file is of a kind that it does not decode.
        PageMissing, PhotoDamaged, PhotoTooLarge, ColoursUnreadable: as for ``reading.read_photo``.
    """
    picture, facts = _opened(path, page)
    try:
        image = _as_libvips(picture)
    except Exception as error:  # libheif's complaints, by way of any Python error
        raise _refusal(path, error) from None
    header = Header(image, 1, Extent(image.height, image.width), facts)
    return assemble(path, header, *decode(header, take), *_left_out(picture))


def read_extent_of_heic(path: Path, page: int = 1) -> Extent:
    """Height and width of the photo, from the header; mishaps as for ``read_heic``."""
    facts = _opened(path, page)[1]
    assert facts.extent is not None
    return facts.extent


def _opened(path: Path, page: int) -> tuple[Any, Facts]:
    """pi-heif's picture, not decoded yet, and what the file says of it."""
    try:
        import pi_heif
    except ImportError:
        raise FormatNotRead(path=path, format="HEIC") from None
    try:
        file = pi_heif.open_heif(path, convert_hdr_to_8bit=False, hdr_to_16bit=False)
        others = [number for number in range(len(file)) if number != file.primary_index]
        numbers = [file.primary_index, *others]
    except Exception as error:
        raise _refusal(path, error) from None
    if page > len(numbers):
        raise PageMissing(path=path, page=page, pages=len(numbers))
    picture = file[numbers[page - 1]]
    facts = _facts(picture, len(numbers))
    assert facts.extent is not None
    refuse_too_large(path, facts.extent)
    refuse_colours(path, facts)
    return picture, facts


def _facts(picture: Any, pictures: int) -> Facts:
    width, height = picture.size
    said = picture.info.get("nclx_profile")
    coding = Coding(said["color_primaries"], said["transfer_characteristics"]) if said else None
    return Facts(Extent(height, width), pictures, has_resolution=False, coding=coding)


def _refusal(path: Path, error: Exception) -> FormatNotRead | PhotoDamaged:
    with path.open("rb") as file:
        brand = file.read(12)[8:]
    if brand in _SEQUENCES:
        return FormatNotRead(path=path, format=Phrase("a HEIC sequence"))
    if _UNSUPPORTED in str(error):
        return FormatNotRead(path=path, format=Phrase("HEIC of this kind"))
    return PhotoDamaged(path=path, reason=reason(error))


def _as_libvips(picture: Any) -> Any:
    """The decoded picture with its metadata; 10 and 12 bits fill 16."""
    pixels, bits = np.asarray(picture), int(picture.info["bit_depth"])
    is_gray = pixels.ndim == 2 or pixels.shape[2] < 3
    if bits > 8:
        pixels = fill_16_bits(pixels, 2**bits - 1)
    deep, plain = ("grey16", "b-w") if is_gray else ("rgb16", "srgb")
    image = libvips().Image.new_from_array(pixels, interpretation=deep if bits > 8 else plain).copy()
    if picture.premultiplied_alpha:
        image = image.unpremultiply(max_alpha=65535 if bits > 8 else 255).rint().cast(image.format)
    for name, place in _BLOCKS:
        block = picture.info.get(name)
        if block:
            image.set_type(libvips().GValue.blob_type, place, bytes(block))
    return image


def _left_out(picture: Any) -> tuple[Phrase, ...]:
    """A sentence for each kind of picture in the file that is not the photo but belongs to it."""
    names = " ".join(picture.info.get("aux", {})).lower() + (" depth" if picture.info["depth_images"] else "")
    return tuple(sentence for part, sentence in _PARTS if part in names)
