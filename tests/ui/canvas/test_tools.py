"""Every mask tool, driven by mouse, pen and keys as a person does it."""

from __future__ import annotations

import math
import shutil

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QEnterEvent, QInputDevice, QNativeGestureEvent, QPointingDevice, QTabletEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from desktop_unet.document.shapes import ellipse, polygon, rectangle
from desktop_unet.ui.canvas.tools.table import PARTS, TOOLS
from desktop_unet.ui.window.window import Window
from tests.ui.driving import drag, idle, move

NONE, SHIFT, CTRL = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)
LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
KEYS = {"brush": "B", "eraser": "E", "rectangle": "R", "ellipse": "O", "lasso": "L", "polygon": "P", "colour": "W"}


@pytest.fixture
def canvas(opened: Window):
    """The canvas of a window with a photo, at 100 %, brush in hand."""
    QTest.keyClick(opened, Qt.Key.Key_B)
    opened.session.view.show_actual_size()
    return opened.canvas


def take(canvas, tool: str) -> None:
    QTest.keyClick(canvas.window(), getattr(Qt.Key, f"Key_{KEYS[tool]}"))
    assert canvas.session.options.tool == tool


def at(canvas, row: float, column: float) -> tuple[int, int]:
    """Where in the widget a photo point is shown, at 100 %."""
    ratio, frame = canvas.devicePixelRatioF(), canvas.view.frame(canvas.pane_extent)
    return round((frame.left() + column) / ratio), round((frame.top() + row) / ratio)


def draw(canvas, *points: tuple[float, float], button=LEFT, keys=NONE) -> None:
    drag(canvas, [at(canvas, *point) for point in points], button, keys)


def click(canvas, row: float, column: float, keys=NONE, button=LEFT) -> None:
    QTest.mouseClick(canvas, button, keys, QPoint(*at(canvas, row, column)))


def mask_of(canvas) -> np.ndarray:
    return canvas.session.document.mask


def whole(region, extent) -> np.ndarray:
    mask = np.zeros((extent.height, extent.width), np.uint8)
    mask[region.rect.slices] = region.marks
    return mask


def undo_name(canvas) -> str:
    return canvas.window().actions_by_name["undo"].text().replace("&", "")


# --- shapes ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("tool", "make"), [("rectangle", rectangle), ("ellipse", ellipse)])
def test_a_box_is_dragged_from_corner_to_corner(canvas, tool: str, make) -> None:
    take(canvas, tool)
    draw(canvas, (50, 60), (90, 100), (150, 220))
    expected = whole(make((50, 60), (150, 220), canvas.session.document.photo.extent), canvas.view.extent)
    assert np.array_equal(mask_of(canvas), expected)
    assert undo_name(canvas) == f"Undo {tool}"
    QTest.keyClick(canvas.window(), Qt.Key.Key_Z, CTRL)
    assert not mask_of(canvas).any()


@pytest.mark.parametrize(("keys", "rows"), [(SHIFT, (40, 140)), (CTRL, (40, 80)), (SHIFT | CTRL, (80, 100))])
def test_held_keys_add_subtract_and_intersect(canvas, keys, rows) -> None:
    take(canvas, "rectangle")
    draw(canvas, (40, 60), (100, 160))
    draw(canvas, (80, 60), (140, 160), keys=keys)
    marked = np.flatnonzero(mask_of(canvas)[:, 100])
    assert (marked[0], marked[-1] + 1) == rows


@pytest.mark.parametrize("how", ["subtract", "intersect"])
def test_the_bar_says_how_shapes_join_where_no_key_does(canvas, how: str) -> None:
    take(canvas, "rectangle")
    draw(canvas, (40, 60), (100, 160))
    QTest.mouseClick(canvas.window().tool_options.combining.buttons[how], LEFT)
    draw(canvas, (80, 60), (140, 160))
    marked = np.flatnonzero(mask_of(canvas)[:, 100])
    assert (marked[0], marked[-1] + 1) == {"subtract": (40, 80), "intersect": (80, 100)}[how]


