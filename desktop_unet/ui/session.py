"""The window's one centre: verbs in, signals out.

Comes in: what the user does, from actions and widgets; answers of the worker. Goes out:
signals that the widgets listen to. Owns the document, the options, the view and the jobs.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from PySide6.QtCore import QObject, Signal

from desktop_unet.document.document import Document, Restoration
from desktop_unet.document.strokes import Point
from desktop_unet.engine.task import Choices, Result, Step, Variant
from desktop_unet.errors import Mishap, RequestImpossible
from desktop_unet.imaging.geometry import Extent, Rect
from desktop_unet.imaging.photo import Photo
from desktop_unet.settings import Settings
from desktop_unet.ui import work
from desktop_unet.ui.levels import ScreenLevels
from desktop_unet.ui.options import Options, clamp_brush_size, next_brush_size
from desktop_unet.ui.qimages import MaskPicture, Picture
from desktop_unet.ui.view import View
from desktop_unet.ui.worker import Answers, Jobs

log = logging.getLogger(__name__)

BOTH: tuple[Variant, ...] = ("skip", "no-skip")
PATIENCE_MS = 2500
SAVING_PATIENCE_MS = 60_000


class Session(QObject):
    """One open photo and everything that can be done with it.

    Args:
        settings: what was remembered.
        run: the engine, ``restore.run`` or a stand-in; called in the worker thread.
    """

    photo_changed = Signal()
    mask_changed = Signal(object)  # Rect in photo pixels
    facts_changed = Signal()  # what is possible now: see ``facts``
    options_changed = Signal()
    settings_changed = Signal()
    networks_changed = Signal()
    progressed = Signal(object)  # Step, or None when nothing runs
    told = Signal(str, str)  # kind ("error", "note"), sentence
    engine_answered = Signal(object)  # Result

    def __init__(self, settings: Settings, run: work.Run = work.run_engine, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.settings = settings
        self.options = Options(brush_size_px=settings.brush_size_px)
        self.networks = work.Networks({}, ())
        self.view = View(self)
        self.document: Document | None = None
        self.mask_picture: MaskPicture | None = None
        self.is_cancelling = False
        self._run = run
        self._jobs = Jobs(self)
        self._running: int | None = None  # the job that the user waits for
        self._running_kind = ""
        self._pictures: WeakKeyDictionary[Photo, Picture] = WeakKeyDictionary()
        self._is_warm = False
        self._has_ended: bool | None = None

    # --- what is possible ----------------------------------------------------------------

    @property
    def is_busy(self) -> bool:
        return self._running is not None

    @property
    def is_saving(self) -> bool:
        return self._running_kind == "save"

    def facts(self) -> frozenset[str]:
        """What holds now; an action is enabled when all that it needs holds."""
        document, facts = self.document, set()
        if self._running_kind == "restore":
            facts.add("restoring")
        if not self.is_busy:
            facts.add("idle")
        if document is not None:
            history = document.history
            facts.add("photo")
            facts.update({"mask"} if document.has_mask else ())
            facts.update({"result"} if document.results else ())
            facts.update({"undo"} if history.undo_name else ())
            facts.update({"redo"} if history.redo_name else ())
        return frozenset(facts)

    # --- opening -------------------------------------------------------------------------

    def open(self, path: Path | str) -> None:
        """Read a photo in the worker; the open one stays until the new one is there."""
        path = Path(path)
        if self.is_saving:
            self.tell("note", f"{path.name} can be opened once the photo has been saved.")
            return
        self._start("open", lambda _report: work.load(path), self._on_loaded, f"Opening {path.name}")

    def open_pasted(self, photo: Photo) -> None:
        """Take a photo that comes from no file."""
        self._start("open", lambda _report: work.prepare(photo), self._on_loaded, "Opening the pasted picture")

    def _on_loaded(self, loaded: work.Loaded) -> None:
        self.document = Document(loaded.photo)
        self._keep_picture(loaded.photo, loaded.levels)
        if loaded.photo.source is not None:
            self.set_settings(self.settings.opened(loaded.photo.source))
        self.view.show_new(loaded.photo.extent)
        self._take_mask()
        self.set_options(mode="edit")
        self.photo_changed.emit()
        for note in loaded.photo.notes:
            self.told.emit("note", note)
        self._warm_up()

    def _warm_up(self) -> None:
        if not self._is_warm and self._run is work.run_engine:
            self._is_warm = True
            self._jobs.start(lambda _report: work.warm_up(), Answers(failed=self._on_failed))

    def list_networks(self) -> None:
        """Ask the worker which networks are installed."""
        self._jobs.start(lambda _report: work.list_networks(), Answers(done=self._on_networks, failed=self._on_failed))

    def _on_networks(self, networks: work.Networks) -> None:
        self.networks = networks
        if networks.scales and self.options.scale not in networks.scales:
            self.set_options(scale=networks.scales[-1])
        self.networks_changed.emit()
        if not networks.cards:
            self.tell("error", "No networks are installed, so nothing can be restored; install the program again.")

    # --- painting ------------------------------------------------------------------------

    def begin_stroke(self, point: Point, *, erase: bool) -> None:
        if self.document is not None and not self.is_busy:
            radius_px = self.options.brush_size_px / 2
            self._refresh_mask(self.document.begin_stroke(point, radius_px, erase=erase))

    def extend_stroke(self, point: Point) -> None:
        if self.document is not None:
            self._refresh_mask(self.document.extend_stroke(point))

    def end_stroke(self) -> None:
        if self.document is not None:
            self.document.end_stroke()
            self.facts_changed.emit()

    def clear_mask(self) -> None:
        if self.document is not None:
            self._refresh_mask(self.document.clear_mask())
            self.facts_changed.emit()

    def _refresh_mask(self, rect: Rect) -> None:
        if self.mask_picture is not None and not rect.is_empty:
            self.mask_picture.refresh(rect)
            self.mask_changed.emit(rect)

    def _take_mask(self) -> None:
        self.mask_picture = MaskPicture(self.document.mask)
        self.mask_changed.emit(self.document.photo.extent.rect)

    # --- the way back --------------------------------------------------------------------

    def undo(self) -> None:
        self._change(Document.undo)

    def redo(self) -> None:
        self._change(Document.redo)

    def choose_variant_of_result(self, variant: Variant) -> None:
        """Keep this variant of the last result."""
        self._change(lambda document: document.choose_variant(variant))

    def _change(self, edit: Callable[[Document], Rect | None]) -> None:
        """Do something to the document and tell what it has changed."""
        photo, mask, results = self.document.photo, self.document.mask, self.document.results
        rect = edit(self.document)
        if self.document.mask is not mask:
            self._take_mask()
        elif rect is not None:
            self._refresh_mask(rect)
        if self.document.photo is not photo or self.document.results is not results:
            self._on_photo_changed()
        self.facts_changed.emit()

    def _on_photo_changed(self) -> None:
        if self.document.photo.extent != self.view.extent:
            self.view.show_same_at(self.document.photo.extent)
        if not self.document.results:
            self.set_options(mode="edit")
        self.photo_changed.emit()

    # --- restoring -----------------------------------------------------------------------

    def run(self) -> None:
        """Do the chosen task with the chosen variant."""
        self._restore((self.options.variant,), mode="slider" if self.options.task == "upscale" else "edit")

    def compare_variants(self) -> None:
        """Show skip and no-skip side by side; run what is missing for that."""
        self._restore(BOTH, mode="variants")

    def _restore(self, variants: tuple[Variant, ...], mode: str) -> None:
        last = self._matching_result(may_be_any=mode == "variants")
        try:
            order = self._order() if last is None else self._order_of(last)
        except Mishap as mishap:
            self.options_changed.emit()  # the view switch goes back to where it was
            self.tell("error", str(mishap))
            return
        missing = tuple(variant for variant in variants if last is None or variant not in last.photos)
        if missing:
            self._start_restoring(order, missing, last, mode)
        else:
            self._use_variants(mode)

    def _start_restoring(self, order: work.Order, missing: tuple[Variant, ...], last: Restoration | None, mode: str) -> None:
        self._start(
            "restore",
            lambda report: work.restore(order, missing, self._run, report),
            lambda restored: self._on_restored(order, restored, last, mode),
            "Starting the engine",
        )

    def _use_variants(self, mode: str) -> None:
        """All that was asked for is there already."""
        if mode != "variants":
            self.choose_variant_of_result(self.options.variant)
            self.tell("note", "This has been done already; undo it to start again.")
        self.set_options(mode=mode)

    def _matching_result(self, *, may_be_any: bool) -> Restoration | None:
        """The last result, if it answers what the panel asks for."""
        last = self.document.last_result
        if last is None:
            return None
        if self.options.task == "inpaint":
            return last if may_be_any and not self.document.has_mask else None
        return last if not last.is_fill and last.scale == self.options.scale else None

    def _order(self) -> work.Order:
        document, options = self.document, self.options
        choices = Choices(device=self.settings.device, precision=self.settings.precision)
        if options.task == "upscale":
            return work.Order(document.photo_to_enlarge, options.scale, None, choices)
        if not document.has_mask:
            raise RequestImpossible(reason="Nothing is marked yet; paint over what should be filled")
        mask = document.mask.copy()
        mask.flags.writeable = False
        return work.Order(document.photo, 1, mask, choices)

    def _order_of(self, last: Restoration) -> work.Order:
        choices = Choices(device=self.settings.device, precision=self.settings.precision)
        return work.Order(last.before, last.scale, last.mask, choices)

    def _on_restored(self, order: work.Order, restored: work.Restored, last: Restoration | None, mode: str) -> None:
        photos: dict[str, Photo] = {variant: result.photo for variant, result in restored.results.items()}
        for variant, photo in photos.items():
            self._keep_picture(photo, restored.levels[variant])
        if last is None:
            chosen = self.options.variant if self.options.variant in photos else next(iter(photos))
            self._change(lambda document: document.add_result(order.restoration(photos, chosen)))
        else:
            self.document.add_variants(photos)
            if mode != "variants":
                self.choose_variant_of_result(self.options.variant)
        self.set_options(mode=mode)
        self._tell_results(list(restored.results.values()))

    def _tell_results(self, results: list[Result]) -> None:
        for result in results:
            self.engine_answered.emit(result)
        for note in dict.fromkeys(note for result in results for note in result.notes):
            self.tell("note", note)

    def cancel(self) -> None:
        """Ask what runs to stop; it does so at the next tile."""
        if self._running is not None and not self.is_saving:
            self.is_cancelling = True
            self._jobs.stop(self._running)
            self.facts_changed.emit()

    # --- saving --------------------------------------------------------------------------

    def save(self, path: Path | str, then: Callable[[], None] = lambda: None) -> None:
        """Write the photo as it stands; ``then`` is called once it is on disk."""
        path, photo, source = Path(path), self.document.photo, self.document.original.source
        quality, strip = self.settings.jpeg_quality, self.settings.strip_metadata

        def on_saved(saved: work.Saved) -> None:
            self.document.mark_saved(photo)
            self.tell("note", " ".join((f"Saved as {saved.path.name} ({_size_text(saved.bytes)}).", *saved.notes)))
            then()

        def write(_report: object) -> work.Saved:
            return work.save(photo, path, source, quality=quality, strip_metadata=strip)

        self._start("save", write, on_saved, f"Saving {path.name}")

    # --- options and settings ------------------------------------------------------------

    def set_options(self, **changes: Any) -> None:
        """Change one or more of ``options``."""
        options = replace(self.options, **changes)
        if options != self.options:
            self.options = options
            self.options_changed.emit()
        self.facts_changed.emit()

    def take_tool(self, tool: str) -> None:
        """Brush and eraser are for filling, so taking one goes there."""
        self.set_options(tool=tool, task="inpaint", mode="edit")

    def set_brush_size(self, size_px: int) -> None:
        self.set_options(brush_size_px=clamp_brush_size(size_px))
        self.settings = replace(self.settings, brush_size_px=self.options.brush_size_px)

    def step_brush_size(self, direction: int) -> None:
        self.set_brush_size(next_brush_size(self.options.brush_size_px, direction))

    def set_settings(self, settings: Settings) -> None:
        self.settings = settings
        self.settings_changed.emit()

    # --- pictures ------------------------------------------------------------------------

    def picture(self, photo: Photo) -> Picture:
        """What a pane paints for a photo of this session."""
        return self._pictures[photo]

    def _keep_picture(self, photo: Photo, levels: ScreenLevels) -> None:
        self._pictures[photo] = Picture(levels)

    @property
    def frame_extent(self) -> Extent:
        return self.view.extent

    # --- jobs ----------------------------------------------------------------------------

    def _start(self, kind: str, job: Callable[[Any], Any], on_done: Callable[[Any], None], text: str) -> None:
        """Start the job that the user waits for; whatever ran before is dropped."""
        if self._running is not None:
            self._jobs.forget(self._running)
        self._running_kind, self.is_cancelling = kind, False

        def done(value: Any) -> None:
            self._stop_waiting()
            on_done(value)
            self.facts_changed.emit()

        answers = Answers(done=done, failed=self._on_job_failed, stopped=self._stop_waiting, step=self.progressed.emit)
        self._running = self._jobs.start(job, answers)
        self.facts_changed.emit()
        self.progressed.emit(Step(0, 0, text))

    def _stop_waiting(self) -> None:
        self._running, self._running_kind, self.is_cancelling = None, "", False
        self.progressed.emit(None)
        self.facts_changed.emit()

    def _on_job_failed(self, error: BaseException) -> None:
        self._stop_waiting()
        self.options_changed.emit()
        self._on_failed(error)

    def _on_failed(self, error: BaseException) -> None:
        if isinstance(error, Mishap):
            self.tell("error", str(error))
        elif isinstance(error, MemoryError):
            self.tell("error", "There is not enough memory for this; close other programs or use a smaller photo.")
        else:
            log.error("a job failed", exc_info=error)
            self.tell("error", f"Something unexpected went wrong ({error or type(error).__name__}); the log says more.")

    def tell(self, kind: str, sentence: str) -> None:
        self.told.emit(kind, sentence)

    def close(self) -> bool:
        """End the worker thread, in mid-run too; False when it has not ended in time."""
        if self._has_ended is None:
            self._has_ended = self._jobs.close(SAVING_PATIENCE_MS if self.is_saving else PATIENCE_MS)
        return self._has_ended


def _size_text(count: int) -> str:
    return f"{count / 1e6:.1f} MB" if count >= 1e6 else f"{max(1, round(count / 1e3))} kB"
