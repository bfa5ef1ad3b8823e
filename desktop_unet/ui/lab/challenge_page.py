"""Challenge: the crop is damaged by a seed, restored by both networks and scored; heat maps show where."""

from __future__ import annotations

from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLabel, QPushButton, QSpinBox, QVBoxLayout, QWidget

from desktop_unet.ui.lab.pictures import PictureBox
from desktop_unet.ui.lab.session import LabSession


class ChallengePage(QWidget):
    """Damage on the left, the outcome's sheet on the right, scores below."""

    def __init__(self, session: LabSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.noise = self._spin(0, 50, self.tr("Noise (of 255)"))
        self.jpeg = self._spin(0, 100, self.tr("JPEG quality; 0 leaves it out"))
        self.seed = self._spin(0, 9999, self.tr("Seed: same seed, same damage"))
        self.button = QPushButton(self.tr("Take the challenge"), self)
        self.button.setProperty("role", "primary")
        self.sheet = PictureBox(self.tr("Outcome"), parent=self)
        self.scores = QLabel(self)
        self._lay_out()
        self.button.clicked.connect(self._go)
        session.challenge_changed.connect(self._show)

    def _spin(self, low: int, high: int, name: str) -> QSpinBox:
        spin = QSpinBox(self)
        spin.setRange(low, high)
        spin.setAccessibleName(name)
        spin.setToolTip(name)
        return spin

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.addRow(self.tr("Noise"), self.noise)
        form.addRow(self.tr("JPEG"), self.jpeg)
        form.addRow(self.tr("Seed"), self.seed)
        left = QVBoxLayout()
        note = QLabel(self.tr("Enlarging shrinks the crop first; filling makes the chosen holes in it."), self)
        note.setWordWrap(True)
        note.setProperty("role", "muted")
        left.addWidget(note)
        left.addLayout(form)
        left.addWidget(self.button)
        left.addWidget(self.scores)
        left.addStretch(1)
        row = QHBoxLayout(self)
        row.addLayout(left)
        row.addWidget(self.sheet, 1)

    def _go(self) -> None:
        self.session.set_options(seed=self.seed.value())
        self.session.take_challenge(float(self.noise.value()), self.jpeg.value() or None)

    def _show(self) -> None:
        outcome = self.session.outcome
        self.sheet.show_pictures(outcome.sheet_HWC)
        self.scores.setText("\n\n".join(self._lines(name, score) for name, score in outcome.scores.items()))

    def _lines(self, name: str, score) -> str:
        titles = {"input": self.tr("Damaged"), "skip": self.tr("With skips"), "no-skip": self.tr("Without skips")}
        if score.psnr_inside is None:
            return f"{titles[name]}\n{score.psnr:.2f} dB, SSIM {score.ssim:.3f}"
        outside = self.tr("unchanged") if score.psnr_outside in (None, float("inf")) else f"{score.psnr_outside:.2f} dB"
        return f"{titles[name]}\n" + self.tr("inside {inside:.2f} dB, outside {outside}").format(
            inside=score.psnr_inside, outside=outside
        )
