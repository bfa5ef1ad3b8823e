"""What was measured, as rows of tables.

Comes in: numbers of each contestant. Goes out: rich's tables, for ``benchmark.py`` to print. A time is
the median of its runs; where these lie far apart it carries a star, because then the machine was not quiet.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from rich.table import Table

NOTE_WIDTH = 60
UNEVEN = 1.2
"""Slowest over fastest run, from which a time is not to be trusted."""
STAR = "* the slowest run took a fifth longer than the fastest, or more: the machine was not quiet"

Times = tuple[float, ...]
"""Seconds of each run."""


@dataclass(frozen=True)
class Line:
    """A row of the table of peers.

    Args:
        name, scale, precision: who, by what, in what.
        scores: (decibels, SSIM) on Y for each folder of photos, and ST-LPIPS where it was judged.
        seconds_per_megapixel: of a 1280x720 result, each run.
        whole_seconds, peak_mib: of the processes that make 4 megapixels, from file to file.
        note: why there are no numbers, where there are none.
    """

    name: str
    scale: int
    precision: str = ""
    scores: tuple[tuple[float, ...], ...] = ()
    seconds_per_megapixel: Times = ()
    whole_seconds: Times = ()
    peak_mib: float | None = None
    note: str = ""


def peers_table(title: str, folders: Sequence[str], lines: Sequence[Line]) -> Table:
    """The table of one scale; scores side by side for each folder; notes where a contestant is missing."""
    headings = ["contestant", "precision", *folders, "s/MP", "4 MP, s", "peak MiB"]
    rows = [cells(line, len(folders)) for line in lines]
    if any(line.note for line in lines):
        headings.append("why not")
        rows = [[*row, line.note] for row, line in zip(rows, lines, strict=True)]
    return table(title, headings, rows)


def cells(line: Line, folders: int) -> list[str]:
    """A line's texts: name, precision, a score per folder, three figures; empty where nothing was measured."""
    scores = [_score(*numbers) for numbers in line.scores] or [""] * folders
    peak = "" if line.peak_mib is None else f"{line.peak_mib:.0f}"
    return [line.name, line.precision, *scores, said(line.seconds_per_megapixel, 3), said(line.whole_seconds), peak]


def _score(psnr: float, *closeness: float) -> str:
    return "/".join([f"{psnr:.2f}", *(f"{number:.4f}" for number in closeness)])


def middle(times: Times) -> float:
    """The median."""
    return statistics.median(times)


def said(times: Times, digits: int = 2, unit: str = "") -> str:
    """The median as text, with a star where the runs lie far apart; nothing of no runs."""
    if not times:
        return ""
    star = "*" if max(times) > UNEVEN * min(times) else ""
    return f"{middle(times):.{digits}f}{unit}{star}"


def table(title: str, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    """A table whose first two columns are words and the others figures, but for reasons."""
    starred = any(cell.endswith("*") for row in rows for cell in row)
    made = Table(title=title, title_justify="left", caption=STAR if starred else None, caption_justify="left")
    for number, heading in enumerate(headings):
        if heading == "why not":
            made.add_column(heading, max_width=NOTE_WIDTH)
        else:
            made.add_column(heading, justify="left" if number < 2 else "right")
    for row in rows:
        made.add_row(*row)
    return made
