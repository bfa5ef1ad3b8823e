"""Painting, zooming and panning as a person does it: with mouse and keys."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop_unet.ui.look.qimages import MaskPicture
from desktop_unet.ui.window.window import Window
from tests.ui.driving import drag


def wheel(pane, position: QPoint, notches: int) -> None:
    point, none = QPointF(position), Qt.KeyboardModifier.NoModifier
    event = QWheelEvent(
        point,
        QPointF(pane.mapToGlobal(position)),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        none,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(pane, event)


@pytest.fixture
def filling(opened: Window) -> Window:
    """A photo is open, and the brush is in hand."""
    QTest.keyClick(opened, Qt.Key.Key_B)
    assert opened.session.options.paints
    return opened


def marked(window: Window) -> int:
    return int(np.count_nonzero(window.session.document.mask))


def middle(window: Window) -> tuple[int, int]:
    return window.canvas.width() // 2, window.canvas.height() // 2


def test_the_mask_is_marked_where_the_pointer_was(filling: Window) -> None:
    x, y = middle(filling)
    drag(filling.canvas, [(x, y), (x + 60, y + 30)])
    mask = filling.session.document.mask
    for position in ((x, y), (x + 60, y + 30), (x + 30, y + 15)):
        row, column = filling.canvas.photo_point(QPointF(*position))
        assert mask[int(row), int(column)] == 255
    rows, columns = np.nonzero(mask)
    assert rows.max() - rows.min() < 120
    assert columns.max() - columns.min() < 160


def test_undo_names_the_stroke_and_takes_it_back(filling: Window) -> None:
    x, y = middle(filling)
    drag(filling.canvas, [(x, y), (x + 40, y)])
    painted = filling.session.document.mask.copy()
    assert filling.actions_by_name["undo"].text() == "&Undo brush stroke"
    QTest.keyClick(filling, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert marked(filling) == 0
    assert not filling.actions_by_name["undo"].isEnabled()
    QTest.keyClick(filling, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert np.array_equal(filling.session.document.mask, painted)


@pytest.mark.parametrize("way", ["right button", "eraser"])
def test_erasing_takes_paint_away(filling: Window, way: str) -> None:
    x, y = middle(filling)
    drag(filling.canvas, [(x, y), (x + 60, y)])
    before = marked(filling)
    if way == "eraser":
        QTest.keyClick(filling, Qt.Key.Key_E)
        drag(filling.canvas, [(x, y), (x + 20, y)])
    else:
        drag(filling.canvas, [(x, y), (x + 20, y)], Qt.MouseButton.RightButton)
    assert 0 < marked(filling) < before
    assert filling.actions_by_name["undo"].text() == "&Undo eraser stroke"


def test_clearing_the_mask_can_be_undone(filling: Window) -> None:
    x, y = middle(filling)
    drag(filling.canvas, [(x, y), (x + 60, y)])
    before = marked(filling)
    QTest.mouseClick(filling.panel.fill.clear, Qt.MouseButton.LeftButton)
    assert marked(filling) == 0
    filling.actions_by_name["undo"].trigger()
    assert marked(filling) == before


def test_brackets_and_slider_set_the_brush_size(filling: Window) -> None:
    session = filling.session
    QTest.keyClick(filling, Qt.Key.Key_BracketRight)
    larger = session.options.brush_size_px
    assert larger > 30
    QTest.keyClick(filling, Qt.Key.Key_BracketLeft)
    QTest.keyClick(filling, Qt.Key.Key_BracketLeft)
    assert session.options.brush_size_px < 30
    slider = filling.tool_options.brush_size.slider
    slider.setValue(slider.maximum())
    assert session.options.brush_size_px == 1000
    assert session.settings.brush_size_px == 1000


def test_a_larger_brush_marks_more(filling: Window) -> None:
    x, y = middle(filling)
    drag(filling.canvas, [(x, y)])
    small = marked(filling)
    filling.actions_by_name["undo"].trigger()
    filling.session.masking.set_brush_size(60)
    drag(filling.canvas, [(x, y)])
    assert marked(filling) == pytest.approx(4 * small, rel=0.05)


def test_the_mask_is_seen_in_its_colour_and_only_while_filling(filling: Window) -> None:
    x, y = middle(filling)
    plain = filling.canvas.grab().toImage().pixelColor(x + 30, y)
    drag(filling.canvas, [(x, y), (x + 60, y)])
    QTest.mouseMove(filling.canvas, QPoint(5, 5))
    veiled = filling.canvas.grab().toImage().pixelColor(x + 30, y)
    assert veiled.red() > plain.red() + 40
    filling.session.set_options(task="upscale")
    assert filling.canvas.grab().toImage().pixelColor(x + 30, y) == plain


def test_repainting_only_what_changed_shows_the_same_as_repainting_all(filling: Window) -> None:
    x, y = middle(filling)
    drag(filling.canvas, [(x - 100, y - 40), (x + 60, y), (x, y + 70)])
    QTest.mouseMove(filling.canvas, QPoint(5, 5))
    QApplication.processEvents()
    in_parts = filling.canvas.grab().toImage()
    filling.session.masking.picture = type(filling.session.masking.picture)(filling.session.document.mask)
    whole = filling.canvas.grab().toImage()
    assert in_parts == whole


@pytest.mark.parametrize("notches", [1, 3, -2])
def test_the_wheel_zooms_at_the_pointer(opened: Window, notches: int) -> None:
    canvas, position = opened.canvas, QPoint(300, 200)
    before, zoom = canvas.photo_point(QPointF(position)), opened.session.view.zoom
    wheel(canvas, position, notches)
    after = canvas.photo_point(QPointF(position))
    assert (opened.session.view.zoom > zoom) == (notches > 0)
    grid = 0.5 / zoom + 0.5 / opened.session.view.zoom  # the photo starts on a whole pixel, before and after
    assert after == pytest.approx(before, abs=grid)
    assert opened.status.zoom.text() == f"{opened.session.view.zoom * 100:.0f} %"


def panned(window: Window, deed) -> tuple[float, float]:
    before = window.session.view.frame(window.canvas.pane_extent)
    deed()
    after = window.session.view.frame(window.canvas.pane_extent)
    return after.left() - before.left(), after.top() - before.top()


def test_the_middle_button_pans(filling: Window) -> None:
    moved = panned(filling, lambda: drag(filling.canvas, [(300, 200), (340, 230)], Qt.MouseButton.MiddleButton))
    assert moved == (40, 30)
    assert marked(filling) == 0


def test_space_and_drag_pans_and_does_not_paint(filling: Window) -> None:
    filling.canvas.setFocus()
    QTest.keyPress(filling.canvas, Qt.Key.Key_Space)
    moved = panned(filling, lambda: drag(filling.canvas, [(300, 200), (270, 215)]))
    QTest.keyRelease(filling.canvas, Qt.Key.Key_Space)
    assert moved == (-30, 15)
    assert marked(filling) == 0
    drag(filling.canvas, [(300, 200), (310, 200)])
    assert marked(filling) > 0


def test_ctrl_0_fits_and_ctrl_1_shows_actual_size(opened: Window) -> None:
    view = opened.session.view
    QTest.keyClick(opened, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert view.zoom == 1.0
    view.zoom_by(7)
    QTest.keyClick(opened, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert view.zoom == view.zoom_to_fit


def test_at_100_percent_every_device_pixel_is_a_photo_pixel(opened: Window) -> None:
    opened.session.view.show_actual_size()
    ratio = opened.canvas.devicePixelRatioF()
    image = opened.canvas.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    frame = opened.session.view.frame(opened.canvas.pane_extent)
    pixels = opened.session.document.photo.pixels
    assert image.devicePixelRatio() == ratio
    for row in range(0, 300, 37):
        for column in range(0, 420, 53):
            x, y = round(frame.left()) + column, round(frame.top()) + row
            if 0 <= x < image.width() and 0 <= y < image.height():
                assert image.pixelColor(x, y).getRgb()[:3] == tuple(int(v) for v in pixels[row, column])


@pytest.mark.parametrize("zoom", [2, 4])
def test_up_to_400_percent_pixels_flow_into_each_other(opened: Window, zoom: int) -> None:
    """A row of the screen has more colours than the row of the photo has pixels."""
    opened.session.view.show_actual_size()
    opened.session.view.zoom_by(zoom)
    image = opened.canvas.grab().toImage()
    y = image.height() // 2
    seen = [image.pixelColor(x, y).getRgb()[:3] for x in range(100, 100 + 40 * zoom)]
    alike = sum(one == other for one, other in itertools.pairwise(seen))
    assert alike < len(seen) // 4


def test_above_400_percent_pixels_are_crisp_squares(opened: Window) -> None:
    opened.session.view.show_actual_size()
    opened.session.view.zoom_by(8)
    image = opened.canvas.grab().toImage()
    frame = opened.session.view.frame(opened.canvas.pane_extent)
    row, column = 150, 210
    x, y = round(frame.left() + column * 8), round(frame.top() + row * 8)
    expected = tuple(int(v) for v in opened.session.document.photo.pixels[row, column])
    seen = {image.pixelColor(x + i, y + j).getRgb()[:3] for i in range(8) for j in range(8)}
    assert seen == {expected}


def test_nothing_is_painted_while_the_engine_runs(qtbot, filling: Window, engine) -> None:
    x, y = middle(filling)
    drag(filling.canvas, [(x, y), (x + 30, y)])
    before = marked(filling)
    engine.go.clear()
    filling.session.restorer.start()
    drag(filling.canvas, [(x, y + 60), (x + 30, y + 60)])
    assert marked(filling) == before
    engine.go.set()
    qtbot.waitUntil(lambda: not filling.session.is_busy)


@pytest.mark.parametrize(("zoom", "is_smooth"), [(1, False), (2, True), (4, True), (5, False)])
def test_the_edge_of_what_is_marked_is_as_smooth_as_the_photo(zoom: int, is_smooth: bool) -> None:
    mask = np.zeros((20, 20), np.uint8)
    mask[:10] = 255
    painted = QImage(20 * zoom, 20 * zoom, QImage.Format.Format_ARGB32_Premultiplied)
    painted.fill(0)
    frame = QRectF(painted.rect())
    painter = QPainter(painted)
    MaskPicture(mask).paint(painter, frame, frame, QColor(255, 0, 0))
    painter.end()
    alphas = {painted.pixelColor(10 * zoom, row).alpha() for row in range(painted.height())}
    assert ({0, 255} < alphas) == is_smooth
