"""The Mask menu, the scratch finder, the look of the mask, and what the status line says."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QInputDialog

from desktop_unet.imaging.mask import grow, shrink
from desktop_unet.imaging.scratches import find_scratches
from desktop_unet.imaging.shaping import feathered
from desktop_unet.studio import mask_work
from desktop_unet.ui.look.theme import MASK_TINTS
from desktop_unet.ui.window.dialogs import MOST_PIXELS, Dialogs
from desktop_unet.ui.window.window import Window
from tests.ui.driving import Answers, drag, idle, make_pixels

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def marked(opened: Window) -> Window:
    """A window with a stroke on its photo."""
    opened.session.masking.take_tool("brush")
    x, y = opened.canvas.width() // 2, opened.canvas.height() // 2
    drag(opened.canvas, [(x - 50, y), (x + 60, y + 20)])
    return opened


def mask_of(window: Window) -> np.ndarray:
    return window.session.document.mask


def trigger(qtbot, window: Window, name: str) -> None:
    """Choose an action of the menu and wait for what it does."""
    action = window.actions_by_name[name]
    assert action.isEnabled(), name
    action.trigger()
    idle(qtbot, window.session)


# --- the whole mask --------------------------------------------------------------------------------

SHAPINGS = {
    "shape_mask:grow": (lambda mask: grow(mask, 3), "grow mask"),
    "shape_mask:shrink": (lambda mask: shrink(mask, 3), "shrink mask"),
    "shape_mask:feather": (lambda mask: feathered(mask, 3), "feather mask"),
    "invert_mask": (lambda mask: 255 - mask, "invert mask"),
    "clear_mask": (np.zeros_like, "clear mask"),
}


@pytest.mark.parametrize("name", SHAPINGS)
def test_the_mask_is_changed_and_the_change_has_a_name_and_a_way_back(qtbot, marked: Window, name: str) -> None:
    make, edit = SHAPINGS[name]
    before = mask_of(marked).copy()
    trigger(qtbot, marked, name)
    assert np.array_equal(mask_of(marked), make(before))
    assert marked.actions_by_name["undo"].text() == f"&Undo {edit}"
    QTest.keyClick(marked, Qt.Key.Key_Z, CTRL)
    assert np.array_equal(mask_of(marked), before)
    assert marked.actions_by_name["redo"].text() == f"&Redo {edit}"
    QTest.keyClick(marked, Qt.Key.Key_Y, CTRL)
    assert np.array_equal(mask_of(marked), make(before))


def test_the_number_that_was_given_last_is_suggested(qtbot, marked: Window, answers: Answers) -> None:
    answers.pixels = 7
    trigger(qtbot, marked, "shape_mask:grow")
    answers.pixels = None
    before = mask_of(marked).copy()
    trigger(qtbot, marked, "shape_mask:shrink")
    assert answers.asked == ["Grow the mask by 4", "Shrink the mask by 7"]
    assert np.array_equal(mask_of(marked), before)


def test_what_needs_a_mask_is_offered_only_where_there_is_one(opened: Window) -> None:
    names = ("shape_mask:grow", "shape_mask:shrink", "shape_mask:feather", "clear_mask", "save_mask")
    assert not any(opened.actions_by_name[name].isEnabled() for name in names)
    opened.session.masking.begin_stroke((50.0, 50.0), erase=False)
    opened.session.masking.end_stroke()
    assert all(opened.actions_by_name[name].isEnabled() for name in names)


def test_nothing_of_the_mask_menu_is_offered_while_the_engine_runs(qtbot, marked: Window, engine) -> None:
    engine.go.clear()
    marked.session.restorer.start()
    names = [*SHAPINGS, "load_mask", "save_mask", "find_scratches"]
    assert not any(marked.actions_by_name[name].isEnabled() for name in names)
    engine.go.set()
    idle(qtbot, marked.session)


# --- files -----------------------------------------------------------------------------------------


def test_a_saved_mask_is_loaded_again_value_by_value(qtbot, marked: Window, answers: Answers, tmp_path: Path) -> None:
    answers.pixels = 9
    trigger(qtbot, marked, "shape_mask:feather")
    soft = mask_of(marked).copy()
    assert len(np.unique(soft)) > 5
    answers.mask = tmp_path / "mask.png"
    trigger(qtbot, marked, "save_mask")
    assert answers.asked[-1] == "save mask holiday-mask.png"
    assert "mask.png" in marked.message.text.text()
    assert np.array_equal(np.asarray(Image.open(answers.mask)), soft)
    trigger(qtbot, marked, "clear_mask")
    trigger(qtbot, marked, "load_mask")
    assert np.array_equal(mask_of(marked), soft)
    assert marked.actions_by_name["undo"].text() == "&Undo load mask"


def test_a_mask_of_labels_marks_as_a_white_one_does(qtbot, opened: Window, answers: Answers, tmp_path: Path) -> None:
    labels = np.zeros((300, 420), np.uint8)
    labels[50:90, 100:200] = 1
    Image.fromarray(labels).save(tmp_path / "labels.png")
    answers.mask = tmp_path / "labels.png"
    trigger(qtbot, opened, "load_mask")
    assert np.array_equal(mask_of(opened), labels * 255)


def test_a_mask_that_marks_most_of_the_photo_is_hinted_at(
    qtbot, opened: Window, answers: Answers, tmp_path: Path
) -> None:
    marks = np.full((300, 420), 255, np.uint8)
    marks[50:90, 100:200] = 0
    Image.fromarray(marks).save(tmp_path / "negative.png")
    answers.mask = tmp_path / "negative.png"
    trigger(qtbot, opened, "load_mask")
    assert np.array_equal(mask_of(opened), marks)
    assert opened.message.kind == "note"
    assert "97 %" in opened.message.text.text()


def bad_masks(folder: Path) -> dict[str, Path]:
    Image.new("L", (40, 30), 255).save(folder / "small.png")
    Image.new("L", (420, 300), 0).save(folder / "empty.png")
    shades = np.linspace(0, 255, 420 * 300).reshape(300, 420, 1).astype(np.uint8)
    Image.fromarray(np.concatenate([shades, 255 - shades, shades // 2], axis=2)).save(folder / "photo.png")
    (folder / "text.png").write_text("no picture")
    (folder / "folder").mkdir()
    return {name: folder / name for name in BAD_MASKS}


BAD_MASKS = ("small.png", "empty.png", "photo.png", "text.png", "folder", "missing.png")


@pytest.mark.parametrize("name", BAD_MASKS)
def test_a_mask_that_does_not_serve_is_said_so_and_nothing_changes(
    qtbot, marked: Window, answers: Answers, tmp_path: Path, name: str
) -> None:
    before, document = mask_of(marked).copy(), marked.session.document
    answers.mask = bad_masks(tmp_path)[name]
    trigger(qtbot, marked, "load_mask")
    assert marked.message.kind == "error"
    assert name in marked.message.text.text()
    assert marked.session.document is document
    assert np.array_equal(mask_of(marked), before)
    assert marked.actions_by_name["undo"].text() == "&Undo brush stroke"


@pytest.mark.parametrize("name", ["mask.jpg", "mask", "nowhere/mask.png", "holiday.png"])
def test_a_mask_is_not_saved_where_it_would_lose_or_overwrite(
    qtbot, marked: Window, answers: Answers, photo_file: Path, tmp_path: Path, name: str
) -> None:
    photo = photo_file.read_bytes()
    answers.mask = tmp_path / name
    trigger(qtbot, marked, "save_mask")
    assert marked.message.kind == "error"
    assert answers.mask.name in marked.message.text.text()
    assert [path.name for path in tmp_path.iterdir()] == ["holiday.png"]
    assert photo_file.read_bytes() == photo


# --- the real dialogs ------------------------------------------------------------------------------


def test_the_dialogs_themselves_answer_with_what_was_chosen(qtbot, marked: Window, tmp_path: Path) -> None:
    dialogs = Dialogs(marked)

    def type_number() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QInputDialog)
        assert dialog.intMaximum() == MOST_PIXELS
        dialog.setIntValue(12)
        QTest.keyClick(dialog, Qt.Key.Key_Return)

    QTimer.singleShot(0, type_number)
    assert dialogs.ask_pixels("Grow the mask by", 4) == 12
    QTimer.singleShot(0, lambda: QApplication.activeModalWidget().reject())
    assert dialogs.ask_pixels("Grow the mask by", 4) is None

    def accept_name() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QFileDialog)
        dialog.accept()

    QTimer.singleShot(0, accept_name)
    assert dialogs.ask_save_mask(tmp_path / "photo-mask.png") == tmp_path / "photo-mask.png"


# --- the finder ------------------------------------------------------------------------------------


@pytest.fixture
def scratched(qtbot, window: Window, tmp_path: Path) -> Window:
    """A calm photo with two light scratches and a faint one."""
    pixels = make_pixels(300, 420) // 4 + 60
    pixels[40:260, 200:203] = 250
    pixels[150:153, 60:380] = 250
    pixels[220:222, 30:390] += 9
    Image.fromarray(pixels).save(tmp_path / "scratched.png")
    window.session.opener.open(tmp_path / "scratched.png")
    qtbot.waitUntil(lambda: window.session.document is not None)
    return window


def found(qtbot, window: Window) -> None:
    qtbot.waitUntil(lambda: window.session.finder.is_open and not window.session.finder.is_looking, timeout=20_000)


def test_scratches_are_shown_first_and_added_when_wanted(qtbot, scratched: Window) -> None:
    QTest.mouseClick(scratched.panel.fill.find_scratches, Qt.MouseButton.LeftButton)
    scratched.actions_by_name["find_scratches"].trigger()
    found(qtbot, scratched)
    bar, photo = scratched.finder_bar, scratched.session.document.photo
    expected = find_scratches(photo, threshold=0.5)
    assert expected[150, 100] == 255
    assert not mask_of(scratched).any()
    assert bar.isVisible()
    assert bar.found.text() == f"{(expected > 0).mean() * 100:.1f} % of the photo"
    with_preview = scratched.canvas.grab().toImage()
    QTest.mouseClick(bar.add, Qt.MouseButton.LeftButton)
    assert np.array_equal(mask_of(scratched), expected)
    assert not bar.isVisible()
    assert scratched.canvas.grab().toImage() != with_preview
    assert scratched.actions_by_name["undo"].text() == "&Undo scratches"


def test_the_sensitivity_changes_what_is_found_without_another_survey(qtbot, monkeypatch, scratched: Window) -> None:
    from desktop_unet.imaging import scratches

    surveys = []
    survey = scratches.survey_scratches
    monkeypatch.setattr(scratches, "survey_scratches", lambda photo: surveys.append(photo) or survey(photo))
    trigger(qtbot, scratched, "find_scratches")
    found(qtbot, scratched)
    before, photo = scratched.session.finder.share, scratched.session.document.photo
    scratched.finder_bar.sensitivity.slider.setValue(100)
    assert scratched.finder_bar.found.text() == "Searching…"
    assert not scratched.finder_bar.add.isEnabled()
    found(qtbot, scratched)
    assert scratched.session.finder.share > before
    QTest.mouseClick(scratched.finder_bar.add, Qt.MouseButton.LeftButton)
    assert len(surveys) == 1
    assert np.array_equal(mask_of(scratched), find_scratches(photo, threshold=0.0))


@pytest.mark.parametrize("way", ["button", "Escape", "another task", "another photo"])
def test_closing_the_finder_leaves_the_mask_as_it_was(qtbot, scratched: Window, way: str, photo_file: Path) -> None:
    trigger(qtbot, scratched, "find_scratches")
    found(qtbot, scratched)
    bar, session = scratched.finder_bar, scratched.session
    if way == "button":
        QTest.mouseClick(bar.close_button, Qt.MouseButton.LeftButton)
    elif way == "Escape":
        QTest.keyClick(bar, Qt.Key.Key_Escape)
    elif way == "another task":
        session.set_options(task="upscale")
    else:
        document = session.document
        session.opener.open(photo_file)
        qtbot.waitUntil(lambda: session.document is not document)
    assert not session.finder.is_open
    assert session.finder.preview is None
    assert not bar.isVisible()
    assert not mask_of(scratched).any()


def test_where_nothing_is_found_it_is_said_so(qtbot, window: Window, tmp_path: Path) -> None:
    Image.new("RGB", (90, 60), (90, 100, 110)).save(tmp_path / "flat.png")
    window.session.opener.open(tmp_path / "flat.png")
    qtbot.waitUntil(lambda: window.session.document is not None)
    trigger(qtbot, window, "find_scratches")
    found(qtbot, window)
    assert "Nothing was found" in window.finder_bar.found.text()
    assert not window.finder_bar.add.isEnabled()


def test_a_finder_that_fails_closes_and_says_why(qtbot, monkeypatch, scratched: Window) -> None:
    def fail(*_what: object) -> None:
        raise MemoryError

    monkeypatch.setattr(mask_work, "look_for_scratches", fail)
    scratched.actions_by_name["find_scratches"].trigger()
    qtbot.waitUntil(lambda: scratched.message.kind == "error")
    assert not scratched.session.finder.is_open
    assert "memory" in scratched.message.text.text()


# --- looks and the status line ---------------------------------------------------------------------


@pytest.mark.parametrize("name", MASK_TINTS)
def test_the_mask_is_shown_in_the_colour_that_was_picked(marked: Window, name: str) -> None:
    look, canvas = marked.tool_options.look, marked.canvas
    QTest.mouseMove(canvas, QPoint(5, 5))
    look.opacity.slider.setValue(100)
    look.colours[name].trigger()
    shown = canvas.grab().toImage().pixelColor(canvas.width() // 2, canvas.height() // 2 + 9)
    assert shown.name() == MASK_TINTS[name]
    assert marked.session.settings.mask_colour == name
    assert marked.session.settings.mask_opacity == 100


def test_a_soft_mask_is_seen_softly(qtbot, marked: Window, answers: Answers) -> None:
    marked.session.view.show_actual_size()
    marked.tool_options.look.opacity.slider.setValue(100)
    marked.tool_options.look.colours["white"].trigger()
    answers.pixels = 60
    trigger(qtbot, marked, "shape_mask:feather")
    canvas = marked.canvas
    QTest.mouseMove(canvas, QPoint(5, 5))
    image, frame = canvas.grab().toImage(), canvas.view.frame(canvas.pane_extent)
    column = 210
    rows = np.flatnonzero(mask_of(marked)[:, column])
    row = int(rows[20])
    value = mask_of(marked)[row, column] / 255
    assert 0.1 < value < 0.9
    photo = marked.session.document.photo.pixels[row, column]
    shown = image.pixelColor(round(frame.left()) + column, round(frame.top()) + row).getRgb()[:3]
    assert np.abs(np.array(shown) - (photo * (1 - value) + 255 * value)).max() <= 3


def test_the_value_under_the_pointer_is_in_the_status_line(opened: Window) -> None:
    canvas = opened.canvas
    opened.session.view.show_actual_size()
    frame = canvas.view.frame(canvas.pane_extent)
    QTest.mouseMove(canvas, QPoint(round(frame.left()) + 30, round(frame.top()) + 20))
    red, green, blue = opened.session.document.photo.pixels[20, 30]
    assert opened.status.value.text() == f"x 30, y 20 · RGB {red} {green} {blue}"
    QTest.mouseMove(canvas, QPoint(2, 2))
    assert opened.status.value.text() == ""


def test_what_is_not_as_usual_in_a_photo_is_in_the_status_line(qtbot, window: Window, tmp_path: Path) -> None:
    from desktop_unet.imaging.codec import write_photo
    from desktop_unet.imaging.photo import Photo

    values = np.arange(30 * 44, dtype=np.uint16).reshape(30, 44) * 40
    pixels, alpha = np.repeat(values[..., None], 3, axis=2), np.full((30, 44), 30_000, np.uint16)
    write_photo(Photo(pixels, alpha, is_gray=True), tmp_path / "deep.png")
    window.session.opener.open(tmp_path / "deep.png")
    qtbot.waitUntil(lambda: window.session.document is not None)
    assert window.status.photo_size.text() == "44 × 30 px · 16 bit · gray · transparency"
    window.session.view.show_actual_size()
    frame = window.canvas.view.frame(window.canvas.pane_extent)
    QTest.mouseMove(window.canvas, QPoint(round(frame.left()) + 7, round(frame.top()) + 2))
    assert window.status.value.text() == f"x 7, y 2 · {values[2, 7]} · A 30000"


# --- undo ------------------------------------------------------------------------------------------


def test_undoing_everything_in_the_window_gives_every_mask_back(qtbot, marked: Window, answers: Answers) -> None:
    masks = [np.zeros_like(mask_of(marked)), mask_of(marked).copy()]
    for name in ("shape_mask:grow", "invert_mask", "shape_mask:feather", "clear_mask"):
        trigger(qtbot, marked, name)
        masks.append(mask_of(marked).copy())
    for mask in reversed(masks[:-1]):
        QTest.keyClick(marked, Qt.Key.Key_Z, CTRL)
        assert np.array_equal(mask_of(marked), mask)
        shown = marked.session.masking.picture._levels
        again = type(marked.session.masking.picture)(mask)._levels
        assert all(np.array_equal(one, other) for one, other in zip(shown, again, strict=True))
    assert not marked.actions_by_name["undo"].isEnabled()
    assert marked.actions_by_name["undo"].text() == "&Undo"


def test_a_fill_of_a_soft_mask_keeps_everything_outside_of_it(qtbot, marked: Window, answers: Answers) -> None:
    answers.pixels = 8
    trigger(qtbot, marked, "shape_mask:feather")
    marked.session.restorer.start()
    idle(qtbot, marked.session)
    assert marked.isWindowModified()
    assert marked.windowTitle().startswith("holiday.png[*]")
    QTest.keyClick(marked, Qt.Key.Key_Z, CTRL)
    assert not marked.isWindowModified()
    assert len(np.unique(mask_of(marked))) > 5


# --- most of the photo -----------------------------------------------------------------------------


@pytest.mark.parametrize("is_meant", [True, False])
def test_filling_most_of_the_photo_is_asked_about(qtbot, marked: Window, answers: Answers, is_meant: bool) -> None:
    trigger(qtbot, marked, "invert_mask")
    answers.fills_much = is_meant
    marked.actions_by_name["run"].trigger()
    idle(qtbot, marked.session)
    percent = round(100 * float((mask_of(marked) > 0).mean())) if not is_meant else None
    assert len(answers.asked) == 1
    assert answers.asked[0].startswith("fill ")
    assert percent is None or answers.asked == [f"fill {percent} %"]
    assert (marked.session.document.last_result is not None) == is_meant


def test_filling_a_stroke_is_not_asked_about(qtbot, marked: Window, answers: Answers) -> None:
    trigger(qtbot, marked, "run")
    assert not answers.asked
    assert marked.session.document.last_result is not None
