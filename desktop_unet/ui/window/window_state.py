"""The window as it was left: place, size, what can be dragged, and the options of the tools.

Comes in: settings. Goes out: a window that lies wholly on a screen that is there, and the settings with what is to
be remembered. Strength and view belong to a photo and are not remembered.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QByteArray, QRect
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMainWindow, QSplitter

from desktop_unet.settings import Settings
from desktop_unet.studio.options import Options
from desktop_unet.studio.remembered import options_to_remember

FIRST_WIDTH, FIRST_HEIGHT = 1200, 800


def restore_window(window: QMainWindow, settings: Settings) -> None:
    """Put the window where it was, or where it fits if the screen is another."""
    if not window.restoreGeometry(_bytes(settings.window_geometry)):
        room = window.screen().availableGeometry()
        window.resize(min(FIRST_WIDTH, room.width() * 9 // 10), min(FIRST_HEIGHT, room.height() * 9 // 10))
    window.restoreState(_bytes(settings.window_bars))
    for splitter in window.findChildren(QSplitter):
        if splitter.objectName() in settings.window_splitters:
            splitter.restoreState(_bytes(settings.window_splitters[splitter.objectName()]))
    if not window.windowState():  # neither maximized nor full screen
        rooms = [screen.availableGeometry() for screen in QGuiApplication.screens()]
        window.setGeometry(fitted(window.geometry(), rooms))


def fitted(place: QRect, rooms: Sequence[QRect]) -> QRect:
    """The nearest place, no larger than a screen and wholly on it: the screen that showed most of it."""
    room = max(rooms, key=lambda each: _area(each.intersected(place)))
    size = place.size().boundedTo(room.size())
    left = min(max(place.left(), room.left()), room.left() + room.width() - size.width())
    top = min(max(place.top(), room.top()), room.top() + room.height() - size.height())
    return QRect(left, top, size.width(), size.height())


def _area(rect: QRect) -> int:
    return 0 if rect.isEmpty() else rect.width() * rect.height()


def remember_window(window: QMainWindow, settings: Settings, options: Options) -> Settings:
    """The settings with the window as it stands and the options as they are chosen."""
    splitters = [splitter for splitter in window.findChildren(QSplitter) if splitter.objectName()]
    return replace(
        settings,
        window_geometry=_text(window.saveGeometry()),
        window_bars=_text(window.saveState()),
        window_splitters={splitter.objectName(): _text(splitter.saveState()) for splitter in splitters},
        options=options_to_remember(options),
    )


def _bytes(text: str) -> QByteArray:
    return QByteArray.fromBase64(text.encode())


def _text(saved: QByteArray) -> str:
    return bytes(saved.toBase64().data()).decode()
