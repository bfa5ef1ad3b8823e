"""What was measured, as rows of tables.

Comes in: numbers of each contestant. Goes out: rich's tables, for ``benchmark.py`` to print.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.table import Table

NOTE_WIDTH = 60


@dataclass(frozen=True)
class Line:
    """A row of the table of peers.

    Args:
        name, scale, precision: who, by what, in what.
        scores: (decibels, SSIM) on Y for each folder of photos.
        seconds_per_megapixel: of a 1280x720 result.
        whole_seconds, peak_mib: of the process that makes 4 megapixels, from file to file.
        note: why there are no numbers, where there are none.
    """

    name: str
    scale: int
    precision: str = ""
    scores: tuple[tuple[float, float], ...] = ()
    seconds_per_megapixel: float | None = None
    whole_seconds: float | None = None
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
    scores = [f"{psnr:.2f}/{ssim:.4f}" for psnr, ssim in line.scores] or [""] * folders
    figures = ((line.seconds_per_megapixel, 3), (line.whole_seconds, 2), (line.peak_mib, 0))
    texts = ["" if figure is None else f"{figure:.{digits}f}" for figure, digits in figures]
    return [line.name, line.precision, *scores, *texts]


def table(title: str, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    """A table whose first two columns are words and the others figures, but for reasons."""
    made = Table(title=title, title_justify="left")
    for number, heading in enumerate(headings):
        if heading == "why not":
            made.add_column(heading, max_width=NOTE_WIDTH)
        else:
            made.add_column(heading, justify="left" if number < 2 else "right")
    for row in rows:
        made.add_row(*row)
    return made
