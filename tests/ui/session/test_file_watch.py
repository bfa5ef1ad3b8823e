"""A photo's file is deleted or changed while it is open: one sentence, and nothing of the work is harmed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from desktop_unet.ui.session.session import Session
from desktop_unet.ui.window.window import Window
from tests.ui.driving import Answers, idle, make_pixels


def listen(session: Session) -> list[str]:
    """What is said from now on."""
    sentences: list[str] = []
    session.told.connect(lambda _kind, sentence: sentences.append(sentence))
    return sentences


@pytest.fixture
def told(opened: Window) -> list[str]:
    """What was said from now on."""
    return listen(opened.session)


@pytest.fixture
def work(opened: Window) -> tuple[np.ndarray, np.ndarray]:
    """A mark has been painted; returns copies of photo and mask."""
    session = opened.session
    session.masking.take_tool("brush")
    session.masking.begin_stroke((100.0, 120.0), erase=False)
    session.masking.end_stroke()
    return session.document.photo.pixels.copy(), session.document.mask.copy()


def replace_by_another(path: Path) -> None:
    """As careful programs save: a new file is given the old one's name."""
    other = path.with_name("beside.png")
    Image.fromarray(make_pixels(310, 410, seed=5)).save(other)
    other.replace(path)


def is_unharmed(window: Window, work: tuple[np.ndarray, np.ndarray]) -> bool:
    document = window.session.document
    return np.array_equal(document.photo.pixels, work[0]) and np.array_equal(document.mask, work[1])


def test_a_deleted_photo_is_told_once_and_counts_as_unsaved(qtbot, opened: Window, photo_file, told, work) -> None:
    assert not opened.isWindowModified()
    photo_file.unlink()
    qtbot.waitUntil(lambda: bool(told))
    opened.session.file_watch.look()
    idle(qtbot, opened.session)
    qtbot.wait(50)
    assert told == ["holiday.png was deleted or moved; the photo is still open here, save it to keep it."]
    assert opened.message.kind == "error"
    assert is_unharmed(opened, work)
    assert opened.isWindowModified()


def test_a_photo_that_was_turned_before_its_file_was_deleted_is_unsaved_when_it_is_turned_back(
    qtbot, opened: Window, photo_file, told
) -> None:
    opened.session.framer.turn(1)
    idle(qtbot, opened.session)
    photo_file.unlink()
    qtbot.waitUntil(lambda: bool(told))
    opened.session.undo()
    assert opened.session.document.photo is opened.session.document.opened
    assert opened.isWindowModified()


def test_a_photo_that_was_changed_is_told_and_stays_as_it_was(qtbot, opened: Window, photo_file, told, work) -> None:
    replace_by_another(photo_file)
    qtbot.waitUntil(lambda: bool(told))
    assert told == ["holiday.png was changed by another program; here it stays as you opened it."]
    assert is_unharmed(opened, work)
    assert not opened.isWindowModified()


def test_a_second_change_of_a_replaced_file_is_told_again(qtbot, alone: Session, photo_file) -> None:
    told = listen(alone)
    replace_by_another(photo_file)
    qtbot.waitUntil(lambda: len(told) == 1)
    photo_file.write_bytes(photo_file.read_bytes() + b"more")
    qtbot.waitUntil(lambda: len(told) == 2)


def test_where_the_system_gives_no_word_the_window_looks_when_it_comes_to_the_front(
    qtbot, alone: Session, photo_file
) -> None:
    told = listen(alone)
    alone.file_watch._watcher.removePath(str(photo_file))
    photo_file.unlink()
    alone.file_watch.look()
    qtbot.waitUntil(lambda: bool(told))


def test_our_own_saving_is_no_change(qtbot, opened: Window, photo_file, answers: Answers, told) -> None:
    opened.session.restorer.start()
    idle(qtbot, opened.session)
    told.clear()
    answers.save, answers.how = photo_file, {"replaces_original": True}
    opened.commands.save_as()
    idle(qtbot, opened.session)
    opened.session.file_watch.look()
    qtbot.wait(600)
    assert len(told) == 1
    assert told[0].startswith("Saved as holiday.png")


def test_an_original_that_others_have_changed_is_not_replaced(
    qtbot, opened: Window, photo_file, answers: Answers, told
) -> None:
    opened.session.restorer.start()
    idle(qtbot, opened.session)
    told.clear()
    replace_by_another(photo_file)
    changed = photo_file.read_bytes()
    answers.save, answers.how = photo_file, {"replaces_original": True}
    opened.commands.save_as()
    qtbot.waitUntil(lambda: any("save under another name" in each for each in told))
    assert photo_file.read_bytes() == changed
    assert opened.session.document.is_modified


def test_an_untouched_photo_whose_file_is_gone_is_not_let_go(qtbot, alone: Session, photo_file, other_file) -> None:
    told = listen(alone)
    pixels = alone.document.photo.pixels.copy()
    photo_file.unlink()
    qtbot.waitUntil(lambda: bool(told))
    alone.opener.open(other_file)
    qtbot.waitUntil(lambda: alone.document.original.source == other_file)
    alone.opener.go_to(alone.open_photos.photos[0])
    assert np.array_equal(alone.document.photo.pixels, pixels)


def test_files_of_closed_photos_are_not_watched(qtbot, alone: Session, photo_file, other_file) -> None:
    watcher = alone.file_watch._watcher
    assert watcher.files() == [str(photo_file)]
    alone.opener.open(other_file)
    qtbot.waitUntil(lambda: alone.document.original.source == other_file)
    assert watcher.files() == [str(other_file)]  # the first was untouched, so it has been let go
    alone.opener.close(alone.open_photos.current)
    assert str(other_file) not in watcher.files()
