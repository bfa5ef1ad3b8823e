"""Other fills of a hole: four that differ, listed as they are made, each one click away, and undone like any edit."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from desktop_unet.ui.look.theme import DARK, LIGHT
from desktop_unet.ui.window.window import Window
from tests.ui.driving import HandEngine, drag, idle


@pytest.fixture
def marked(opened: Window) -> Window:
    """A window with a stroke on its photo, on the page for filling."""
    opened.session.set_options(task="inpaint")
    opened.session.masking.take_tool("brush")
    x, y = opened.canvas.width() // 2, opened.canvas.height() // 2
    drag(opened.canvas, [(x - 50, y), (x + 60, y + 20)])
    return opened


def box_of(window: Window):
    return window.panel.fill.others


def made_by_click(qtbot, window: Window):
    qtbot.mouseClick(box_of(window).make, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not window.session.is_busy and len(window.session.other_fills.made) == 4)
    return window.session.other_fills.made


def test_four_fills_are_listed_by_what_they_are_and_the_photo_stays_until_one_is_picked(qtbot, marked: Window) -> None:
    document = marked.session.document
    before = document.photo
    made = made_by_click(qtbot, marked)
    assert document.photo is before
    names = {button.text() for button in box_of(marked).shown}
    assert names == {"Smooth", "Structure", "Texture", "Structure 2"}
    assert [each.badness for each in made] == sorted(each.badness for each in made)


def test_thumbnails_lie_on_the_ground_of_the_theme(qtbot, marked: Window) -> None:
    made_by_click(qtbot, marked)
    for theme, ground in (("dark", DARK.canvas), ("light", LIGHT.canvas)):
        marked.actions_by_name[f"theme:{theme}"].trigger()
        for button in box_of(marked).shown:
            picture = button.icon().pixmap(button.iconSize()).toImage()
            assert picture.pixelColor(picture.width() // 2, picture.height() - 1) == QColor(ground)


def test_one_click_puts_a_fill_in_the_place_of_the_one_before_and_can_be_undone(qtbot, marked: Window) -> None:
    session = marked.session
    original, mask = session.document.photo, session.document.mask.copy()
    made = made_by_click(qtbot, marked)
    for number in (2, 0):
        box_of(marked).shown[number].click()
        assert session.document.photo is made[number].photo
        assert len(session.document.results) == 1
        assert session.other_fills.made == made
    session.undo()
    assert session.document.photo is made[2].photo
    session.undo()
    assert session.document.photo is original
    assert np.array_equal(session.document.mask, mask)


def test_after_a_fill_others_are_of_the_same_hole(qtbot, marked: Window, engine: HandEngine) -> None:
    marked.actions_by_name["run"].trigger()
    idle(qtbot, marked.session)
    assert not marked.session.document.has_mask
    made_by_click(qtbot, marked)
    assert all(np.array_equal(request.mask, engine.requests[0].mask) for request in engine.requests)


def test_cancel_keeps_what_was_made_and_makes_no_more(qtbot, marked: Window, engine: HandEngine) -> None:
    fills = marked.session.other_fills
    fills.changed.connect(lambda: engine.go.clear() if fills.made else None)
    fills.start()
    qtbot.waitUntil(lambda: len(fills.made) == 1)
    qtbot.waitUntil(lambda: len(engine.requests) == 2)
    marked.session.awaited.cancel()
    engine.go.set()
    idle(qtbot, marked.session)
    assert len(fills.made) == 1
    assert len(engine.requests) == 2


def test_fills_of_a_hole_that_was_marked_anew_are_forgotten(qtbot, marked: Window) -> None:
    made_by_click(qtbot, marked)
    x, y = marked.canvas.width() // 2, marked.canvas.height() // 2
    drag(marked.canvas, [(x - 20, y - 60), (x + 20, y - 60)])
    assert marked.session.other_fills.made == ()
    assert not box_of(marked).shown


def test_without_a_hole_there_is_nothing_to_make(opened: Window) -> None:
    opened.session.set_options(task="inpaint")
    assert not box_of(opened).make.isEnabled()
