"""Cameras' raw files, developed plainly by LibRaw through rawpy, which is an extra.

Comes in: a path whose content is a camera raw. Goes out: a ``Photo``: the camera's white balance, sRGB, 16 bits,
neither brightened nor sharpened nor cleaned of noise; or a mishap. rawpy is imported when the first such file comes.
"""

from __future__ import annotations

from contextlib import AbstractContextManager, closing
from pathlib import Path
from typing import Any

from desktop_unet.errors import CameraRaw, PageMissing, PhotoDamaged, RawReaderMissing
from desktop_unet.imaging.assembling import Header, Take, assemble, decode, refuse_too_large
from desktop_unet.imaging.formats import HEAD_BYTES, TIFF, format_of_content
from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.header_facts import Facts
from desktop_unet.imaging.libvips import libvips, reason
from desktop_unet.imaging.partial import is_flat
from desktop_unet.imaging.photo import Photo
from desktop_unet.imaging.tiff_exif import exif_of_tiff
from desktop_unet.paths import is_packed
from desktop_unet.phrases import Phrase

_TURNED_BY = (5, 6)
"""LibRaw's numbers for a quarter turn."""
_SRGB_CURVE = (2.4, 12.92)


def read_raw(path: Path, kind: str, *, take: Take, page: int = 1) -> Photo:
    """The photo in a camera's raw file.

    Args:
        path: the file.
        kind: "DNG", "CR2" and so on, for sentences.
        take: where the pixels go.
        page: only 1 exists.

    Raises:
        RawReaderMissing: rawpy is not installed.
        CameraRaw: LibRaw does not know this camera, or the program is packed, without rawpy.
        PageMissing, PhotoDamaged, PhotoTooLarge: as for ``reading.read_photo``.
    """
    with _opened(path, kind, page) as raw:
        extent = _extent(raw)
        refuse_too_large(path, extent)
        image = _developed(path, raw, kind)
    exif = exif_of_tiff(path) if _is_tiff(path) else None
    if exif:
        image.set_type(libvips().GValue.blob_type, "exif-data", exif)
    header = Header(image, 1, extent, Facts(extent, has_resolution=False))
    note = Phrase(
        "The camera raw ({kind}) was developed plainly: the camera's white balance, no sharpening, sRGB of 16 bits.",
        kind=kind,
    )
    return assemble(path, header, *decode(header, take), note)


def read_extent_of_raw(path: Path, kind: str, page: int = 1) -> Extent:
    """Height and width of the photo, from the header; mishaps as for ``read_raw``."""
    with _opened(path, kind, page) as raw:
        extent = _extent(raw)
    refuse_too_large(path, extent)
    return extent


def _opened(path: Path, kind: str, page: int) -> AbstractContextManager[Any]:
    if page > 1:
        raise PageMissing(path=path, page=page, pages=1)
    try:
        import rawpy
    except ImportError:
        raise CameraRaw(path=path, kind=kind) if is_packed() else RawReaderMissing(path=path, kind=kind) from None
    try:
        with path.open("rb") as file:
            return closing(rawpy.imread(file))
    except rawpy.LibRawFileUnsupportedError:
        raise CameraRaw(path=path, kind=kind) from None
    except Exception as error:
        raise PhotoDamaged(path=path, reason=_reason(error)) from None


def _extent(raw: Any) -> Extent:
    sizes = raw.sizes
    height, width = int(sizes.iheight), int(sizes.iwidth)
    return Extent(width, height) if sizes.flip in _TURNED_BY else Extent(height, width)


def _developed(path: Path, raw: Any, kind: str) -> Any:
    import rawpy

    try:
        pixels = raw.postprocess(
            use_camera_wb=True,
            no_auto_bright=True,
            output_bps=16,
            output_color=rawpy.ColorSpace.sRGB,
            gamma=_SRGB_CURVE,
        )
    except (rawpy.LibRawFileUnsupportedError, rawpy.LibRawDataError):
        raise CameraRaw(path=path, kind=kind) from None
    except Exception as error:
        raise PhotoDamaged(path=path, reason=_reason(error)) from None
    if is_flat(pixels):
        # LibRaw gives a black picture where it does not find the sensor's values.
        raise CameraRaw(path=path, kind=kind)
    return libvips().Image.new_from_array(pixels, interpretation="rgb16").copy()


def _reason(error: Exception) -> str:
    """LibRaw's own words, which rawpy passes on as bytes."""
    said = error.args[0] if error.args else ""
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else reason(error)


def _is_tiff(path: Path) -> bool:
    with path.open("rb") as file:
        return format_of_content(file.read(HEAD_BYTES)) is TIFF
