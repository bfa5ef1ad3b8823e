"""Garbage is searched for in the window's thread alone."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject

from desktop_unet.ui.start import garbage
from desktop_unet.ui.start.garbage import GarbageCollector


class Knot:
    """Holds itself, so that only a search finds it; notes the thread in which it ends."""

    def __init__(self, ended_in: list[threading.Thread]) -> None:
        self.myself, self._ended_in = self, ended_in

    def __del__(self) -> None:
        self._ended_in.append(threading.current_thread())


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Searches fall due after 50 new objects, and are looked after all the time."""
    limits = gc.get_threshold()
    gc.collect()
    monkeypatch.setattr(garbage, "_EVERY_MS", 5)
    gc.set_threshold(50)
    yield
    gc.set_threshold(*limits)


def test_what_a_worker_leaves_ends_in_the_windows_thread(qtbot, soon: None) -> None:
    gc.enable()
    parent = QObject()
    GarbageCollector(parent)
    ended: list[threading.Thread] = []
    knots: list[object] = [Knot(ended) for _ in range(3)]
    knots.clear()

    def work() -> None:
        for _ in range(2000):
            kept.append([])

    kept: list[object] = []
    worker = threading.Thread(target=work)
    worker.start()
    worker.join()
    assert ended == [], "searched in the worker's thread"
    qtbot.waitUntil(lambda: len(ended) == 3)
    assert set(ended) == {threading.main_thread()}
    parent.deleteLater()


def test_a_library_that_switches_searching_on_does_not_keep_it_on(qtbot, soon: None) -> None:
    parent = QObject()
    GarbageCollector(parent)
    gc.enable()
    qtbot.waitUntil(lambda: not gc.isenabled())
    parent.deleteLater()


def test_nothing_is_searched_before_it_is_due(monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[threading.Thread] = []
    gc.collect()
    Knot(ended)
    monkeypatch.setattr(gc, "get_count", lambda: (10, 1, 1))
    garbage.collect_due()
    assert ended == []
    monkeypatch.setattr(gc, "get_count", lambda: (10, 100, 1))
    garbage.collect_due()
    assert len(ended) == 1
