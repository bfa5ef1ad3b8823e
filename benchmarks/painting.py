"""How long the window takes from a move of the mouse to the repainted photo.

Comes in: nothing; the photos are made here. Goes out: rows of a table. Events are sent to the real window
(offscreen) one at a time, and a time ends when everything that the event set off has been painted.
"""

from __future__ import annotations

import math
import os
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

MEDIAN_MS = 8.0
WORST_MS = 16.0
BRUSH_PX = 60
EVENTS_PER_STROKE = 50
STROKES = 12
LARGE = (4000, 6000)
HUGE = (6000, 8400)
WINDOW = (1600, 1000)

Rows = list[tuple[str, ...]]


@dataclass(frozen=True)
class Stand:
    """A window on a photo that has a result, and the program around it."""

    app: Any
    window: Any


def measure_painting() -> Rows:
    """Brush and slider on 24 megapixels, with goals; moving and zooming on 50, for the record."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    rows: Rows = []
    stand = _open(LARGE)
    for place, zoom in (("whole photo in view", None), ("at 100 %", 1.0)):
        _look_at(stand, "edit", zoom)
        rows += _rows(f"brush {BRUSH_PX} px, 24 MP, {place}", _stroke_times(stand), has_goal=True)
        _look_at(stand, "slider", zoom)
        rows += _rows(f"slider, 24 MP, {place}", _slider_times(stand), has_goal=True)
    _close(stand)
    stand = _open(HUGE)
    for mode in ("edit", "slider"):
        _look_at(stand, mode, None)
        rows += _rows(f"zoom, 50 MP, {mode}", _times(stand, _zooming(stand)), has_goal=False)
        rows += _rows(f"move, 50 MP, {mode}", _times(stand, _moving(stand)), has_goal=False)
    _close(stand)
    return rows


# --- the window ------------------------------------------------------------------------------------


def _open(size: tuple[int, int]) -> Stand:
    from desktop_unet.document.document import Document, Restoration
    from desktop_unet.imaging.photo import Photo
    from desktop_unet.settings import Settings
    from desktop_unet.studio.enlarging import Enlargement
    from desktop_unet.studio.pyramid import screen_levels
    from desktop_unet.ui.app import make_app
    from desktop_unet.ui.session.session import Session
    from desktop_unet.ui.window.window import Window

    app = make_app()
    session = Session(Settings(brush_size_px=BRUSH_PX))
    window = Window(session)
    window.resize(*WINDOW)
    window.show()
    before, after = (Photo(_pixels(size, seed)) for seed in (0, 1))
    session.document = Document(before)
    for photo in (before, after):
        session.keep_picture(photo, screen_levels(photo))
    session.view.show_new(before.extent)
    session.masking.show(session.document)
    session.document.add_result(Restoration(Enlargement(photo=before, scale=1), {"skip": after}, "skip"))
    session.strengths._strengths[before] = 0.0  # nothing is looked for while times are taken
    session.photo_changed.emit()
    session.masking.take_tool("brush")
    _settle(app)
    return Stand(app, window)


def _pixels(size: tuple[int, int], seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    tile = rng.integers(0, 256, (500, 600, 3), dtype=np.uint8)
    return np.tile(tile, (math.ceil(size[0] / 500), math.ceil(size[1] / 600), 1))[: size[0], : size[1]].copy()


def _settle(app: Any) -> None:
    for _ in range(20):
        app.processEvents()


def _look_at(stand: Stand, mode: str, zoom: float | None) -> None:
    session = stand.window.session
    session.set_options(mode=mode, task="inpaint")
    session.view.fit() if zoom is None else session.view.show_actual_size()
    session.masking.set_brush_size(BRUSH_PX)  # in photo pixels, whatever the zoom
    _settle(stand.app)


def _close(stand: Stand) -> None:
    document = stand.window.session.document
    document.mark_saved(document.photo)
    stand.window.close()
    stand.window.deleteLater()
    _settle(stand.app)


# --- deeds -----------------------------------------------------------------------------------------


def _stroke_times(stand: Stand) -> list[float]:
    """Whole strokes, each with its press, its moves and its release."""
    return _times(stand, (deed for stroke in range(STROKES) for deed in _stroke(stand.window.canvas, stroke)))


def _stroke(pane: Any, number: int) -> Iterator[Callable[[], None]]:
    top = pane.height() * (number + 1) / (STROKES + 1)
    places = [
        (pane.width() * (0.1 + 0.8 * step / EVENTS_PER_STROKE), top + 40 * math.sin(step / 4))
        for step in range(EVENTS_PER_STROKE)
    ]
    yield lambda: _send(pane, "press", places[0])
    for place in places[1:]:
        yield lambda place=place: _send(pane, "move", place)
    yield lambda: _send(pane, "release", places[-1])


def _slider_times(stand: Stand) -> list[float]:
    """The line is dragged from one side to the other and back."""
    pane = stand.window.stack.currentWidget()
    middle, height = pane.width() / 2, pane.height() / 2
    _send(pane, "press", (middle, height))
    steps = EVENTS_PER_STROKE * STROKES
    places = [(middle + pane.width() * 0.45 * math.sin(step / 12), height) for step in range(steps)]
    times = _times(stand, (lambda place=place: _send(pane, "move", place) for place in places))
    _send(pane, "release", places[-1])
    return times


def _zooming(stand: Stand) -> Iterator[Callable[[], None]]:
    view = stand.window.session.view
    for step in range(200):
        factor = 1.1 if step % 100 < 50 else 1 / 1.1
        yield lambda factor=factor: view.zoom_at((100.0, 150.0), factor)


def _moving(stand: Stand) -> Iterator[Callable[[], None]]:
    view = stand.window.session.view
    for zoom in (0.26, 1.0):
        view.zoom_by(zoom / view.zoom)
        _settle(stand.app)
        for step in range(100):
            yield lambda step=step: view.pan(12.0 if step % 50 < 25 else -12.0, 9.0 if step % 50 < 25 else -9.0)


def _send(pane: Any, what: str, place: tuple[float, float]) -> None:
    left, no_button = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    kind, button, held = {
        "press": (QEvent.Type.MouseButtonPress, left, left),
        "move": (QEvent.Type.MouseMove, no_button, left),
        "release": (QEvent.Type.MouseButtonRelease, left, no_button),
    }[what]
    here = QPointF(*place)
    event = QMouseEvent(kind, here, pane.mapToGlobal(here), button, held, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(pane, event)


# --- times -----------------------------------------------------------------------------------------


class _Paints(QObject):
    """Counts how often a pane was painted."""

    def __init__(self, pane: Any) -> None:
        super().__init__(pane)
        self.count = 0
        pane.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.Paint
        return False


def _times(stand: Stand, deeds: Iterator[Callable[[], None]]) -> list[float]:
    """Milliseconds of each deed, painting included.

    The window is told to paint what has become dirty at once; by itself it would wait for the screen's next turn.

    Raises:
        SystemExit: hardly anything was painted, so that the times would say nothing.
    """
    times, paints = [], _Paints(stand.window.stack.currentWidget())
    for deed in deeds:
        started = time.perf_counter()
        deed()
        stand.app.sendEvent(stand.window, QEvent(QEvent.Type.UpdateRequest))
        times.append((time.perf_counter() - started) * 1000)
        stand.app.processEvents()
    if paints.count < 0.9 * len(times):
        raise SystemExit(f"the photo was painted only {paints.count} times after {len(times)} events")
    return times


def _rows(name: str, times: Sequence[float], *, has_goal: bool) -> Rows:
    from processes import row

    median = statistics.median(times)
    worst = sorted(times)[math.ceil(len(times) * 0.99) - 1]
    if has_goal:
        return [row(f"{name}, median", median, MEDIAN_MS, "ms"), row(f"{name}, 99th percentile", worst, WORST_MS, "ms")]
    return [(f"{name}, median", f"{median:.2f} ms", "", ""), (f"{name}, 99th percentile", f"{worst:.2f} ms", "", "")]
