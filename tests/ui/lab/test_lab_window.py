"""The lab, driven as a student does: gates, strip, A and B, levels, pixels, sheets, lessons."""

from __future__ import annotations

import gc
from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QSize, Qt, QTranslator, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QLabel, QPushButton, QToolButton

from desktop_unet.engine.lab.gates import Gated
from desktop_unet.imaging.ranges import unit_to_code
from desktop_unet.studio.lab.lessons import list_lessons
from desktop_unet.studio.lab.scene import settings_of
from desktop_unet.ui.lab import lab_window
from desktop_unet.ui.lab.lab_window import PAGES, LabWindow
from desktop_unet.ui.lab.mask_painter import MaskPainter
from desktop_unet.ui.look.theme import apply_theme
from desktop_unet.ui.look.translation import translation_file
from tests.ui.driving import make_pixels
from tests.ui.sight import wrong_tips


def settle(qtbot, lab: LabWindow) -> None:
    qtbot.waitUntil(lambda: not lab.session.is_busy, timeout=20_000)


def shown(lab: LabWindow, row: int) -> np.ndarray:
    """A picture of the strip, as the screen has it."""
    return unit_to_code(lab.session.ablation[row].picture_HWC, np.uint8)


def test_it_opens_with_both_networks_of_the_exercise(lab: LabWindow) -> None:
    options = lab.session.options
    assert (options.skip_card, options.blind_card) == (
        "exercise-upscale-bilinear-skip",
        "exercise-upscale-bilinear-no-skip",
    )
    assert set(lab.session.pictures.pictures) == {"input", "skip", "no-skip", "difference", "truth"}
    assert lab.session.pictures.pictures["truth"].shape == (200, 256, 3)
    assert "dB" in lab.pages["gates"].captions["skip"].text()


def test_each_pair_of_networks_is_listed_once_and_the_one_in_use_is_chosen(qtbot, lab: LabWindow) -> None:
    lab.session.choose_pair("exercise-upscale-unpool-skip", "exercise-upscale-unpool-no-skip")
    settle(qtbot, lab)
    names = [lab.pair.itemText(index) for index in range(lab.pair.count())]
    assert names == [pair[0].removesuffix("-skip") for pair in lab.session.cards.pairs["upscale"]]
    assert lab.pair.currentText() == "exercise-upscale-unpool"


def test_on_a_small_screen_the_gates_can_be_scrolled_to_their_note(lab: LabWindow) -> None:
    lab.resize(1000, 600)
    page = lab.pages["gates"]
    area = page.gates.parent().parent()
    assert page.gates.height() >= page.gates.minimumSizeHint().height()
    area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
    note = page.gates._note
    assert note.height() >= note.heightForWidth(note.width())
    bottom = note.mapTo(area.viewport(), note.rect().bottomLeft()).y()
    assert 0 < bottom < area.viewport().height()


def test_a_slider_closes_its_gate_and_reset_opens_it(qtbot, lab: LabWindow) -> None:
    page, before = lab.pages["gates"], lab.session.pictures.pictures["skip"]
    page.gates.sliders[0].setValue(0)
    settle(qtbot, lab)
    assert lab.session.options.gates == (0.0, 1.0)
    assert [label.text() for label in page.gates.labels] == ["Skip 1 (full size): 0", "Skip 2: 100"]
    case = settings_of(lab.session.pixels_HWC, lab.session.options).case()
    wanted = Gated(lab.session.options.skip_card, case).picture((0.0, 1.0))
    assert np.abs(lab.session.pictures.pictures["skip"] / 255 - wanted).max() < 0.6 / 255
    QTest.mouseClick(page.gates.presets["All open (reset)"], Qt.MouseButton.LeftButton)
    settle(qtbot, lab)
    assert page.gates.sliders[0].value() == 100
    assert np.array_equal(lab.session.pictures.pictures["skip"], before)


def choose(combo, value: str) -> None:
    """As a person does who picks a row."""
    combo.setCurrentIndex(combo.findData(value))
    combo.activated.emit(combo.currentIndex())


