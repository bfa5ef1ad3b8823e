"""Everything that changes the mask: strokes, shapes, selections, and masks from and to files.

Comes in: tools, menus. Goes out: edits of the session's document. What takes long is done by the
worker; nothing is marked meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop_unet.document.document import Document
from desktop_unet.document.edits import Layer
from desktop_unet.document.shapes import Region
from desktop_unet.document.strokes import Point
from desktop_unet.imaging.combining import Combining
from desktop_unet.imaging.geometry import Extent, Rect
from desktop_unet.imaging.photo import Mask
from desktop_unet.studio import mask_work
from desktop_unet.studio.options import Tool
from desktop_unet.studio.pages import task_to_mark
from desktop_unet.ui.look.qimages import MaskPicture
from desktop_unet.ui.look.sampling_picture import SamplingPicture
from desktop_unet.ui.look.translation import phrase_text

if TYPE_CHECKING:
    from desktop_unet.ui.session.session import Session

_LEAST_PRESSURE = 0.05
_STROKE_NAMES = {"hole": "", "borrow": "area to borrow from", "never": "area never to borrow from"}
"""For the menu; empty for what the document calls it."""


class Masking(QObject):
    """The session's verbs for its document's mask."""

    changed = Signal(object)  # Rect in photo pixels: what the mask shows there

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self.picture: MaskPicture | None = None
        self.sampling_picture: SamplingPicture | None = None
        self._last: tuple[Document, Point] | None = None
        self.has_pen = False

    # --- what tools ask for ----------------------------------------------------------------

    @property
    def combining(self) -> Combining:
        return self._session.options.combining

    @property
    def extent(self) -> Extent:
        """Size of the photo that is shown."""
        return self._session.view.extent

    @property
    def last_point(self) -> Point | None:
        """Where the last stroke on this photo ended."""
        if self._last is None or self._last[0] is not self._session.document:
            return None
        return self._last[1]

    # --- what is seen --------------------------------------------------------------------

    def show(self, document: Document | None) -> None:
        """Show a document's marks, or none."""
        self.picture = self.sampling_picture = None
        if document is not None:
            self.picture = MaskPicture(document.mask, is_blank=not document.has_mask)
            self.sampling_picture = SamplingPicture(document.sampling, is_blank=not document.has_sampling)
            self.changed.emit(document.photo.extent.rect)

    def refresh(self, rect: Rect) -> None:
        """Show what changed in the marks inside ``rect``."""
        if self.picture is not None and self.sampling_picture is not None and not rect.is_empty:
            self.picture.refresh(rect)
            self.sampling_picture.refresh(rect)
            self.changed.emit(rect)

    # --- strokes -----------------------------------------------------------------------------

    def begin_stroke(self, point: Point, *, erase: bool, pressure: float = 1.0, name: str = "") -> None:
        """Start a stroke of the brush; nothing while a job is under way."""
        session = self._session
        document = session.document
        if document is None or session.is_busy:
            return
        self._last = (document, point)
        hardness = session.options.brush_hardness / 100
        radius_px = self._radius_px(pressure)
        what = session.options.painted
        name = name or ("" if erase else _STROKE_NAMES[what])
        box = document.begin_stroke(point, radius_px, erase=erase, hardness=hardness, name=name, what=what)
        self.refresh(box)

    def extend_stroke(self, point: Point, pressure: float = 1.0) -> None:
        document = self._session.document
        if document is not None and document.is_stroking:
            self._last = (document, point)
            self.refresh(document.extend_stroke(point, self._radius_px(pressure)))

    def end_stroke(self) -> None:
        if self._session.document is not None:
            self._session.document.end_stroke()
            self._session.facts_changed.emit()

    def _radius_px(self, pressure: float) -> float:
        options = self._session.options
        return options.brush_size_px / 2 * (max(_LEAST_PRESSURE, pressure) if options.pressure_sizes else 1.0)

    # --- shapes and selections ---------------------------------------------------------------

    def mark(self, name: str, region: Region, how: Combining) -> None:
        """Join a region to the mask."""
        painted = self._session.options.painted
        self._session.change(lambda document: document.combine(name, region, how, painted))

    def select_colour(self, point: Point, how: Combining) -> None:
        """Join what looks like the pixel at ``point``; outside the photo there is none."""
        document, options = self._session.document, self._session.options
        if document is None or self._session.is_busy:
            return
        row, column = int(point[0] // 1), int(point[1] // 1)
        photo = document.photo
        if not (0 <= row < photo.height and 0 <= column < photo.width):
            return
        tolerance, connected, painted = options.tolerance, options.is_connected, options.painted
        self._work(
            "selection by colour",
            lambda marks: mask_work.colour_selection(photo, marks, (row, column), tolerance, connected, how, painted),
            self.tr("Selecting by colour"),
            "mask" if painted == "hole" else "sampling",
        )

    # --- the whole mask ----------------------------------------------------------------------

    def clear(self) -> None:
        self._session.change(Document.clear_mask)

    def clear_sampling(self) -> None:
        self._session.change(Document.clear_sampling)

    def shape(self, how: str, px: int = 0) -> None:
        """``grow``, ``shrink`` or ``feather`` by so many pixels, or ``invert``."""
        shaping = mask_work.SHAPINGS[how]
        self._work(f"{how} mask", lambda mask: shaping(mask, px), self.tr("Changing the mask"))

    def load(self, path: Path) -> None:
        """Take the mask of a file; a file that does not fit leaves the mask as it is."""
        session, document = self._session, self._session.document
        if document is None or session.is_busy:
            return
        document.end_stroke()
        photo, text = document.photo, self.tr("Loading the mask")

        def take(read: mask_work.MarksRead) -> None:
            if session.document is document:
                session.change(lambda document: document.replace_marks("load mask", read.mask, read.sampling))
                self._hint(read.mask)

        session.awaited.start("mask", lambda _report: mask_work.read_marks(path, photo), take, text)

    def save(self, path: Path) -> None:
        """Write the mask as PNG."""
        session, document = self._session, self._session.document
        if document is None or session.is_busy:
            return
        document.end_stroke()
        mask, source = document.mask.copy(), document.original.source
        sampling = document.sampling.copy() if document.has_sampling else None
        said = self.tr("The mask was saved as {name}.").format(name=path.name)
        session.awaited.start(
            "save mask",
            lambda _report: mask_work.write_mask(mask, sampling, path, source),
            lambda _bytes: session.tell("note", said),
            self.tr("Saving {name}").format(name=path.name),
        )

    def replace(self, name: str, mask: Mask, layer: Layer = "mask") -> None:
        """Take other marks."""
        self._session.change(lambda document: document.replace_mask(name, mask, layer))

    def _hint(self, mask: Mask) -> None:
        for note in mask_work.notes_on(mask):
            self._session.tell("note", phrase_text(note))

    def _work(self, name: str, make: Callable[[Mask], Mask], text: str, layer: Layer = "mask") -> None:
        """Have the worker make other marks of these."""
        session, document = self._session, self._session.document
        if document is None or session.is_busy:
            return
        document.end_stroke()
        marks = document.marks(layer)  # nobody changes them while the session is busy

        def take(made: Mask) -> None:
            if session.document is document:
                self.replace(name, made, layer)

        session.awaited.start("mask", lambda _report: make(marks), take, text)

    # --- tools ---------------------------------------------------------------------------------

    def take_tool(self, tool: Tool) -> None:
        """Tools mark, so taking one goes where marks are for something."""
        task = task_to_mark(self._session.options)
        self._session.set_options(tool=tool, task=task, mode="edit")

    def set_brush_size(self, size_px: int) -> None:
        self._session.brush_size.choose(size_px)

    def step_brush_size(self, direction: int) -> None:
        self._session.brush_size.step(direction)

    # --- options that are remembered -----------------------------------------------------------

    def set_hardness(self, percent: int) -> None:
        self._session.set_options(brush_hardness=percent)
        self._session.settings = replace(self._session.settings, brush_hardness=percent)

    def set_pressure_sizes(self, does: bool) -> None:
        self._session.set_options(pressure_sizes=does)
        self._session.settings = replace(self._session.settings, pressure_sizes=does)

    def see_pen(self) -> None:
        """A pen has come near: from now on the bar offers what is for pens."""
        if not self.has_pen:
            self.has_pen = True
            self._session.resolve()

    def set_tolerance(self, tolerance: int) -> None:
        self._session.set_options(tolerance=tolerance)
        self._session.settings = replace(self._session.settings, colour_tolerance=tolerance)

    def set_look(self, *, mask_colour: str | None = None, mask_opacity: int | None = None) -> None:
        """Change what the settings say of the mask's look; None leaves it."""
        settings = self._session.settings
        colour = settings.mask_colour if mask_colour is None else mask_colour
        opacity = settings.mask_opacity if mask_opacity is None else mask_opacity
        self._session.set_settings(replace(settings, mask_colour=colour, mask_opacity=opacity))
