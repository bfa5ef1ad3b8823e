"""The Qt binding itself: PySide6 6.12.0 loses a reference with every signal on Python 3.11."""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject, Signal


class Sender(QObject):
    said = Signal()


def test_emitting_a_signal_keeps_the_count_of_references(qapp) -> None:
    sender = Sender()
    before = sys.getrefcount(True)
    for _ in range(300):
        sender.said.emit()
    # Lost references to True end the whole program after some six hundred signals.
    assert sys.getrefcount(True) > before - 50
