"""In a window of 1024 x 700, in both languages, nothing is cut, covered or pushed out of sight."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QSize, Qt, QTranslator
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFormLayout, QWidget

from desktop_unet.studio.pages import PAGE_ROWS
from desktop_unet.ui.canvas.tools.table import TOOLS
from desktop_unet.ui.compare.bar import VIEWS
from desktop_unet.ui.look.theme import CONTRAST, DARK, LIGHT
from desktop_unet.ui.look.translation import translation_file
from desktop_unet.ui.panel.panel_area import PanelArea
from desktop_unet.ui.session.session import Session
from desktop_unet.ui.window.window import Window
from tests.ui.driving import fill_widely, idle
from tests.ui.sight import is_cut, names_in_dots, place_in, wrong_with

SMALL = QSize(1024, 700)
DOUBLED = QSize(960, 540 - 40)
"""A screen of 1920 x 1080 at 200 %, whose pixels are counted in pairs, without a window's title."""
LANGUAGES = ("en", "vi")


@pytest.fixture(params=LANGUAGES)
def small(request: pytest.FixtureRequest, qapp: QApplication, qtbot) -> Iterator[Window]:
    """The window of that size with a photo."""
    translator = QTranslator()
    if request.param != "en":
        assert translator.load(str(translation_file(request.param)))
        qapp.installTranslator(translator)
    window = request.getfixturevalue("opened")
    window.resize(SMALL)
    settle()
    assert window.size() == SMALL
    yield window
    qapp.removeTranslator(translator)


def settle() -> None:
    for _ in range(4):
        QApplication.processEvents()


def choose(window: Window, **options: object) -> None:
    window.session.set_options(**options)
    settle()


def results_of_both(qtbot, session: Session) -> None:
    """Four pictures, the longest names among them."""
    session.choose_task("upscale")
    session.set_options(scale=4, look="natural")
    session.restorer.compare_variants()
    idle(qtbot, session)
    session.set_options(scale=2)
    session.restorer.start()
    idle(qtbot, session)


@pytest.mark.parametrize("task", PAGE_ROWS)
def test_every_page_has_room_for_what_it_says(qtbot, small: Window, task: str) -> None:
    small.session.choose_task(task)
    idle(qtbot, small.session)
    settle()
    assert wrong_with(small) == []
    for row in small.panel.restore.rows.values():
        row.fold.setChecked(True)
    small.panel.more.switch.setChecked(True)
    choose(small, variant="no-skip")
    assert wrong_with(small) == []
    assert names_in_dots(small.panel) == []
    small.resize(DOUBLED)
    settle()
    assert small.size() == DOUBLED
    assert wrong_with(small) == []


def test_an_exact_size_has_room_in_every_unit(small: Window) -> None:
    small.session.choose_task("upscale")
    target = small.panel.enlarge.target
    target.switch.click()
    target.width_px.setValue(20_000)
    for unit in ("px", "cm", "in"):
        target.units.buttons[unit].click()
        settle()
        assert wrong_with(small) == [], unit


def test_names_stand_level_with_their_fields(small: Window) -> None:
    small.session.choose_task("upscale")
    panel = small.panel
    panel.enlarge.target.switch.click()
    panel.more.switch.click()
    settle()
    forms = [form for form in panel.findChildren(QFormLayout) if form.parentWidget().isVisible()]
    rows = [(form, field) for form in forms for field in fields_of(form) if form.labelForField(field) is not None]
    assert len(rows) >= 5
    for form, field in rows:
        name = form.labelForField(field)
        assert abs(name.geometry().center().y() - field.geometry().center().y()) <= 1, name.text()


def fields_of(form: QFormLayout) -> list[QWidget]:
    found = [form.itemAt(row, QFormLayout.ItemRole.FieldRole) for row in range(form.rowCount())]
    return [item.widget() for item in found if item is not None and item.widget().isVisible()]


def test_every_tool_has_room_for_its_options(small: Window) -> None:
    choose(small, task="inpaint")
    for tool in TOOLS:
        small.session.masking.take_tool(tool)
        settle()
        assert wrong_with(small) == [], tool


def test_every_way_to_compare_has_room_for_names_which_no_message_covers(qtbot, small: Window) -> None:
    results_of_both(qtbot, small.session)
    for mode, _text, _tip in VIEWS:
        choose(small, mode=mode)
        columns = [column for column in getattr(small.compare.views[mode], "columns", ()) if column.isVisible()]
        assert wrong_with(small) == [], mode
        assert not [column.name.text() for column in columns if column.name.text().endswith("…")]
        assert small.compare.bar.views.isHidden() or names_in_dots(small.compare.bar) == [], mode
        assert small.minimumSizeHint().boundedTo(DOUBLED) == small.minimumSizeHint(), mode
        small.session.tell("error", "Something is so, and it takes a rather long sentence to say it. " * 3)
        settle()
        message = place_in(small.message, small.stack)
        for part in [part for column in columns for part in (column.name, column.keep)]:
            assert not message.intersects(place_in(part, small.stack)), mode
        assert message.top() > 60, "names are painted at the top of a pane"
        assert small.stack.rect().contains(message)
        small.message.close_button.click()


