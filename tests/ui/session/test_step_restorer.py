"""Restore in the window: what is on is done as one edit with a result per step, and again only where it must be."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop_unet.document.document import Document
from desktop_unet.engine.task import InpaintRequest
from desktop_unet.imaging.geometry import Extent
from desktop_unet.studio import damage_search, networks
from desktop_unet.ui.panel.restore_page import RestorePage
from desktop_unet.ui.window.window import Window
from tests.studio.finders import bright_is_damage, scratched
from tests.ui.driving import NETWORKS, HandEngine, idle, wait_until_started

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def old_file(tmp_path: Path) -> Path:
    """A photo of 120 x 170 with two scratches, which was a JPEG."""
    path = tmp_path / "old.png"
    Image.fromarray(scratched().pixels).save(path)
    return path


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A finder to whom pure white is damage; with each look the name of its card."""
    seen: list[str] = []

    def look(photo, choices, report):
        seen.append(str(choices.card))
        return bright_is_damage(photo, choices, report)

    monkeypatch.setattr(damage_search, "check_card", lambda card: None)
    monkeypatch.setattr(damage_search, "call_finder", look)
    cards = {("segment", variant): f"damage-{variant}" for variant in ("skip", "no-skip")}
    monkeypatch.setattr(networks, "list_networks", lambda: replace(NETWORKS, cards={**NETWORKS.cards, **cards}))
    return seen


@pytest.fixture
def restoring(qtbot, window: Window, looks: list[str], old_file: Path) -> Window:
    """The window on the page Restore, with an old photo open that has been looked at."""
    session = window.session
    session.network_files.list_installed()
    qtbot.waitUntil(lambda: session.networks.has_finder)
    session.set_options(task="restore")
    session.opener.open(old_file)
    qtbot.waitUntil(lambda: session.state.plan is not None)
    return window


def run(qtbot, window: Window) -> Document:
    QTest.mouseClick(window.panel.run_box.run, LEFT)
    idle(qtbot, window.session)
    return window.session.document


def page(window: Window) -> RestorePage:
    return window.panel.restore


def texts(window: Window) -> list[str]:
    return [row.found.text() for row in page(window).rows.values()]


def switched_on(window: Window) -> list[str]:
    return [name for name, row in page(window).rows.items() if row.switch.isChecked()]


def asked(engine: HandEngine) -> list[object]:
    return [getattr(request, "scale", "fill") for request in engine.requests]


def settle(qtbot, window: Window) -> None:
    """Wait until the slider's rest has been noticed and looked at."""
    qtbot.wait(200)
    qtbot.waitUntil(lambda: window.session.state.plan.step("damage").is_known)


def test_the_page_says_what_was_found_and_has_on_what_makes_sense(restoring: Window, looks: list[str]) -> None:
    assert page(restoring).isVisible()
    assert texts(restoring) == ["2 scratches and spots, 6.4 %", "noise", "not faded", "small: 170 × 120"]
    assert switched_on(restoring) == ["damage", "clean", "enlarge"]
    assert restoring.panel.run_box.run.text() == "Restore"
    assert not restoring.panel.run_box.preview.isEnabled()
    assert looks == ["damage-skip"]


def test_one_press_does_all_steps_as_one_edit_with_a_result_for_each(
    qtbot, restoring: Window, engine: HandEngine
) -> None:
    document = run(qtbot, restoring)
    assert asked(engine) == ["fill", 1, 2]
    fill = engine.requests[0]
    assert isinstance(fill, InpaintRequest)
    assert (fill.mask > 0)[(document.original.pixels == 255).all(axis=2)].all()
    assert document.photo.extent == Extent(240, 340)
    names = [each.name for each in restoring.session.comparison.compared.renditions]
    assert names == ["Original", "Damage filled, skip", "Cleaned up, skip", "Enlarged ×2, skip"]
    assert restoring.shown_view is restoring.slider
    assert not document.has_mask
    assert restoring.actions_by_name["undo"].text() == "&Undo restore"
    restoring.actions_by_name["undo"].trigger()
    assert document.photo is document.original
    restoring.actions_by_name["redo"].trigger()
    assert document.photo.extent == Extent(240, 340)


def test_restoring_again_is_estimated_by_the_photo_that_it_begins_with(qtbot, restoring: Window) -> None:
    session = restoring.session
    qtbot.waitUntil(lambda: session.run_estimate.now is not None)
    first = session.run_estimate.now.megapixels
    session.restorer.start()
    idle(qtbot, session)
    qtbot.waitUntil(lambda: session.run_estimate.now.seconds is not None and not session.run_estimate.is_due)
    assert session.document.photo.extent.pixels / 1e6 == pytest.approx(first)
    assert session.run_estimate.now.megapixels == pytest.approx(first)


