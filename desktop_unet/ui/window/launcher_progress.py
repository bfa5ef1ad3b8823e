"""How far a run is, on the program's entry of docks and task bars that show it.

Comes in: a share. Goes out: a signal on the session's D-Bus, which KDE Plasma, Ubuntu's dock, Cinnamon and others
listen to; nothing where there is no D-Bus.

Source: Ubuntu's Launcher API, com.canonical.Unity.LauncherEntry.
"""

from __future__ import annotations

import sys
import time

from PySide6.QtGui import QGuiApplication

_PATH, _INTERFACE = "/desktop_unet/launcher", "com.canonical.Unity.LauncherEntry"
_APART_S = 0.25


class LauncherProgress:
    """Tells the desktop now and then; the end at once."""

    def __init__(self) -> None:
        self._told = float("-inf")
        self._is_shown = False

    def show(self, share: float | None) -> None:
        """How far it is, 0..1; None once nothing runs."""
        now = time.monotonic()
        if share is None and not self._is_shown:
            return
        if share is not None and now - self._told < _APART_S:
            return
        self._told, self._is_shown = (now if share is not None else float("-inf")), share is not None
        _send(0.0 if share is None else share, is_shown=share is not None)


def _send(share: float, *, is_shown: bool) -> None:
    if sys.platform != "linux":
        return
    try:
        from PySide6.QtDBus import QDBusConnection, QDBusMessage
    except ImportError:  # a system without the library
        return
    bus = QDBusConnection.sessionBus()
    if not bus.isConnected():
        return
    message = QDBusMessage.createSignal(_PATH, _INTERFACE, "Update")
    entry = f"application://{QGuiApplication.desktopFileName()}.desktop"
    message.setArguments([entry, {"progress": share, "progress-visible": is_shown}])
    bus.send(message)
