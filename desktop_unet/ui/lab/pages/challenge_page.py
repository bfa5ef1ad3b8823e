"""Challenge: the crop is damaged by a seed, restored by both networks and scored; heat maps show where."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from desktop_unet.ui.lab.lab_session import LabSession
from desktop_unet.ui.lab.pictures import PictureBox, Zoom
from desktop_unet.ui.lab.score_words import decibels, picture_line
from desktop_unet.ui.look.fields import inset_number, level_labels
from desktop_unet.ui.look.labels import narrow_label
from desktop_unet.ui.look.translation import SpokenNumber

if TYPE_CHECKING:
    from desktop_unet.evaluation.challenge import ChallengeScore

COLUMNS = ("input", "skip", "no-skip")
FORM_PX, FIELD_PX = 230, 28


class ChallengePage(QWidget):
    """Damage, scores and truth on the left, pictures above the heat maps of their errors on the right, in step."""

    def __init__(self, session: LabSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.noise = self._spin(0, 50, self.tr("Noise (of 255)"))
        self.jpeg = self._spin(0, 100, self.tr("JPEG quality; 0 leaves it out"))
        for spin in (self.noise, self.jpeg):
            spin.setSpecialValueText(self.tr("none"))
        self.seed = self._spin(0, 9999, self.tr("Seed: the same seed gives the same damage"))
        self._seed = session.options.seed
        self.button = QPushButton(self.tr("Take the challenge"), self)
        self.button.setProperty("role", "primary")
        self.scores = QLabel(self)
        self.scores.setWordWrap(True)
        self.note = QLabel(self)
        self.zoom = Zoom(self)
        self.boxes = {name: PictureBox(self.title(name), self.zoom, self) for name in (*COLUMNS, "truth")}
        self.errors = {name: PictureBox(f"{self.tr('Error')}: {self.title(name)}", self.zoom, self) for name in COLUMNS}
        self.facts = {name: narrow_label("", "muted", self) for name in COLUMNS}
        self.scale = narrow_label("", "muted", self)
        self._lay_out()
        self._show_note()
        self.button.clicked.connect(self._go)
        session.challenge_changed.connect(self._show)
        session.options_changed.connect(self._show_seed)
        session.options_changed.connect(self._show_note)

    def title(self, name: str) -> str:
        return {
            "input": self.tr("Damaged"),
            "skip": self.tr("With skips"),
            "no-skip": self.tr("Without skips"),
            "truth": self.tr("Truth"),
        }[name]

    def _spin(self, low: int, high: int, name: str) -> QSpinBox:
        spin = QSpinBox(self)
        spin.setRange(low, high)
        spin.setMinimumHeight(FIELD_PX)
        spin.setAccessibleName(name)
        spin.setToolTip(name)
        inset_number(spin)
        return spin

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.addRow(self.tr("Noise"), self.noise)
        form.addRow(self.tr("JPEG"), self.jpeg)
        form.addRow(self.tr("Seed"), self.seed)
        level_labels(form)
        column = QWidget(self)
        column.setFixedWidth(FORM_PX)
        left = QVBoxLayout(column)
        left.setContentsMargins(0, 0, 0, 0)
        self.note.setWordWrap(True)
        self.note.setProperty("role", "muted")
        left.addWidget(self.note)
        left.addLayout(form)
        left.addWidget(self.button)
        left.addWidget(self.scores)
        left.addStretch(1)
        self.scale.setWordWrap(True)
        self._truth = narrow_label(self.title("truth"), "heading", self)
        for widget in (self._truth, self.boxes["truth"], self.scale):
            left.addWidget(widget)
        self.boxes["truth"].setMaximumHeight(FORM_PX)
        left.setStretchFactor(self.boxes["truth"], 4)
        row = QHBoxLayout(self)
        self._right = QWidget(self)
        self._right.setLayout(self._pictures())
        row.addWidget(column)
        row.addWidget(self._right, 1)

    def _pictures(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        for place, name in enumerate(COLUMNS):
            grid.setColumnStretch(place, 1)
            grid.addWidget(narrow_label(self.title(name), "heading", self), 0, place)
            grid.addWidget(self.boxes[name], 1, place)
            grid.addWidget(narrow_label(self.tr("Error"), "heading", self), 2, place)
            grid.addWidget(self.facts[name], 3, place)
            grid.addWidget(self.errors[name], 4, place)
        for row in (1, 4):
            grid.setRowStretch(row, 1)
        return grid

    def _show_seed(self) -> None:
        """A lesson or a sheet may bring another seed; what was typed and not yet taken stays."""
        if self.session.options.seed != self._seed:
            self._seed = self.session.options.seed
            self.seed.setValue(self._seed)

    def _show_note(self) -> None:
        finds = self.session.options.finds
        for part in (self.noise, self.jpeg, self.seed, self.button):
            part.setEnabled(not finds)
        for shown in (self._right, self._truth, self.boxes["truth"]):
            shown.setVisible(not finds)
        if finds:
            text = self.tr(
                "Finding damage is scored on the first page; to be challenged, choose Enlarge or Fill above."
            )
        else:
            text = self.tr("Enlarging shrinks the crop first; filling makes the chosen holes in it.")
        self.note.setText(text)

    def _go(self) -> None:
        self.session.set_options(seed=self.seed.value())
        self.session.take_challenge(float(self.noise.value()), self.jpeg.value() or None)

    def _show(self) -> None:
        outcome = self.session.outcome
        for name, box in self.boxes.items():
            box.show_pictures(None if outcome is None else outcome.pictures[name])
        for name, box in self.errors.items():
            box.show_pictures(None if outcome is None else outcome.heat_maps[name])
            mean = (
                ""
                if outcome is None
                else self.tr("mean {value:.2f} of 255").format(value=SpokenNumber(outcome.mean_errors[name]))
            )
            self.facts[name].setText(mean)
        self.scores.setText("" if outcome is None else self._score_text(outcome.scores))
        self.scale.setText(
            "" if outcome is None else self.tr("Errors: black is none, white is a quarter of the range or more.")
        )

    def _score_text(self, scores: Mapping[str, ChallengeScore]) -> str:
        return "\n\n".join(self._lines(name, score) for name, score in scores.items())

    def _lines(self, name: str, score: ChallengeScore) -> str:
        if score.psnr_inside is None:
            return f"{self.title(name)}\n{picture_line(score.psnr, score.ssim)}"
        outside = self.tr("unchanged")
        if score.psnr_outside is not None and not math.isinf(score.psnr_outside):
            outside = decibels(score.psnr_outside)
        return f"{self.title(name)}\n" + self.tr("inside {inside:.2f} dB, outside {outside}").format(
            inside=SpokenNumber(score.psnr_inside), outside=outside
        )
