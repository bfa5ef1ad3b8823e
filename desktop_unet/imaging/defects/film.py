"""Shapes of real film damage from a folder, turned and scaled.

Comes in: a folder of gray pictures, white where there is damage, named ``KIND-NUMBER.png``. Goes out: alphas. The
folder is not part of the program: who trains a finder gives it, and its card names it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.random import Generator
from PIL import Image

from desktop_unet.errors import NoPhotos
from desktop_unet.imaging.defects.curves import log_uniform
from desktop_unet.imaging.defects.layers import Alpha

_EVERY = 5
"""One shape of this many is withheld from training, to measure on."""
_SIZES_PX: Mapping[str, tuple[float, float]] = {"hair": (25.0, 380.0), "dots": (2.0, 70.0), "dirt": (90.0, 420.0)}
"""Least and greatest longer side, for kinds whose names are known; others take those of hairs."""


class FilmShapes:
    """The shapes of a folder, by kind.

    Args:
        folder: pictures named ``KIND-NUMBER.png``.
        withheld: take the shapes that training leaves out, instead of the others.

    Raises:
        NoPhotos: the folder holds none.
    """

    def __init__(self, folder: Path, *, withheld: bool = False) -> None:
        paths = sorted(folder.glob("*-*.png"))
        chosen = [path for index, path in enumerate(paths) if (index % _EVERY == 0) == withheld]
        self._by_kind: dict[str, list[Image.Image]] = {}
        for path in chosen:
            with Image.open(path) as picture:
                self._by_kind.setdefault(path.name.partition("-")[0], []).append(picture.convert("L"))
        if not self._by_kind:
            raise NoPhotos(path=folder)

    @property
    def kinds(self) -> tuple[str, ...]:
        """Names of the kinds there are."""
        return tuple(sorted(self._by_kind))

    def __len__(self) -> int:
        return sum(len(shapes) for shapes in self._by_kind.values())

    def draw(self, kind: str, rng: Generator) -> Alpha:
        """One shape of a kind, of any size and turn, as (H, W) alpha."""
        shapes = self._by_kind[kind]
        shape = shapes[int(rng.integers(len(shapes)))]
        factor = log_uniform(rng, *_SIZES_PX.get(kind, _SIZES_PX["hair"])) / max(shape.size)
        size = (max(2, round(shape.width * factor)), max(2, round(shape.height * factor)))
        small = shape.resize(size, Image.Resampling.BILINEAR)
        turned = small.rotate(rng.uniform(0, 360), Image.Resampling.BILINEAR, expand=True)
        if rng.random() < 0.5:
            turned = turned.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
        # Made small, lines and specks thinner than a pixel would all but vanish; on film they are as dense as before.
        gain = 1.0 if factor >= 1 else min(factor**-0.6, 3.0)
        return np.asarray(np.minimum(np.asarray(turned, np.float32) * np.float32(gain / 255), 1), np.float32)


def credit(folder: Path) -> str | None:
    """Whose shapes they are: the line of the folder's README.md that begins with "Source:", for a card."""
    path = folder / "README.md"
    if not path.is_file():
        return None
    lines = path.read_text("utf-8", errors="replace").splitlines()
    return next((line.removeprefix("Source:").strip() for line in lines if line.startswith("Source:")), None)
