"""The page without a photo: tasks as cards, the sample, and the photos that were opened last."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from desktop_unet.paths import sample_photo
from desktop_unet.studio import opening
from desktop_unet.studio.pages import PAGE_ROWS
from desktop_unet.ui.window.window import Window
from tests.ui.driving import Answers

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def used(window: Window, photo_file: Path, other_file: Path, tmp_path: Path) -> Window:
    """The window of somebody who has opened two photos, and a third that is gone."""
    recent = tuple(map(str, (photo_file, tmp_path / "gone.png", other_file)))
    window.session.set_settings(replace(window.session.settings, recent_files=recent))
    return window


def test_every_task_has_a_card_that_opens_a_photo_for_it(
    qtbot, window: Window, answers: Answers, photo_file: Path
) -> None:
    assert set(window.empty.tasks) == set(PAGE_ROWS)
    assert window.empty.tasks["restore"].accessibleName() == "Restore"
    answers.open = [photo_file]
    QTest.mouseClick(window.empty.tasks["clean"], LEFT)
    qtbot.waitUntil(lambda: window.session.document is not None)
    assert answers.asked == ["open"]
    assert window.session.options.task == "clean"
    assert window.panel.clean.isVisible()


def test_who_thinks_better_of_it_stays_where_he_was(window: Window, answers: Answers) -> None:
    QTest.mouseClick(window.empty.tasks["inpaint"], LEFT)
    assert answers.asked == ["open"]
    assert window.shown_view is window.empty


def test_the_sample_is_one_of_the_cards(qtbot, window: Window) -> None:
    QTest.mouseClick(window.empty.sample, LEFT)
    qtbot.waitUntil(lambda: window.session.document is not None and window.session.document.has_mask)
    assert window.session.document.original.source == sample_photo()


def test_no_words_on_a_card_are_cut_off(window: Window) -> None:
    for card in (*window.empty.tasks.values(), window.empty.sample):
        for line in card.findChildren(QLabel):
            assert line.heightForWidth(line.width()) <= line.height() or not line.wordWrap()


def test_photos_opened_last_are_shown_and_those_that_are_gone_are_not(qtbot, used: Window, other_file: Path) -> None:
    recent = used.empty.recent
    qtbot.waitUntil(lambda: len(recent._pictures) == 3)
    assert [path.name for path in recent.cards] == ["holiday.png", "other.jpg"]
    assert all(card.isVisible() for card in recent.cards.values())
    card = recent.cards[other_file]
    middle = card.picture.pixmap().toImage()
    assert middle.pixelColor(middle.width() // 2, middle.height() // 2) != middle.pixelColor(0, 0)
    QTest.mouseClick(card, LEFT)
    qtbot.waitUntil(lambda: used.session.document is not None)
    assert used.session.document.original.source == other_file


def test_the_list_follows_what_is_opened(qtbot, window: Window, photo_file: Path) -> None:
    assert window.empty.recent.isHidden()
    window.session.opener.open(photo_file)
    qtbot.waitUntil(lambda: window.session.document is not None)
    window.actions_by_name["close_photo"].trigger()
    assert window.shown_view is window.empty
    assert list(window.empty.recent.cards) == [photo_file]
    qtbot.waitUntil(lambda: window.empty.recent._pictures.get(photo_file) is not None)


def test_no_small_pictures_are_made_while_a_photo_is_open(qtbot, opened: Window, monkeypatch) -> None:
    monkeypatch.setattr(opening, "look_at_recent", lambda path: pytest.fail(f"{path} was read"))
    opened.session.set_settings(replace(opened.session.settings, recent_files=("/nowhere/else.png",)))
    opened.empty.recent._make_next()
    assert opened.empty.recent._making is None


def test_a_large_file_that_would_have_to_be_decoded_has_a_card_without_a_picture(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(opening, "QUICK_BYTES", 100)
    for name in ("large.png", "large.jpg"):
        Image.linear_gradient("L").save(tmp_path / name)
    assert opening.look_at_recent(tmp_path / "large.png") == (True, None)
    is_there, pixels = opening.look_at_recent(tmp_path / "large.jpg")
    assert is_there
    assert max(pixels.shape[:2]) == 256
    assert opening.look_at_recent(tmp_path / "gone.png") == (False, None)


def test_a_file_that_is_no_photo_any_more_has_a_card_without_a_picture(tmp_path: Path) -> None:
    (tmp_path / "words.png").write_text("words")
    assert opening.look_at_recent(tmp_path / "words.png") == (True, None)
