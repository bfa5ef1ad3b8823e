"""Combo boxes, check boxes, number fields and scroll bars: plain, and in the colours of every theme."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QScrollBar,
    QSlider,
    QSpinBox,
    QTabBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop_unet.paths import resources_dir
from desktop_unet.ui.look.fields import SliderField
from desktop_unet.ui.look.theme import CONTRAST, DARK, LIGHT, Theme, apply_theme
from tests.ui.look.test_look import contrast

THEMES = {"light": LIGHT, "dark": DARK, "contrast": CONTRAST}
FIELDS = (QComboBox, QSpinBox, QDoubleSpinBox, QLineEdit)
SEEN_PX = 12
"""Fewest pixels that a focus has to change."""


@pytest.fixture(params=THEMES)
def theme(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[Theme]:
    """The program in each theme; afterwards as it was."""
    palette, sheet = qapp.palette(), qapp.styleSheet()
    qapp.setStyle("Fusion")
    yield apply_theme(qapp, request.param)
    qapp.setPalette(palette)
    qapp.setStyleSheet(sheet)
    qapp.styleHints().setColorScheme(Qt.ColorScheme.Unknown)


def show(qtbot, part: QWidget, width: int, height: int) -> QWidget:
    """The part on a ground, which has to be held."""
    ground = QWidget()
    qtbot.addWidget(ground)
    layout = QVBoxLayout(ground)
    layout.addWidget(part)
    part.setFixedSize(width, height)
    ground.show()
    return ground


def picture(part: QWidget) -> QImage:
    """The part as it is seen on its ground."""
    return part.parentWidget().grab(part.geometry()).toImage().convertToFormat(QImage.Format.Format_RGB32)


def colours(image: QImage, rows: range, columns: range) -> set[str]:
    return {image.pixelColor(x, y).name() for y in rows for x in columns}


@pytest.mark.parametrize("kind", FIELDS)
def test_fields_have_the_themes_border_and_a_plain_ground(qtbot, theme: Theme, kind: type[QWidget]) -> None:
    field = kind()
    _ground = show(qtbot, field, 140, 30)
    image = picture(field)
    for x, y in ((70, 0), (70, 29), (0, 15)):
        assert image.pixelColor(x, y).name() == theme.line
    assert colours(image, range(2, 28), range(70, 110)) == {theme.field}, "no gradient"


def test_a_check_box_has_a_border_that_can_be_seen_and_a_mark(qtbot, theme: Theme) -> None:
    box = QCheckBox()
    _ground = show(qtbot, box, 30, 24)
    assert contrast(theme.muted, theme.window) >= 3
    assert theme.muted in colours(picture(box), range(24), range(30))
    box.setChecked(True)
    seen = colours(picture(box), range(24), range(30))
    assert theme.accent in seen
    assert any(contrast(name, theme.accent) >= 3 for name in seen - {theme.window}), "the mark"


@pytest.mark.parametrize("way", [Qt.Orientation.Vertical, Qt.Orientation.Horizontal])
def test_a_scroll_bar_is_a_handle_and_nothing_else(qtbot, theme: Theme, way: Qt.Orientation) -> None:
    bar = QScrollBar(way)
    bar.setRange(0, 100)
    bar.setPageStep(50)
    bar.setValue(50)
    upright = way == Qt.Orientation.Vertical
    _ground = show(qtbot, bar, 10 if upright else 200, 200 if upright else 10)
    image = picture(bar)
    along = [image.pixelColor(*((5, place) if upright else (place, 5))).name() for place in range(200)]
    assert set(along[:40]) == {theme.window}, "no arrow at the end"
    assert along[100] == theme.thumb
    assert contrast(theme.thumb, theme.panel) >= 1.4


def test_marks_are_there_and_can_be_told_from_their_ground(theme: Theme) -> None:
    folder = resources_dir() / "controls" / theme.marks
    for name, ground in (("down", theme.field), ("up", theme.field), ("right", theme.panel), ("check", theme.accent)):
        drawn = re.search(r'stroke="(#[0-9a-f]{6})"', (folder / f"{name}.svg").read_text("utf-8"))
        assert drawn is not None
        assert contrast(drawn[1], ground) >= 3


def test_what_is_pointed_at_can_be_read(theme: Theme) -> None:
    assert contrast(theme.on_hover, theme.hover) >= 7
    assert QColor(theme.hover) != QColor(theme.panel)


def test_a_setting_takes_no_more_room_than_it_needs(qtbot, qapp) -> None:
    """In a wide bar the slider stands beside its name."""
    field = SliderField("Size", "", (0, 100), str)
    ground = QWidget()
    qtbot.addWidget(ground)
    layout = QVBoxLayout(ground)
    layout.addWidget(field)
    ground.resize(900, 60)
    ground.show()
    assert field.width() == field.sizeHint().width()


def primary() -> QPushButton:
    button = QPushButton("Run")
    button.setProperty("role", "primary")
    return button


def checked(kind: type[QAbstractButton]) -> Callable[[], QAbstractButton]:
    def make() -> QAbstractButton:
        button = kind()
        button.setText("Mask")
        button.setCheckable(True)
        button.setChecked(True)
        return button

    make.__name__ = f"checked {kind.__name__}"
    return make


def tabs() -> QTabBar:
    bar = QTabBar()
    bar.addTab("Compare")
    bar.addTab("Inside")
    return bar


def slider() -> QSlider:
    return QSlider(Qt.Orientation.Horizontal)


def tool() -> QToolButton:
    button = QToolButton()
    button.setText("A")
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def fold() -> QToolButton:
    button = tool()
    button.setObjectName("fold")
    return button


@pytest.mark.parametrize(
    "make",
    [
        *(QCheckBox, checked(QCheckBox), QRadioButton, checked(QRadioButton), QPushButton, primary),
        *(tool, fold, slider, tabs, QComboBox, QSpinBox, QLineEdit),
    ],
    ids=lambda make: make.__name__,
)
def test_the_focus_can_be_seen_on_every_kind_of_control(qtbot, theme: Theme, make: Callable[[], QWidget]) -> None:
    part, other = make(), QPushButton()
    ground = show(qtbot, part, 160, 36)
    ground.layout().addWidget(other)
    ground.activateWindow()
    qtbot.waitUntil(ground.isActiveWindow)
    other.setFocus()
    without = picture(part)
    part.setFocus(Qt.FocusReason.OtherFocusReason)
    assert part.hasFocus()
    within = picture(part)
    places = [(x, y) for x in range(without.width()) for y in range(without.height())]
    pairs = [(without.pixelColor(*place).name(), within.pixelColor(*place).name()) for place in places]
    assert sum(contrast(*pair) >= 1.4 for pair in pairs if pair[0] != pair[1]) >= SEEN_PX
