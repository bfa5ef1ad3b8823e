"""What travels with a photo: EXIF, XMP, IPTC and resolution, and whether a written file still has it.

Comes in: an opened file. Goes out: ``Metadata`` for the ``Photo``; sentences on what was lost,
for ``writing``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from desktop_unet.imaging.embedding import comments_of_jpeg, name_of_text, texts_of_png
from desktop_unet.imaging.exif import exif_entries, resolution_of_exif, upright_exif, upright_xmp
from desktop_unet.imaging.exif_directories import CAMERA
from desktop_unet.imaging.header_facts import Facts
from desktop_unet.imaging.iptc import PNG_KEYWORD, iptc_records, of_png_text
from desktop_unet.imaging.libvips import field
from desktop_unet.imaging.photo import Metadata
from desktop_unet.imaging.tiff_exif import exif_of_tiff, has_notes_of_maker, iptc_of_tiff
from desktop_unet.imaging.xmp_claims import turned_regions, without_promises
from desktop_unet.phrases import Phrase

_MM_PER_INCH = 25.4
_UNKNOWN_PX_PER_MM = 1.0
_DPI_LIMIT = 100_000
_NOTES_OF_MAKER = (CAMERA, 0x927C)
_NAMES_AT_MOST = 5
_FIRST_ACROSS = 5
"""From this orientation on the upright photo lies across the stored one."""


def metadata_of(path: Path, image: Any, facts: Facts, *, orientation: int) -> Metadata:
    """What an opened libvips image and its file carry.

    Args:
        path: the file.
        image: what libvips made of it.
        facts: what else its header says.
        orientation: EXIF's, 1 to 8, by which the photo was turned upright.
    """
    loader, is_turned = field(image, "vips-loader", ""), orientation >= _FIRST_ACROSS
    is_tiff = loader.startswith("tiffload")
    block = exif_of_tiff(path) if is_tiff else field(image, "exif-data", None)
    exif = upright_exif(bytes(block), is_turned=is_turned) if block else None
    xmp = field(image, "xmp-data", None)
    found = _resolution(image, facts) or (resolution_of_exif(exif) if exif and not is_tiff else None)
    return Metadata(
        exif=exif,
        xmp=_true_xmp(bytes(xmp), orientation)[0] if xmp else None,
        iptc=iptc_of_tiff(path) if is_tiff else _iptc(image),
        dots_per_inch=(found[1], found[0]) if found and is_turned else found,
        comments=comments_of_jpeg(path) if loader.startswith("jpegload") else (),
        texts=texts_of_png(path) if loader.startswith("pngload") else (),
    )


def _true_xmp(block: bytes, orientation: int) -> tuple[bytes, tuple[Phrase, ...]]:
    """The packet of the upright photo, and what it spoke of that is gone."""
    block, gone = without_promises(block)
    block, moved = turned_regions(block, orientation)
    return upright_xmp(block), gone + moved


def left_behind(path: Path, image: Any, metadata: Metadata, orientation: int) -> tuple[Phrase, ...]:
    """Sentences on what a file has and ``metadata_of`` has not."""
    is_tiff = field(image, "vips-loader", "").startswith("tiffload")
    notes = []
    if metadata.exif is None and not is_tiff and field(image, "exif-data", None):
        notes.append(Phrase("The EXIF (camera, date and place) is damaged and was left out."))
    if is_tiff and has_notes_of_maker(path):
        notes.append(Phrase("The camera maker's notes were left out: they make sense in their own file only."))
    xmp = field(image, "xmp-data", None)
    gone = _true_xmp(bytes(xmp), orientation)[1] if xmp else ()
    for part in gone:
        notes.append(
            Phrase("The file's XMP speaks of {part}, which was left out together with these words.", part=part)
        )
    return tuple(notes)


def _resolution(image: Any, facts: Facts) -> tuple[float, float] | None:
    if not facts.has_resolution or image.xres == _UNKNOWN_PX_PER_MM:
        return None
    across, down = image.xres * _MM_PER_INCH, image.yres * _MM_PER_INCH
    return (across, down) if 1 <= across <= _DPI_LIMIT and 1 <= down <= _DPI_LIMIT else None


def _iptc(image: Any) -> bytes | None:
    block = field(image, "iptc-data", None)
    if block:
        return iptc_records(bytes(block))
    for name in image.get_fields():
        if name.startswith("png-comment-") and name.endswith(PNG_KEYWORD):
            return of_png_text(image.get(name))
    return None


def lost(before: Metadata, after: Metadata, format_name: str) -> tuple[Phrase, ...]:
    """A sentence for each block that was to be written and is not there, or not whole."""
    losses = (
        *_lost_of_exif(exif_entries(before.exif), exif_entries(after.exif)),
        (before.xmp is not None and after.xmp != before.xmp, Phrase("XMP: ratings, titles and edits")),
        (before.iptc is not None and after.iptc != before.iptc, Phrase("IPTC: caption and keywords")),
        (not set(before.comments) <= set(after.comments), Phrase("JPEG comments: texts")),
        (not set(before.texts) <= set(after.texts), _names(before.texts)),
    )
    return tuple(
        Phrase("{format} was written without {what} were left out.", format=format_name, what=what)
        for is_lost, what in losses
        if is_lost
    )


def _lost_of_exif(before: set[tuple[int, int]], after: set[tuple[int, int]]) -> tuple[tuple[bool, Phrase], ...]:
    missing = before - after
    is_all = bool(before) and not before & after
    others = missing - {_NOTES_OF_MAKER}
    return (
        (is_all, Phrase("EXIF: camera, date and place")),
        (not is_all and _NOTES_OF_MAKER in missing, Phrase("the camera maker's notes: settings and serial numbers")),
        (not is_all and bool(others), Phrase("{count} entries of EXIF: they", count=len(others))),
    )


def _names(texts: tuple[bytes, ...]) -> Phrase:
    names = list(dict.fromkeys(name_of_text(text) for text in texts))
    more = " ..." if len(names) > _NAMES_AT_MOST else ""
    return Phrase("texts of the PNG: {names}", names=", ".join(names[:_NAMES_AT_MOST]) + more)
