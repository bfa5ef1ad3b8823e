"""Photos to measure on: a truth and what a network is given of it.

Comes in: a folder. Goes out: photos and pairs for ``upscale_scores`` and ``inpaint_scores``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from desktop_unet.errors import NoPhotos
from desktop_unet.imaging.codec import read_photo
from desktop_unet.imaging.damage import Damage, apply_damage
from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.photo import CodePixels, Photo
from desktop_unet.imaging.photo_folder import photos_in
from desktop_unet.imaging.ranges import to_8_bits
from desktop_unet.imaging.resample import resize_code

_HIGH, _LOW = "_HR", "_LR"


@dataclass(frozen=True)
class PairFiles:
    """Files of one pair; ``low`` is None where the low resolution is to be made from the truth."""

    name: str
    truth: Path
    low: Path | None


def find_pairs(folder: Path, scale: int) -> list[PairFiles]:
    """Pairs in a folder, by name.

    Args:
        folder: in the layout of benchmarks (``x4/NAME_HR.png`` beside ``x4/NAME_LR.png``, or those
            files themselves), or simply with photos.
        scale: factor between the two.

    Raises:
        NoPhotos, FileMissing, NotAFolder: there is nothing to measure on.
    """
    inner = folder / f"x{scale}"
    files = photos_in(inner if inner.is_dir() else folder)
    lows = {path.stem.removesuffix(_LOW): path for path in files if path.stem.endswith(_LOW)}
    truths = {path.stem.removesuffix(_HIGH): path for path in files if path.stem.endswith(_HIGH)}
    if lows and set(lows) <= set(truths):
        return [PairFiles(name, truths[name], lows[name]) for name in sorted(lows)]
    if not files:
        raise NoPhotos(path=folder)
    return [PairFiles(path.stem, path, None) for path in files]


def find_photos(folder: Path) -> list[Path]:
    """Photos in a folder by name; of pairs the high-resolution ones.

    Raises:
        NoPhotos, FileMissing, NotAFolder: there are none.
    """
    files = [path for path in photos_in(folder) if not path.stem.endswith(_LOW)]
    if not files:
        raise NoPhotos(path=folder)
    return files


def read_pair(files: PairFiles, scale: int) -> tuple[Photo, Photo]:
    """Low resolution and truth; the truth's size is ``scale`` times the other's.

    Where there is no low resolution, ``make_pair`` makes it.
    """
    truth = read_photo(files.truth, whole=True)
    if files.low is not None:
        return read_photo(files.low, whole=True), truth
    return make_pair(truth, scale)


def make_pair(truth: Photo, scale: int) -> tuple[Photo, Photo]:
    """Low resolution and truth from one photo, as in super-resolution tables.

    The truth is cut to a multiple of ``scale``, reduced by bicubic and rounded to its own depth.
    """
    extent = Extent(max(1, truth.height // scale), max(1, truth.width // scale))
    cut: CodePixels = truth.pixels[: extent.height * scale, : extent.width * scale].copy()
    truth = truth.with_pixels(cut)
    return truth.with_pixels(resize_code(cut, extent)), truth


def damage_photo(photo: Photo, damage: Damage, seed: int) -> Photo:
    """The photo with noise and JPEG, in 8 bits; the same for the same seed. Gray photos stay gray."""
    rng = np.random.default_rng(seed)
    done = replace(damage, gray_noise=damage.gray_noise or photo.is_gray)
    return replace(photo, pixels=apply_damage(done, to_8_bits(photo.pixels), photo.extent, 1, rng), alpha=None)


def mean(values: Sequence[float]) -> float:
    """Arithmetic mean; nan of nothing."""
    return float(np.mean(values)) if values else float("nan")
