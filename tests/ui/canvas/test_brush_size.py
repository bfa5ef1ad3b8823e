"""The brush keeps its size on the screen when the photo is zoomed, and says its size on the photo while it changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QPointF

from desktop_unet.ui.window.window import Window
from tests.ui.driving import make_pixels


@pytest.fixture
def filling(opened: Window) -> Window:
    opened.session.choose_task("inpaint")
    opened.session.masking.take_tool("brush")
    return opened


def size(window: Window) -> int:
    return window.session.options.brush_size_px


def on_screen(window: Window) -> float:
    return 2 * window.canvas._brush_radius()


def test_at_100_percent_it_is_what_was_set_and_twice_as_near_half_of_it(filling: Window) -> None:
    view = filling.session.view
    view.show_actual_size()
    assert size(filling) == 30
    view.zoom_by(2.0)
    assert size(filling) == 15
    view.zoom_by(0.25)
    assert size(filling) == 60
    assert on_screen(filling) == pytest.approx(30, abs=0.5)


@pytest.mark.parametrize(("height", "width"), [(60, 90), (2400, 3000)])
def test_a_small_photo_gets_a_small_brush_and_a_large_one_a_large_one(
    qtbot, window: Window, tmp_path: Path, height: int, width: int
) -> None:
    path = tmp_path / "photo.png"
    Image.fromarray(make_pixels(height, width)).save(path)
    window.session.opener.open(path)
    qtbot.waitUntil(lambda: window.session.document is not None)
    zoom = window.session.view.zoom
    assert size(window) == max(1, round(30 / zoom))
    assert size(window) < height / 10


def test_what_is_chosen_is_remembered_as_seen(filling: Window) -> None:
    filling.session.view.show_actual_size()
    filling.session.view.zoom_by(4.0)
    filling.session.masking.set_brush_size(20)
    assert filling.session.settings.brush_size_px == 80
    filling.session.view.show_actual_size()
    assert size(filling) == 80


def test_zooming_far_out_and_back_loses_nothing(filling: Window) -> None:
    view = filling.session.view
    view.show_actual_size()
    filling.session.masking.set_brush_size(900)
    view.zoom_by(0.5)
    assert size(filling) == 1000  # as large as there are
    view.zoom_by(2.0)
    assert size(filling) == 900


def test_the_size_is_written_on_the_photo_while_it_changes(qtbot, filling: Window) -> None:
    canvas = filling.canvas
    canvas._move_pointer(None)
    before = canvas.grab().toImage()
    filling.session.view.zoom_by(1.0)
    assert canvas.grab().toImage() == before  # zooming is no change of the brush
    filling.tool_options.brush_size.slider.setValue(90)
    assert canvas.note.is_shown
    assert canvas.grab().toImage() != before  # in the middle: the pointer is at the slider
    qtbot.waitUntil(lambda: not canvas.note.is_shown)
    assert canvas.grab().toImage() == before


def test_beside_the_pointer_where_that_is_on_the_photo(filling: Window) -> None:
    canvas = filling.canvas
    pointer = QPointF(200, 150)
    canvas._move_pointer(pointer)
    assert canvas.note.place(canvas._pointer) == pointer
    filling.session.masking.step_brush_size(1)
    with_number = canvas.grab().toImage()
    canvas.note._timer.stop()
    assert canvas.grab().toImage() != with_number


def test_the_number_goes_with_the_pointer_and_leaves_nothing_behind(filling: Window) -> None:
    canvas = filling.canvas
    canvas._move_pointer(QPointF(200, 150))
    filling.session.masking.step_brush_size(1)
    assert canvas._ring_rect().contains(canvas.rect())
    canvas.note._timer.stop()
    assert not canvas._ring_rect().contains(canvas.rect())
