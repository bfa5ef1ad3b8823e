"""Marks and results outlive a process that is killed; after a clean end nothing of them is left."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from desktop_unet.studio import recovery
from desktop_unet.ui.session.unsaved_keeper import UnsavedKeeper
from desktop_unet.ui.window.window import Window

KILLED = """
import sys, time
from pathlib import Path
from desktop_unet.document.document import Document, Restoration
from desktop_unet.imaging.codec import read_photo
from desktop_unet.studio.recovery import Recovered, Refuge, snapshot_of
photo = read_photo(sys.argv[1])
document = Document(photo)
pixels = photo.pixels.copy()
pixels[:10] = 77
order = Recovered(photo=photo, done="-filled")
document.add_result(Restoration(order, {"skip": photo.with_pixels(pixels)}, "skip"))
mask = document.mask.copy()
mask[50:60, 70:90] = 255
document.replace_mask("marks", mask)
refuge = Refuge(Path(sys.argv[2]))
refuge.keep(1, snapshot_of(document, photo.source.name, photo.source))
print("kept", flush=True)
time.sleep(600)
"""


WINDOW = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from desktop_unet.ui import app
from desktop_unet.ui.window.window import Window
app.make_app()
def mark():
    for window in QApplication.topLevelWidgets():
        if isinstance(window, Window) and window.session.document is not None:
            timer.stop()
            window.session.masking.begin_stroke((100.0, 80.0), erase=False)
            window.session.masking.end_stroke()
timer = QTimer()
timer.timeout.connect(mark)
timer.start(200)
app.main([sys.argv[1]], new_window=True)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "unsaved"


def mark(window: Window) -> None:
    window.session.masking.begin_stroke((100.0, 80.0), erase=False)
    window.session.masking.end_stroke()


def records(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("*/*.json"))


def test_what_a_killed_process_had_comes_back_as_it_was(qtbot, window: Window, answers, photo_file, folder) -> None:
    words = [sys.executable, "-c", KILLED, str(photo_file), str(folder)]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "kept\n"
    assert recovery.left_behind(folder) == []  # it is still at work
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()
    keeper = UnsavedKeeper(window.session, folder)
    assert keeper.offer(answers.ask_recover)
    assert answers.asked == ["recover 1"]
    qtbot.waitUntil(lambda: window.session.document is not None and not window.session.is_busy)
    document = window.session.document
    assert document.original.source == photo_file
    assert document.is_modified
    assert (document.photo.pixels[:10] == 77).all()
    assert np.array_equal(document.photo.pixels[10:], np.asarray(Image.open(photo_file))[10:])
    assert int((document.mask > 0).sum()) == 200
    assert recovery.left_behind(folder) == []
    keeper.end()


def test_a_window_that_is_killed_leaves_the_marks_that_were_made_in_it(
    qtbot, window: Window, answers, photo_file, tmp_path
) -> None:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": str(tmp_path)}
    process = subprocess.Popen([sys.executable, "-c", WINDOW, str(photo_file)], env=environment)
    folder = tmp_path / "desktop-unet" / "unsaved"
    try:
        qtbot.waitUntil(lambda: records(folder) == ["1.json"], timeout=60_000)
    finally:
        process.kill()
        process.wait()
    keeper = UnsavedKeeper(window.session, folder)
    assert keeper.offer(answers.ask_recover)
    qtbot.waitUntil(lambda: window.session.document is not None and not window.session.is_busy)
    assert window.session.document.has_mask
    assert window.session.document.original.source == photo_file
    keeper.end()


def test_marks_are_kept_while_there_are_any_and_nothing_after_a_clean_end(qtbot, opened: Window, folder) -> None:
    keeper = UnsavedKeeper(opened.session, folder)
    mark(opened)
    qtbot.waitUntil(lambda: records(folder) == ["1.json"], timeout=8000)
    opened.session.undo()
    qtbot.waitUntil(lambda: records(folder) == [], timeout=8000)
    opened.session.redo()
    qtbot.waitUntil(lambda: records(folder) == ["1.json"], timeout=8000)
    keeper.end()
    assert list(folder.iterdir()) == []


def test_what_is_not_wanted_is_removed(window: Window, answers, folder) -> None:
    run = folder / "run-1-1"
    run.mkdir(parents=True)
    (run / "1.json").write_text("{}")
    answers.recovers = False
    keeper = UnsavedKeeper(window.session, folder)
    assert not keeper.offer(answers.ask_recover)
    assert not run.exists()
    assert not keeper.offer(answers.ask_recover)
    assert answers.asked == ["recover 1"]
    keeper.end()


def test_old_and_empty_folders_are_removed_unasked(folder) -> None:
    old, empty = folder / "run-1-1", folder / "run-2-2"
    for run in (old, empty):
        run.mkdir(parents=True)
    (old / "1.json").write_text("{}")
    long_ago = time.time() - recovery.FORGET_AFTER_S - 60
    os.utime(old, (long_ago, long_ago))
    assert recovery.left_behind(folder) == []
    assert list(folder.iterdir()) == []


def test_records_that_make_no_sense_cost_nothing_but_themselves(folder) -> None:
    run = folder / "run-1-1"
    run.mkdir(parents=True)
    for number, text in enumerate(("", "{}", "[]", '{"path": 7, "name": "a", "result": null, "original": null}'), 1):
        (run / f"{number}.json").write_text(text)
    assert list(recovery.recovered(run)) == []