def test_any_step_can_be_gone_back_to(qtbot, restoring: Window) -> None:
    document, session = run(qtbot, restoring), restoring.session
    filled = session.comparison.compared.renditions[1]
    session.keep(filled)
    assert document.photo is filled.photo
    assert len(document.results) == 1


def test_a_switch_leaves_a_step_out_and_only_what_depends_on_it_is_done_again(
    qtbot, restoring: Window, engine: HandEngine
) -> None:
    run(qtbot, restoring)
    QTest.mouseClick(page(restoring).rows["enlarge"].fold, LEFT)
    QTest.mouseClick(page(restoring).rows["enlarge"].setting.scales.buttons[3], LEFT)
    document = run(qtbot, restoring)
    assert asked(engine) == ["fill", 1, 2, 3]
    assert document.photo.extent == Extent(360, 510)
    assert len(document.results) == 3
    page(restoring).rows["enlarge"].switch.click()
    document = run(qtbot, restoring)
    assert asked(engine) == ["fill", 1, 2, 3]
    assert document.photo.extent == Extent(120, 170)
    page(restoring).rows["clean"].setting.slider.setValue(90)
    run(qtbot, restoring)
    assert asked(engine)[4:] == [1]
    assert engine.requests[-1].strength == 0.9


def test_sensitivity_moves_a_threshold_on_one_look(qtbot, restoring: Window, looks: list[str]) -> None:
    slider = page(restoring).rows["damage"].setting.sensitivity
    for value in (30, 60, 75):
        slider.setValue(value)
    settle(qtbot, restoring)
    assert restoring.session.steps.findings.marks.threshold == 0.25
    assert looks == ["damage-skip"]


def test_marks_are_edited_over_the_photo_and_what_was_painted_is_filled(
    qtbot, restoring: Window, engine: HandEngine
) -> None:
    session, document = restoring.session, run(qtbot, restoring)
    edit = page(restoring).rows["damage"].setting.edit
    edit.click()
    assert document.photo is document.original
    assert np.array_equal(document.mask, engine.requests[0].mask)
    assert session.options.paints
    assert restoring.shown_view is restoring.canvas
    session.masking.take_tool("brush")
    assert session.options.task == "restore"
    session.masking.begin_stroke((100.0, 130.0), erase=False)
    session.masking.end_stroke()
    session.masking.begin_stroke((31.0, 60.0), erase=True)
    session.masking.end_stroke()
    painted = document.mask.copy()
    assert page(restoring).rows["damage"].found.text().startswith("marked by hand")
    run(qtbot, restoring)
    assert asked(engine) == ["fill", 1, 2, "fill", 1, 2]
    assert np.array_equal(engine.requests[3].mask, painted)
    assert not session.options.edits_marks
    page(restoring).rows["enlarge"].switch.click()
    run(qtbot, restoring)  # with the marks that were painted, not with those found
    assert asked(engine)[6:] == []
    assert len(document.results) == 2


def test_what_is_painted_over_a_result_is_filled_too(qtbot, restoring: Window, engine: HandEngine) -> None:
    document, session = run(qtbot, restoring), restoring.session
    session.masking.take_tool("brush")
    session.masking.begin_stroke((200.0, 260.0), erase=False)
    session.masking.end_stroke()
    session.set_options(task="restore")
    before = engine.requests[0].mask
    document = run(qtbot, restoring)
    after = engine.requests[3].mask
    assert after[100, 130] == 255
    assert (after[before > 0] == 255).all()
    assert len(document.results) == 3


def test_erasing_every_mark_fills_nothing(qtbot, restoring: Window, engine: HandEngine) -> None:
    page(restoring).rows["damage"].setting.edit.click()
    restoring.session.masking.clear()
    document = run(qtbot, restoring)
    assert asked(engine) == [1, 2]
    assert len(document.results) == 2


class StopAtTheSecond(list):
    """Requests; the engine stands still from the second one on."""

    def __init__(self, engine: HandEngine) -> None:
        super().__init__()
        self._engine = engine

    def append(self, request: object) -> None:
        super().append(request)
        if len(self) == 2:
            self._engine.go.clear()


def test_cancel_keeps_the_steps_that_are_finished(qtbot, restoring: Window, engine: HandEngine) -> None:
    session, engine.requests = restoring.session, StopAtTheSecond(engine)
    session.restorer.start()
    qtbot.waitUntil(lambda: len(engine.requests) == 2)
    session.awaited.cancel()
    idle(qtbot, session)
    assert [result.asked.step for result in session.document.results] == ["damage"]
    assert restoring.message.text.text() == "Cancelled; the steps that were finished are kept."
    engine.go.set()
    run(qtbot, restoring)
    assert asked(engine) == ["fill", 1, 1, 2]
    assert len(session.document.results) == 3


def test_cancelled_before_a_step_was_finished_nothing_is_changed(qtbot, restoring: Window, engine: HandEngine) -> None:
    engine.go.clear()
    restoring.session.restorer.start()
    wait_until_started(engine)
    restoring.session.awaited.cancel()
    idle(qtbot, restoring.session)
    assert restoring.session.document.results == ()
    assert restoring.panel.run_box.run.isEnabled()


