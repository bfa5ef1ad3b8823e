"""Have a teacher enlarge windows of photos, so that a training that learns from its pictures is not slowed by it.

    .venv/bin/python scripts/make_teacher_pictures.py ../shared/data/train --teacher realsr-x4 \\
        --count 1200 --out ~/teacher-pictures

A window is drawn by the photo's source (square root of the pixels that it has); of two of the same photo the one
with more detail is taken. It is reduced by the teacher's scale (bicubic, antialiased, rounded to 8 bit), enlarged by
the teacher, and kept as JPEG of quality 92, 4:4:4, or as PNG (--lossless) where a student comes so near to its
teacher that JPEG would count. MANIFEST.csv has a row per picture: file, photo, top, left; TEACHER.txt says who made
them, for the cards of those that learn from them. The same command given again goes on where it stopped; --leave-out
names photos that are kept for judging.

The pictures stay outside the repository: they are made of other people's photos by other people's networks.
"""

from __future__ import annotations

import argparse
import csv
import io
import sys
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from desktop_unet.atomic_files import write_whole
from desktop_unet.engine.device_env import prepare_environment
from desktop_unet.errors import Mishap, NoPhotos

if TYPE_CHECKING:
    from desktop_unet.training.photos import PhotoFolder

REPOSITORY = Path(__file__).resolve().parent.parent
COLUMNS = ("file", "photo", "top", "left")
QUALITY = 92

Code = NDArray[np.uint8]


@dataclass(frozen=True)
class Window:
    """A square of a photo."""

    photo: Path
    top: int
    left: int
    pixels: Code


def main() -> int:
    """Make what is missing of the pictures; 1 where it cannot be done."""
    given = _parse()
    prepare_environment()
    try:
        suffix = ".png" if given.lossless else ".jpg"
        make_pictures(
            given.folder, given.out, given.teacher, given.count, given.side, given.seed, given.leave_out, suffix
        )
    except Mishap as mishap:
        print(f"error: {mishap}", file=sys.stderr)
        return 1
    return 0


def _parse() -> argparse.Namespace:
    from desktop_unet.training.teachers import TEACHERS

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add = parser.add_argument
    add("folder", type=Path, help="photos, searched with its subfolders")
    add("--teacher", choices=list(TEACHERS), default="realsr-x4")
    add("--out", type=Path, required=True, help="folder for the pictures, outside the repository")
    add("--count", type=int, default=1200, help="pictures wanted, with those that are there")
    add("--side", type=int, default=384, help="of a window, in pixels; a multiple of the scale")
    add("--seed", type=int, default=0, help="of the windows")
    add("--leave-out", nargs="+", default=[], metavar="NAME", help="names of photos not to use")
    add("--lossless", action="store_true", help="PNG instead of JPEG")
    given = parser.parse_args()
    if REPOSITORY in (given.out.resolve(), *given.out.resolve().parents):
        parser.error("--out lies in the repository; teachers' pictures stay outside of it")
    if given.side % TEACHERS[given.teacher].scale:
        parser.error(f"--side is no multiple of {TEACHERS[given.teacher].scale}")
    return given


def make_pictures(
    folder: Path,
    out: Path,
    name: str,
    count: int,
    side_px: int,
    seed: int,
    leave_out: Collection[str] = (),
    suffix: str = ".jpg",
) -> None:
    """Make the pictures that are not there yet; each is drawn by (seed, number) alone.

    Args:
        folder: photos.
        out: for the pictures and their manifest.
        name: of a teacher.
        count: pictures wanted.
        side_px: of a window.
        seed: of the windows.
        leave_out: names of photos.
        suffix: of the files, ``.jpg`` or ``.png``.

    Raises:
        Mishap: there are no photos that large, or the teacher is missing.
    """
    from desktop_unet.training.photos import PhotoFolder
    from desktop_unet.training.teacher_pictures import TEACHER_NOTE
    from desktop_unet.training.teachers import TEACHERS, load_teacher

    teacher = load_teacher(name)
    photos = PhotoFolder(folder, side_px)
    if {path.name for path in photos.paths} <= set(leave_out):
        raise NoPhotos(path=folder)
    out.mkdir(parents=True, exist_ok=True)
    (out / TEACHER_NOTE).write_text(TEACHERS[name].origin + "\n", "utf-8")
    rows = read_rows(out)
    for number in range(len(rows), count):
        window = draw_window(photos, side_px, np.random.default_rng((seed, number)), leave_out)
        picture = teacher.enlarge(reduced(window.pixels, teacher.scale))
        file = f"{number:05d}{suffix}"
        how = {"quality": QUALITY, "subsampling": 0} if suffix == ".jpg" else {}
        Image.fromarray(picture).save(out / file, **how)
        rows.append((file, window.photo.name, str(window.top), str(window.left)))
        write_rows(out, rows)
        print(f"\r{number + 1} of {count}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)


def read_rows(out: Path) -> list[tuple[str, ...]]:
    """What the manifest says, up to the first picture that is not there."""
    manifest = out / "MANIFEST.csv"
    if not manifest.is_file():
        return []
    with manifest.open(newline="", encoding="utf-8") as file:
        rows = [tuple(row[column] for column in COLUMNS) for row in csv.DictReader(file)]
    gone = next((number for number, row in enumerate(rows) if not (out / row[0]).is_file()), len(rows))
    return rows[:gone]


def write_rows(out: Path, rows: list[tuple[str, ...]]) -> None:
    """The manifest, whole."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([COLUMNS, *rows])
    write_whole(out / "MANIFEST.csv", text.getvalue().encode())


def draw_window(photos: PhotoFolder, side_px: int, rng: np.random.Generator, leave_out: Collection[str]) -> Window:
    """Of two windows of a photo the one with more detail."""
    path = photos.draw(rng)
    while path.name in leave_out:
        path = photos.draw(rng)
    photo = photos.photo(path)
    windows = []
    for _ in range(2):
        top, left = (int(rng.integers(length - side_px + 1)) for length in photo.shape[:2])
        windows.append(Window(path, top, left, photo[top : top + side_px, left : left + side_px]))
    return max(windows, key=lambda window: detail(window.pixels))


def detail(pixels_HWC: Code) -> float:
    """Mean size of the steps between neighbours, code values."""
    gray = pixels_HWC.mean(axis=2)
    return float(np.abs(np.diff(gray, axis=0)).mean() + np.abs(np.diff(gray, axis=1)).mean())


def reduced(pixels_HWC: Code, scale: int) -> Code:
    """As test sets are made, and as training makes its inputs."""
    from desktop_unet.imaging.damage import reduce
    from desktop_unet.imaging.geometry import Extent

    height, width = pixels_HWC.shape[:2]
    return reduce(np.ascontiguousarray(pixels_HWC), Extent(height // scale, width // scale))


if __name__ == "__main__":
    sys.exit(main())
