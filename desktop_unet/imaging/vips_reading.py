"""Photos of the formats that libvips decodes: opened, and decoded as far as they go.

Comes in: a path whose format is known. Goes out: a ``Photo`` or a mishap, for ``reading``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from desktop_unet.errors import (
    FormatNotRead,
    Mishap,
    PageMissing,
    PhotoDamaged,
)
from desktop_unet.imaging.assembling import (
    Header,
    Take,
    assemble,
    decode,
    header_of,
    into_own_memory,
    read_blocks,
    refuse_colours,
    refuse_too_large,
)
from desktop_unet.imaging.formats import AVIF, GIF, JPEG, TIFF, WEBP, Format
from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.header_facts import Facts, peek
from desktop_unet.imaging.libvips import clear_complaints, field, libvips, reason
from desktop_unet.imaging.partial import is_flat, read_as_far_as_it_goes
from desktop_unet.imaging.photo import Metadata, Photo
from desktop_unet.imaging.second_try import TRIED, NoSecondTry, open_with_pillow, unsupported_kind
from desktop_unet.imaging.tiff_exif import with_lab_as_plain_channels
from desktop_unet.imaging.tiff_structure import mended
from desktop_unet.phrases import Phrase

_STRICT = {JPEG: "warning", TIFF: "warning"}
"""What makes a decoder stop: of these two, only warnings tell of missing pieces; others warn of trifles."""

_PAGED = (GIF, WEBP, AVIF)
"""Formats besides TIFF whose pictures libvips gives by number."""

_SPARSE_PIXELS_PER_BYTE = 1000
"""No format packs even one flat colour so tightly, so a damaged file that claims more has nothing to show."""


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
            return assemble(path, header, *decode(header, take))
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
        decoding, decoded = decode(header, take)
        if is_whole or not is_flat(decoded):
            notes = () if is_whole else (read_as_far_as_it_goes(why),)
            return assemble(path, header, decoding, decoded, *notes)
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
    refuse_colours(path, facts)
    try:
        image, is_whole = open_with_pillow(path, format_, facts), format_ is TIFF
    except NoSecondTry:
        if whole:
            raise
        image, is_whole = open_with_pillow(path, format_, facts, leniently=True), False
    return header_of(path, image, facts), is_whole


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
    if facts.extent is not None and not is_ours:
        refuse_too_large(path, facts.extent)
    refuse_colours(path, facts)
    image, complaint = _opened(path, format_, facts, leniently, page)
    return header_of(path, image, facts, complaint, is_ours=is_ours)


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
    metadata, _ = read_blocks(path, header)
    return header.extent, metadata, None if profile is None else bytes(profile)


def _opened(path: Path, format_: Format, facts: Facts, leniently: bool, page: int) -> tuple[Any, str | None]:
    """libvips' image, and why it could not be opened strictly."""
    pages = facts.pictures if facts.picture is not None else _pages(path, format_, facts, page)
    if page > pages:
        raise PageMissing(path=path, page=page, pages=pages)
    strictness = "none" if leniently else _STRICT.get(format_, "error")
    try:
        return _loaded(path, format_, facts, strictness, page), None
    except libvips().Error as error:
        if format_ is AVIF and "nsupported" in str(error):
            raise FormatNotRead(path=path, format=Phrase("HEIF of this kind")) from None
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


def _as_far_as_it_goes(path: Path, format_: Format, why: str, take: Take, page: int) -> Photo:
    """What a damaged file still shows, with a note; a mishap where that is nothing but one flat colour."""
    header = open_header(path, format_, leniently=True, page=page)
    try:
        decoding, decoded = decode(header, take)
    except libvips().Error:
        raise PhotoDamaged(path=path, reason=why) from None
    finally:
        clear_complaints()
    if is_flat(decoded):
        raise PhotoDamaged(path=path, reason=why)
    return assemble(path, header, decoding, decoded, read_as_far_as_it_goes(why))
