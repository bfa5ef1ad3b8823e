"""Train your own: choose photos and a network, watch loss and score, pause, go on, cancel."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from desktop_unet.errors import TrainingFailed
from desktop_unet.paths import user_weights_dir
from desktop_unet.studio.lab.crops import Code
from desktop_unet.studio.lab.lab_options import UPSAMPLINGS
from desktop_unet.ui.lab.pages.plots import Plot
from desktop_unet.ui.lab.pictures import PictureBox
from desktop_unet.ui.lab.training_run import LEAVING_MS, LOG, Point, TrainingPlan, TrainingRun, training_folder
from desktop_unet.ui.look.fields import inset_number, level_labels
from desktop_unet.ui.look.file_dialogs import ask_folder
from desktop_unet.ui.look.labels import narrow_label
from desktop_unet.ui.look.theme import CURVES
from desktop_unet.ui.look.translation import sentence_for
from desktop_unet.ui.look.words import time_left

DEFAULT_STEPS, FIELD_PX, GROWING_PX = 300, 28, 220
Look = Callable[[Path, Callable[[Code | None], None]], None]
"""Has a weights file tried on the lab's crop: file, what to call with the picture."""


class TrainDialog(QDialog):
    """Closing it while a training runs pauses the training; the same settings go on from there."""

    trained = Signal()

    def __init__(self, parent: QWidget | None = None, look: Look | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Train your own"))
        self.run: TrainingRun | None = None
        self._look, self._looked_at = look, -1
        self.recipe, self.folder, self.name, self.steps = (
            QComboBox(self),
            QLineEdit(self),
            QLineEdit(self),
            QSpinBox(self),
        )
        inset_number(self.steps)
        self.browse = QPushButton(self.tr("Choose…"), self)
        self.says = QLabel(self)
        self.buttons = {
            "start": QPushButton(self.tr("Start"), self),
            "pause": QPushButton(self.tr("Pause"), self),
            "keep": QPushButton(self.tr("Stop and keep"), self),
            "cancel": QPushButton(self.tr("Cancel training"), self),
            "close": QPushButton(self.tr("Close"), self),
        }
        self.loss = Plot(self.tr("Loss"), self.tr("Steps"), self.tr("Loss"), self)
        self.score = Plot(self.tr("Validation"), self.tr("Steps"), self.tr("PSNR, dB"), self)
        self.growing = PictureBox(self.tr("What it makes of the crop"), parent=self)
        self.growing.setFixedWidth(GROWING_PX)
        self.buttons["keep"].setToolTip(self.tr("End the training here; what it has learned so far becomes a network"))
        self._lay_out()
        self._connect()
        self._suggest_name()
        self._show_state("new")

    def _lay_out(self) -> None:
        for value, text in self._recipes():
            self.recipe.addItem(text, value)
        self.steps.setRange(10, 100_000)
        self.steps.setValue(DEFAULT_STEPS)
        self.says.setWordWrap(True)
        for field in (self.recipe, self.folder, self.name, self.steps):
            field.setMinimumHeight(FIELD_PX)
        row = QHBoxLayout()
        row.addWidget(self.folder, 1)
        row.addWidget(self.browse)
        form = QFormLayout()
        form.addRow(self.tr("Network"), self.recipe)
        form.addRow(self.tr("Photos"), row)
        form.addRow(self.tr("Name"), self.name)
        form.addRow(self.tr("Steps"), self.steps)
        level_labels(form)
        plots, below = QHBoxLayout(), QHBoxLayout()
        plots.addWidget(self.loss)
        plots.addWidget(self.score)
        watched = QVBoxLayout()
        watched.addWidget(narrow_label(self.growing.accessibleName(), "muted", self))
        watched.addWidget(self.growing, 1)
        plots.addLayout(watched)
        below.addWidget(self.says, 1)
        self.buttons["start"].setProperty("role", "primary")
        for button in self.buttons.values():
            button.setAutoDefault(False)
            below.addWidget(button)
        column = QVBoxLayout(self)
        column.addLayout(form)
        column.addLayout(plots, 1)
        column.addLayout(below)
        self.resize(860, 560)

    def _recipes(self) -> list[tuple[str, str]]:
        ways = dict(
            zip(
                UPSAMPLINGS,
                (self.tr("bilinear"), self.tr("pixel shuffle"), self.tr("unpooling"), self.tr("transposed")),
                strict=True,
            )
        )
        rows = []
        for variant, words in (("skip", self.tr("with skips")), ("no-skip", self.tr("without skips"))):
            for way, title in ways.items():
                text = self.tr("Enlarge ×4, {way}, {variant}").format(way=title, variant=words)
                rows.append((f"exercise-upscale-{way}-{variant}", text))
            rows.append((f"exercise-inpaint-{variant}", self.tr("Fill holes, {variant}").format(variant=words)))
        return rows

    def _connect(self) -> None:
        self.browse.clicked.connect(self._ask_folder)
        self.recipe.activated.connect(lambda _: self._suggest_name())
        self.name.textChanged.connect(lambda _: self._tell_of_paused())
        self.buttons["start"].clicked.connect(self.start)
        self.buttons["pause"].clicked.connect(self.pause)
        self.buttons["keep"].clicked.connect(self.keep)
        self.buttons["cancel"].clicked.connect(self.cancel)
        self.buttons["close"].clicked.connect(self.close)

    def _ask_folder(self) -> None:
        folder = ask_folder(self, self.tr("Choose a folder of photos"), self.folder.text())
        if folder is not None:
            self.folder.setText(str(folder))

    def _suggest_name(self) -> None:
        self.name.setText(self.recipe.currentData().replace("exercise-", "own-"))

    def _tell_of_paused(self) -> None:
        """A training that was paused before the dialog was closed."""
        is_paused = bool(self.name.text()) and (training_folder(self.name.text()) / LOG).is_file()
        words = self.tr("A training of this name was paused; with the same settings, Start continues it.")
        self.says.setText(words if is_paused else "")

    def start(self) -> None:
        """Begin, or go on after a pause."""
        if self.run is not None and self.run.state == "paused":
            self.run.start()
            return
        reason = self._objection()
        if reason:
            self.says.setText(reason)
            return
        plan = TrainingPlan(self.recipe.currentData(), Path(self.folder.text()), self.name.text(), self.steps.value())
        self.run = TrainingRun(plan, self)
        self.run.curves_changed.connect(self._show_curves)
        self.run.state_changed.connect(self._show_state)
        self.run.failed.connect(self._on_failed)
        self.run.start()

    def _objection(self) -> str:
        if not self.folder.text() or not Path(self.folder.text()).is_dir():
            return self.tr("Choose a folder of photos first; each needs at least 272 pixels on a side.")
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9-]*", self.name.text()):
            return self.tr("A name may have only letters, digits and hyphens.")
        if (user_weights_dir() / f"{self.name.text()}.safetensors").exists():
            return self.tr("A network of this name already exists; choose another name.")
        return ""

    def _show_curves(self, points: Sequence[Point]) -> None:
        steps = [step for step, _, _ in points]
        self.loss.show_curves([(self.tr("Loss"), CURVES["no-skip"], steps, [loss for _, loss, _ in points])])
        scored = [(step, score) for step, _, score in points if score is not None]
        self.score.show_curves(
            [(self.tr("Validation"), CURVES["skip"], [step for step, _ in scored], [score for _, score in scored])]
        )
        if points and self.run is not None and self.run.state == "running":
            text = self.tr("Step {step} of {steps}").format(step=steps[-1], steps=self.run.plan.steps)
            text += time_left(self.run.seconds_left(points))
            few = self.tr("Validation needs at least five photos.")
            self.says.setText(text if scored else f"{text}. {few}")
            self.buttons["keep"].setEnabled(self.run.can_keep)
            self._watch_it_grow(steps[-1])

    def _watch_it_grow(self, step: int) -> None:
        """What the network makes of the lab's crop, whenever it has been saved again."""
        if self._look is None or self.run is None or step == self._looked_at:
            return
        self._looked_at = step
        self._look(self.run.weights, self._show_growing)

    def _show_growing(self, picture_HWC: Code | None) -> None:
        if picture_HWC is not None:
            self.growing.show_pictures(picture_HWC)

    def _show_state(self, state: str) -> None:
        is_free = state in ("new", "done", "failed", "cancelled")
        for widget in (self.recipe, self.folder, self.browse, self.name, self.steps):
            widget.setEnabled(is_free)
        self.buttons["start"].setEnabled(is_free or state == "paused")
        self.buttons["start"].setText(self.tr("Continue") if state == "paused" else self.tr("Start"))
        self.buttons["pause"].setEnabled(state == "running")
        self.buttons["keep"].setEnabled(self.run is not None and self.run.can_keep)
        self.buttons["cancel"].setEnabled(state in ("running", "pausing", "paused"))
        texts = {
            "running": self.tr("Starting; the first figures take a moment."),
            "pausing": self.tr("Pausing after this step."),
            "paused": self.tr("Paused and saved."),
            "cancelled": self.tr("Cancelled. The unfinished training was deleted."),
            "done": self.tr("Done: the network is now one of the lab's networks."),
        }
        if state in texts:
            self.says.setText(texts[state])
        if state == "done":
            self.trained.emit()

    def _on_failed(self, reason: str) -> None:
        self.says.setText(sentence_for(TrainingFailed(reason=reason)))

    def pause(self) -> None:
        """Ask the training to save and end, where one runs; does not wait for it."""
        if self.run is not None:
            self.run.pause()

    def cancel(self) -> None:
        """End the training, where one runs or is paused, and leave nothing of it."""
        if self.run is not None:
            self.run.cancel()

    def keep(self) -> None:
        """End the training, and make a network of what it has learned so far."""
        if self.run is not None:
            self.run.keep()

    def leave(self) -> None:
        """Close with the program: the training has a moment to save."""
        if self.run is not None:
            self.run.pause()
            self.run.wait(LEAVING_MS)
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.run is not None and self.run.state == "running":
            self.run.pause()
            self.run.wait()
        event.accept()
