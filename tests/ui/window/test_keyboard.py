"""Everything in the window can be reached with the keyboard and has a name for those who hear it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QScrollBar,
    QWidget,
)

from desktop_unet.ui.canvas.pane import PicturePane
from desktop_unet.ui.compare.panes import HeldPane
from desktop_unet.ui.panel.run_box import RunBox
from desktop_unet.ui.window.actions import ACTIONS
from desktop_unet.ui.window.shortcut_sheet import ShortcutSheet
from desktop_unet.ui.window.window import Window
from tests.ui.driving import HandEngine, idle

INTERACTIVE = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    PicturePane,
)


def interactive(root: QWidget) -> list[QWidget]:
    """All that answers to the mouse, shown or not, without the inner parts of Qt's own widgets."""
    parts = [part for kind in INTERACTIVE for part in root.findChildren(kind)]
    return [part for part in parts if not is_inner(part)]


def is_inner(part: QWidget) -> bool:
    is_part_of_qts = part.objectName().startswith("qt_") or isinstance(part, QScrollBar)
    owner = part.parentWidget()
    if isinstance(part, HeldPane) or (owner is not None and isinstance(owner.parentWidget(), QComboBox)):
        return True  # a picture laid over another while a key is held; the list that a combo box opens
    return is_part_of_qts or isinstance(owner, QComboBox | QAbstractSpinBox | QLineEdit | QAbstractItemView)


def name_of(part: QWidget) -> str:
    said = part.accessibleName() or (part.text() if isinstance(part, QAbstractButton) else "")
    return said.replace("&", "").strip()


def called(part: QWidget) -> str:
    return f"{type(part).__name__} {name_of(part)!r} in {type(part.parentWidget()).__name__}"


@pytest.fixture(params=["empty", "upscale", "inpaint"])
def anywhere(request, qtbot) -> Window:
    """The window without a photo, and with one in both tasks."""
    window = request.getfixturevalue("window" if request.param == "empty" else "opened")
    if request.param != "empty":
        window.session.set_options(task=request.param)
    qtbot.wait(20)
    return window


def test_every_interactive_widget_has_a_name(opened: Window) -> None:
    parts = interactive(opened)
    assert len(parts) > 20
    assert not [called(part) for part in parts if not name_of(part)]


def test_every_interactive_widget_takes_the_keyboard(opened: Window) -> None:
    assert not [called(part) for part in interactive(opened) if not part.focusPolicy() & Qt.FocusPolicy.TabFocus]


def test_tab_and_arrows_come_by_everything_that_is_shown(qtbot, anywhere: Window) -> None:
    """Tab enters a row of choices at the chosen one, as Qt has it; arrows go on from there."""
    wanted = {part for part in interactive(anywhere) if part.isVisible() and part.isEnabled()}
    reached, right = set(), Qt.Key.Key_Right
    for _ in range(len(wanted) + 10):
        QTest.keyClick(QApplication.focusWidget() or anywhere, Qt.Key.Key_Tab)
        reached.add(QApplication.focusWidget())
    for part in [part for part in reached if isinstance(part, QAbstractButton) and part.group() is not None]:
        part.setFocus()
        for way in (right, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Up, right):  # they may stand in two rows
            for _ in part.group().buttons():
                QTest.keyClick(QApplication.focusWidget(), way)
                reached.add(QApplication.focusWidget())
    assert len(wanted) >= 3
    assert not [called(part) for part in wanted - reached]


def reached_by_tab(window: Window, key: Qt.Key, count: int) -> list[QWidget]:
    reached = []
    for _ in range(count):
        QTest.keyClick(QApplication.focusWidget(), key)
        reached.append(QApplication.focusWidget())
    return reached


