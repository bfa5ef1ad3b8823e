"""What is told of a batch: a bar on stderr, lines of JSON, failures, and what would be done.

Comes in: items and events. Goes out: lines; nothing is kept of a photo but the first failures.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from desktop_unet.cli.console import print_error, print_json, say
from desktop_unet.cli.options import Telling
from desktop_unet.imaging.geometry import Extent
from desktop_unet.studio.batch.estimate import Sizes, sizes_of
from desktop_unet.studio.batch.jobs import Job
from desktop_unet.studio.batch.journal import DONE, FAILED
from desktop_unet.studio.batch.plan import Fate, Item, Plan
from desktop_unet.studio.batch.runner import Event

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

_FAILURES_SHOWN = 20


class Teller:
    """Tells of a run while it lasts, and of what came of it.

    Args:
        telling: what is wanted.
        items: of the run.
    """

    def __init__(self, telling: Telling, items: Sequence[Item]) -> None:
        self._telling = telling
        self._total = sum(item.fate is Fate.make for item in items)
        self._failures: list[str] = []
        self._failed = 0
        self._megapixels = 0.0
        self._started = time.monotonic()
        self._bar: tuple[Progress, TaskID] | None = None

    def __enter__(self) -> Teller:
        if self._telling.shows_progress:
            self._bar = _bar(self._total)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._bar is not None:
            self._bar[0].stop()
            self._bar = None

    def tell(self, event: Event) -> None:
        """One photo more."""
        self._megapixels += event.megapixels
        if event.state == FAILED:
            self._failed += 1
            if len(self._failures) < _FAILURES_SHOWN:
                self._failures.append(_line(event))
        if self._telling.json:
            print_json(_facts(event))
        if self._bar is not None and event.state in (DONE, FAILED):
            bar, line = self._bar
            speed = self._megapixels / max(time.monotonic() - self._started, 1e-9)
            bar.update(line, advance=1, speed=f"{speed:.2f}", failed=self._failed)

    def say_stopping(self) -> None:
        """To the one who pressed Ctrl-C."""
        if self._telling.shows_progress:
            print_notice("stopping after the photo in work; Ctrl-C again stops at once")

    def end(self, out_dir: Path, summary: Mapping[str, object], *, left: int) -> None:
        """What came of it.

        Args:
            out_dir: the results' folder.
            summary: figures, see ``report.json``.
            left: photos that were not begun.
        """
        if self._telling.json:
            print_json({"event": "end", **summary})
            return
        for failure in self._failures:
            print_error(failure)
        if self._failed > len(self._failures):
            print_error(f"{self._failed - len(self._failures)} more photos failed; report.csv lists them.")
        if self._telling.quiet:
            return
        say(
            f"{out_dir}: {summary['done']} made, {summary['failed']} failed, {summary['done_before']} done before, "
            f"{summary['skipped']} skipped, {summary['seconds']:.1f} s"
        )
        if left > 0:
            say(f"{left} photos are left; the same command goes on with them.")


def print_notice(sentence: str) -> None:
    """A line on stderr that is no error; safe within a signal's handler."""
    os.write(2, f"\n{sentence}\n".encode())


def _bar(total: int) -> tuple[Progress, TaskID] | None:
    """A bar on stderr; None where that is no terminal."""
    if sys.stderr is None or not sys.stderr.isatty():
        return None
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    columns = (
        BarColumn(),
        TextColumn("{task.completed:.0f} of {task.total:.0f} photos"),
        TextColumn("{task.fields[speed]} megapixels/s"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[failed]} failed"),
    )
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    bar.start()
    return bar, bar.add_task("", total=total, speed="0.00", failed=0)


def _line(event: Event) -> str:
    message = event.message or ""
    return message if str(event.source) in message else f"{event.source}: {message}"


def _facts(event: Event) -> dict[str, object]:
    return {
        "event": "photo",
        "source": event.source,
        "output": event.output,
        "state": event.state,
        "seconds": round(event.seconds, 3),
        "megapixels": round(event.megapixels, 6),
        "message": event.message,
        "notes": event.notes,
    }


# --- what would be done ------------------------------------------------------------------------------


def preview(items: Iterable[Item], plan: Plan, job: Job, seconds_each: float | None, telling: Telling) -> None:
    """A line for each photo and what it comes to, from the photos' headers alone.

    Args:
        items: of the plan.
        plan: the photos.
        job: what would be done to each.
        seconds_each: that photos have taken with these settings; None where none was made yet.
        telling: what is wanted.
    """
    counts = dict.fromkeys(Fate, 0)
    megapixels, size = 0.0, 0.0
    for item in items:
        counts[item.fate] += 1
        sizes = sizes_of(item, job) if item.fate is Fate.make else None
        if sizes is not None:
            megapixels += sizes.megapixels
            size += sizes.bytes
        _preview_one(item, plan.out_dir / item.made, sizes, telling)
    for path, reason in plan.unreadable:
        print_error(f"{path}: this folder cannot be read ({reason}).")
    seconds = None if seconds_each is None else seconds_each * counts[Fate.make]
    _preview_all(counts, megapixels, size, seconds, telling)


def _preview_one(item: Item, output: Path, sizes: Sizes | None, telling: Telling) -> None:
    source = item.planned.source.path
    before, after = (None, None) if sizes is None else (sizes.before, sizes.after)
    if telling.json:
        size = {"height": after and after.height, "width": after and after.width}
        print_json({"event": "plan", "source": source, "output": output, "fate": item.fate.value, **size})
    elif not telling.quiet:
        is_bad = item.fate is Fate.make and before is None
        say(f"{'unreadable' if is_bad else item.fate.value:11} {source}{_size(before)} -> {output}{_size(after)}")


def _size(extent: Extent | None) -> str:
    return "" if extent is None else f" ({extent.width} × {extent.height})"


def _preview_all(
    counts: Mapping[Fate, int], megapixels: float, size: float, seconds: float | None, telling: Telling
) -> None:
    if telling.json:
        figures = {"megapixels": round(megapixels, 6), "bytes": round(size), "seconds": seconds}
        fates = {"make": counts[Fate.make], "done_before": counts[Fate.made], "skipped": counts[Fate.skip]}
        print_json({"event": "end", "dry_run": True, **fates, **figures})
    elif not telling.quiet:
        time_ = "no time is known before the first photo" if seconds is None else f"about {seconds / 60:.1f} minutes"
        say(
            f"{counts[Fate.make]} to make, {counts[Fate.made]} done before, {counts[Fate.skip]} skipped; "
            f"{megapixels:.1f} megapixels, about {size / 1e6:.1f} MB if they compress as the photos do; {time_}"
        )
