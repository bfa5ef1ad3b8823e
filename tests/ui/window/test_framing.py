"""Turning and cropping take marks and results along, can be undone, and keep depth and metadata when saved."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialogButtonBox

from desktop_unet.imaging.codec import read_photo, write_photo
from desktop_unet.imaging.framing import Framing
from desktop_unet.imaging.geometry import Extent, Rect
from desktop_unet.imaging.photo import Photo
from desktop_unet.studio import recovery
from desktop_unet.studio.orders import order_of
from desktop_unet.ui.session.unsaved_keeper import UnsavedKeeper
from desktop_unet.ui.window.crop_dialog import CropDialog
from desktop_unet.ui.window.window import Window
from tests.ui.driving import HandEngine, drag, idle

BOX = Framing(0, 0.0, Rect(40, 60, 200, 240))


def mark(window: Window) -> None:
    """A hole, and an area that is never borrowed from."""
    session = window.session
    session.choose_task("inpaint")
    for what, row in (("hole", 100.0), ("never", 200.0)):
        session.set_options(brush_marks=what)
        session.masking.begin_stroke((row, 120.0), erase=False)
        session.masking.extend_stroke((row, 200.0))
        session.masking.end_stroke()


def trigger(qtbot, window: Window, name: str) -> None:
    window.actions_by_name[name].trigger()
    idle(qtbot, window.session)


def test_turning_takes_marks_along_and_undo_brings_all_back(qtbot, opened: Window) -> None:
    mark(opened)
    document = opened.session.document
    photo, mask, sampling = document.photo, document.mask.copy(), document.sampling.copy()
    trigger(qtbot, opened, "turn:1")
    assert np.array_equal(document.photo.pixels, np.rot90(photo.pixels, -1))
    assert np.array_equal(document.mask, np.rot90(mask, -1))
    assert np.array_equal(document.sampling, np.rot90(sampling, -1))
    assert opened.session.view.extent == Extent(420, 300)
    assert opened.actions_by_name["undo"].text() == "&Undo rotation to the right"
    assert document.is_modified
    trigger(qtbot, opened, "turn:-1")
    assert np.array_equal(document.photo.pixels, photo.pixels)
    opened.session.undo()
    opened.session.undo()
    assert document.photo is photo
    assert not document.is_modified
    assert np.array_equal(document.mask, mask)
    assert opened.session.view.extent == photo.extent
    opened.session.redo()
    assert document.photo.extent == Extent(420, 300)


def test_what_was_made_of_the_photo_is_cropped_with_it_and_can_still_be_compared(
    qtbot, opened: Window, engine: HandEngine
) -> None:
    session = opened.session
    mark(opened)
    session.restorer.start()
    idle(qtbot, session)
    session.set_options(task="upscale", scale=2)
    session.restorer.start()
    idle(qtbot, session)
    document = session.document
    large, told = document.photo, []
    session.told.connect(lambda kind, sentence: told.append(sentence))
    session.framer.frame(Framing(0, 0.0, Rect(80, 120, 400, 480)))
    idle(qtbot, session)
    assert np.array_equal(document.photo.pixels, large.pixels[80:480, 120:600])
    assert np.array_equal(document.original.pixels, document.opened.pixels[40:240, 60:300])
    pair = session.comparison.compared
    assert (pair.a.photo, pair.b.photo) == (document.original, document.photo)
    assert pair.b.name.startswith("Enlarged ×2")
    assert order_of(document.last_result).suffix == "-filled-x2"
    assert any("left behind" in sentence for sentence in told)
    # Enlarging goes on from what is seen.
    session.restorer.start()
    idle(qtbot, session)
    assert engine.requests[-1].photo.extent == Extent(400, 480)
    session.undo()
    session.undo()
    assert document.photo is large
    assert [each.photo for each in session.comparison.compared.renditions][-1] is large


def test_the_menu_asks_and_does_it_for_the_photo_as_it_stands(qtbot, opened: Window, answers) -> None:
    before = opened.session.document.photo
    answers.framing = BOX
    trigger(qtbot, opened, "crop")
    assert answers.asked == ["framing"]
    assert np.array_equal(opened.session.document.photo.pixels, before.pixels[40:240, 60:300])
    assert opened.actions_by_name["undo"].text() == "&Undo crop"


def test_straightened_in_16_bits_and_saved_with_its_metadata(qtbot, window: Window, answers, tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    path = tmp_path / "deep.png"
    write_photo(Photo(rng.integers(0, 65536, (200, 300, 3), dtype=np.uint16)), path)
    window.session.opener.open(path)
    qtbot.waitUntil(lambda: window.session.document is not None)
    window.session.framer.frame(Framing(0, 4.0, Rect(30, 40, 140, 210)))
    idle(qtbot, window.session)
    answers.save = tmp_path / "out.png"
    trigger(qtbot, window, "save_as")
    found = read_photo(answers.save)
    assert (found.depth_bits, found.extent) == (16, Extent(140, 210))
    assert np.array_equal(found.pixels, window.session.document.photo.pixels)
    assert read_photo(path).extent == Extent(200, 300)  # the original is as it was
    assert not window.session.document.is_modified


def test_a_turned_photo_outlives_a_crash(qtbot, opened: Window, tmp_path: Path) -> None:
    mark(opened)
    trigger(qtbot, opened, "turn:1")
    keeper = UnsavedKeeper(opened.session, tmp_path / "unsaved")
    keeper.look()
    keeper._pool.waitForDone()
    (run,) = (tmp_path / "unsaved").iterdir()
    (found,) = recovery.recovered(run)
    document = opened.session.document
    assert np.array_equal(found.photo.pixels, document.photo.pixels)
    assert np.array_equal(found.mask, document.mask)
    assert np.array_equal(found.sampling, document.sampling)
    keeper.end()


def test_the_film_strip_turns_too(qtbot, opened: Window) -> None:
    entry = opened.session.open_photos.current
    assert entry.thumbnail.shape[:2] == (69, 96)
    trigger(qtbot, opened, "turn:1")
    qtbot.waitUntil(lambda: entry.thumbnail.shape[:2] == (96, 69))
    opened.session.undo()
    qtbot.waitUntil(lambda: entry.thumbnail.shape[:2] == (69, 96))


# --- the dialog -----------------------------------------------------------------------------------------


@pytest.fixture
def dialog(qtbot, opened: Window) -> CropDialog:
    session = opened.session
    made = CropDialog(session.picture(session.document.photo), opened)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


def drag_part(dialog: CropDialog, part: str, down: float, across: float) -> None:
    pane = dialog.pane
    start = pane.handle(part).toPoint()
    drag(pane, [(start.x(), start.y()), (round(start.x() + across), round(start.y() + down))])


def test_the_frame_is_dragged_with_the_mouse(dialog: CropDialog) -> None:
    zoom = dialog.pane.zoom
    ok = dialog.buttons.button(QDialogButtonBox.StandardButton.Ok)
    assert not ok.isEnabled()
    drag_part(dialog, "top left", 60 * zoom, 80 * zoom)
    assert abs(dialog.framing.box.top - 60) <= 2
    assert abs(dialog.framing.box.left - 80) <= 2
    assert ok.isEnabled()
    assert dialog.size_text.text() == f"{dialog.framing.box.width} × {dialog.framing.box.height} px"
    before = dialog.framing.box
    drag_part(dialog, "move", -30 * zoom, 0)
    assert dialog.framing.box.extent == before.extent
    assert abs(dialog.framing.box.top - (before.top - 30)) <= 2


def test_keys_move_and_resize_it(dialog: CropDialog) -> None:
    drag_part(dialog, "top left", 60, 80)
    before = dialog.framing.box
    QTest.keyClick(dialog.pane, Qt.Key.Key_Up)
    assert dialog.framing.box.top < before.top
    assert dialog.framing.box.extent == before.extent
    QTest.keyClick(dialog.pane, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert dialog.framing.box.width < before.width


def test_angle_proportions_and_reset(dialog: CropDialog) -> None:
    dialog.angle.setValue(-35)
    assert dialog.framing.degrees == -3.5
    assert dialog.angle_text.text() == "−3.5°"
    dialog.proportion.setCurrentIndex(2)
    assert dialog.framing.box.height == dialog.framing.box.width
    dialog.buttons.button(QDialogButtonBox.StandardButton.Reset).click()
    assert dialog.framing == Framing()


def test_what_is_cut_off_is_shaded_and_the_photo_turns_under_the_frame(dialog: CropDialog) -> None:
    pane = dialog.pane
    corner = pane.place(Rect(20, 20, 1, 1)).center().toPoint()
    plain = pane.grab().toImage().pixelColor(corner)
    drag_part(dialog, "top left", 120, 120)
    assert pane.grab().toImage().pixelColor(corner) != plain
    before = pane.grab().toImage()
    dialog.angle.setValue(80)
    assert pane.grab().toImage() != before
    assert pane.part_at(QPoint(1, 1).toPointF()) == ""
