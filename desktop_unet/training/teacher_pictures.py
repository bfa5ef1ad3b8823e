"""What a stronger network made of training photos: windows of photos, and a teacher's pictures of them.

A small network cannot draw each blade of grass where it was; told only the photo, it learns the mean of all meadows.
A teacher's picture of the same small photo is one that can be had from it.

Comes in: a folder of pictures with a ``MANIFEST.csv`` that names photo, top and left of each, or a folder ``xN`` of
such for each factor. Goes out: pairs for ``batches``. Teachers are named with their licences in the card of what they
taught.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from desktop_unet.errors import NoPhotos
from desktop_unet.training.photos import PhotoFolder, read_code8

Code = NDArray[np.uint8]

FACTOR = 4
"""By how much the teacher enlarged where nothing else is said: its input was the window reduced so."""
_FACTORS = (2, 3, 4)
SIDE_PX = 384
"""Side of a window and of its picture."""
TEACHER_NOTE = "TEACHER.txt"
"""Beside the pictures: who made them, as a card names it."""
RIM_PX = 4
"""Pixels of the teacher's input at each side whose picture suffers from what lies beyond."""
Row = tuple[Path, Path, int, int]
"""A picture, its photo, top and left of the window."""


class TeacherPictures:
    """Windows of photos and a teacher's pictures of them, all kept in memory once read.

    Args:
        folder: with ``MANIFEST.csv`` (columns file, photo, top, left) and square pictures of ``FACTOR``, or with
            folders ``x2``, ``x3``, ``x4`` of such, made by teachers of that factor.
        photos: the photos they were made of; pictures of others, as of those held out, are left aside.

    Raises:
        NoPhotos: there is no picture of any of these photos.
    """

    def __init__(self, folder: Path, photos: PhotoFolder) -> None:
        paths = {path.name: path for path in photos.paths}
        self._photos = photos
        found = {factor: _rows(folder / f"x{factor}", paths) for factor in _FACTORS}
        found[FACTOR] += _rows(folder, paths)
        self._rows = {factor: rows for factor, rows in found.items() if rows}
        if not self._rows:
            raise NoPhotos(path=folder)
        self._kept: dict[Path, Code] = {}

    def __len__(self) -> int:
        return sum(len(rows) for rows in self._rows.values())

    def pair(self, side_px: int, rng: Generator, scale: int = FACTOR) -> tuple[Code, Code]:
        """A square of a photo and the teacher's picture of it, flipped and turned alike by chance.

        Args:
            side_px: side of the square in pixels of the teacher's input, at most what the rim leaves.
            rng: source of all chance.
            scale: at which it is wanted; there is a picture of the same factor, or one to be reduced.

        Returns:
            Two uint8 squares of at least ``scale * side_px``: the photo, and the picture.
        """
        factor = scale if scale in self._rows else max(self._rows)
        listed = self._rows[factor]
        picture_path, photo_path, top, left = listed[int(rng.integers(len(listed)))]
        places = SIDE_PX // factor - 2 * RIM_PX - side_px + 1
        row, column = (factor * (RIM_PX + int(place)) for place in rng.integers(places, size=2))
        side = factor * side_px
        photo = self._photos.photo(photo_path)[top + row : top + row + side, left + column : left + column + side]
        picture = self._picture(picture_path)[row : row + side, column : column + side]
        turn = [bool(choice) for choice in rng.integers(2, size=3)]
        return _turned(photo, *turn), _turned(picture, *turn)

    def _picture(self, path: Path) -> Code:
        if path not in self._kept:
            self._kept[path] = read_code8(path)
        return self._kept[path]


def _rows(folder: Path, paths: Mapping[str, Path]) -> list[Row]:
    """What the manifest of a folder says, of these photos by their names."""
    manifest = folder / "MANIFEST.csv"
    if not manifest.is_file():
        return []
    with manifest.open(newline="", encoding="utf-8") as file:
        return [
            (folder / row["file"], paths[row["photo"]], int(row["top"]), int(row["left"]))
            for row in csv.DictReader(file)
            if row["photo"] in paths
        ]


def _turned(square_HWC: Code, turned: bool, rows: bool, columns: bool) -> Code:
    if turned:
        square_HWC = square_HWC.transpose(1, 0, 2)
    return np.ascontiguousarray(square_HWC[:: -1 if rows else 1, :: -1 if columns else 1])
