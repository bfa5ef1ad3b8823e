"""Photos of the formats that libvips decodes: opened, decoded as far as they go, put together.

Comes in: a path whose format is known. Goes out: a ``Photo`` or a mishap, for ``reading``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from desktop_unet.errors import ColoursUnreadable, PhotoDamaged, PhotoTooLarge
from desktop_unet.imaging.colour import KNOWN_PHOTOMETRICS, Decoding, as_gray_or_rgb
from desktop_unet.imaging.formats import AVIF, JPEG, PIXEL_LIMIT, TIFF, Format, not_a_photo
from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.header_facts import Facts, peek
from desktop_unet.imaging.libvips import clear_complaints, field, libvips, reason
from desktop_unet.imaging.metadata import metadata_of
from desktop_unet.imaging.photo import Metadata, Photo
from desktop_unet.imaging.tiff_exif import with_lab_as_plain_channels
from desktop_unet.phrases import Phrase

_TURNED = (5, 6, 7, 8)
_STRICT = {JPEG: "warning", TIFF: "warning"}
"""What makes a decoder stop: of these two, only warnings tell of missing pieces; others warn of trifles."""

_SPARSE_PIXELS_PER_BYTE = 1000
"""No format packs even one flat colour so tightly, so a damaged file that claims more has nothing to show."""

Take = Callable[[Any], NDArray[Any]]
"""How pixels are taken from libvips: its image in, (H, W) or (H, W, channels) out; ``pyvips.Error`` where it fails."""


@dataclass(frozen=True)
class Header:
    """A file that libvips has opened but not decoded.

    Args:
        image: libvips' own.
        orientation: EXIF's, 1 to 8.
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


def read_with_vips(path: Path, format_: Format, *, whole: bool, take: Take = into_own_memory) -> Photo:
    """The photo in a file; arguments and mishaps as for ``reading.read_photo``."""
    header = open_header(path, format_)
    complaint = header.complaint
    if complaint is None:
        try:
            return _assemble(path, header, *_decoded(header, take))
        except libvips().Error as error:
            complaint = reason(error)
    if whole or header.extent.pixels > _SPARSE_PIXELS_PER_BYTE * path.stat().st_size:
        raise PhotoDamaged(path=path, reason=complaint)
    return _as_far_as_it_goes(path, format_, complaint, take)


def open_header(path: Path, format_: Format, *, leniently: bool = False, is_ours: bool = False) -> Header:
    """Open a file and check its size; nothing is decoded.

    Args:
        path: the file.
        format_: what it is by content; only this loader is tried.
        leniently: decoding will not stop at damage.
        is_ours: the program has written it, so that it may have any size.

    Raises:
        NotAPhoto, PhotoDamaged, ColoursUnreadable: it is of no use.
        PhotoTooLarge: it has more than ``PIXEL_LIMIT`` pixels.
    """
    facts = peek(path, format_)
    if facts.extent is not None and not is_ours:
        refuse_too_large(path, facts.extent)
    _refuse_colours(path, facts)
    image, complaint = _opened(path, format_, facts, leniently)
    orientation = field(image, "orientation", 1)
    orientation = orientation if orientation in range(1, 9) else 1
    height, width = image.height, image.width
    extent = Extent(width, height) if orientation in _TURNED else Extent(height, width)
    if not is_ours:
        refuse_too_large(path, extent)
    return Header(image, orientation, extent, facts, complaint)


def read_metadata(path: Path, format_: Format) -> tuple[Extent, Metadata, bytes | None]:
    """Size, metadata and colour profile that a file of ours has; mishaps as for ``open_header``."""
    header = open_header(path, format_, is_ours=True)
    profile = field(header.image, "icc-profile-data", None)
    metadata = metadata_of(path, header.image, header.facts, is_turned=False)
    return header.extent, metadata, None if profile is None else bytes(profile)


def _refuse_colours(path: Path, facts: Facts) -> None:
    if facts.is_apart:
        raise ColoursUnreadable(path=path, what=Phrase("gray and transparency in separate planes"))
    if facts.photometric is not None and facts.photometric not in KNOWN_PHOTOMETRICS:
        raise ColoursUnreadable(
            path=path, what=Phrase("its colour space (number {photometric} in TIFF)", photometric=facts.photometric)
        )


def _opened(path: Path, format_: Format, facts: Facts, leniently: bool) -> tuple[Any, str | None]:
    """libvips' image, and why it could not be opened strictly."""
    strictness = "none" if leniently else _STRICT.get(format_, "error")
    try:
        return _loaded(path, format_, facts, strictness), None
    except libvips().Error as error:
        if format_ is AVIF and "nsupported" in str(error):  # HEIC, whose decoder the wheel lacks
            raise not_a_photo(path) from None
        complaint = reason(error)
    try:
        return _loaded(path, format_, facts, "none"), complaint
    except libvips().Error:
        raise PhotoDamaged(path=path, reason=complaint) from None


def _loaded(path: Path, format_: Format, facts: Facts, strictness: str) -> Any:
    # The loader is named rather than guessed: only the formats listed are ever tried.
    call, loader = libvips().Operation.call, f"{format_.vips}load"
    options = {"access": "sequential", "fail_on": strictness}
    clear_complaints()
    if facts.is_lab_of_8_bits:
        return call(f"{loader}_buffer", with_lab_as_plain_channels(path), **options)
    try:
        return call(loader, str(path), **options)
    except UnicodeEncodeError:  # libvips takes names in UTF-8 only
        return call(f"{loader}_buffer", path.read_bytes(), **options)


def _decoded(header: Header, take: Take) -> tuple[Decoding, NDArray[Any]]:
    decoding = as_gray_or_rgb(header.image, header.facts)
    clear_complaints()
    return decoding, take(decoding.image)


def _as_far_as_it_goes(path: Path, format_: Format, why: str, take: Take) -> Photo:
    """What a damaged file still shows, with a note; a mishap where that is nothing but one flat colour."""
    header = open_header(path, format_, leniently=True)
    try:
        decoding, decoded = _decoded(header, take)
    except libvips().Error:
        raise PhotoDamaged(path=path, reason=why) from None
    finally:
        clear_complaints()
    if is_flat(decoded):
        raise PhotoDamaged(path=path, reason=why)
    return _assemble(path, header, decoding, decoded, read_as_far_as_it_goes(why))


def read_as_far_as_it_goes(reason: object) -> Phrase:
    """The note on a file of which only a part could be read."""
    return Phrase(
        "The file is damaged or cut short ({reason}): it was read as far as it goes, the rest is missing.",
        reason=reason,
    )


def is_flat(decoded: NDArray[Any]) -> bool:
    """Whether all pixels of (H, W) or (H, W, channels) are equal."""
    return bool((decoded == decoded[:1, :1]).all())


def _assemble(path: Path, header: Header, decoding: Decoding, decoded: NDArray[Any], *notes: Phrase) -> Photo:
    colours = 1 if decoding.is_gray else 3
    stacked = decoded if decoded.ndim == 3 else decoded[..., None]
    pixels = np.repeat(stacked[..., :1], 3, axis=2) if decoding.is_gray else stacked[..., :3]
    alpha = stacked[..., colours] if stacked.shape[2] > colours else None
    is_turned = header.orientation in _TURNED
    return Photo(
        pixels=upright(pixels, header.orientation),
        alpha=None if alpha is None else upright(alpha, header.orientation),
        icc_profile=decoding.icc_profile,
        metadata=metadata_of(path, header.image, header.facts, is_turned=is_turned),
        is_gray=decoding.is_gray,
        notes=(*notes, *decoding.notes),
        source=path,
    )


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
