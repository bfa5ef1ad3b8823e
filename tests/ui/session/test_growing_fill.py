"""A hole is seen growing over the photo while it is filled; however the job ends, it gives way to photo or result."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QColor

from desktop_unet.engine.task import Glimpse, Request, Result, Step
from desktop_unet.imaging.geometry import Extent, Rect
from desktop_unet.imaging.photo import Photo
from desktop_unet.studio.growing import Growing, GrowingPictures
from desktop_unet.studio.pyramid import screen_levels
from desktop_unet.ui.session.growing_fill import HOLES_AT_MOST
from desktop_unet.ui.window.window import Window
from tests.ui.driving import HandEngine, idle

GREEN = (0, 200, 0)
BOX = Rect(100, 120, 60, 80)


class GrowingEngine(HandEngine):
    """Tells of a green hole before it fills it."""

    def __call__(self, request: Request, report) -> Result:
        def green() -> Photo:
            pixels = np.zeros((6, 8, 3), np.uint8) + np.array(GREEN, np.uint8)
            return Photo(pixels, np.full((6, 8), 255, np.uint8))

        glimpse = Glimpse(BOX, request.photo.extent, green)
        report(Step(0, 4, "Borrowing texture", glimpse=glimpse))
        return super().__call__(request, report)


@pytest.fixture
def engine() -> HandEngine:
    return GrowingEngine()


def colour_at(window: Window, row: float, column: float) -> QColor:
    canvas, view = window.canvas, window.session.view
    frame = view.frame(canvas.pane_extent)
    x, y = frame.left() + column * view.zoom, frame.top() + row * view.zoom
    return canvas.grab().toImage().pixelColor(round(x), round(y))


def start(qtbot, window: Window, engine: HandEngine) -> None:
    session = window.session
    session.choose_task("inpaint")
    mask = np.zeros((300, 420), np.uint8)
    mask[BOX.slices] = 255
    session.masking.replace("marks", mask)
    engine.go.clear()
    session.restorer.start()
    qtbot.waitUntil(lambda: session.growing.boxes == (BOX,))


def is_green(colour: QColor) -> bool:
    return np.abs(np.array(colour.getRgb()[:3]) - GREEN).max() <= 2


def test_the_hole_grows_over_the_photo_and_the_result_takes_its_place(qtbot, opened: Window, engine) -> None:
    start(qtbot, opened, engine)
    assert is_green(colour_at(opened, 130, 160))
    assert not is_green(colour_at(opened, 130, 100))
    engine.go.set()
    idle(qtbot, opened.session)
    assert opened.session.growing.boxes == ()
    assert colour_at(opened, 130, 160).getRgb()[:3] == (30, 30, 30)  # what the engine fills with


def test_cancel_puts_the_photo_back(qtbot, opened: Window, engine) -> None:
    opened.session.choose_task("upscale")
    before = opened.session.document.photo
    plain = colour_at(opened, 130, 160)
    start(qtbot, opened, engine)
    opened.actions_by_name["cancel"].trigger()
    idle(qtbot, opened.session)
    assert opened.session.growing.boxes == ()
    assert opened.session.document.photo is before
    assert opened.session.document.has_mask
    opened.session.choose_task("upscale")
    assert colour_at(opened, 130, 160) == plain


def test_a_failure_puts_the_photo_back(qtbot, opened: Window, engine) -> None:
    engine.error = RuntimeError("broken")
    start(qtbot, opened, engine)
    engine.go.set()
    idle(qtbot, opened.session)
    assert opened.session.growing.boxes == ()
    assert not is_green(colour_at(opened, 130, 160))


def test_other_fills_and_previews_leave_the_photo_as_it_is(qtbot, opened: Window, engine) -> None:
    session, grown = opened.session, []
    session.growing.changed.connect(grown.append)
    session.choose_task("inpaint")
    mask = np.zeros((300, 420), np.uint8)
    mask[BOX.slices] = 255
    session.masking.replace("marks", mask)
    session.restorer.preview()
    idle(qtbot, session)
    session.other_fills.start()
    qtbot.waitUntil(lambda: not session.is_busy and len(session.other_fills.made) == 4)
    assert grown == []


def test_of_very_many_holes_the_newest_are_shown(alone) -> None:
    levels = screen_levels(Photo(np.zeros((4, 5, 3), np.uint8)))
    for number in range(HOLES_AT_MOST + 3):
        alone.growing._take(Growing(Rect(number, 0, 4, 5), Extent(300, 420), levels))
    assert len(alone.growing.boxes) == HOLES_AT_MOST
    assert alone.growing.boxes[0] == Rect(3, 0, 4, 5)


def test_pictures_are_drawn_now_and_then_only(monkeypatch) -> None:
    drawn, clock = [], iter([0.0, 0.0, 0.01, 5.0, 5.0])
    monkeypatch.setattr("desktop_unet.studio.growing.time.monotonic", lambda: next(clock))
    photo = Photo(np.zeros((4, 5, 3), np.uint8))
    pictures = GrowingPictures()
    assert pictures.draw(Step(0, 3, "Filling")) is None
    for number in range(3):
        glimpse = Glimpse(BOX, Extent(300, 420), lambda number=number: drawn.append(number) or photo)
        pictures.draw(Step(number, 3, "Filling", glimpse=glimpse))
    assert drawn == [0, 2]
