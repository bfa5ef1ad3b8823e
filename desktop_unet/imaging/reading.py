"""A photo from a file: found, told by its content, checked from its header, decoded, turned upright.

Comes in: a path. Goes out: a ``Photo`` for ``document`` and ``engine``, or a mishap.
libvips decodes what it can (here), Pillow the rest (``pillow_reading``).
"""

from __future__ import annotations

import stat
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from desktop_unet.errors import FileEmpty, FileMissing, FileUnreadable, NotAFile, NotAPhoto, PhotoDamaged, PhotoTooLarge
from desktop_unet.imaging.colour import Decoding, as_gray_or_rgb
from desktop_unet.imaging.exif import upright_exif, upright_xmp
from desktop_unet.imaging.formats import HEAD_BYTES, PIXEL_LIMIT, Format, format_of_content
from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.libvips import libvips, reason
from desktop_unet.imaging.photo import Metadata, Photo
from desktop_unet.imaging.pillow_reading import read_extent_with_pillow, read_with_pillow
from desktop_unet.imaging.tiff_exif import exif_of_tiff

_MM_PER_INCH = 25.4
_UNKNOWN_PX_PER_MM = 1.0
_DPI_LIMIT = 100_000
_TURNED = (5, 6, 7, 8)


def read_photo(path: Path | str) -> Photo:
    """The photo in a file, upright, in the file's own values, depth and colour space.

    CMYK, Lab, palette and the like become RGB; ``notes`` say so.

    Raises:
        FileMissing, NotAFile, FileUnreadable, FileEmpty: there is no file to read.
        NotAPhoto: it is no photo, or of a format that is not read.
        PhotoDamaged: it breaks off or makes no sense.
        PhotoTooLarge: it has more than ``PIXEL_LIMIT`` pixels.
    """
    path = Path(path)
    format_ = _told_format(path)
    if format_.pillow is not None:
        return read_with_pillow(path, format_, _refuse_too_large)
    header = _vips_header(path, format_)
    try:
        decoding = as_gray_or_rgb(header.image)
        pixels = decoding.image.numpy()
    except libvips().Error as error:
        raise PhotoDamaged(path=path, reason=reason(error)) from None
    return _assemble(path, header, decoding, pixels)


def read_extent(path: Path | str) -> Extent:
    """Height and width that ``read_photo`` would give, from the file's header; raises as that does."""
    path = Path(path)
    format_ = _told_format(path)
    if format_.pillow is not None:
        return read_extent_with_pillow(path, format_, _refuse_too_large)
    return _vips_header(path, format_).extent


@dataclass(frozen=True)
class _Header:
    """A file that libvips has opened but not decoded."""

    image: Any
    orientation: int
    extent: Extent


def _told_format(path: Path) -> Format:
    """The format by content, once it is sure that there is a file to look into."""
    try:
        about = path.stat()
        _refuse_what_is_no_file(path, about.st_mode)
        if about.st_size == 0:
            raise FileEmpty(path=path)
        with path.open("rb") as file:
            format_ = format_of_content(file.read(HEAD_BYTES))
    except (FileNotFoundError, NotADirectoryError):
        raise FileMissing(path=path) from None
    except (OSError, ValueError) as error:
        raise FileUnreadable(path=path, reason=getattr(error, "strerror", None) or str(error)) from None
    if format_ is None:
        raise NotAPhoto(path=path)
    return format_


def _refuse_what_is_no_file(path: Path, mode: int) -> None:
    """Opening a pipe would wait for ever, so kinds are told apart before."""
    if stat.S_ISDIR(mode):
        raise NotAFile(path=path, what="a folder")
    if not stat.S_ISREG(mode):
        raise NotAFile(path=path, what="a device or pipe")


def _refuse_too_large(path: Path, extent: Extent) -> None:
    if extent.pixels > PIXEL_LIMIT:
        raise PhotoTooLarge(path=path, width=extent.width, height=extent.height, limit=PIXEL_LIMIT // 1_000_000)


def _vips_header(path: Path, format_: Format) -> _Header:
    vips = libvips()
    options = {"access": "sequential", "fail_on": "truncated"}
    try:
        # The loader is named rather than guessed: only the formats listed are ever tried.
        try:
            image = vips.Operation.call(f"{format_.vips}load", str(path), **options)
        except UnicodeEncodeError:
            image = vips.Operation.call(f"{format_.vips}load_buffer", path.read_bytes(), **options)
    except vips.Error as error:
        if "nsupported" in str(error):
            raise NotAPhoto(path=path) from None
        raise PhotoDamaged(path=path, reason=reason(error)) from None
    orientation = _field(image, "orientation", 1)
    orientation = orientation if orientation in range(1, 9) else 1
    height, width = image.height, image.width
    extent = Extent(width, height) if orientation in _TURNED else Extent(height, width)
    _refuse_too_large(path, extent)
    return _Header(image, orientation, extent)


def _assemble(path: Path, header: _Header, decoding: Decoding, decoded: NDArray[Any]) -> Photo:
    colours = 1 if decoding.is_gray else 3
    stacked = decoded if decoded.ndim == 3 else decoded[..., None]
    pixels = np.repeat(stacked[..., :1], 3, axis=2) if decoding.is_gray else stacked[..., :3]
    alpha = stacked[..., colours] if stacked.shape[2] > colours else None
    return Photo(
        pixels=upright(pixels, header.orientation),
        alpha=None if alpha is None else upright(alpha, header.orientation),
        icc_profile=decoding.icc_profile,
        metadata=_metadata(path, header),
        is_gray=decoding.is_gray,
        notes=decoding.notes,
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


def _metadata(path: Path, header: _Header) -> Metadata:
    image = header.image
    is_tiff = _field(image, "vips-loader", "").startswith("tiffload")
    exif = exif_of_tiff(path) if is_tiff else _field(image, "exif-data", None)
    xmp = _field(image, "xmp-data", None)
    kept = Metadata(
        exif=upright_exif(bytes(exif)) if exif else None,
        xmp=upright_xmp(bytes(xmp)) if xmp else None,
        iptc=_field(image, "iptc-data", None),
    )
    across, down = image.xres * _MM_PER_INCH, image.yres * _MM_PER_INCH
    if image.xres == _UNKNOWN_PX_PER_MM or not (1 <= across <= _DPI_LIMIT and 1 <= down <= _DPI_LIMIT):
        return kept
    resolution = (down, across) if header.orientation in _TURNED else (across, down)
    return replace(kept, dots_per_inch=resolution)


def _field(image: Any, name: str, default: Any) -> Any:
    return image.get(name) if image.get_typeof(name) else default
