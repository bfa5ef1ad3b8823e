"""Tells when the file of an open photo is deleted or changed by another program; the photo stays as it is.

Comes in: the system's word that a file has changed, and the window coming to the front, since not every
file system gives word. Goes out: one sentence per change, once.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer

from desktop_unet.studio.file_stamps import Stamp, stamps_of
from desktop_unet.studio.open_photo import OpenPhoto

if TYPE_CHECKING:
    from desktop_unet.ui.session.session import Session

QUIET_MS = 400
"""Programs write a file in several steps, or delete it and put another in its place: wait until they are done."""


class FileWatch(QObject):
    """Follows the files of the photos that are in memory."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session, self._photos = session, session.open_photos
        self._watcher = QFileSystemWatcher(self)
        self._is_looking = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(QUIET_MS)
        self._timer.timeout.connect(self.look)
        self._watcher.fileChanged.connect(self._timer.start)
        self._photos.changed.connect(self._follow)

    def look(self) -> None:
        """Compare the files with what was read of them, in the worker."""
        paths = list(self._followed())
        if paths and not self._is_looking:
            self._is_looking = True
            self._session.awaited.start_aside(lambda _report: stamps_of(paths), self._compare, self._end)

    def _followed(self) -> dict[Path, OpenPhoto]:
        return {
            photo.path: photo
            for photo in self._photos.photos
            if photo.path is not None and photo.document is not None
            if photo.stamp is not None or not photo.is_as_its_file
        }

    def _follow(self) -> None:
        wanted, watched = {str(path) for path in self._followed()}, set(self._watcher.files())
        if watched - wanted:
            self._watcher.removePaths(list(watched - wanted))
        if wanted - watched:
            self._watcher.addPaths(list(wanted - watched))

    def _end(self) -> None:
        self._is_looking = False

    def _compare(self, found: Mapping[Path, Stamp | None]) -> None:
        self._end()
        for path, photo in self._followed().items():
            if path in found and found[path] != photo.stamp:
                self._note(photo, found[path])
        self._follow()  # a file that was replaced is another one to the system

    def _note(self, photo: OpenPhoto, stamp: Stamp | None) -> None:
        photo.stamp, photo.is_as_its_file = stamp, False
        if stamp is None and photo.document is not None:
            photo.document.mark_unsaved(photo.document.opened)  # no file holds it any more
            self._session.facts_changed.emit()
        self._session.tell("error", self._sentence(photo))

    def _sentence(self, photo: OpenPhoto) -> str:
        if photo.stamp is None:
            sentence = self.tr("{0} was deleted or moved; the photo is still open here, save it to keep it.")
        else:
            sentence = self.tr("{0} was changed by another program; here it stays as you opened it.")
        return sentence.format(photo.name)