def test_shift_held_later_makes_the_sides_equal(canvas) -> None:
    take(canvas, "rectangle")
    start, end = at(canvas, 50, 60), at(canvas, 90, 160)
    QTest.mousePress(canvas, LEFT, NONE, QPoint(*start))
    move(canvas, end, LEFT, SHIFT)
    QTest.mouseRelease(canvas, LEFT, SHIFT, QPoint(*end))
    rows, columns = np.nonzero(mask_of(canvas))
    assert np.ptp(rows) == np.ptp(columns) == 99


def test_escape_drops_a_box_that_is_being_dragged(canvas) -> None:
    take(canvas, "ellipse")
    QTest.mousePress(canvas, LEFT, NONE, QPoint(*at(canvas, 50, 60)))
    move(canvas, at(canvas, 90, 160), LEFT)
    assert canvas._tool.outline
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    QTest.mouseRelease(canvas, LEFT, NONE, QPoint(*at(canvas, 90, 160)))
    assert not mask_of(canvas).any()


def test_a_lasso_marks_what_it_goes_around(canvas) -> None:
    take(canvas, "lasso")
    points = [(40.0, 50.0), (60.0, 200.0), (180.0, 180.0), (160.0, 60.0)]
    draw(canvas, *points)
    assert np.array_equal(mask_of(canvas), whole(polygon(points, canvas.view.extent), canvas.view.extent))
    assert undo_name(canvas) == "Undo lasso"


@pytest.mark.parametrize("way", ["near the start", "double click", "Enter"])
def test_a_polygon_is_clicked_and_closed(canvas, way: str) -> None:
    take(canvas, "polygon")
    points = [(40.0, 50.0), (60.0, 200.0), (180.0, 180.0), (160.0, 60.0)]
    for point in points:
        click(canvas, *point)
    assert not mask_of(canvas).any()
    if way == "Enter":
        QTest.keyClick(canvas, Qt.Key.Key_Return)
    elif way == "double click":
        QTest.mouseDClick(canvas, LEFT, NONE, QPoint(*at(canvas, *points[-1])))
    else:
        click(canvas, points[0][0] + 4, points[0][1] - 3)
    assert np.array_equal(mask_of(canvas), whole(polygon(points, canvas.view.extent), canvas.view.extent))
    assert undo_name(canvas) == "Undo polygon"
    assert not canvas._tool.outline


def test_backspace_takes_back_a_corner_and_escape_all_of_them(canvas) -> None:
    take(canvas, "polygon")
    for point in [(40.0, 50.0), (60.0, 200.0), (280.0, 400.0)]:
        click(canvas, *point)
    QTest.keyClick(canvas, Qt.Key.Key_Backspace)
    click(canvas, 180.0, 180.0)
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    expected = polygon([(40.0, 50.0), (60.0, 200.0), (180.0, 180.0)], canvas.view.extent)
    assert np.array_equal(mask_of(canvas), whole(expected, canvas.view.extent))
    click(canvas, 20.0, 20.0)
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert not canvas._tool.outline


def test_taking_another_tool_drops_what_is_under_way(canvas) -> None:
    take(canvas, "polygon")
    click(canvas, 40.0, 50.0)
    take(canvas, "brush")
    take(canvas, "polygon")
    assert not canvas._tool.outline
    assert not mask_of(canvas).any()


def test_the_outline_is_seen_while_it_is_drawn_and_gone_afterwards(canvas) -> None:
    take(canvas, "rectangle")
    x, y = at(canvas, 50, 100)
    before = canvas.grab().toImage()
    QTest.mousePress(canvas, LEFT, NONE, QPoint(*at(canvas, 50, 60)))
    move(canvas, at(canvas, 150, 220), LEFT)
    assert canvas.grab().toImage().pixelColor(x, y) != before.pixelColor(x, y)
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert canvas.grab().toImage().pixelColor(x, y) == before.pixelColor(x, y)


