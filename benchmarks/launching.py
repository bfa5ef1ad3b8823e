"""Processes that are measured, started one at a time.

Comes in: a contestant's job, or what the program is to enlarge. Goes out: what the process answered and
how long all of it took. Nothing heavy is loaded here: the memory of the process that starts another would
show in the other's peak.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from contest import Answer, Job
from lines import Times

REPOSITORY = Path(__file__).resolve().parent.parent


class Failed(Exception):
    """A process that ended otherwise than it should; the message says how."""


def prepare_environment(threads: int) -> None:
    """What libraries read once while loading, in this process and in those it starts."""
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VIPS_CONCURRENCY"):
        os.environ[name] = str(threads)
    # What is measured is this source tree, not another one that may be installed.
    paths = [str(REPOSITORY), os.environ.get("PYTHONPATH", "")]
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, paths))


def run_python(words: list[str], limit: float) -> str:
    """What a process of this interpreter prints.

    Args:
        words: its arguments.
        limit: seconds after which it is ended.

    Raises:
        Failed: it ended otherwise than with 0, or not in time.
    """
    try:
        ended = subprocess.run([sys.executable, *words], capture_output=True, text=True, timeout=limit)
    except subprocess.TimeoutExpired as late:
        raise Failed(f"given up after {limit:g} s") from late
    if ended.returncode:
        lines = ended.stderr.strip().splitlines() or ["nothing was said"]
        raise Failed(f"ended with {ended.returncode}: {lines[-1]}")
    return ended.stdout


def run_job(job: Job, folder: Path, limit: float) -> Answer:
    """Do a job in a process of its own; ``folder`` is where it is written down.

    Raises:
        Failed: as ``run_python``.
    """
    file = folder / "job.json"
    file.write_text(job.to_json(), "utf-8")
    run_python([str(Path(__file__).with_name("contest.py")), str(file)], limit)
    return Answer.from_json(Path(job.answer).read_text("utf-8"))


def enlarge_by_program(
    card: str, precision: str, scale: int, photo: Path, output: Path, threads: int, limit: float
) -> float | None:
    """``python -m desktop_unet upscale``; the most memory that it says it held, MiB.

    Raises:
        Failed: as ``run_python``.
    """
    words = ["upscale", str(photo), str(output), "--scale", str(scale), "--card", card, "--precision", precision]
    words += ["--device", "cpu", "--threads", str(threads), "--json", "--overwrite"]
    peak: float | None = json.loads(run_python(["-m", "desktop_unet", *words], limit))["peak_rss_mib"]
    return peak


def time_whole(run: Callable[[], float | None], repeat: int) -> tuple[Times, float | None]:
    """Seconds of each of ``repeat`` processes, and the greatest of the memory peaks that they tell."""
    seconds, peaks = [], []
    for _ in range(max(1, repeat)):
        started = time.monotonic()
        peaks.append(run())
        seconds.append(time.monotonic() - started)
    return tuple(seconds), max(filter(None, peaks), default=None)
