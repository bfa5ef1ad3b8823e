"""What a file's header says that libvips does not pass on; nothing is decoded.

Comes in: a path whose format is known. Goes out: ``Facts`` for ``vips_reading``.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image, TiffImagePlugin

from desktop_unet.imaging.formats import AVIF, JPEG, PNG, TIFF, Format
from desktop_unet.imaging.geometry import Extent

_BY_PILLOW = {JPEG: "JPEG", PNG: "PNG", AVIF: "AVIF"}
_WIDTH, _HEIGHT, _BITS, _PHOTOMETRIC, _SAMPLES, _PLANES = 256, 257, 258, 262, 277, 284
_APART = 2
_LARGE_FORM = b"+"
CIELAB, ICC_LAB = 8, 9

Primaries = tuple[float, ...]
"""x and y of white, red, green and blue, as PNG's cHRM has them."""


@dataclass(frozen=True)
class Facts:
    """What a header says of itself.

    Args:
        extent: as stored, before any turning; None where the header is not understood.
        pictures: how many the file holds.
        has_resolution: whether it tells dots per inch; False is certain, True is not.
        gamma: of a PNG without profile or sRGB mark: exponent of encoding, 0.45455 for most screens.
        primaries: of such a PNG.
        photometric: a TIFF's colour space (TIFF 6.0, tag 262).
        bits: a TIFF's bits per sample.
        is_apart: a TIFF keeps gray and alpha in planes of their own.
    """

    extent: Extent | None = None
    pictures: int = 1
    has_resolution: bool = True
    gamma: float | None = None
    primaries: Primaries | None = None
    photometric: int | None = None
    bits: int | None = None
    is_apart: bool = False

    @property
    def is_lab_of_8_bits(self) -> bool:
        """CIELAB with signed bytes, which libvips refuses to open."""
        return self.photometric == CIELAB and self.bits == 8


def peek(path: Path, format_: Format) -> Facts:
    """What the header says; empty where it is not understood, since decoding will say why."""
    name = _BY_PILLOW.get(format_)
    if name is None and format_ is not TIFF:
        return Facts()
    try:
        with _quiet():
            if name is None:
                return _facts_of_tiff(path)
            with Image.open(path, formats=(name,)) as image:
                return _facts(image, format_)
    except Exception:  # Pillow raises anything for hostile files
        return Facts()


@contextmanager
def _quiet() -> Iterator[None]:
    """Pillow warns of sizes and of damaged entries; both are looked at elsewhere."""
    Image.MAX_IMAGE_PIXELS = None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _facts(image: Any, format_: Format) -> Facts:
    extent = Extent(image.height, image.width)
    pictures = getattr(image, "n_frames", 1)
    if format_ is AVIF:
        return Facts(extent, pictures)
    info = image.info
    facts = Facts(extent, pictures, has_resolution="dpi" in info)
    if format_ is JPEG or "icc_profile" in info or "srgb" in info:
        return facts
    return Facts(extent, pictures, "dpi" in info, info.get("gamma"), info.get("chromaticity"))


def _facts_of_tiff(path: Path) -> Facts:
    """By the first directory alone: Pillow would not open colour spaces that it does not know."""
    with path.open("rb") as file:
        head = file.read(8)
        if _LARGE_FORM in head[2:4]:
            head += file.read(8)
        tags = TiffImagePlugin.ImageFileDirectory_v2(head)
        file.seek(tags.next)
        tags.load(file)
    return Facts(
        Extent(int(tags[_HEIGHT]), int(tags[_WIDTH])),
        photometric=tags.get(_PHOTOMETRIC),
        bits=tags.get(_BITS, (1,))[0],
        is_apart=tags.get(_SAMPLES, 1) == 2 and tags.get(_PLANES, 1) == _APART,
    )
