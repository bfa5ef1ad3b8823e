"""Turning, straightening and cropping all of a document: the photo, what it has become, and the marks on it.

Comes in: a ``FramingJob``, frozen, for the worker thread. Goes out: how the document stands then, ready to be shown.

What was made of the photo is framed with it, so that before and after can still be compared; how it was made, and other
results, stay behind, where undo finds them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from desktop_unet.document.document import Document, Restoration
from desktop_unet.document.edits import Standing
from desktop_unet.engine.task import Report, Request, Step, Variant
from desktop_unet.errors import RequestImpossible
from desktop_unet.imaging.framing import Framing
from desktop_unet.imaging.photo import Mask, Photo
from desktop_unet.phrases import Phrase
from desktop_unet.studio.finished import Finished
from desktop_unet.studio.orders import order_of, suffix_of
from desktop_unet.studio.pyramid import ScreenLevels, screen_levels


@dataclass(frozen=True, eq=False, kw_only=True)
class Framed(Finished):
    """What was asked for before the photo was framed anew."""

    called: Phrase

    @property
    def edit_name(self) -> str:
        return "framed result"

    @property
    def title(self) -> Phrase:
        return self.called

    def request(self, variant: Variant) -> Request:
        """Raises RequestImpossible: it was made of the photo in another frame."""
        raise RequestImpossible(reason=Phrase("the photo was turned or cropped since; run its task again"))


@dataclass(frozen=True, eq=False)
class FramingJob:
    """What is to be framed, and how.

    Args:
        framing: of the photo as it stands.
        original: what the document began with.
        result: what the document has become; None where that is the original.
        variant: of the network that made the result.
        called: what the result is called; None where there is none.
        done: what its file name gets.
        mask, sampling: marks, of the size of the photo as it stands; nobody changes them meanwhile.
    """

    framing: Framing
    original: Photo
    result: Photo | None
    variant: str
    called: Phrase | None
    done: str
    mask: Mask
    sampling: Mask


@dataclass(frozen=True, eq=False)
class FramedDocument:
    """How the document stands then, its new photos for the screen, and what is to be said."""

    standing: Standing
    levels: Mapping[Photo, ScreenLevels]
    notes: tuple[Phrase, ...]


def framing_job(document: Document, framing: Framing) -> FramingJob:
    """What is asked of the worker; ``framing`` is of the photo as it stands."""
    last = document.last_result
    return FramingJob(
        framing=framing,
        original=document.original,
        result=last.photo if last is not None else None,
        variant=last.chosen if last is not None else "",
        called=order_of(last).title if last is not None else None,
        done=suffix_of(document),
        mask=document.mask,
        sampling=document.sampling,
    )


def frame(job: FramingJob, report: Report) -> FramedDocument:
    """Do it; ``report`` is called before each picture."""
    from desktop_unet.imaging.framing import framed, framed_mask

    shown = job.result if job.result is not None else job.original
    report(Step(0, 2, "Turning the photo"))
    original = framed(job.original, job.framing.at(shown.extent, job.original.extent))
    photos = [original]
    results: tuple[Restoration, ...] = ()
    if job.result is not None and job.called is not None:
        report(Step(1, 2, "Turning the photo"))
        result = framed(job.result, job.framing)
        photos.append(result)
        order = Framed(photo=original, done=job.done, called=job.called)
        results = (Restoration(order, {job.variant: result}, job.variant),)
    marks = [framed_mask(each, job.framing) for each in (job.mask, job.sampling)]
    notes = tuple(dict.fromkeys(note for photo in photos for note in photo.notes))
    levels = {photo: screen_levels(photo, lambda: report(Step(2, 2, "Preparing the view"))) for photo in photos}
    return FramedDocument(Standing(original, results, marks[0], marks[1]), levels, notes)
