"""The one thing that changes: a photo that is being worked on.

Comes in: a ``Photo``, points of strokes, restored photos. Goes out: the mask and the
photo for the next request, and what is saved. Knows no window; ``ui.session`` owns it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from weakref import WeakSet

import numpy as np

from desktop_unet.document.edits import MaskEdit, ResultEdit
from desktop_unet.document.history import History
from desktop_unet.document.strokes import FILL, KEEP, Point, empty_mask, paint_segment
from desktop_unet.imaging.geometry import Extent, Rect
from desktop_unet.imaging.photo import Mask, Photo


@dataclass(frozen=True, eq=False)
class Restoration:
    """A result: what was asked, and the photo that each network variant made of it.

    Args:
        before: the photo that went in.
        scale: how many times larger; 1 when filling or cleaning up.
        mask: what was filled, read-only; None when enlarging.
        photos: restored photo by variant (``skip``, ``no-skip``); grows when another is run.
        chosen: the variant that the user keeps.
        strength: damage that was to be expected, 0..1, when enlarging; None left it to the engine.
    """

    before: Photo
    scale: int
    mask: Mask | None
    photos: dict[str, Photo]
    chosen: str
    strength: float | None = None

    @property
    def photo(self) -> Photo:
        return self.photos[self.chosen]

    @property
    def is_fill(self) -> bool:
        return self.mask is not None

    @property
    def name(self) -> str:
        if self.is_fill:
            return "Fill"
        return f"Enlarge ×{self.scale}" if self.scale > 1 else "Clean up"


@dataclass
class _StrokeInProgress:
    before: Mask
    last: Point
    radius_px: float
    value: int
    touched: Rect


class Document:
    """A photo, the mask painted over it, its results, and the way back through all of it."""

    def __init__(self, photo: Photo) -> None:
        self.original = photo
        self.mask: Mask = empty_mask(photo.extent)
        self.results: tuple[Restoration, ...] = ()
        self.history = History()
        self._stroke: _StrokeInProgress | None = None
        self._saved: WeakSet[Photo] = WeakSet((photo,))

    # --- what there is -----------------------------------------------------------------

    @property
    def photo(self) -> Photo:
        """The photo as it stands: the last result, or the original."""
        return self.results[-1].photo if self.results else self.original

    @property
    def last_result(self) -> Restoration | None:
        return self.results[-1] if self.results else None

    @property
    def has_mask(self) -> bool:
        return bool(self.mask.any())

    @property
    def is_modified(self) -> bool:
        """True while the photo as it stands is a result that no file holds."""
        return self.photo not in self._saved

    @property
    def photo_to_enlarge(self) -> Photo:
        """Enlarging again starts over from the same photo: x4 after x2 is x4, not x8."""
        last = self.last_result
        return last.before if last and not last.is_fill else self.photo

    def mark_saved(self, photo: Photo) -> None:
        self._saved.add(photo)

    # --- the mask ----------------------------------------------------------------------

    def begin_stroke(self, point: Point, radius_px: float, *, erase: bool = False) -> Rect:
        """Start a brush stroke with a dot; returns the box to repaint."""
        self.end_stroke()
        value = KEEP if erase else FILL
        self._stroke = _StrokeInProgress(self.mask.copy(), point, radius_px, value, Rect(0, 0, 0, 0))
        return self.extend_stroke(point)

    def extend_stroke(self, point: Point) -> Rect:
        """Draw on to ``point``; returns the box to repaint, empty when no stroke was begun."""
        stroke = self._stroke
        if stroke is None:
            return Rect(0, 0, 0, 0)
        touched = paint_segment(self.mask, stroke.last, point, stroke.radius_px, stroke.value)
        stroke.last = point
        stroke.touched = stroke.touched.union(touched)
        return touched

    def end_stroke(self) -> None:
        """Finish the stroke and note it for undo, if it changed anything."""
        stroke, self._stroke = self._stroke, None
        if stroke is not None:
            name = "eraser stroke" if stroke.value == KEEP else "brush stroke"
            self._note_mask_edit(name, stroke.before, stroke.touched)

    def replace_mask(self, name: str, mask: Mask) -> Rect:
        """Take another mask of the same size in the place of this one; returns the box to repaint."""
        self.end_stroke()
        before, rect = self.mask.copy(), self.photo.extent.rect
        self.mask[:] = mask
        self._note_mask_edit(name, before, rect)
        return rect

    def clear_mask(self) -> Rect:
        """Mark nothing any more; returns the box to repaint."""
        return self.replace_mask("clear mask", empty_mask(self.photo.extent))

    def _note_mask_edit(self, name: str, before: Mask, rect: Rect) -> None:
        edit = MaskEdit.between(name, before, self.mask, rect)
        if edit is not None:
            self.history.add(edit)

    # --- results -----------------------------------------------------------------------

    def add_result(self, result: Restoration) -> None:
        """Put a new result on the canvas.

        What was filled needs no mask any more; an enlarged photo takes an enlarged mask.
        Enlarging again takes the place of the enlargement before it.
        """
        self.end_stroke()
        last = self.last_result
        starts_over = last is not None and not last.is_fill and last.before is result.before
        earlier = self.results[:-1] if starts_over else self.results
        self._edit_results(result.name.lower(), (*earlier, result), self._mask_for(result))

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

    def _mask_for(self, result: Restoration) -> Mask:
        extent = result.photo.extent
        if result.is_fill or not self.has_mask:
            return empty_mask(extent)
        return _mask_at(self.mask, extent)

    def _edit_results(self, name: str, results: tuple[Restoration, ...], mask: Mask) -> None:
        self.history.add(ResultEdit(name, self.results, results, self.mask, mask))
        self.put(results, mask)

    def put(self, results: tuple[Restoration, ...], mask: Mask) -> Rect:
        """Set results and mask without noting it; for edits only. Returns the box to repaint."""
        self.results, self.mask = results, mask
        return self.photo.extent.rect

    # --- the way back ------------------------------------------------------------------

    def undo(self) -> Rect:
        """Take back the last edit; returns the box of the mask to repaint."""
        self.end_stroke()
        return self.history.undo(self)

    def redo(self) -> Rect:
        self.end_stroke()
        return self.history.redo(self)


def _mask_at(mask: Mask, extent: Extent) -> Mask:
    """The same mask at another size, by nearest pixel."""
    rows = np.arange(extent.height) * mask.shape[0] // extent.height
    columns = np.arange(extent.width) * mask.shape[1] // extent.width
    return np.ascontiguousarray(mask[rows[:, None], columns[None, :]])
