"""Where a fill may borrow from is painted like the mask, seen apart from it, and obeyed by every fill."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from desktop_unet.imaging.sampling import SAMPLING
from desktop_unet.studio import recovery
from desktop_unet.ui.look.sampling_picture import hatching
from desktop_unet.ui.look.theme import SAMPLING_COLOURS
from desktop_unet.ui.session.unsaved_keeper import UnsavedKeeper
from desktop_unet.ui.window.window import Window
from tests.ui.driving import HandEngine, drag, idle

BORROW, NEVER = SAMPLING["borrow"], SAMPLING["never"]


@pytest.fixture
def filling(opened: Window) -> Window:
    """A window on the page for filling, at 100 %, with a stroke to fill in the middle of the photo."""
    opened.session.choose_task("inpaint")
    opened.session.masking.take_tool("brush")
    opened.session.view.show_actual_size()
    paint(opened, 150, (180, 240))
    return opened


def at(window: Window, row: float, column: float) -> tuple[int, int]:
    canvas = window.canvas
    frame = window.session.view.frame(canvas.pane_extent)
    return round(frame.left() + column), round(frame.top() + row)


def paint(window: Window, row: int, columns: tuple[int, int], button=Qt.MouseButton.LeftButton) -> None:
    drag(window.canvas, [at(window, row, column) for column in columns], button)


def choose(window: Window, what: str) -> None:
    QTest.mouseClick(window.panel.fill.sampling.marks.buttons[what], Qt.MouseButton.LeftButton)


def sampling_of(window: Window) -> np.ndarray:
    return window.session.document.sampling


def borrow_and_keep_back(window: Window) -> None:
    """An area to borrow from above the hole, one that is never borrowed from below it."""
    choose(window, "borrow")
    paint(window, 60, (100, 300))
    choose(window, "never")
    paint(window, 240, (100, 300))


def run(qtbot, window: Window) -> None:
    window.actions_by_name["run"].trigger()
    idle(qtbot, window.session)


# --- painting -----------------------------------------------------------------------------------------


def test_the_brush_paints_what_was_chosen_and_the_rest_stays(filling: Window) -> None:
    mask = filling.session.document.mask.copy()
    borrow_and_keep_back(filling)
    assert np.array_equal(filling.session.document.mask, mask)
    assert sampling_of(filling)[60, 200] == BORROW
    assert sampling_of(filling)[240, 200] == NEVER
    assert sampling_of(filling)[150, 200] == 0


def test_the_right_button_erases_areas_and_each_step_has_a_name_and_a_way_back(filling: Window) -> None:
    choose(filling, "borrow")
    paint(filling, 60, (100, 300))
    assert filling.actions_by_name["undo"].text() == "&Undo area to borrow from"
    paint(filling, 60, (150, 250), Qt.MouseButton.RightButton)
    assert sampling_of(filling)[60, 200] == 0
    assert filling.session.document.has_mask
    filling.session.undo()
    assert sampling_of(filling)[60, 200] == BORROW
    filling.session.undo()
    assert not sampling_of(filling).any()


@pytest.mark.parametrize("tool", ["rectangle", "ellipse", "lasso"])
def test_shapes_mark_areas_too(filling: Window, tool: str) -> None:
    choose(filling, "never")
    filling.session.masking.take_tool(tool)
    drag(filling.canvas, [at(filling, *point) for point in ((40, 60), (60, 160), (100, 160), (100, 70))])
    assert (sampling_of(filling) == NEVER).sum() > 400


def test_selecting_by_colour_marks_an_area(qtbot, filling: Window) -> None:
    choose(filling, "borrow")
    filling.session.masking.take_tool("colour")
    QTest.mouseClick(filling.canvas, Qt.MouseButton.LeftButton, pos=QPoint(*at(filling, 50, 60)))
    idle(qtbot, filling.session)
    assert sampling_of(filling)[50, 60] == BORROW
    assert filling.session.document.history.undo_name == "selection by colour"


def test_on_other_pages_the_brush_marks_as_ever(filling: Window) -> None:
    choose(filling, "never")
    filling.session.set_options(task="upscale", only_mask=True)
    paint(filling, 60, (100, 300))
    assert filling.session.document.mask[60, 200] == 255
    assert not sampling_of(filling).any()


def test_another_photo_begins_with_what_vanishes(qtbot, filling: Window, other_file: Path) -> None:
    choose(filling, "never")
    filling.session.opener.open(other_file)
    qtbot.waitUntil(lambda: filling.session.document.original.source == other_file)
    assert filling.session.options.painted == "hole"


# --- seeing -------------------------------------------------------------------------------------------


def pixels_of(window: Window, row: int, column: int) -> np.ndarray:
    """30 x 30 screen pixels around a place of the photo, (30, 30, 3)."""
    x, y = at(window, row, column)
    image = window.canvas.grab().toImage()
    return np.array(
        [[image.pixelColor(x + i, y + j).getRgb()[:3] for i in range(-9, 9)] for j in range(-9, 9)], np.int32
    )


def test_areas_are_hatched_in_colours_of_their_own_on_this_page_alone(filling: Window) -> None:
    plain = {row: pixels_of(filling, row, 200) for row in (60, 240)}
    borrow_and_keep_back(filling)
    filling.canvas._move_pointer(None)
    for row, what in ((60, "borrow"), (240, "never")):
        seen = pixels_of(filling, row, 200)
        colour = np.array(QColor(SAMPLING_COLOURS[what]).getRgb()[:3])
        away = np.abs(seen - colour).sum(axis=2)
        assert away.min() < 60  # on a line
        assert away.max() > away.min() + 60  # between lines the photo shows through
        assert (seen != plain[row]).any()
    filling.session.set_options(task="upscale")
    for row in plain:
        assert np.array_equal(pixels_of(filling, row, 200), plain[row])


def test_the_two_kinds_differ_in_pattern_not_in_colour_alone(qapp) -> None:
    drawn = {what: hatching(what, 1.0).texture().toImage() for what in ("borrow", "never")}
    lines = {
        what: [[image.pixelColor(x, y).alphaF() > 0.5 for x in range(image.width())] for y in range(image.height())]
        for what, image in drawn.items()
    }
    assert lines["borrow"] != lines["never"]


# --- obeying ------------------------------------------------------------------------------------------


def test_fill_fill_again_and_other_fills_borrow_from_where_they_may(qtbot, filling: Window, engine: HandEngine) -> None:
    session = filling.session
    run(qtbot, filling)
    assert engine.requests[-1].sources is None
    session.undo()
    borrow_and_keep_back(filling)
    run(qtbot, filling)
    sources = engine.requests[-1].sources
    assert np.array_equal(sources > 0, sampling_of(filling) == BORROW)
    # The areas stay; changed, they hold for the next fill of the same hole.
    choose(filling, "borrow")
    paint(filling, 90, (100, 300))
    run(qtbot, filling)
    assert engine.requests[-1].mask is engine.requests[-2].mask
    assert engine.requests[-1].sources.sum() > sources.sum()
    filling.panel.fill.others.make.click()
    qtbot.waitUntil(lambda: not session.is_busy and len(session.other_fills.made) == 4)
    assert all(np.array_equal(each.sources, engine.requests[-5].sources) for each in engine.requests[-4:])


def test_never_alone_leaves_all_the_rest(qtbot, filling: Window, engine: HandEngine) -> None:
    choose(filling, "never")
    paint(filling, 240, (100, 300))
    run(qtbot, filling)
    assert np.array_equal(engine.requests[-1].sources > 0, sampling_of(filling) != NEVER)


def test_where_nothing_is_left_to_borrow_from_the_window_says_so(qtbot, filling: Window, engine: HandEngine) -> None:
    document, told = filling.session.document, []
    filling.session.told.connect(lambda kind, sentence: told.append((kind, sentence)))
    document.replace_mask("all", np.full_like(document.sampling, NEVER), "sampling")
    filling.session.facts_changed.emit()
    filling.actions_by_name["run"].trigger()
    filling.panel.fill.others.make.click()
    assert [kind for kind, _ in told] == ["error", "error"]
    assert "borrow" in told[0][1]
    assert not engine.requests


def test_clear_areas_is_there_while_there_are_any(filling: Window) -> None:
    box = filling.panel.fill.sampling
    assert not box.clear.isVisible()
    choose(filling, "never")
    paint(filling, 240, (100, 300))
    assert box.clear.isVisible()
    box.clear.click()
    assert not sampling_of(filling).any()
    assert filling.session.document.has_mask
    filling.session.undo()
    assert sampling_of(filling).any()


# --- files --------------------------------------------------------------------------------------------


def test_a_saved_mask_brings_its_areas_back_in_one_step(qtbot, filling: Window, answers, tmp_path: Path) -> None:
    borrow_and_keep_back(filling)
    document = filling.session.document
    mask, sampling = document.mask.copy(), document.sampling.copy()
    answers.mask = tmp_path / "marks.png"
    filling.actions_by_name["save_mask"].trigger()
    idle(qtbot, filling.session)
    with Image.open(answers.mask) as seen:
        assert np.array_equal(np.asarray(seen), mask)
    filling.session.masking.clear()
    filling.session.masking.clear_sampling()
    filling.actions_by_name["load_mask"].trigger()
    idle(qtbot, filling.session)
    assert np.array_equal(document.mask, mask)
    assert np.array_equal(document.sampling, sampling)
    filling.session.undo()
    assert not document.has_mask
    assert not document.has_sampling


def test_a_mask_without_areas_leaves_those_there_are(qtbot, filling: Window, answers, tmp_path: Path) -> None:
    borrow_and_keep_back(filling)
    sampling = sampling_of(filling).copy()
    answers.mask = tmp_path / "other.png"
    Image.fromarray(np.eye(300, 420, dtype=np.uint8) * 255).save(answers.mask)
    filling.actions_by_name["load_mask"].trigger()
    idle(qtbot, filling.session)
    assert np.array_equal(sampling_of(filling), sampling)


def test_areas_outlive_a_crash(qtbot, filling: Window, photo_file: Path, tmp_path: Path) -> None:
    filling.session.masking.clear()
    borrow_and_keep_back(filling)
    keeper = UnsavedKeeper(filling.session, tmp_path / "unsaved")
    keeper.look()
    keeper._pool.waitForDone()
    (run_folder,) = (tmp_path / "unsaved").iterdir()
    (document,) = recovery.recovered(run_folder)
    assert np.array_equal(document.sampling, sampling_of(filling))
    assert not document.has_mask
    keeper.end()
