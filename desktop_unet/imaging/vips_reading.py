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

from desktop_unet.errors import (
    CameraRaw,
    ColoursUnreadable,
    FormatNotRead,
    Mishap,
    PageMissing,
    PhotoDamaged,
    PhotoTooLarge,
)
from desktop_unet.imaging.coded_colours import HDR
from desktop_unet.imaging.colour import KNOWN_PHOTOMETRICS, Decoding, as_gray_or_rgb
from desktop_unet.imaging.exif import orientation_of_xmp
from desktop_unet.imaging.formats import AVIF, GIF, JPEG, PIXEL_LIMIT, TIFF, WEBP, Format
from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.header_facts import Facts, peek
from desktop_unet.imaging.libvips import clear_complaints, field, libvips, reason
from desktop_unet.imaging.metadata import left_behind, metadata_of
from desktop_unet.imaging.partial import is_flat, read_as_far_as_it_goes
from desktop_unet.imaging.photo import Metadata, Photo
from desktop_unet.imaging.second_try import TRIED, NoSecondTry, open_with_pillow, unsupported_kind
from desktop_unet.imaging.tiff_exif import with_lab_as_plain_channels
from desktop_unet.imaging.tiff_structure import mended
from desktop_unet.phrases import Phrase

_TURNED = (5, 6, 7, 8)
_STRICT = {JPEG: "warning", TIFF: "warning"}
"""What makes a decoder stop: of these two, only warnings tell of missing pieces; others warn of trifles."""

_PAGED = (GIF, WEBP, AVIF)
"""Formats besides TIFF whose pictures libvips gives by number."""

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


def read_with_vips(path: Path, format_: Format, *, whole: bool, take: Take = into_own_memory, page: int = 1) -> Photo:
    """The photo in a file; arguments and mishaps as for ``reading.read_photo``."""
    try:
        return _read_by_libvips(path, format_, whole, take, page)
    except PhotoDamaged as damaged:
        why = str(damaged.facts["reason"])
    return _second_try(path, format_, whole, take, page, why)


def _read_by_libvips(path: Path, format_: Format, whole: bool, take: Take, page: int) -> Photo:
    header = open_header(path, format_, page=page)
    complaint = header.complaint
    if complaint is None:
        try:
            return _assemble(path, header, *_decoded(header, take))
        except libvips().Error as error:
            complaint = reason(error)
    if whole or _claims_too_much(path, header.extent):
        raise PhotoDamaged(path=path, reason=complaint)
    return _as_far_as_it_goes(path, format_, complaint, take, page)


def _claims_too_much(path: Path, extent: Extent) -> bool:
    return extent.pixels > _SPARSE_PIXELS_PER_BYTE * path.stat().st_size


def _second_try(path: Path, format_: Format, whole: bool, take: Take, page: int, why: str) -> Photo:
    """What Pillow reads; a file that may not have a gap only where Pillow finds none, as it tells of TIFF alone."""
    facts = peek(path, format_, page)
    try:
        # A JPEG may be damaged, though Pillow says nothing.
        is_whole = format_ is TIFF
        if format_ not in TRIED or (whole and not is_whole):
            raise NoSecondTry
        header, is_whole = _opened_by_pillow(path, format_, facts, whole=whole)
        decoding, decoded = _decoded(header, take)
        if is_whole or not is_flat(decoded):
            notes = () if is_whole else (read_as_far_as_it_goes(why),)
            return _assemble(path, header, decoding, decoded, *notes)
    except (NoSecondTry, libvips().Error):
        pass
    raise _refusal(path, format_, facts, why)


def _refusal(path: Path, format_: Format, facts: Facts, why: str) -> Mishap:
    """A whole file of a kind that is not read is not called damaged."""
    kind = unsupported_kind(path, format_, facts)
    return PhotoDamaged(path=path, reason=why) if kind is None else FormatNotRead(path=path, format=kind)


def _opened_by_pillow(path: Path, format_: Format, facts: Facts, *, whole: bool) -> tuple[Header, bool]:
    """Pillow's picture, and whether nothing of it is missing.

    Raises:
        NoSecondTry: it gives up, too.
    """
    if facts.extent is None or _claims_too_much(path, facts.extent):
        raise NoSecondTry
    refuse_too_large(path, facts.extent)
    _refuse_colours(path, facts)
    try:
        image, is_whole = open_with_pillow(path, format_, facts), format_ is TIFF
    except NoSecondTry:
        if whole:
            raise
        image, is_whole = open_with_pillow(path, format_, facts, leniently=True), False
    return _header(path, image, facts, None, is_ours=False), is_whole


def open_header(
    path: Path, format_: Format, *, leniently: bool = False, is_ours: bool = False, page: int = 1
) -> Header:
    """Open a file and check its size; nothing is decoded.

    Args:
        path: the file.
        format_: what it is by content; only this loader is tried.
        leniently: decoding will not stop at damage.
        is_ours: the program has written it, so that it may have any size.
        page: which of several pictures, from 1.

    Raises:
        NotAPhoto, PhotoDamaged, ColoursUnreadable: it is of no use.
        PageMissing: it holds fewer pictures.
        PhotoTooLarge: it has more than ``PIXEL_LIMIT`` pixels.
    """
    facts = peek(path, format_, page)
    if facts.structure is not None and facts.structure.raw_kind is not None:
        raise CameraRaw(path=path, kind=facts.structure.raw_kind)
    if facts.extent is not None and not is_ours:
        refuse_too_large(path, facts.extent)
    _refuse_colours(path, facts)
    image, complaint = _opened(path, format_, facts, leniently, page)
    return _header(path, image, facts, complaint, is_ours=is_ours)


