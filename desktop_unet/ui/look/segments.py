"""Buttons in a row, or in a few, of which one is chosen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QSizePolicy, QToolButton, QWidget


class Segments(QWidget):
    """Shows choices as (value, text, tip) in rows of ``columns`` at most; tells the value that the user picks."""

    picked = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None, *, columns: int = 100) -> None:
        super().__init__(parent)
        self.setObjectName("segments")
        self.setAccessibleName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._name, self._columns = name, columns
        self._group = QButtonGroup(self)
        self.buttons: dict[object, QToolButton] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(3, 3, 3, 3)
        self._grid.setSpacing(2)

    def set_choices(self, choices: Sequence[tuple[object, str, str]]) -> None:
        for button in self.buttons.values():
            self._group.removeButton(button)
            self._grid.removeWidget(button)
            button.hide()  # it goes when control returns to the event loop, and would stay in sight until then
            button.deleteLater()
        self.buttons = {choice[0]: self._button(place, *choice) for place, choice in enumerate(choices)}

    def _button(self, place: int, value: object, text: str, tip: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(text)
        button.setToolTip(tip)
        button.setAccessibleName(f"{self._name}: {text.replace('&', '')}")
        button.setAccessibleDescription(tip)
        button.setCheckable(True)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        button.clicked.connect(lambda: self.picked.emit(value))
        self._group.addButton(button)
        self._grid.addWidget(button, *divmod(place, self._columns))
        return button

    def show_value(self, value: object) -> None:
        """Mark ``value`` as chosen, without telling anybody."""
        if value in self.buttons:
            self.buttons[value].setChecked(True)
