"""The one thing that changes: a photo that is being worked on.

Comes in: a ``Photo``, points of strokes, restored photos. Goes out: the mask and the
photo for the next request, and what is saved. Knows no window; ``ui.session`` owns it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol
from weakref import WeakSet

import numpy as np

from desktop_unet.document.edits import Keeper, Layer, MarksEdit, MaskEdit, ResultEdit, Standing
from desktop_unet.document.history import Edit, History
from desktop_unet.document.shapes import Region
from desktop_unet.document.strokes import FILL, KEEP, Point, empty_mask, paint_segment, reach_of_segment
from desktop_unet.imaging.combining import Combining, combined
from desktop_unet.imaging.geometry import Extent, Rect
from desktop_unet.imaging.photo import Mask, Photo
from desktop_unet.imaging.sampling import SAMPLING, Painted, join_sampling


class Asked(Protocol):
    """What a result answers, as far as a document has to know; the orders of ``studio`` are such."""

    @property
    def photo(self) -> Photo:
        """What went in."""

    @property
    def marked(self) -> Mask | None:
        """What needs no mask any more once it is done, read-only; None where every mark stays."""

    @property
    def starts_over(self) -> bool:
        """Whether the next of the kind begins with the same photo, and its result takes this one's place."""

    @property
    def edit_name(self) -> str:
        """For the menu, after "Undo"."""


@dataclass(frozen=True, eq=False)
class Restoration:
    """A result: what was asked, and the photo that each network variant made of it.

    Args:
        asked: what it answers.
        photos: restored photo by variant (``skip``, ``no-skip``); grows when another is run.
        chosen: the variant that the user keeps.
        ends: by variant the two photos between which its photo is mixed; grows when they are made.
    """

    asked: Asked
    photos: dict[str, Photo]
    chosen: str
    ends: dict[str, tuple[Photo, Photo]] = field(default_factory=dict)

    @property
    def photo(self) -> Photo:
        return self.photos[self.chosen]


@dataclass
class _StrokeInProgress:
    marks: Mask
    keeper: Keeper
    last: Point
    radius_px: float
    value: int
    hardness: float
    name: str


