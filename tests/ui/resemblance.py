"""Whether a view of the window looks as it did: small pictures, compared through a slight blur.

Comes in: what a widget shows now, and the picture of it in ``tests/ui/golden``. Goes out: how far they are
apart, on the whole and in the worst place. Edges of letters and a pixel of shift vanish in the blur; a panel
that is gone, other colours or parts that stand elsewhere do not.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageFilter
from PySide6.QtWidgets import QWidget

from desktop_unet.ui.look.qimages import to_rgb_pixels

FOLDER = Path(__file__).parent / "golden"
WIDTH_PX = 330
QUALITY = 75
BLUR_PX = 1.5

MEAN_LIMIT = 3.3
"""Levels of 255 that two pictures may differ by on average."""
PLACE_PX = 12
PLACE_LIMIT = 30.0
"""The same for the place of ``PLACE_PX`` by ``PLACE_PX`` pixels where they differ most."""


@dataclass(frozen=True)
class Distance:
    """How far two pictures are apart, in levels of 255.

    Args:
        mean: over all pixels.
        worst: where they differ most.
    """

    mean: float
    worst: float

    @property
    def is_small(self) -> bool:
        return self.mean <= MEAN_LIMIT and self.worst <= PLACE_LIMIT


def picture_of(widget: QWidget) -> Image.Image:
    """What ``widget`` shows, reduced to ``WIDTH_PX`` columns, RGB."""
    pixels_HWC, _ = to_rgb_pixels(widget.grab().toImage())
    picture = Image.fromarray(pixels_HWC)
    return picture.resize((WIDTH_PX, round(picture.height * WIDTH_PX / picture.width)), Image.Resampling.BOX)


def distance(seen: Image.Image, golden: Image.Image) -> Distance:
    """How far apart two pictures are; pictures of different sizes are as far apart as can be."""
    if seen.size != golden.size:
        return Distance(255.0, 255.0)
    first, second = (np.asarray(_blurred(picture), dtype=np.int16) for picture in (seen, golden))
    apart_HW = np.abs(first - second).max(axis=2)
    rows, columns = (side // PLACE_PX for side in apart_HW.shape)
    places = apart_HW[: rows * PLACE_PX, : columns * PLACE_PX].reshape(rows, PLACE_PX, columns, PLACE_PX)
    return Distance(float(apart_HW.mean()), float(places.mean(axis=(1, 3)).max()))


def _blurred(picture: Image.Image) -> Image.Image:
    return picture.convert("RGB").filter(ImageFilter.GaussianBlur(BLUR_PX))


def read_golden(name: str) -> Image.Image:
    """The picture that is kept under ``name``.

    Raises:
        FileNotFoundError: there is none; ``--golden-update`` makes it.
    """
    with Image.open(FOLDER / f"{name}.jpg") as picture:
        return picture.convert("RGB")


def write_golden(name: str, picture: Image.Image) -> None:
    """Keep ``picture`` under ``name``, as a JPEG, so that all of them together stay small."""
    FOLDER.mkdir(exist_ok=True)
    picture.save(FOLDER / f"{name}.jpg", "JPEG", quality=QUALITY, optimize=True)
