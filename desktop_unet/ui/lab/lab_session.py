"""The lab's centre: verbs in, signals out. Owns the photo's pixels, the options and the worker thread.

Moving a gate asks for one picture after the other, always for the newest setting; what was
overtaken is never computed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, Unpack

import numpy as np
from PySide6.QtCore import QObject, Signal

from desktop_unet.engine.task import Report
from desktop_unet.engine.task_table import TASKS
from desktop_unet.errors import Mishap
from desktop_unet.imaging.geometry import Extent, Rect
from desktop_unet.models.descriptor import product_name
from desktop_unet.studio.lab.crops import Code, crop_around, middle_crop, read_pixels, sample_pixels
from desktop_unet.studio.lab.lab_cards import NO_CARDS, LabCards, list_lab_cards
from desktop_unet.studio.lab.lab_challenge import Taken, challenge
from desktop_unet.studio.lab.lab_options import DRAWN, LabChanges, LabOptions, task_with
from desktop_unet.studio.lab.scene import (
    Inside,
    Pictures,
    Scene,
    draw_sheet_file,
    open_sheet,
    options_of,
    picture_by,
    settings_of,
)
from desktop_unet.ui.look.translation import sentence_for
from desktop_unet.ui.session.worker import Answers, Jobs

if TYPE_CHECKING:
    from desktop_unet.engine.lab.ablation import Ablated
    from desktop_unet.engine.lab.spectrum import Spectrum
    from desktop_unet.engine.lab.upsampling import Entry
    from desktop_unet.evaluation.lab_settings import LabSettings
    from desktop_unet.imaging.defects.old_photo import OldPhoto

Made = TypeVar("Made")
PATIENCE_MS = 2500
HOLES_AT_FIRST = LabOptions().holes


class LabSession(QObject):
    """One crop, two networks, and what is measured on them.

    Args:
        pixels_HWC: (H, W, 3) uint8 photo; None takes the program's sample.
    """

    options_changed = Signal()
    photo_changed = Signal()
    cards_changed = Signal()
    pictures_changed = Signal()
    ablation_changed = Signal()
    inside_changed = Signal()
    spectra_changed = Signal()
    upsamplings_changed = Signal()
    challenge_changed = Signal()
    busy_changed = Signal(str)  # what is being done; empty when nothing is
    told = Signal(str, str)  # kind ("error", "note"), sentence

    def __init__(self, pixels_HWC: Code | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.options = LabOptions()
        self.pixels_HWC = pixels_HWC
        self.cards = NO_CARDS
        self.pictures: Pictures | None = None
        self.ablation: tuple[Ablated, ...] = ()
        self.inside: Inside | None = None
        self.spectra: tuple[Spectrum, ...] = ()
        self.entries: tuple[Entry, ...] = ()
        self.outcome: Taken | None = None
        self.mask: Code | None = None  # of the crop, drawn or from a sheet; else the seed makes holes
        self.old: OldPhoto | None = None  # what became of the crop, from a sheet; else the seed damages it
        self.drawn_HW: Code | None = None  # of the whole photo, by hand
        self._jobs = Jobs(self)
        self._scene: Scene | None = None  # touched by the worker alone
        self._running: dict[str, int] = {}
        self._again: dict[str, Callable[[], None]] = {}
        self._has_ended: bool | None = None

    # --- beginning and end -----------------------------------------------------------------

    def start(self) -> None:
        """List the networks and show the first view; once the window is seen."""
        pixels = self.pixels_HWC
        self._start(
            "open",
            lambda _report: (list_lab_cards(), sample_pixels() if pixels is None else pixels),
            self._on_open,
        )

    def _on_open(self, found: tuple[LabCards, Code]) -> None:
        self.list_cards(found[0])
        self._take(found[1])

    def list_cards(self, cards: LabCards) -> None:
        """Take over which networks there are; choose a pair where the chosen one is missing."""
        self.cards = cards
        self.options = cards.with_pair(self.options)
        self.cards_changed.emit()
        if not cards.pairs[self.options.task]:
            self.told.emit("error", self.tr("There are no networks for the lab; reinstall the program."))

    def refresh_cards(self) -> None:
        """Look again, after a training."""
        self._start("cards", lambda _report: list_lab_cards(), self.list_cards)

    def picture_by(self, weights: Path, done: Callable[[Code | None], None]) -> None:
        """What a network makes of the crop while it is trained; nothing where the last picture is still computed."""
        pixels, options = self.pixels_HWC, self.options
        if pixels is not None and "growing" not in self._running:
            self._start("growing", lambda _report: picture_by(weights, pixels, options), done)

    def close(self) -> bool:
        """End the worker thread."""
        if self._has_ended is None:
            self._has_ended = self._jobs.close(PATIENCE_MS)
        return self._has_ended

    # --- what is looked at -------------------------------------------------------------------

    def open(self, path: Path) -> None:
        self._start("open", lambda _report: read_pixels(path), self._take)

    def _take(self, pixels_HWC: Code) -> None:
        """Look at the middle of a photo; a mask that is drawn stays where it is of the photo's size."""
        self.pixels_HWC = pixels_HWC
        if self.drawn_HW is not None and self.drawn_HW.shape != pixels_HWC.shape[:2]:
            self.drawn_HW = None
        self.photo_changed.emit()
        holes = HOLES_AT_FIRST if self.options.holes == DRAWN and self.drawn_HW is None else self.options.holes
        before = self.options
        self.set_options(crop=middle_crop(pixels_HWC), pixel=None, holes=holes)
        if self.options.scene == before.scene:
            self.mask = self._drawn_in_crop()
            self.look()

    def take_from_editor(self, pixels_HWC: Code, mask: Code | None) -> None:
        """The editor's photo, and its mask where it marks anything: then holes are to be filled."""
        self.drawn_HW = mask
        self._take(pixels_HWC)
        if mask is not None:
            self.fill_drawn()

    def draw_hole(self, mask: Code) -> None:
        """Take a mask of the crop that was drawn by hand, and fill it."""
        if self.pixels_HWC is None:
            return
        drawn_HW = np.zeros(self.pixels_HWC.shape[:2], np.uint8) if self.drawn_HW is None else self.drawn_HW.copy()
        drawn_HW[self._crop_box().slices] = mask
        self.drawn_HW = drawn_HW
        self.fill_drawn()

    def fill_drawn(self) -> None:
        """Fill what is drawn in the crop."""
        self.choose_task(task_with(holes=True))
        before = self.options
        self.set_options(holes=DRAWN)
        if self.options == before:
            self.mask = self._drawn_in_crop()
            self.look()

    def crop_pixels(self) -> Code:
        """(H, W, 3) uint8 of the crop; there must be a photo."""
        assert self.pixels_HWC is not None
        return np.ascontiguousarray(self.pixels_HWC[self._crop_box().slices])

    def _crop_box(self) -> Rect:
        assert self.pixels_HWC is not None
        return self.options.crop.within(Extent(*self.pixels_HWC.shape[:2]))

    def _drawn_in_crop(self) -> Code | None:
        if self.options.holes != DRAWN or self.drawn_HW is None or self.pixels_HWC is None:
            return None
        return np.ascontiguousarray(self.drawn_HW[self._crop_box().slices])

    def move_crop(self, row: int, column: int) -> None:
        """Centre the crop on a pixel of the photo, as far as the photo reaches."""
        if self.pixels_HWC is None:
            return
        self.set_options(crop=crop_around(Extent(*self.pixels_HWC.shape[:2]), row, column), pixel=None)

    def choose_task(self, task: str) -> None:
        """Enlarge, fill or find, with the first pair of networks for it."""
        pairs = self.cards.pairs[task]
        if task != self.options.task and pairs:
            self.set_options(task=task, skip_card=pairs[0][0], blind_card=pairs[0][1], gates=None, level=1)

    def offers(self, task: str) -> bool:
        """Whether there are networks for a task; says so where there are none."""
        if task in self.cards.tasks:
            return True
        name = product_name(TASKS[task].family, "skip")
        self.told.emit(
            "error", self.tr("This needs networks that are not installed, such as {name}.").format(name=name)
        )
        return False

    def choose_pair(self, skip_card: str, blind_card: str) -> None:
        self.set_options(skip_card=skip_card, blind_card=blind_card, gates=None, level=1)

    def take_next_seed(self) -> None:
        """Other holes, or other damage."""
        self.set_options(seed=self.options.seed + 1)

    def set_gates(self, gates: tuple[float, ...] | None) -> None:
        self.set_options(gates=gates)

    def set_options(self, **changes: Unpack[LabChanges]) -> None:
        """Change options and compute anew what depends on them."""
        before, self.options = self.options, replace(self.options, **changes)
        if self.options == before:
            return
        self.options_changed.emit()
        after = self.options
        if after.subject != before.subject:
            self.mask, self.old = self._drawn_in_crop(), None
        if after.scene != before.scene:
            self.look()
        elif after.gates != before.gates:
            self._newest("pictures", self._compute_pictures)
        elif (after.level, after.pixel) != (before.level, before.pixel):
            self._newest("inside", self._compute_inside)
        elif after.page != before.page:
            self._compute_page()

    def look(self) -> None:
        """Run both networks on the crop."""
        if self.pixels_HWC is None or not self.cards.pairs[self.options.task]:
            return
        self.ablation, self.inside, self.spectra, self.entries = (), None, (), ()
        if self.outcome is not None:
            self.outcome = None
            self.challenge_changed.emit()
        self._newest("pictures", self._compute_pictures)

    # --- computing ---------------------------------------------------------------------------

    def _compute_pictures(self) -> None:
        gates = self.options.gates
        self._start_in_scene("pictures", lambda scene, _report: scene.pictures(gates), self._on_pictures)

    def _on_pictures(self, pictures: Pictures) -> None:
        self.pictures = pictures
        self.pictures_changed.emit()
        self._compute_page()

    def _compute_page(self) -> None:
        """What the page in front shows and is not known yet."""
        wanted = {
            "gates": (bool(self.ablation), "ablation", self._compute_ablation),
            "inside": (self.inside is not None, "inside", self._compute_inside),
            "spectrum": (bool(self.spectra), "spectra", self._compute_spectra),
            "upsampling": (bool(self.entries), "upsamplings", self._compute_upsamplings),
        }
        is_known, kind, compute = wanted.get(self.options.page, (True, "", lambda: None))
        if not is_known and self.pictures is not None and kind not in self._running:
            compute()

    def _compute_ablation(self) -> None:
        if self.pictures is not None and self.pictures.gate_count:
            self._start_in_scene("ablation", lambda scene, report: scene.ablation(report), self._on_ablation)

    def _on_ablation(self, rows: tuple[Ablated, ...]) -> None:
        self.ablation = rows
        self.ablation_changed.emit()

    def _compute_inside(self) -> None:
        level, pixel = self.options.level, self.options.pixel
        self._start_in_scene("inside", lambda scene, _report: scene.inside(level, pixel), self._on_inside)

    def _on_inside(self, inside: Inside) -> None:
        self.inside = inside
        self.inside_changed.emit()

    def _compute_spectra(self) -> None:
        if not self.options.finds:
            self._start_in_scene("spectra", lambda scene, _report: scene.spectra(), self._on_spectra)

    def _on_spectra(self, spectra: tuple[Spectrum, ...]) -> None:
        self.spectra = spectra
        self.spectra_changed.emit()

    def _compute_upsamplings(self) -> None:
        cards = self.cards.upsamplings
        if cards and self.options.scale > 1:
            self._start_in_scene(
                "upsamplings", lambda scene, report: scene.upsamplings(cards, report), self._on_entries
            )

    def _on_entries(self, entries: tuple[Entry, ...]) -> None:
        self.entries = entries
        self.upsamplings_changed.emit()

    def take_challenge(self, noise: float, quality: int | None) -> None:
        options, pixels, mask = self.options, self.pixels_HWC, self.mask
        if pixels is not None and not options.finds:
            self._newest(
                "challenge",
                lambda: self._start(
                    "challenge",
                    lambda report: challenge(pixels, options, mask, noise, quality, report),
                    self._on_challenge,
                ),
            )

    def _on_challenge(self, outcome: Taken) -> None:
        self.outcome = outcome
        self.challenge_changed.emit()

    def _start_in_scene(self, kind: str, work: Callable[[Scene, Report], Made], done: Callable[[Made], None]) -> None:
        """Have the worker look at the scene as it is wished now; nothing where there is no photo."""
        options, pixels, mask, old = self.options, self.pixels_HWC, self.mask, self.old
        if pixels is not None:
            self._start(kind, lambda report: work(self._scene_for(pixels, options, mask, old), report), done)

    def _scene_for(self, pixels: Code, options: LabOptions, mask: Code | None, old: OldPhoto | None) -> Scene:
        """In the worker: the networks on the crop, kept while neither changes."""
        scene = self._scene
        if (
            scene is None
            or scene.options.scene != options.scene
            or scene.pixels_HWC is not pixels
            or scene.mask is not mask
            or scene.old is not old
        ):
            self._scene = scene = Scene(pixels, options, mask, old)
        return scene

    # --- sheets --------------------------------------------------------------------------------

    def export(self, path: Path) -> None:
        """Write the comparison sheet."""
        pixels, options, mask, old = self.pixels_HWC, self.options, self.mask, self.old
        if pixels is None:
            return
        note = self.tr("Saved as {name}.").format(name=path.name)
        self._start(
            "sheet",
            lambda _report: draw_sheet_file(settings_of(pixels, options, mask, old), path),
            lambda _path: self.told.emit("note", note),
        )

    def open_sheet(self, path: Path) -> None:
        """Restore what a sheet shows."""
        self._start("open", lambda _report: open_sheet(path), self._on_sheet)

    def _on_sheet(self, settings: LabSettings) -> None:
        if not self.offers(settings.row.name):
            return
        self.pixels_HWC, self.mask, self.old = settings.crop_HWC, settings.mask, settings.old
        self.drawn_HW = settings.mask
        self.photo_changed.emit()
        self.options = options_of(settings, self.options)
        self.options_changed.emit()
        self.look()

    # --- jobs ----------------------------------------------------------------------------------

    @property
    def is_busy(self) -> bool:
        return bool(self._running)

    def _newest(self, kind: str, compute: Callable[[], None]) -> None:
        """Compute now, or as soon as the running one of its kind has ended; the last wish counts."""
        if kind in self._running:
            self._again[kind] = compute
        else:
            compute()

    def _start(self, kind: str, job: Callable[[Report], Made], done: Callable[[Made], None]) -> None:
        def end(then: Callable[[], None]) -> None:
            self._running.pop(kind, None)
            again = self._again.pop(kind, None)
            then()
            if again is not None:
                again()
            self.busy_changed.emit(next(iter(self._running), ""))

        answers = Answers(
            done=lambda value: end(lambda: done(value)),
            failed=lambda error: end(lambda: self._tell(error)),
            stopped=lambda: end(lambda: None),
        )
        self._running[kind] = self._jobs.start(job, answers)
        self.busy_changed.emit(kind)

    def _tell(self, error: BaseException) -> None:
        sentence = sentence_for(error) if isinstance(error, Mishap) else f"{type(error).__name__}: {error}"
        self.told.emit("error", sentence)
