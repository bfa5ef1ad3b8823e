"""The file formats of photos: how each is told by its first bytes, what it can hold, how far it goes.

Comes in: the head of a file, or a name to write to. Goes out: a ``Format`` for ``reading``
and ``writing``. Imports no codec, so that file dialogs can ask for the suffixes at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from desktop_unet.errors import FormatUnknown, NotAPhoto

PIXEL_LIMIT = 250_000_000
"""Photos with more pixels are refused from their header, before anything is decoded."""

HEAD_BYTES = 4096


@dataclass(frozen=True)
class Format:
    """One file format.

    Args:
        name: for sentences.
        suffixes: lower case, with dot; the first is the usual one.
        vips: libvips' stem of loader and saver ("jpeg" of jpegload); None where another library does it.
        pillow: Pillow's name; None where it does not do it.
        side_limit: longest side that a file can have, in pixels.
        depth_bits: greatest depth that is written.
        keeps_alpha: whether a written file has the alpha channel.
        keeps_profile: whether a written file has ICC profile and metadata.
        keeps_exif: whether that metadata has EXIF.
        writable: whether photos are written in it.
        has_quality: whether it is written with a quality of 1 to 100.
        can_be_lossless: whether every value of 8 bits comes back, at least where that is asked for.
        saver: options of libvips' saver that are always the same.
    """

    name: str
    suffixes: tuple[str, ...]
    vips: str | None = None
    pillow: str | None = None
    side_limit: int = 2**31 - 1
    depth_bits: int = 8
    keeps_alpha: bool = True
    keeps_profile: bool = True
    keeps_exif: bool = True
    writable: bool = True
    has_quality: bool = False
    can_be_lossless: bool = True
    saver: tuple[tuple[str, Any], ...] = ()


JPEG = Format(
    "JPEG",
    (".jpg", ".jpeg", ".jpe", ".jfif"),
    vips="jpeg",
    side_limit=65_500,
    keeps_alpha=False,
    has_quality=True,
    can_be_lossless=False,
)
# The "up" filter is nearly as small as trying all of them, in a third of the time.
PNG = Format("PNG", (".png",), vips="png", depth_bits=16, saver=(("filter", "up"),))
TIFF = Format(
    "TIFF", (".tif", ".tiff"), vips="tiff", depth_bits=16, saver=(("compression", "lzw"), ("predictor", "horizontal"))
)
WEBP = Format("WebP", (".webp",), vips="webp", side_limit=16_383, has_quality=True)
AVIF = Format(
    "AVIF", (".avif",), vips="heif", side_limit=16_384, has_quality=True, saver=(("compression", "av1"), ("effort", 2))
)
HEIC = Format("HEIC", (".heic", ".heif", ".hif"), writable=False)
GIF = Format(
    "GIF",
    (".gif",),
    vips="gif",
    side_limit=65_535,
    keeps_profile=False,
    keeps_exif=False,
    can_be_lossless=False,
    saver=(("effort", 2),),
)
BMP = Format("BMP", (".bmp", ".dib"), pillow="BMP", keeps_alpha=False, keeps_profile=False, keeps_exif=False)
JPEG_2000 = Format(
    "JPEG 2000", (".jp2", ".j2k", ".jpf", ".jpx"), pillow="JPEG2000", keeps_profile=False, writable=False
)
PNM = Format("PNM", (".ppm", ".pgm", ".pbm", ".pnm"), pillow="PPM", keeps_profile=False, writable=False)

RAW = Format(
    "camera raw",
    (
        *(".dng", ".nef", ".nrw", ".cr2", ".cr3", ".crw", ".arw", ".sr2", ".raf", ".orf", ".rw2", ".pef"),
        *(".srw", ".iiq", ".3fr", ".erf", ".mef", ".mos", ".mrw", ".dcr", ".kdc", ".x3f", ".rwl"),
    ),
    writable=False,
)
"""Found by its structure and by ``foreign_kind``; read where rawpy is installed."""

FORMATS = (JPEG, PNG, TIFF, WEBP, AVIF, GIF, BMP, JPEG_2000, PNM, HEIC)

READABLE_SUFFIXES: tuple[str, ...] = tuple(
    suffix for format_ in (*FORMATS, *((RAW,) if find_spec("rawpy") else ())) for suffix in format_.suffixes
)
WRITABLE_SUFFIXES: tuple[str, ...] = tuple(s for format_ in FORMATS if format_.writable for s in format_.suffixes)

_HEADS: tuple[tuple[bytes, Format], ...] = (
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"II*\x00", TIFF),
    (b"MM\x00*", TIFF),
    (b"II+\x00", TIFF),
    (b"MM\x00+", TIFF),
    (b"GIF87a", GIF),
    (b"GIF89a", GIF),
    (b"\x00\x00\x00\x0cjP  \r\n\x87\n", JPEG_2000),
    (b"\xff\x4f\xff\x51", JPEG_2000),
    (b"BM", BMP),
)
_HEIC_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx")
_HEIF_BRANDS = (b"avif", b"avis", b"mif1", b"msf1")


def format_of_content(head: bytes) -> Format | None:
    """The format that a file's first ``HEAD_BYTES`` bytes speak of; its name plays no part."""
    for magic, format_ in _HEADS:
        if head.startswith(magic):
            return format_
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return WEBP
    if head[4:8] == b"ftyp" and head[8:12] in (*_HEIC_BRANDS, *_HEIF_BRANDS):
        return HEIC if _is_hevc(head) else AVIF
    if head[:1] == b"P" and head[1:2] in b"123456" and head[2:3].isspace():
        return PNM
    return None


