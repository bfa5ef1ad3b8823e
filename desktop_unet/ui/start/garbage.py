"""Python's search for garbage, in the window's thread alone.

Left to itself, Python searches in whatever thread makes the next object. What it finds in a worker's thread may be a
closed dialog, and Qt does not bear a widget that is taken apart outside the window's thread: the program would crash.

Source: the same is done in calibre and pyqtgraph; napari's issue 1029 tells how the crash comes about.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 1000


class GarbageCollector(QObject):
    """Searches now and then, between two events; Python does not by itself any more."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        timer = QTimer(self)
        timer.timeout.connect(collect_due)
        timer.start(_EVERY_MS)


def collect_due() -> None:
    """Search as far as Python would have by now."""
    # Whoever loads torch puts back what was there before.
    gc.disable()
    counts, limits = gc.get_count(), gc.get_threshold()
    due = [generation for generation in range(3) if counts[generation] > limits[generation] > 0]
    if due:
        gc.collect(due[-1])
