"""A photo from a file: found, told by its content, and given to the decoder that knows it.

Comes in: a path. Goes out: a ``Photo`` for ``document`` and ``engine``, or a mishap.
libvips decodes what it can (``vips_reading``), Pillow, libheif and LibRaw the rest (``pillow_reading``,
``heic_reading``, ``raw_reading``).
"""

from __future__ import annotations

import stat
from pathlib import Path

from desktop_unet.errors import FileEmpty, FileMissing, FileUnreadable, FormatNotRead, NotAFile, PageMissing
from desktop_unet.imaging.assembling import Take, into_own_memory, refuse_too_large
from desktop_unet.imaging.formats import (
    HEAD_BYTES,
    HEIC,
    RAW,
    TIFF,
    Format,
    foreign_kind,
    format_of_content,
    not_a_photo,
    raw_kind_of_head,
)
from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.heic_reading import read_extent_of_heic, read_heic
from desktop_unet.imaging.photo import Metadata, Photo
from desktop_unet.imaging.pillow_reading import read_extent_with_pillow, read_with_pillow
from desktop_unet.imaging.raw_reading import read_extent_of_raw, read_raw
from desktop_unet.imaging.tiff_structure import raw_kind_of_tiff
from desktop_unet.imaging.vips_reading import read_extent_with_vips, read_metadata, read_with_vips
from desktop_unet.phrases import Phrase


def read_photo(path: Path | str, *, whole: bool = False, take: Take = into_own_memory, page: int = 1) -> Photo:
    """The photo in a file, upright, in the file's own values, depth and colour space.

    CMYK, Lab, palette and the like become RGB; ``notes`` say so. So they do where a file is cut
    short and shows a part of the photo only.

    Args:
        path: the file.
        whole: refuse a file of which a part is missing.
        take: where libvips' pixels go.
        page: which of several pictures, from 1.

    Raises:
        FileMissing, NotAFile, FileUnreadable, FileEmpty: there is no file to read.
        NotAPhoto, FormatNotRead, CameraRaw, RawReaderMissing: it is no photo, or of a format that is not read.
        PageMissing: it holds fewer pictures.
        ColoursUnreadable: its colours are of a kind that no decoder here knows.
        PhotoDamaged: it makes no sense, or breaks off before anything is to be seen.
        PhotoTooLarge: it has more than ``PIXEL_LIMIT`` pixels.
    """
    path = Path(path)
    format_, kind = _told(path)
    if format_ is HEIC:
        return read_heic(path, take=take, page=page)
    if format_ is RAW:
        return read_raw(path, kind, take=take, page=page)
    if format_.pillow is not None:
        _refuse_pages(path, page)
        return read_with_pillow(path, format_, refuse_too_large, whole=whole)
    return read_with_vips(path, format_, whole=whole, take=take, page=page)


def read_extent(path: Path | str, *, page: int = 1) -> Extent:
    """Height and width that ``read_photo`` would give, from the file's header; raises as that does."""
    path = Path(path)
    format_, kind = _told(path)
    if format_ is HEIC:
        return read_extent_of_heic(path, page)
    if format_ is RAW:
        return read_extent_of_raw(path, kind, page)
    if format_.pillow is not None:
        _refuse_pages(path, page)
        return read_extent_with_pillow(path, format_, refuse_too_large)
    return read_extent_with_vips(path, format_, page)


def _refuse_pages(path: Path, page: int) -> None:
    if page > 1:
        raise PageMissing(path=path, page=page, pages=1)


def read_carried(path: Path) -> tuple[Extent, Metadata, bytes | None]:
    """Size, metadata and colour profile of a file of ours, without decoding it; raises as ``read_photo`` does.

    It may have more pixels than are taken from others: results are larger than photos.
    """
    format_ = told_format(path)
    if format_.pillow is not None:
        return read_extent_with_pillow(path, format_, lambda _path, _extent: None), Metadata(), None
    return read_metadata(path, format_)


def told_format(path: Path) -> Format:
    """The format by content, once it is sure that there is a file to look into; raises as ``read_photo`` does."""
    return _told(path)[0]


def _told(path: Path) -> tuple[Format, str]:
    """The format, and what camera raw it is; an empty text for everything else."""
    head = _head(path)
    format_ = format_of_content(head)
    kind = raw_kind_of_tiff(path) if format_ is TIFF else raw_kind_of_head(head)
    if kind is not None:
        return RAW, kind
    foreign = foreign_kind(head)
    if foreign is not None:
        raise FormatNotRead(path=path, format=foreign)
    if format_ is None:
        raise not_a_photo(path)
    return format_, ""


def _head(path: Path) -> bytes:
    try:
        about = path.stat()
        _refuse_what_is_no_file(path, about.st_mode)
        if about.st_size == 0:
            raise FileEmpty(path=path)
        with path.open("rb") as file:
            return file.read(HEAD_BYTES)
    except (FileNotFoundError, NotADirectoryError):
        raise FileMissing(path=path) from None
    except (OSError, ValueError) as error:
        raise FileUnreadable(path=path, reason=getattr(error, "strerror", None) or str(error)) from None


def _refuse_what_is_no_file(path: Path, mode: int) -> None:
    """Opening a pipe would wait for ever, so kinds are told apart before."""
    if stat.S_ISDIR(mode):
        raise NotAFile(path=path, what=Phrase("a folder"))
    if not stat.S_ISREG(mode):
        raise NotAFile(path=path, what=Phrase("a device or pipe"))
