"""The pictures of one photo that can be looked at side by side: original, results, previews, a reference.

Comes in: results of the document and files to compare with. Goes out: what the strip lists, and which
two (A and B) the comparing views show. Frozen values and one list; ``comparison.py`` tells of changes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from PySide6.QtCore import QRectF

from desktop_unet.document.document import Document, Restoration
from desktop_unet.imaging.photo import Photo

Side = Literal["a", "b"]
Kind = Literal["original", "result", "preview", "reference"]

BYTES_PER_PIXEL_SHOWN = 16 / 3
"""Four bytes for each pixel of the screen's picture, and a third more for its smaller levels."""


@dataclass(frozen=True, eq=False)
class Rendition:
    """One picture of the photo.

    Args:
        name: for a person.
        kind: where it comes from.
        photo: its pixels.
        chain: results that lead to it, when the document can go there; None for previews and references.
        place: the part of the photo that a preview shows, 0..1 of its width and height; None for all of it.
        under: what is shown around a preview.
    """

    name: str
    kind: Kind
    photo: Photo
    chain: tuple[Restoration, ...] | None = None
    place: QRectF | None = None
    under: Photo | None = None

    @property
    def can_be_kept(self) -> bool:
        return self.chain is not None

    @property
    def bytes(self) -> int:
        """What it takes in memory, with its picture for the screen."""
        return self.photo.pixels.nbytes + round(self.photo.extent.pixels * BYTES_PER_PIXEL_SHOWN)


@dataclass
class Compared:
    """The renditions of one photo, and which two are compared."""

    renditions: list[Rendition] = field(default_factory=list)
    a: Rendition | None = None
    b: Rendition | None = None

    @classmethod
    def of(cls, document: Document, name: str) -> Compared:
        original = Rendition(name, "original", document.original, ())
        return cls([original], original, original)

    def find(self, photo: Photo) -> Rendition | None:
        return next((each for each in self.renditions if each.photo is photo), None)

    def add(self, rendition: Rendition) -> None:
        """List it; it is compared with what was there before."""
        self.renditions.append(rendition)
        self.b = rendition
        if self.a is None or self.a is rendition:
            self.a = self.renditions[0]

    def pick(self, side: Side, rendition: Rendition) -> None:
        """Show it on that side; where the other side shows it already, the two change places."""
        other: Side = "b" if side == "a" else "a"
        if getattr(self, other) is rendition:
            setattr(self, other, getattr(self, side))
        setattr(self, side, rendition)

    def remove(self, rendition: Rendition) -> None:
        self.renditions.remove(rendition)
        first, last = self.renditions[0], self.renditions[-1]
        self.a = first if self.a is rendition else self.a
        self.b = last if self.b is rendition else self.b

    def four(self) -> list[Rendition]:
        """A and B first, then the newest of the others, at most four."""
        chosen = [each for each in (self.a, self.b) if each is not None]
        others = [each for each in reversed(self.renditions) if each not in chosen]
        return list(dict.fromkeys([*chosen, *others]))[:4]

    def drop_beyond(self, budget_bytes: int, kept: Photo) -> list[Rendition]:
        """Forget the oldest results until the rest fits; never the original, A, B or ``kept``."""
        dropped = []
        for each in list(self.renditions[1:]):
            if sum(one.bytes for one in self.renditions) <= budget_bytes:
                break
            if each not in (self.a, self.b) and each.photo is not kept:
                self.renditions.remove(each)
                dropped.append(each)
        return dropped
