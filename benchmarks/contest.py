"""One contestant in a process of its own: how good, how fast, how much memory.

    python benchmarks/contest.py JOB.json

Comes in: a file with a ``Job``. Goes out: a file with an ``Answer``. Started by ``benchmark.py``, which
sets the number of threads in the environment before any library can read it.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from contestants import Contestant
from lines import Times
from missing import Missing
from peers import Enlarge, open_peer

from desktop_unet.evaluation.pairs import find_pairs, read_pair
from desktop_unet.evaluation.perceptual import PACKAGE, WEIGHTS, load_judge
from desktop_unet.imaging.codec import read_photo, write_photo
from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.metrics import psnr_y, ssim_y
from desktop_unet.imaging.photo import CodePixels, Photo
from desktop_unet.imaging.ranges import code_to_unit, to_8_bits, unit_to_code
from desktop_unet.imaging.resample import resize
from desktop_unet.paths import package_file, sample_photo

TIMED = Extent(720, 1280)
"""Size of the result that is timed."""


@dataclass(frozen=True)
class Job:
    """What one process is to do.

    Args:
        contestant: who.
        scale: factor.
        threads: CPU threads.
        task: ``measure`` scores and times, ``enlarge`` makes one file of another, once.
        answer: the file to write the ``Answer`` to.
        folders: photos to score on, as ``evaluation.pairs.find_pairs`` reads them; of ``measure``.
        repeat: timed runs after the warm-up; of ``measure``.
        input, output: files; of ``enlarge``.
    """

    contestant: Contestant
    scale: int
    threads: int
    task: Literal["measure", "enlarge"]
    answer: str
    folders: tuple[str, ...] = ()
    repeat: int = 3
    input: str = ""
    output: str = ""

    @classmethod
    def from_json(cls, text: str) -> Job:
        """Read what ``to_json`` wrote."""
        values = json.loads(text)
        contestant = Contestant(**values.pop("contestant"))
        return cls(contestant=contestant, folders=tuple(values.pop("folders")), **values)

    def to_json(self) -> str:
        """For the process's file."""
        return json.dumps(asdict(self))


@dataclass(frozen=True)
class Answer:
    """What came of a job.

    Args:
        missing: why the contestant could not take part; empty where it could.
        precision: what it computed in.
        scores: (decibels, SSIM) on Y, means over each folder's photos, and ST-LPIPS where that judge is installed.
        seconds_per_megapixel: of a 1280x720 result, each run; none where it was not timed.
        peak_mib: most memory that the process has held; None where the system does not say.
    """

    missing: str = ""
    precision: str = ""
    scores: tuple[tuple[float, ...], ...] = ()
    seconds_per_megapixel: Times = ()
    peak_mib: float | None = None

    @classmethod
    def from_json(cls, text: str) -> Answer:
        """Read what ``to_json`` wrote."""
        values = json.loads(text)
        scores = tuple(tuple(of_folder) for of_folder in values.pop("scores"))
        return cls(scores=scores, seconds_per_megapixel=tuple(values.pop("seconds_per_megapixel")), **values)

    def to_json(self) -> str:
        """For the process's file."""
        return json.dumps(asdict(self))


def main(arguments: Sequence[str]) -> int:
    """Do the job that the file describes."""
    job = Job.from_json(Path(arguments[0]).read_text("utf-8"))
    Path(job.answer).write_text(do(job).to_json(), "utf-8")
    return 0


def do(job: Job) -> Answer:
    """Open the contestant and measure it; where it cannot take part, the answer says why."""
    try:
        peer = open_peer(job.contestant, job.scale, job.threads)
    except Missing as missing:
        return Answer(missing=str(missing))
    if job.task == "enlarge":
        pixels = to_8_bits(read_photo(Path(job.input)).pixels)
        write_photo(Photo(peer.enlarge(pixels)), Path(job.output), overwrite=True)
        return Answer(precision=peer.precision, peak_mib=peak_mib())
    seconds = time_enlarging(peer.enlarge, job.scale, job.repeat) if job.repeat else ()
    scores = tuple(score(peer.enlarge, Path(folder), job.scale) for folder in job.folders)
    return Answer("", peer.precision, scores, seconds, peak_mib())


def score(enlarge: Enlarge, folder: Path, scale: int) -> tuple[float, ...]:
    """Means over a folder: PSNR and SSIM on Y, ``scale`` pixels left out at the border; ST-LPIPS where it is there.

    Raises:
        Mishap: as ``find_pairs`` and ``read_photo``.
    """
    judge = load_judge() if package_file(PACKAGE, WEIGHTS) is not None else None
    found = []
    for files in find_pairs(folder, scale):
        low, truth = read_pair(files, scale)
        restored_HWC, truth_HWC = code_to_unit(enlarge(to_8_bits(low.pixels))), code_to_unit(truth.pixels)
        closeness = (psnr_y(restored_HWC, truth_HWC, scale), ssim_y(restored_HWC, truth_HWC, scale))
        found.append(closeness if judge is None else (*closeness, judge.distance(restored_HWC, truth_HWC)))
    return tuple(float(mean) for mean in np.mean(found, axis=0))


def time_enlarging(enlarge: Enlarge, scale: int, repeat: int) -> Times:
    """Seconds per megapixel of the result in ``repeat`` runs after one that warms up."""
    pixels = timed_photo(scale)
    megapixels = enlarge(pixels).size / 3e6
    seconds = []
    for _ in range(repeat):
        started = time.perf_counter()
        enlarge(pixels)
        seconds.append((time.perf_counter() - started) / megapixels)
    return tuple(seconds)


def timed_photo(scale: int) -> CodePixels:
    """The sample photo at the size whose enlargement is at least ``TIMED``."""
    extent = Extent(-(-TIMED.height // scale), -(-TIMED.width // scale))
    return unit_to_code(resize(code_to_unit(read_photo(sample_photo()).pixels), extent, clip=True), np.uint8)


def peak_mib() -> float | None:
    """Most memory that this program has held, MiB; None where the system does not say.

    Linux' own count: what ``getrusage`` gives starts with the memory of the process that started this one.
    """
    try:
        lines = Path("/proc/self/status").read_text().splitlines()
    except OSError:
        from desktop_unet.cli.console import peak_rss_mib

        return peak_rss_mib()
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:")), None)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
