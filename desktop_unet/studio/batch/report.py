"""What a batch says at its end: ``report.json`` and ``report.csv`` in the output's folder.

Comes in: the plan and the journal. Goes out: both files, written row by row, so that memory does not depend on how many
photos there are.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from desktop_unet.atomic_files import hidden_file
from desktop_unet.errors import OutputUnwritable
from desktop_unet.studio.batch.jobs import Job
from desktop_unet.studio.batch.journal import DONE, Entry, Journal, mark_of
from desktop_unet.studio.batch.plan import Fate, Plan, Planned
from desktop_unet.studio.batch.recording import Tally

_COLUMNS = ("source", "output", "state", "tries", "seconds", "message")
NOT_YET = "not yet"


def summary_of(job: Job, plan: Plan, tally: Tally, seconds: float, *, is_interrupted: bool) -> dict[str, object]:
    """What a run came to, as ``report.json`` begins; ``seconds`` is its wall time."""
    return {
        "job": job.name,
        "photos": len(plan.planned),
        "done": tally.done,
        "failed": tally.failed,
        "done_before": tally.before,
        "skipped": tally.skipped,
        "seconds": round(seconds, 3),
        "engine_seconds": round(tally.engine_seconds, 3),
        "megapixels": round(tally.megapixels, 6),
        "interrupted": is_interrupted,
    }


def write_reports(plan: Plan, journal: Journal, summary: Mapping[str, object]) -> None:
    """Write both files anew.

    Args:
        plan: what was to be done.
        journal: what is known of it.
        summary: what else ``report.json`` begins with.

    Raises:
        OutputUnwritable: the folder does not take them.
    """
    for name, write in (("report.csv", _write_csv), ("report.json", _write_json)):
        path = plan.out_dir / name
        try:
            with hidden_file(plan.out_dir) as hidden:
                write(hidden.path, plan, journal, summary)
                hidden.sync()
                hidden.give_name(path, replace=True)
        except OSError as error:
            raise OutputUnwritable(path=path, reason=error.strerror or str(error)) from None


def _write_csv(path: Path, plan: Plan, journal: Journal, summary: Mapping[str, object]) -> None:
    with path.open("w", encoding="utf-8", errors="backslashreplace", newline="") as file:
        table = csv.DictWriter(file, _COLUMNS)
        table.writeheader()
        table.writerows(_rows(plan, journal))


def _write_json(path: Path, plan: Plan, journal: Journal, summary: Mapping[str, object]) -> None:
    with path.open("w", encoding="utf-8", errors="backslashreplace") as file:
        file.write(json.dumps(dict(summary), indent=2, default=str)[:-2])
        separator = ',\n  "photos": [\n    '
        for row in _rows(plan, journal):
            file.write(separator + json.dumps(row))
            separator = ",\n    "
        file.write("\n  ]\n}\n")


def _rows(plan: Plan, journal: Journal) -> Iterator[dict[str, object]]:
    for path, reason in plan.unreadable:
        yield _row(path, "", "failed", 1, None, reason)
    for each in plan.planned:
        yield _row_of(each, plan, journal.entry(each.place))


def _row_of(each: Planned, plan: Plan, entry: Entry | None) -> dict[str, object]:
    if entry is not None:
        output = plan.out_dir / entry.made
        state = entry.state if mark_of(output) is not None or entry.state != DONE else NOT_YET
        return _row(each.source.path, output, state, entry.tries, entry.seconds, entry.message)
    output = plan.out_dir / each.place
    return _row(each.source.path, output, NOT_YET if mark_of(output) is None else Fate.skip.value, 0, None, None)


def _row(*values: object) -> dict[str, object]:
    source, output, state, tries, seconds, message = values
    rounded = round(seconds, 3) if isinstance(seconds, float) else None
    return dict(zip(_COLUMNS, (str(source), str(output), state, tries, rounded, message), strict=True))
