"""F1 lists every command with its keys, and finds it by any of its words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from shiboken6 import isValid

from desktop_unet.ui.window.actions import ACTIONS, plain_text
from desktop_unet.ui.window.shortcut_sheet import MOUSE, Line, ShortcutSheet
from desktop_unet.ui.window.window import Window


@pytest.fixture
def sheet(qtbot, opened: Window) -> Iterator[ShortcutSheet]:
    QTest.keyClick(opened, Qt.Key.Key_F1)
    found = opened.findChildren(ShortcutSheet)
    assert len(found) == 1
    assert found[0].isVisible()
    yield found[0]
    if isValid(found[0]):
        found[0].close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not opened.findChildren(ShortcutSheet), "a sheet that was closed is left"


def shown(sheet: ShortcutSheet) -> list[tuple[str, str]]:
    headings = [sheet.list.topLevelItem(row) for row in range(sheet.list.topLevelItemCount())]
    items = [heading.child(row) for heading in headings for row in range(heading.childCount())]
    return [(item.text(0), item.text(1)) for item in items]


def test_every_action_and_gesture_is_listed_once(sheet: ShortcutSheet, opened: Window) -> None:
    assert len(shown(sheet)) == len(ACTIONS) + len(MOUSE)
    assert len(set(shown(sheet))) == len(shown(sheet))
    texts = [text for text, _ in shown(sheet)]
    for name, action in opened.actions_by_name.items():
        assert [text for text in texts if text.endswith(plain_text(action.text()))], name


def test_keys_stand_beside_their_command_without_those_that_few_keyboards_have(sheet: ShortcutSheet) -> None:
    keys = dict(shown(sheet))
    assert keys["Open"] == "Ctrl+O"
    assert keys["Redo"] == "Ctrl+Shift+Z, Ctrl+Y"
    assert keys["Keys and Commands"] == "F1"
    assert keys["Cancel"] == "Esc"
    assert keys["Quit"] == "Ctrl+Q"


@pytest.mark.parametrize(
    ("typed", "found"),
    [("redo", "Redo"), ("ctrl+shift+z", "Redo"), ("file open sample", "Open Sample"), ("F6", "Before / After")],
)
def test_typing_narrows_the_list(sheet: ShortcutSheet, typed: str, found: str) -> None:
    QTest.keyClicks(sheet.search, typed)
    assert [text for text, _ in shown(sheet)] == [found]


def test_nothing_found_is_said(sheet: ShortcutSheet) -> None:
    QTest.keyClicks(sheet.search, "teleport")
    assert shown(sheet) == []
    assert sheet.nothing.isVisible()
    QTest.keyClick(sheet.search, Qt.Key.Key_Return)
    assert sheet.isVisible()


def test_return_runs_the_first_command_found(sheet: ShortcutSheet, opened: Window) -> None:
    QTest.keyClicks(sheet.search, "eraser")
    QTest.keyClick(sheet.search, Qt.Key.Key_Return)
    assert opened.session.options.tool == "eraser"


def test_a_command_that_is_not_possible_now_is_not_run(sheet: ShortcutSheet, opened: Window) -> None:
    assert not opened.actions_by_name["undo"].isEnabled()
    QTest.keyClicks(sheet.search, "undo")
    QTest.keyClick(sheet.search, Qt.Key.Key_Return)
    assert sheet.isVisible()


def test_accents_need_not_be_typed() -> None:
    assert Line("Tệp", "Đóng ảnh", "Ctrl+W").matches("dong anh")
    assert not Line("Tệp", "Đóng ảnh", "Ctrl+W").matches("mo anh")


def test_icons_follow_the_theme(qtbot, sheet: ShortcutSheet, opened: Window) -> None:
    """They are drawn in the colours of the window's texts: those of a dark theme are not seen on a light ground."""
    opened.actions_by_name["theme:dark"].trigger()
    qtbot.waitUntil(lambda: lightness(sheet) > 160)
    opened.actions_by_name["theme:light"].trigger()
    qtbot.waitUntil(lambda: lightness(sheet) < 96)


def lightness(sheet: ShortcutSheet) -> float:
    """Of what is opaque in the icon of the first command."""
    image = sheet.list.topLevelItem(0).child(0).icon(0).pixmap(16, 16).toImage()
    colours = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    opaque = [colour.lightness() for colour in colours if colour.alpha() > 200]
    return sum(opaque) / len(opaque)
