"""What reading a photo in a process of its own costs: the same 12-megapixel JPEG here and there."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import psutil

from desktop_unet.imaging.codec import read_photo, write_photo
from desktop_unet.imaging.decoder import Decoder
from desktop_unet.imaging.photo import Photo

RUNS = 7


def waves(height: int, width: int) -> Photo:
    """Something like a photo, so that JPEG has as much to do."""
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    smooth = 128 + 60 * np.sin(rows / 90) + 60 * np.cos(columns / 70)
    noisy = smooth[..., None] + np.random.default_rng(0).normal(0, 4, (height, width, 3)).astype(np.float32)
    return Photo(np.clip(noisy, 0, 255).astype(np.uint8))


def seconds(read: Callable[[], Photo]) -> float:
    """Median over some runs; the first is not counted."""
    found = []
    for _ in range(RUNS + 1):
        started = time.perf_counter()
        read()
        found.append(time.perf_counter() - started)
    return statistics.median(found[1:])


def main() -> None:
    """Print the times and the process's memory."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "photo.jpg")
        write_photo(waves(3000, 4000), path)
        decoder = Decoder()
        started = time.perf_counter()
        decoder.read(path)
        print(f"first photo, process begun for it: {time.perf_counter() - started:.2f} s")
        print(f"4000 x 3000 here:  {seconds(lambda: read_photo(path)):.3f} s")
        print(f"4000 x 3000 there: {seconds(lambda: decoder.read(path)):.3f} s")
        process = psutil.Process(decoder._process.pid)
        print(f"the process keeps {process.memory_info().rss / 2**20:.0f} MiB")
        decoder.close()


if __name__ == "__main__":
    main()
