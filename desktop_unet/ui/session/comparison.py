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

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self.compared = Compared()
        self._scores: dict[tuple[int, int], Scores | None] = {}

    # --- verbs -----------------------------------------------------------------------------

    def start(self, document: Document) -> None:
        """Begin with a photo that has just been opened."""
        self.show(Compared.of(document, self.tr("Original")))

    def show(self, compared: Compared) -> None:
        """Compare these from now on."""
        self.compared = compared
        listed = {id(each.photo) for each in compared.renditions}
        self._scores = {key: value for key, value in self._scores.items() if listed.issuperset(key)}
        self.changed.emit()
        self._find_scores()

    def follow(self, document: Document) -> None:
        """List what a document has become, and compare with it."""
        compared = self.of(document).with_results(document, name_of_result)
        self._keep(document, self._within_budget(compared, document))

    def add(self, rendition: Rendition, document: Document) -> None:
        """List another picture of a document; a reference is compared with the photo as it stands."""
        compared = self.of(document)
        listed = replace(rendition, name=compared.unused(rendition.name))
        compared = compared.adding(listed)
        if rendition.kind == "reference":
            compared = replace(compared, a=listed, b=compared.find(document.photo))
        self._keep(document, compared)

    def pick(self, side: Side, rendition: Rendition) -> None:
        self.show(self.compared.picking(side, rendition))

    def pick_photos(self, a: Photo, b: Photo, document: Document) -> None:
        """Compare these two of a document, where both are listed."""
        compared = self.of(document)
        first, second = compared.find(a), compared.find(b)
        if first is not None and second is not None:
            self._keep(document, replace(compared, a=first, b=second))

    def swap(self) -> None:
        self.show(self.compared.swapped())

    def remove(self, rendition: Rendition) -> None:
        """Forget a result; what the document shows and the original stay."""
        document = self._session.document
        is_shown = document is not None and rendition.photo is document.photo
        if rendition.kind != "original" and not is_shown:
            self.show(self.compared.without(rendition))

    def of(self, document: Document) -> Compared:
        """The pictures there are of a document, whether it is shown or not."""
        if document is self._session.document:
            return self.compared
        entry = self._session.open_photos.holding(document)
        kept = entry.compared if entry is not None else None
        return kept if kept is not None else Compared.of(document, self.tr("Original"))

    # --- scores ----------------------------------------------------------------------------

    @property
    def scores(self) -> Scores | None:
        """PSNR and SSIM of A and B, where one is a reference of the other's size and they have been computed."""
        pair = self.compared.scored_pair()
        return self._scores.get((id(pair[0].photo), id(pair[1].photo))) if pair is not None else None

    def _find_scores(self) -> None:
        pair = self.compared.scored_pair()
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
        self.changed.emit()

    # --- within ----------------------------------------------------------------------------

    def _keep(self, document: Document, compared: Compared) -> None:
        if document is self._session.document:
            self.show(compared)
            return
        entry = self._session.open_photos.holding(document)
        if entry is not None:
            entry.compared = compared

    def _within_budget(self, compared: Compared, document: Document) -> Compared:
        """Without the oldest results, where there are too many; the user is told."""
        dropped = compared.beyond(BUDGET_BYTES, document.photo)
        for rendition in dropped:
            compared = compared.without(rendition)
        if dropped:
            names = ", ".join(each.name for each in dropped)
            self._session.unseen.tell(
                document, "note", self.tr("To save memory, older results were discarded: {0}.").format(names)
            )
        return compared


def name_of_result(result: Restoration, variant: str) -> str:
    """What a result is called in strip and pickers."""
    translate = QCoreApplication.translate
    how = translate("Results", "skip") if variant == "skip" else translate("Results", "no skip")
    order = order_of(result)
    return f"{phrase_text(order.title)}, {order.network_name or how}"
