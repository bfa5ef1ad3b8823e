"""The pictures of one photo that can be looked at side by side: original, results, previews, a reference.

Comes in: results of the document and files to compare with. Goes out: what the strip lists, and which
two (A and B) the comparing views show. Frozen values: each change gives another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from desktop_unet.document.document import Document, Restoration
from desktop_unet.imaging.geometry import Extent, Rect
from desktop_unet.imaging.photo import Photo
from desktop_unet.studio.restore_job import steps_at_the_end

Side = Literal["a", "b"]
Kind = Literal["original", "result", "preview", "reference"]

BYTES_PER_PIXEL_SHOWN = 16 / 3
"""Four bytes for each pixel of the screen's picture, and a third more for its smaller levels."""


@dataclass(frozen=True)
class Place:
    """A part of a photo, 0..1 of its width and height."""

    left: float
    top: float
    width: float
    height: float

    @classmethod
    def of(cls, part: Rect, extent: Extent) -> Place:
        """Where a box lies in a photo of this size."""
        return cls(
            part.left / extent.width, part.top / extent.height, part.width / extent.width, part.height / extent.height
        )


@dataclass(frozen=True, eq=False)
class Rendition:
    """One picture of the photo.

    Args:
        name: for a person.
        kind: where it comes from.
        photo: its pixels.
        chain: results that lead to it, when the document can go there; None for previews and references.
        place: the part of the photo that a preview shows; None for all of it.
        under: what is shown around a preview.
    """

    name: str
    kind: Kind
    photo: Photo
    chain: tuple[Restoration, ...] | None = None
    place: Place | None = None
    under: Photo | None = None

    @property
    def can_be_kept(self) -> bool:
        return self.chain is not None

    @property
    def bytes(self) -> int:
        """What it takes in memory, with its picture for the screen."""
        return self.photo.pixels.nbytes + round(self.photo.extent.pixels * BYTES_PER_PIXEL_SHOWN)


@dataclass(frozen=True)
class Compared:
    """The renditions of one photo, and which two are compared."""

    renditions: tuple[Rendition, ...] = ()
    a: Rendition | None = None
    b: Rendition | None = None

    @classmethod
    def of(cls, document: Document, name: str) -> Compared:
        original = Rendition(name, "original", document.original, ())
        return cls((original,), original, original)

    def with_results(self, document: Document, name_of: Callable[[Restoration, str], str]) -> Compared:
        """With what the document has become, which is compared."""
        listed = self
        for chain, photo, result, variant in _variants_of(document):
            if listed.find(photo) is None:
                listed = listed.adding(Rendition(listed.unused(name_of(result, variant)), "result", photo, chain))
        now = listed.find(document.photo)
        return listed if now is None else listed._showing(now)

    def unused(self, name: str) -> str:
        """The name with a number behind it, where it is taken."""
        taken = {each.name for each in self.renditions}
        numbered = (name if count == 1 else f"{name} ({count})" for count in range(1, len(taken) + 2))
        return next(each for each in numbered if each not in taken)

    def scored_pair(self) -> tuple[Rendition, Rendition] | None:
        """What is scored and the truth, where one of the two is a reference of the other's size."""
        a, b = self.a, self.b
        if a is None or b is None or a is b or a.place is not None or b.place is not None:
            return None
        if "reference" not in (a.kind, b.kind) or a.photo.extent != b.photo.extent:
            return None
        return (b, a) if a.kind == "reference" else (a, b)

    def find(self, photo: Photo) -> Rendition | None:
        return next((each for each in self.renditions if each.photo is photo), None)

    def adding(self, rendition: Rendition) -> Compared:
        """With one more; it is compared with what was there before."""
        return replace(self, renditions=(*self.renditions, rendition))._showing(rendition)

    def _showing(self, b: Rendition) -> Compared:
        """With ``b`` on that side, beside another picture where there is one."""
        first = self.renditions[0]
        is_alone = self.a is None or (self.a is b and b is not first)
        return replace(self, a=first if is_alone else self.a, b=b)

    def picking(self, side: Side, rendition: Rendition) -> Compared:
        """With it on that side; where the other side shows it already, the two change places."""
        if side == "a":
            return replace(self, a=rendition, b=self.a if self.b is rendition else self.b)
        return replace(self, b=rendition, a=self.b if self.a is rendition else self.a)

    def swapped(self) -> Compared:
        return replace(self, a=self.b, b=self.a)

    def without(self, rendition: Rendition) -> Compared:
        left = tuple(each for each in self.renditions if each is not rendition)
        a, b = left[0] if self.a is rendition else self.a, left[-1] if self.b is rendition else self.b
        return Compared(left, a, b)

    def four(self) -> list[Rendition]:
        """A and B first, then the newest of the others, at most four."""
        chosen = [each for each in (self.a, self.b) if each is not None]
        others = [each for each in reversed(self.renditions) if each not in chosen]
        return list(dict.fromkeys([*chosen, *others]))[:4]

    def beyond(self, budget_bytes: int, kept: Photo) -> tuple[Rendition, ...]:
        """The oldest results, without which the rest fits; never the original, A, B or ``kept``."""
        left, dropped = sum(each.bytes for each in self.renditions), []
        for each in self.renditions[1:]:
            if left > budget_bytes and each not in (self.a, self.b) and each.photo is not kept:
                left -= each.bytes
                dropped.append(each)
        return tuple(dropped)


def _variants_of(document: Document) -> Iterator[tuple[tuple[Restoration, ...], Photo, Restoration, str]]:
    """Every variant of the last result, or of each step that it consists of, the chosen one last.

    Yields:
        The chain that leads to it, its photo, what it is, and the variant.
    """
    results = document.results
    count = max(len(steps_at_the_end(results)), min(1, len(results)))
    for number in range(len(results) - count, len(results)):
        last, before = results[number], results[:number]
        for variant in sorted(last.photos, key=lambda variant: variant == last.chosen):
            result = last if variant == last.chosen else replace(last, chosen=variant)
            yield (*before, result), last.photos[variant], last, variant