def test_damage_is_found_and_scored_as_marks(qtbot, lab: LabWindow) -> None:
    choose(lab.task, "find-damage")
    settle(qtbot, lab)
    session, page = lab.session, lab.pages["gates"]
    assert (session.options.skip_card, session.options.blind_card) == ("damage-skip", "damage-no-skip")
    assert page.captions["skip"].text().split("\n")[0].startswith("F1 ")
    assert page.captions["truth"].text().startswith("white: ")
    assert page.strip.list.count() == 6
    assert "precision" in page.strip.list.item(1).text()
    assert page.gates.labels[0].text() == "Skip 1 (half size): 100"
    pictures = session.pictures.pictures
    assert all(np.ptp(pictures[name], axis=2).max() == 0 for name in ("skip", "no-skip", "difference", "truth"))
    apart = pictures["skip"].astype(int) - pictures["no-skip"]
    assert np.abs(127.5 + apart / 2 - pictures["difference"]).max() <= 1.5
    page.gates.sliders[0].setValue(0)
    settle(qtbot, lab)
    assert not np.array_equal(session.pictures.pictures["skip"], pictures["skip"])
    assert not lab.problems


def test_another_seed_and_another_kind_make_other_damage(qtbot, lab: LabWindow) -> None:
    assert not lab.actions_by_name["seed"].isEnabled(), "nothing of an enlargement depends on it"
    assert not lab.damage.isVisible()
    lab.session.choose_task("find-damage")
    settle(qtbot, lab)
    assert lab.damage.isVisible()
    assert not lab.holes.isVisible()
    seen = [lab.session.pictures.pictures["truth"]]
    lab.actions_by_name["seed"].trigger()
    settle(qtbot, lab)
    seen.append(lab.session.pictures.pictures["truth"])
    choose(lab.damage, "stains")
    settle(qtbot, lab)
    seen.append(lab.session.pictures.pictures["truth"])
    assert lab.session.options.seed == 1
    assert not any(np.array_equal(seen[a], seen[b]) for a, b in ((0, 1), (1, 2), (0, 2)))


def test_pages_that_cannot_show_marks_say_so(qtbot, lab: LabWindow) -> None:
    lab.session.choose_task("find-damage")
    for page in ("spectrum", "upsampling", "challenge"):
        lab.session.set_options(page=page)
        settle(qtbot, lab)
        assert "choose Enlarge" in lab.pages[page].note.text(), page
    assert not lab.session.spectra
    assert lab.pages["spectrum"].plot.isHidden()
    assert not lab.pages["challenge"].button.isEnabled()
    lab.session.choose_task("inpaint")
    settle(qtbot, lab)
    assert lab.pages["challenge"].button.isEnabled()
    lab.session.set_options(page="spectrum")
    qtbot.waitUntil(lambda: bool(lab.session.spectra), timeout=20_000)
    assert not lab.pages["spectrum"].plot.isHidden()


def test_a_finder_is_looked_into(qtbot, lab: LabWindow) -> None:
    lab.session.choose_task("find-damage")
    lab.session.set_options(page="inside")
    qtbot.waitUntil(lambda: lab.session.inside is not None, timeout=20_000)
    anatomy = lab.session.inside.anatomy
    assert (anatomy.levels[0].height, anatomy.levels[0].width) == (100, 128), "half the crop's height and width"
    assert anatomy.output_numbers == 200 * 256
    assert not lab.problems


def test_a_sheet_of_found_damage_restores_the_lab(qtbot, lab: LabWindow, tmp_path: Path) -> None:
    session, sheet = lab.session, tmp_path / "sheet.png"
    session.choose_task("find-damage")
    session.set_options(damage="scratches", seed=5, gates=(0.5, 1.0))
    settle(qtbot, lab)
    shown = session.pictures.pictures
    session.export(sheet)
    settle(qtbot, lab)
    session.choose_task("upscale")
    session.set_options(seed=0)
    settle(qtbot, lab)
    session.open_sheet(sheet)
    settle(qtbot, lab)
    assert (session.options.task, session.options.damage, session.options.seed) == ("find-damage", "scratches", 5)
    assert session.old is not None
    assert all(np.array_equal(session.pictures.pictures[name], picture) for name, picture in shown.items())
    lab.actions_by_name["seed"].trigger()
    settle(qtbot, lab)
    assert session.old is None
    assert not np.array_equal(session.pictures.pictures["truth"], shown["truth"])
    assert not lab.problems


