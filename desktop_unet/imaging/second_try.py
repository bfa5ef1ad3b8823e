"""Photos that libvips gives up on, decoded by Pillow and handed on as if libvips had done it.

Comes in: a JPEG or TIFF. Goes out: a libvips image with the file's metadata, for ``vips_reading``; or what the file is
called where nobody here reads its kind.
"""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from desktop_unet.imaging.formats import JPEG, TIFF, Format
from desktop_unet.imaging.header_facts import Facts
from desktop_unet.imaging.libvips import libvips
from desktop_unet.imaging.pillow_reading import truncated_files_allowed
from desktop_unet.imaging.ranges import fill_16_bits
from desktop_unet.imaging.tiff_structure import BITS, PACKING

TRIED = {JPEG: "JPEG", TIFF: "TIFF"}
_ORIENTATION = 0x0112
_MM_PER_INCH = 25.4
_PLAIN = ("L", "LA", "RGB", "RGBA", "CMYK", "F", "I")
_WITH_ALPHA = ("PA", "La", "RGBa")

_FRAMES_WITHOUT_PICTURE = (0xC4, 0xC8, 0xCC)
_LOSSLESS_FRAMES = (0xC3, 0xC7, 0xCB, 0xCF)
_JPEG_LS_FRAME = 0xF7
_USUAL_BITS = 8

_PACKINGS = {
    6: "old-style JPEG",
    32766: "NeXT",
    32809: "ThunderScan",
    34661: "JBIG",
    34676: "SGI LogLuv",
    34677: "SGI LogLuv",
    34712: "JPEG 2000",
    33003: "JPEG 2000",
    33005: "JPEG 2000",
    34887: "LERC",
    34925: "LZMA",
    50000: "ZSTD",
    50001: "WebP",
    50002: "JPEG XL",
    52546: "JPEG XL",
}


class NoSecondTry(Exception):
    """Pillow does not read it either; a reason for nobody but ``vips_reading``."""


def open_with_pillow(path: Path, format_: Format, facts: Facts, *, leniently: bool = False) -> Any:
    """What Pillow makes of the file, as a decoded libvips image.

    Args:
        path: the file.
        format_: JPEG or TIFF.
        facts: what its header says.
        leniently: whether a piece may be missing.

    Raises:
        NoSecondTry: it cannot be read.
    """
    if facts.picture is not None and facts.picture.child is not None:
        raise NoSecondTry
    Image.MAX_IMAGE_PIXELS = None
    try:
        with warnings.catch_warnings(), truncated_files_allowed(leniently):
            warnings.simplefilter("ignore")
            with Image.open(path, formats=(TRIED[format_],)) as opened:
                if facts.picture is not None and facts.picture.page:
                    opened.seek(facts.picture.page)
                opened.load()
                return _as_libvips(opened, format_, facts)
    except Exception as error:  # Pillow raises anything for hostile files
        raise NoSecondTry from error


def _as_libvips(image: Any, format_: Format, facts: Facts) -> Any:
    values, interpretation = _values(image, facts)
    vips = libvips()
    made = vips.Image.new_from_array(values, interpretation=interpretation).copy()
    for name, block in (("icc-profile-data", "icc_profile"), ("exif-data", "exif"), ("xmp-data", "xmp")):
        content = image.info.get(block)
        if isinstance(content, bytes) and content:
            made.set_type(vips.GValue.blob_type, name, content)
    made.set_type(vips.GValue.gint_type, "orientation", int(image.getexif().get(_ORIENTATION, 1)))
    if format_ is TIFF:
        made.set_type(vips.GValue.gstr_type, "vips-loader", "tiffload")
    across, down = image.info.get("dpi", (0, 0))
    return made.copy(xres=float(across) / _MM_PER_INCH, yres=float(down) / _MM_PER_INCH) if across and down else made


def _values(image: Any, facts: Facts) -> tuple[NDArray[Any], str]:
    """Pixels as an array, and libvips' name for what they mean."""
    if image.mode.startswith("I;16"):
        return _filled_16_bits(np.array(image).astype(np.uint16), facts), "grey16"
    if image.mode not in _PLAIN:
        image = image.convert("L" if image.mode == "1" else "RGBA" if image.mode in _WITH_ALPHA else "RGB")
    values = np.array(image)
    names = {"L": "b-w", "LA": "b-w", "F": "b-w", "I": "b-w", "CMYK": "cmyk"}
    return values, names.get(image.mode, "srgb")


def _filled_16_bits(values: NDArray[np.uint16], facts: Facts) -> NDArray[np.uint16]:
    """10, 12 and 14 bits stretched to the whole range."""
    bits = 16 if facts.picture is None else facts.picture.number(BITS, 16)
    if not 8 < bits < 16:
        return values
    return fill_16_bits(values, 2**bits - 1)


def unsupported_kind(path: Path, format_: Format, facts: Facts) -> str | None:
    """What a whole file is called whose kind nobody here reads; None where it is a usual one."""
    if format_ is JPEG:
        return _jpeg_kind(path)
    if facts.picture is None:
        return None
    packing = facts.picture.number(PACKING, 1)
    if packing in _PACKINGS:
        return f"TIFF with {_PACKINGS[packing]} compression"
    bits = facts.picture.number(BITS, 1)
    return f"TIFF with {bits} bits per sample" if bits not in (1, 2, 4, 8, 16, 32) else None


def _jpeg_kind(path: Path) -> str | None:
    """By the frame header; source: ITU-T T.81, B.2.2, and T.87 for JPEG-LS."""
    content = path.read_bytes()
    at = 2
    while at + 5 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker == _JPEG_LS_FRAME:
            return "JPEG-LS"
        if 0xC0 <= marker <= 0xCF and marker not in _FRAMES_WITHOUT_PICTURE:
            if marker in _LOSSLESS_FRAMES:
                return "lossless JPEG"
            bits = content[at + 4]
            return f"JPEG with {bits} bits per sample" if bits != _USUAL_BITS else None
        at += 2 + int.from_bytes(content[at + 2 : at + 4], "big")
    return None
