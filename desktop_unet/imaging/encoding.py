"""A photo as a file of a given format, whatever that format cannot hold converted and noted.

Comes in: a ``Photo`` and a file to fill. Goes out: the bytes on the disk and sentences on what
was converted, for ``writing``, which makes it safe.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from desktop_unet.imaging.embedding import put_comments, put_exif, put_texts
from desktop_unet.imaging.exif import (
    exif_entries,
    sized_exif,
    sized_xmp,
    upright_exif,
    upright_xmp,
    with_resolution,
)
from desktop_unet.imaging.formats import GIF, JPEG, PNG, TIFF, Format
from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.iptc import PNG_KEYWORD_WITHOUT_SPACES, as_photoshop_block, as_png_text, name_text_in_png
from desktop_unet.imaging.libvips import libvips
from desktop_unet.imaging.photo import CodePixels, Metadata, Photo
from desktop_unet.imaging.profile import is_srgb, to_srgb_for_screen
from desktop_unet.imaging.ranges import high_bytes
from desktop_unet.imaging.tiff_exif import add_exif_to_tiff, add_iptc
from desktop_unet.imaging.xmp_claims import with_sizes
from desktop_unet.phrases import Phrase

_MM_PER_INCH = 25.4
_USUAL_DPI = (72.0, 72.0)
_LUMA = np.array([0.299, 0.587, 0.114], np.float32)
_BIGTIFF_FROM_BYTES = 3_900_000_000


@dataclass(frozen=True)
class Encoding:
    """How to write.

    Args:
        quality: 1 to 100, of formats that lose some.
        strip_metadata: leave out EXIF, XMP and IPTC; the colour profile stays, colours depend on it.
        compression: 0 to 9, of PNG; 1 is quick.
        lossless: every value comes back, in formats that can do both.
    """

    quality: int = 95
    strip_metadata: bool = False
    compression: int = 1
    lossless: bool = False


def encode(photo: Photo, path: Path, format_: Format, encoding: Encoding) -> tuple[Phrase, ...]:
    """Fill the file at ``path``.

    Returns:
        Sentences on what the format could not hold.

    Raises:
        OSError, pyvips.Error: it could not be written.
    """
    photo, notes = _in_srgb_without_profile(photo, format_)
    image, more = _fitted(_joined(photo), photo, format_)
    metadata = metadata_to_write(photo, strip=encoding.strip_metadata)
    if format_.vips is None:
        Image.fromarray(image.numpy()).save(path, format=format_.pillow)
        return notes + more
    image = _with_metadata(image, metadata, photo.icc_profile, format_)
    _save(image, path, format_, _options(format_, encoding, photo), _kept(metadata, photo.icc_profile, encoding))
    _complete(path, format_, metadata)
    return notes + more


def _complete(path: Path, format_: Format, metadata: Metadata) -> None:
    """Put in what libvips does not write rightly; ``lost`` names what finds no place."""
    if metadata.exif and _is_carried_whole(metadata.exif):
        if format_ is TIFF:
            add_exif_to_tiff(path, metadata.exif)
        else:
            put_exif(path, format_, metadata.exif)
    if format_ is TIFF and metadata.iptc:
        add_iptc(path, metadata.iptc)
    if format_ is PNG and metadata.iptc:
        name_text_in_png(path)
    if format_ is PNG and metadata.texts:
        put_texts(path, metadata.texts)
    if format_ is JPEG and metadata.comments:
        put_comments(path, metadata.comments)


def metadata_to_write(photo: Photo, *, strip: bool) -> Metadata:
    """What the file should carry: all that the photo has, its size set right, or the resolution alone."""
    carried = photo.metadata
    if strip:
        return Metadata(dots_per_inch=carried.dots_per_inch)
    xmp = None if carried.xmp is None else with_sizes(upright_xmp(sized_xmp(carried.xmp, photo.extent)), photo.extent)
    return replace(carried, exif=_exif_to_write(carried, photo.extent), xmp=xmp)


def _exif_to_write(carried: Metadata, extent: Extent) -> bytes | None:
    """The block as it is but for sizes; one that makes no sense is not passed on."""
    upright = None if carried.exif is None else upright_exif(carried.exif)
    if upright is None:
        return carried.exif
    exif = sized_exif(upright, extent)
    return exif if carried.dots_per_inch is None else with_resolution(exif, carried.dots_per_inch)


def _save(image: Any, path: Path, format_: Format, options: dict[str, Any], keep: int) -> None:
    """Save with the blocks that ``keep`` names; where libvips cannot carry them, the photo comes first."""
    vips = libvips()
    without = keep & vips.enums.ForeignKeep.ICC
    try:
        _save_once(image, path, format_, {**options, "keep": keep})
    except vips.Error:
        if keep == without:
            raise
        _save_once(image, path, format_, {**options, "keep": without})


def _save_once(image: Any, path: Path, format_: Format, options: dict[str, Any]) -> None:
    vips = libvips()
    try:
        vips.Operation.call(f"{format_.vips}save", image, str(path), **options)
    except UnicodeEncodeError:  # libvips takes names in UTF-8 only
        path.write_bytes(vips.Operation.call(f"{format_.vips}save_buffer", image, **options))


def _in_srgb_without_profile(photo: Photo, format_: Format) -> tuple[Photo, tuple[Phrase, ...]]:
    if format_.keeps_profile or is_srgb(photo):
        return photo, ()
    pixels = to_srgb_for_screen(photo)
    alpha = None if photo.alpha is None else high_bytes(photo.alpha)
    converted = replace(photo, pixels=pixels, alpha=alpha, icc_profile=None)
    return converted, (
        Phrase("{format} cannot hold a colour profile: colours were converted to sRGB.", format=format_.name),
    )


def _joined(photo: Photo) -> Any:
    """Colour and alpha as one libvips image, without copying either."""
    if photo.is_gray:
        colour = _from_array(_gray(photo.pixels), "b-w" if photo.depth_bits == 8 else "grey16")
    else:
        colour = _from_array(photo.pixels, "srgb" if photo.depth_bits == 8 else "rgb16")
    return colour if photo.alpha is None else colour.bandjoin(_from_array(photo.alpha, "b-w"))


def _from_array(pixels: CodePixels, interpretation: str) -> Any:
    plain = np.ascontiguousarray(pixels)
    channels = 1 if plain.ndim == 2 else plain.shape[2]
    kind = "uchar" if plain.dtype == np.uint8 else "ushort"
    image = libvips().Image.new_from_memory(plain.data, plain.shape[1], plain.shape[0], channels, kind)
    return image.copy(interpretation=interpretation)


def _gray(pixels: CodePixels) -> CodePixels:
    """The one channel of a gray photo, its luma where an edit made the three differ."""
    red, green, blue = (pixels[..., channel] for channel in range(3))
    if np.array_equal(red, green) and np.array_equal(green, blue):
        return red
    luma: CodePixels = np.rint(red * _LUMA[0] + green * _LUMA[1] + blue * _LUMA[2]).astype(pixels.dtype)
    return luma


def _fitted(image: Any, photo: Photo, format_: Format) -> tuple[Any, tuple[Phrase, ...]]:
    """Alpha and depth reduced to what the format holds."""
    notes = []
    if photo.alpha is not None and not format_.keeps_alpha:
        white = 255 if photo.depth_bits == 8 else 65535
        kind, space = image.format, image.interpretation
        image = image.flatten(background=white, max_alpha=white).cast(kind).copy(interpretation=space)
        if not photo.is_opaque:
            note = Phrase("{format} cannot hold transparency: the photo was placed on white.", format=format_.name)
            notes.append(note)
    if photo.depth_bits > format_.depth_bits:
        image = (image * (255.0 / 65535.0)).rint().cast("uchar")
        image = image.copy(interpretation="b-w" if photo.is_gray else "srgb")
        notes.append(Phrase("{format} is written with 8 bits: the photo's 16 were rounded.", format=format_.name))
    if format_ is GIF:
        notes.append(Phrase("GIF holds at most 256 colours: the others were replaced by similar ones."))
    return image, tuple(notes)


def _with_metadata(image: Any, metadata: Metadata, icc_profile: bytes | None, format_: Format) -> Any:
    across, down = metadata.dots_per_inch or _USUAL_DPI
    image = image.copy(xres=across / _MM_PER_INCH, yres=down / _MM_PER_INCH)
    blocks = {
        # A PNG's text ends at the first zero, half an XMP packet is none.
        "xmp-data": None if format_ is PNG and b"\0" in (metadata.xmp or b"") else metadata.xmp,
        "iptc-data": as_photoshop_block(metadata.iptc) if format_ is JPEG and metadata.iptc else None,
        "icc-profile-data": icc_profile,
    }
    for name, block in blocks.items():
        if block:
            image.set_type(libvips().GValue.blob_type, name, block)
    if format_ is PNG and metadata.iptc:
        image.set_type(
            libvips().GValue.gstr_type, f"png-comment-0-{PNG_KEYWORD_WITHOUT_SPACES}", as_png_text(metadata.iptc)
        )
    return image


def _is_carried_whole(exif: bytes) -> bool:
    """Whether the block can be taken apart; others would read as much nonsense into it as ours."""
    return upright_exif(exif) is not None and bool(exif_entries(exif))


def _kept(metadata: Metadata, icc_profile: bytes | None, encoding: Encoding) -> int:
    """libvips' flags for the blocks to write; it makes up an EXIF block, whose place is taken by the photo's own."""
    keep = libvips().enums.ForeignKeep
    # A JPEG gets its resolution only together with EXIF.
    has_resolution = metadata.dots_per_inch is not None and not encoding.strip_metadata
    has_exif = metadata.exif is not None and _is_carried_whole(metadata.exif)
    flags = {
        keep.EXIF: has_exif or has_resolution,
        keep.XMP: metadata.xmp,
        keep.IPTC | keep.OTHER: metadata.iptc,
        keep.ICC: icc_profile,
    }
    return sum(flag for flag, block in flags.items() if block)


def _options(format_: Format, encoding: Encoding, photo: Photo) -> dict[str, Any]:
    """The saver's options: lossless where the format is, full colour resolution at high quality."""
    options: dict[str, Any] = dict(format_.saver)
    if format_.has_quality:
        options["Q"] = encoding.quality
        if encoding.lossless:
            options["lossless"] = True
    if format_ is PNG:
        options["compression"] = encoding.compression
    if format_ is TIFF:
        options["bigtiff"] = photo.pixels.nbytes * 4 // 3 > _BIGTIFF_FROM_BYTES
    return options
