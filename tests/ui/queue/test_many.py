"""Folders and many photos: dropped, opened, chosen in the film strip; one dialog says what is made of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop_unet.studio.many_photos import ManyPhotos, many_for
from desktop_unet.studio.options import Options
from desktop_unet.ui import app
from desktop_unet.ui.queue.many_dialog import Choosable, ManyDialog
from desktop_unet.ui.queue.queue import Queue
from desktop_unet.ui.window.window import Window
from tests.ui.driving import Answers, make_pixels
from tests.ui.queue.conftest import drop_paths, elsewhere, states, wait_for_end


def test_a_dropped_folder_asks_and_is_made(
    qtbot, window: Window, queue: Queue, answers: Answers, scans: Path, tmp_path: Path
) -> None:
    answers.many = elsewhere(tmp_path / "out")
    drop_paths(window, scans)
    qtbot.waitUntil(lambda: queue.is_running)
    assert answers.asked == ["enlarge 4 photos"]
    wait_for_end(qtbot, queue)
    assert states(queue) == ["done"] * 4
    assert (tmp_path / "out" / "deeper" / "d.png").is_file()
    assert window.commands.many.view.isVisible()


def test_a_dropped_folder_can_be_opened_in_the_film_strip(qtbot, window: Window, answers: Answers, scans: Path) -> None:
    answers.many = "open"
    drop_paths(window, scans)
    qtbot.waitUntil(lambda: window.session.document is not None)
    assert [photo.name for photo in window.session.open_photos.photos] == ["a.png", "b.jpg", "c.png", "d.png"]


def test_a_folder_among_files_takes_all_of_them(
    qtbot, window: Window, answers: Answers, scans: Path, photo_file: Path, tmp_path: Path
) -> None:
    (tmp_path / "notes.txt").write_text("words")
    drop_paths(window, scans, photo_file, tmp_path / "notes.txt")
    qtbot.waitUntil(lambda: answers.asked == ["enlarge 5 photos"])


def test_a_few_dropped_photos_open_as_ever(qtbot, window: Window, answers: Answers, scans: Path) -> None:
    drop_paths(window, scans / "a.png", scans / "b.jpg")
    qtbot.waitUntil(lambda: window.session.document is not None)
    assert answers.asked == []
    assert len(window.session.open_photos.photos) == 2


def test_open_folder_is_in_the_menu(qtbot, window: Window, answers: Answers, scans: Path) -> None:
    answers.folder = scans
    window.actions_by_name["open_folder"].trigger()
    qtbot.waitUntil(lambda: answers.asked == ["folder", "enlarge 4 photos"])


def test_a_folder_that_is_named_at_the_start_is_asked_about(
    qtbot, window: Window, answers: Answers, scans: Path
) -> None:
    app.offer_many(window, [str(scans)])
    qtbot.waitUntil(lambda: answers.asked == ["enlarge 4 photos"])


@pytest.mark.parametrize("deed", ["restore", "enlarge", "clean", "fill"])
def test_each_command_for_many_photos_asks_for_its_own_task(
    qtbot, window: Window, answers: Answers, scans: Path, deed: str
) -> None:
    answers.many = "open"
    drop_paths(window, scans)
    qtbot.waitUntil(lambda: window.session.document is not None)
    answers.asked.clear()
    answers.many = None
    window.actions_by_name[f"many:{deed}"].trigger()
    qtbot.waitUntil(lambda: answers.asked == [f"{deed} 4 photos"])


def test_only_the_photos_that_are_chosen_in_the_film_strip_are_meant(
    qtbot, window: Window, answers: Answers, scans: Path
) -> None:
    drop_paths(window, scans / "a.png", scans / "b.jpg", scans / "c.png")
    qtbot.waitUntil(lambda: window.session.document is not None and window.film.isVisible())
    film = window.film
    centre = film.visualItemRect(film.item(2)).center()
    QTest.mouseClick(film.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, centre)
    assert [path.name for path in film.chosen_paths] == ["a.png", "c.png"]
    assert window.session.open_photos.current.name == "a.png", "choosing goes nowhere"
    window.actions_by_name["many:restore"].trigger()
    qtbot.waitUntil(lambda: answers.asked == ["restore 2 photos"])
    QTest.mouseClick(film.viewport(), Qt.MouseButton.LeftButton, pos=film.visualItemRect(film.item(0)).center())
    assert film.chosen_paths == []


def test_of_photos_opened_after_one_only_the_shown_one_is_outlined(
    qtbot, opened: Window, answers: Answers, scans: Path
) -> None:
    drop_paths(opened, scans / "a.png", scans / "b.jpg")
    qtbot.waitUntil(lambda: opened.film.count() == 3 and opened.session.open_photos.current.name == "a.png")
    assert [item.text() for item in opened.film.selectedItems()] == ["a.png"]


def test_an_empty_folder_is_one_sentence(qtbot, window: Window, answers: Answers, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    drop_paths(window, tmp_path / "empty")
    qtbot.waitUntil(lambda: window.message.kind == "error" and window.message.isVisible())
    assert "no usable photos in this folder" in window.message.text.text()
    assert answers.asked == []


def test_a_folder_without_photos_is_one_sentence(qtbot, window: Window, answers: Answers, tmp_path: Path) -> None:
    folder = tmp_path / "letters"
    folder.mkdir()
    (folder / "letter.txt").write_text("Dear Ada")
    drop_paths(window, folder)
    qtbot.waitUntil(lambda: window.message.kind == "error" and window.message.isVisible())
    assert "no usable photos" in window.message.text.text()


def test_a_sub_folder_that_cannot_be_read_is_named_and_the_others_are_asked_about(
    qtbot, window: Window, answers: Answers, scans: Path, monkeypatch
) -> None:
    from desktop_unet.studio.batch import sources

    real = sources.os.walk

    def walk(top, onerror=None, **more):
        onerror(PermissionError(13, "Permission denied", str(Path(top, "secret"))))
        return real(top, onerror=onerror, **more)

    monkeypatch.setattr(sources.os, "walk", walk)
    drop_paths(window, scans)
    qtbot.waitUntil(lambda: answers.asked == ["enlarge 4 photos"])
    assert "secret" in window.message.text.text()


def test_something_held_over_an_open_photo_lights_it_up(opened: Window, other_file: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(other_file))])
    assert opened.drop_sign.isHidden()
    middle = QPointF(opened.rect().center()).toPoint()
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(opened, QDragEnterEvent(middle, Qt.DropAction.CopyAction, data, left, none))
    assert opened.drop_sign.isVisible()
    assert opened.drop_sign.geometry() == opened.stack.rect()
    QApplication.sendEvent(opened, QDragLeaveEvent())
    assert opened.drop_sign.isHidden()


def test_nothing_lights_up_for_what_cannot_be_taken(opened: Window) -> None:
    data = QMimeData()
    data.setText("words")
    middle = QPointF(opened.rect().center()).toPoint()
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(opened, QDragEnterEvent(middle, Qt.DropAction.CopyAction, data, left, none))
    assert opened.drop_sign.isHidden()


# --- the dialog ---------------------------------------------------------------------------------


@pytest.fixture
def dialog(qtbot, window: Window, scans: Path) -> ManyDialog:
    session = window.session
    first = many_for([scans], "enlarge", session.options, session.settings, session.networks)
    choosable = Choosable((scans,), 4, (1, 2, 3, 4, 8), True)
    dialog = ManyDialog(choosable, first, window.commands.many._measure, window)
    dialog.open()
    qtbot.waitUntil(lambda: dialog.outlook.text().startswith("Photos to make: 4."))
    return dialog


def choose(box, data: object) -> None:
    box.setCurrentIndex(box.findData(data))


def test_the_dialog_begins_with_what_the_panel_says(dialog: ManyDialog, scans: Path) -> None:
    assert dialog.many.deed == "enlarge"
    assert dialog.many.scale == 4
    assert dialog.settings.text() == "As on the panel: natural look, noise and grain as found in each photo."
    assert Path(dialog.folder.text()) == scans.with_name("scans-enlarged")
    assert dialog.start.isEnabled()
    assert "The time is known after the first photo." in dialog.outlook.text()


def test_each_task_has_its_own_fields_and_folder(qtbot, dialog: ManyDialog, scans: Path) -> None:
    choose(dialog.deeds, "fill")
    assert dialog.marks.isVisible()
    assert not dialog.scales.isVisible()
    assert dialog.many.out_dir == str(scans.with_name("scans-filled"))
    choose(dialog.deeds, "restore")
    assert not dialog.marks.isVisible()
    assert dialog.settings.text().startswith("As on the panel: each photo gets the steps that it needs")
    assert dialog.many.out_dir == str(scans.with_name("scans-restored"))


def test_a_folder_that_was_typed_stays_whatever_the_task(dialog: ManyDialog, tmp_path: Path) -> None:
    dialog.folder.clear()
    QTest.keyClicks(dialog.folder, str(tmp_path / "mine"))
    choose(dialog.deeds, "restore")
    assert dialog.many.out_dir == str(tmp_path / "mine")


def test_results_among_the_photos_are_refused_in_the_dialog(qtbot, dialog: ManyDialog, scans: Path) -> None:
    dialog.folder.clear()
    QTest.keyClicks(dialog.folder, str(scans / "results"))
    assert not dialog.start.isEnabled()
    qtbot.waitUntil(lambda: "would lie among the photos" in dialog.outlook.text())
    assert not dialog.start.isEnabled()


def test_names_that_are_taken_are_counted(qtbot, dialog: ManyDialog, scans: Path) -> None:
    out = scans.with_name("scans-enlarged")
    out.mkdir()
    Image.fromarray(make_pixels(9, 9)).save(out / "a.png")
    choose(dialog.formats, ".png")
    qtbot.waitUntil(lambda: "files of these names: 1." in dialog.outlook.text())
    choose(dialog.existing, "overwrite")
    qtbot.waitUntil(lambda: dialog.outlook.text().startswith("Photos to make: 4."))


def test_the_same_folder_goes_on_from_the_journal_and_the_dialog_says_so(
    qtbot, window: Window, queue: Queue, dialog: ManyDialog, scans: Path
) -> None:
    (scans / "c.png").write_bytes(b"no photo")
    queue.start(dialog.many)
    wait_for_end(qtbot, queue)
    assert states(queue).count("done") == 3
    dialog.scales.setCurrentIndex(0)
    choose(dialog.scales, 4)
    qtbot.waitUntil(lambda: dialog.outlook.text().startswith("Done before: 3. Start goes on with what is left: 1."))
    assert "The time is known" not in dialog.outlook.text(), "it is known now"


def test_masks_of_a_folder_are_filled(qtbot, dialog: ManyDialog, tmp_path: Path) -> None:
    (tmp_path / "masks").mkdir()
    choose(dialog.deeds, "fill")
    dialog.take_masks(tmp_path / "masks")
    assert dialog.marks.currentText() == "Masks from masks"
    assert dialog.many.masks == str(tmp_path / "masks")


def test_the_dialog_can_open_the_photos_instead(qtbot, dialog: ManyDialog) -> None:
    with qtbot.waitSignal(dialog.open_wanted):
        dialog.open_instead.click()
    assert dialog.isHidden()


def test_what_is_reckoned_when_the_dialog_closes_is_for_nobody(qtbot, window: Window, dialog: ManyDialog) -> None:
    with qtbot.waitSignal(dialog._timer.timeout):  # the worker begins
        choose(dialog.existing, "rename")
    said = dialog.outlook.text()
    dialog.reject()
    answered = []
    window.session.awaited.start_aside(lambda _report: None, answered.append)
    qtbot.waitUntil(lambda: bool(answered))
    assert dialog.outlook.text() == said


# --- the value ----------------------------------------------------------------------------------


def test_what_is_asked_outlives_the_program() -> None:
    many = ManyPhotos(("/a", "/b"), "/out", "restore", on=("damage",), off=("tone",), tones=0.5, suffix=".png")
    assert ManyPhotos.from_json(many.to_json()) == many
    for damaged in ("", "{}", "[1]", many.to_json().replace("restore", "explode"), None):
        assert ManyPhotos.from_json(damaged) is None


def test_the_panels_choices_become_the_jobs(window: Window) -> None:
    session = window.session
    options = Options(scale=4, strength=0.3, variant="no-skip", quality="best", fill="smooth")
    job = many_for([Path("/a/b.png")], "enlarge", options, session.settings, session.networks).job
    assert (job.scale, job.strength, job.choices.variant, job.quality) == (4, 0.3, "no-skip", "best")
    assert many_for([Path("/a/b.png")], "clean", options, session.settings, session.networks).job.scale == 1
    fill = many_for([Path("/a/b.png")], "fill", options, session.settings, session.networks).job
    assert (fill.fill, fill.masks) == ("smooth", None)