def test_where_no_finder_is_installed_nothing_of_it_is_offered(qtbot, lab: LabWindow) -> None:
    session = lab.session
    finding = next(lesson for lesson in lab.lessons.lessons if lesson.set_up["task"] == "find-damage")
    session.list_cards(replace(session.cards, pairs={**session.cards.pairs, "find-damage": ()}))
    assert [lab.task.itemData(index) for index in range(lab.task.count())] == ["upscale", "inpaint"]
    assert finding not in lab.lessons.lessons
    assert len(lab.lessons.lessons) >= 7
    before = session.options
    lab.set_up(finding.set_up)  # as a teacher's lesson would
    assert session.options == before
    assert "damage-skip" in lab.statusBar().currentMessage()
    session.refresh_cards()
    settle(qtbot, lab)
    assert finding in lab.lessons.lessons
    assert lab.task.findData("find-damage") >= 0


def test_many_moves_end_with_the_picture_of_the_last(qtbot, lab: LabWindow) -> None:
    slider = lab.pages["gates"].gates.sliders[1]
    for value in range(100, -1, -10):
        slider.setValue(value)
    settle(qtbot, lab)
    assert lab.session.pictures.gates == (1.0, 0.0)


def test_the_strip_has_every_setting_and_a_click_sends_one_to_a(qtbot, lab: LabWindow) -> None:
    page = lab.pages["gates"]
    assert page.strip.list.count() == 6
    item = page.strip.list.item(5)
    page.strip.list.itemClicked.emit(item)
    assert page.captions["ab"].text().startswith("A: All off\n")
    assert np.array_equal(page._side("A", lab.session.pictures)[1], shown(lab, 5))
    lab.session.move_crop(100, 290)
    assert not lab.session.ablation
    qtbot.waitUntil(lambda: bool(lab.session.ablation), timeout=20_000)
    assert np.array_equal(page._side("A", lab.session.pictures)[1], shown(lab, 5)), "A is of the crop that is looked at"
    QTest.mouseClick(page.findChild(QToolButton, "B:truth"), Qt.MouseButton.LeftButton)
    assert page.captions["ab"].text().endswith("B: Truth")


def test_pictures_zoom_in_step(lab: LabWindow) -> None:
    page = lab.pages["gates"]
    before = page.boxes["truth"].frame()
    page.zoom.set(4.0, page.zoom.centre)
    for box in page.boxes.values():
        assert box.zoom is page.zoom
    assert page.boxes["truth"].frame().width() == pytest.approx(4 * before.width())
    centre, middle = page.zoom.centre, page.ab.rect().center()
    drag(page.ab, middle, middle + QPoint(30, 0))
    assert page.ab.divider == pytest.approx(0.5 + 30 / page.ab.width(), abs=0.02)
    assert page.zoom.centre == centre, "the line between A and B was taken, not the picture"
    drag(page.ab, QPoint(5, 5), QPoint(35, 5))
    assert page.zoom.centre != centre


