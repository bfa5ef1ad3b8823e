"""From a file, the clipboard or the film strip to the photo that is worked on.

Comes in: paths, pasted photos, entries of the film strip. Goes out: the session shows another photo. Files are read
in the worker; what is shown stays until the next one is there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop_unet.document.document import Document
from desktop_unet.engine.task import Report
from desktop_unet.imaging.photo import Photo
from desktop_unet.paths import sample_photo
from desktop_unet.studio import opening, recovery
from desktop_unet.studio.open_photo import OpenPhoto
from desktop_unet.studio.pyramid import ScreenLevels
from desktop_unet.studio.renditions import Rendition
from desktop_unet.ui.look.translation import phrase_text

if TYPE_CHECKING:
    from desktop_unet.ui.session.session import Session


class Opener(QObject):
    """The session's verbs for photos that come and go."""

    loaded = Signal()  # a photo was read and is shown

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._opening: Path | None = None

    def open(self, path: Path | str) -> None:
        """Read a photo in the worker, or go to it where it is open; what is shown stays until it is there."""
        path = Path(path).absolute()
        entry = self._session.open_photos.find(path)
        if entry is not None and entry.document is not None:
            self.go_to(entry)
        else:
            self._opening = path
            self._open(lambda report: opening.load(path, report), path.name)

    def open_pasted(self, photo: Photo) -> None:
        """Take a photo that comes from no file."""
        self._open(lambda _report: opening.prepare(photo), self.tr("the pasted picture"))

    def open_several(self, paths: Sequence[Path]) -> None:
        """List files in the film strip and show the first; each is read when it is wanted."""
        paths = [Path(path).absolute() for path in paths]
        if len(paths) > 1:
            self._session.open_photos.list_paths(paths)
        if paths:
            self.open(paths[0])

    def open_recovered(self, runs: Sequence[Path]) -> None:
        """Bring back what earlier runs have left; their folders go once it is there."""
        self._session.awaited.start(
            "open",
            lambda _report: opening.recover(runs),
            lambda found: self._on_recovered(found, runs),
            self.tr("Opening what was not saved"),
        )

    def _on_recovered(
        self, found: Sequence[tuple[opening.Loaded, Document, ScreenLevels]], runs: Sequence[Path]
    ) -> None:
        for loaded, document, levels in found:
            self._session.keep_picture(document.photo, levels)
            self._on_loaded(loaded, document)
        for run in runs:
            recovery.discard(run)

    def go_to(self, entry: OpenPhoto) -> None:
        """Show another of the open photos, as it was left; it is read where it has to be."""
        if entry is self._session.open_photos.current or self._waits_for_save(entry.name):
            return
        if entry.document is not None:
            self._session.show(entry, entry.document)
        elif entry.path is not None:
            self.open(entry.path)

    def step(self, direction: int) -> None:
        """The next or the one before in the film strip."""
        current = self._session.open_photos.current
        entry = self._session.open_photos.neighbour(current, direction) if current is not None else None
        if entry is not None:
            self.go_to(entry)

    def close(self, entry: OpenPhoto) -> None:
        """Take a photo out of the film strip; what was done to it is lost, so ask before."""
        if self._waits_for_save(entry.name):
            return
        following, is_shown = self._session.open_photos.neighbour(entry), entry is self._session.open_photos.current
        self._session.awaited.drop(entry)
        self._session.open_photos.remove(entry)
        if is_shown and following is not None:
            self.go_to(following)
        elif is_shown:
            self._session.awaited.leave()
            self._session.show_none()
        self._session.facts_changed.emit()

    def _waits_for_save(self, name: str) -> bool:
        is_saving = self._session.awaited.is_saving
        if is_saving:
            self._session.tell("note", self.tr("Wait until the photo has been saved, then go to {0}.").format(name))
        return is_saving

    def _open(self, job: Callable[[Report], opening.Loaded], name: str) -> None:
        if not self._waits_for_save(name):
            text = self.tr("Opening {0}").format(name)
            self._session.awaited.start("open", job, self._on_loaded, text, on_failed=self._drop_what_did_not_open)

    def _on_loaded(self, loaded: opening.Loaded, recovered: Document | None = None) -> None:
        source, document = loaded.photo.source, recovered or Document(loaded.photo)
        self._keep_loaded(loaded)
        entry = self._session.open_photos.take(document, source.name if source else self.tr("Pasted photo"))
        entry.thumbnail, entry.stamp, entry.is_as_its_file = loaded.thumbnail, loaded.stamp, True
        if source is not None and source != sample_photo():
            self._session.set_settings(self._session.settings.opened(source))
        self._session.show(entry, document)
        for note in loaded.photo.notes:
            self._session.tell("note", phrase_text(note))
        self.loaded.emit()

    def _keep_loaded(self, loaded: opening.Loaded) -> None:
        """Show what there is at once, and the rest when the worker has made it."""
        self._session.keep_picture(loaded.photo, loaded.levels)
        photo = loaded.photo
        if loaded.levels.skipped:
            self._session.awaited.start_aside(
                lambda report: opening.finish(photo, report), lambda levels: self._refine(photo, levels)
            )

    def _refine(self, photo: Photo, levels: ScreenLevels) -> None:
        self._session.keep_picture(photo, levels)
        self._session.view.changed.emit()

    def _drop_what_did_not_open(self) -> None:
        """A file that cannot be read goes from the film strip; the message says why."""
        opening, self._opening = self._opening, None
        entry = self._session.open_photos.find(opening)
        if entry is not None and entry.document is None:
            self._session.open_photos.remove(entry)
            self._session.facts_changed.emit()

    # --- to compare with ---------------------------------------------------------------------

    def compare_with(self, path: Path) -> None:
        """Read a file to compare with; the photo stays as it is."""
        self._session.awaited.start(
            "open",
            lambda report: opening.load(path, report),
            lambda loaded: self._on_reference(loaded, path.name),
            self.tr("Opening {0}").format(path.name),
        )

    def _on_reference(self, loaded: opening.Loaded, file_name: str) -> None:
        session = self._session
        if session.document is None:
            return
        self._keep_loaded(loaded)
        name = self.tr("File {0}").format(file_name)
        session.comparison.add(Rendition(name, "reference", loaded.photo), session.document)
        session.set_options(mode=session.options.mode if session.options.mode != "edit" else "slider")
