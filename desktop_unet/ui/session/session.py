"""The window's one centre: verbs in, signals out.

Comes in: what the user does, from actions and widgets; answers of the worker. Goes out:
signals that the widgets listen to. Owns the document, the options, the view and the
worker thread; how a result is made is next on the road, in ``restorer.py``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar, Unpack
from weakref import WeakKeyDictionary

from PySide6.QtCore import QObject, Signal

from desktop_unet.document.document import Document
from desktop_unet.engine.task import Variant
from desktop_unet.imaging.geometry import Rect
from desktop_unet.imaging.photo import Photo
from desktop_unet.settings import Settings
from desktop_unet.studio import networks, restoring
from desktop_unet.studio.open_photo import OpenPhoto
from desktop_unet.studio.options import OptionChanges, first_options, takes_mask
from desktop_unet.studio.orders import Desk, choices_of, variant_of
from desktop_unet.studio.pyramid import ScreenLevels
from desktop_unet.studio.renditions import Compared, Rendition
from desktop_unet.studio.state import Facts, State, resolve
from desktop_unet.ui.look.qimages import Picture
from desktop_unet.ui.session.brush_size import BrushSize
from desktop_unet.ui.session.comparison import Comparison
from desktop_unet.ui.session.file_watch import FileWatch
from desktop_unet.ui.session.foreground_job import ForegroundJob
from desktop_unet.ui.session.framer import Framer
from desktop_unet.ui.session.growing_fill import GrowingFill
from desktop_unet.ui.session.mask_growth import MaskGrowth
from desktop_unet.ui.session.masking import Masking
from desktop_unet.ui.session.mixer import Mixer
from desktop_unet.ui.session.network_files import NetworkFiles
from desktop_unet.ui.session.open_photos import OpenPhotos, Thumbnails
from desktop_unet.ui.session.opener import Opener
from desktop_unet.ui.session.other_fills import OtherFills
from desktop_unet.ui.session.restorer import Restorer
from desktop_unet.ui.session.run_estimate import RunEstimate
from desktop_unet.ui.session.saver import Saver
from desktop_unet.ui.session.scratch_finder import ScratchFinder
from desktop_unet.ui.session.step_restorer import StepRestorer
from desktop_unet.ui.session.strength_finder import StrengthFinder
from desktop_unet.ui.session.unseen import Unseen
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
    facts_changed = Signal()  # something is so that was not
    state_changed = Signal(object)  # State: what follows from all that is wished and so
    options_changed = Signal()
    settings_changed = Signal()
    flipped = Signal(bool)  # whether A is to be seen in place of what is shown
    pointed = Signal(object)  # Point of the photo under the pointer, or None
    told = Signal(str, str)  # kind ("error", "note"), sentence
    written = Signal(object)  # Path of the file that the sentence told just now is about

    def __init__(
        self, settings: Settings, engine: restoring.Engine = restoring.call_engine, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.settings = settings
        self.options = first_options(settings)
        self.networks = networks.NONE_INSTALLED
        self.document: Document | None = None
        self.view = View(self)
        self.open_photos = OpenPhotos(self)
        self.awaited = ForegroundJob(self.open_photos, self)
        self.growing = GrowingFill(self.awaited, self)
        self.file_watch = FileWatch(self)
        self.comparison = Comparison(self)
        self.restorer = Restorer(self, engine)
        self.mixer = Mixer(self, engine)
        self.masking, self.brush_size = Masking(self), BrushSize(self)
        self.mask_growth, self.framer = MaskGrowth(self), Framer(self)
        self.other_fills = OtherFills(self, engine)
        self.finder = ScratchFinder(self)
        self.steps = StepRestorer(self, engine)
        self.network_files = NetworkFiles(self)
        self.opener, self.saver = Opener(self), Saver(self)
        self.run_estimate = RunEstimate(self)
        self.strengths, self.thumbnails = StrengthFinder(self), Thumbnails(self)
        self.devices: tuple[tuple[str, str], ...] = ()
        self._warms_up = engine is restoring.call_engine
        self._pictures: WeakKeyDictionary[Photo, Picture] = WeakKeyDictionary()
        self._has_ended: bool | None = None
        self.enders: list[Callable[[int], bool]] = []
        """What else has a thread to end; called with the patience in milliseconds, False where that was too short."""
        self.awaited.changed.connect(self.facts_changed)
        self.awaited.failed.connect(self._on_failed)
        self.unseen = Unseen(self)
        self.awaited.photo_progressed.connect(self.resolve)
        self.state = resolve(self.options, settings, self.facts)
        self.opener.loaded.connect(self._warm_up)
        self.opener.loaded.connect(self.network_files.recall)
        self._resolve_on_changes()

    def _resolve_on_changes(self) -> None:
        """Whatever the state follows from tells when it has changed."""
        for signal in (
            self.facts_changed,
            self.options_changed,
            self.settings_changed,
            self.photo_changed,
            self.photo_closed,
            self.open_photos.changed,
            self.comparison.changed,
            self.finder.changed,
            self.steps.changed,
        ):
            signal.connect(self.resolve)

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
            compared=self.comparison.compared,
            scores=self.comparison.scores,
            photos=tuple(self.open_photos.photos),
            current=self.open_photos.current,
            found_strength=self.strengths.found,
            finding=self.finder.finding,
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

    # --- what is shown -----------------------------------------------------------------------

    def show(self, entry: OpenPhoto, document: Document) -> None:
        """Work on a photo from now on, as it was left; what is being made of the one before goes on."""
        self.awaited.leave()
        mode = entry.opens_in
        self.open_photos.show(entry, self.view.sight, self.comparison.compared)
        self.document = document
        if entry.compared is None:
            self.comparison.start(document)
        else:
            self.comparison.show(entry.compared)
        if entry.sight is None:
            self.view.show_new(document.photo.extent)
        else:
            self.view.show_again(document.photo.extent, entry.sight)
        self.masking.show(document)
        self.set_options(mode=mode, strength=None, target=None, only_mask=False, brush_marks="hole")
        self.photo_changed.emit()
        self.awaited.tell_of_shown()
        self.unseen.tell_of(entry)

    def show_none(self) -> None:
        """The last photo was closed; nothing may hold on to its memory."""
        self.document = None
        self.masking.show(None)
        self.comparison.show(Compared())
        self.set_options(mode="edit")
        self.photo_closed.emit()
        self.awaited.tell_of_shown()

    def _warm_up(self) -> None:
        """Once there is a photo, the engine gets ready and names the devices."""
        if self._warms_up:
            self._warms_up = False
            self.awaited.start_aside(lambda _report: restoring.warm_up(), self._on_devices, by_engine=True)

    def _on_devices(self, devices: tuple[tuple[str, str], ...]) -> None:
        self.devices = devices
        self.resolve()

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
        if self.document is not None and not self.is_busy:
            self.land(self.document, edit)

    def land(self, document: Document, edit: Callable[[Document], Rect | None]) -> None:
        """Edit a document, with what was made of it; whatever goes on, and whether or not it is shown."""
        if document is not self.document:
            self.unseen.land(document, edit)
            return
        photo, mask, results, original = document.photo, document.mask, document.results, document.original
        rect = edit(document)
        if document.mask is not mask:
            self.masking.show(document)
        elif rect is not None:
            self.masking.refresh(rect)
        if document.original is not original:
            self._on_framed(document)
        if document.photo is not photo or document.results is not results:
            self._on_photo_changed(document)
        self.facts_changed.emit()

    def _on_framed(self, document: Document) -> None:
        """Turned, cropped, or as it was before: nothing that was compared fits any more."""
        self.view.show_new(document.photo.extent)
        self.comparison.start(document)
        self.thumbnails.renew(document)

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

    # --- options, settings, pictures -----------------------------------------------------------

    def set_options(self, **changes: Unpack[OptionChanges]) -> None:
        """Change one or more of ``options``."""
        options = replace(self.options, **changes)
        if options != self.options:
            self.options = options
            self.options_changed.emit()
            self.facts_changed.emit()

    def choose_task(self, task: str) -> None:
        """Bring a task's page to the front; where marks are made, the photo is shown to be worked on."""
        self.set_options(task=task, mode="edit" if takes_mask(task) else self.options.mode)

    def set_settings(self, settings: Settings) -> None:
        self.settings = settings
        self.settings_changed.emit()

    def picture(self, photo: Photo) -> Picture:
        """What a pane paints for a photo of this session."""
        return self._pictures[photo]

    def keep_picture(self, photo: Photo, levels: ScreenLevels) -> None:
        self.show_as(photo, Picture(levels))

    def show_as(self, photo: Photo, picture: Picture) -> None:
        """Have a photo painted so from now on; who paints is told by ``view.changed``."""
        self._pictures[photo] = picture

    # --- telling, and the end --------------------------------------------------------------------

    def tell(self, kind: str, sentence: str) -> None:
        """Say something to the user: an ``error`` or a ``note``."""
        self.told.emit(kind, sentence)

    def _on_failed(self, sentence: str) -> None:
        self.tell("error", sentence)
        self.options_changed.emit()  # what was asked for is not there: switches go back

    def close(self) -> bool:
        """End the worker thread, in mid-run too; False when it has not ended in time."""
        if self._has_ended is None:
            patience_ms = SAVING_PATIENCE_MS if self.awaited.is_saving else PATIENCE_MS
            others = [end(patience_ms) for end in self.enders]
            self._has_ended = self.awaited.close(patience_ms) and all(others)
        return self._has_ended