def _header(path: Path, image: Any, facts: Facts, complaint: str | None, *, is_ours: bool) -> Header:
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


def read_extent_with_vips(path: Path, format_: Format, page: int = 1) -> Extent:
    """Height and width of the upright photo, from the header; mishaps as for ``reading.read_photo``."""
    try:
        return open_header(path, format_, page=page).extent
    except PhotoDamaged as damaged:
        why = str(damaged.facts["reason"])
    facts = peek(path, format_, page)
    try:
        if format_ not in TRIED:
            raise NoSecondTry
        return _opened_by_pillow(path, format_, facts, whole=False)[0].extent
    except NoSecondTry:
        raise _refusal(path, format_, facts, why) from None


def read_metadata(path: Path, format_: Format) -> tuple[Extent, Metadata, bytes | None]:
    """Size, metadata and colour profile that a file of ours has; mishaps as for ``open_header``."""
    header = open_header(path, format_, is_ours=True)
    profile = field(header.image, "icc-profile-data", None)
    metadata, _ = _metadata(path, header)
    return header.extent, metadata, None if profile is None else bytes(profile)


def _refuse_colours(path: Path, facts: Facts) -> None:
    if facts.is_apart:
        raise ColoursUnreadable(path=path, what=Phrase("gray and transparency in separate planes"))
    if facts.coding is not None and facts.coding.transfer in HDR:
        raise ColoursUnreadable(path=path, what=Phrase("HDR brightness ({curve})", curve=HDR[facts.coding.transfer]))
    if facts.photometric is not None and facts.photometric not in KNOWN_PHOTOMETRICS:
        raise ColoursUnreadable(
            path=path, what=Phrase("its colour space (number {photometric} in TIFF)", photometric=facts.photometric)
        )


def _opened(path: Path, format_: Format, facts: Facts, leniently: bool, page: int) -> tuple[Any, str | None]:
    """libvips' image, and why it could not be opened strictly."""
    pages = facts.pictures if facts.picture is not None else _pages(path, format_, facts, page)
    if page > pages:
        raise PageMissing(path=path, page=page, pages=pages)
    strictness = "none" if leniently else _STRICT.get(format_, "error")
    try:
        return _loaded(path, format_, facts, strictness, page), None
    except libvips().Error as error:
        if format_ is AVIF and "nsupported" in str(error):  # HEIC, whose decoder the wheel lacks
            raise FormatNotRead(path=path, format="HEIC") from None
        complaint = reason(error)
    try:
        return _loaded(path, format_, facts, "none", page), complaint
    except libvips().Error:
        raise PhotoDamaged(path=path, reason=complaint) from None


def _pages(path: Path, format_: Format, facts: Facts, page: int) -> int:
    """How many pictures can be asked for by number; looked up only where it matters."""
    if page == 1 or format_ not in _PAGED:
        return 1
    try:
        return int(field(_loaded(path, format_, facts, "none", 1), "n-pages", 1))
    except libvips().Error:
        return 1


def _loaded(path: Path, format_: Format, facts: Facts, strictness: str, page: int) -> Any:
    # The loader is named rather than guessed: only the formats listed are ever tried.
    call, loader = libvips().Operation.call, f"{format_.vips}load"
    options: dict[str, Any] = {"access": "sequential", "fail_on": strictness}
    if facts.picture is not None:
        options["page"] = facts.picture.page
        if facts.picture.child is not None:
            options["subifd"] = facts.picture.child
    elif page > 1:
        options["page"] = page - 1
    clear_complaints()
    if facts.is_lab_of_8_bits:
        return call(f"{loader}_buffer", with_lab_as_plain_channels(path), **options)
    if facts.structure is not None and facts.picture is not None:
        content = mended(path, facts.structure, facts.picture)
        if content is not None:
            return call(f"{loader}_buffer", content, **options)
    try:
        return call(loader, str(path), **options)
    except UnicodeEncodeError:  # libvips takes names in UTF-8 only
        return call(f"{loader}_buffer", path.read_bytes(), **options)


def _decoded(header: Header, take: Take) -> tuple[Decoding, NDArray[Any]]:
    decoding = as_gray_or_rgb(header.image, header.facts)
    clear_complaints()
    return decoding, take(decoding.image)


def _as_far_as_it_goes(path: Path, format_: Format, why: str, take: Take, page: int) -> Photo:
    """What a damaged file still shows, with a note; a mishap where that is nothing but one flat colour."""
    header = open_header(path, format_, leniently=True, page=page)
    try:
        decoding, decoded = _decoded(header, take)
    except libvips().Error:
        raise PhotoDamaged(path=path, reason=why) from None
    finally:
        clear_complaints()
    if is_flat(decoded):
        raise PhotoDamaged(path=path, reason=why)
    return _assemble(path, header, decoding, decoded, read_as_far_as_it_goes(why))


def _assemble(path: Path, header: Header, decoding: Decoding, decoded: NDArray[Any], *notes: Phrase) -> Photo:
    colours = 1 if decoding.is_gray else 3
    stacked = decoded if decoded.ndim == 3 else decoded[..., None]
    pixels = np.repeat(stacked[..., :1], 3, axis=2) if decoding.is_gray else stacked[..., :3]
    alpha = stacked[..., colours] if stacked.shape[2] > colours else None
    metadata, more = _metadata(path, header)
    return Photo(
        pixels=upright(pixels, header.orientation),
        alpha=None if alpha is None else upright(alpha, header.orientation),
        icc_profile=decoding.icc_profile,
        metadata=metadata,
        is_gray=decoding.is_gray,
        notes=(*notes, *decoding.notes, *more),
        source=path,
    )


def _metadata(path: Path, header: Header) -> tuple[Metadata, tuple[Phrase, ...]]:
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