def test_both_variants_of_all_steps_are_compared(qtbot, restoring: Window, engine: HandEngine) -> None:
    restoring.actions_by_name["compare_variants"].trigger()
    idle(qtbot, restoring.session)
    document = restoring.session.document
    assert asked(engine) == ["fill", 1, 2, "fill", 1, 2]
    assert [request.choices.variant for request in engine.requests] == ["skip"] * 3 + ["no-skip"] * 3
    assert all(set(result.photos) == {"skip", "no-skip"} for result in document.results)
    assert restoring.shown_view is restoring.side
    run(qtbot, restoring)
    assert len(engine.requests) == 6


def test_a_photo_that_lacks_nothing_stays_as_it_is_and_that_is_said(
    qtbot, restoring: Window, engine: HandEngine
) -> None:
    for name in ("damage", "clean", "enlarge"):
        page(restoring).rows[name].switch.click()
    document = run(qtbot, restoring)
    assert (document.results, engine.requests) == ((), [])
    assert restoring.message.text.text() == "No step was to be done, so the photo stays as it is."


def test_switches_belong_to_a_photo(qtbot, restoring: Window, other_file: Path) -> None:
    page(restoring).rows["enlarge"].switch.click()
    page(restoring).rows["damage"].setting.edit.click()
    restoring.session.opener.open(other_file)
    qtbot.waitUntil(lambda: restoring.session.document.photo.extent == Extent(120, 200))
    qtbot.waitUntil(lambda: restoring.session.state.plan is not None)
    assert "enlarge" in switched_on(restoring)
    assert not restoring.session.options.edits_marks


def test_restore_waits_for_the_look_that_is_under_way(
    qtbot, window: Window, engine: HandEngine, looks: list[str], old_file: Path
) -> None:
    session = window.session
    session.network_files.list_installed()
    qtbot.waitUntil(lambda: session.networks.has_finder)
    session.set_options(task="restore")
    session.opener.open(old_file)
    qtbot.waitUntil(lambda: session.document is not None)
    session.restorer.start()
    idle(qtbot, session)
    assert asked(engine) == ["fill", 1, 2]
    assert looks == ["damage-skip"]


def test_without_a_finder_damage_is_looked_for_once_it_is_switched_on(
    qtbot, window: Window, engine: HandEngine, old_file: Path
) -> None:
    session = window.session
    session.set_options(task="restore")
    session.opener.open(old_file)
    qtbot.waitUntil(lambda: session.state.plan is not None)
    assert texts(window)[0] == "not looked for yet"
    assert switched_on(window) == ["clean", "enlarge"]
    page(window).rows["damage"].switch.click()
    settle(qtbot, window)
    assert "%" in texts(window)[0]
    run(qtbot, window)
    assert asked(engine) == ["fill", 1, 2]


# --- the look of what is enlarged ---------------------------------------------------------------


def sharp_where(window: Window, *variants: str) -> None:
    session = window.session
    session.networks = replace(session.networks, sharp=dict.fromkeys(variants, (2, 3, 4)))
    session.resolve()


def test_the_look_is_chosen_under_the_step_that_enlarges_and_only_that_is_done_again(
    qtbot, restoring: Window, engine: HandEngine
) -> None:
    sharp_where(restoring, "skip")
    row = page(restoring).rows["enlarge"]
    QTest.mouseClick(row.fold, LEFT)
    assert row.setting.look.isVisible()
    run(qtbot, restoring)
    assert all(request.choices.look == "natural" for request in engine.requests)
    before = len(engine.requests)
    QTest.mouseClick(row.setting.look.looks.buttons["sharp"], LEFT)
    run(qtbot, restoring)
    assert [request.scale for request in engine.requests[before:]] == [2]
    assert engine.requests[-1].choices.look == "sharp"
    assert restoring.session.comparison.compared.b.name == "Enlarged ×2, sharp, skip"


def test_why_there_is_one_look_is_said_for_the_steps_own_size(restoring: Window) -> None:
    sharp_where(restoring, "skip")
    look = page(restoring).rows["enlarge"].setting.look
    restoring.session.set_options(scale=8)
    assert look.looks.buttons["sharp"].isEnabled(), "that is the size of another page"
    sharp_where(restoring)
    assert not look.looks.buttons["sharp"].isEnabled()
    assert look.why_one.text() == "No network with the sharp look is installed."


def test_side_by_side_both_variants_have_one_look(qtbot, restoring: Window, engine: HandEngine) -> None:
    sharp_where(restoring, "skip")
    restoring.session.set_options(look="sharp")
    restoring.actions_by_name["compare_variants"].trigger()
    idle(qtbot, restoring.session)
    assert {request.choices.look for request in engine.requests} == {"natural"}
