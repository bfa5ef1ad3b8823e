"""Training photos: a folder in, random crops out.

Photos are decoded once and kept while the memory budget lasts; the rest are decoded at
each use.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from desktop_unet.errors import Mishap, NoPhotos
from desktop_unet.imaging.codec import read_extent, read_photo
from desktop_unet.imaging.defects.film import FilmShapes
from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.photo_folder import photos_in
from desktop_unet.imaging.ranges import to_8_bits

Code = NDArray[np.uint8]

BUDGET_BYTES = 2 << 30


class PhotoFolder:
    """Random crops from a folder's photos, large and rare sources no more often than they deserve.

    Photos are drawn by source (file name up to the first ``_``), in proportion to the square
    root of a source's pixels, then by their own pixels: one big collection does not dominate.

    Args:
        folder: searched with its subfolders.
        smallest_px: photos with a shorter side than this are left out.
        budget_bytes: for decoded photos kept in memory.
        shapes: of film damage, for finders, beside the damage that is drawn.

    Raises:
        NoPhotos: the folder has none that are large enough.
    """

    def __init__(
        self, folder: Path, smallest_px: int, budget_bytes: int = BUDGET_BYTES, *, shapes: FilmShapes | None = None
    ) -> None:
        self.paths, self._pixels = _usable(folder, smallest_px)
        self._chances = _chances(self.paths, self._pixels)
        self._kept: dict[Path, Code] = {}
        self._left_bytes = budget_bytes
        self.shapes = shapes

    def hold_out(self, at_most: int) -> list[Path]:
        """Take photos out of training for validation: evenly spread, never more than a fifth."""
        count = min(at_most, len(self.paths) // 5)
        chosen = {round(index * len(self.paths) / count) for index in range(count)} if count else set()
        held = [path for index, path in enumerate(self.paths) if index in chosen]
        kept = [index for index in range(len(self.paths)) if index not in chosen]
        self.paths = [self.paths[index] for index in kept]
        self._pixels = self._pixels[kept]
        self._chances = _chances(self.paths, self._pixels)
        return held

    def draw(self, rng: Generator) -> Path:
        """A random photo, by source and size."""
        return self.paths[int(rng.choice(len(self.paths), p=self._chances))]

    def crop(self, height: int, width: int, rng: Generator) -> Code:
        """A random (height, width, 3) window of a random photo, flipped and turned by chance."""
        turned = bool(rng.integers(2))
        window = (width, height) if turned else (height, width)
        photo = self.photo(self.draw(rng))
        top = int(rng.integers(photo.shape[0] - window[0] + 1))
        left = int(rng.integers(photo.shape[1] - window[1] + 1))
        crop = photo[top : top + window[0], left : left + window[1]]
        if turned:
            crop = crop.transpose(1, 0, 2)
        rows, columns = rng.integers(2, size=2)
        return np.ascontiguousarray(crop[:: -1 if rows else 1, :: -1 if columns else 1])

    def photo(self, path: Path) -> Code:
        """All pixels of one of the photos, (H, W, 3) uint8; not to be written to."""
        if path not in self._kept:
            pixels = read_code8(path)
            if pixels.nbytes > self._left_bytes:
                return pixels
            self._left_bytes -= pixels.nbytes
            self._kept[path] = pixels
        return self._kept[path]


def read_code8(path: Path) -> Code:
    """A photo's pixels as (H, W, 3) uint8."""
    return to_8_bits(read_photo(path, whole=True).pixels)


def read_middle(path: Path, side_px: int, multiple: int = 1) -> Code:
    """A photo's middle as (H, W, 3) uint8, at most ``side_px`` high and wide; see ``Extent.middle``."""
    pixels = read_code8(path)
    return np.ascontiguousarray(pixels[Extent(*pixels.shape[:2]).middle(side_px, multiple).slices])


def _usable(folder: Path, smallest_px: int) -> tuple[list[Path], NDArray[np.float64]]:
    if not folder.exists():
        raise NoPhotos(path=folder)
    paths, pixels = [], []
    for path in photos_in(folder, with_subfolders=True):
        try:
            extent = read_extent(path)
        except Mishap:
            continue
        if min(extent.height, extent.width) >= smallest_px:
            paths.append(path)
            pixels.append(extent.pixels)
    if not paths:
        raise NoPhotos(path=folder)
    return paths, np.array(pixels, np.float64)


def _chances(paths: Sequence[Path], pixels: NDArray[np.float64]) -> NDArray[np.float64]:
    sources = np.array([path.name.split("_", 1)[0] for path in paths])
    chances = pixels.copy()
    for source in np.unique(sources):
        chances[sources == source] /= np.sqrt(pixels[sources == source].sum())
    chances /= chances.sum()
    return chances
