"""How much damage the photo has, looked for in the worker once a photo is shown.

Comes in: the session's photos. Goes out: a strength for the panel, and for previews.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from PySide6.QtCore import QObject

from desktop_unet.imaging.photo import Photo
from desktop_unet.studio import restoring

if TYPE_CHECKING:
    from desktop_unet.ui.session.session import Session


class StrengthFinder(QObject):
    """Looks once per photo, and remembers while the photo is open."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._strengths: WeakKeyDictionary[Photo, float] = WeakKeyDictionary()
        session.photo_changed.connect(self._look)

    @property
    def found(self) -> float | None:
        """Strength of the damage in the photo that would be enlarged; None until it has been looked for."""
        photo = self._photo
        return None if photo is None else self._strengths.get(photo)

    @property
    def _photo(self) -> Photo | None:
        document = self._session.document
        return None if document is None else document.photo_to_enlarge

    def _look(self) -> None:
        """Look for damage in the worker, once per photo."""
        photo = self._photo
        if photo is not None and photo not in self._strengths:
            self._session.awaited.start_aside(
                lambda _report: restoring.find_strength(photo), lambda found: self._on_strength(photo, found)
            )

    def _on_strength(self, photo: Photo, found: float) -> None:
        self._strengths[photo] = found
        self._session.resolve()
