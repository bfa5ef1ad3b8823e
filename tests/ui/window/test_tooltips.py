"""What has only an icon says by a tooltip what it does; tooltips are short, and alike in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from desktop_unet.settings import Settings
from desktop_unet.studio.credits import Credits
from desktop_unet.ui.look.theme import apply_theme
from desktop_unet.ui.window.about_dialog import AboutDialog
from desktop_unet.ui.window.crop_dialog import CropDialog
from desktop_unet.ui.window.manual_window import ManualWindow
from desktop_unet.ui.window.save_dialog import SaveDialog
from desktop_unet.ui.window.shortcut_sheet import ShortcutSheet
from desktop_unet.ui.window.window import Window
from tests.ui.sight import icon_buttons, tips_of, wrong_tips


@pytest.fixture(params=["en", "vi"])
def language(request: pytest.FixtureRequest) -> str:
    if request.param == "vi":
        request.getfixturevalue("vietnamese")
    return str(request.param)


@pytest.fixture
def spoken(language: str, request: pytest.FixtureRequest) -> Window:
    """The window with a photo, in each language."""
    window: Window = request.getfixturevalue("opened")
    window.panel.more.switch.setChecked(True)
    for row in window.panel.restore.rows.values():
        row.fold.setChecked(True)
    window.session.tell("note", "Copied.")
    return window


def test_tooltips_of_the_window(spoken: Window) -> None:
    assert len(tips_of(spoken)) > 60
    assert len(icon_buttons(spoken)) > 12
    assert list(wrong_tips(spoken)) == []


def test_tooltips_of_the_dialogs(qtbot, spoken: Window) -> None:
    apply_theme(QApplication.instance(), "light")
    photo = spoken.session.document.photo
    dialogs = (
        SaveDialog(photo, Path("photo.png"), Settings(), lambda *_asked: None, None),
        CropDialog(spoken.session.picture(photo), spoken),
        AboutDialog("1.2.3", Credits("", (), (), (), 0)),
        ManualWindow(),
        ShortcutSheet(spoken.actions_by_name),
    )
    for dialog in dialogs:
        qtbot.addWidget(dialog)
        assert list(wrong_tips(dialog)) == []