class Document:
    """A photo, the mask painted over it, its results, and the way back through all of it."""

    def __init__(self, photo: Photo) -> None:
        self.opened = self.original = photo
        self.mask: Mask = empty_mask(photo.extent)
        self.sampling: Mask = empty_mask(photo.extent)
        self.results: tuple[Restoration, ...] = ()
        self.history = History()
        self._stroke: _StrokeInProgress | None = None
        self._marks_something: dict[Layer, bool] = {"mask": False, "sampling": False}
        self._saved: WeakSet[Photo] = WeakSet((photo,))

    # --- what there is -----------------------------------------------------------------

    @property
    def photo(self) -> Photo:
        """The photo as it stands: the last result, or the original."""
        return self.results[-1].photo if self.results else self.original

    @property
    def last_result(self) -> Restoration | None:
        return self.results[-1] if self.results else None

    def marks(self, layer: Layer) -> Mask:
        """What is marked to be filled, or where that may be borrowed from (values of ``sampling.SAMPLING``)."""
        return self.mask if layer == "mask" else self.sampling

    @property
    def has_mask(self) -> bool:
        """Whether anything is marked to be filled; looked for once after each change."""
        return self._has_marks("mask")

    @property
    def has_sampling(self) -> bool:
        """Whether it is said anywhere what may be borrowed."""
        return self._has_marks("sampling")

    def _has_marks(self, layer: Layer) -> bool:
        if layer not in self._marks_something:
            self._marks_something[layer] = bool(self.marks(layer).max())
        return self._marks_something[layer]

    @property
    def is_framed(self) -> bool:
        """Whether the photo was turned or cropped since it was opened."""
        return self.original is not self.opened

    @property
    def is_modified(self) -> bool:
        """True while the photo as it stands is a result that no file holds."""
        return self.photo not in self._saved

    @property
    def photo_to_enlarge(self) -> Photo:
        """Enlarging again starts over from the same photo: x4 after x2 is x4, not x8."""
        last = self.last_result
        return last.asked.photo if last is not None and last.asked.starts_over else self.photo

    def mark_saved(self, photo: Photo) -> None:
        self._saved.add(photo)

    def mark_unsaved(self, photo: Photo) -> None:
        """Its file is gone."""
        self._saved.discard(photo)

    # --- the mask ----------------------------------------------------------------------

    def begin_stroke(
        self,
        point: Point,
        radius_px: float,
        *,
        erase: bool = False,
        hardness: float = 1.0,
        name: str = "",
        what: Painted = "hole",
    ) -> Rect:
        """Start a brush stroke with a dot; returns the box to repaint.

        Args:
            point: where.
            radius_px: half the brush's size.
            erase: whether the stroke takes marks away.
            hardness: as in ``paint_segment``; sampling marks have no soft rim.
            name: for the menu; "brush stroke" or "eraser stroke" where none is given.
            what: the marks' meaning.
        """
        self.end_stroke()
        name = name or ("eraser stroke" if erase else "brush stroke")
        value = KEEP if erase else SAMPLING.get(what, FILL)
        marks, hardness = self.marks(_layer_of(what)), hardness if what == "hole" else 1.0
        keeper = Keeper(marks, _layer_of(what))
        self._stroke = _StrokeInProgress(marks, keeper, point, radius_px, value, hardness, name)
        return self.extend_stroke(point)

    def extend_stroke(self, point: Point, radius_px: float | None = None) -> Rect:
        """Draw on to ``point``, from here on with another radius where one is given.

        Returns:
            The box to repaint, empty when no stroke was begun.
        """
        stroke = self._stroke
        if stroke is None:
            return Rect(0, 0, 0, 0)
        stroke.radius_px = stroke.radius_px if radius_px is None else radius_px
        stroke.keeper.keep(reach_of_segment(stroke.last, point, stroke.radius_px))
        touched = paint_segment(
            stroke.marks, stroke.last, point, stroke.radius_px, stroke.value, hardness=stroke.hardness
        )
        stroke.last = point
        self._marks_something.clear()
        return touched

    @property
    def is_stroking(self) -> bool:
        """Whether a stroke has been begun and not ended."""
        return self._stroke is not None

    def end_stroke(self) -> None:
        """Finish the stroke and note it for undo, if it changed anything."""
        stroke, self._stroke = self._stroke, None
        if stroke is not None:
            self._note(stroke.keeper.edit(stroke.name))

    def combine(self, name: str, region: Region, how: Combining, what: Painted = "hole") -> Rect:
        """Add a region to the marks, subtract it, or keep what lies in it; returns the box to repaint."""
        self.end_stroke()
        touched = self.photo.extent.rect if how == "intersect" else region.rect
        layer = _layer_of(what)
        keeper = Keeper(self.marks(layer), layer)
        keeper.keep(touched)
        if what == "hole":
            self._join(region, how)
        else:
            marks = empty_mask(touched.extent)
            marks[region.rect.moved(-touched.top, -touched.left).slices] = region.marks
            join_sampling(self.sampling[touched.slices], marks, what, how)
        self._note(keeper.edit(name))
        return touched

    def _join(self, region: Region, how: Combining) -> None:
        inside = self.mask[region.rect.slices]
        marks = combined(inside, region.marks, how)
        if how == "intersect":
            self.mask[:] = KEEP
        inside[:] = marks

    def replace_mask(self, name: str, mask: Mask, layer: Layer = "mask") -> Rect:
        """Take other marks of the same size in the place of a layer's; returns the box to repaint."""
        self.end_stroke()
        self._note(self._replaced(name, mask, layer))
        return self.photo.extent.rect

    def replace_marks(self, name: str, mask: Mask | None, sampling: Mask | None) -> Rect:
        """Take other marks of the same size on both layers, in one step; None leaves a layer as it is."""
        self.end_stroke()
        given: tuple[tuple[Mask | None, Layer], ...] = ((mask, "mask"), (sampling, "sampling"))
        edits = [self._replaced(name, marks, layer) for marks, layer in given if marks is not None]
        parts = tuple(edit for edit in edits if edit is not None)
        self._note(MarksEdit(name, parts) if parts else None)
        return self.photo.extent.rect

    def _replaced(self, name: str, marks: Mask, layer: Layer) -> MaskEdit | None:
        keeper = Keeper(self.marks(layer), layer)
        keeper.keep(self.photo.extent.rect)
        self.marks(layer)[:] = marks
        return keeper.edit(name)

    def clear_sampling(self) -> Rect:
        """Say nothing any more of what may be borrowed; returns the box to repaint."""
        return self.replace_mask("clear sampling areas", empty_mask(self.photo.extent), "sampling")

    def clear_mask(self) -> Rect:
        """Mark nothing any more; returns the box to repaint."""
        return self.replace_mask("clear mask", empty_mask(self.photo.extent))

    def _note(self, edit: Edit | None) -> None:
        if edit is not None:
            self._marks_something.clear()
            self.history.add(edit, self._held())

    def _held(self) -> set[int]:
        """Identities of what this document holds, whatever its history is."""
        return set(self._standing.held())

    @property
    def _standing(self) -> Standing:
        return Standing(self.original, self.results, self.mask, self.sampling)

    # --- results -----------------------------------------------------------------------

    def add_result(self, result: Restoration) -> None:
        """Put a new result on the canvas.

        What was filled needs no mask any more; an enlarged photo takes an enlarged mask.
        Enlarging again takes the place of the enlargement before it.
        """
        self.end_stroke()
        last = self.last_result
        starts_over = last is not None and last.asked.marked is None and last.asked.photo is result.asked.photo
        earlier = self.results[:-1] if starts_over else self.results
        self._edit_results(result.asked.edit_name, (*earlier, result), self._mask_for(result))

    def add_variants(self, photos: Mapping[str, Photo]) -> None:
        """Add what other variants made of the last result's request; the chosen one stays."""
        if self.results:
            self.results[-1].photos.update(photos)

    def choose_variant(self, variant: str) -> None:
        """Keep this variant of the last result.

        Raises:
            KeyError: it has not been run.
        """
        last = self.results[-1]
        if variant not in last.photos:
            raise KeyError(variant)
        if variant != last.chosen:
            chosen = replace(last, chosen=variant)
            self._edit_results(f"choice of {variant}", (*self.results[:-1], chosen), self.mask)

    def take_results(self, name: str, results: tuple[Restoration, ...], mask: Mask | None = None) -> None:
        """Put other results on the canvas, or none of them, as one edit.

        Args:
            name: for the menu.
            results: those that lead to the photo as it will stand.
            mask: of that photo's size; None keeps the mask as it is.
        """
        self.end_stroke()
        if results == self.results:
            return
        extent = results[-1].photo.extent if results else self.original.extent
        if mask is None:
            mask = self.mask if extent == self.photo.extent else mask_at(self.mask, extent)
        self._edit_results(name, results, mask)

    def _mask_for(self, result: Restoration) -> Mask:
        extent = result.photo.extent
        if result.asked.marked is not None or not self.has_mask:
            return empty_mask(extent)
        return mask_at(self.mask, extent)

    def _edit_results(self, name: str, results: tuple[Restoration, ...], mask: Mask) -> None:
        extent = Extent(*mask.shape)
        sampling = self.sampling if extent == self.photo.extent else mask_at(self.sampling, extent)
        self._stand(name, Standing(self.original, results, mask, sampling))

    def frame(self, name: str, standing: Standing) -> None:
        """Take the photo, what it has become and its marks in another frame, as one edit."""
        self.end_stroke()
        self._stand(name, standing)

    def _stand(self, name: str, standing: Standing) -> None:
        edit = ResultEdit(name, self._standing, standing)
        self.put(edit.after)
        self._note(edit)

    def put(self, standing: Standing) -> Rect:
        """Set photo, results and marks without noting it; for edits only. Returns the box to repaint."""
        self.original = standing.original
        self.results, self.mask, self.sampling = standing.results, standing.mask, standing.sampling
        self._marks_something.clear()
        return self.photo.extent.rect

    # --- the way back ------------------------------------------------------------------

    def undo(self) -> Rect:
        """Take back the last edit; returns the box of the mask to repaint."""
        self.end_stroke()
        self._marks_something.clear()
        return self.history.undo(self)

    def take_back(self) -> Rect:
        """Take back the last edit for another one in its place; it cannot be done again."""
        self.end_stroke()
        self._marks_something.clear()
        return self.history.take_back(self)

    def redo(self) -> Rect:
        self.end_stroke()
        self._marks_something.clear()
        return self.history.redo(self)


def _layer_of(what: Painted) -> Layer:
    return "mask" if what == "hole" else "sampling"


def mask_at(mask: Mask, extent: Extent) -> Mask:
    """The same mask at another size, by nearest pixel."""
    rows = np.arange(extent.height) * mask.shape[0] // extent.height
    columns = np.arange(extent.width) * mask.shape[1] // extent.width
    return np.ascontiguousarray(mask[rows[:, None], columns[None, :]])
