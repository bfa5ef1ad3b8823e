"""The photo as a value: pixels as the file holds them, and what travels with them.

Comes in: arrays and metadata from ``codec.read_photo``. Goes out: the same to
``document``, ``engine`` and ``codec.write_photo``.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from desktop_unet.imaging.geometry import Extent, Rect
from desktop_unet.phrases import Phrase

CodePixels = NDArray[np.uint8] | NDArray[np.uint16]
"""(H, W, 3) or (H, W) integers as a file stores them."""

Mask = NDArray[np.uint8]
"""(H, W) uint8: 0 keep, 255 fill."""

UnitImage = NDArray[np.float32]
"""(H, W, 3) float32 in [0, 1]."""


@dataclass(frozen=True)
class Metadata:
    """Blocks that are carried from file to file, none of them interpreted.

    Args:
        exif: as a JPEG has it, "Exif" and two zeros first.
        xmp: a packet.
        iptc: bare records, without the wrapping of any format.
        dots_per_inch: across and down; None where the file says nothing.
        comments: of a JPEG.
        texts: of a PNG, chunk type and content each.
    """

    exif: bytes | None = None
    xmp: bytes | None = None
    iptc: bytes | None = None
    dots_per_inch: tuple[float, float] | None = None
    comments: tuple[bytes, ...] = ()
    texts: tuple[bytes, ...] = ()


@dataclass(frozen=True, eq=False)
class Photo:
    """A photo, upright, in the file's own values.

    Args:
        pixels: (H, W, 3) uint8 or uint16, RGB in the space of ``icc_profile``; made read-only.
        alpha: (H, W) of the same type, 0 transparent; None where the file has none.
        icc_profile: the file's profile; None means sRGB.
        metadata: EXIF and the like, orientation already applied.
        is_gray: the file held one channel; it is written so again.
        notes: sentences for the user on what reading changed ("CMYK was converted to sRGB").
        source: the file it came from.
    """

    pixels: CodePixels
    alpha: CodePixels | None = None
    icc_profile: bytes | None = None
    metadata: Metadata = field(default_factory=Metadata)
    is_gray: bool = False
    notes: tuple[Phrase, ...] = ()
    source: Path | None = None

    def __post_init__(self) -> None:
        if self.pixels.ndim != 3 or self.pixels.shape[2] != 3:
            raise ValueError(f"pixels must be (H, W, 3), not {self.pixels.shape}")
        if self.pixels.dtype not in (np.uint8, np.uint16):
            raise ValueError(f"pixels must be uint8 or uint16, not {self.pixels.dtype}")
        if self.alpha is not None and (
            self.alpha.shape != self.pixels.shape[:2] or self.alpha.dtype != self.pixels.dtype
        ):
            raise ValueError("alpha must have the pixels' size and type")
        self.pixels.flags.writeable = False
        if self.alpha is not None:
            self.alpha.flags.writeable = False

    @property
    def height(self) -> int:
        return int(self.pixels.shape[0])

    @property
    def width(self) -> int:
        return int(self.pixels.shape[1])

    @property
    def extent(self) -> Extent:
        return Extent(self.height, self.width)

    @property
    def depth_bits(self) -> int:
        return int(self.pixels.dtype.itemsize) * 8

    @cached_property
    def is_opaque(self) -> bool:
        """Whether nothing shows through, also where the file has an alpha channel."""
        return self.alpha is None or bool(self.alpha.min() == np.iinfo(self.alpha.dtype).max)

    def cut(self, box: Rect) -> Photo:
        """The part inside ``box``, with all that travels along."""
        alpha = None if self.alpha is None else self.alpha[box.slices].copy()
        return replace(self, pixels=self.pixels[box.slices].copy(), alpha=alpha)

    def with_pixels(self, pixels: CodePixels, alpha: CodePixels | None = None, *notes: Phrase) -> Photo:
        """The same photo with other pixels (and alpha), its metadata kept, ``notes`` added."""
        return replace(self, pixels=pixels, alpha=alpha, notes=self.notes + notes)
