"""The figures that README.md and docs/figures.md quote, measured here and now.

    python benchmarks/figures.py                        all of them
    python benchmarks/figures.py --only speed window    some of them

Sections: ``speed`` (wall time and memory of the whole process, tiled against untiled), ``window``
(first paint), ``painting`` (brush and slider on large photos), ``enlarging`` (Set5 and Set14 against
bicubic), ``filling`` (seeded masks against OpenCV and scikit-image). Both sides of a comparison are
measured in one run, with two threads.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.table import Table

REPOSITORY = Path(__file__).resolve().parent.parent
THREADS = 2

Rows = list[tuple[str, ...]]


def main() -> int:
    """Measure and print what was asked for; 1 where a figure misses its goal."""
    given = _parse()
    # Libraries read these once while loading, in this process and in those it starts.
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ[name] = str(THREADS)
    # A file or a pipe has no width of its own; 80 columns would break the rows.
    console = Console() if sys.stdout.isatty() else Console(width=120)
    missed = False
    for name in given.only or SECTIONS:
        title, headings, rows = SECTIONS[name](given)
        _print(console, title, headings, rows)
        missed = missed or any("MISSED" in cell for row in rows for cell in row)
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    console.print(
        f"Load average of the last minute: {load:.1f} on {os.cpu_count()} processors; timings hold for a quiet machine."
    )
    return int(missed)


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    data = os.environ.get("DESKTOP_UNET_DATA") or REPOSITORY.parent / "shared" / "data"
    parser.add_argument("--only", nargs="+", choices=list(SECTIONS), help="sections to measure (default: all)")
    parser.add_argument("--data", type=Path, default=Path(data), help="folder with val/ and bench/")
    parser.add_argument("--repeat", type=int, default=3, help="runs of each timing; the median counts")
    parser.add_argument("--photos", type=int, default=12, help="photos of val/ to fill")
    return parser.parse_args()


def _speed(given: argparse.Namespace) -> tuple[str, tuple[str, ...], Rows]:
    from processes import measure_speed

    return "Whole process, x4, two threads", ("figure", "measured", "goal", ""), measure_speed(given.data, given.repeat)


def _window(given: argparse.Namespace) -> tuple[str, tuple[str, ...], Rows]:
    from processes import measure_first_paint

    return "Window", ("figure", "measured", "goal", ""), measure_first_paint(given.repeat)


def _painting(given: argparse.Namespace) -> tuple[str, tuple[str, ...], Rows]:
    from painting import measure_painting

    return "From the mouse to the repainted photo", ("figure", "measured", "goal", ""), measure_painting()


def _enlarging(given: argparse.Namespace) -> tuple[str, tuple[str, ...], Rows]:
    from scores import measure_enlarging

    headings = ("photos", "scale", "bicubic dB", "no skip dB", "skip dB", "skip SSIM", "goal", "")
    return "Enlarging: PSNR and SSIM on Y", headings, measure_enlarging(given.data)


def _filling(given: argparse.Namespace) -> tuple[str, tuple[str, ...], Rows]:
    from scores import measure_filling

    return "Filling: dB inside the mask (seconds per photo)", *measure_filling(given.data, given.photos)


SECTIONS: dict[str, Callable[[argparse.Namespace], tuple[str, tuple[str, ...], Rows]]] = {
    "speed": _speed,
    "window": _window,
    "painting": _painting,
    "enlarging": _enlarging,
    "filling": _filling,
}


def _print(console: Console, title: str, headings: tuple[str, ...], rows: Rows) -> None:
    table = Table(title=title, title_justify="left")
    for number, heading in enumerate(headings):
        table.add_column(heading, justify="left" if number == 0 else "right")
    for row in rows:
        table.add_row(*row)
    console.print(table)


if __name__ == "__main__":
    sys.exit(main())
