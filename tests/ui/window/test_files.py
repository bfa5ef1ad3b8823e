"""Several photos, recent ones, saving with options, sheets and the clipboard; and what may go wrong with each."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialogButtonBox

from desktop_unet.errors import OutputUnwritable
from desktop_unet.imaging.photo import Metadata, Photo
from desktop_unet.settings import Settings
from desktop_unet.studio import saving
from desktop_unet.studio.saving import SaveChoice, estimate, write
from desktop_unet.ui.window.dialogs import Dialogs
from desktop_unet.ui.window.save_dialog import SaveDialog
from desktop_unet.ui.window.window import Window
from tests.ui.driving import Answers, HandEngine, drop, idle, make_pixels

LEFT = Qt.MouseButton.LeftButton
SAVE = QDialogButtonBox.StandardButton.Save


def make_photos(folder: Path, count: int) -> list[Path]:
    paths = [folder / f"photo-{number:03}.png" for number in range(count)]
    for number, path in enumerate(paths):
        Image.fromarray(make_pixels(60 + number % 7, 90, seed=number % 5)).save(path)
    return paths


def drop_files(window: Window, paths: list[Path]) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    drop(window, data)


def wait_for(qtbot, window: Window, name: str) -> None:
    qtbot.waitUntil(lambda: window.windowTitle().startswith(name), timeout=10_000)


@pytest.fixture
def three(qtbot, window: Window, tmp_path: Path) -> Window:
    drop_files(window, make_photos(tmp_path, 3))
    wait_for(qtbot, window, "photo-000.png")
    return window


def names(window: Window) -> list[str]:
    return [window.film.item(row).text() for row in range(window.film.count())]


def enlarge(qtbot, window: Window) -> None:
    window.session.restorer.start()
    idle(qtbot, window.session)


# --- several photos -----------------------------------------------------------------------------


def test_one_photo_needs_no_film_strip(opened: Window) -> None:
    assert opened.film.isHidden()


def test_several_dropped_photos_stand_in_the_film_strip_with_small_pictures(qtbot, three: Window) -> None:
    assert three.film.isVisible()
    assert names(three) == ["photo-000.png", "photo-001.png", "photo-002.png"]
    photos = three.session.open_photos.photos
    qtbot.waitUntil(lambda: all(photo.thumbnail is not None for photo in photos))
    assert [photo.document is not None for photo in photos] == [True, False, False]


def test_a_click_or_a_key_goes_to_another_photo(qtbot, three: Window) -> None:
    film = three.film
    QTest.mouseClick(film.viewport(), LEFT, pos=film.visualItemRect(film.item(2)).center())
    wait_for(qtbot, three, "photo-002.png")
    QTest.keyClick(three, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    wait_for(qtbot, three, "photo-000.png")
    QTest.keyClick(film, Qt.Key.Key_Down)
    wait_for(qtbot, three, "photo-001.png")


def test_what_was_done_to_a_photo_waits_for_the_return(qtbot, three: Window) -> None:
    session = three.session
    session.masking.begin_stroke((20.0, 20.0), erase=False)
    session.masking.end_stroke()
    enlarge(qtbot, three)
    session.view.show_actual_size()
    session.view.pan(3, 5)
    document, sight, mask = session.document, session.view.sight, session.document.mask.copy()
    session.opener.step(1)
    wait_for(qtbot, three, "photo-001.png")
    assert names(three)[0] == "photo-000.png *"
    assert three.results.isHidden()
    session.opener.step(-1)
    wait_for(qtbot, three, "photo-000.png")
    assert session.document is document
    assert session.view.sight == sight
    assert np.array_equal(document.mask, mask)
    assert three.results.count() == 2


def test_an_untouched_photo_is_let_go_and_read_again(qtbot, three: Window) -> None:
    first = three.session.open_photos.photos[0]
    three.session.opener.step(1)
    wait_for(qtbot, three, "photo-001.png")
    assert first.document is None
    three.session.opener.step(-1)
    wait_for(qtbot, three, "photo-000.png")
    assert first.document is three.session.document


def test_a_photo_is_closed_after_asking_and_the_next_one_comes(qtbot, three: Window, answers: Answers) -> None:
    enlarge(qtbot, three)
    answers.leave = "stay"
    three.actions_by_name["close_photo"].trigger()
    assert answers.asked == ["leave photo-000.png"]
    assert len(names(three)) == 3
    answers.leave = "discard"
    three.actions_by_name["close_photo"].trigger()
    wait_for(qtbot, three, "photo-001.png")
    three.actions_by_name["close_photo"].trigger()
    wait_for(qtbot, three, "photo-002.png")
    assert three.film.isHidden()
    three.actions_by_name["close_photo"].trigger()
    assert three.shown_view is three.empty
    assert three.windowTitle() == "Desktop UNet"
    assert three.panel.isHidden()


def test_leaving_with_several_unsaved_photos_asks_once_and_saves_each(
    qtbot, three: Window, answers: Answers, tmp_path: Path
) -> None:
    enlarge(qtbot, three)
    three.session.opener.step(1)
    wait_for(qtbot, three, "photo-001.png")
    enlarge(qtbot, three)
    answers.leave, answers.save = "save", tmp_path / "out.png"
    three.close()
    qtbot.waitUntil(lambda: not three.isVisible())
    assert answers.asked == ["leave 2 photos", "save photo-000-x4.png", "save photo-001-x4.png"]


def test_hundreds_of_files_at_once_are_listed_and_the_rest_is_named(qtbot, window: Window, tmp_path: Path) -> None:
    paths = make_photos(tmp_path, 8) * 40
    notes = [tmp_path / f"note-{number}.txt" for number in range(300)]
    for note in notes:
        note.write_text("words")
    drop_files(window, [*paths, *notes])
    wait_for(qtbot, window, "photo-000.png")
    assert len(names(window)) == 8
    assert "8 photos were opened; 300 files that are not photos were left out" in window.message.text.text()


def test_files_of_which_none_is_a_photo_are_refused_in_one_sentence(qtbot, opened: Window, tmp_path: Path) -> None:
    document = opened.session.document
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("words")
    drop_files(opened, [tmp_path / "a.txt", tmp_path / "b.txt"])
    qtbot.waitUntil(lambda: "None of these 2 files is a photo" in opened.message.text.text())
    assert opened.session.document is document


def test_a_listed_photo_that_is_gone_leaves_the_strip_and_is_named(qtbot, three: Window) -> None:
    document = three.session.document
    three.session.open_photos.photos[1].path.unlink()
    three.session.opener.step(1)
    qtbot.waitUntil(lambda: len(names(three)) == 2)
    assert "photo-001.png" in three.message.text.text()
    assert three.session.document is document


def test_a_photo_deleted_while_it_is_open_can_still_be_restored_and_saved(
    qtbot, opened: Window, answers: Answers, photo_file: Path, tmp_path: Path
) -> None:
    photo_file.unlink()
    enlarge(qtbot, opened)
    answers.save = tmp_path / "saved.png"
    opened.actions_by_name["save_as"].trigger()
    idle(qtbot, opened.session)
    with Image.open(answers.save) as saved:
        assert saved.size == (1680, 1200)


def test_recent_photos_are_offered_and_those_that_are_gone_cannot_be_chosen(
    qtbot, opened: Window, photo_file: Path, other_file: Path
) -> None:
    opened.session.opener.open(other_file)
    wait_for(qtbot, opened, "other.jpg")
    menu = next(action.menu() for action in opened.menuBar().actions()[0].menu().actions() if action.menu())
    menu.aboutToShow.emit()
    first, second = menu.actions()[:2]
    assert (first.text(), second.text()) == ("&1 other.jpg", "&2 holiday.png")
    second.trigger()
    wait_for(qtbot, opened, "holiday.png")
    other_file.unlink()
    menu.aboutToShow.emit()
    enabled = {action.text(): action.isEnabled() for action in menu.actions()}
    assert enabled["&2 other.jpg"] is False
    menu.actions()[-1].trigger()
    assert opened.session.settings.recent_files == ()
    assert not menu.isEnabled()


# --- saving -------------------------------------------------------------------------------------


@pytest.fixture
def dialog(qtbot, opened: Window, tmp_path: Path) -> SaveDialog:
    opened.commands.dialogs = Dialogs(opened)
    opened.actions_by_name["save_as"].trigger()
    found = opened.findChild(SaveDialog)
    assert found.isVisible()
    found.folder.setText(str(tmp_path))
    return found


def test_the_dialog_shows_the_size_that_the_file_then_has(qtbot, opened: Window, dialog: SaveDialog, tmp_path) -> None:
    dialog.name.setText("out.jpg")
    assert dialog.quality.isVisible()
    assert not dialog.compression.isVisible()
    dialog.quality.setValue(40)
    qtbot.waitUntil(lambda: dialog.file_size.text().endswith("kB"))
    small = dialog.file_size.text()
    dialog.quality.setValue(98)
    assert dialog.file_size.text() == "measuring…"
    qtbot.waitUntil(lambda: dialog.file_size.text().endswith("kB"))
    assert dialog.file_size.text() != small
    shown = dialog.file_size.text()
    QTest.mouseClick(dialog.buttons.button(SAVE), LEFT)
    idle(qtbot, opened.session)
    assert shown == f"{round((tmp_path / 'out.jpg').stat().st_size / 1e3)} kB"
    assert opened.session.settings.jpeg_quality == 98


def test_another_format_is_another_ending_and_the_other_way_round(dialog: SaveDialog) -> None:
    dialog.name.setText("out.png")
    assert dialog.formats.currentText().startswith("PNG")
    dialog.formats.setFocus()
    QTest.keyClick(dialog.formats, Qt.Key.Key_Down)
    assert dialog.name.text() == "out.jpg"
    dialog.name.setText("out.tif")
    assert dialog.formats.currentText().startswith("TIFF")
    dialog.reject()


def test_a_name_without_a_format_cannot_be_saved(dialog: SaveDialog) -> None:
    dialog.name.setText("out.xyz")
    assert not dialog.buttons.button(SAVE).isEnabled()
    assert "must end in the suffix of a format" in dialog.notes.text()
    dialog.name.setText("out.png")
    assert dialog.buttons.button(SAVE).isEnabled()
    dialog.reject()


def test_a_photo_too_large_for_a_format_is_refused_with_the_limit(qtbot, opened: Window, tmp_path: Path) -> None:
    photo = Photo(np.zeros((20, 17_000, 3), np.uint8))
    dialog = SaveDialog(photo, tmp_path / "out.webp", Settings(), lambda *_: None, opened)
    assert not dialog.buttons.button(SAVE).isEnabled()
    assert "16383" in dialog.notes.text()
    dialog.deleteLater()


@pytest.mark.parametrize("agrees", [True, False])
def test_the_original_is_replaced_only_when_the_user_agrees(
    qtbot, monkeypatch, opened: Window, dialog: SaveDialog, photo_file: Path, agrees: bool
) -> None:
    enlarge(qtbot, opened)
    asked: list[str] = []
    monkeypatch.setattr(Dialogs, "ask_replace_original", lambda _self, name: asked.append(name) or agrees)
    before = photo_file.read_bytes()
    dialog.folder.setText(str(photo_file.parent))
    dialog.name.setText(photo_file.name)
    QTest.mouseClick(dialog.buttons.button(SAVE), LEFT)
    idle(qtbot, opened.session)
    assert asked == ["holiday.png"]
    assert (photo_file.read_bytes() == before) is not agrees


def test_another_file_is_replaced_only_when_the_user_agrees(
    qtbot, monkeypatch, opened: Window, dialog: SaveDialog, tmp_path: Path
) -> None:
    (tmp_path / "there.png").write_bytes(b"precious")
    monkeypatch.setattr(Dialogs, "ask_replace", lambda _self, _name: False)
    dialog.name.setText("there.png")
    QTest.mouseClick(dialog.buttons.button(SAVE), LEFT)
    idle(qtbot, opened.session)
    assert (tmp_path / "there.png").read_bytes() == b"precious"


def test_tab_comes_by_every_field_as_the_eye_does(dialog: SaveDialog) -> None:
    dialog.name.setText("out.jpg")
    dialog.name.setFocus()
    save, cancel = (dialog.buttons.button(each) for each in (SAVE, QDialogButtonBox.StandardButton.Cancel))
    expected = [dialog.folder, dialog.browse, dialog.formats, dialog.quality, dialog.metadata, save, cancel]
    reached = []
    for _ in expected:
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        reached.append(QApplication.focusWidget())
    assert reached == expected
    dialog.reject()


def test_a_folder_that_is_not_there_is_named_before_saving(dialog: SaveDialog, tmp_path: Path) -> None:
    dialog.folder.setText(str(tmp_path / "nowhere"))
    assert not dialog.buttons.button(SAVE).isEnabled()
    assert dialog.notes.text() == f"There is no folder {tmp_path / 'nowhere'}."
    dialog.folder.setText(str(tmp_path))
    assert dialog.buttons.button(SAVE).isEnabled()
    dialog.reject()


def profile(name: str) -> bytes:
    from PIL import ImageCms

    return ImageCms.ImageCmsProfile(ImageCms.createProfile(name)).tobytes()


def test_metadata_and_profile_are_kept_or_left_out_by_choice(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x010F] = "A Camera"
    photo = Photo(
        make_pixels(40, 61), icc_profile=profile("sRGB"), metadata=Metadata(exif=b"Exif\0\0" + exif.tobytes()[6:])
    )
    for strip_metadata in (False, True):
        for strip_profile in (False, True):
            path = tmp_path / f"{strip_metadata}-{strip_profile}.jpg"
            write(photo, SaveChoice(path, strip_metadata=strip_metadata, strip_profile=strip_profile), None)
            with Image.open(path) as saved:
                assert (saved.getexif().get(0x010F) is None) is strip_metadata
                assert ("icc_profile" not in saved.info) is strip_profile


def test_the_size_of_a_large_photo_is_estimated_from_bands(tmp_path: Path) -> None:
    photo = Photo(make_pixels(2600, 3100))
    how = SaveChoice(tmp_path / "large.jpg", quality=80)
    estimated = estimate(photo, how)
    assert not estimated.is_exact
    write(photo, how, None)
    assert estimated.bytes == pytest.approx(how.path.stat().st_size, rel=0.1)


def refuse_to_save(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_photo, how, *_original):
        raise OutputUnwritable(path=how.path, reason="No space left on device")

    monkeypatch.setattr(saving, "save", full)


def test_a_full_disk_is_said_and_the_result_stays(
    qtbot, monkeypatch, opened: Window, answers: Answers, tmp_path: Path
) -> None:
    refuse_to_save(monkeypatch)
    enlarge(qtbot, opened)
    answers.save = tmp_path / "out.png"
    opened.actions_by_name["save_as"].trigger()
    idle(qtbot, opened.session)
    assert "No space left" in opened.message.text.text()
    assert opened.isWindowModified()
    assert opened.results.count() == 2


# --- sheet and clipboard ------------------------------------------------------------------------


def test_a_comparison_sheet_shows_both_pictures(qtbot, opened: Window, answers: Answers, tmp_path: Path) -> None:
    enlarge(qtbot, opened)
    answers.sheet = tmp_path / "sheet.png"
    opened.actions_by_name["save_sheet"].trigger()
    idle(qtbot, opened.session)
    assert answers.asked == ["sheet holiday-x4-compared.png"]
    with Image.open(answers.sheet) as sheet:
        assert sheet.width > 1680
        assert sheet.height > 2 * 1200
    assert "Saved as sheet.png" in opened.message.text.text()
    assert opened.isWindowModified()


def test_the_result_is_copied_pixel_by_pixel(qtbot, opened: Window) -> None:
    enlarge(qtbot, opened)
    opened.actions_by_name["copy_result"].trigger()
    image = QGuiApplication.clipboard().image()
    photo = opened.session.document.photo
    assert (image.width(), image.height()) == (photo.width, photo.height)
    for row, x in ((0, 0), (700, 1200), (1199, 1679)):
        assert image.pixelColor(x, row).getRgb()[:3] == tuple(photo.pixels[row, x])


def test_what_is_too_large_for_the_clipboard_is_refused_with_the_limit(
    qtbot, monkeypatch, opened: Window, engine: HandEngine
) -> None:
    monkeypatch.setattr("desktop_unet.ui.window.menu_commands.CLIPBOARD_PX", 1_000_000)
    enlarge(qtbot, opened)
    opened.actions_by_name["copy_result"].trigger()
    assert "2 megapixels is too much for the clipboard (at most 1)" in opened.message.text.text()
