"""Messages belong to a photo, end with what follows, and never move the picture."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop_unet.errors import OutputUnwritable
from desktop_unet.studio import saving
from desktop_unet.ui.window.window import Window
from tests.ui.driving import Answers, idle


def shown(window: Window) -> str:
    return window.message.text.text() if window.message.isVisible() else ""


def test_a_message_lies_over_the_picture_and_moves_nothing(opened: Window) -> None:
    before, zoom = opened.canvas.geometry(), opened.session.view.zoom
    for kind in ("note", "error"):
        opened.session.tell(kind, "Something is so, and it takes a rather long sentence to say it. " * 4)
        assert opened.message.isVisible()
        assert (opened.canvas.geometry(), opened.session.view.zoom) == (before, zoom)
    place = opened.message.geometry()
    assert opened.stack.rect().contains(place)
    assert place.height() >= opened.message.heightForWidth(place.width())
    opened.message.close_button.click()
    assert (opened.canvas.geometry(), opened.session.view.zoom) == (before, zoom)


@pytest.mark.parametrize("mode", ["edit", "slider", "side"])
def test_a_message_is_above_every_view(qtbot, opened: Window, mode: str) -> None:
    opened.session.restorer.start()
    idle(qtbot, opened.session)
    opened.session.tell("note", "Look here.")
    opened.session.set_options(mode=mode)
    spot = opened.message.geometry().center()
    assert opened.stack.childAt(spot) in (opened.message, *opened.message.children())


def test_a_later_note_is_seen_and_an_error_that_holds_comes_back(opened: Window) -> None:
    opened.session.tell("error", "The disk is full.")
    opened.session.tell("note", "Copied.")
    assert (shown(opened), opened.message.kind) == ("Copied.", "note")
    opened.message._timer.timeout.emit()
    assert (shown(opened), opened.message.kind) == ("The disk is full.", "error")
    QTest.mouseClick(opened.message.close_button, Qt.MouseButton.LeftButton)
    assert shown(opened) == ""


def test_an_error_goes_with_the_next_success(qtbot, monkeypatch, opened: Window, answers: Answers, tmp_path) -> None:
    def full(_photo, how, *_original):
        raise OutputUnwritable(path=how.path, reason="No space left on device")

    answers.save = tmp_path / "out.png"
    with monkeypatch.context() as patch:
        patch.setattr(saving, "save", full)
        opened.actions_by_name["save_as"].trigger()
        idle(qtbot, opened.session)
    assert "No space left" in shown(opened)
    opened.actions_by_name["save_as"].trigger()
    idle(qtbot, opened.session)
    assert "Saved as out.png" in shown(opened)
    opened.message._timer.timeout.emit()
    assert shown(opened) == ""


def open_another(window: Window, other_file: Path) -> None:
    window.session.opener.open(other_file)


def close(window: Window, _other_file: Path) -> None:
    window.commands.close_photo()


@pytest.mark.parametrize("kind", ["note", "error"])
@pytest.mark.parametrize("leave", [open_another, close])
def test_messages_stay_behind_with_their_photo(
    qtbot, opened: Window, other_file: Path, kind: str, leave: Callable[[Window, Path], None]
) -> None:
    document = opened.session.document
    opened.session.tell(kind, "Of this photo.")
    opened.session.photo_changed.emit()
    assert shown(opened) == "Of this photo."
    leave(opened, other_file)
    qtbot.waitUntil(lambda: opened.session.document is not document)
    assert shown(opened) == ""


def test_what_is_said_of_a_photo_that_opens_comes_with_it(qtbot, opened: Window, other_file: Path) -> None:
    before = opened.session.document
    opened.session.opener.open(other_file)
    opened.session.tell("note", "Of the next photo.")
    qtbot.waitUntil(lambda: opened.session.document is not before)
    assert shown(opened) == "Of the next photo."
