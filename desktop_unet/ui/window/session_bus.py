"""What a Linux desktop is told over the session's D-Bus: progress on docks, and notices. Nothing where there is none.

Source: Ubuntu's Launcher API, com.canonical.Unity.LauncherEntry; XDG Desktop Portal,
org.freedesktop.portal.Notification.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

if TYPE_CHECKING:
    from PySide6.QtDBus import QDBusConnection

_LAUNCHER = "com.canonical.Unity.LauncherEntry"
_PORTAL, _PORTAL_PATH = "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop"
_NOTICES = "org.freedesktop.portal.Notification"
_RUN = "run"
"""Name of the one notice: a newer one takes its place."""


def tell_progress(share: float, *, is_shown: bool) -> None:
    """How far a run is, 0..1; whether that is to be seen."""
    bus = _session_bus()
    if bus is None:
        return
    from PySide6.QtDBus import QDBusMessage

    message = QDBusMessage.createSignal("/desktop_unet/launcher", _LAUNCHER, "Update")
    entry = f"application://{QGuiApplication.desktopFileName()}.desktop"
    message.setArguments([entry, {"progress": share, "progress-visible": is_shown}])
    bus.send(message)


def tell_notice(title: str, text: str) -> bool:
    """Show a notice of the desktop; False where there is no portal that would."""
    bus = _session_bus()
    known = None if bus is None else bus.interface()
    if bus is None or known is None or not known.isServiceRegistered(_PORTAL).value():
        return False
    from PySide6.QtDBus import QDBusMessage

    message = QDBusMessage.createMethodCall(_PORTAL, _PORTAL_PATH, _NOTICES, "AddNotification")
    message.setArguments([_RUN, {"title": title, "body": text}])
    return bool(bus.send(message))


def _session_bus() -> QDBusConnection | None:
    if sys.platform != "linux":
        return None
    try:
        from PySide6.QtDBus import QDBusConnection
    except ImportError:  # a system without the library
        return None
    bus = QDBusConnection.sessionBus()
    return bus if bus.isConnected() else None