# --- strokes ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("tool", TOOLS)
def test_the_right_button_erases_with_any_tool(qtbot, canvas, tool: str) -> None:
    canvas.session.masking.shape("invert")
    idle(qtbot, canvas.session)
    take(canvas, tool)
    draw(canvas, (100, 100), (100, 200), button=RIGHT)
    assert mask_of(canvas)[100, 150] == 0
    assert mask_of(canvas)[10, 10] == 255
    assert undo_name(canvas) == "Undo eraser stroke"


def test_ctrl_erases_with_the_brush(canvas) -> None:
    draw(canvas, (100, 100), (100, 200))
    draw(canvas, (100, 140), (100, 160), keys=CTRL)
    assert mask_of(canvas)[100, 110] == 255
    assert mask_of(canvas)[100, 150] == 0


def test_shift_click_draws_a_straight_line_from_the_last_stroke(canvas) -> None:
    draw(canvas, (60, 60), (60, 80))
    click(canvas, 200, 300, SHIFT)
    for share in (0.2, 0.5, 0.9):
        assert mask_of(canvas)[round(60 + 140 * share), round(80 + 220 * share)] == 255
    assert undo_name(canvas) == "Undo straight line"
    click(canvas, 60, 300, SHIFT)
    assert mask_of(canvas)[130, 300] == 255
    QTest.keyClick(canvas.window(), Qt.Key.Key_Z, CTRL)
    assert mask_of(canvas)[130, 300] == 0


def test_the_straight_line_is_shown_before_it_is_drawn(canvas) -> None:
    draw(canvas, (60, 60), (60, 80))
    move(canvas, at(canvas, 200, 300), Qt.MouseButton.NoButton, SHIFT)
    assert canvas._tool.outline == ((60.0, 80.0), (200.0, 300.0))
    move(canvas, at(canvas, 200, 300), Qt.MouseButton.NoButton)
    assert not canvas._tool.outline


def test_on_another_photo_a_straight_line_has_no_start(qtbot, canvas, photo_file) -> None:
    draw(canvas, (60, 60), (60, 80))
    document = canvas.session.document
    canvas.session.opener.open(shutil.copy(photo_file, photo_file.with_name("other.png")))
    qtbot.waitUntil(lambda: canvas.session.document is not document)
    take(canvas, "brush")
    canvas.session.view.show_actual_size()
    click(canvas, 200, 300, SHIFT)
    assert mask_of(canvas)[130, 190] == 0
    assert mask_of(canvas)[200, 300] == 255


def test_a_soft_brush_is_set_in_the_bar_and_remembered(canvas) -> None:
    canvas.window().tool_options.hardness.slider.setValue(0)
    assert canvas.session.settings.brush_hardness == 0
    click(canvas, 100, 100)
    row = mask_of(canvas)[100, 100:116].astype(int)
    assert row[0] > 230
    assert (np.diff(row) < 0).all()
    assert row[-1] < 20


def pen(canvas, kind: QEvent.Type, row: float, column: float, pressure: float, pointer=QPointingDevice.PointerType.Pen):
    """What a tablet's driver would report."""
    device = QPointingDevice("pen", 1, QInputDevice.DeviceType.Stylus, pointer, QInputDevice.Capability.Pressure, 1, 1)
    place = QPointF(*at(canvas, row, column))
    everywhere = QPointF(canvas.mapToGlobal(place.toPoint()))
    held = Qt.MouseButton.NoButton if kind == QEvent.Type.TabletRelease else LEFT
    button = Qt.MouseButton.NoButton if kind == QEvent.Type.TabletMove else LEFT
    event = QTabletEvent(kind, device, place, everywhere, pressure, 0, 0, 0, 0, 0, NONE, button, held)
    QApplication.sendEvent(canvas, event)


def width_at(canvas, column: int) -> int:
    return int(np.count_nonzero(mask_of(canvas)[:, column]))


def test_a_pens_pressure_is_the_width_of_the_stroke(canvas) -> None:
    pen(canvas, QEvent.Type.TabletPress, 100, 60, 0.2)
    pen(canvas, QEvent.Type.TabletMove, 100, 150, 0.2)
    pen(canvas, QEvent.Type.TabletMove, 100, 260, 1.0)
    pen(canvas, QEvent.Type.TabletRelease, 100, 260, 0.0)
    assert width_at(canvas, 100) == pytest.approx(6, abs=1)
    assert width_at(canvas, 220) == pytest.approx(30, abs=1)
    assert undo_name(canvas) == "Undo brush stroke"
    assert canvas._button is None


