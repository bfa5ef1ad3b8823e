"""A hand for journeys whose actions are counted: a click, a drag, a command by keys, a text typed, each is one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QWidget

from tests.ui.driving import drag

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
LOOK_AGAIN_MS = 30


class Hand:
    """Does what it is told to, and counts it."""

    def __init__(self) -> None:
        self.actions = 0

    def does(self, action: Callable[..., object], *words: object) -> None:
        self.actions += 1
        action(*words)

    def clicks(self, widget: QWidget) -> None:
        """On what can be seen and pressed, or else it is no click."""
        QApplication.processEvents()  # what was just made is laid out
        assert widget.isVisible(), "nobody can click on what is not shown"
        assert widget.isEnabled(), "nobody can press what is grey"
        self.does(QTest.mouseClick, widget, LEFT)

    def drags(self, pane: QWidget, points: list[tuple[int, int]]) -> None:
        self.does(drag, pane, points)

    def presses(self, widget: QWidget, key: Qt.Key, keys: Qt.KeyboardModifier = NONE) -> None:
        self.does(QTest.keyClick, widget, key, keys)

    def chooses(self, combo: QComboBox, row: int) -> None:
        """Opens the list and clicks on a row: two actions. A list takes no click right after the one that opened it."""
        usual_ms = QApplication.doubleClickInterval()
        QApplication.setDoubleClickInterval(0)
        self.clicks(combo)
        place = combo.view().visualRect(combo.model().index(row, combo.modelColumn())).center()
        QApplication.processEvents()
        self.does(QTest.mouseClick, combo.view().viewport(), LEFT, NONE, QPoint(place))
        QApplication.setDoubleClickInterval(usual_ms)

    def confirms(self, kind: type[QDialog]) -> QTimer:
        """Presses Return in the dialog as soon as it is open; to be called before what opens one that waits."""
        timer = QTimer()
        timer.setInterval(LOOK_AGAIN_MS)

        def look() -> None:
            dialog = QApplication.activeModalWidget()
            if isinstance(dialog, kind) and dialog.isVisible():
                timer.stop()
                self.presses(dialog.focusWidget() or dialog, Qt.Key.Key_Return)

        timer.timeout.connect(look)
        timer.start()
        return timer
