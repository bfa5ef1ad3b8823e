"""What a file's header says that libvips does not pass on; nothing is decoded.

Comes in: a path whose format is known. Goes out: ``Facts`` for ``vips_reading``.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from PIL import Image

from desktop_unet.imaging.coded_colours import Coding, coding_of_avif, coding_of_png
from desktop_unet.imaging.formats import AVIF, JPEG, PNG, TIFF, Format
from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.jpeg_profile import profile_in_pieces
from desktop_unet.imaging.png_colour import Primaries
from desktop_unet.imaging.tiff_structure import (
    BITS,
    EXTRA,
    HEIGHT,
    ORIENTATION,
    PHOTOMETRIC,
    PLANES,
    PROFILE,
    SAMPLES,
    WIDTH,
    Directory,
    Structure,
    structure_of,
)

_BY_PILLOW = {JPEG: "JPEG", PNG: "PNG", AVIF: "AVIF"}
_APART = 2
CIELAB, ICC_LAB = 8, 9


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
        coding: colours told by numbers, by a PNG or AVIF.
        profile: of a JPEG that keeps it in several pieces.
        structure: a TIFF's directories.
        picture: the one of them that is read.
    """

    extent: Extent | None = None
    pictures: int = 1
    has_resolution: bool = True
    gamma: float | None = None
    primaries: Primaries | None = None
    photometric: int | None = None
    bits: int | None = None
    is_apart: bool = False
    coding: Coding | None = None
    profile: bytes | None = None
    structure: Structure | None = None
    picture: Directory | None = None

    @property
    def extra_channels(self) -> tuple[int, ...]:
        """What a TIFF says of channels beyond colour: 0 nothing, 1 and 2 transparency; empty where it says nothing."""
        return () if self.picture is None else self.picture.numbers(EXTRA)

    @property
    def inherited_orientation(self) -> int:
        """For a photo that lies inside a directory of another one: how that one is turned."""
        parent = self._parent
        return 1 if parent is None else parent.number(ORIENTATION, 1)

    @property
    def inherited_profile(self) -> bytes | None:
        """The same for the colour profile."""
        parent = self._parent
        return None if parent is None else parent.values.get(PROFILE)

    @property
    def _parent(self) -> Directory | None:
        if self.structure is None or self.picture is None or self.picture.child is None:
            return None
        return self.structure.chain[self.picture.page]

    @property
    def is_lab_of_8_bits(self) -> bool:
        """CIELAB with signed bytes, which libvips refuses to open."""
        return self.photometric == CIELAB and self.bits == 8


def peek(path: Path, format_: Format, page: int = 1) -> Facts:
    """What the header says of a page; empty where it is not understood, since decoding will say why."""
    name = _BY_PILLOW.get(format_)
    if name is None and format_ is not TIFF:
        return Facts()
    try:
        with _quiet():
            if name is None:
                return _facts_of_tiff(path, page)
            with Image.open(path, formats=(name,)) as image:
                facts = _facts(image, format_)
            return _with_colours(facts, path, format_)
    except Exception:  # Pillow raises anything for hostile files
        return Facts()


def _with_colours(facts: Facts, path: Path, format_: Format) -> Facts:
    """What Pillow does not tell, or tells wrongly, of a file's colours."""
    if format_ is JPEG:
        return replace(facts, profile=profile_in_pieces(path))
    return replace(facts, coding=coding_of_png(path) if format_ is PNG else coding_of_avif(path))


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


def _facts_of_tiff(path: Path, page: int) -> Facts:
    """Pillow would not open colour spaces that it does not know."""
    structure = structure_of(path)
    pictures = structure.pictures
    picture = pictures[min(page, len(pictures)) - 1]
    return Facts(
        Extent(picture.number(HEIGHT, 0), picture.number(WIDTH, 0)) if picture.pixels else None,
        pictures=len(pictures),
        photometric=picture.number(PHOTOMETRIC, -1) if PHOTOMETRIC in picture.entries else None,
        bits=picture.number(BITS, 1),
        is_apart=picture.number(SAMPLES, 1) == 2 and picture.number(PLANES, 1) == _APART,
        structure=structure,
        picture=picture,
    )
