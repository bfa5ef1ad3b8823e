"""Mixing a sharp result with the natural one of the same request.

Comes in: percents from a slider. Goes out: what is painted meanwhile, and once the slider rests a result of its own in
the document. The photos at both ends are made when they are first needed and kept with the result.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_unet.document.document import Document, Restoration
from desktop_unet.engine.task import Variant
from desktop_unet.imaging.photo import Photo
from desktop_unet.studio import mixing, restoring
from desktop_unet.studio.enlarging import WHOLLY, Enlargement
from desktop_unet.studio.orders import order_of, variant_of
from desktop_unet.ui.look.qimages import MixedPicture, Picture

if TYPE_CHECKING:
    from desktop_unet.ui.session.session import Session

REST_MS = 150
"""How long the slider rests before the photo is made."""
NAME = "mix of looks"


@dataclass(frozen=True, eq=False)
class _Mixable:
    """The last result, where it is one that can be mixed."""

    document: Document
    result: Restoration
    order: Enlargement
    variant: Variant

    @property
    def ends(self) -> tuple[Photo, Photo] | None:
        """All of the sharp look and all of the natural one, where they have been made."""
        return self.result.ends.get(self.variant)


class Mixer(QObject):
    """Follows a slider from all of the natural look to all of the sharp one."""

    let_go = Signal()  # nothing is being mixed; the last result says how much there is of the sharp look

    def __init__(self, session: Session, engine: restoring.Engine) -> None:
        super().__init__(session)
        self._session, self._engine = session, engine
        self._wanted: tuple[Restoration, int] | None = None
        self._is_moving = False
        self._covered: tuple[Photo, Picture] | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self.settle)
        session.awaited.changed.connect(self._on_jobs)
        session.photo_changed.connect(self._on_photo)

    # --- verbs -----------------------------------------------------------------------------

    def move(self, percent: int, *, is_held: bool = False) -> None:
        """Paint this mix; the photo is made once the slider rests, and not while it ``is_held``."""
        mixable = self._mixable()
        if mixable is None or self._session.awaited.kind not in (None, "mix"):
            self.let_go.emit()
            return
        self._wanted, self._is_moving = (mixable.result, percent), True
        if mixable.ends is not None:
            self._paint(mixable, mixable.ends, percent)
        if is_held:
            self._rest.stop()
        else:
            self._rest.start()

    def settle(self) -> None:
        """Make the photo that was asked for last, and what it takes."""
        awaited, wanted = self._session.awaited, self._wanted
        self._rest.stop()
        if not self._is_moving or wanted is None:
            return
        if awaited.kind not in (None, "mix"):
            self._rest.start()  # a file is being written, say: later
            return
        self._is_moving = False
        awaited.drop()  # the mix before
        self._make(*wanted)

    def _make(self, result: Restoration, percent: int) -> None:
        mixable = self._mixable()
        if mixable is None or mixable.result is not result:
            self._forget()
            return
        self._wanted = result, percent
        if percent == mixable.order.mix:
            self._forget()
        elif mixable.ends is None:
            self._make_ends(mixable, percent)
        elif percent in (0, WHOLLY):
            self._take(mixable, percent, mixable.ends[0 if percent == WHOLLY else 1])
        else:
            self._mix(mixable, mixable.ends, percent)

    # --- the ends --------------------------------------------------------------------------

    def _make_ends(self, mixable: _Mixable, percent: int) -> None:
        """What has been made of the photo already is not made again."""
        order, variant = mixable.order, mixable.variant
        there = {WHOLLY: mixable.result.photo} if order.mix == WHOLLY else {}
        natural = self._natural_of(mixable)
        if natural is not None:
            there[0] = natural
        missing = tuple(end for end in (WHOLLY, 0) if end not in there)
        if not missing:
            self._take_ends(mixable, there, percent)
            return

        def take(made: dict[int, mixing.Shown]) -> None:
            for end, shown in made.items():
                self._session.keep_picture(shown.photo, shown.levels)
                there[end] = shown.photo
            self._take_ends(mixable, there, percent)

        self._session.awaited.start(
            "restore",
            lambda report: mixing.make_ends(order, missing, variant, self._engine, report),
            take,
            self.tr("Making the natural look"),
        )

    def _natural_of(self, mixable: _Mixable) -> Photo | None:
        """The natural result of the same request, where that was made before."""
        for rendition in self._session.comparison.compared.renditions:
            result = rendition.chain[-1] if rendition.chain else None
            if result is not None and result.chosen == mixable.variant:
                order = order_of(result)
                if isinstance(order, Enlargement) and order.asks_the_same(mixable.order.natural):
                    return result.photo
        return None

    def _take_ends(self, mixable: _Mixable, there: dict[int, Photo], percent: int) -> None:
        mixable.result.ends[mixable.variant] = there[WHOLLY], there[0]
        if mixable.document is self._session.document:
            self._make(mixable.result, percent)

    # --- the mix ---------------------------------------------------------------------------

    def _mix(self, mixable: _Mixable, ends: tuple[Photo, Photo], percent: int) -> None:
        def take(shown: mixing.Shown) -> None:
            self._session.keep_picture(shown.photo, shown.levels)
            self._take(mixable, percent, shown.photo)

        self._paint(mixable, ends, percent)
        self._session.awaited.start(
            "mix", lambda report: mixing.mix_ends(ends, percent, report), take, self.tr("Mixing")
        )

    def _take(self, mixable: _Mixable, percent: int, photo: Photo) -> None:
        """The mix takes the place of the one before, in the strip too; Undo brings that back."""
        session, before, variant = self._session, mixable.result, mixable.variant
        moved_on = self._wanted if self._is_moving else None
        self._forget()
        order = replace(mixable.order, mix=percent)
        result = Restoration(order, {variant: photo}, variant, before.ends)
        session.change(lambda document: document.take_results(NAME, (*document.results[:-1], result)))
        if mixable.order.mix != WHOLLY:
            for rendition in session.comparison.compared.renditions:
                if rendition.photo is before.photo:
                    session.comparison.remove(rendition)
        if moved_on is not None:
            self.move(moved_on[1])

    # --- what is painted meanwhile ---------------------------------------------------------

    def _paint(self, mixable: _Mixable, ends: tuple[Photo, Photo], percent: int) -> None:
        session, photo = self._session, mixable.document.photo
        if self._covered is None or self._covered[0] is not photo:
            self._uncover()
            self._covered = photo, session.picture(photo)
        first, second = (self._picture(end) for end in ends)
        session.show_as(photo, MixedPicture(first, second, percent / WHOLLY))
        session.view.changed.emit()

    def _picture(self, photo: Photo) -> Picture:
        """As it is painted otherwise."""
        covered = self._covered
        return covered[1] if covered is not None and covered[0] is photo else self._session.picture(photo)

    def _uncover(self) -> None:
        covered, self._covered = self._covered, None
        if covered is not None:
            self._session.show_as(*covered)

    def _forget(self) -> None:
        self._rest.stop()
        self._wanted, self._is_moving = None, False
        self._uncover()
        self._session.view.changed.emit()
        self.let_go.emit()

    def _on_jobs(self) -> None:
        """Where what was asked for is not being made, and nobody asks for more, the photo is as it was."""
        is_waiting = self._session.awaited.kind in ("restore", "mix")
        if self._wanted is not None and not is_waiting and not self._is_moving:
            self._forget()

    def _on_photo(self) -> None:
        """Another photo is shown: what was asked for was not for this one."""
        document = self._session.document
        if self._covered is not None and (document is None or document.photo is not self._covered[0]):
            self._forget()

    def _mixable(self) -> _Mixable | None:
        document = self._session.document
        last = document.last_result if document is not None else None
        order = order_of(last) if last is not None else None
        if document is None or last is None or not isinstance(order, Enlargement) or order.look != "sharp":
            return None
        return _Mixable(document, last, order, variant_of(last))
