"""Where a photo is saved, what is said of it afterwards, and that nothing is said of what is not there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop_unet.studio import saving
from desktop_unet.studio.saving import SaveChoice
from desktop_unet.ui.window import folders
from desktop_unet.ui.window.window import Window
from tests.ui.driving import Answers, fill_widely, idle


def wait_for(qtbot, window: Window, name: str) -> None:
    qtbot.waitUntil(lambda: window.windowTitle().startswith(name), timeout=10_000)


def suggested(window: Window) -> Path:
    return window.commands._suggested_target(window.session.document)


def save_to(qtbot, window: Window, answers: Answers, path: Path) -> None:
    answers.save = path
    window.actions_by_name["save_as"].trigger()
    idle(qtbot, window.session)
    assert path.exists()


def test_saving_begins_in_the_folder_that_was_saved_to_last(
    qtbot, opened: Window, answers: Answers, tmp_path: Path, other_file: Path
) -> None:
    assert suggested(opened).parent == tmp_path, "beside the original"
    elsewhere = tmp_path / "done"
    elsewhere.mkdir()
    save_to(qtbot, opened, answers, elsewhere / "out.png")
    assert suggested(opened).parent == elsewhere
    opened.session.opener.open(other_file)
    wait_for(qtbot, opened, "other.jpg")
    assert suggested(opened).parent == elsewhere
    save_to(qtbot, opened, answers, tmp_path / "beside.png")
    assert opened.session.settings.save_folder == "", "beside its original, wherever that is"


def test_a_home_without_pictures_and_a_folder_that_has_gone_do_no_harm(
    qtbot, monkeypatch, window: Window, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    window.session.set_settings(replace(window.session.settings, save_folder=str(tmp_path / "gone")))
    window.commands.open_sample()
    qtbot.waitUntil(lambda: window.session.document is not None)
    assert suggested(window).parent == tmp_path
    (tmp_path / "Pictures").mkdir()
    assert suggested(window).parent == tmp_path / "Pictures"


def test_what_was_saved_can_be_shown_in_its_folder(
    qtbot, monkeypatch, opened: Window, answers: Answers, tmp_path: Path
) -> None:
    asked: list[str] = []
    opens = [True, False]
    monkeypatch.setattr(
        folders.QDesktopServices, "openUrl", lambda url: asked.append(url.toLocalFile()) or opens.pop(0)
    )
    opened.session.tell("note", "Something else.")
    assert opened.message.folder_button.isHidden()
    save_to(qtbot, opened, answers, tmp_path / "out.png")
    assert f"Saved as out.png in {tmp_path}" in opened.message.text.text()
    QTest.mouseClick(opened.message.folder_button, Qt.MouseButton.LeftButton)
    assert asked == [str(tmp_path)]
    assert opened.message.kind == "note"
    QTest.mouseClick(opened.message.folder_button, Qt.MouseButton.LeftButton)
    assert str(tmp_path) in opened.message.text.text()
    assert opened.message.kind == "error", "no file manager"
    assert opened.message.folder_button.isHidden()


def test_an_alpha_channel_that_hides_nothing_is_no_transparency(qtbot, window: Window, tmp_path: Path) -> None:
    pixels = np.zeros((20, 30, 4), np.uint8)
    for name, lowest in (("opaque.png", 255), ("glass.png", 254)):
        pixels[..., 3], pixels[0, 0, 3] = 255, lowest
        Image.fromarray(pixels).save(tmp_path / name)
        window.session.opener.open(tmp_path / name)
        wait_for(qtbot, window, name)
        assert ("transparency" in window.status.photo_size.text()) is (name == "glass.png")
        estimate = saving.estimate(window.session.document.photo, SaveChoice(tmp_path / "out.jpg"))
        assert bool(estimate.notes) is (name == "glass.png")


def test_after_a_fill_it_is_said_where_a_format_changes_the_rest_of_the_photo_too(
    qtbot, opened: Window, answers: Answers, tmp_path: Path
) -> None:
    def said(name: str) -> bool:
        save_to(qtbot, opened, answers, tmp_path / name)
        return "packs the whole photo anew" in opened.message.text.text()

    fill_widely(qtbot, opened.session)
    assert (said("filled.jpg"), said("filled.png")) == (True, False)
    opened.session.set_options(task="upscale")
    opened.session.restorer.start()
    idle(qtbot, opened.session)
    assert not said("filled and enlarged.jpg"), "no pixel of it is the photo's own"


def test_the_form_says_it_before_the_photo_is_saved(opened: Window, tmp_path: Path) -> None:
    photo = opened.session.document.photo
    for stay in (True, False):
        estimate = saving.estimate(photo, SaveChoice(tmp_path / "out.jpg", parts_stay=stay))
        assert any("packs the whole photo anew" in str(note) for note in estimate.notes) is stay