def test_pressure_is_switched_off_where_a_pen_was_seen_and_that_is_remembered(qtbot, canvas) -> None:
    switch = canvas.window().tool_options.pressure
    assert not switch.isVisible()
    pen(canvas, QEvent.Type.TabletMove, 100, 60, 0.0)
    qtbot.waitUntil(switch.isVisible)
    assert switch.isChecked()
    switch.click()
    pen(canvas, QEvent.Type.TabletPress, 100, 60, 0.2)
    pen(canvas, QEvent.Type.TabletMove, 100, 260, 0.2)
    pen(canvas, QEvent.Type.TabletRelease, 100, 260, 0.0)
    assert width_at(canvas, 150) == pytest.approx(30, abs=1)
    assert canvas.session.settings.pressure_sizes is False
    take(canvas, "rectangle")
    qtbot.waitUntil(switch.isHidden)


def test_a_pens_other_end_erases(canvas) -> None:
    draw(canvas, (100, 60), (100, 260))
    for kind in (QEvent.Type.TabletPress, QEvent.Type.TabletRelease):
        pen(canvas, kind, 100, 160, 1.0, QPointingDevice.PointerType.Eraser)
    assert mask_of(canvas)[100, 160] == 0
    assert mask_of(canvas)[100, 100] == 255


# --- selecting by colour ---------------------------------------------------------------------------


def test_a_click_selects_what_looks_alike_within_the_tolerance(qtbot, canvas) -> None:
    take(canvas, "colour")
    bar = canvas.window().tool_options
    bar.tolerance.slider.setValue(40)
    bar.connected.click()
    click(canvas, 100, 120)
    idle(qtbot, canvas.session)
    pixels = canvas.session.document.photo.pixels.astype(int)
    alike = np.abs(pixels - pixels[100, 120]).max(axis=2) <= 40
    assert np.array_equal(mask_of(canvas) > 0, alike)
    assert undo_name(canvas) == "Undo selection by colour"
    assert canvas.session.settings.colour_tolerance == 40
    QTest.keyClick(canvas.window(), Qt.Key.Key_Z, CTRL)
    bar.connected.click()
    click(canvas, 100, 120)
    idle(qtbot, canvas.session)
    connected = mask_of(canvas) > 0
    assert connected[100, 120]
    assert 0 < connected.sum() < alike.sum()
    assert not (connected & ~alike).any()


def test_a_click_beside_the_photo_selects_nothing(qtbot, canvas) -> None:
    take(canvas, "colour")
    click(canvas, -20, 100)
    idle(qtbot, canvas.session)
    assert not mask_of(canvas).any()


# --- wheel, pinch, cursor, options -----------------------------------------------------------------


