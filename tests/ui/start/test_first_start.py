"""Who starts the program for the first time sees something that works, and is asked nothing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from desktop_unet.paths import sample_mask, sample_photo
from desktop_unet.settings import Settings, save_settings
from desktop_unet.ui import app
from desktop_unet.ui.start.first_start import FirstStart
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
    FirstStart(window.session).show_sample()
    window.session.opener.open(photo_file)
    qtbot.waitUntil(lambda: window.session.document is not None)
    qtbot.wait(200)
    assert window.session.document.original.source == photo_file
    assert not has_mask(window)
