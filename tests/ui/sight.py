"""What a person would see wrong with a window: cut texts, parts that lie on others or stick out of what holds them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QSlider,
    QStyle,
    QStyleOptionComboBox,
    QToolButton,
    QWidget,
)

TOLERANCE_PX = 1
LONGEST_TIP, _QTS_OWN = 120, "qt_"
SHOWN = (QLabel, QAbstractButton, QComboBox, QSlider, QProgressBar)


def wrong_with(root: QWidget) -> list[str]:
    """Sentences on all that is wrong; empty where nothing is."""
    parts = [part for part in root.findChildren(QWidget) if part.isVisible() and isinstance(part, SHOWN)]
    said = [f"cut: {_text(part)!r}" for part in parts if is_cut(part)]
    said += [f"{_named(one)} lies on {_named(other)}" for one, other in _overlapping(parts)]
    return said + [f"{_named(part)} sticks out of the panel" for part in parts if _sticks_out(part)]


def is_cut(part: QWidget) -> bool:
    """Whether a text has less room than it needs."""
    if isinstance(part, QLabel) and part.wordWrap():
        return bool(part.text()) and part.heightForWidth(part.width()) > part.height() + TOLERANCE_PX
    if isinstance(part, QLabel):
        lines = part.text().split("\n")
        widest = max(part.fontMetrics().horizontalAdvance(line) for line in lines)
        return widest > part.contentsRect().width() + TOLERANCE_PX
    if isinstance(part, QToolButton) and _shows_its_icon_alone(part):
        return False
    if isinstance(part, QPushButton | QToolButton | QCheckBox | QRadioButton) and part.text():
        return part.minimumSizeHint().width() > part.width() + TOLERANCE_PX or _needs(part) > part.width()
    return False


def names_in_dots(root: QWidget) -> list[str]:
    """Chosen names that pickers have no room for."""
    pickers = [part for part in root.findChildren(QComboBox) if part.isVisible()]
    return [part.currentText() for part in pickers if _room(part) < _wanted(part)]


def _room(picker: QComboBox) -> int:
    option = QStyleOptionComboBox()
    picker.initStyleOption(option)
    field = QStyle.SubControl.SC_ComboBoxEditField
    return picker.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, field, picker).width()


def _wanted(picker: QComboBox) -> int:
    return picker.fontMetrics().horizontalAdvance(picker.currentText()) + 4


def _shows_its_icon_alone(button: QToolButton) -> bool:
    return button.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly and not button.icon().isNull()


def _needs(button: QAbstractButton) -> int:
    return max(button.fontMetrics().horizontalAdvance(line) for line in button.text().replace("&", "").split("\n"))


def _overlapping(parts: list[QWidget]) -> Iterator[tuple[QWidget, QWidget]]:
    """Pairs of one parent that share pixels."""
    for one, other in combinations(parts, 2):
        if one.parentWidget() is other.parentWidget():
            shared = one.geometry() & other.geometry()
            if shared.width() > TOLERANCE_PX and shared.height() > TOLERANCE_PX:
                yield one, other


def _sticks_out(part: QWidget) -> bool:
    """Beyond the left or right edge of what scrolls it up and down."""
    area = part.parentWidget()
    while area is not None and not isinstance(area, QScrollArea):
        area = area.parentWidget()
    if area is None:
        return False
    left = part.mapTo(area.viewport(), QPoint(0, 0)).x()
    return left < 0 or left + part.width() > area.viewport().width()


def place_in(part: QWidget, root: QWidget) -> QRect:
    """Where a part lies in the window."""
    return QRect(part.mapTo(root, QPoint(0, 0)), part.size())


def _text(part: QWidget) -> str:
    return part.text() if isinstance(part, QLabel | QAbstractButton) else ""


def _named(part: QWidget) -> str:
    return f"{type(part).__name__} {(_text(part) or part.accessibleName())!r}"


def icon_buttons(ground: QWidget) -> list[QAbstractButton]:
    """Those of ours that say by a picture alone what they do."""
    return [button for button in ground.findChildren(QAbstractButton) if _shows_only_an_icon(button)]


def _shows_only_an_icon(button: QAbstractButton) -> bool:
    if button.icon().isNull() or isinstance(button.parent(), QLineEdit) or button.objectName().startswith(_QTS_OWN):
        return False
    if isinstance(button, QToolButton) and button.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly:
        return True
    return not button.text()


def wrong_tips(ground: QWidget) -> Iterator[str]:
    """What is wrong with the tooltips of all that lies on it."""
    for button in icon_buttons(ground):
        if not button.toolTip():
            yield f"{type(button).__name__} {button.objectName() or button.accessibleName()} has none"
    for tip in tips_of(ground):
        if any(len(line) > LONGEST_TIP for line in tip.splitlines()):
            yield f"too long: {tip}"
        if tip.endswith(".") != (". " in tip):
            yield f"one sentence has no full stop, several have: {tip}"
        if tip != tip.strip() or "&" in tip:
            yield f"untidy: {tip}"


def tips_of(ground: QWidget) -> set[str]:
    found = {part.toolTip() for part in ground.findChildren(QWidget)}
    return {tip for tip in found | {action.toolTip() for action in ground.findChildren(QAction)} if tip}
