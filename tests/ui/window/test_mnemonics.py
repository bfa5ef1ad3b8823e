"""Access keys: in no menu and no dialog does one letter stand for two things, and every keyboard has the letter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLabel, QMenu

from desktop_unet.imaging.photo import Photo
from desktop_unet.settings import Settings
from desktop_unet.ui.look.translation import translation_file
from desktop_unet.ui.window.save_dialog import SaveDialog
from desktop_unet.ui.window.window import Window
from tests.ui.driving import make_pixels


@pytest.fixture(params=["en", "vi"])
def language(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[str]:
    translator = QTranslator()
    if request.param != "en":
        assert translator.load(str(translation_file(request.param)))
        qapp.installTranslator(translator)
    yield request.param
    qapp.removeTranslator(translator)


def letters(texts: Iterable[str]) -> list[str]:
    """The letter behind each single ``&``."""
    bare = [text.replace("&&", "") for text in texts]
    return [text[text.index("&") + 1].lower() for text in bare if "&" in text]


def twice(found: list[str]) -> set[str]:
    return {letter for letter, count in Counter(found).items() if count > 1}


def test_no_menu_has_a_letter_twice(language: str, window: Window) -> None:
    bar = window.menuBar()
    groups = {"bar": [action.text() for action in bar.actions()]}
    for action in bar.actions():
        for menu in (action.menu(), *action.menu().findChildren(QMenu)):
            groups[menu.title()] = [entry.text() for entry in menu.actions() if not entry.isSeparator()]
    assert len(groups) > 10
    for name, texts in groups.items():
        found = letters(texts)
        assert not twice(found), f"{name}: {twice(found)} in {texts}"
        assert all(letter.isascii() and letter.isalnum() for letter in found), f"{name}: {found}"


def test_the_save_dialog_has_no_letter_twice(qtbot, language: str) -> None:
    photo = Photo(make_pixels(40, 60))
    dialog = SaveDialog(photo, Path("photo.png"), Settings(), lambda *_asked: None, None)
    qtbot.addWidget(dialog)
    found = letters(texts_of(dialog))
    assert found
    assert not twice(found)


def texts_of(dialog: QDialog) -> list[str]:
    labels = [label.text() for label in dialog.findChildren(QLabel) if label.buddy() is not None]
    return labels + [button.text() for button in dialog.findChildren(QAbstractButton)]
