"""The photos that are open: one is worked on, the others wait in the film strip.

Comes in: paths, and photos that have been read. Goes out: which one is shown. A photo that nothing was
done to is read again when it is wanted, so that hundreds can be open; what was worked on stays in memory.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer, Signal

from desktop_unet.document.document import Document
from desktop_unet.document.strokes import Point
from desktop_unet.studio import opening
from desktop_unet.studio.open_photo import OpenPhoto
from desktop_unet.studio.renditions import Compared

if TYPE_CHECKING:
    from desktop_unet.ui.session.session import Session


class OpenPhotos(QObject):
    """The list, and the one that is shown."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.photos: list[OpenPhoto] = []
        self.current: OpenPhoto | None = None

    @property
    def unsaved(self) -> list[OpenPhoto]:
        return [photo for photo in self.photos if photo.is_modified]

    def find(self, path: Path | None) -> OpenPhoto | None:
        """The open photo of that file."""
        return next((photo for photo in self.photos if path is not None and photo.path == path), None)

    def list_paths(self, paths: Iterable[Path]) -> None:
        """List files that are to be opened when they are wanted."""
        for path in paths:
            if self.find(path) is None:
                self.photos.append(OpenPhoto(path.name, path))
        self.changed.emit()

    def take(self, document: Document, name: str) -> OpenPhoto:
        """The entry for a photo that has been read; listed if it is not yet."""
        entry = self.find(document.original.source)
        if entry is None:
            entry = OpenPhoto(name, document.original.source)
            self.photos.append(entry)
        entry.document = document
        return entry

    def show(self, entry: OpenPhoto, sight: tuple[float, Point, bool], compared: Compared) -> None:
        """Make ``entry`` the current one; ``sight`` and ``compared`` are how the one before was seen."""
        before, self.current = self.current, entry
        if before is not None and before is not entry:
            before.sight, before.compared = sight, compared
            self.release(before)
        entry.news, entry.opens_in = None, "edit"
        self.changed.emit()

    def release(self, entry: OpenPhoto) -> None:
        """A photo that is not shown, and that its file holds, need not be in memory."""
        if entry is not self.current and entry.is_untouched:
            entry.document = entry.compared = None

    def holding(self, document: Document) -> OpenPhoto | None:
        """The open photo whose document it is."""
        return next((photo for photo in self.photos if photo.document is document), None)

    def neighbour(self, entry: OpenPhoto, direction: int = 1) -> OpenPhoto | None:
        """The next one in the strip, round its end; None where there is no other."""
        if len(self.photos) < 2 or entry not in self.photos:
            return None
        return self.photos[(self.photos.index(entry) + direction) % len(self.photos)]

    def remove(self, entry: OpenPhoto) -> None:
        if entry in self.photos:
            self.photos.remove(entry)
        if entry is self.current:
            self.current = None
        self.changed.emit()


class Thumbnails(QObject):
    """Makes the small pictures of the film strip in the worker, one at a time, while nobody waits for anything."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._is_making = False
        session.state_changed.connect(self._make_next)

    def renew(self, document: Document) -> None:
        """Make one anew for a photo that was turned or cropped."""
        photo, original = self._session.open_photos.current, document.original
        if photo is not None and photo.document is document:
            self._session.awaited.start_aside(
                lambda _report: opening.thumbnail_of_photo(original), lambda pixels: self._put(photo, pixels)
            )

    def _put(self, photo: OpenPhoto, pixels: NDArray[np.uint8]) -> None:
        photo.thumbnail = pixels
        self._session.resolve()

    def _make_next(self) -> None:
        session, photos = self._session, self._session.open_photos.photos
        if self._is_making or session.is_busy or len(photos) < 2:
            return
        missing = (photo for photo in photos if photo.thumbnail is None and not photo.has_failed)
        following = next(((each, each.path) for each in missing if each.path is not None), None)
        if following is not None:
            photo, path = following
            self._is_making = True
            session.awaited.start_aside(
                lambda _report: opening.thumbnail(path), lambda pixels: self._take(photo, pixels)
            )

    def _take(self, photo: OpenPhoto, pixels: NDArray[np.uint8] | None) -> None:
        self._is_making = False
        photo.thumbnail, photo.has_failed = pixels, pixels is None
        self._session.resolve()
        QTimer.singleShot(0, self, self._make_next)
