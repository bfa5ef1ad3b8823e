"""Who starts the program for the first time sees something that works, and is asked nothing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from desktop_unet.paths import sample_mask, sample_photo
from desktop_unet.settings import Settings, save_settings
from desktop_unet.ui import app
from desktop_unet.ui.start.marked_sample import MarkedSample
from desktop_unet.ui.window.window import Window
from tests.ui.driving import idle


@pytest.fixture
def never_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))


def has_mask(window: Window) -> bool:
    return window.session.document is not None and window.session.document.has_mask


def test_the_first_start_shows_the_sample_with_its_scratches_marked(qtbot, window: Window, never_used: None) -> None:
    app.start(window.session, [])
    qtbot.waitUntil(lambda: has_mask(window))
    document = window.session.document
    assert document.original.source == sample_photo()
    with Image.open(sample_mask()) as mask:
        assert np.array_equal(document.mask, np.asarray(mask))
    assert window.session.options.paints
    assert not document.is_modified
    assert "press Fill" in window.message.text.text()


def test_one_press_fills_the_sample(qtbot, window: Window, engine, never_used: None) -> None:
    app.start(window.session, [])
    qtbot.waitUntil(lambda: has_mask(window))
    window.panel.run_box.run.click()
    idle(qtbot, window.session)
    assert engine.requests[0].mask.any()
    assert window.session.document.results


def test_the_mask_can_be_taken_back_like_a_stroke(qtbot, window: Window, never_used: None) -> None:
    app.start(window.session, [])
    qtbot.waitUntil(lambda: has_mask(window))
    window.session.undo()
    assert not has_mask(window)
    window.session.redo()
    assert has_mask(window)


def test_the_sample_opens_marked_and_with_its_sentence_whenever_it_is_tried(qtbot, opened: Window) -> None:
    for _ in range(2):
        opened.actions_by_name["open_sample"].trigger()
        qtbot.waitUntil(lambda: opened.session.document.original.source == sample_photo() and has_mask(opened))
        assert "press Fill" in opened.message.text.text()
        opened.session.masking.clear()
        opened.message.close_button.click()


def test_the_sample_is_not_marked_again_once_something_was_done_to_it(qtbot, opened: Window) -> None:
    opened.actions_by_name["open_sample"].trigger()
    qtbot.waitUntil(lambda: has_mask(opened))
    opened.session.masking.shape("invert")
    idle(qtbot, opened.session)
    mask = opened.session.document.mask.copy()
    opened.actions_by_name["open_sample"].trigger()
    qtbot.wait(200)
    assert np.array_equal(opened.session.document.mask, mask)


def test_later_starts_begin_empty(qtbot, window: Window, never_used: None) -> None:
    save_settings(Settings())
    app.start(window.session, [])
    qtbot.wait(100)
    assert window.session.document is None


def test_a_photo_that_was_asked_for_is_opened_instead(qtbot, window: Window, photo_file: Path, never_used) -> None:
    app.start(window.session, [str(photo_file)])
    qtbot.waitUntil(lambda: window.session.document is not None)
    qtbot.wait(100)
    assert window.session.document.original.source == photo_file
    assert not has_mask(window)


def test_a_user_who_is_quicker_keeps_the_own_photo(qtbot, window: Window, photo_file: Path) -> None:
    MarkedSample(window.session).show()
    window.session.opener.open(photo_file)
    qtbot.waitUntil(lambda: window.session.document is not None)
    qtbot.wait(200)
    assert window.session.document.original.source == photo_file
    assert not has_mask(window)
