"""Beside Run stands what a run will take, once runs of its kind were measured; only those that end well are."""

from __future__ import annotations

import pytest

from desktop_unet.studio.run_times import Estimate
from desktop_unet.ui.look.words import estimate_text
from desktop_unet.ui.window.window import Window
from tests.ui.driving import HandEngine, idle


def said(window: Window) -> str:
    return window.panel.run_box.text.text()


def wait_for(qtbot, window: Window, text: str) -> None:
    qtbot.waitUntil(lambda: text in said(window))


def test_the_size_of_the_result_at_once_and_the_time_once_it_was_measured(qtbot, opened: Window) -> None:
    wait_for(qtbot, opened, "2.0 megapixels")
    assert "About" not in said(opened)
    opened.actions_by_name["run"].trigger()
    idle(qtbot, opened.session)
    ((megapixels, seconds),) = next(iter(opened.session.settings.run_times.values()))
    assert megapixels == 0.126
    assert seconds > 0
    opened.session.undo()
    wait_for(qtbot, opened, "About")
    opened.session.set_options(scale=2)
    wait_for(qtbot, opened, "0.5 megapixels")
    assert "About" not in said(opened)


@pytest.mark.parametrize("end", ["cancelled", "failed", "another"])
def test_a_run_that_does_not_end_well_is_not_measured(qtbot, opened: Window, engine: HandEngine, end: str) -> None:
    if end == "failed":
        engine.error = RuntimeError("broken")
    engine.go.clear()
    opened.actions_by_name["run"].trigger()
    if end == "cancelled":
        opened.actions_by_name["cancel"].trigger()
    if end == "another":
        opened.session.opener.open(opened.session.document.original.source.with_name("no.png"))
    engine.go.set()
    idle(qtbot, opened.session)
    assert opened.session.settings.run_times == {}


def test_the_time_until_the_engine_begins_does_not_count(
    qtbot, opened: Window, engine: HandEngine, monkeypatch
) -> None:
    estimate, clock = opened.session.run_estimate, [100.0]
    monkeypatch.setattr("desktop_unet.ui.session.run_estimate.time.monotonic", lambda: clock[0])
    engine.go.clear()
    seen = []
    opened.session.awaited.progressed.connect(lambda step: seen.append(step) if step and step.total else None)
    opened.actions_by_name["run"].trigger()
    assert estimate._began is None
    clock[0] += 8  # the engine is loaded meanwhile
    qtbot.waitUntil(lambda: bool(seen))
    clock[0] += 3
    engine.go.set()
    idle(qtbot, opened.session)
    ((_megapixels, seconds),) = next(iter(opened.session.settings.run_times.values()))
    assert seconds == 3.0


def test_previews_and_other_fills_are_no_runs(qtbot, opened: Window) -> None:
    opened.session.restorer.preview()
    idle(qtbot, opened.session)
    assert opened.session.settings.run_times == {}


def test_what_is_missing_is_said_first(qtbot, opened: Window) -> None:
    opened.session.choose_task("inpaint")
    wait_for(qtbot, opened, "Nothing is marked yet")
    opened.session.masking.begin_stroke((100.0, 100.0), erase=False)
    opened.session.masking.end_stroke()
    wait_for(qtbot, opened, "0.1 megapixels")


def test_restoring_in_steps_is_measured_too(qtbot, opened: Window) -> None:
    opened.session.set_options(task="restore")
    qtbot.waitUntil(lambda: opened.session.state.plan is not None and opened.session.state.run.can_run)
    wait_for(qtbot, opened, "megapixels")
    opened.actions_by_name["run"].trigger()
    idle(qtbot, opened.session)
    (kind,) = opened.session.settings.run_times
    assert kind.startswith("steps ")


@pytest.mark.parametrize(
    ("estimate", "text"),
    [
        (Estimate(None, 48.2, 600_000_000), "48 megapixels · 0.6 GB"),
        (Estimate(33.0, 48.2, 600_000_000), "About 40 s · 48 megapixels · 0.6 GB"),
        (Estimate(0.4, 0.5, 4_000_000), "About 1 s · 0.5 megapixels"),
        (Estimate(91.0, 12.0, 100_000_000), "About 2 min · 12 megapixels · 0.1 GB"),
    ],
)
def test_figures_are_no_more_exact_than_they_are(qapp, estimate: Estimate, text: str) -> None:
    assert estimate_text(estimate) == text