def drag(box, start: QPoint, end: QPoint) -> None:
    QTest.mousePress(box, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(box, end)
    QTest.mouseRelease(box, Qt.MouseButton.LeftButton, pos=end)


def test_a_level_that_is_clicked_shows_its_maps_and_a_pixel_its_field(qtbot, lab: LabWindow) -> None:
    lab.tabs.setCurrentIndex(PAGES.index("inside"))
    qtbot.waitUntil(lambda: lab.session.inside is not None, timeout=20_000)
    page = lab.pages["inside"]
    _, box = page.drawing.boxes()[2]
    QTest.mouseClick(page.drawing, Qt.MouseButton.LeftButton, pos=box.center().toPoint())
    settle(qtbot, lab)
    assert lab.session.options.level == 2
    assert {found.level for found in lab.session.inside.maps} == {2}
    assert page.maps.count() == 8
    assert np.array_equal(lab.session.inside.result_HWC, lab.session.pictures.pictures["skip"])
    place = page.result.rect().center() + QPoint(10, 5)
    QTest.mouseClick(page.result, Qt.MouseButton.LeftButton, pos=place)
    settle(qtbot, lab)
    field = lab.session.inside.field
    assert (field.row, field.column) == lab.session.options.pixel
    assert "depends on input" in page.field_facts.text()


def test_spectrum_and_upsamplings_are_measured_when_their_pages_are_shown(qtbot, lab: LabWindow) -> None:
    assert not lab.session.spectra
    lab.tabs.setCurrentIndex(PAGES.index("spectrum"))
    qtbot.waitUntil(lambda: bool(lab.session.spectra), timeout=20_000)
    assert [spectrum.name for spectrum in lab.session.spectra] == ["truth", "skip", "no-skip"]
    plot = lab.pages["spectrum"].plot
    plot.show_curves([("once more", "#000000", (0.1, 0.4), (0.0, 0.2))])
    assert plot.plot.getAxis("bottom").autoSIPrefixScale == 1, "cycles per pixel, not thousandths"
    lab.tabs.setCurrentIndex(PAGES.index("upsampling"))
    qtbot.waitUntil(lambda: len(lab.pages["upsampling"].boxes) == 8, timeout=20_000)
    lab.pages["upsampling"].switch.setChecked(True)


def test_the_challenge_scores_both_networks(qtbot, lab: LabWindow) -> None:
    lab.task.setCurrentIndex(1)
    lab.task.activated.emit(1)
    settle(qtbot, lab)
    page = lab.pages["challenge"]
    page.seed.setValue(4)
    page.noise.setValue(5)
    QTest.mouseClick(page.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: lab.session.outcome is not None, timeout=20_000)
    assert list(lab.session.outcome.scores) == ["input", "skip", "no-skip"]
    assert "inside" in page.scores.text()
    assert not lab.problems


@pytest.mark.parametrize("suffix", ["png", "pdf"])
def test_a_sheet_that_is_opened_restores_the_lab(qtbot, lab: LabWindow, tmp_path: Path, monkeypatch, suffix) -> None:
    session, sheet = lab.session, tmp_path / f"sheet.{suffix}"
    for asks in ("ask_target", "ask_file"):
        monkeypatch.setattr(lab_window, asks, lambda *_words: sheet)
    session.set_options(gates=(0.25, 1.0))
    settle(qtbot, lab)
    shown = session.pictures.pictures
    lab.actions_by_name["export"].trigger()
    settle(qtbot, lab)
    assert lab.folder == str(tmp_path)
    session.choose_task("inpaint")
    settle(qtbot, lab)
    lab.actions_by_name["reopen"].trigger()
    settle(qtbot, lab)
    assert session.options.task == "upscale"
    assert session.options.gates == (0.25, 1.0)
    assert all(np.array_equal(session.pictures.pictures[name], picture) for name, picture in shown.items())
    assert not lab.problems


def test_what_is_no_sheet_is_told_and_changes_nothing(qtbot, lab: LabWindow, tmp_path: Path) -> None:
    before = lab.session.options
    (tmp_path / "no.png").write_bytes(b"nothing")
    lab.session.open_sheet(tmp_path / "no.png")
    settle(qtbot, lab)
    assert lab.session.options == before
    assert "cannot be opened again" in lab.statusBar().currentMessage()


@pytest.mark.parametrize("lesson", list_lessons()[0], ids=lambda lesson: lesson.name)
def test_every_lessons_set_ups_run(qtbot, lab: LabWindow, lesson) -> None:
    lab.lessons.begin(lesson)
    settle(qtbot, lab)
    assert not lab.lessons.reveal_button.isEnabled(), "a prediction comes first"
    page, veil = lab.pages["gates"], lesson.set_up.get("veil", "")
    unit = "F1" if lab.session.options.finds else "dB"
    assert bool(page.boxes["skip"].veil) == (veil == "results") == (unit not in page.captions["skip"].text())
    assert page.strip.list.isHidden() == bool(veil)
    lab.lessons.choices[0].click()
    QTest.mouseClick(lab.lessons.reveal_button, Qt.MouseButton.LeftButton)
    settle(qtbot, lab)
    wanted = {**lesson.set_up, **lesson.reveal_set_up}
    assert lab.session.options.task == wanted["task"]
    assert unit in page.captions["skip"].text()
    assert not page.strip.list.isHidden()
    assert lab.session.options.page == wanted["page"]
    assert lab.session.options.skip_card == wanted["skip_card"]
    assert not lab.problems


@pytest.mark.parametrize("lesson", list_lessons()[0], ids=lambda lesson: lesson.name)
def test_what_was_hidden_is_in_sight_once_it_is_revealed(lesson) -> None:
    if lesson.set_up.get("veil"):
        assert lesson.reveal_set_up.get("page", "gates") == lesson.set_up["page"]


def test_a_link_in_a_lesson_leads_to_its_page_and_to_no_file(qtbot, lab: LabWindow) -> None:
    lab.lessons.begin(lab.lessons.lessons[0])
    lab.lessons.text.anchorClicked.emit(QUrl("page:inside"))
    assert lab.session.options.page == "gates", "not before it is revealed"
    lab.lessons.choices[0].click()
    lab.lessons.reveal()
    assert "page:inside" in lab.lessons.text.toMarkdown()
    for link, page in (("page:inside", "inside"), ("page:nowhere", "inside"), ("file:///etc/passwd", "inside")):
        lab.lessons.text.anchorClicked.emit(QUrl(link))
        assert lab.session.options.page == page
    settle(qtbot, lab)


def test_one_lesson_leads_to_the_next_to_the_last(qtbot, lab: LabWindow) -> None:
    panel = lab.lessons
    panel.begin(panel.lessons[-2])
    assert panel.next_button.isHidden()
    panel.choices[0].click()
    panel.reveal()
    assert panel.reveal_button.isHidden()
    QTest.mouseClick(panel.next_button, Qt.MouseButton.LeftButton)
    assert panel.lesson is panel.lessons[-1]
    assert panel.next_button.isHidden()
    panel.choices[0].click()
    panel.reveal()
    assert panel.next_button.isHidden(), "it was the last"
    settle(qtbot, lab)


def cut_off(lab: LabWindow) -> list[str]:
    """Lines of text that are wider than the part that shows them, and wrapped texts that are higher."""
    QApplication.processEvents()  # layouts of what has just been shown
    parts = [part for kind in (QLabel, QPushButton) for part in lab.findChildren(kind) if part.isVisible()]
    wrapped = [part for part in parts if isinstance(part, QLabel) and part.wordWrap() and part.text()]
    fixed = [(part, line) for part in parts if part not in wrapped for line in part.text().split("\n")]
    found = [line for part, line in fixed if part.fontMetrics().horizontalAdvance(line) > part.width()]
    return found + [part.text() for part in wrapped if part.heightForWidth(part.width()) > part.height()]


@pytest.mark.parametrize("language", ["en", "vi"])
def test_nothing_is_cut_off_on_a_small_screen_in_any_language(qtbot, exercise, monkeypatch, language: str) -> None:
    monkeypatch.setenv("DESKTOP_UNET_WEIGHTS", str(exercise))
    translator = QTranslator()
    if language != "en":
        assert translator.load(str(translation_file(language)))
        QApplication.instance().installTranslator(translator)
    lab = LabWindow(make_pixels(200, 300))
    apply_theme(QApplication.instance(), "light")
    try:
        lab.resize(1024, 700)
        lab.show()
        qtbot.waitUntil(lambda: bool(lab.session.ablation), timeout=20_000)
        assert lab.size() == QSize(1024, 700)
        more = lab.findChild(QToolButton, "qt_toolbar_ext_button")
        for task, page in product(lab.session.cards.tasks, PAGES):
            lab.session.choose_task(task)
            lab.session.set_options(page=page)
            settle(qtbot, lab)
            assert not cut_off(lab), (task, page)
            assert not more.isVisible(), "every button of the bar has its room"
            assert list(wrong_tips(lab)) == []
        for lesson in lab.lessons.lessons:
            lab.lessons.begin(lesson)
            settle(qtbot, lab)
            assert not cut_off(lab), lesson.name
            assert not more.isVisible(), lesson.name
        presets = [button.text() for button in lab.pages["gates"].gates.presets.values()]
        assert len(presets) == len(set(presets))
    finally:
        QApplication.instance().removeTranslator(translator)
        lab.close()
        assert lab.session.close()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()  # here, not in a worker's thread


def test_a_lesson_is_read_in_vietnamese_too(qtbot, lab: LabWindow) -> None:
    lab.lessons.begin(lab.lessons.lessons[0])
    lab.lessons.language.setCurrentIndex(1)
    lab.lessons.language.activated.emit(1)
    assert "U-Net là gì" in lab.lessons.text.toPlainText()
    settle(qtbot, lab)


def test_the_crop_moves_to_where_it_is_wanted_inside_the_photo(qtbot, lab: LabWindow) -> None:
    lab.session.move_crop(190, 290)
    settle(qtbot, lab)
    crop = lab.session.options.crop
    assert (crop.top, crop.left, crop.height, crop.width) == (0, 44, 200, 256)


def test_a_hole_is_drawn_by_hand_and_filled(qtbot, lab: LabWindow) -> None:
    lab.actions_by_name["draw"].trigger()
    painter = lab.findChild(MaskPainter)
    painter.size_slider.setValue(20)
    frame, box = painter.box.frame(), painter.box
    start, end = (frame.topLeft() + QPointF(frame.width() * x, frame.height() / 2) for x in (0.25, 0.5))
    QTest.mousePress(box, Qt.MouseButton.LeftButton, pos=start.toPoint())
    QTest.mouseMove(box, end.toPoint())
    QTest.mouseRelease(box, Qt.MouseButton.LeftButton, pos=end.toPoint())
    QTest.mouseClick(painter.buttons.button(QDialogButtonBox.StandardButton.Ok), Qt.MouseButton.LeftButton)
    settle(qtbot, lab)
    mask, crop = lab.session.mask, lab.session.options.crop
    assert lab.session.options.task == "inpaint"
    assert lab.holes.currentData() == "drawn"
    assert mask.shape == (crop.height, crop.width)
    rows, columns = np.nonzero(mask)
    assert abs(np.ptp(rows) + 1 - 20) <= 2, "as wide as the brush"
    assert abs(np.ptp(columns) + 1 - (crop.width / 4 + 20)) <= 4
    shown = lab.session.pictures.pictures
    assert np.array_equal(shown["skip"][mask == 0], shown["truth"][mask == 0])
    assert not np.array_equal(shown["skip"][mask > 0], shown["truth"][mask > 0])
    assert not lab.problems


def test_the_right_button_erases_and_clear_takes_all_away(qtbot, lab: LabWindow) -> None:
    lab.session.draw_hole(np.full((200, 256), 255, np.uint8))
    settle(qtbot, lab)
    painter = MaskPainter(lab.session, lab)
    painter.open()
    QTest.mouseClick(painter.box, Qt.MouseButton.RightButton, pos=painter.box.rect().center())
    assert painter.box.hole[100, 128] == 0
    assert painter.box.hole[5, 5] == 255
    QTest.mouseClick(painter.clear_button, Qt.MouseButton.LeftButton)
    assert not painter.box.hole.any()
    painter.reject()
    assert lab.session.mask.all(), "the lab keeps what it had"


def test_what_is_drawn_stays_at_its_place_when_the_crop_moves(qtbot, lab: LabWindow) -> None:
    hole = np.zeros((200, 256), np.uint8)
    hole[90:110, 100:120] = 255
    left = lab.session.options.crop.left
    lab.session.draw_hole(hole)
    settle(qtbot, lab)
    lab.session.move_crop(100, 290)
    settle(qtbot, lab)
    moved_px = lab.session.options.crop.left - left
    assert moved_px > 0
    assert np.array_equal(lab.session.mask[:, : 256 - moved_px], hole[:, moved_px:])
    lab.session.set_options(holes="square")
    settle(qtbot, lab)
    lab.session.set_options(holes="drawn")
    settle(qtbot, lab)
    assert lab.session.mask.sum() == hole.sum(), "other holes do not forget it"


def test_an_empty_drawing_is_one_sentence(qtbot, lab: LabWindow) -> None:
    lab.session.draw_hole(np.zeros((200, 256), np.uint8))
    settle(qtbot, lab)
    assert "nothing is marked" in lab.statusBar().currentMessage()
    lab.session.set_options(holes="brush")
    settle(qtbot, lab)
    assert lab.session.pictures.pictures["skip"].any()


def test_the_challenge_takes_the_hole_that_was_drawn(qtbot, lab: LabWindow) -> None:
    hole = np.zeros((200, 256), np.uint8)
    hole[40:60, 30:90] = 255
    lab.session.draw_hole(hole)
    settle(qtbot, lab)
    QTest.mouseClick(lab.pages["challenge"].button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: lab.session.outcome is not None, timeout=20_000)
    assert np.array_equal(lab.session.outcome.mask, hole)


def test_a_sheet_brings_a_drawn_hole_back(qtbot, lab: LabWindow, tmp_path: Path) -> None:
    hole = np.zeros((200, 256), np.uint8)
    hole[40:60, 30:90] = 255
    lab.session.draw_hole(hole)
    settle(qtbot, lab)
    shown = lab.session.pictures.pictures["skip"]
    lab.session.export(tmp_path / "sheet.png")
    settle(qtbot, lab)
    lab.session.set_options(holes="square")
    settle(qtbot, lab)
    lab.session.open_sheet(tmp_path / "sheet.png")
    settle(qtbot, lab)
    assert lab.session.options.holes == "drawn"
    assert np.array_equal(lab.session.mask, hole)
    assert np.array_equal(lab.session.pictures.pictures["skip"], shown)


def test_plots_follow_the_theme_with_their_legend(qtbot, qapp: QApplication, lab: LabWindow) -> None:
    palette, sheet = qapp.palette(), qapp.styleSheet()
    lab.session.set_options(page="spectrum")
    qtbot.waitUntil(lambda: bool(lab.session.spectra), timeout=20_000)
    plot = lab.pages["spectrum"].plot
    for choice in ("dark", "light", "contrast"):
        theme = apply_theme(qapp, choice)
        assert plot.plot.backgroundBrush().color().name() == theme.panel
        _, words = plot.plot.getPlotItem().legend.items[0]
        assert theme.text in words.item.toHtml()
        assert lab.tabs.grab().toImage().pixelColor(lab.tabs.width() // 2, lab.tabs.height() - 40).name() == theme.panel
    qapp.setPalette(palette)
    qapp.setStyleSheet(sheet)
    qapp.styleHints().setColorScheme(Qt.ColorScheme.Unknown)


def test_links_of_a_lesson_follow_the_theme(qtbot, qapp: QApplication, lab: LabWindow) -> None:
    palette, sheet = qapp.palette(), qapp.styleSheet()
    lab.lessons.begin(lab.lessons.lessons[0])
    lab.lessons.choices[0].click()
    lab.lessons.reveal()
    for choice in ("contrast", "light", "dark"):
        theme = apply_theme(qapp, choice)
        assert theme.accent in lab.lessons.text.toHtml()
    settle(qtbot, lab)
    qapp.setPalette(palette)
    qapp.setStyleSheet(sheet)
    qapp.styleHints().setColorScheme(Qt.ColorScheme.Unknown)
