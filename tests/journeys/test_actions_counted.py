"""Three people and how many actions they need, with the packed networks; the first of them is in test_restoring.py."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QFileDialog

from desktop_unet.settings import Settings
from desktop_unet.ui.session.session import Session
from desktop_unet.ui.window.save_dialog import SaveDialog
from desktop_unet.ui.window.window import Window
from tests.journeys.hand import CTRL, Hand
from tests.ui.driving import close_and_check, idle

SLOW_MS = 120_000
SIDE, THING = 96, slice(40, 56)
LESSON = "1-what-a-unet-is"


@pytest.fixture
def photo_file(tmp_path: Path) -> Path:
    """A meadow, and a dark thing in the middle of it."""
    rng = np.random.default_rng(4)
    pixels = rng.normal((90, 150, 70), 6, (SIDE, SIDE, 3)).clip(0, 255).astype(np.uint8)
    pixels[THING, THING] = 20
    path = tmp_path / "meadow.png"
    Image.fromarray(pixels).save(path)
    return path


@pytest.fixture
def opened(qtbot, photo_file: Path) -> Iterator[Window]:
    """The window as a person has it who opens the program on the photo for the first time."""
    window = Window(Session(Settings()))
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    session = window.session
    session.network_files.list_installed()
    session.opener.open(photo_file)
    qtbot.waitUntil(lambda: session.document is not None and bool(session.networks.cards), timeout=SLOW_MS)
    idle(qtbot, session, SLOW_MS)
    yield window
    close_and_check(window)


def on_screen(window: Window, part: slice) -> QRect:
    """Where rows and columns ``part`` of the photo lie on the canvas, in its own pixels."""
    view, canvas = window.session.view, window.canvas
    frame, ratio = view.frame(canvas.pane_extent), canvas.devicePixelRatioF()
    left, top = (frame.left() + part.start * view.zoom) / ratio, (frame.top() + part.start * view.zoom) / ratio
    side = (part.stop - part.start) * view.zoom / ratio
    return QRect(round(left), round(top), round(side), round(side))


def test_a_thing_is_removed_the_photo_enlarged_compared_and_saved_in_eight_actions(
    qtbot, opened: Window, tmp_path: Path
) -> None:
    hand, session, panel = Hand(), opened.session, opened.panel
    hand.clicks(panel.tasks.buttons["inpaint"])
    place = on_screen(opened, THING)
    rows = range(place.top(), place.bottom(), 12)
    zigzag = [(x, y) for y in rows for x in (place.left(), place.right())]
    hand.drags(opened.canvas, zigzag)
    assert session.document.mask[THING, THING].mean() > 200
    hand.clicks(panel.run_box.run)
    idle(qtbot, session, SLOW_MS)
    hand.clicks(panel.tasks.buttons["upscale"])
    hand.clicks(panel.run_box.run)
    idle(qtbot, session, SLOW_MS)
    middle = opened.slider.rect().center()
    before = opened.slider.grab().toImage()
    hand.drags(opened.slider, [(middle.x(), middle.y()), (middle.x() // 2, middle.y())])
    assert opened.slider.grab().toImage() != before, "the divider has moved"
    hand.presses(opened, Qt.Key.Key_S, CTRL)
    timer = hand.confirms(SaveDialog)
    (target,) = saved(qtbot, tmp_path, "meadow-*.png")
    assert not timer.isActive()
    idle(qtbot, session, SLOW_MS)
    assert hand.actions <= 8
    pixels = np.asarray(Image.open(target)).astype(int)
    scale = len(pixels) // SIDE
    assert scale >= 2
    filled = pixels[scale * THING.start : scale * THING.stop, scale * THING.start : scale * THING.stop]
    assert np.abs(filled.mean((0, 1)) - (90, 150, 70)).max() < 25, "meadow where the thing was"


def test_a_lesson_leads_to_its_sheet_in_twelve_actions(qtbot, opened: Window, tmp_path: Path) -> None:
    hand = Hand()
    hand.presses(opened, Qt.Key.Key_L, CTRL)
    lab = opened.commands.lab
    qtbot.waitUntil(lambda: bool(lab.session.ablation), timeout=SLOW_MS)
    lessons = lab.lessons
    number = [lesson.name for lesson in lessons.lessons].index(LESSON)
    hand.chooses(lessons.which, 1 + number)
    assert lessons.lesson.name == LESSON
    idle(qtbot, lab.session, SLOW_MS)
    hand.clicks(lessons.choices[lessons.lesson.answer])
    hand.clicks(lessons.reveal_button)
    idle(qtbot, lab.session, SLOW_MS)
    assert "As you predicted" in lessons.text.toPlainText()
    timer = hand.confirms(QFileDialog)
    hand.presses(lab, Qt.Key.Key_S, CTRL)
    (sheet,) = saved(qtbot, tmp_path, "skip-lab.png")
    assert not timer.isActive()
    idle(qtbot, lab.session, SLOW_MS)
    assert hand.actions <= 12
    with Image.open(sheet) as drawn:
        assert min(drawn.size) > SIDE
    hand.clicks(lessons.next_button)
    assert lessons.lesson.name != LESSON
    idle(qtbot, lab.session, SLOW_MS)
    lab.close()
    assert lab.session.close()


def saved(qtbot, folder: Path, pattern: str) -> list[Path]:
    """Files of the folder by this pattern, once there are any."""
    qtbot.waitUntil(lambda: bool(list(folder.glob(pattern))), timeout=SLOW_MS)
    return list(folder.glob(pattern))
