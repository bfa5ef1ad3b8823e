"""Which pictures of the open photo there are, and which two are compared; tells when that changes.

Comes in: the document's results, previews and reference files. Goes out: ``changed`` for strip, pickers
and panes, and scores where one of the two is a reference of the same size.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Signal

from desktop_unet.document.document import Document, Restoration
from desktop_unet.imaging.photo import Photo
from desktop_unet.studio import restoring
from desktop_unet.studio.orders import order_of
from desktop_unet.studio.renditions import Compared, Rendition, Side
from desktop_unet.ui.look.translation import phrase_text

if TYPE_CHECKING:
    from desktop_unet.imaging.scoring import Scores
    from desktop_unet.ui.session.session import Session

BUDGET_BYTES = 3_000_000_000
"""What results beside the open one may take before the oldest is forgotten."""


class Comparison(QObject):
    """The renditions of the session's photo."""

    changed = Signal()
    scored = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._compared = Compared()
        self._scores: dict[tuple[int, int], Scores | None] = {}

    # --- what there is ---------------------------------------------------------------------

    @property
    def renditions(self) -> tuple[Rendition, ...]:
        return tuple(self._compared.renditions)

    @property
    def a(self) -> Rendition | None:
        return self._compared.a

    @property
    def b(self) -> Rendition | None:
        return self._compared.b

    def four(self) -> list[Rendition]:
        return self._compared.four()

    def number(self, rendition: Rendition) -> int:
        return self._compared.renditions.index(rendition)

    # --- verbs -----------------------------------------------------------------------------

    def start(self, document: Document) -> Compared:
        """Begin with a photo that has just been opened; returns what to ``show`` when coming back to it."""
        compared = Compared.of(document, self.tr("Original"))
        self.show(compared)
        return compared

    def show(self, compared: Compared) -> None:
        """Take up the comparison of a photo that is shown again."""
        self._compared = compared
        self._changed()

    def follow(self, document: Document) -> None:
        """List what the document has become, and compare with it."""
        self._compared.list_results(document, name_of_result)
        self._forget_the_oldest(document)
        self._changed()

    def add(self, rendition: Rendition) -> None:
        """List another picture; a reference is compared with the photo as it stands."""
        document = self._session.document
        self._compared.add(replace(rendition, name=self._compared.unused(rendition.name)))
        if rendition.kind == "reference" and document is not None:
            reference = self._compared.renditions[-1]
            self._compared.a, self._compared.b = reference, self._compared.find(document.photo)
        self._changed()

    def pick(self, side: Side, rendition: Rendition) -> None:
        self._compared.pick(side, rendition)
        self._changed()

    def pick_number(self, side: Side, number: int) -> None:
        self.pick(side, self._compared.renditions[number])

    def pick_photos(self, a: Photo, b: Photo) -> None:
        """Compare these two, where both are listed."""
        first, second = self._compared.find(a), self._compared.find(b)
        if first is not None and second is not None:
            self._compared.a, self._compared.b = first, second
            self._changed()

    def swap(self) -> None:
        self._compared.a, self._compared.b = self._compared.b, self._compared.a
        self._changed()

    def remove(self, rendition: Rendition) -> None:
        """Forget a result; what the document shows and the original stay."""
        document = self._session.document
        is_shown = document is not None and rendition.photo is document.photo
        if rendition.kind != "original" and not is_shown:
            self._compared.remove(rendition)
            self._changed()

    # --- scores ----------------------------------------------------------------------------

    @property
    def scores(self) -> Scores | None:
        """PSNR and SSIM of A and B, where one is a reference of the other's size and they have been computed."""
        pair = self._compared.scored_pair()
        return self._scores.get((id(pair[0].photo), id(pair[1].photo))) if pair is not None else None

    def _find_scores(self) -> None:
        pair = self._compared.scored_pair()
        if pair is None:
            return
        restored, truth = pair[0].photo, pair[1].photo
        key = (id(restored), id(truth))
        if key not in self._scores:
            self._scores[key] = None
            self._session.awaited.start_aside(
                lambda report: restoring.score(restored, truth, report), lambda scores: self._take_scores(key, scores)
            )

    def _take_scores(self, key: tuple[int, int], scores: Scores) -> None:
        self._scores[key] = scores
        self.scored.emit()

    # --- within ----------------------------------------------------------------------------

    def _changed(self) -> None:
        listed = {id(each.photo) for each in self._compared.renditions}
        self._scores = {key: value for key, value in self._scores.items() if listed.issuperset(key)}
        self.changed.emit()
        self._find_scores()

    def _forget_the_oldest(self, document: Document) -> None:
        dropped = self._compared.drop_beyond(BUDGET_BYTES, document.photo)
        if dropped:
            names = ", ".join(each.name for each in dropped)
            self._session.tell("note", self.tr("To save memory, older results were discarded: {0}.").format(names))


def name_of_result(result: Restoration, variant: str) -> str:
    """What a result is called in strip and pickers."""
    translate = QCoreApplication.translate
    how = translate("Results", "skip") if variant == "skip" else translate("Results", "no skip")
    order = order_of(result)
    return f"{phrase_text(order.title)}, {order.network_name or how}"
