"""A run: what is made, what is made again, what is left alone, and what a bad photo costs."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath

import pytest

from desktop_unet import errors
from desktop_unet.engine.task import Cancelled, Report
from desktop_unet.imaging.codec import read_photo
from desktop_unet.imaging.photo import Photo
from desktop_unet.studio.batch import results as results_module
from desktop_unet.studio.batch.jobs import Made, Read, digest_of
from desktop_unet.studio.batch.journal import DONE, NAME, WRITING, Entry, borrowed_journal, mark_of, open_journal
from desktop_unet.studio.batch.plan import Existing, Item, rebuild, sort_out
from desktop_unet.studio.batch.recording import Books
from desktop_unet.studio.batch.report import write_reports
from desktop_unet.studio.batch.runner import Run, Tally, Writing
from tests.studio.batch.jobs import Invert, go, opened, planned, save, value


@pytest.fixture
def scans(tmp_path: Path) -> Path:
    for number in range(5):
        save(tmp_path / "in" / ("sub" if number % 2 else "") / f"{number}.png", 50 + number)
    return tmp_path / "in"


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def results(out: Path) -> dict[str, int]:
    return {path.relative_to(out).as_posix(): value(path) for path in sorted(out.rglob("*.png"))}


def counts(tally: Tally) -> tuple[int, int, int, int]:
    return tally.done, tally.failed, tally.before, tally.skipped


ALL = {"0.png": 205, "2.png": 203, "4.png": 201, "sub/1.png": 204, "sub/3.png": 202}


def test_every_photo_is_made_once(scans: Path, out: Path) -> None:
    assert counts(go(scans, out)[0]) == (5, 0, 0, 0)
    assert results(out) == ALL
    marks = {path: mark_of(path) for path in out.rglob("*.png")}
    assert counts(go(scans, out)[0]) == (0, 0, 5, 0)
    assert {path: mark_of(path) for path in out.rglob("*.png")} == marks
    assert {path.name for path in out.iterdir()} == {"0.png", "2.png", "4.png", "sub", NAME}


def test_only_what_is_missing_or_changed_is_made_again(scans: Path, out: Path) -> None:
    go(scans, out)
    (out / "0.png").unlink()
    save(scans / "2.png", 90)
    tally, events = go(scans, out)
    assert counts(tally) == (2, 0, 3, 0)
    assert {event.source.name for event in events if event.state == DONE} == {"0.png", "2.png"}
    assert results(out) == ALL | {"2.png": 165}


def test_other_settings_make_the_same_results_anew(scans: Path, out: Path) -> None:
    go(scans, out)
    assert counts(go(scans, out, Invert(level=200))[0]) == (5, 0, 0, 0)
    assert value(out / "0.png") == 150


def test_a_result_that_somebody_changed_is_theirs(scans: Path, out: Path) -> None:
    go(scans, out)
    save(out / "0.png", 1)
    save(scans / "0.png", 2)
    assert counts(go(scans, out)[0]) == (0, 0, 4, 1)
    assert value(out / "0.png") == 1


@pytest.mark.parametrize(
    ("existing", "wanted", "tally"),
    [
        (Existing.skip, ALL | {"0.png": 1}, (4, 0, 0, 1)),
        (Existing.overwrite, ALL, (5, 0, 0, 0)),
        (Existing.rename, ALL | {"0.png": 1, "0-2.png": 9, "0-3.png": 205}, (5, 0, 0, 0)),
    ],
)
def test_files_that_were_there_before(
    scans: Path, out: Path, existing: Existing, wanted: dict[str, int], tally: tuple[int, ...]
) -> None:
    save(out / "0.png", 1)
    if existing is Existing.rename:
        save(out / "0-2.png", 9)
    assert counts(go(scans, out, existing=existing)[0]) == tally
    assert results(out) == wanted
    again = go(scans, out, existing=existing)[0]
    assert (again.done, results(out)) == (0, wanted)


def test_fail_tells_before_anything_is_made(scans: Path, out: Path) -> None:
    save(out / "sub" / "3.png", 1)
    with pytest.raises(errors.BatchExists, match=r"3\.png"):
        go(scans, out, existing=Existing.fail)
    assert results(out) == {"sub/3.png": 1}


def test_a_bad_photo_is_a_line_and_the_run_goes_on(scans: Path, out: Path) -> None:
    (scans / "bad.png").write_bytes(b"no photo")
    (scans / "empty.png").write_bytes(b"")
    save(scans / "defect.png", 7)
    save(scans / "mishap.png", 8)
    tally, events = go(scans, out)
    assert counts(tally) == (5, 4, 0, 0)
    messages = {event.source.name: event.message for event in events if event.message}
    assert "not a photo" in messages["bad.png"]
    assert "empty" in messages["empty.png"]
    assert messages["defect.png"] == "the program failed (ZeroDivisionError: seven); please report this."
    assert "use none or other" in messages["mishap.png"]
    assert counts(go(scans, out)[0]) == (0, 4, 5, 0)
    with opened(out) as journal:
        assert journal.entry(PurePath("bad.png")).tries == 2


def test_what_failed_while_being_replaced_is_tried_again(scans: Path, out: Path) -> None:
    go(scans, out)
    save(scans / "0.png", 7)
    assert counts(go(scans, out)[0]) == (0, 1, 4, 0)
    save(scans / "0.png", 60)
    assert counts(go(scans, out)[0]) == (1, 0, 4, 0)
    assert value(out / "0.png") == 195


def test_fail_fast_begins_nothing_more(tmp_path: Path, out: Path) -> None:
    for number in range(30):
        save(tmp_path / "in" / f"{number:02}.png", 7 if number == 3 else 50)
    tally, _ = go(tmp_path / "in", out, fails_fast=True)
    assert tally.failed == 1
    assert 3 <= tally.done <= 10


def test_stop_finishes_what_is_in_work_and_the_rest_is_done_the_next_time(tmp_path: Path, out: Path) -> None:
    for number in range(20):
        save(tmp_path / "in" / f"{number:02}.png", 50)
    plan, job = planned(tmp_path / "in", out), Invert()
    with opened(out) as journal:
        run = Run(Books(job, Writing(out), journal, digest_of(job), lambda event: run.stop()))
        tally = run(tuple(sort_out(plan, journal, Existing.skip, digest_of(job))))
    assert 1 <= tally.done <= 5
    assert len(results(out)) == tally.done
    assert counts(go(tmp_path / "in", out)[0]) == (20 - tally.done, 0, tally.done, 0)


def test_dates_are_kept_where_that_is_wanted(scans: Path, out: Path) -> None:
    os.utime(scans / "0.png", ns=(10**18, 10**18))
    go(scans, out, keeps_date=True)
    assert (out / "0.png").stat().st_mtime_ns == 10**18
    assert counts(go(scans, out, keeps_date=True)[0]) == (0, 0, 5, 0)


# --- ends that nobody wished for ------------------------------------------------------------------


def test_a_result_that_appeared_before_it_was_put_down_is_not_made_again(scans: Path, out: Path) -> None:
    """As a process leaves it that is killed between the two."""
    go(scans, out)
    with opened(out) as journal:
        before = journal.entry(PurePath("0.png"))
        journal.keep(PurePath("0.png"), Entry(**{**fields(before), "state": WRITING, "mark": None}))
    mark = mark_of(out / "0.png")
    assert counts(go(scans, out)[0]) == (0, 0, 5, 0)
    assert mark_of(out / "0.png") == mark
    with opened(out) as journal:
        assert journal.entry(PurePath("0.png")).state == DONE


def test_an_old_result_that_was_to_be_replaced_still_is(scans: Path, out: Path) -> None:
    go(scans, out)
    save(scans / "0.png", 60)
    with opened(out) as journal:
        entry = journal.entry(PurePath("0.png"))
        stamp = next(iter(sort_out(planned(scans, out), journal, Existing.skip, entry.digest))).stamp
        journal.keep(PurePath("0.png"), Entry(**{**fields(entry), "state": WRITING, "stamp": stamp}))
    assert counts(go(scans, out)[0]) == (1, 0, 4, 0)
    assert value(out / "0.png") == 195


def fields(entry: Entry) -> dict[str, object]:
    return {name: getattr(entry, name) for name in Entry.__slots__}


def test_a_full_disk_ends_the_run_and_keeps_what_is_done(scans: Path, out: Path, monkeypatch) -> None:
    written = results_module.write_photo

    def until_full(photo, path, **how):
        if path.name == "4.png":
            raise errors.OutputUnwritable(path=path, reason=os.strerror(errno.ENOSPC))
        return written(photo, path, **how)

    monkeypatch.setattr(results_module, "write_photo", until_full)
    with pytest.raises(errors.DiskFull, match="what is done is kept"):
        go(scans, out)
    assert results(out) == {"0.png": 205, "2.png": 203}
    monkeypatch.setattr(results_module, "write_photo", written)
    assert counts(go(scans, out)[0]) == (3, 0, 2, 0)


def test_a_folder_that_takes_one_file_less_is_a_line(scans: Path, out: Path) -> None:
    out.mkdir()
    (out / "sub").write_bytes(b"a file where a folder should be")
    tally, events = go(scans, out)
    assert counts(tally) == (3, 2, 0, 0)
    assert all("sub" in event.message for event in events if event.message)


def test_a_folder_that_takes_no_files_any_more_ends_the_run(scans: Path, out: Path, monkeypatch) -> None:
    written, access = results_module.write_photo, os.access

    def refused(photo, path, **how):
        if path.name == "2.png":
            raise errors.OutputUnwritable(path=path, reason="Permission denied")
        return written(photo, path, **how)

    monkeypatch.setattr(results_module, "write_photo", refused)
    assert counts(go(scans, out)[0]) == (4, 1, 0, 0), "one file alone is a line"
    (out / "2.png").unlink(missing_ok=True)
    monkeypatch.setattr(os, "access", lambda path, mode: path != out and access(path, mode))
    with pytest.raises(errors.OutputUnwritable, match=rf"{out}: this cannot be written"):
        go(scans, out)


def test_one_photo_at_a_time_is_in_each_place(tmp_path: Path, out: Path) -> None:
    """However slow the engine is, no more is read ahead than the queues hold."""
    alive: list[int] = []
    peak = 0

    @dataclass(frozen=True)
    class Slow(Invert):
        def read(self, source) -> Read:
            alive.append(1)
            return super().read(source)

        def make(self, read: Read, report: Report) -> Made:
            nonlocal peak
            assert threading.current_thread() is threading.main_thread()
            time.sleep(0.01)
            peak = max(peak, len(alive))
            alive.pop()
            return super().make(read, report)

    for number in range(30):
        save(tmp_path / "in" / f"{number:02}.png", 50)
    go(tmp_path / "in", out, Slow())
    assert peak <= 3


# --- the journal ---------------------------------------------------------------------------------


@pytest.mark.parametrize("damage", ["torn", "nonsense"])
def test_a_damaged_journal_is_put_aside_and_rebuilt(scans: Path, out: Path, damage: str) -> None:
    go(scans, out)
    content = (out / NAME).read_bytes()[:5000] if damage == "torn" else b"nonsense" * 1000
    (out / NAME).write_bytes(content)
    opened_ = open_journal(out / NAME)
    assert opened_.aside is not None
    assert opened_.aside.read_bytes() == content
    assert rebuild(planned(scans, out), opened_.journal, digest_of(Invert()), lambda source: ()) == 5
    opened_.journal.close()
    assert counts(go(scans, out)[0]) == (0, 0, 5, 0)


def test_files_of_others_are_no_journals(tmp_path: Path) -> None:
    with contextlib.closing(sqlite3.connect(tmp_path / "cats.sqlite")) as connection:
        connection.execute("CREATE TABLE cats (name TEXT)")
    save(tmp_path / "photo.png")
    for path in (tmp_path / "cats.sqlite", tmp_path / "photo.png"):
        before = path.read_bytes()
        with pytest.raises(errors.JournalForeign):
            open_journal(path)
        assert path.read_bytes() == before
    assert len(list(tmp_path.iterdir())) == 2


def test_two_runs_do_not_hold_one_journal(out: Path) -> None:
    with opened(out), pytest.raises(errors.BatchBusy):
        open_journal(out / NAME)


def test_looking_into_a_journal_changes_nothing(scans: Path, out: Path) -> None:
    go(scans, out)
    before = (out / NAME).read_bytes()
    with borrowed_journal(out / NAME) as journal:
        assert journal.entry(PurePath("0.png")).state == DONE
    with borrowed_journal(out / "none" / NAME) as journal:
        assert journal.entry(PurePath("0.png")) is None
    assert (out / NAME).read_bytes() == before
    assert not (out / "none").exists()


def test_a_journal_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(errors.JournalUnwritable):
        open_journal(tmp_path / "missing" / NAME)


def test_names_that_are_no_text_are_kept(tmp_path: Path, out: Path) -> None:
    name = os.fsdecode(b"caf\xe9.png")
    try:
        save(tmp_path / "in" / name)
    except OSError:
        pytest.skip("this disk takes text only")
    assert counts(go(tmp_path / "in", out)[0]) == (1, 0, 0, 0)
    assert counts(go(tmp_path / "in", out)[0]) == (0, 0, 1, 0)
    with opened(out) as journal:
        write_reports(planned(tmp_path / "in", out), journal, {"job": "invert"})
    assert "caf" in (out / "report.csv").read_text("utf-8")


def test_the_report_has_a_row_for_each_photo(scans: Path, out: Path) -> None:
    (scans / "bad.png").write_bytes(b"no photo")
    save(out / "2.png", 1)
    go(scans, out)
    (out / "4.png").unlink()
    with opened(out) as journal:
        write_reports(planned(scans, out), journal, {"job": "invert", "failed": 1})
    report = json.loads((out / "report.json").read_text("utf-8"))
    assert (report["job"], report["failed"]) == ("invert", 1)
    states = {Path(row["source"]).name: row["state"] for row in report["photos"]}
    assert states == {
        "0.png": "done",
        "2.png": "skipped",
        "4.png": "not yet",
        "1.png": "done",
        "3.png": "done",
        "bad.png": "failed",
    }
    assert len((out / "report.csv").read_text("utf-8").splitlines()) == 7


def test_a_photo_that_is_cancelled_in_the_engine_is_as_if_it_had_not_been_begun(tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    for name in ("a.png", "b.png", "c.png"):
        save(folder / name)
    plan, job, told = planned(folder, out), Invert(), []

    @contextlib.contextmanager
    def turn(item: Item) -> Iterator[Report]:
        if item.made.name == "b.png":
            raise Cancelled
        yield lambda step: None

    with opened(out) as journal:
        run = Run(Books(job, Writing(out), journal, digest_of(job), told.append), turn=turn)
        tally = run(tuple(sort_out(plan, journal, Existing.skip, digest_of(job))))
        assert (tally.done, tally.failed, run.is_stopped) == (1, 0, True)
        assert journal.entry(PurePath("b.png")) is None
    assert [path.name for path in sorted(out.glob("*.png"))] == ["a.png"]
    tally, _ = go(folder, out)
    assert (tally.done, tally.before) == (2, 1)


def test_photos_are_read_by_whoever_is_asked_to(tmp_path: Path) -> None:
    folder, out, read = tmp_path / "in", tmp_path / "out", []
    save(folder / "a.png")
    plan, job = planned(folder, out), Invert()

    def opens(path: Path, **how: object) -> Photo:
        read.append(path)
        return read_photo(path)

    with opened(out) as journal:
        Run(Books(job, Writing(out), journal, digest_of(job)), opens=opens)(
            tuple(sort_out(plan, journal, Existing.skip, digest_of(job)))
        )
    assert read == [folder / "a.png"]