_FOREIGN_HEADS: tuple[tuple[bytes, str], ...] = (
    (b"\xff\x0a", "JPEG XL"),
    (b"\0\0\0\x0cJXL \r\n\x87\n", "JPEG XL"),
    (b"8BPS", "PSD"),
    (b"8BPB", "PSD"),
    (b"gimp xcf", "XCF"),
    (b"v/1\x01", "OpenEXR"),
    (b"#?RADIANCE", "Radiance HDR"),
    (b"#?RGBE", "Radiance HDR"),
    (b"qoif", "QOI"),
    (b"DDS ", "DDS"),
    (b"SIMPLE  =", "FITS"),
    (b"DICM", "DICOM"),
    (b"%PDF-", "PDF"),
    (b"II\xbc\x01", "JPEG XR"),
    (b"BPG\xfb", "BPG"),
    (b"\xff\xd8\xff\xf7", "JPEG-LS"),
)
_RAW_HEADS: tuple[tuple[bytes, str], ...] = (
    (b"FUJIFILMCCD-RAW", "RAF"),
    (b"IIRO", "ORF"),
    (b"IIRS", "ORF"),
    (b"MMOR", "ORF"),
    (b"IIU\0", "RW2"),
    (b"FOVb", "X3F"),
    (b"\0MRM", "MRW"),
    (b"II\x1a\0\0\0HEAPCCDR", "CRW"),
)


def foreign_kind(head: bytes) -> str | None:
    """What a file is called that other programs read and this one does not; None for all others."""
    return next((name for magic, name in _FOREIGN_HEADS if head.startswith(magic)), None)


def raw_kind_of_head(head: bytes) -> str | None:
    """Which camera raw this is, of those that are no TIFF; None for all others."""
    if head[4:12] == b"ftypcrx ":
        return "CR3"
    return next((name for magic, name in _RAW_HEADS if head.startswith(magic)), None)


def _is_hevc(head: bytes) -> bool:
    """Whether a HEIF file, whose brand may be that of either packing, is packed by HEVC."""
    return (head[8:12] in _HEIC_BRANDS or b"hvc1" in head) and b"av01" not in head


def not_a_photo(path: Path) -> NotAPhoto:
    """What to raise for a file of no format that is read."""
    *others, last = (format_.name for format_ in FORMATS)
    return NotAPhoto(path=path, formats=", ".join(others), last_format=last)


def format_of_suffix(path: Path) -> Format:
    """The format to write a file of this name in.

    Raises:
        FormatUnknown: no format that is written has this suffix.
    """
    for format_ in FORMATS:
        if format_.writable and path.suffix.lower() in format_.suffixes:
            return format_
    raise FormatUnknown(path=path, suffix=path.suffix, suffixes=", ".join(WRITABLE_SUFFIXES))
