"""A window with a folder of photos, and the engine of the queue in the test's hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QUrl

from desktop_unet.studio.many_photos import ManyPhotos
from desktop_unet.ui.queue.queue import Queue
from desktop_unet.ui.window.window import Window
from tests.ui.driving import HandEngine, drop, make_pixels


@pytest.fixture(autouse=True)
def own_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test remembers a queue of its own."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


@pytest.fixture
def scans(tmp_path: Path) -> Path:
    """A folder with four photos, one of them in a folder of its own."""
    folder = tmp_path / "scans"
    for number, name in enumerate(("a.png", "b.jpg", "c.png", "deeper/d.png")):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(make_pixels(20 + number, 30, seed=number)).save(path)
    return folder


@pytest.fixture
def queue_engine(monkeypatch) -> HandEngine:
    """What the queue's photos are made by."""
    engine = HandEngine()
    monkeypatch.setattr("desktop_unet.engine.restore.run", engine)
    return engine


@pytest.fixture
def many(scans: Path, tmp_path: Path) -> ManyPhotos:
    """All of the folder, twice as large."""
    return ManyPhotos((str(scans),), str(tmp_path / "large"), "enlarge", scale=2)


@pytest.fixture
def queue(qtbot, window: Window, queue_engine: HandEngine) -> Queue:
    """The window's queue; nothing of it is left when the test ends."""
    queue = window.commands.many.queue
    yield queue
    queue_engine.go.set()
    queue.cancel()
    qtbot.waitUntil(lambda: not queue.is_running, timeout=10_000)


def states(queue: Queue) -> list[str]:
    return [row.state for row in queue.rows]


def wait_for_end(qtbot, queue: Queue) -> None:
    qtbot.waitUntil(lambda: not queue.is_running, timeout=30_000)


def drop_paths(window: Window, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    drop(window, data)


def elsewhere(folder: Path):
    """An answer: as suggested, but the results go to this folder."""
    return lambda first: replace(first, out_dir=str(folder))
