"""Fields: a setting as a line of its name, a slider and its value in words; a picker of names."""

from __future__ import annotations

import re
from collections.abc import Callable

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QPaintEvent, QValidator
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLayoutItem,
    QSizePolicy,
    QSlider,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)

from desktop_unet.ui.look.translation import spoken_language

_SLIDER_PX = 96
_BEFORE_NUMBER_PX, _BESIDE_NAME_PX = 6, 2


def inset_number(box: QAbstractSpinBox) -> None:
    """Give a number the room at its left that other fields have; Qt's style sheets give it none."""
    box.lineEdit().setTextMargins(_BEFORE_NUMBER_PX, 0, 0, 0)


def level_labels(form: QFormLayout) -> None:
    """Put each name in the middle beside its field; Qt puts it a little higher the higher the field is."""
    for row in range(form.rowCount()):
        name, field = form.itemAt(row, QFormLayout.ItemRole.LabelRole), form.itemAt(row, QFormLayout.ItemRole.FieldRole)
        label = name.widget() if name is not None else None
        if label is not None and field is not None:
            for part in _widgets_of(field):
                part.ensurePolished()  # the style sheet makes fields higher
            label.setMinimumHeight(field.sizeHint().height())


def _widgets_of(item: QLayoutItem | None) -> list[QWidget]:
    if item is None:
        return []
    widget, layout = item.widget(), item.layout()
    if layout is not None:
        return [part for place in range(layout.count()) for part in _widgets_of(layout.itemAt(place))]
    return [] if widget is None else [widget, *widget.findChildren(QWidget)]


class DecimalBox(QDoubleSpinBox):
    """A number in the window's language, which a person may type with a point or a comma."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        locale = QLocale(spoken_language())
        locale.setNumberOptions(QLocale.NumberOption.OmitGroupSeparator | QLocale.NumberOption.RejectGroupSeparator)
        self.setLocale(locale)

    def validate(self, text: str, place: int) -> tuple[QValidator.State, str, int]:
        return super().validate(self._in_its_language(text), place)

    def valueFromText(self, text: str) -> float:
        return super().valueFromText(self._in_its_language(text))

    def fixup(self, text: str) -> str:
        return super().fixup(self._in_its_language(text))

    def _in_its_language(self, text: str) -> str:
        return re.sub("[.,]", self.locale().decimalPoint(), text)


class NameCombo(QComboBox):
    """A picker of names that takes what room there is: a name that is too long for it ends in dots."""

    def __init__(self, name: str, letters: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(letters)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """As Qt paints it, which cuts a long name in the middle of a letter."""
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        field = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, self
        )
        room = field.width() - 2 * _BESIDE_NAME_PX
        option.currentText = option.fontMetrics.elidedText(option.currentText, Qt.TextElideMode.ElideRight, room)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)


class SliderField(QWidget):
    """Tells the value that the user moves to; shows one without telling.

    Args:
        name: shown, and said to those who cannot see.
        tip: for the pointer.
        steps: the slider goes from ``steps[0]`` to ``steps[1]``.
        value_of: the setting's value at a step of the slider.
        step_of: the other way round.
        text_of: the value in words.
    """

    moved = Signal(object)

    def __init__(
        self,
        name: str,
        tip: str,
        steps: tuple[int, int],
        text_of: Callable[[int], str],
        value_of: Callable[[int], int] = int,
        step_of: Callable[[int], int] = int,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._step_of, self._text_of = step_of, text_of
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setRange(*steps)
        self.slider.setAccessibleName(name)
        self.slider.setToolTip(tip)
        self.slider.setFixedWidth(_SLIDER_PX)
        self.text = QLabel(self)
        widest = max((text_of(value_of(step)) for step in steps), key=len)
        self.text.setMinimumWidth(self.text.fontMetrics().horizontalAdvance(widest) + 4)
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 0, 6, 0)
        row.setSpacing(8)
        for part in (QLabel(name, self), self.slider, self.text):
            row.addWidget(part)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)  # a slider's would take all room
        self.slider.valueChanged.connect(lambda step: self.moved.emit(value_of(step)))

    def show_value(self, value: int) -> None:
        blocked = self.slider.blockSignals(True)
        self.slider.setValue(self._step_of(value))
        self.slider.blockSignals(blocked)
        self.text.setText(self._text_of(value))
