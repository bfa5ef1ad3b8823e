"""Keeps marks and results of the open photos on the disk while they are worked on, and brings them back.

Comes in: the session's word that something is so that was not. Goes out: ``studio.recovery``'s files, written in a
thread of their own, since the worker may be busy for minutes; after a crash, the photos as they were.
"""

from __future__ import annotations

import logging
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QThreadPool, QTimer

from desktop_unet.errors import Mishap
from desktop_unet.studio import recovery
from desktop_unet.studio.open_photo import OpenPhoto

if TYPE_CHECKING:
    from desktop_unet.ui.session.session import Session

QUIET_MS = 1500
"""Strokes come one after the other; what is written after each pause is enough."""
log = logging.getLogger(__name__)


class UnsavedKeeper(QObject):
    """From the first change to a clean end."""

    def __init__(self, session: Session, folder: Path) -> None:
        super().__init__(session)
        self._session, self._folder = session, folder
        self._refuge = recovery.Refuge(folder)
        self._numbers: dict[OpenPhoto, int] = {}
        self._kept: dict[OpenPhoto, tuple[int, ...]] = {}
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(QUIET_MS)
        self._timer.timeout.connect(self.look)
        session.facts_changed.connect(self._timer.start)

    def look(self) -> None:
        """Keep what has changed since the last look, forget what is saved or closed."""
        photos = self._session.open_photos.photos
        for photo in [each for each in self._kept if each not in photos]:
            self._forget(photo)
        for photo in photos:
            self._look_at(photo)

    def _look_at(self, photo: OpenPhoto) -> None:
        document = photo.document
        if document is not None and document.is_stroking:
            return
        snapshot = None if document is None else recovery.snapshot_of(document, photo.name, photo.path)
        if snapshot is None:
            self._forget(photo)
            return
        sampling = snapshot.sampling
        marked = zlib.crc32(snapshot.mask.data), 0 if sampling is None else zlib.crc32(sampling.data)
        state = (*marked, id(snapshot.result))
        if self._kept.get(photo) != state:
            self._kept[photo] = state
            number = self._numbers.setdefault(photo, len(self._numbers) + 1)
            # Strokes go on while it is written.
            sampling = None if sampling is None else sampling.copy()
            kept = replace(snapshot, mask=snapshot.mask.copy(), sampling=sampling)
            self._do(lambda: self._refuge.keep(number, kept))

    def _forget(self, photo: OpenPhoto) -> None:
        if self._kept.pop(photo, None) is not None:
            number = self._numbers[photo]
            self._do(lambda: self._refuge.forget(number))

    def _do(self, work: Callable[[], None]) -> None:
        def carefully() -> None:
            try:
                work()
            except (OSError, Mishap) as error:  # a full disk costs the safety net, not the work
                log.warning("unsaved work cannot be kept: %s", error)

        self._pool.start(carefully)

    def end(self) -> None:
        """The program ends well: nothing of this run is kept."""
        self._timer.stop()
        self._session.facts_changed.disconnect(self._timer.start)
        self._pool.waitForDone()
        self._refuge.end()

    # --- after a crash -----------------------------------------------------------------------

    def offer(self, ask: Callable[[int], bool]) -> bool:
        """Ask whether to bring back what earlier runs have left; whether it is being brought back."""
        runs = recovery.left_behind(self._folder)
        count = recovery.count_photos(runs)
        if not count:
            return False
        if not ask(count):
            for run in runs:
                recovery.discard(run)
            return False
        self._session.opener.open_recovered(runs)
        return True
