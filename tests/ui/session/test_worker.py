"""Each job answers exactly once, whatever happens to it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from threading import Event, current_thread, main_thread

import pytest

from desktop_unet.engine.task import Report, Step
from desktop_unet.ui.session.worker import Answers, Jobs


@pytest.fixture
def jobs(qtbot) -> Iterator[Jobs]:
    jobs = Jobs()
    yield jobs
    assert jobs.close(3000)
    assert not jobs.is_alive


class Diary:
    """Notes who was told what, and in which thread."""

    def __init__(self) -> None:
        self.ends: list[str] = []
        self.steps: list[Step] = []
        self.threads: set[bool] = set()

    def answers(self) -> Answers:
        return Answers(
            done=lambda value: self._note(f"done {value}"),
            failed=lambda error: self._note(f"failed {error}"),
            stopped=lambda: self._note("stopped"),
            step=self.steps.append,
        )

    def _note(self, end: str) -> None:
        self.ends.append(end)
        self.threads.add(current_thread() is main_thread())


def endless(report: Report) -> None:
    while True:
        report(Step(0, 1, "on and on"))
        time.sleep(0.005)


def test_a_job_is_done_once_and_told_on_the_gui_thread(qtbot, jobs: Jobs) -> None:
    diary = Diary()
    places: list[bool] = []

    def work(report: Report) -> int:
        places.append(current_thread() is main_thread())
        report(Step(0, 2, "half"))
        report(Step(1, 2, "half"))
        return 42

    jobs.start(work, diary.answers())
    qtbot.waitUntil(lambda: bool(diary.ends))
    qtbot.wait(50)
    assert diary.ends == ["done 42"]
    assert [step.done for step in diary.steps] == [0, 1]
    assert places == [False]
    assert diary.threads == {True}


def test_a_failing_job_fails_once(qtbot, jobs: Jobs) -> None:
    diary = Diary()

    def work(_report: Report) -> None:
        raise ValueError("no good")

    jobs.start(work, diary.answers())
    qtbot.waitUntil(lambda: bool(diary.ends))
    qtbot.wait(50)
    assert diary.ends == ["failed no good"]


def test_even_an_exit_in_the_worker_is_told(qtbot, jobs: Jobs) -> None:
    diary = Diary()

    def work(_report: Report) -> None:
        raise SystemExit(3)

    jobs.start(work, diary.answers())
    qtbot.waitUntil(lambda: bool(diary.ends))
    assert diary.ends == ["failed 3"]


def test_a_running_job_stops_once(qtbot, jobs: Jobs) -> None:
    diary = Diary()
    number = jobs.start(endless, diary.answers())
    qtbot.waitUntil(lambda: bool(diary.steps))
    jobs.stop(number)
    jobs.stop(number)
    qtbot.waitUntil(lambda: bool(diary.ends))
    qtbot.wait(50)
    assert diary.ends == ["stopped"]


def test_a_waiting_job_that_is_stopped_never_starts(qtbot, jobs: Jobs) -> None:
    first, second, started = Diary(), Diary(), Event()
    running = jobs.start(endless, first.answers())
    waiting = jobs.start(lambda _report: started.set(), second.answers())
    jobs.stop(waiting)
    jobs.stop(running)
    qtbot.waitUntil(lambda: bool(second.ends))
    assert second.ends == ["stopped"]
    assert not started.is_set()


def test_stopping_one_job_leaves_the_next_alone(qtbot, jobs: Jobs) -> None:
    first, second = Diary(), Diary()
    number = jobs.start(endless, first.answers())
    jobs.start(lambda _report: "fresh flag", second.answers())
    jobs.stop(number)
    qtbot.waitUntil(lambda: bool(second.ends))
    assert (first.ends, second.ends) == (["stopped"], ["done fresh flag"])


def test_late_answers_of_a_forgotten_job_are_dropped(qtbot, jobs: Jobs) -> None:
    forgotten, next_one, go = Diary(), Diary(), Event()
    number = jobs.start(lambda _report: go.wait(5), forgotten.answers())
    jobs.forget(number)
    go.set()
    jobs.start(lambda _report: "here", next_one.answers())
    qtbot.waitUntil(lambda: bool(next_one.ends))
    assert forgotten.ends == []


def test_closing_in_mid_run_ends_the_thread(qtbot) -> None:
    jobs, diary = Jobs(), Diary()
    jobs.start(endless, diary.answers())
    qtbot.waitUntil(lambda: bool(diary.steps))
    start = time.perf_counter()
    assert jobs.close(3000)
    assert time.perf_counter() - start < 3
    assert not jobs.is_alive


def test_a_job_that_never_looks_up_is_not_waited_for_longer_than_asked(qtbot) -> None:
    jobs, go = Jobs(), Event()
    jobs.start(lambda _report: go.wait(10), Answers())
    qtbot.wait(50)
    assert not jobs.close(200)
    go.set()
    assert jobs.close(3000)
