"""Tells the desktop of a long run: how far it is, on the task bar, and that it has ended, when the user is elsewhere.

Comes in: steps of the job that is waited for, and its end. Goes out: a notice of the system, a mark on the window's
entry, and progress where the desktop shows it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QSystemTrayIcon

from desktop_unet.engine.task import Step
from desktop_unet.studio.state import CANCELLABLE
from desktop_unet.ui.window.session_bus import tell_notice

if TYPE_CHECKING:
    from desktop_unet.ui.session.session import Session

LONG_S = 20.0
"""Whoever waits longer than this does something else meanwhile."""
_SHOWN_MS = 10_000
_TRAY_MS = 60_000

ShowProgress = Callable[[float | None], None]
"""Told how far a run is, 0..1; None once nothing runs."""


class SystemNotice(QObject):
    """A notice of the desktop: by an icon in its tray that goes again, where it has one, else by its portal.

    A click brings the window to the front.
    """

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._tray: QSystemTrayIcon | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_TRAY_MS)
        self._timer.timeout.connect(self.hide)

    def show(self, title: str, text: str) -> None:
        """Show it; where the desktop has neither, the window's entry alone is marked."""
        QApplication.alert(self._window)
        if not QSystemTrayIcon.isSystemTrayAvailable():
            tell_notice(title, text)
            return
        if self._tray is None:
            self._tray = QSystemTrayIcon(QApplication.windowIcon(), self)
            self._tray.messageClicked.connect(self._come)
            self._tray.activated.connect(self._come)
        self._tray.show()
        self._tray.showMessage(title, text, QApplication.windowIcon(), _SHOWN_MS)
        self._timer.start()

    def hide(self) -> None:
        """Nothing is to be told any more."""
        if self._tray is not None:
            self._tray.hide()

    def _come(self) -> None:
        self._window.raise_()
        self._window.activateWindow()
        self.hide()


class RunNotice(QObject):
    """Follows each run from its first step to its end.

    Args:
        session: whose runs.
        window: that the user may have left.
        show: tells title and text.
        progress: shows how far it is.
    """

    def __init__(
        self, session: Session, window: QMainWindow, show: Callable[[str, str], None], progress: ShowProgress
    ) -> None:
        super().__init__(window)
        self._session, self._window = session, window
        self._show, self._progress = show, progress
        self._began: float | None = None
        session.awaited.changed.connect(self._look)
        session.awaited.progressed.connect(self._tell_progress)
        session.awaited.succeeded.connect(lambda _kind: self._end(self.tr("The photo is done.")))
        session.awaited.failed.connect(lambda sentence: self._end(sentence))

    def _look(self) -> None:
        if self._session.awaited.is_cancelling:
            self._began = None  # who cancels is there
        elif self._session.awaited.kind in CANCELLABLE and self._began is None:
            self._began = time.monotonic()
        elif self._session.awaited.kind not in (None, *CANCELLABLE):
            self._began = None

    def _end(self, text: str) -> None:
        began, self._began = self._began, None
        if began is None or time.monotonic() - began < LONG_S or self._window.isActiveWindow():
            return
        self._show(self._window.windowTitle().replace("[*]", ""), text)

    def _tell_progress(self, step: Step | None) -> None:
        if step is None or self._session.awaited.kind not in CANCELLABLE:
            self._progress(None)
        else:
            self._progress(step.done / step.total if step.total else 0.0)
