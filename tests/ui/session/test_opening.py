"""Photos come in by dialog, drop and paste; what is no photo harms nothing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest

from desktop_unet.paths import sample_photo
from desktop_unet.ui import app
from desktop_unet.ui.window.window import Window
from tests.ui.driving import drop, idle, make_pixels


def test_without_a_photo_the_window_invites(window: Window) -> None:
    assert window.stack.currentWidget() is window.empty
    assert window.panel.isHidden()
    assert window.empty.open.isVisible()
    assert not window.actions_by_name["save_as"].isEnabled()


def test_a_photo_is_opened_by_the_dialog(qtbot, window: Window, answers, photo_file: Path) -> None:
    answers.open = [photo_file]
    QTest.mouseClick(window.empty.open, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.session.document is not None)
    assert window.stack.currentWidget() is window.canvas
    assert window.windowTitle().startswith("holiday.png")
    assert window.status.photo_size.text() == "420 × 300 px"
    assert window.session.settings.recent_files == (str(photo_file),)


def test_a_dismissed_dialog_opens_nothing(window: Window, answers) -> None:
    window.actions_by_name["open"].trigger()
    assert answers.asked == ["open"]
    assert not window.session.is_busy


def test_a_dropped_photo_is_opened(qtbot, window: Window, photo_file: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(photo_file))])
    drop(window, data)
    qtbot.waitUntil(lambda: window.session.document is not None)
    assert window.session.document.photo.extent.width == 420


def test_a_copied_picture_is_pasted_pixel_by_pixel(qtbot, window: Window) -> None:
    pixels = make_pixels(41, 67)
    image = QImage(pixels.tobytes(), 67, 41, 67 * 3, QImage.Format.Format_RGB888)
    QGuiApplication.clipboard().setImage(image)
    QTest.keyClick(window, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.session.document is not None)
    assert np.array_equal(window.session.document.photo.pixels, pixels)
    assert window.windowTitle().startswith("Pasted photo")


def test_pasting_something_else_says_so(window: Window) -> None:
    QGuiApplication.clipboard().setText("only words")
    window.actions_by_name["paste"].trigger()
    assert "holds no photo" in window.message.text.text()
    assert window.session.document is None


def test_the_sample_can_be_tried(qtbot, window: Window) -> None:
    QTest.mouseClick(window.empty.sample, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.session.document is not None)
    assert window.session.document.original.source == sample_photo()
    assert window.session.settings.recent_files == ()  # the user's own files only


def test_a_photo_named_on_the_command_line_is_opened(qtbot, window: Window, photo_file: Path) -> None:
    app.start(window.session, [str(photo_file)])
    qtbot.waitUntil(lambda: window.session.document is not None)


def make_bad(kind: str, folder: Path) -> Path:
    path = folder / f"{kind}.png"
    if kind == "folder":
        path.mkdir()
    elif kind == "empty":
        path.touch()
    elif kind == "text":
        path.write_text("this is no photo\n")
    elif kind == "cut":
        path = folder / "cut.jpg"
        Image.fromarray(make_pixels(200, 300)).save(path)
        path.write_bytes(path.read_bytes()[:400])
    return path


def test_a_photo_that_breaks_off_is_opened_with_a_notice(qtbot, window: Window, tmp_path: Path) -> None:
    path = tmp_path / "half.jpg"
    Image.fromarray(make_pixels(200, 300)).save(path, quality=95)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    window.session.opener.open(path)
    idle(qtbot, window.session)
    assert window.session.document is not None
    assert window.session.document.photo.extent.width == 300
    assert "damaged or cut short" in window.message.text.text()
    assert window.message.isVisible()


@pytest.mark.parametrize("kind", ["missing", "folder", "empty", "text", "cut"])
def test_what_is_no_photo_is_named_and_the_open_one_stays(qtbot, opened: Window, tmp_path: Path, kind: str) -> None:
    opened.session.masking.begin_stroke((50.0, 50.0), erase=False)
    opened.session.masking.end_stroke()
    document, mask = opened.session.document, opened.session.document.mask.copy()
    bad = make_bad(kind, tmp_path)
    opened.session.opener.open(bad)
    idle(qtbot, opened.session)
    assert bad.name in opened.message.text.text()
    assert opened.message.kind == "error"
    assert opened.message.isVisible()
    assert opened.session.document is document
    assert np.array_equal(document.mask, mask)
    QTest.mouseClick(opened.message.close_button, Qt.MouseButton.LeftButton)
    assert opened.message.isHidden()


def test_transparent_photos_are_shown_on_a_checkerboard(qtbot, window: Window, tmp_path: Path) -> None:
    path = tmp_path / "clear.png"
    Image.fromarray(np.zeros((60, 90, 4), np.uint8)).save(path)
    window.session.opener.open(path)
    qtbot.waitUntil(lambda: window.session.document is not None)
    image = window.canvas.grab().toImage()
    middle = image.rect().center()
    colours = {
        image.pixelColor(middle.x() + x, middle.y() + y).name() for x in range(0, 40, 4) for y in range(0, 40, 4)
    }
    assert len(colours) == 2
