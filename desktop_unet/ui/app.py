"""Starts the window.

Comes in: photos named on the command line. Goes out: the exit code. Torch is not loaded
here; the worker thread does that once a photo is open.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType, TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QMessageLogContext,
    QObject,
    Qt,
    QTimer,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtGui import QIcon, QImageReader
from PySide6.QtWidgets import QApplication

from desktop_unet.engine.device_env import prepare_environment
from desktop_unet.errors import DisplayMissing
from desktop_unet.imaging.formats import PIXEL_LIMIT
from desktop_unet.paths import queue_file, resources_dir, user_log_dir
from desktop_unet.settings import load_settings, save_changes
from desktop_unet.studio import opening
from desktop_unet.studio.recovery import unsaved_dir
from desktop_unet.ui.look.translation import install_language
from desktop_unet.ui.session.session import Session
from desktop_unet.ui.session.unsaved_keeper import UnsavedKeeper
from desktop_unet.ui.start.crash_log import CrashLog
from desktop_unet.ui.start.garbage import GarbageCollector
from desktop_unet.ui.start.marked_sample import MarkedSample, is_first_start
from desktop_unet.ui.window.window import TITLE, Window

if TYPE_CHECKING:
    from desktop_unet.ui.start.single_window import Door

FIRST_PAINT = "DESKTOP_UNET_FIRST_PAINT"
log = logging.getLogger(__name__)


def main(photos: Sequence[str] = (), *, new_window: bool = False) -> int:
    """Show the window until it is closed; the first of ``photos`` is opened, and folders among them are asked about.

    Where a window of this user is open on this screen already, it opens the photos, unless ``new_window``.
    """
    other_windows = None if new_window or FIRST_PAINT in os.environ else sockets()
    if other_windows is not None and other_windows.hand_over(photos):
        return 0
    prepare_environment()
    crash_log = keep_log()
    app = make_app()
    GarbageCollector(app)
    loaded = load_settings()
    install_language(app, loaded.language)
    session = Session(loaded)
    window = Window(session)
    catch_surprises(session)
    door = open_door(window, other_windows.Door) if other_windows is not None else None
    keeper = UnsavedKeeper(session, unsaved_dir())
    window.show()
    note_first_paint(window)
    folders = [photo for photo in photos if Path(photo).is_dir()]
    files = [photo for photo in photos if photo not in folders]
    QTimer.singleShot(0, lambda: start(session, files, keeper.offer(window.commands.dialogs.ask_recover)))
    QTimer.singleShot(0, lambda: offer_many(window, folders))
    if crash_log.crashed_before:
        QTimer.singleShot(0, lambda: tell_of_crash(session))
    code = app.exec()
    if door is not None:
        door.close()
    with contextlib.suppress(OSError):
        save_changes(loaded, session.settings)
    keeper.end()
    code = leave(session, code)
    crash_log.end()
    return code


def tell_of_crash(session: Session) -> None:
    """Say that the last run did not end well, and where to read of it."""
    sentence = QCoreApplication.translate(
        "App", "The program crashed last time; Help > Copy Diagnostics copies what is known about it."
    )
    session.tell("error", sentence)


def sockets() -> ModuleType | None:
    """What speaks to other windows; None where the system lacks a library of Qt's part for that."""
    try:
        from desktop_unet.ui.start import single_window
    except ImportError:
        return None
    return single_window


def open_door(window: Window, make_door: type[Door]) -> Door:
    """Let later starts hand their photos to this window."""
    door = make_door(parent=window)

    def take(photos: list[str]) -> None:
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.raise_()
        window.activateWindow()
        if photos:
            window.commands.open_paths([Path(photo) for photo in photos])

    door.asked.connect(take)
    return door


def make_app() -> QApplication:
    """The application object, with its name, style and icon; the one there is, if there is one."""
    before = qInstallMessageHandler(end_without_screen)
    running = QApplication.instance()
    app = running if isinstance(running, QApplication) else QApplication(sys.argv[:1])
    qInstallMessageHandler(before)
    app.setApplicationName("desktop-unet")
    QImageReader.setAllocationLimit(PIXEL_LIMIT * 4 // 1_000_000)  # for pasted pictures; Qt's own is 67 megapixels
    app.setApplicationDisplayName(TITLE)
    app.setDesktopFileName("desktop-unet")
    app.setStyle("Fusion")
    app.setWindowIcon(QIcon(str(resources_dir() / "icons" / "app.svg")))
    return app


def end_without_screen(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
    """Say in one sentence that there is no screen; Qt would abort the process and leave a core file."""
    log.warning("%s", text)
    if kind == QtMsgType.QtFatalMsg:
        print(f"error: {DisplayMissing()}", file=sys.stderr, flush=True)
        logging.shutdown()
        os._exit(1)


def start(session: Session, photos: Sequence[str], recovers: bool = False) -> None:
    """What can wait until the window is seen; photos that come back go before others."""
    session.network_files.list_installed()
    session.awaited.start_aside(lambda _report: opening.start_decoder(), lambda _nothing: None)
    if recovers:
        session.open_photos.list_paths(Path(photo).absolute() for photo in photos)
    elif photos:
        session.opener.open_several([Path(photo) for photo in photos])
    elif is_first_start():
        MarkedSample(session).show()


def offer_many(window: Window, folders: Sequence[str]) -> None:
    """Ask what is to be made of folders, and whether to go on with what the queue had left when the program ended."""
    if queue_file().is_file():
        window.commands.many.offer_unfinished()
    if folders:
        window.commands.open_paths([Path(folder) for folder in folders])


def leave(session: Session, code: int) -> int:
    """Return the exit code; where a worker cannot be stopped in time, end without it."""
    if session.close():
        return code
    log.warning("the worker did not end in time")
    logging.shutdown()
    os._exit(code)


def keep_log() -> CrashLog:
    """Write warnings and worse to a file, and stacks where the program crashes."""
    crash_log = CrashLog(user_log_dir())
    crash_log.begin()
    return crash_log


def catch_surprises(session: Session) -> None:
    """Turn an exception that nobody expected into a sentence and a line in the log."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        log.error("unexpected", exc_info=(kind, error, trace))
        sentence = QCoreApplication.translate("App", "Something unexpected went wrong ({0}); see the log in {1}.")
        session.tell("error", sentence.format(error or kind.__name__, user_log_dir()))

    sys.excepthook = hook


class FirstPaint(QObject):
    """Writes when the window was first painted, and whether torch was loaded; then quits."""

    def __init__(self, window: Window, target: str) -> None:
        super().__init__(window)
        self._target = Path(target)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self._write)  # the paint event has been dealt with by then
        return False

    def _write(self) -> None:
        facts = {"epoch": time.time(), "torch_loaded": "torch" in sys.modules}
        self._target.write_text(json.dumps(facts), encoding="utf-8")
        QApplication.quit()


def note_first_paint(window: Window) -> None:
    """Measure the start where the environment names a file for it; see ``FirstPaint``."""
    target = os.environ.get(FIRST_PAINT)
    if target:
        FirstPaint(window, target)
