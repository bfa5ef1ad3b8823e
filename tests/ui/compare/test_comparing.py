"""Slider and side by side: the right pixels on the right side, and panes that move together."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from desktop_unet.ui.window.window import Window
from tests.ui.driving import drag, fill_widely, idle


@pytest.fixture
def filled(qtbot, opened: Window) -> Window:
    """A wide fill is done, and the slider is shown."""
    session = opened.session
    fill_widely(qtbot, session)
    opened.actions_by_name["mode:slider"].trigger()
    session.view.show_actual_size()
    return opened


def pixels_of(pane) -> np.ndarray:
    image = pane.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : image.width() * 3].reshape(image.height(), image.width(), 3).copy()


def expected(window: Window, pane, row: int, x: int, photo) -> tuple:
    frame = window.session.view.frame(pane.pane_extent)
    return tuple(photo.pixels[row - round(frame.top()), x - round(frame.left())])


@pytest.mark.parametrize("share", [0.5, 0.4, 0.6])
def test_left_of_the_line_is_before_and_right_of_it_after(filled: Window, share: float) -> None:
    pane, document = filled.slider, filled.session.document
    pane.move_line(share)
    seen = pixels_of(pane)
    line, row = round(share * pane.width()), pane.height() // 2 + 60
    for x in (line - 30, line - 8):
        assert tuple(seen[row, x]) == expected(filled, pane, row, x, document.original)
    for x in (line + 8, line + 30):
        assert tuple(seen[row, x]) == expected(filled, pane, row, x, document.photo)


def test_the_line_follows_the_mouse(filled: Window) -> None:
    pane = filled.slider
    middle = pane.width() // 2
    drag(pane, [(middle, 300), (middle + 100, 300), (middle + 150, 310)])
    assert pane.share == pytest.approx((middle + 150) / pane.width())


def test_the_line_follows_the_arrow_keys(filled: Window) -> None:
    pane = filled.slider
    assert pane.hasFocus() or not filled.isActiveWindow()
    QTest.keyClick(pane, Qt.Key.Key_Right)
    assert pane.share == pytest.approx(0.52)
    QTest.keyClick(pane, Qt.Key.Key_Left)
    QTest.keyClick(pane, Qt.Key.Key_Left)
    assert pane.share == pytest.approx(0.48)
    QTest.keyClick(pane, Qt.Key.Key_Home)
    assert pane.share == 0.0
    QTest.keyClick(pane, Qt.Key.Key_End)
    assert pane.share == 1.0


def test_beside_the_line_dragging_moves_the_photo(filled: Window) -> None:
    before = filled.session.view.frame(filled.slider.pane_extent)
    drag(filled.slider, [(100, 100), (140, 130)])
    after = filled.session.view.frame(filled.slider.pane_extent)
    assert (after.left() - before.left(), after.top() - before.top()) == (40, 30)
    assert filled.slider.share == 0.5


def test_before_and_after_line_up_when_the_photo_has_been_enlarged(qtbot, opened: Window) -> None:
    opened.session.set_options(scale=4)
    opened.session.restorer.start()
    idle(qtbot, opened.session)
    pane = opened.slider
    pane.move_line(1.0)
    before = pixels_of(pane).astype(int)
    pane.move_line(0.0)
    after = pixels_of(pane).astype(int)
    frame = opened.session.view.frame(pane.pane_extent)
    inside = np.s_[int(frame.top()) + 60 : int(frame.bottom()) - 4, int(frame.left()) + 60 : int(frame.right()) - 60]
    assert np.abs(before[inside] - after[inside]).mean() < 12  # noise and shades differ, edges do not move


def test_side_by_side_shows_each_variant_and_moves_together(qtbot, filled: Window) -> None:
    filled.actions_by_name["compare_variants"].trigger()
    idle(qtbot, filled.session)
    left, right = (column.pane for column in filled.side.columns)
    filled.session.view.show_actual_size()
    row, x = left.height() // 2, left.width() // 2
    photos = filled.session.document.last_result.photos
    for pane, variant in ((left, "skip"), (right, "no-skip")):
        assert tuple(pixels_of(pane)[row, x]) == expected(filled, pane, row, x, photos[variant])
    before = pixels_of(right)
    drag(left, [(100, 100), (130, 120)])
    after = pixels_of(right)
    assert not np.array_equal(before, after)
    for pane, variant in ((left, "skip"), (right, "no-skip")):
        assert tuple(pixels_of(pane)[row, x]) == expected(filled, pane, row, x, photos[variant])
