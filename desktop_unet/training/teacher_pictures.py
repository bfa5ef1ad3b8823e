"""What a stronger network made of training photos: windows of photos, and a teacher's pictures of them.

A small network cannot draw each blade of grass where it was; told only the photo, it learns the mean of all meadows.
A teacher's picture of the same small photo is one that can be had from it.

Comes in: a folder of pictures with a ``MANIFEST.csv`` that names photo, top and left of each. Goes out: pairs for
``batches``. Teachers are named with their licences in the card of what they taught.
"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from desktop_unet.errors import NoPhotos
from desktop_unet.training.photos import PhotoFolder, read_code8

Code = NDArray[np.uint8]

FACTOR = 4
"""By how much the teacher enlarged: its input was the window reduced so."""
SIDE_PX = 384
"""Side of a window and of its picture."""
RIM_PX = 4
"""Pixels of the teacher's input at each side whose picture suffers from what lies beyond."""


class TeacherPictures:
    """Windows of photos and a teacher's pictures of them, all kept in memory once read.

    Args:
        folder: with ``MANIFEST.csv`` (columns file, photo, top, left) and square pictures.
        photos: the photos they were made of; pictures of others, as of those held out, are left aside.

    Raises:
        NoPhotos: there is no picture of any of these photos.
    """

    def __init__(self, folder: Path, photos: PhotoFolder) -> None:
        manifest = folder / "MANIFEST.csv"
        paths = {path.name: path for path in photos.paths}
        self._photos = photos
        self._rows: list[tuple[Path, Path, int, int]] = []
        if manifest.is_file():
            with manifest.open(newline="", encoding="utf-8") as file:
                self._rows = [
                    (folder / row["file"], paths[row["photo"]], int(row["top"]), int(row["left"]))
                    for row in csv.DictReader(file)
                    if row["photo"] in paths
                ]
        if not self._rows:
            raise NoPhotos(path=folder)
        self._kept: dict[Path, Code] = {}

    def __len__(self) -> int:
        return len(self._rows)

    def pair(self, side_px: int, rng: Generator) -> tuple[Code, Code]:
        """A square of a photo and the teacher's picture of it, flipped and turned alike by chance.

        Args:
            side_px: side of the square in pixels of the teacher's input, at most what the rim leaves.
            rng: source of all chance.

        Returns:
            Two (FACTOR * side_px, FACTOR * side_px, 3) uint8: the photo, and the picture.
        """
        picture_path, photo_path, top, left = self._rows[int(rng.integers(len(self._rows)))]
        places = SIDE_PX // FACTOR - 2 * RIM_PX - side_px + 1
        row, column = (FACTOR * (RIM_PX + int(place)) for place in rng.integers(places, size=2))
        side = FACTOR * side_px
        photo = self._photos.photo(photo_path)[top + row : top + row + side, left + column : left + column + side]
        picture = self._picture(picture_path)[row : row + side, column : column + side]
        turned, rows, columns = (bool(choice) for choice in rng.integers(2, size=3))
        return _turned(photo, turned, rows, columns), _turned(picture, turned, rows, columns)

    def _picture(self, path: Path) -> Code:
        if path not in self._kept:
            self._kept[path] = read_code8(path)
        return self._kept[path]


def _turned(square_HWC: Code, turned: bool, rows: bool, columns: bool) -> Code:
    if turned:
        square_HWC = square_HWC.transpose(1, 0, 2)
    return np.ascontiguousarray(square_HWC[:: -1 if rows else 1, :: -1 if columns else 1])
