"""Dialogs for files: no wider than a screen, in the user's language, legible in every theme."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer, QTranslator
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QLabel, QToolButton, QWidget

from desktop_unet.ui.look.file_dialogs import ask_file, ask_files, ask_folder, ask_target, file_dialog
from desktop_unet.ui.look.file_filters import photo_filter
from desktop_unet.ui.look.theme import DARK, LIGHT, apply_theme
from desktop_unet.ui.look.translation import translation_file
from tests.ui.look.test_look import contrast

NARROW_PX = 1000


@pytest.fixture
def ground(qtbot) -> QWidget:
    ground = QWidget()
    qtbot.addWidget(ground)
    return ground


def answer(deed: Callable[[QFileDialog], None]) -> None:
    """Do it with the dialog that is asked next."""
    QTimer.singleShot(0, lambda: deed(QApplication.activeModalWidget()))


def test_all_kinds_of_photos_do_not_make_it_wider_than_a_screen(ground: QWidget, tmp_path: Path) -> None:
    dialog = file_dialog(ground, "Open photos", str(tmp_path), photo_filter())
    dialog.show()
    assert dialog.width() < NARROW_PX
    kinds = dialog.findChild(QComboBox, "fileTypeCombo")
    assert [kinds.itemText(index) for index in range(kinds.count())] == ["Photos", "All files"]


def test_what_was_chosen_comes_back_and_nothing_where_it_was_cancelled(ground: QWidget, tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(b"")
    answer(lambda dialog: (dialog.selectFile(path.name), dialog.accept()))
    assert ask_file(ground, "Open", str(tmp_path), "PNG (*.png)") == path
    answer(lambda dialog: (dialog.selectFile(path.name), dialog.accept()))
    assert ask_files(ground, "Open", str(tmp_path), "PNG (*.png)") == [path]
    answer(lambda dialog: dialog.reject())
    assert ask_file(ground, "Open", str(tmp_path), "PNG (*.png)") is None
    answer(lambda dialog: dialog.accept())
    assert ask_folder(ground, "Folder", str(tmp_path)) == tmp_path
    answer(lambda dialog: dialog.reject())
    assert ask_folder(ground, "Folder", str(tmp_path)) is None


def test_a_name_without_suffix_gets_one(ground: QWidget, tmp_path: Path) -> None:
    answer(lambda dialog: (dialog.selectFile("sheet"), dialog.accept()))
    assert ask_target(ground, "Save", tmp_path / "suggested.png", "PNG (*.png)", "png") == tmp_path / "sheet.png"
    answer(lambda dialog: dialog.accept())
    assert ask_target(ground, "Save", tmp_path / "suggested.pdf", "PDF (*.pdf)", "png") == tmp_path / "suggested.pdf"


@pytest.mark.parametrize(("choice", "theme"), [("dark", DARK), ("light", LIGHT)])
def test_its_buttons_can_be_seen_on_their_ground(qapp: QApplication, ground: QWidget, choice: str, theme) -> None:
    palette, sheet = qapp.palette(), qapp.styleSheet()
    apply_theme(qapp, choice)
    dialog = file_dialog(ground, "Open", "", photo_filter())
    drawn = dialog.findChild(QToolButton, "toParentButton").icon().pixmap(20, 20).toImage()
    colours = [drawn.pixelColor(x, y) for x in range(drawn.width()) for y in range(drawn.height())]
    assert all(contrast(colour.name(), theme.field) > 4.5 for colour in colours if colour.alpha() == 255)
    assert any(colour.alpha() == 255 for colour in colours)
    qapp.setPalette(palette)
    qapp.setStyleSheet(sheet)
    qapp.styleHints().setColorScheme(Qt.ColorScheme.Unknown)


def test_it_is_vietnamese_where_the_window_is(qapp: QApplication, ground: QWidget) -> None:
    """Qt has no Vietnamese of its own."""
    translator = QTranslator()
    assert translator.load(str(translation_file("vi")))
    qapp.installTranslator(translator)
    dialog = file_dialog(ground, "Mở ảnh", "", photo_filter())
    said = {label.text() for label in dialog.findChildren(QLabel)}
    qapp.removeTranslator(translator)
    assert {"&Xem trong:", "&Loại tệp:"} <= said
    assert not said & {"&Look in:", "Files of &type:", "File &name:"}
