"""What the window's tests use: an engine in the test's hand, ready answers, mouse and drops."""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event

import numpy as np
from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from desktop_unet.engine.task import InpaintRequest, Report, Request, Result, Step
from desktop_unet.imaging.framing import Framing
from desktop_unet.imaging.photo import Photo
from desktop_unet.settings import Settings
from desktop_unet.studio import networks
from desktop_unet.studio.many_photos import ManyPhotos
from desktop_unet.studio.saving import SaveChoice
from desktop_unet.ui.look.qimages import Picture
from desktop_unet.ui.queue.many_dialog import Choosable, Measure
from desktop_unet.ui.session.session import Session
from desktop_unet.ui.window.questions import Leave
from desktop_unet.ui.window.save_dialog import Estimator
from desktop_unet.ui.window.window import Window

NETWORKS = networks.Networks(
    {(task, variant): f"{task}-{variant}" for task in ("upscale", "inpaint") for variant in ("skip", "no-skip")},
    (1, 2, 3, 4, 8),
    frozenset({"skip", "no-skip"}),
)


class HandEngine:
    """Enlarges by repeating pixels and fills with one colour; runs on only while ``go`` is set."""

    TILES = 4

    def __init__(self) -> None:
        self.go = Event()
        self.go.set()
        self.started = Event()
        self.requests: list[Request] = []
        self.error: Exception | None = None

    def __call__(self, request: Request, report: Report) -> Result:
        self.requests.append(request)
        for tile in range(self.TILES):
            report(Step(tile, self.TILES, "Working", 12.0))
            self.started.set()
            while not self.go.wait(0.01):
                report(Step(tile, self.TILES, "Working", 12.0))
        if self.error is not None:
            raise self.error
        return Result(
            self._photo(request), "a-card", "cpu (test)", "fp32", self.TILES, 0.1, ("Tiles were made smaller.",)
        )

    def _photo(self, request: Request) -> Photo:
        shade = 30 if request.choices.variant == "skip" else 90
        shade += 100 if request.choices.look == "sharp" else 0
        if isinstance(request, InpaintRequest):
            pixels = request.photo.pixels.copy()
            pixels[request.mask > 0] = shade + request.seed + (request.fill != "auto")
        else:
            pixels = request.photo.pixels.repeat(request.scale, 0).repeat(request.scale, 1)
            if request.target is not None:
                pixels = pixels[: request.target.extent.height, : request.target.extent.width].copy()
            pixels = np.where(pixels > 200, np.uint8(shade), pixels)
        return request.photo.with_pixels(pixels)


class Answers:
    """Answers ``Questions`` in place of ``Dialogs``; notes what it was asked."""

    def __init__(self) -> None:
        self.open: list[Path] = []
        self.reference: Path | None = None
        self.network: Path | None = None
        self.save: Path | None = None
        self.mask: Path | None = None
        self.framing: Framing | None = None
        self.pixels: int | None = 3
        self.how: dict[str, object] = {}
        self.sheet: Path | None = None
        self.leave: Leave = "discard"
        self.recovers = True
        self.fills_much = True
        self.stops_work = True
        self.folder: Path | None = None
        self.many: Callable[[ManyPhotos], ManyPhotos] | str | None = None
        self.goes_on = self.leaves_queue = True
        self.asked: list[str] = []

    def ask_open(self, folder: str) -> list[Path]:
        self.asked.append("open")
        return self.open

    def ask_reference(self, folder: str) -> Path | None:
        self.asked.append("reference")
        return self.reference

    def ask_network(self, folder: str) -> Path | None:
        self.asked.append("network")
        return self.network

    def ask_save(
        self,
        photo: Photo,
        suggested: Path,
        original: Path | None,
        settings: Settings,
        measure: Estimator,
        then: Callable[[SaveChoice], None],
    ) -> None:
        self.asked.append(f"save {suggested.name}")
        if self.save is not None:
            then(SaveChoice(self.save, **self.how))

    def ask_framing(self, picture: Picture, then: Callable[[Framing], None]) -> None:
        self.asked.append("framing")
        if self.framing is not None:
            then(self.framing)

    def ask_sheet(self, suggested: Path) -> Path | None:
        self.asked.append(f"sheet {suggested.name}")
        return self.sheet

    def ask_pixels(self, question: str, suggested: int) -> int | None:
        self.asked.append(f"{question} {suggested}")
        return self.pixels

    def ask_mask(self, folder: str) -> Path | None:
        self.asked.append("mask")
        return self.mask

    def ask_save_mask(self, suggested: Path) -> Path | None:
        self.asked.append(f"save mask {suggested.name}")
        return self.mask

    def ask_recover(self, count: int) -> bool:
        self.asked.append(f"recover {count}")
        return self.recovers

    def ask_leave(self, name: str) -> Leave:
        self.asked.append(f"leave {name}")
        return self.leave

    def ask_leave_all(self, count: int) -> Leave:
        self.asked.append(f"leave {count} photos")
        return self.leave

    def ask_stop_work(self, names: Sequence[str]) -> bool:
        self.asked.append(f"stop {', '.join(names)}")
        return self.stops_work

    def ask_folder(self, folder: str) -> Path | None:
        self.asked.append("folder")
        return self.folder

    def ask_many(
        self,
        choosable: Choosable,
        first: ManyPhotos,
        measure: Measure,
        start: Callable[[ManyPhotos], None],
        open_photos: Callable[[], None],
    ) -> None:
        self.asked.append(f"{first.deed} {choosable.count} photos")
        if self.many == "open":
            open_photos()
        elif self.many is not None:
            start(self.many(first))

    def ask_go_on(self, left: Sequence[ManyPhotos]) -> bool:
        self.asked.append(f"go on with {len(left)}")
        return self.goes_on

    def ask_leave_queue(self, count: int) -> bool:
        self.asked.append(f"leave {count} in the queue")
        return self.leaves_queue

    def ask_fill_much(self, percent: int) -> bool:
        self.asked.append(f"fill {percent} %")
        return self.fills_much

    def show_about(self, version: str) -> None:
        self.asked.append("about")


