"""From Run to a result: progress, cancel, failure, and what comes of both variants."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop_unet.errors import MemoryShort
from desktop_unet.imaging.geometry import Extent
from desktop_unet.ui.look.words import time_left
from desktop_unet.ui.session.session import Session
from desktop_unet.ui.window.window import Window
from tests.ui.driving import HandEngine, idle, wait_until_started

CONTROL = Qt.KeyboardModifier.ControlModifier


def paint(window: Window) -> None:
    window.session.masking.take_tool("brush")
    window.session.masking.begin_stroke((100.0, 120.0), erase=False)
    window.session.masking.extend_stroke((140.0, 260.0))
    window.session.masking.end_stroke()


def run(qtbot, window: Window) -> None:
    QTest.mouseClick(window.panel.run_box.run, Qt.MouseButton.LeftButton)
    idle(qtbot, window.session)


def test_the_scales_of_the_installed_networks_are_offered(opened: Window) -> None:
    assert list(opened.panel.enlarge.scales.buttons) == [2, 3, 4, 8], "cleaning up is a page of its own"
    assert all(button.isEnabled() for button in opened.panel.enlarge.scales.buttons.values())


def test_enlarging_shows_before_and_after(qtbot, opened: Window, engine: HandEngine) -> None:
    QTest.mouseClick(opened.panel.enlarge.scales.buttons[3], Qt.MouseButton.LeftButton)
    assert opened.panel.run_box.run.text() == "Enlarge ×3"
    run(qtbot, opened)
    assert engine.requests[0].scale == 3
    assert engine.requests[0].choices.variant == "skip"
    assert opened.session.document.photo.extent == Extent(900, 1260)
    assert opened.shown_view is opened.slider
    assert opened.status.photo_size.text() == "1260 × 900 px"
    assert opened.isWindowModified()


def test_the_status_line_names_device_and_network(qtbot, opened: Window) -> None:
    assert opened.status.device.text() == "Device: auto"
    assert opened.status.network.text() == "Network: upscale-skip"
    run(qtbot, opened)
    assert opened.status.device.text() == "Device: cpu (test), fp32"


def test_notes_of_the_engine_are_shown(qtbot, opened: Window) -> None:
    run(qtbot, opened)
    assert opened.message.text.text() == "Tiles were made smaller."
    assert opened.message.kind == "note"


def test_filling_takes_the_mask_as_it_was_painted_and_clears_it(qtbot, opened: Window, engine: HandEngine) -> None:
    paint(opened)
    painted = opened.session.document.mask.copy()
    run(qtbot, opened)
    request = engine.requests[0]
    assert np.array_equal(request.mask, painted)
    assert not request.mask.flags.writeable
    assert not opened.session.document.has_mask
    assert opened.stack.currentWidget() is opened.canvas
    outside = painted == 0
    document = opened.session.document
    assert np.array_equal(document.photo.pixels[outside], document.original.pixels[outside])
    assert not np.array_equal(document.photo.pixels[~outside], document.original.pixels[~outside])


def test_undo_takes_the_result_back_and_redo_brings_it(qtbot, opened: Window) -> None:
    run(qtbot, opened)
    result = opened.session.document.photo
    assert opened.actions_by_name["undo"].text() == "&Undo enlarge ×4"
    QTest.keyClick(opened, Qt.Key.Key_Z, CONTROL)
    assert opened.session.document.photo is opened.session.document.original
    assert opened.stack.currentWidget() is opened.canvas
    assert not opened.isWindowModified()
    QTest.keyClick(opened, Qt.Key.Key_Y, CONTROL)
    assert opened.session.document.photo is result


def test_nothing_painted_means_nothing_to_fill(opened: Window, engine: HandEngine) -> None:
    opened.session.masking.take_tool("brush")
    assert not opened.panel.run_box.run.isEnabled()
    QTest.keyClick(opened, Qt.Key.Key_Return, CONTROL)
    assert "paint over" in opened.message.text.text()
    assert engine.requests == []


def test_progress_and_time_left_are_shown_while_the_engine_runs(qtbot, opened: Window, engine: HandEngine) -> None:
    engine.go.clear()
    opened.session.restorer.start()
    wait_until_started(engine)
    box = opened.panel.run_box
    qtbot.waitUntil(lambda: box.text.text() == "Working · about 12 s left")
    assert box.bar.isVisible()
    assert box.bar.maximum() == engine.TILES
    assert box.cancel.isVisible()
    assert not box.run.isVisible()
    assert not opened.actions_by_name["save_as"].isEnabled()
    engine.go.set()
    idle(qtbot, opened.session)
    assert not box.bar.isVisible()
    assert box.run.isVisible()


@pytest.mark.parametrize("way", ["button", "key"])
def test_cancel_stops_and_leaves_the_photo_as_it_was(qtbot, opened: Window, engine: HandEngine, way: str) -> None:
    engine.go.clear()
    opened.session.restorer.start()
    wait_until_started(engine)
    if way == "button":
        QTest.mouseClick(opened.panel.run_box.cancel, Qt.MouseButton.LeftButton)
    else:
        QTest.keyClick(opened, Qt.Key.Key_Escape)
    assert opened.panel.run_box.cancel.text() == "Cancelling…"
    assert not opened.panel.run_box.cancel.isEnabled()
    idle(qtbot, opened.session)
    assert opened.session.document.results == ()
    assert opened.panel.run_box.run.isEnabled()
    engine.go.set()
    run(qtbot, opened)
    assert len(opened.session.document.results) == 1


@pytest.mark.parametrize(("error", "words"), [(MemoryShort(), "not enough memory"), (ValueError("odd"), "unexpected")])
def test_a_failing_engine_says_why_and_harms_nothing(qtbot, opened: Window, engine: HandEngine, error, words) -> None:
    paint(opened)
    mask = opened.session.document.mask.copy()
    engine.error = error
    run(qtbot, opened)
    assert words in opened.message.text.text()
    assert opened.message.kind == "error"
    assert np.array_equal(opened.session.document.mask, mask)
    assert opened.session.document.results == ()
    assert opened.panel.run_box.run.isEnabled()


def test_opening_another_photo_drops_the_running_job(qtbot, alone: Session, engine: HandEngine, other_file) -> None:
    engine.go.clear()
    alone.restorer.start()
    wait_until_started(engine)
    before = alone.document
    alone.opener.open(other_file)
    qtbot.waitUntil(lambda: alone.document is not before)
    engine.go.set()
    qtbot.wait(100)
    assert alone.document.results == ()


# --- both variants ----------------------------------------------------------------------------


def test_side_by_side_runs_both_variants_when_there_is_no_result(qtbot, opened: Window, engine: HandEngine) -> None:
    opened.actions_by_name["compare_variants"].trigger()
    idle(qtbot, opened.session)
    assert [request.choices.variant for request in engine.requests] == ["skip", "no-skip"]
    assert opened.shown_view is opened.side
    assert set(opened.session.document.last_result.photos) == {"skip", "no-skip"}


def test_side_by_side_runs_only_the_missing_variant(qtbot, opened: Window, engine: HandEngine) -> None:
    paint(opened)
    opened.session.set_options(fill="smooth")
    run(qtbot, opened)
    opened.actions_by_name["compare_variants"].trigger()
    idle(qtbot, opened.session)
    assert [request.choices.variant for request in engine.requests] == ["skip", "no-skip"]
    assert np.array_equal(engine.requests[0].mask, engine.requests[1].mask)
    opened.actions_by_name["mode:edit"].trigger()
    opened.actions_by_name["compare_variants"].trigger()
    assert len(engine.requests) == 2


@pytest.mark.parametrize(("chosen", "asked"), [("auto", "smooth"), ("smooth", "smooth"), ("texture", "texture")])
def test_fills_are_compared_without_borrowed_texture_unless_that_was_chosen(
    qtbot, opened: Window, engine: HandEngine, chosen: str, asked: str
) -> None:
    paint(opened)
    opened.session.set_options(fill=chosen)
    opened.actions_by_name["compare_variants"].trigger()
    idle(qtbot, opened.session)
    assert [request.fill for request in engine.requests] == [asked, asked]


def test_comparing_what_was_filled_with_texture_fills_the_same_hole_anew_in_its_place(
    qtbot, opened: Window, engine: HandEngine
) -> None:
    paint(opened)
    run(qtbot, opened)
    first = opened.session.document.photo
    opened.actions_by_name["compare_variants"].trigger()
    idle(qtbot, opened.session)
    assert [(request.fill, request.choices.variant) for request in engine.requests] == [
        ("auto", "skip"),
        ("smooth", "skip"),
        ("smooth", "no-skip"),
    ]
    assert len({id(request.mask) for request in engine.requests}) == 1
    assert len(opened.session.document.results) == 1
    assert first in [each.photo for each in opened.session.comparison.compared.renditions]
    opened.actions_by_name["compare_variants"].trigger()
    assert len(engine.requests) == 3
    opened.actions_by_name["undo"].trigger()
    assert opened.session.document.photo is first


def test_progress_counts_both_variants(qtbot, alone: Session, engine: HandEngine) -> None:
    steps = []
    alone.awaited.progressed.connect(steps.append)
    alone.restorer.compare_variants()
    idle(qtbot, alone)
    counted = [step for step in steps if step is not None and step.total == 2 * engine.TILES]
    assert [step.done for step in counted] == list(range(2 * engine.TILES))
    assert {step.text for step in counted} == {
        "Skip: Working",
        "No skip: Working",
    }
    assert counted[0].seconds_left is not None


def test_the_other_variant_can_be_kept(qtbot, opened: Window) -> None:
    opened.session.restorer.compare_variants()
    idle(qtbot, opened.session)
    skip, no_skip = opened.side.columns
    assert (skip.keep.text(), no_skip.keep.text()) == ("Kept", "Keep this one")
    QTest.mouseClick(no_skip.keep, Qt.MouseButton.LeftButton)
    result = opened.session.document.last_result
    assert opened.session.document.photo is result.photos["no-skip"]
    assert opened.session.options.variant == "no-skip"
    assert (skip.keep.text(), no_skip.keep.text()) == ("Keep this one", "Kept")
    opened.actions_by_name["undo"].trigger()
    assert opened.session.document.photo is result.photos["skip"]


def test_asking_for_what_has_been_done_computes_nothing(qtbot, opened: Window, engine: HandEngine) -> None:
    run(qtbot, opened)
    run(qtbot, opened)
    assert len(engine.requests) == 1
    assert len(opened.session.document.results) == 1


def test_a_failed_comparison_leaves_the_view_where_it_was(qtbot, opened: Window, engine: HandEngine) -> None:
    engine.error = MemoryShort()
    opened.actions_by_name["compare_variants"].trigger()
    idle(qtbot, opened.session)
    assert opened.stack.currentWidget() is opened.canvas
    assert opened.actions_by_name["mode:edit"].isChecked()


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(None, ""), (0.4, ""), (11.2, " · about 12 s left"), (89, " · about 89 s left"), (100, " · about 2 min left")],
)
def test_the_time_left_is_said_no_more_exactly_than_it_is_known(seconds, text) -> None:
    assert time_left(seconds) == text
