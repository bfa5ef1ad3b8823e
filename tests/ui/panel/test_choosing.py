"""What the panel asks for: exact sizes, previews, selections, kinds of fill, devices; and what it refuses."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop_unet.imaging.geometry import Extent, Rect
from desktop_unet.studio.plans import PREVIEW_PX_AT_MOST, Sight, preview_part
from desktop_unet.ui.session.session import Session
from desktop_unet.ui.window.window import Window
from tests.ui.driving import HandEngine, drag, idle

LEFT = Qt.MouseButton.LeftButton


def run(qtbot, window: Window) -> None:
    QTest.mouseClick(window.panel.run_box.run, LEFT)
    idle(qtbot, window.session)


def type_into(field, text: str) -> None:
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def paint(window: Window) -> None:
    task = window.session.options.task
    window.session.masking.take_tool("brush")
    window.session.masking.begin_stroke((100.0, 120.0), erase=False)
    window.session.masking.extend_stroke((140.0, 260.0))
    window.session.masking.end_stroke()
    window.session.set_options(task=task)


# --- an exact size ------------------------------------------------------------------------------


def test_a_width_in_pixels_is_reached_by_the_next_scale(qtbot, opened: Window, engine: HandEngine) -> None:
    box = opened.panel.enlarge.target
    QTest.mouseClick(box.switch, LEFT)
    assert box.fields.isVisible()
    type_into(box.width_px, "1000")
    assert box.height_px.value() == 714
    assert box.says.text() == "1000 × 714 px: restored at ×3, then reduced."
    assert opened.panel.run_box.run.text() == "Enlarge to 1000 × 714"
    assert opened.panel.enlarge.scales.buttons[3].isChecked(), "which is what is used"
    run(qtbot, opened)
    request = engine.requests[0]
    assert (request.scale, request.target.extent) == (3, Extent(714, 1000))
    assert opened.session.document.photo.extent == Extent(714, 1000)
    run(qtbot, opened)
    assert len(engine.requests) == 1
    type_into(box.height_px, "600")
    assert box.width_px.value() == 840
    run(qtbot, opened)
    assert (engine.requests[1].scale, engine.requests[1].target.extent) == (2, Extent(600, 840))
    assert opened.panel.enlarge.scales.buttons[2].isChecked()
    QTest.mouseClick(box.switch, LEFT)
    assert opened.panel.enlarge.scales.buttons[4].isChecked()


def test_a_size_on_paper_is_reached_and_noted(qtbot, opened: Window, engine: HandEngine) -> None:
    box = opened.panel.enlarge.target
    QTest.mouseClick(box.switch, LEFT)
    box.units.buttons["cm"].click()
    type_into(box.dpi, "200")
    type_into(box.width_paper, "12.7")
    run(qtbot, opened)
    target = engine.requests[0].target
    assert (target.extent, target.dots_per_inch) == (Extent(714, 1000), 200)


def test_a_height_on_paper_in_inches_is_reached_and_the_width_follows(
    qtbot, opened: Window, engine: HandEngine
) -> None:
    box = opened.panel.enlarge.target
    QTest.mouseClick(box.switch, LEFT)
    assert not box.height_paper.isVisible()
    box.units.buttons["in"].click()
    qtbot.waitUntil(box.height_paper.isVisible)
    assert not box.height_px.isVisible()
    assert (box.height_paper.suffix(), box.height_paper.value()) == (" in", 2.0)  # 600 px at 300
    type_into(box.dpi, "200")
    type_into(box.height_paper, "3.57")
    assert box.width_paper.value() == 5.0
    box.units.buttons["cm"].click()
    assert (box.height_paper.text(), box.width_paper.text()) == ("9.1 cm", "12.7 cm")
    run(qtbot, opened)
    target = engine.requests[0].target
    assert (target.extent, target.dots_per_inch) == (Extent(714, 1000), 200)


@pytest.mark.parametrize(("width", "limit"), [("3361", "3360 × 2400 pixels"), ("3000", "5 megapixels")])
def test_an_absurd_size_is_refused_with_the_limit_before_the_run(
    opened: Window, engine: HandEngine, monkeypatch, width: str, limit: str
) -> None:
    monkeypatch.setattr("desktop_unet.studio.limits.PIXEL_LIMIT", 5_000_000)
    paint(opened)
    mask = opened.session.document.mask.copy()
    box = opened.panel.enlarge.target
    QTest.mouseClick(box.switch, LEFT)
    type_into(box.width_px, width)
    assert limit in box.says.text()
    assert not opened.panel.run_box.run.isEnabled()
    QTest.keyClick(opened, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert limit in opened.message.text.text()
    assert engine.requests == []
    assert np.array_equal(opened.session.document.mask, mask)


def test_a_scale_takes_the_place_of_the_exact_size(opened: Window) -> None:
    QTest.mouseClick(opened.panel.enlarge.target.switch, LEFT)
    QTest.mouseClick(opened.panel.enlarge.scales.buttons[3], LEFT)
    assert opened.session.options.target is None
    assert opened.panel.enlarge.target.fields.isHidden()


def test_a_result_that_could_not_be_opened_again_is_refused_before_the_run(
    qtbot, window: Window, engine: HandEngine, tmp_path: Path
) -> None:
    path = tmp_path / "wide.png"
    Image.new("L", (3000, 1500)).save(path)
    window.session.opener.open(path)
    qtbot.waitUntil(lambda: window.session.document is not None)
    window.session.set_options(scale=8)
    window.session.restorer.start()
    assert "the limit is 250 megapixels" in window.message.text.text()
    assert "desktop-unet upscale" in window.message.text.text()
    assert engine.requests == []
    idle(qtbot, window.session)


def test_what_the_photos_own_format_cannot_hold_is_said_before_the_run(qtbot, window: Window, tmp_path: Path) -> None:
    path = tmp_path / "long.webp"
    Image.new("RGB", (4200, 40)).save(path)
    window.session.opener.open(path)
    qtbot.waitUntil(lambda: window.session.document is not None)
    told: list[str] = []
    window.session.told.connect(lambda _kind, sentence: told.append(sentence))
    window.session.set_options(scale=4)
    window.session.restorer.start()
    assert told == ["WebP holds at most 16383 pixels per side: save this result (16800 × 160) as PNG or TIFF."]
    idle(qtbot, window.session)


# --- preview ------------------------------------------------------------------------------------


def test_a_preview_runs_on_what_is_visible_and_changes_nothing(qtbot, opened: Window, engine: HandEngine) -> None:
    session, view = opened.session, opened.session.view
    view.zoom_at((0.0, 0.0), 8.0 / view.zoom)
    visible = view.visible
    QTest.mouseClick(opened.panel.run_box.preview, LEFT)
    idle(qtbot, session)
    request = engine.requests[0]
    assert request.photo.extent.pixels < session.document.original.extent.pixels * 1.01
    assert session.document.results == ()
    assert not opened.isWindowModified()
    preview = session.comparison.compared.b
    assert (preview.name, preview.kind) == ("Preview", "preview")
    assert preview.photo.extent == visible.extent.scaled(4)
    assert preview.place.left == pytest.approx(visible.left / 420)
    assert session.comparison.compared.a.name == "Original"
    assert opened.shown_view is opened.slider
    opened.slider.move_line(0.0)
    left = opened.slider.grab().toImage().pixelColor(opened.slider.rect().center()).getRgb()[:3]
    original = session.document.original.pixels[150, 210]
    assert np.abs(np.array(left) - original).max() < 60


def test_the_preview_of_a_huge_photo_is_cut_to_the_middle_of_what_is_visible() -> None:
    part = preview_part(Sight(Rect(0, 0, 6000, 9000), Extent(6000, 9000)), Extent(6000, 9000))
    assert part.extent.pixels == pytest.approx(PREVIEW_PX_AT_MOST, rel=0.01)
    assert part.top + part.height // 2 == pytest.approx(3000, abs=2)
    assert part.left + part.width // 2 == pytest.approx(4500, abs=2)


def test_a_preview_of_an_enlarged_photo_starts_from_the_small_one() -> None:
    assert preview_part(Sight(Rect(400, 800, 40, 80), Extent(1200, 1680)), Extent(300, 420)) == Rect(100, 200, 10, 20)


def test_a_preview_of_a_fill_needs_a_mark_that_is_visible(qtbot, opened: Window, engine: HandEngine) -> None:
    paint(opened)
    opened.session.set_options(task="inpaint")
    view = opened.session.view
    view.zoom_at((0.0, 0.0), 16.0 / view.zoom)
    view.pan(-10_000, -10_000)
    opened.actions_by_name["preview"].trigger()
    assert "visible part" in opened.message.text.text()
    view.fit()
    mask = opened.session.document.mask.copy()
    opened.actions_by_name["preview"].trigger()
    idle(qtbot, opened.session)
    assert len(engine.requests) == 1
    assert np.array_equal(opened.session.document.mask, mask)
    assert opened.session.comparison.compared.b.kind == "preview"


def test_a_preview_can_be_cancelled(qtbot, alone: Session, engine: HandEngine) -> None:
    engine.go.clear()
    alone.restorer.preview()
    assert engine.started.wait(5)
    alone.awaited.cancel()
    idle(qtbot, alone)
    assert len(alone.comparison.compared.renditions) == 1


# --- only what is marked, kinds of fill, devices ------------------------------------------------


def test_only_what_is_marked_is_restored_and_the_next_goes_on_from_there(
    qtbot, opened: Window, engine: HandEngine
) -> None:
    more = opened.panel.more
    QTest.mouseClick(more.switch, LEFT)
    paint(opened)
    opened.session.set_options(task="clean")
    QTest.mouseClick(more.only_mask, LEFT)
    assert opened.session.options.only_mask
    run(qtbot, opened)
    assert np.array_equal(engine.requests[0].only, opened.session.document.mask)
    first = opened.session.document.photo
    opened.session.masking.begin_stroke((20.0, 30.0), erase=False)
    opened.session.masking.end_stroke()
    run(qtbot, opened)
    assert engine.requests[1].photo is first
    assert len(opened.session.document.results) == 2


def test_without_a_mark_a_selection_cannot_be_run(opened: Window, engine: HandEngine) -> None:
    opened.session.set_options(only_mask=True)
    assert not opened.panel.run_box.run.isEnabled()
    assert opened.panel.run_box.text.isVisible()
    assert opened.panel.run_box.text.text() == "Nothing is marked yet: paint over the photo first."
    opened.session.restorer.start()
    assert "should be restored" in opened.message.text.text()
    assert engine.requests == []


def test_who_restores_only_what_is_marked_sees_the_marks_and_makes_them_on_the_same_page(opened: Window) -> None:
    session, box = opened.session, opened.panel.run_box
    assert not session.state.marking.is_seen
    session.set_options(only_mask=True)
    assert session.state.marking.is_seen
    session.masking.take_tool("brush")
    assert session.options.task == "upscale"
    drag(opened.canvas, [(200, 200), (260, 200)])
    assert session.document.has_mask
    assert box.run.isEnabled()
    assert box.text.isHidden()


def test_only_what_is_marked_ends_with_the_photo_it_was_set_for(qtbot, opened: Window, other_file: Path) -> None:
    opened.session.set_options(only_mask=True)
    opened.session.opener.open(other_file)
    qtbot.waitUntil(lambda: opened.windowTitle().startswith("other.jpg"))
    assert not opened.session.options.only_mask
    assert opened.panel.run_box.run.isEnabled()


@pytest.mark.parametrize("way", ["auto", "smooth", "texture"])
def test_the_kind_of_fill_is_chosen_in_the_panel(qtbot, opened: Window, engine: HandEngine, way: str) -> None:
    paint(opened)
    opened.session.set_options(task="inpaint")
    QTest.mouseClick(opened.panel.fill.ways.buttons[way], LEFT)
    run(qtbot, opened)
    assert engine.requests[0].fill == way


def test_devices_are_offered_by_name_and_remembered(qtbot, opened: Window, engine: HandEngine) -> None:
    more = opened.panel.more
    assert more.inside.isHidden()
    QTest.mouseClick(more.switch, LEFT)
    assert [more.device.itemText(row) for row in range(more.device.count())] == ["Automatic"]
    opened.session._on_devices((("cuda:0", "A Great GPU"), ("cpu", "CPU (Small)")))
    assert [more.device.itemText(row) for row in range(3)] == ["Automatic", "A Great GPU", "CPU (Small)"]
    more.device.setFocus()
    QTest.keyClick(more.device, Qt.Key.Key_End)
    more.precision.setFocus()
    QTest.keyClick(more.precision, Qt.Key.Key_Down)
    assert (opened.session.settings.device, opened.session.settings.precision) == ("cpu", "fp32")
    run(qtbot, opened)
    assert engine.requests[0].choices.device == "cpu"
    assert engine.requests[0].choices.precision == "fp32"


# --- skips ----------------------------------------------------------------------------------------


def test_skips_are_chosen_under_more_which_says_where_that_is_not_as_usual(
    qtbot, opened: Window, engine: HandEngine
) -> None:
    more = opened.panel.more
    assert not more.skips.isVisible()
    assert more.switch.text() == "More"
    QTest.mouseClick(more.switch, LEFT)
    assert more.skips.isVisible()
    assert more.skips.text.text() == "Fine detail of the photo crosses over directly."
    more.skips.variants.buttons["no-skip"].click()
    QTest.mouseClick(more.switch, LEFT)
    assert more.switch.text() == "More (no skip connections)"
    run(qtbot, opened)
    assert engine.requests[0].choices.variant == "no-skip"


@pytest.mark.parametrize("task", ["restore", "upscale", "clean"])
def test_both_variants_are_one_click_away_on_every_page(qtbot, opened: Window, engine: HandEngine, task: str) -> None:
    opened.session.set_options(task=task)
    if task == "restore":
        qtbot.waitUntil(lambda: opened.session.state.plan is not None)
    button = opened.tool_bar.widgetForAction(opened.actions_by_name["compare_variants"])
    QTest.mouseClick(button, LEFT)
    idle(qtbot, opened.session)
    assert opened.shown_view is opened.side
    assert {request.choices.variant for request in engine.requests} == {"skip", "no-skip"}


def test_the_way_to_the_lab_stands_beside_them(opened: Window, monkeypatch) -> None:
    opened_labs = []
    monkeypatch.setattr(opened.commands, "skip_lab", lambda: opened_labs.append(True))
    opened.actions_by_name["skip_lab"].triggered.disconnect()
    opened.actions_by_name["skip_lab"].triggered.connect(lambda *_: opened.commands.skip_lab())
    opened.panel.more.skips.lab.click()
    assert opened_labs == [True]
