"""The window comes back as it was left, on whatever screen there is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QMainWindow, QSplitter

from desktop_unet.settings import Settings, load_settings, save_settings
from desktop_unet.studio.options import Options
from desktop_unet.studio.remembered import REMEMBERED_OPTIONS, remembered_options
from desktop_unet.ui.session.session import Session
from desktop_unet.ui.window.window import Window
from desktop_unet.ui.window.window_state import (
    fitted,
    remember_window,
    restore_window,
)
from tests.ui.driving import close_and_check

SCREEN, SECOND = QRect(0, 0, 1920, 1040), QRect(1920, 0, 1280, 700)


def window_with_splitter(qtbot) -> tuple[QMainWindow, QSplitter]:
    window, splitter = QMainWindow(), QSplitter()
    splitter.setObjectName("parts")
    for text in ("left", "right"):
        splitter.addWidget(QLabel(text))
    window.setCentralWidget(splitter)
    qtbot.addWidget(window)
    return window, splitter


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (QRect(100, 80, 900, 700), QRect(100, 80, 900, 700)),
        (QRect(1700, 80, 900, 690), QRect(1920, 80 - 70, 900, 690)),  # most of it on the second screen
        (QRect(5000, 4000, 900, 700), QRect(1020, 340, 900, 700)),  # a third screen that is gone
        (QRect(-400, -300, 900, 700), QRect(0, 0, 900, 700)),
        (QRect(0, 0, 3840, 2100), QRect(0, 0, 1920, 1040)),  # a larger screen
    ],
)
def test_a_place_becomes_one_that_is_wholly_on_a_screen(place: QRect, expected: QRect) -> None:
    assert fitted(place, [SCREEN, SECOND]) == expected


def test_a_window_that_was_left_on_a_larger_screen_is_wholly_seen(qtbot) -> None:
    before, _ = window_with_splitter(qtbot)
    before.setGeometry(3000, 2000, 3000, 2000)
    settings = remember_window(before, Settings(), Options())
    after, _ = window_with_splitter(qtbot)
    restore_window(after, settings)
    assert QGuiApplication.primaryScreen().availableGeometry().contains(after.geometry())


def test_place_splitters_and_options_come_back_through_the_file(qtbot, tmp_path: Path) -> None:
    before, splitter = window_with_splitter(qtbot)
    before.setGeometry(40, 50, 600, 400)
    before.show()
    splitter.setSizes([450, 150])
    chosen = Options(task="inpaint", scale=2, variant="no-skip", tool="eraser")
    save_settings(remember_window(before, Settings(), chosen), tmp_path / "settings.json")

    settings = load_settings(tmp_path / "settings.json")
    after, again = window_with_splitter(qtbot)
    restore_window(after, settings)
    after.show()
    assert after.geometry() == before.geometry()
    assert again.sizes() == splitter.sizes()
    assert replace(Options(), **remembered_options(settings)) == chosen


def test_a_maximized_window_comes_back_maximized(qtbot) -> None:
    before, _ = window_with_splitter(qtbot)
    before.showMaximized()
    after, _ = window_with_splitter(qtbot)
    restore_window(after, remember_window(before, Settings(), Options()))
    assert after.windowState() & Qt.WindowState.WindowMaximized


@pytest.mark.parametrize("text", ["", "AAAA", "no base64!", QByteArray(b"\0" * 60).toBase64().data().decode()])
def test_nonsense_gives_the_first_size(qtbot, text: str) -> None:
    window, _ = window_with_splitter(qtbot)
    restore_window(window, Settings(window_geometry=text, window_bars=text, window_splitters={"parts": text}))
    room = QGuiApplication.primaryScreen().availableGeometry()
    assert room.contains(window.geometry())
    assert window.width() > room.width() // 2


@pytest.fixture
def again(qtbot, engine) -> Iterator[Window]:
    """A window after one that was left with the eraser, at a scale of 2 and with a network that had been added."""
    options = {
        "task": "inpaint", "scale": 2, "variant": "no-skip", "tool": "eraser", "network": "/mine.onnx",
        "look": "sharp", "quality": "best",
    }  # fmt: skip
    left = Settings(pressure_sizes=False, options=options, network_files=("/mine.onnx",))
    window = Window(Session(left, engine=engine))
    yield window
    close_and_check(window)


def test_the_window_begins_with_the_options_it_was_left_with(again: Window) -> None:
    options = {name: getattr(again.session.options, name) for name in REMEMBERED_OPTIONS}
    assert options == {"network": "", **again.session.settings.options}
    assert again.actions_by_name["tool:eraser"].isChecked()
    assert not again.session.options.pressure_sizes


def test_closing_the_window_remembers(window: Window) -> None:
    window.session.set_options(scale=3)
    window.close()
    settings = window.session.settings
    assert settings.window_geometry
    assert settings.options["scale"] == 3