def test_tab_goes_as_the_eye_does_and_back(qtbot, opened: Window) -> None:
    """From the tool bar over tools, their options and the photo to the panel, from top to bottom in each."""
    opened.session.masking.take_tool("brush")
    opened.canvas.setFocus()
    panel = opened.panel
    # Choices that are made anew later, as other networks have other scales, keep their place.
    panel.enlarge.scales.set_choices([(2, "×2", ""), (4, "×4", "")])
    opened.session.set_options(task="upscale", mode="edit")
    panel.enlarge.scales.show_value(4)
    count = len([part for part in interactive(opened) if part.isVisible() and part.isEnabled()])
    forth = reached_by_tab(opened, Qt.Key.Key_Tab, count)
    end = forth.index(opened.canvas)
    forth = forth[: end + 1]
    order = [
        panel.tasks.buttons["upscale"],
        panel.enlarge.scales.buttons[4],
        panel.enlarge.target.switch,
        panel.more.switch,
        panel.run_box.preview,
        panel.run_box.run,
        opened.tool_bar.widgetForAction(opened.actions_by_name["open"]),
        opened.tool_bar.widgetForAction(opened.actions_by_name["actual_size"]),
        opened.canvas,
    ]
    assert [forth.index(part) for part in order] == sorted(forth.index(part) for part in order)
    opened.canvas.setFocus()
    back = reached_by_tab(opened, Qt.Key.Key_Backtab, len(forth))
    assert back == [*forth[-2::-1], opened.canvas]


def test_names_are_short_and_descriptions_say_the_rest(opened: Window) -> None:
    names = {"open": "Open", "save_as": "Save As", "mode:edit": "Photo", "fit": "Fit"}
    for action, name in names.items():
        button = opened.tool_bar.widgetForAction(opened.actions_by_name[action])
        assert button.accessibleName() == name
        assert button.accessibleDescription() == opened.actions_by_name[action].toolTip()
    brush = opened.tool_strip.widgetForAction(opened.actions_by_name["tool:brush"])
    assert (brush.accessibleName(), brush.accessibleDescription()) == ("Brush", "Brush (B)")
    assert opened.canvas.accessibleName() == "Photo"
    long = [name_of(part) for part in interactive(opened) if len(name_of(part)) > 45]
    assert not long


def test_names_say_what_they_are_for_and_not_the_same_twice(opened: Window) -> None:
    names = [name_of(part) for part in interactive(opened) if not isinstance(part, PicturePane) and part.isVisible()]
    assert len(names) == len(set(names)), sorted(name for name in names if names.count(name) > 1)


def test_the_shortcut_sheet_too(opened: Window) -> None:
    opened.actions_by_name["show_shortcuts"].trigger()
    sheet = opened.findChild(ShortcutSheet)
    for part in interactive(sheet):
        assert name_of(part), called(part)
        assert part.focusPolicy() & Qt.FocusPolicy.TabFocus, called(part)
    sheet.close()


def test_every_action_of_the_menus_has_an_access_key_of_its_own_menu(window: Window) -> None:
    for menu in window.menuBar().actions():
        texts = [action.text() for action in menu.menu().actions() if action.text()]
        keys = [text[text.index("&") + 1].casefold() for text in texts if "&" in text]
        assert len(keys) == len(set(keys)), (menu.text(), sorted(keys))
        assert len(keys) == len(texts), (menu.text(), texts)
    assert {row.name for row in ACTIONS} == set(window.actions_by_name)


def run_by_key(qtbot, window: Window, engine: HandEngine) -> RunBox:
    """Something runs until the engine may go on; Space on Run began it."""
    box = window.panel.run_box
    box.run.setFocus()
    engine.go.clear()
    QTest.keyClick(box.run, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: box.cancel.isVisible())
    return box


def test_after_a_run_the_photo_has_the_keys_and_space_opens_nothing(qtbot, opened: Window, engine: HandEngine) -> None:
    box = run_by_key(qtbot, opened, engine)
    assert box.cancel.hasFocus()
    engine.go.set()
    idle(qtbot, opened.session)
    assert QApplication.focusWidget() in (opened.shown_view, opened.shown_view.focusProxy())


def test_cancelled_by_key_the_photo_has_the_keys(qtbot, opened: Window, engine: HandEngine) -> None:
    box = run_by_key(qtbot, opened, engine)
    QTest.keyClick(box.cancel, Qt.Key.Key_Space)
    idle(qtbot, opened.session)
    assert QApplication.focusWidget() is opened.canvas
