"""Time and memory of the whole process that fills one hole: of 100x100 px in a photo of 12 megapixels, or another.

    .venv/bin/python scripts/measure_fill_time.py ../shared/data/val
    .venv/bin/python scripts/measure_fill_time.py ../shared/data/val --photo 800 800 --hole 600 250

Each way of filling, two threads, the command line as users call it. Processor time is told beside wall
time: on a busy machine it is the more telling of the two.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from desktop_unet.evaluation.pairs import find_photos
from desktop_unet.imaging.codec import read_photo, write_photo
from desktop_unet.imaging.mask import write_mask
from desktop_unet.imaging.photo import Photo

PHOTO, HOLE = (3000, 4000), (100, 100)
WAYS = ("smooth", "texture", "structure", "auto")


def main() -> None:
    """Print a line per way of filling."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="photos to make the large one of")
    parser.add_argument("--repeat", type=int, default=3, help="runs of each; the fastest counts")
    parser.add_argument("--photo", type=int, nargs=2, default=PHOTO, metavar=("HEIGHT", "WIDTH"))
    parser.add_argument("--hole", type=int, nargs=2, default=HOLE, metavar=("HEIGHT", "WIDTH"))
    parser.add_argument("--ways", nargs="+", default=WAYS, choices=WAYS)
    given = parser.parse_args()
    print("| fill | wall s | processor s | peak MiB |")
    print("|---|---|---|---|")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_files(given.folder, folder, given.photo, given.hole)
        for fill in given.ways:
            runs = [measured(folder, fill) for _ in range(given.repeat)]
            wall, processor, peak = (min(column) for column in zip(*runs, strict=True))
            print(f"| {fill} | {wall:.2f} | {processor:.2f} | {peak:.0f} |", flush=True)
    print(f"\nLoad of the last minute: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")


def make_files(source: Path, folder: Path, photo: Sequence[int], hole: Sequence[int]) -> None:
    """A JPEG, as cameras write it, of one photo repeated, and a mask with one rectangle; sizes are height, width."""
    tile = read_photo(find_photos(source)[0]).pixels
    times = [-(-wanted // there) for wanted, there in zip(photo, tile.shape[:2], strict=True)]
    write_photo(Photo(np.tile(tile, (*times, 1))[: photo[0], : photo[1]].copy()), folder / "photo.jpg")
    mask = np.zeros(tuple(photo), np.uint8)
    top, left = ((whole - part) // 2 for whole, part in zip(photo, hole, strict=True))
    mask[top : top + hole[0], left : left + hole[1]] = 255
    write_mask(mask, folder / "mask.png")


def measured(folder: Path, fill: str) -> tuple[float, float, float]:
    """Wall seconds, processor seconds and peak MiB of one process."""
    files = [str(folder / name) for name in ("photo.jpg", "out.jpg")]
    words = ["inpaint", *files, "--mask", str(folder / "mask.png"), "--fill", fill, "--threads", "2"]
    surroundings = {**os.environ, "OMP_NUM_THREADS": "2"}
    started = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "desktop_unet", *words, "--quiet", "--overwrite"], env=surroundings
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"the program ended with {process.returncode}")
    return time.monotonic() - started, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


if __name__ == "__main__":
    main()
