"""One window per user and screen: a second start hands its photos to the first one and ends.

Comes in: photos of a start. Goes out: ``hand_over`` tells whether a window took them; ``Door`` is the open
window's side. They speak through a local socket (a file or a named pipe that only this user may use); nothing
is sent over a network.

    second start                    first window
    hand_over(photos)  -- line -->  Door: asked(photos)
                       <-- "ok" --
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from desktop_unet.settings import settings_file

CONNECT_MS, ANSWER_MS = 300, 2000
LIMIT_BYTES = 1_000_000
_OK = b"ok\n"
_SCREENS = ("WAYLAND_DISPLAY", "DISPLAY", "QT_QPA_PLATFORM")
_TOKEN = "XDG_ACTIVATION_TOKEN"
"""What a Wayland desktop gives to a start, so that the window may come to the front."""


def door_name(environment: Mapping[str, str] = os.environ) -> str:
    """The socket's name: the same for one user, one settings file and one screen, and for nobody else."""
    place = [str(settings_file()), str(getattr(os, "getuid", lambda: "")())]
    screen = [environment.get(name, "") for name in _SCREENS]
    return "desktop-unet-" + hashlib.sha256("\n".join(place + screen).encode()).hexdigest()[:20]


def hand_over(photos: Sequence[str], name: str | None = None) -> bool:
    """Ask the window that is open to open these photos; False where there is none, or it does not answer."""
    socket = QLocalSocket()
    socket.connectToServer(name or door_name())
    if not socket.waitForConnected(CONNECT_MS):
        return False
    asked = {"photos": [str(Path(photo).absolute()) for photo in photos], "token": os.environ.get(_TOKEN, "")}
    socket.write(json.dumps(asked).encode() + b"\n")
    answer = b""
    while len(answer) < len(_OK) and (socket.bytesAvailable() or socket.waitForReadyRead(ANSWER_MS)):
        answer += bytes(socket.readAll().data())
    socket.abort()
    return answer == _OK


class Door(QObject):
    """Waits for other starts; a socket that a killed window has left is replaced."""

    asked = Signal(list)  # absolute paths

    def __init__(self, name: str | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._welcome)
        self.is_open = self._listen(name or door_name())

    def _listen(self, name: str) -> bool:
        """Without a door the program works as well; only second starts open a window of their own."""
        if self._server.listen(name):
            return True
        QLocalServer.removeServer(name)
        return self._server.listen(name)

    def _welcome(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.disconnected.connect(socket.deleteLater)
            socket.readyRead.connect(lambda socket=socket: self._read(socket))
            self._read(socket)

    def _read(self, socket: QLocalSocket) -> None:
        if socket.bytesAvailable() > LIMIT_BYTES:
            socket.abort()
        if not socket.canReadLine():
            return
        photos = _photos_of(bytes(socket.readLine().data()))
        if photos is None:
            socket.abort()
            return
        socket.write(_OK)
        socket.flush()
        self.asked.emit(photos)

    def close(self) -> None:
        """Take no more."""
        self._server.close()


def _photos_of(line: bytes) -> list[str] | None:
    """What was asked for; None for what is no question of ours."""
    try:
        asked = json.loads(line)
        photos, token = asked["photos"], asked["token"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    if not isinstance(token, str) or not isinstance(photos, list) or not all(isinstance(p, str) for p in photos):
        return None
    if token and "\0" not in token:
        os.environ[_TOKEN] = token
    return photos