def test_a_long_name_has_more_of_the_row_than_a_short_one(qtbot, small: Window) -> None:
    results_of_both(qtbot, small.session)
    compared = small.session.state.compared
    small.session.comparison.pick("a", compared.renditions[0])
    longest = max(compared.renditions, key=lambda rendition: len(rendition.name))
    small.session.comparison.pick("b", longest)
    choose(small, mode="slider")
    for width in range(1024, 1400, 40):
        small.resize(width, 700)
        settle()
        assert names_in_dots(small.compare.bar) == [], width


def test_results_are_named_in_whole_in_the_strip(qtbot, small: Window) -> None:
    results_of_both(qtbot, small.session)
    settle()
    strip = small.results
    for row in range(strip.count()):
        item = strip.item(row)
        room = strip.visualItemRect(item).width() - strip.iconSize().width() - 24
        lines = wrapped(item.text(), strip, room)
        assert lines <= 2, item.text()
    small.session.comparison.pick("b", small.session.state.compared.renditions[-1])
    settle()
    shown = strip.currentItem()
    assert strip.count() == 4
    assert shown is strip.item(3)
    for width in (900, 1300, 900):
        small.resize(width, SMALL.height())
        settle()
        assert strip.viewport().rect().contains(strip.visualItemRect(shown)), width


def wrapped(text: str, widget: QWidget, room_px: int) -> int:
    """Lines that a text takes, as Qt breaks it."""
    box = widget.fontMetrics().boundingRect(0, 0, room_px, 1000, Qt.TextFlag.TextWordWrap.value, text)
    assert box.width() <= room_px, text
    return round(box.height() / widget.fontMetrics().lineSpacing())


def in_sight(part: QWidget, area: PanelArea) -> bool:
    place = place_in(part, area.viewport())
    return area.viewport().rect().contains(place)


def test_what_everybody_needs_to_fill_is_seen_without_scrolling(small: Window) -> None:
    choose(small, task="inpaint")
    page = small.panel.fill
    for part in (page.find_scratches, page.clear, page.growth, page.ways):
        assert in_sight(part, small.panel.area), part


def test_the_panel_scrolls_to_what_is_opened(qtbot, small: Window) -> None:
    small.session.choose_task("upscale")
    choose(small, target=None)
    panel = small.panel
    assert panel.area.verticalScrollBar().value() == 0
    panel.more.switch.click()
    qtbot.waitUntil(lambda: in_sight(panel.more.switch, panel.area) and panel.area.verticalScrollBar().value() > 0)
    whole = place_in(panel.more, panel.area.viewport())
    is_all_seen = panel.area.viewport().rect().contains(whole)
    assert is_all_seen or abs(whole.top()) <= 1, "its beginning is at the top where it is too high to be seen whole"


def test_the_panel_scrolls_to_other_fills_which_do_not_widen_it(qtbot, small: Window) -> None:
    fill_widely(qtbot, small.session)
    others = small.panel.fill.others
    small.session.other_fills.start()
    qtbot.waitUntil(lambda: len(others.shown) == 4)
    idle(qtbot, small.session)
    qtbot.waitUntil(lambda: in_sight(others.shown[0], small.panel.area))
    assert wrong_with(small.panel) == []


@pytest.mark.parametrize("has_photo", [True, False])
def test_tab_goes_all_the_way_round_while_a_message_is_shown(
    qtbot, window: Window, photo_file, has_photo: bool
) -> None:
    if has_photo:
        window.session.opener.open(photo_file)
        qtbot.waitUntil(lambda: window.session.document is not None)
    window.session.tell("error", "The disk is full.")
    settle()
    reached = []
    for _ in range(60):
        QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Tab)
        if QApplication.focusWidget() in reached:
            break
        reached.append(QApplication.focusWidget())
    assert QApplication.focusWidget() is reached[0], "it comes round to where it began"
    assert window.message.close_button in reached
    assert (window.panel.run_box.run in reached) == has_photo


def test_cards_take_the_colours_of_a_theme_at_once(window: Window) -> None:
    themes = {"light": LIGHT, "dark": DARK, "contrast": CONTRAST}
    for name in ("dark", "contrast", "light"):
        window.actions_by_name[f"theme:{name}"].trigger()
        settle()
        accent = themes[name].accent
        for card in (*window.empty.tasks.values(), window.empty.sample):
            assert accent in colours_of(card.picture), (name, card.accessibleName())


def colours_of(label: QWidget) -> set[str]:
    image = label.pixmap().toImage().convertToFormat(label.pixmap().toImage().Format.Format_ARGB32)
    pixels = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), image.width())
    return {f"#{value & 0xFFFFFF:06x}" for value in np.unique(pixels) if value >> 24 == 255}


def test_a_cut_text_and_a_part_on_another_are_noticed(small: Window) -> None:
    """What the tests above look for is found where it is."""
    button = small.panel.run_box.preview
    assert not is_cut(button)
    button.setFixedWidth(20)
    button.move(small.panel.run_box.run.pos())
    said = wrong_with(small)
    assert any(line.startswith("cut: ") for line in said)
    assert any(" lies on " in line for line in said)
    picker = small.panel.more.network
    small.panel.more.switch.setChecked(True)
    settle()
    picker.addItem("A network whose name is longer than any panel is wide")
    picker.setCurrentIndex(picker.count() - 1)
    assert names_in_dots(small.panel) == [picker.currentText()]
