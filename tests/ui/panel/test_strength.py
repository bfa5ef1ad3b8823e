"""Strength in the window: found in the photo, or set by hand; and cleaning up without enlarging."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop_unet.imaging.codec import read_photo
from desktop_unet.imaging.damage import compress
from desktop_unet.imaging.damage_estimate import estimate_damage
from desktop_unet.imaging.geometry import Extent
from desktop_unet.imaging.target_size import TargetSize
from desktop_unet.studio import restoring
from desktop_unet.ui.panel.strength_box import StrengthBox
from desktop_unet.ui.window.window import Window
from tests.ui.driving import NETWORKS, HandEngine, idle, make_pixels


@pytest.fixture
def damaged_file(tmp_path: Path) -> Path:
    """A PNG that was a JPEG of quality 30, 200 x 296."""
    path = tmp_path / "damaged.png"
    blocks = make_pixels(25, 37, seed=2).repeat(8, 0).repeat(8, 1)
    Image.fromarray(compress(np.clip(blocks + make_pixels(200, 296) % 30, 0, 255).astype(np.uint8), 30)).save(path)
    return path


@pytest.fixture
def damaged(qtbot, window: Window, damaged_file: Path) -> Window:
    """The window with ``damaged_file`` open, and its damage found."""
    window.session.opener.open(damaged_file)
    qtbot.waitUntil(lambda: window.session.strengths.found is not None)
    return window


def box(window: Window) -> StrengthBox:
    return window.panel.enlarge.strength


def run(qtbot, window: Window) -> None:
    QTest.mouseClick(window.panel.run_box.run, Qt.MouseButton.LeftButton)
    idle(qtbot, window.session)


def test_auto_shows_what_the_engine_will_find(damaged: Window, damaged_file: Path) -> None:
    found = estimate_damage(read_photo(damaged_file)).strength
    assert found > 0.5
    assert box(damaged).auto.isChecked()
    assert box(damaged).slider.value() == round(100 * found)
    assert box(damaged).value.text() == f"{round(100 * found)} %"
    assert "was found" in box(damaged).origin.text()


def test_on_auto_the_engine_is_left_to_find_the_strength(qtbot, damaged: Window, engine: HandEngine) -> None:
    run(qtbot, damaged)
    assert engine.requests[0].strength is None


@pytest.mark.parametrize("way", ["key", "page"])
def test_moving_the_slider_turns_auto_off_and_is_what_the_engine_is_told(
    qtbot, damaged: Window, engine: HandEngine, way: str
) -> None:
    slider = box(damaged).slider
    before = slider.value()
    QTest.keyClick(slider, Qt.Key.Key_Left if way == "key" else Qt.Key.Key_PageDown)
    assert slider.value() == before - (1 if way == "key" else 10)
    assert not box(damaged).auto.isChecked()
    assert box(damaged).origin.text() == "Set by hand."
    run(qtbot, damaged)
    assert engine.requests[0].strength == pytest.approx(slider.value() / 100)


def test_auto_brings_back_what_was_found_and_leaving_it_keeps_the_slider(damaged: Window) -> None:
    found = box(damaged).slider.value()
    box(damaged).slider.setValue(7)
    QTest.mouseClick(box(damaged).auto, Qt.MouseButton.LeftButton)
    assert box(damaged).slider.value() == found
    assert damaged.session.options.strength is None
    box(damaged).auto.setFocus()
    QTest.keyClick(box(damaged).auto, Qt.Key.Key_Space)
    assert damaged.session.options.strength == found / 100
    assert box(damaged).slider.value() == found


def test_another_photo_begins_on_auto(qtbot, damaged: Window, photo_file: Path) -> None:
    damaged.session.set_options(strength=0.9)
    before = damaged.session.document
    damaged.session.opener.open(photo_file)
    qtbot.waitUntil(lambda: damaged.session.document is not before)
    assert box(damaged).auto.isChecked()
    qtbot.waitUntil(lambda: damaged.session.strengths.found is not None)
    assert box(damaged).slider.value() == round(100 * estimate_damage(read_photo(photo_file)).strength)


def test_looking_for_damage_blocks_neither_window_nor_photo(qtbot, window: Window, photo_file, monkeypatch) -> None:
    go, seen = threading.Event(), []

    def look(_photo) -> float:
        seen.append(threading.current_thread())
        go.wait(10)
        return 0.42

    monkeypatch.setattr(restoring, "find_strength", look)
    window.session.opener.open(photo_file)
    qtbot.waitUntil(lambda: bool(seen))
    assert window.session.document is not None
    assert not window.session.is_busy
    assert seen[0] is not threading.main_thread()
    assert box(window).origin.text() == "Looking for damage…"
    assert (box(window).value.text(), box(window).slider.value()) == ("", 0)
    go.set()
    qtbot.waitUntil(lambda: box(window).value.text() == "42 %")


def test_what_was_found_in_a_photo_that_has_gone_is_not_shown(qtbot, window, photo_file, damaged_file, monkeypatch):
    strengths = {300: 0.11, 200: 0.77}
    monkeypatch.setattr(restoring, "find_strength", lambda photo: strengths[photo.height])
    window.session.opener.open(photo_file)
    qtbot.waitUntil(lambda: window.session.document is not None)
    first = window.session.document
    window.session.opener.open(damaged_file)
    qtbot.waitUntil(lambda: window.session.document is not first and window.session.strengths.found is not None)
    assert box(window).value.text() == "77 %"


def test_each_photo_is_looked_at_once_and_a_filled_one_anew(qtbot, opened: Window, monkeypatch) -> None:
    qtbot.waitUntil(lambda: opened.session.strengths.found is not None)
    looked = []
    monkeypatch.setattr(restoring, "find_strength", lambda photo: looked.append(photo) or 0.5)
    run(qtbot, opened)
    opened.session.undo()
    opened.session.redo()
    assert looked == []
    opened.session.undo()
    opened.session.masking.take_tool("brush")
    opened.session.masking.begin_stroke((100.0, 120.0), erase=False)
    opened.session.masking.end_stroke()
    run(qtbot, opened)
    qtbot.waitUntil(lambda: looked == [opened.session.document.photo])


def test_the_strength_is_no_edit(damaged: Window) -> None:
    box(damaged).slider.setValue(3)
    assert "undo" not in damaged.session.state.holds
    assert not damaged.isWindowModified()


def test_another_strength_is_another_question(qtbot, damaged: Window, engine: HandEngine) -> None:
    for strength in (None, 0.3, 0.3):
        damaged.session.set_options(strength=strength)
        run(qtbot, damaged)
    assert [request.strength for request in engine.requests] == [None, 0.3]
    damaged.session.restorer.compare_variants()
    idle(qtbot, damaged.session)
    assert (engine.requests[-1].strength, engine.requests[-1].choices.variant) == (0.3, "no-skip")


def test_cleaning_up_keeps_the_size_and_says_what_it_is(qtbot, damaged: Window, engine: HandEngine) -> None:
    QTest.mouseClick(damaged.panel.tasks.buttons["clean"], Qt.MouseButton.LeftButton)
    assert damaged.panel.run_box.run.text() == "Clean up"
    before = damaged.session.document.photo.extent
    run(qtbot, damaged)
    assert engine.requests[0].scale == 1
    assert damaged.session.document.photo.extent == before
    assert damaged.shown_view is damaged.slider
    assert damaged.actions_by_name["undo"].text() == "&Undo clean up"


def test_a_cleaned_up_photo_is_named_so(qtbot, damaged: Window, answers) -> None:
    damaged.session.set_options(task="clean")
    run(qtbot, damaged)
    damaged.actions_by_name["save_as"].trigger()
    assert answers.asked == ["save damaged-clean.png"]


def test_cleaning_up_goes_by_no_size_and_leaves_that_of_enlarging(qtbot, damaged: Window, engine: HandEngine) -> None:
    damaged.session.set_options(scale=3, target=TargetSize(Extent(400, 600)))
    QTest.mouseClick(damaged.panel.tasks.buttons["clean"], Qt.MouseButton.LeftButton)
    assert damaged.panel.clean.strength.isVisible()
    damaged.panel.clean.strength.slider.setValue(30)
    run(qtbot, damaged)
    request = engine.requests[0]
    assert (request.scale, request.target, request.strength) == (1, None, pytest.approx(0.3))
    damaged.session.restorer.compare_variants()
    idle(qtbot, damaged.session)
    assert [request.scale for request in engine.requests] == [1, 1]
    assert engine.requests[1].choices.variant == "no-skip"
    QTest.mouseClick(damaged.panel.tasks.buttons["upscale"], Qt.MouseButton.LeftButton)
    assert (damaged.session.options.scale, damaged.session.options.target) == (3, TargetSize(Extent(400, 600)))


def test_networks_that_have_not_learnt_it_say_so_beside_run(opened: Window, engine: HandEngine) -> None:
    opened.session.network_files.take_installed(replace(NETWORKS, scales=(2, 4)))
    assert list(opened.panel.enlarge.scales.buttons) == [2, 4]
    assert opened.session.options.scale in (2, 4)
    assert opened.panel.run_box.run.isEnabled()
    opened.session.choose_task("clean")
    assert not opened.panel.run_box.run.isEnabled()
    assert opened.panel.run_box.text.text() == "The chosen network does not clean up."
    opened.session.restorer.start()
    assert "does not clean up" in opened.message.text.text()
    assert engine.requests == []


def test_a_network_that_takes_no_strength_disables_the_slider(opened: Window) -> None:
    opened.session.network_files.take_installed(replace(NETWORKS, told_strength=frozenset({"skip"})))
    assert box(opened).slider.isEnabled()
    opened.session.set_options(variant="no-skip")
    assert not box(opened).slider.isEnabled()
    assert "has no strength setting" in box(opened).origin.text()