def make_pixels(height: int, width: int, seed: int = 0) -> np.ndarray:
    """Smooth colours with some noise, never the same in two places."""
    rng = np.random.default_rng(seed)
    rows, columns = np.mgrid[0:height, 0:width]
    base = np.stack([rows * 200 / height, columns * 200 / width, (rows + columns) * 100 / (height + width)], -1)
    return (base + rng.integers(0, 30, base.shape)).astype(np.uint8)


def close_and_check(window: Window) -> None:
    window._may_close = True
    window.close()
    assert window.session.close(), "the worker thread is still running"
    parts = [window, *window.findChildren(type(window.panel)), *window.findChildren(type(window.canvas))]
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not [part for part in parts if isValid(part)], "a widget is left"
    gc.collect()


def idle(qtbot, session: Session, timeout_ms: int = 10_000) -> None:
    """Wait until no job is waited for."""
    qtbot.waitUntil(lambda: not session.is_busy, timeout=timeout_ms)


def fill_widely(qtbot, session: Session) -> None:
    """Mark the middle with a huge brush and have it filled."""
    session.masking.take_tool("brush")
    session.masking.set_brush_size(500)
    session.masking.begin_stroke((150.0, 210.0), erase=False)
    session.masking.end_stroke()
    session.restorer.start()
    idle(qtbot, session)


def drag(
    pane,
    points: list[tuple[int, int]],
    button: Qt.MouseButton = Qt.MouseButton.LeftButton,
    keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    """Press, move through the points (x, y in the pane), release."""
    move(pane, points[0], Qt.MouseButton.NoButton, keys)
    QTest.mousePress(pane, button, keys, QPoint(*points[0]))
    for point in points[1:]:
        move(pane, point, button, keys)
        QApplication.processEvents()
    QTest.mouseRelease(pane, button, keys, QPoint(*points[-1]))


def move(
    pane,
    point: tuple[int, int],
    held: Qt.MouseButton,
    keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    """A move of the mouse that arrives at once; a real screen would report it later."""
    place = QPointF(*point)
    everywhere = QPointF(pane.mapToGlobal(QPoint(*point)))
    QApplication.sendEvent(
        pane, QMouseEvent(QEvent.Type.MouseMove, place, everywhere, Qt.MouseButton.NoButton, held, keys)
    )


def drop(window: Window, data: QMimeData) -> None:
    """Drop something on the middle of the window."""
    position = QPointF(window.rect().center())
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(position.toPoint(), Qt.DropAction.CopyAction, data, left, none)
    QApplication.sendEvent(window, entering)
    if entering.isAccepted():
        QApplication.sendEvent(window, QDropEvent(position, Qt.DropAction.CopyAction, data, left, none))


def wait_until_started(engine: HandEngine) -> None:
    assert engine.started.wait(5), "the engine was not called"