def wheel(canvas, notches: float, keys) -> None:
    place = QPoint(200, 150)
    event = QWheelEvent(
        QPointF(place),
        QPointF(canvas.mapToGlobal(place)),
        QPoint(),
        QPoint(0, round(120 * notches)),
        Qt.MouseButton.NoButton,
        keys,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(canvas, event)


def test_ctrl_and_wheel_set_the_brush_size_and_do_not_zoom(canvas) -> None:
    zoom = canvas.view.zoom
    wheel(canvas, 2, CTRL)
    larger = canvas.session.options.brush_size_px
    assert larger == 43  # 30, 36, 43
    for _ in range(4):
        wheel(canvas, -0.25, CTRL)  # a touchpad's small steps add up to one
    assert canvas.session.options.brush_size_px == 34
    assert canvas.view.zoom == zoom
    wheel(canvas, 1, NONE)
    assert canvas.view.zoom > zoom


@pytest.mark.parametrize("value", [0.3, -0.2])
def test_pinching_zooms_at_the_fingers(canvas, value: float) -> None:
    place = QPointF(250, 180)
    before, zoom = canvas.photo_point(place), canvas.view.zoom
    pad = QPointingDevice.primaryPointingDevice()
    event = QNativeGestureEvent(
        Qt.NativeGestureType.ZoomNativeGesture,
        pad,
        2,
        place,
        place,
        QPointF(canvas.mapToGlobal(place.toPoint())),
        value,
        QPointF(),
    )
    QApplication.sendEvent(canvas, event)
    assert canvas.view.zoom == pytest.approx(zoom * (1 + value))
    assert canvas.photo_point(place) == pytest.approx(before, abs=0.5 + 0.5 / canvas.view.zoom)


@pytest.mark.parametrize("tool", TOOLS)
def test_each_tool_has_its_options_and_its_pointer(canvas, tool: str) -> None:
    take(canvas, tool)
    QApplication.processEvents()
    bar = canvas.window().tool_options
    shown = {name for name in set().union(*PARTS.values()) if bar.parts[name].isVisible()}
    assert shown == set(PARTS[tool]) - {"pressure"}  # no pen was seen
    expected = Qt.CursorShape.BlankCursor if TOOLS[tool].has_ring else Qt.CursorShape.CrossCursor
    assert canvas.cursor().shape() == expected
    strip = canvas.window().tool_strip
    assert strip.widgetForAction(canvas.window().actions_by_name[f"tool:{tool}"]).isChecked()


def test_a_brush_too_small_to_be_seen_is_a_cross(canvas) -> None:
    canvas.session.masking.set_brush_size(2)
    assert canvas.cursor().shape() == Qt.CursorShape.CrossCursor


def test_space_pans_with_every_tool_in_hand(canvas) -> None:
    for tool in TOOLS:
        take(canvas, tool)
        QTest.keyPress(canvas, Qt.Key.Key_Space)
        before = canvas.view.centre
        drag(canvas, [(300, 200), (280, 190)])
        QTest.keyRelease(canvas, Qt.Key.Key_Space)
        assert math.dist(before, canvas.view.centre) > 10
    assert not mask_of(canvas).any()


def test_keys_are_for_the_photo_once_the_pointer_is_over_it(canvas) -> None:
    """Else Space would press the button that was clicked last, in the place of moving the photo."""
    window = canvas.window()
    button = window.panel.tasks.buttons["inpaint"]
    QTest.mouseClick(button, LEFT)
    button.setFocus()
    place = QPointF(200, 150)
    QApplication.sendEvent(canvas, QEnterEvent(place, place, QPointF(canvas.mapToGlobal(place.toPoint()))))
    assert canvas.hasFocus()
    field = QLineEdit(window)
    field.show()
    field.setFocus()
    QApplication.sendEvent(canvas, QEnterEvent(place, place, QPointF(canvas.mapToGlobal(place.toPoint()))))
    assert field.hasFocus()


def test_outside_of_filling_no_tool_is_in_hand(canvas) -> None:
    window = canvas.window()
    canvas.session.set_options(task="upscale")
    assert not any(window.actions_by_name[f"tool:{tool}"].isChecked() for tool in TOOLS)
    options = window.tool_options
    assert not options.isVisible()
    place = canvas.mapTo(window, canvas.rect().topLeft())
    draw(canvas, (100, 100), (120, 120))
    assert not mask_of(canvas).any()
    take(canvas, "lasso")
    assert canvas.session.options.paints
    assert window.actions_by_name["tool:lasso"].isChecked()
    assert options.combining.isVisible()
    assert canvas.mapTo(window, canvas.rect().topLeft()) == place, "the photo stays in place"


def test_the_photo_keeps_its_place_in_every_task_and_with_every_tool(qtbot, canvas) -> None:
    places = set()
    for tool in TOOLS:
        take(canvas, tool)
        qtbot.wait(5)
        places.add(canvas.mapTo(canvas.window(), QPoint(0, 0)).toTuple() + canvas.size().toTuple())
    canvas.session.set_options(task="upscale")
    canvas.session.finder.open()
    qtbot.wait(5)
    places.add(canvas.mapTo(canvas.window(), QPoint(0, 0)).toTuple() + canvas.size().toTuple())
    assert len(places) == 1
