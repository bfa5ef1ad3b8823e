"""Saving and closing: nothing is lost, nothing is written over, nothing is left behind."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop_unet.settings import Settings
from desktop_unet.ui.session.session import Session
from desktop_unet.ui.window.window import Window
from tests.ui.driving import (
    Answers,
    HandEngine,
    close_and_check,
    idle,
    make_pixels,
    wait_until_started,
)


@pytest.fixture
def enlarged(qtbot, opened: Window) -> Window:
    """A window with an unsaved result."""
    opened.session.restorer.start()
    idle(qtbot, opened.session)
    return opened


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".tif", ".webp"])
def test_the_format_follows_the_suffix(qtbot, enlarged: Window, answers: Answers, tmp_path: Path, suffix: str) -> None:
    answers.save = tmp_path / f"large{suffix}"
    QTest.keyClick(enlarged, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    idle(qtbot, enlarged.session)
    assert answers.asked == ["save holiday-x4.png"]
    with Image.open(answers.save) as saved:
        assert saved.format == {".png": "PNG", ".jpg": "JPEG", ".tif": "TIFF", ".webp": "WEBP"}[suffix]
        assert saved.size == (1680, 1200)
        if suffix in (".png", ".tif"):
            assert np.array_equal(np.asarray(saved.convert("RGB")), enlarged.session.document.photo.pixels)
    assert not enlarged.isWindowModified()
    assert f"Saved as large{suffix}" in enlarged.message.text.text()


def test_the_original_is_not_written_over_unasked(qtbot, enlarged: Window, answers: Answers, photo_file: Path) -> None:
    before = photo_file.read_bytes()
    answers.save = photo_file
    enlarged.actions_by_name["save_as"].trigger()
    idle(qtbot, enlarged.session)
    assert photo_file.read_bytes() == before
    assert "original" in enlarged.message.text.text()
    assert enlarged.isWindowModified()


@pytest.mark.parametrize("target", ["large.xyz", "nowhere/large.png"])
def test_what_cannot_be_written_is_said_and_the_result_stays(
    qtbot, enlarged: Window, answers: Answers, tmp_path: Path, target: str
) -> None:
    answers.save = tmp_path / target
    enlarged.actions_by_name["save_as"].trigger()
    idle(qtbot, enlarged.session)
    assert enlarged.message.kind == "error"
    assert answers.save.name in enlarged.message.text.text()
    assert enlarged.isWindowModified()
    assert len(enlarged.session.document.results) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["holiday.png"]


def test_the_mark_of_what_is_unsaved_is_not_cut_off_behind_a_long_name(qtbot, window: Window, tmp_path: Path) -> None:
    path = tmp_path / f"{'grandmother-at-the-lake-in-the-summer-of-' * 4}1931.png"
    Image.fromarray(make_pixels(30, 40)).save(path)
    window.session.opener.open(path)
    qtbot.waitUntil(lambda: window.session.document is not None)
    name, mark, _ = window.windowTitle().partition("[*]")
    assert mark
    assert len(name) <= 40
    assert (name[:11], name[-9:]) == ("grandmother", "-1931.png")


def test_an_unsaved_result_is_asked_about_once_and_can_be_stayed_with(enlarged: Window, answers: Answers) -> None:
    answers.leave = "stay"
    assert not enlarged.close()
    assert answers.asked == ["leave holiday.png"]
    assert enlarged.isVisible()


def test_saving_at_the_end_saves_and_closes(qtbot, enlarged: Window, answers: Answers, tmp_path: Path) -> None:
    answers.leave, answers.save = "save", tmp_path / "large.png"
    enlarged.close()
    qtbot.waitUntil(lambda: not enlarged.isVisible())
    assert answers.save.is_file()
    assert answers.asked == ["leave holiday.png", "save holiday-x4.png"]


def test_a_failed_save_at_the_end_keeps_the_window_open(
    qtbot, enlarged: Window, answers: Answers, tmp_path: Path
) -> None:
    answers.leave, answers.save = "save", tmp_path / "nowhere" / "large.png"
    enlarged.close()
    idle(qtbot, enlarged.session)
    qtbot.wait(50)
    assert enlarged.isVisible()
    assert enlarged.message.kind == "error"


def test_discarding_closes(qtbot, enlarged: Window, answers: Answers) -> None:
    enlarged.close()
    qtbot.waitUntil(lambda: not enlarged.isVisible())
    assert answers.asked == ["leave holiday.png"]


def test_the_original_is_replaced_once_the_user_has_agreed(
    qtbot, enlarged: Window, answers: Answers, photo_file: Path
) -> None:
    answers.save, answers.how = photo_file, {"replaces_original": True}
    enlarged.actions_by_name["save_as"].trigger()
    idle(qtbot, enlarged.session)
    with Image.open(photo_file) as saved:
        assert saved.size == (1680, 1200)
    assert not enlarged.isWindowModified()


def test_without_a_result_nothing_is_asked(opened: Window, answers: Answers) -> None:
    opened.session.masking.begin_stroke((20.0, 20.0), erase=False)
    opened.session.masking.end_stroke()
    assert opened.close()
    assert answers.asked == []


def test_closing_in_mid_run_is_done_within_3_seconds(
    qtbot, opened: Window, engine: HandEngine, answers: Answers
) -> None:
    engine.go.clear()
    opened.session.restorer.start()
    wait_until_started(engine)
    opened.close()
    assert answers.asked == ["stop holiday.png"]
    qtbot.waitUntil(lambda: not opened.isVisible(), timeout=3000)
    assert opened.session.close()


def test_the_windows_place_and_the_theme_are_remembered(qtbot, engine: HandEngine) -> None:
    first = Window(Session(Settings(), engine=engine))
    first.resize(780, 640)
    first.show()
    first.actions_by_name["theme:dark"].trigger()
    first.close()
    remembered = first.session.settings
    close_and_check(first)
    assert remembered.theme == "dark"
    second = Window(Session(remembered, engine=engine))
    second.show()
    assert (second.width(), second.height()) == (780, 640)
    assert second.actions_by_name["theme:dark"].isChecked()
    close_and_check(second)
