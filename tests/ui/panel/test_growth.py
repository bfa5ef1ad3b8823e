"""The mask grows and shrinks with a slider: always from what was painted, there and back, one step of undo."""

from __future__ import annotations

import numpy as np
import pytest

from desktop_unet.imaging.mask import grow, shrink
from desktop_unet.ui.window.window import Window
from tests.ui.driving import idle


@pytest.fixture
def marked(opened: Window) -> Window:
    opened.session.choose_task("inpaint")
    stroke(opened, 150.0)
    return opened


def stroke(window: Window, row: float) -> None:
    masking = window.session.masking
    masking.set_brush_size(40)
    masking.begin_stroke((row, 100.0), erase=False)
    masking.extend_stroke((row, 300.0))
    masking.end_stroke()


def slider(window: Window):
    return window.panel.fill.growth.slider


def move(qtbot, window: Window, *steps: int) -> None:
    for step in steps:
        slider(window).setValue(step)
    idle(qtbot, window.session)


def mask_of(window: Window) -> np.ndarray:
    return window.session.document.mask.copy()


def test_it_grows_and_shrinks_what_was_painted_and_comes_back_exactly(qtbot, marked: Window) -> None:
    painted = mask_of(marked)
    move(qtbot, marked, 7)
    assert np.array_equal(mask_of(marked), grow(painted, 7))
    move(qtbot, marked, -4)
    assert np.array_equal(mask_of(marked), shrink(painted, 4))
    move(qtbot, marked, 0)
    assert np.array_equal(mask_of(marked), painted)


def test_however_often_it_moves_it_is_one_step_of_undo(qtbot, marked: Window) -> None:
    painted = mask_of(marked)
    move(qtbot, marked, 2)
    move(qtbot, marked, 12)
    move(qtbot, marked, 5)
    assert marked.session.document.history.undo_name == "grow mask"
    marked.session.undo()
    assert np.array_equal(mask_of(marked), painted)
    assert slider(marked).value() == 0
    assert marked.session.document.history.undo_name == "brush stroke"
    marked.session.redo()
    assert np.array_equal(mask_of(marked), grow(painted, 5))
    assert slider(marked).value() == 5
    move(qtbot, marked, 0)
    assert marked.session.document.history.undo_name == "brush stroke"
    assert marked.session.document.history.redo_name is None


def test_only_the_newest_wish_counts_while_the_worker_is_at_it(qtbot, marked: Window) -> None:
    painted = mask_of(marked)
    move(qtbot, marked, 1, 2, 3, 9)
    qtbot.waitUntil(lambda: np.array_equal(mask_of(marked), grow(painted, 9)))
    idle(qtbot, marked.session)
    assert slider(marked).value() == 9


def test_what_is_painted_afterwards_begins_anew(qtbot, marked: Window) -> None:
    move(qtbot, marked, 6)
    stroke(marked, 250.0)
    assert slider(marked).value() == 0
    both = mask_of(marked)
    move(qtbot, marked, 3)
    assert np.array_equal(mask_of(marked), grow(both, 3))
    marked.session.undo()
    assert np.array_equal(mask_of(marked), both)


def test_a_mask_that_was_shrunk_to_nothing_comes_back(qtbot, marked: Window) -> None:
    painted = mask_of(marked)
    move(qtbot, marked, -40)
    assert not marked.session.document.has_mask
    assert slider(marked).isEnabled()
    move(qtbot, marked, 0)
    assert np.array_equal(mask_of(marked), painted)


def test_there_is_nothing_to_grow_where_nothing_is_marked(qtbot, marked: Window) -> None:
    marked.session.masking.clear()
    assert not slider(marked).isEnabled()
    marked.session.undo()
    assert slider(marked).isEnabled()


def test_soft_edges_come_back_too(qtbot, marked: Window) -> None:
    marked.session.masking.shape("feather", 6)
    idle(qtbot, marked.session)
    soft = mask_of(marked)
    assert len(np.unique(soft)) > 2
    move(qtbot, marked, 4)
    move(qtbot, marked, 0)
    assert np.array_equal(mask_of(marked), soft)
