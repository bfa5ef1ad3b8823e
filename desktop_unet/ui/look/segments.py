"""A row of buttons of which one is chosen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QToolButton, QWidget


class Segments(QWidget):
    """Shows choices as (value, text, tip); tells the value that the user picks."""

    picked = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("segments")
        self.setAccessibleName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._name = name
        self._group = QButtonGroup(self)
        self.buttons: dict[object, QToolButton] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(3, 3, 3, 3)
        self._row.setSpacing(2)

    def set_choices(self, choices: Sequence[tuple[object, str, str]]) -> None:
        for button in self.buttons.values():
            self._group.removeButton(button)
            self._row.removeWidget(button)
            button.hide()  # it goes when control returns to the event loop, and would stay in sight until then
            button.deleteLater()
        self.buttons = {value: self._button(value, text, tip) for value, text, tip in choices}

    def _button(self, value: object, text: str, tip: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(text)
        button.setToolTip(tip)
        button.setAccessibleName(f"{self._name}: {text.replace('&', '')}")
        button.setCheckable(True)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        button.clicked.connect(lambda: self.picked.emit(value))
        self._group.addButton(button)
        self._row.addWidget(button)
        return button

    def show_value(self, value: object) -> None:
        """Mark ``value`` as chosen, without telling anybody."""
        if value in self.buttons:
            self.buttons[value].setChecked(True)
