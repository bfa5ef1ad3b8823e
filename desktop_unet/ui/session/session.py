"""The window's one centre: verbs in, signals out.

Comes in: what the user does, from actions and widgets; answers of the worker. Goes out:
signals that the widgets listen to. Owns the document, the options, the view and the
worker thread; how a result is made is next on the road, in ``restorer.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar, Unpack
from weakref import WeakKeyDictionary

from PySide6.QtCore import QObject, Signal

from desktop_unet.document.document import Document
from desktop_unet.engine.task import Report, Variant
from desktop_unet.imaging.geometry import Rect
from desktop_unet.imaging.photo import Photo
from desktop_unet.paths import sample_photo
from desktop_unet.settings import Settings
from desktop_unet.studio import networks, opening, restoring, saving, sheets
from desktop_unet.studio.open_photo import OpenPhoto
from desktop_unet.studio.options import OptionChanges, Tool, clamp_brush_size, first_options, next_brush_size
from desktop_unet.studio.orders import Desk, choices_of, variant_of
from desktop_unet.studio.pyramid import ScreenLevels
from desktop_unet.studio.renditions import Compared, Rendition
from desktop_unet.studio.saving import SaveChoice
from desktop_unet.studio.sheets import SheetPanel
from desktop_unet.studio.state import Facts, State, resolve
from desktop_unet.ui.look.qimages import MaskPicture, Picture
from desktop_unet.ui.look.translation import phrase_text
from desktop_unet.ui.session.comparison import Comparison
from desktop_unet.ui.session.file_watch import FileWatch
from desktop_unet.ui.session.foreground_job import ForegroundJob
from desktop_unet.ui.session.masking import Masking
from desktop_unet.ui.session.network_files import NetworkFiles
from desktop_unet.ui.session.open_photos import OpenPhotos
from desktop_unet.ui.session.restorer import Restorer
from desktop_unet.ui.session.scratch_finder import ScratchFinder
from desktop_unet.ui.session.step_restorer import StepRestorer
from desktop_unet.ui.session.view import View

Part = TypeVar("Part")
PATIENCE_MS = 2500
SAVING_PATIENCE_MS = 60_000


class Session(QObject):
    """One open photo and everything that can be done with it.

    Args:
        settings: what was remembered.
        engine: carries out requests; called in the worker thread.
    """

    photo_changed = Signal()
    photo_closed = Signal()  # and no other is there
    mask_changed = Signal(object)  # Rect in photo pixels
    facts_changed = Signal()  # something is so that was not
    state_changed = Signal(object)  # State: what follows from all that is wished and so
    options_changed = Signal()
    settings_changed = Signal()
    flipped = Signal(bool)  # whether A is to be seen in place of what is shown
    pointed = Signal(object)  # Point of the photo under the pointer, or None
    told = Signal(str, str)  # kind ("error", "note"), sentence
    withdrawn = Signal(str)  # a sentence told before that holds no longer

    def __init__(
        self, settings: Settings, engine: restoring.Engine = restoring.call_engine, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.settings = settings
        self.options = first_options(settings)
        self.networks = networks.NONE_INSTALLED
        self.document: Document | None = None
        self.mask_picture: MaskPicture | None = None
        self.view = View(self)
        self.awaited = ForegroundJob(self)
        self.open_photos = OpenPhotos(self)
        self.file_watch = FileWatch(self)
        self.comparison = Comparison(self)
        self.restorer = Restorer(self, engine)
        self.masking = Masking(self)
        self.finder = ScratchFinder(self)
        self.steps = StepRestorer(self, engine)
        self.network_files = NetworkFiles(self)
        self.devices: tuple[tuple[str, str], ...] = ()
        self._opening: Path | None = None
        self._warms_up = engine is restoring.call_engine
        self._pictures: WeakKeyDictionary[Photo, Picture] = WeakKeyDictionary()
        self._strengths: WeakKeyDictionary[Photo, float] = WeakKeyDictionary()
        self._failures: dict[str, str] = {}
        self._has_ended: bool | None = None
        self.awaited.changed.connect(self.facts_changed)
        self.awaited.failed.connect(self._on_failed)
        self.awaited.succeeded.connect(self.withdraw_failure)
        self.state = resolve(self.options, settings, self.facts)
        for signal in (
            self.facts_changed,
            self.options_changed,
            self.settings_changed,
            self.photo_changed,
            self.photo_closed,
            self.comparison.changed,
            self.finder.changed,
            self.steps.changed,
        ):
            signal.connect(self.resolve)
        self.photo_changed.connect(self._find_strength)

    # --- what is possible ------------------------------------------------------------------

    @property
    def is_busy(self) -> bool:
        return self.awaited.kind is not None

    @property
    def facts(self) -> Facts:
        """What is so now, whatever is wished."""
        return Facts(
            self.document,
            self.networks,
            self.devices,
            self.awaited.kind,
            self.awaited.is_cancelling,
            pictures=len(self.comparison.renditions),
            photos=len(self.open_photos.photos),
            found_strength=self.found_strength,
            is_finding=self.finder.is_open,
            has_pen=self.masking.has_pen,
            findings=self.steps.findings,
            by_hand=self.steps.by_hand,
        )

    def desk_for(self, document: Document) -> Desk:
        """What an order is made from."""
        return Desk(self.options, document, self.networks, choices_of(self.settings))

    def resolve(self) -> None:
        """Work out what is to be shown, and tell those whom it concerns."""
        state = resolve(self.options, self.settings, self.facts)
        if state != self.state:
            self.state = state
            self.state_changed.emit(state)

    def watch(self, part: Callable[[State], Part], show: Callable[[Part], None]) -> None:
        """Have a part of the state shown now, and again whenever it is another."""
        shown = part(self.state)
        show(shown)

        def look(state: State) -> None:
            nonlocal shown
            now = part(state)
            if now != shown:
                shown = now
                show(now)

        self.state_changed.connect(look)

    # --- opening ---------------------------------------------------------------------------

    def open(self, path: Path | str) -> None:
        """Read a photo in the worker, or go to it where it is open; what is shown stays until it is there."""
        path = Path(path).absolute()
        entry = self.open_photos.find(path)
        if entry is not None and entry.document is not None:
            self.go_to(entry)
        else:
            self._opening = path
            self._open(lambda report: opening.load(path, report), path.name)

    def open_pasted(self, photo: Photo) -> None:
        """Take a photo that comes from no file."""
        self._open(lambda _report: opening.prepare(photo), self.tr("the pasted picture"))

    def open_several(self, paths: Sequence[Path]) -> None:
        """List files in the film strip and show the first; each is read when it is wanted."""
        paths = [Path(path).absolute() for path in paths]
        if len(paths) > 1:
            self.open_photos.list_paths(paths)
        if paths:
            self.open(paths[0])

    def go_to(self, entry: OpenPhoto) -> None:
        """Show another of the open photos, as it was left; it is read where it has to be."""
        if entry is self.open_photos.current or self._waits_for_save(entry.name):
            return
        if entry.document is not None:
            self.awaited.drop()
            self._show_entry(entry, entry.document)
        elif entry.path is not None:
            self.open(entry.path)

    def step_photo(self, direction: int) -> None:
        """The next or the one before in the film strip."""
        current = self.open_photos.current
        entry = self.open_photos.neighbour(current, direction) if current is not None else None
        if entry is not None:
            self.go_to(entry)

    def close_photo(self, entry: OpenPhoto) -> None:
        """Take a photo out of the film strip; what was done to it is lost, so ask before."""
        if self._waits_for_save(entry.name):
            return
        following, is_shown = self.open_photos.neighbour(entry), entry is self.open_photos.current
        self.open_photos.remove(entry)
        if is_shown and following is not None:
            self.go_to(following)
        elif is_shown:
            self.awaited.drop()
            self.document = self.mask_picture = None
            self.comparison.show(Compared())  # nothing may hold on to the photo's memory
            self.set_options(mode="edit")
            self.photo_closed.emit()
        self.facts_changed.emit()

    def _waits_for_save(self, name: str) -> bool:
        is_saving = self.awaited.is_saving
        if is_saving:
            self.tell("note", self.tr("Wait until the photo has been saved, then go to {0}.").format(name))
        return is_saving

    def _open(self, job: Callable[[Report], opening.Loaded], name: str) -> None:
        if not self._waits_for_save(name):
            self.awaited.start("open", job, self._on_loaded, self.tr("Opening {0}").format(name))

    def _on_loaded(self, loaded: opening.Loaded) -> None:
        source, document = loaded.photo.source, Document(loaded.photo)
        self._keep_loaded(loaded)
        entry = self.open_photos.take(document, source.name if source else self.tr("Pasted photo"))
        entry.thumbnail, entry.stamp, entry.is_as_its_file = loaded.thumbnail, loaded.stamp, True
        if source is not None and source != sample_photo():
            self.set_settings(self.settings.opened(source))
        self._show_entry(entry, document)
        for note in loaded.photo.notes:
            self.tell("note", phrase_text(note))
        if self._warms_up:
            self._warms_up = False
            self.awaited.start_aside(lambda _report: restoring.warm_up(), self._on_devices)
        self.network_files.recall()

    def _keep_loaded(self, loaded: opening.Loaded) -> None:
        """Show what there is at once, and the rest when the worker has made it."""
        self.keep_picture(loaded.photo, loaded.levels)
        photo = loaded.photo
        if loaded.levels.skipped:
            self.awaited.start_aside(
                lambda report: opening.finish(photo, report), lambda levels: self._refine(photo, levels)
            )

    def _refine(self, photo: Photo, levels: ScreenLevels) -> None:
        self.keep_picture(photo, levels)
        self.view.changed.emit()

    def _show_entry(self, entry: OpenPhoto, document: Document) -> None:
        self.open_photos.show(entry, self.view.sight)
        self.document = document
        if entry.compared is None:
            entry.compared = self.comparison.start(document)
        else:
            self.comparison.show(entry.compared)
        if entry.sight is None:
            self.view.show_new(document.photo.extent)
        else:
            self.view.show_again(document.photo.extent, entry.sight)
        self._take_mask(document)
        self.set_options(mode="edit", strength=None, target=None)
        self.photo_changed.emit()
        self.facts_changed.emit()

    def _on_devices(self, devices: tuple[tuple[str, str], ...]) -> None:
        self.devices = devices
        self.resolve()

    # --- strength --------------------------------------------------------------------------

    @property
    def found_strength(self) -> float | None:
        """Strength of the damage in the photo that would be enlarged; None until it has been looked for."""
        return self._strengths.get(self.document.photo_to_enlarge) if self.document is not None else None

    def _find_strength(self) -> None:
        """Look for damage in the worker, once per photo."""
        photo = self.document.photo_to_enlarge if self.document is not None else None
        if photo is not None and photo not in self._strengths:
            self.awaited.start_aside(
                lambda _report: restoring.find_strength(photo), lambda found: self._on_strength(photo, found)
            )

    def _on_strength(self, photo: Photo, found: float) -> None:
        self._strengths[photo] = found
        self.resolve()

    # --- networks --------------------------------------------------------------------------

    def list_networks(self) -> None:
        """Ask the worker which networks are installed."""
        self.awaited.start_aside(lambda _report: networks.list_networks(), self._on_networks)

    def fit_scale(self) -> None:
        """Where the chosen network does not have the chosen scale, take its largest."""
        scales = self.networks.scales_of(self.options.network)
        if scales and self.options.scale not in scales:
            self.set_options(scale=scales[-1])

    def _on_networks(self, networks: networks.Networks) -> None:
        self.networks = replace(networks, files=self.networks.files)
        self.fit_scale()
        self.resolve()
        if not networks.cards:
            self.tell("error", self.tr("No networks are installed, so nothing can be restored; reinstall the program."))

    # --- painting --------------------------------------------------------------------------

    def refresh_mask(self, rect: Rect) -> None:
        """Show what changed in the mask inside ``rect``."""
        if self.mask_picture is not None and not rect.is_empty:
            self.mask_picture.refresh(rect)
            self.mask_changed.emit(rect)

    def _take_mask(self, document: Document) -> None:
        self.mask_picture = MaskPicture(document.mask, is_blank=not document.has_mask)
        self.mask_changed.emit(document.photo.extent.rect)

    # --- edits, and the way back -------------------------------------------------------------

    def undo(self) -> None:
        self.change(Document.undo)

    def redo(self) -> None:
        self.change(Document.redo)

    def keep(self, rendition: Rendition) -> None:
        """Put a result, or the original, back on the canvas; the others stay in the strip."""
        chain = rendition.chain
        if chain is None:
            self.tell("note", self.tr("This picture is only for comparison; choose a result to keep."))
            return
        name = self.tr("choice of {0}").format(rendition.name)
        self.change(lambda document: document.take_results(name, chain))
        if chain:
            self.set_options(variant=variant_of(chain[-1]))

    def choose_variant(self, variant: Variant) -> None:
        """Keep this variant of the last result."""
        self.change(lambda document: document.choose_variant(variant))
        self.set_options(variant=variant)

    def change(self, edit: Callable[[Document], Rect | None]) -> None:
        """Edit the document and tell what has changed; nothing while a job is under way."""
        document = self.document
        if document is None or self.is_busy:
            return
        photo, mask, results = document.photo, document.mask, document.results
        rect = edit(document)
        if document.mask is not mask:
            self._take_mask(document)
        elif rect is not None:
            self.refresh_mask(rect)
        if document.photo is not photo or document.results is not results:
            self._on_photo_changed(document)
        self.facts_changed.emit()

    def _on_photo_changed(self, document: Document) -> None:
        if document.photo.extent != self.view.extent:
            self.view.show_same_at(document.photo.extent)
        self.comparison.follow(document)
        if not document.results:
            self.set_options(mode="edit")
        self.photo_changed.emit()

    # --- comparing ---------------------------------------------------------------------------

    def flip(self, is_held: bool) -> None:
        """Show A in place of what is shown, or no longer."""
        self.flipped.emit(is_held and self.document is not None)

    def compare_with(self, path: Path) -> None:
        """Read a file to compare with; the photo stays as it is."""
        self.awaited.start(
            "open",
            lambda report: opening.load(path, report),
            lambda loaded: self._on_reference(loaded, path.name),
            self.tr("Opening {0}").format(path.name),
        )

    def _on_reference(self, loaded: opening.Loaded, file_name: str) -> None:
        if self.document is None:
            return
        self._keep_loaded(loaded)
        name = self.tr("File {0}").format(file_name)
        self.comparison.add(Rendition(name, "reference", loaded.photo))
        self.set_options(mode=self.options.mode if self.options.mode != "edit" else "slider")

    # --- saving ------------------------------------------------------------------------------

    def save(self, how: SaveChoice, then: Callable[[], None] = lambda: None, photo: Photo | None = None) -> None:
        """Write the photo as it stands, or another of its results; ``then`` is called once it is on disk."""
        document, entry = self.document, self.open_photos.current
        if document is None or entry is None or self.is_busy:
            return
        photo, source = photo or document.photo, document.original.source

        def on_saved(saved: saving.Saved) -> None:
            document.mark_saved(photo)
            if saved.path == entry.path:
                entry.stamp = saved.stamp
            self.tell("note", saved_text(saved))
            then()

        text, stamp = self.tr("Saving {0}").format(how.path.name), entry.stamp
        self.awaited.start("save", lambda _report: saving.save(photo, how, source, stamp), on_saved, text)

    def save_sheet(self, path: Path, panels: tuple[SheetPanel, ...]) -> None:
        """Write a comparison sheet."""
        if self.document is not None and not self.is_busy:
            original = self.document.original.source
            self.awaited.start(
                "save sheet",
                lambda _report: sheets.save_sheet(panels, path, original),
                lambda saved: self.tell("note", saved_text(saved)),
                self.tr("Saving {0}").format(path.name),
            )

    # --- options, settings, pictures -----------------------------------------------------------

    def set_options(self, **changes: Unpack[OptionChanges]) -> None:
        """Change one or more of ``options``."""
        options = replace(self.options, **changes)
        if options != self.options:
            self.options = options
            self.options_changed.emit()
            self.facts_changed.emit()

    def take_tool(self, tool: Tool) -> None:
        """Tools mark what is to be filled, so taking one goes there, unless that is being marked while restoring."""
        task = "restore" if self.options.task == "restore" and self.options.edits_marks else "inpaint"
        self.set_options(tool=tool, task=task, mode="edit")

    def set_brush_size(self, size_px: int) -> None:
        self.set_options(brush_size_px=clamp_brush_size(size_px))
        self.settings = replace(self.settings, brush_size_px=self.options.brush_size_px)

    def step_brush_size(self, direction: int) -> None:
        self.set_brush_size(next_brush_size(self.options.brush_size_px, direction))

    def set_settings(self, settings: Settings) -> None:
        self.settings = settings
        self.settings_changed.emit()

    def picture(self, photo: Photo) -> Picture:
        """What a pane paints for a photo of this session."""
        return self._pictures[photo]

    def keep_picture(self, photo: Photo, levels: ScreenLevels) -> None:
        self._pictures[photo] = Picture(levels)

    # --- telling, and the end --------------------------------------------------------------------

    def tell(self, kind: str, sentence: str) -> None:
        """Say something to the user: an ``error`` or a ``note``."""
        self.told.emit(kind, sentence)

    def tell_failure(self, kind: str, sentence: str) -> None:
        """Tell an error that holds until a job of this kind has succeeded."""
        self._failures[kind] = sentence
        self.tell("error", sentence)

    def withdraw_failure(self, kind: str) -> None:
        """A job of this kind has succeeded; that another photo opens says nothing of the one that did not."""
        sentence = self._failures.pop(kind, "")
        if sentence and kind != "open":
            self.withdrawn.emit(sentence)

    def _on_failed(self, sentence: str, kind: str) -> None:
        self._drop_what_did_not_open()
        self.tell_failure(kind, sentence)
        self.options_changed.emit()  # what was asked for is not there: switches go back

    def _drop_what_did_not_open(self) -> None:
        """A file that cannot be read goes from the film strip; the message says why."""
        opening, self._opening = self._opening, None
        entry = self.open_photos.find(opening)
        if entry is not None and entry.document is None:
            self.open_photos.remove(entry)
            self.facts_changed.emit()

    def close(self) -> bool:
        """End the worker thread, in mid-run too; False when it has not ended in time."""
        if self._has_ended is None:
            patience_ms = SAVING_PATIENCE_MS if self.awaited.is_saving else PATIENCE_MS
            self._has_ended = self.awaited.close(patience_ms)
        return self._has_ended


def saved_text(saved: saving.Saved) -> str:
    """What was saved, and what its file does not hold, in the user's language."""
    return " ".join(phrase_text(phrase) for phrase in saved.phrases)
