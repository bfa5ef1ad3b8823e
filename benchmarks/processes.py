"""Whole processes, measured from outside: wall time, peak memory, first paint."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from desktop_unet.imaging.codec import read_photo, write_photo
from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.photo import CodePixels, Photo
from desktop_unet.imaging.ranges import code_to_unit, unit_to_code
from desktop_unet.imaging.resample import resize
from desktop_unet.paths import sample_photo

MIB = 2**20


@dataclass(frozen=True)
class Usage:
    """What one process took."""

    seconds: float
    peak_mib: float


def measure_speed(data: Path, repeat: int) -> list[tuple[str, ...]]:
    """The photo of 512x512 and that of 1024x1024, each x4 by the command line."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        small, large = make_photos(data, folder)
        runs = [enlarge(small, folder / "small.png") for _ in range(repeat)]
        rows = [
            row("512x512 x4, wall", statistics.median(run.seconds for run in runs), 3.0, "s"),
            row("512x512 x4, peak RSS", max(run.peak_mib for run in runs), 900.0, "MiB"),
        ]
        tiled = enlarge(large, folder / "tiled.png")
        enlarge(large, folder / "finer.png", "--tile", "256")
        whole = enlarge(large, folder / "whole.png", "--tile", "1024", "--memory-mib", "16384")
        rows.append(row("1024x1024 x4, peak RSS", tiled.peak_mib, 1536.0, "MiB"))
        rows.append(("1024x1024 x4, wall", f"{tiled.seconds:.2f} s", "", ""))
        rows.append(("1024x1024 x4 untiled, peak RSS", f"{whole.peak_mib:.0f} MiB", "", ""))
        for kind in ("tiled", "finer"):
            apart = greatest_difference(folder / f"{kind}.png", folder / "whole.png")
            rows.append(row(f"1024x1024 x4, {kind} - untiled", apart, 1.0, "/255"))
    return rows


def enlarge(photo: Path, output: Path, *options: str) -> Usage:
    """One run of ``upscale --scale 4``."""
    words = ["upscale", str(photo), str(output), "--scale", "4", "--threads", "2", "--quiet", "--overwrite", *options]
    return run_process([sys.executable, "-m", "desktop_unet", *words])


def run_process(command: list[str]) -> Usage:
    """Wall time from start to end, and the most memory held."""
    started = time.monotonic()
    process = subprocess.Popen(command)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    return Usage(seconds, usage.ru_maxrss / 1024)


def make_photos(data: Path, folder: Path) -> tuple[Path, Path]:
    """A photo of 512x512 and one of 1024x1024, from val/ or from the sample."""
    found = sorted((data / "val").glob("*.png"))[:4]
    if len(found) == 4:
        quarters = [read_photo(path).pixels[:512, :512] for path in found]
    else:
        sample = read_photo(sample_photo())
        enlarged = resize(code_to_unit(sample.pixels), Extent(512, 512), "bicubic", clip=True)
        quarters = [np.rot90(unit_to_code(enlarged, np.uint8), turns) for turns in range(4)]
    rows = [np.concatenate(quarters[:2], axis=1), np.concatenate(quarters[2:], axis=1)]
    small = write_photo(Photo(_as_code(quarters[0])), folder / "512.png").path
    large = write_photo(Photo(_as_code(np.concatenate(rows, axis=0))), folder / "1024.png").path
    return small, large


def _as_code(pixels: CodePixels) -> CodePixels:
    return np.ascontiguousarray(pixels)


def greatest_difference(first: Path, second: Path) -> float:
    """In code values, over all pixels."""
    one, other = (read_photo(path).pixels.astype(np.int16) for path in (first, second))
    return float(np.abs(one - other).max())


def measure_first_paint(repeat: int) -> list[tuple[str, ...]]:
    """Process start to first paint, after one run that warms the disk cache; on the screen, else offscreen."""
    surroundings = dict(os.environ)
    if not (surroundings.get("DISPLAY") or surroundings.get("WAYLAND_DISPLAY")):
        surroundings["QT_QPA_PLATFORM"] = "offscreen"
    where = surroundings.get("QT_QPA_PLATFORM", "screen")
    seconds, torch_loaded = [], False
    with tempfile.TemporaryDirectory() as name:
        target = Path(name) / "first_paint.json"
        surroundings["DESKTOP_UNET_FIRST_PAINT"] = str(target)
        for _ in range(repeat + 1):
            started = time.time()
            subprocess.run(
                [sys.executable, "-m", "desktop_unet"], env=surroundings, check=True, stderr=subprocess.DEVNULL
            )
            facts = json.loads(target.read_text())
            seconds.append(facts["epoch"] - started)
            torch_loaded = torch_loaded or facts["torch_loaded"]
    return [
        row(f"first paint ({where})", statistics.median(seconds[1:]), 0.5, "s"),
        ("torch imported by then", "yes" if torch_loaded else "no", "no", "MISSED" if torch_loaded else "met"),
    ]


def row(name: str, measured: float, goal: float, unit: str) -> tuple[str, ...]:
    """A line of the table; the goal is the most that is allowed."""
    digits = 0 if goal >= 100 or unit.startswith("/") else 2
    verdict = "met" if measured <= goal else "MISSED"
    return name, f"{measured:.{digits}f} {unit}", f"<= {goal:g} {unit}", verdict
