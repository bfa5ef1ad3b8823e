"""Strip, pickers and views: any two pictures can be compared, in every way there is."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from desktop_unet.studio.renditions import Compared, Rendition
from desktop_unet.ui.compare.panes import ComparePane, amplified_difference
from desktop_unet.ui.look.theme import DARK, LIGHT
from desktop_unet.ui.session.session import Session
from desktop_unet.ui.window.window import Window
from tests.ui.compare.test_comparing import pixels_of
from tests.ui.driving import HandEngine, drag, fill_widely, idle

SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def filled(qtbot, opened: Window) -> Window:
    """A wide fill is done, at 100 %, on the canvas."""
    session = opened.session
    fill_widely(qtbot, session)
    session.view.show_actual_size()
    return opened


def fill_again(qtbot, window: Window) -> None:
    QTest.mouseClick(window.panel.run_box.run, Qt.MouseButton.LeftButton)
    idle(qtbot, window.session)


def names(window: Window) -> list[str]:
    return [window.results.item(row).text() for row in range(window.results.count())]


def centre_of(window: Window, row: int) -> QPoint:
    return window.results.visualItemRect(window.results.item(row)).center()


def click(window: Window, row: int, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    QTest.mouseClick(window.results.viewport(), Qt.MouseButton.LeftButton, modifier, centre_of(window, row))


def middle_colour(pane) -> tuple[int, ...]:
    seen = pixels_of(pane)
    return tuple(int(value) for value in seen[seen.shape[0] // 2, seen.shape[1] // 2])


# --- strip --------------------------------------------------------------------------------------


def test_the_strip_is_there_once_there_is_something_to_compare(qtbot, opened: Window) -> None:
    assert opened.results.isHidden()
    opened.session.restorer.start()
    idle(qtbot, opened.session)
    assert opened.results.isVisible()
    assert names(opened) == ["Original", "Enlarged ×4, skip"]


def test_fill_again_gives_another_fill_and_loses_none(qtbot, filled: Window, engine: HandEngine) -> None:
    assert filled.panel.run_box.run.text() == "Fill again"
    first = filled.session.document.photo
    fill_again(qtbot, filled)
    fill_again(qtbot, filled)
    assert [request.seed for request in engine.requests] == [0, 0, 1]
    assert [request.fill for request in engine.requests] == ["auto", "structure", "texture"]
    assert all(np.array_equal(request.photo.pixels, engine.requests[0].photo.pixels) for request in engine.requests)
    assert names(filled) == ["Original", "Fill, skip", "Fill - structure, skip", "Fill - texture 2, skip"]
    assert len(filled.session.document.results) == 1
    filled.actions_by_name["undo"].trigger()
    filled.actions_by_name["undo"].trigger()
    assert filled.session.document.photo is first


def test_a_double_click_keeps_an_earlier_result_and_undo_takes_that_back(qtbot, filled: Window) -> None:
    first = filled.session.document.photo
    fill_again(qtbot, filled)
    second = filled.session.document.photo
    QTest.mouseDClick(filled.results.viewport(), Qt.MouseButton.LeftButton, pos=centre_of(filled, 1))
    assert filled.session.document.photo is first
    assert filled.actions_by_name["undo"].text() == "&Undo choice of Fill, skip"
    filled.actions_by_name["undo"].trigger()
    assert filled.session.document.photo is second
    QTest.mouseDClick(filled.results.viewport(), Qt.MouseButton.LeftButton, pos=centre_of(filled, 0))
    assert filled.session.document.photo is filled.session.document.original
    assert names(filled)[1:] == ["Fill, skip", "Fill - structure, skip"]


def test_a_click_picks_b_and_with_shift_a(qtbot, filled: Window) -> None:
    fill_again(qtbot, filled)
    comparison = filled.session.comparison
    assert (comparison.compared.a.name, comparison.compared.b.name) == ("Original", "Fill - structure, skip")
    click(filled, 1, SHIFT)
    assert (comparison.compared.a.name, comparison.compared.b.name) == ("Fill, skip", "Fill - structure, skip")
    assert filled.shown_view is filled.slider
    click(filled, 0)
    assert comparison.compared.b.name == "Original"
    click(filled, 0, SHIFT)
    assert (comparison.compared.a.name, comparison.compared.b.name) == ("Original", "Fill, skip")


def test_the_strip_is_worked_by_keys(qtbot, filled: Window) -> None:
    fill_again(qtbot, filled)
    strip, comparison = filled.results, filled.session.comparison
    QTest.keyClick(strip, Qt.Key.Key_Left)
    assert comparison.compared.b.name == "Fill, skip"
    QTest.keyClick(strip, Qt.Key.Key_Return)
    assert filled.session.document.photo is comparison.compared.b.photo
    QTest.keyClick(strip, Qt.Key.Key_Right)
    QTest.keyClick(strip, Qt.Key.Key_Delete)
    assert names(filled) == ["Original", "Fill, skip"]


def test_the_menu_of_a_result_offers_what_can_be_done_with_it(qtbot, filled: Window) -> None:
    fill_again(qtbot, filled)
    original, first, now = filled.session.comparison.compared.renditions

    def enabled(rendition: Rendition) -> list[str]:
        menu = filled.results.menu_for(rendition)
        texts = [action.text() for action in menu.actions() if action.text() and action.isEnabled()]
        menu.deleteLater()
        return texts

    compare = ["Compare as &A", "Compare as &B", "&Keep"]
    assert enabled(original) == compare
    assert enabled(first) == [*compare, "&Save As…", "&Discard"]
    assert enabled(now) == [*compare, "&Save As…"]


def test_the_oldest_results_are_forgotten_beyond_the_budget_but_not_what_is_looked_at(qtbot, filled: Window) -> None:
    fill_again(qtbot, filled)
    fill_again(qtbot, filled)
    dropped = filled.session.comparison.compared.beyond(1, filled.session.document.photo)
    assert [each.name for each in dropped] == ["Fill, skip", "Fill - structure, skip"]


def test_picking_what_the_other_side_shows_exchanges_the_two(alone: Session) -> None:
    photo = alone.document.photo
    first, second = Rendition("1", "result", photo), Rendition("2", "result", photo)
    compared = Compared((first, second), first, second).picking("a", second)
    assert (compared.a, compared.b) == (second, first)


# --- views --------------------------------------------------------------------------------------


def test_the_pickers_choose_what_the_slider_shows(qtbot, filled: Window) -> None:
    fill_again(qtbot, filled)
    filled.actions_by_name["mode:slider"].trigger()
    bar, pane = filled.compare.bar, filled.slider
    assert [bar.pickers["a"].itemText(row) for row in range(3)] == names(filled)
    pane.move_line(1.0)
    first = filled.session.comparison.compared.renditions[1]
    bar.pickers["a"].setFocus()
    QTest.keyClick(bar.pickers["a"], Qt.Key.Key_Down)
    assert filled.session.comparison.compared.a is first
    assert middle_colour(pane) == (30, 30, 30)
    QTest.mouseClick(bar.swap, Qt.MouseButton.LeftButton)
    assert filled.session.comparison.compared.b is first
    pane.move_line(0.0)
    assert middle_colour(pane) == (30, 30, 30)
    pane.move_line(1.0)
    assert middle_colour(pane) == (31, 31, 31)


@pytest.mark.parametrize("view", ["slider", "side", "four", "flip", "difference"])
def test_every_view_is_reached_by_the_bar_and_by_the_menu(filled: Window, view: str) -> None:
    filled.actions_by_name["mode:slider" if view != "slider" else "mode:side"].trigger()
    QTest.mouseClick(filled.compare.bar.views.buttons[view], Qt.MouseButton.LeftButton)
    assert filled.shown_view is filled.compare.views[view]
    assert filled.actions_by_name[f"mode:{view}"].isChecked()
    filled.actions_by_name["mode:edit"].trigger()
    filled.actions_by_name[f"mode:{view}"].trigger()
    assert filled.shown_view is filled.compare.views[view]
    assert filled.compare.bar.views.buttons[view].isChecked()


def test_before_and_after_stays_lit_in_every_view_that_compares(filled: Window) -> None:
    button = filled.tool_bar.widgetForAction(filled.actions_by_name["mode:slider"])
    pictures = {}
    for view in ("edit", "slider", "side", "four", "flip", "difference", "edit"):
        filled.actions_by_name[f"mode:{view}"].trigger()
        pictures[view] = button.grab().toImage()
    compared = [pictures[view] for view in ("slider", "side", "four", "flip", "difference")]
    assert all(picture == compared[0] for picture in compared)
    assert pictures["edit"] != compared[0]


@pytest.mark.parametrize("view", ["edit", "flip", "slider"])
def test_holding_a_shows_a_in_place_and_letting_go_b(filled: Window, view: str) -> None:
    filled.actions_by_name[f"mode:{view}"].trigger()
    document = filled.session.document
    filled.slider.move_line(0.0)
    pane = filled.shown_view
    place = pane.mapTo(filled, QPoint(pane.width() // 2, pane.height() // 2))

    def seen() -> tuple[int, int, int]:
        return filled.grab().toImage().pixelColor(place).getRgb()[:3]

    assert seen() == (30, 30, 30)
    QTest.keyPress(filled, Qt.Key.Key_A)
    assert seen() in {tuple(int(v) for v in document.original.pixels[row, x]) for row in (149, 150) for x in (209, 210)}
    QTest.keyRelease(filled, Qt.Key.Key_A)
    assert seen() == (30, 30, 30)


def test_a_button_does_what_the_key_does(filled: Window) -> None:
    filled.actions_by_name["mode:flip"].trigger()
    QTest.mousePress(filled.compare.bar.hold, Qt.MouseButton.LeftButton)
    assert filled.held.isVisible()
    QTest.mouseRelease(filled.compare.bar.hold, Qt.MouseButton.LeftButton)
    assert filled.held.isHidden()


def test_four_at_once_shows_the_newest_and_moves_together(qtbot, filled: Window) -> None:
    for _ in range(4):
        fill_again(qtbot, filled)
    filled.actions_by_name["mode:four"].trigger()
    columns = filled.compare.views["four"].columns
    assert [column.name.text() for column in columns] == [
        "A · Original", "B · Fill - texture 4, skip", "Fill - texture 3, skip", "Fill - texture 2, skip",
    ]  # fmt: skip
    filled.session.view.show_actual_size()
    assert [middle_colour(column.pane) for column in columns[1:]] == [(34,) * 3, (33,) * 3, (32,) * 3]
    before = [column.pane.photo_point(QPoint(10, 10).toPointF()) for column in columns]
    drag(columns[3].pane, [(60, 60), (90, 75)])
    after = [column.pane.photo_point(QPoint(10, 10).toPointF()) for column in columns]
    # Panes that share an odd width or height differ by a pixel.
    assert all(point == pytest.approx(after[0], abs=1) for point in after)
    assert before[0][0] - after[0][0] == pytest.approx(15, abs=1)
    assert before[0][1] - after[0][1] == pytest.approx(30, abs=1)


def test_a_place_without_a_picture_has_the_ground_of_the_others(qtbot, filled: Window) -> None:
    fill_again(qtbot, filled)
    filled.actions_by_name["mode:four"].trigger()
    four = filled.compare.views["four"]
    qtbot.waitUntil(four.no_picture.isVisible)
    assert [column.isVisible() for column in four.columns] == [True, True, True, False]
    for theme, known in (("light", LIGHT), ("dark", DARK)):
        filled.actions_by_name[f"theme:{theme}"].trigger()
        seen = four.grab().toImage()
        assert seen.pixelColor(seen.width() - 20, seen.height() - 20) == QColor(known.canvas)
    fill_again(qtbot, filled)
    qtbot.waitUntil(four.no_picture.isHidden)


def test_the_difference_is_amplified_by_the_gain(filled: Window) -> None:
    filled.actions_by_name["mode:difference"].trigger()
    pane, document = filled.compare.views["difference"], filled.session.document
    frame = filled.session.view.frame(pane.pane_extent)
    row, x = pane.height() // 2, pane.width() // 2
    place = row - round(frame.top()), x - round(frame.left())
    apart = np.abs(document.original.pixels[place].astype(int) - document.photo.pixels[place])
    for gain in (1, 3, 32):
        filled.compare.bar.gain.setValue(gain)
        assert tuple(pixels_of(pane)[row, x]) == tuple(np.minimum(apart * gain, 255))
    filled.session.comparison.pick_photos(document.photo, document.photo, document)
    assert middle_colour(pane) == (0, 0, 0)


@pytest.mark.parametrize("gain", [1, 4, 7, 32])
def test_the_difference_never_wraps_round(gain: int) -> None:
    rng = np.random.default_rng(gain)
    first, second = (rng.integers(0, 256, (9, 13, 4), np.uint8) for _ in range(2))
    shown = amplified_difference(first, second, gain)
    apart = np.abs(first[..., :3].astype(int) - second[..., :3]) * gain
    limit = 255 // gain
    expected = np.where(apart > limit * gain, 255, apart)
    assert np.array_equal(shown[..., :3], expected)


# --- room ---------------------------------------------------------------------------------------

COMPARING = ("slider", "side", "four", "flip", "difference")


@pytest.mark.parametrize("view", COMPARING)
def test_comparing_leaves_the_picture_its_room(qtbot, filled: Window, view: str) -> None:
    """At 1280 x 720, results below included: most of the height is picture, whatever the view."""
    filled.resize(1280, 720)
    filled.actions_by_name[f"mode:{view}"].trigger()
    qtbot.waitUntil(lambda: filled.size() == QSize(1280, 720) and filled.results.isVisible())
    panes = [pane for pane in filled.shown_view.findChildren(ComparePane) if pane.isVisible()] or [filled.shown_view]
    rows = 2 if len(panes) > 2 else 1
    assert rows * panes[0].height() + 2 * (rows - 1) >= 0.7 * 720
    assert filled.tool_options.isHidden()


def test_the_photo_stays_where_it_is_between_working_and_comparing(filled: Window) -> None:
    places = {}
    for view in ("edit", "slider", "flip", "difference", "edit"):
        filled.actions_by_name[f"mode:{view}"].trigger()
        pane = filled.shown_view
        places[view] = QRect(pane.mapTo(filled, QPoint(0, 0)), pane.size())
    assert len(set(map(str, places.values()))) == 1
    assert filled.tool_options.isVisible()


def test_the_five_ways_fold_to_one_button_where_there_is_no_room(qtbot, filled: Window) -> None:
    bar = filled.compare.bar
    filled.resize(1400, 720)
    filled.actions_by_name["mode:slider"].trigger()
    qtbot.waitUntil(bar.views.isVisible)
    assert bar.folded.isHidden()
    filled.resize(filled.minimumSizeHint().width(), 720)
    qtbot.waitUntil(bar.folded.isVisible)
    assert bar.views.isHidden()
    assert filled.width() < 1024
    assert bar.folded.text() == "Slider"
    assert [action.isChecked() for action in bar.folded.menu().actions()] == [True, False, False, False, False]
    bar.folded.menu().actions()[3].trigger()
    assert filled.shown_view is filled.compare.views["flip"]
    assert bar.folded.text() == "Flip"
    right = max(part.geometry().right() for part in (bar.hold, *bar.pickers.values()))
    assert right < bar.width(), "nothing is cut off"


def test_the_five_ways_fold_before_the_names_of_the_pictures_are_cut(qtbot, filled: Window) -> None:
    bar = filled.compare.bar
    filled.actions_by_name["mode:side"].trigger()
    for name, is_folded in (("Short", False), ("Enlarged ×4, no skip, sharp", True)):
        for picker in bar.pickers.values():
            picker.setItemText(picker.currentIndex(), name)
        filled.resize(filled.width() - 1, filled.height())
        qtbot.waitUntil(lambda is_folded=is_folded: bar.folded.isVisible() == is_folded)
        assert bar.views.isHidden() == is_folded


def test_a_name_without_room_ends_in_dots(filled: Window) -> None:
    filled.actions_by_name["mode:side"].trigger()
    column = filled.compare.views["side"].columns[1]
    column.resize(900, 300)
    whole = column.name.text()
    column.resize(column.keep.width() + column.name.width(), 300)
    assert column.name.text() == whole
    assert column.name.geometry().top() < column.keep.geometry().top(), "both have no room in one line"
    column.resize(column.name.width() - 20, 300)
    assert column.name.text().endswith("…")
    assert column.name.toolTip() in whole


@pytest.mark.parametrize("width", [160, 240, 600])
def test_name_and_keep_button_do_not_cover_each_other(filled: Window, width: int) -> None:
    filled.actions_by_name["mode:side"].trigger()
    column = filled.compare.views["side"].columns[1]
    column.resize(width, 300)
    assert not column.name.geometry().intersects(column.keep.geometry())
    assert column.rect().contains(column.keep.geometry())


# --- references and scores ----------------------------------------------------------------------


def test_a_file_of_the_same_size_gives_scores(qtbot, filled: Window, answers, tmp_path: Path) -> None:
    truth = tmp_path / "truth.png"
    Image.fromarray(filled.session.document.photo.pixels + np.uint8(1)).save(truth)
    answers.reference = truth
    filled.actions_by_name["compare_with"].trigger()
    idle(qtbot, filled.session)
    comparison = filled.session.comparison
    assert (comparison.compared.a.name, comparison.compared.b.name) == ("File truth.png", "Fill, skip")
    qtbot.waitUntil(lambda: comparison.scores is not None)
    assert comparison.scores.psnr == pytest.approx(48.13, abs=0.01)
    assert filled.compare.bar.scores.text().startswith("PSNR 48.13 dB · SSIM 0.")
    filled.session.keep(comparison.compared.a)
    assert "only for comparison" in filled.message.text.text()
    comparison.pick("a", comparison.compared.renditions[0])
    assert filled.compare.bar.scores.isHidden()


def test_a_file_of_another_size_is_compared_without_scores(qtbot, filled: Window, answers, other_file: Path) -> None:
    answers.reference = other_file
    filled.actions_by_name["compare_with"].trigger()
    idle(qtbot, filled.session)
    assert filled.shown_view is filled.slider
    assert filled.session.comparison.scores is None
    assert filled.compare.bar.scores.isHidden()


def test_a_reference_that_is_no_photo_is_named_and_nothing_changes(
    qtbot, filled: Window, answers, tmp_path: Path
) -> None:
    answers.reference = tmp_path / "words.png"
    answers.reference.write_text("no photo")
    before = names(filled)
    filled.actions_by_name["compare_with"].trigger()
    idle(qtbot, filled.session)
    assert "words.png" in filled.message.text.text()
    assert names(filled) == before
