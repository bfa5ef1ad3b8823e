"""Upsampling bench: the four ways up on the same crop, and the checkerboards they leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QVBoxLayout, QWidget

from desktop_unet.engine.lab.checkerboard import GAIN
from desktop_unet.studio.lab.crops import code8
from desktop_unet.ui.lab.lab_session import LabSession
from desktop_unet.ui.lab.pictures import PictureBox, Zoom
from desktop_unet.ui.lab.score_words import picture_line
from desktop_unet.ui.look.labels import narrow_label
from desktop_unet.ui.look.translation import SpokenNumber

if TYPE_CHECKING:
    from desktop_unet.engine.lab.upsampling import Entry

COLUMNS = 4


class UpsamplingPage(QWidget):
    """A box per network; one switch shows the checkerboard instead of the picture."""

    def __init__(self, session: LabSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.zoom = Zoom(self)
        self.boxes: list[PictureBox] = []
        self._labels: list[QLabel] = []
        self.switch = QCheckBox(
            self.tr("Show the checkerboard pattern, amplified {gain} times").format(gain=f"{GAIN:g}"), self
        )
        self.switch.toggled.connect(self._show_pictures)
        self.note = QLabel(self)
        self.note.setWordWrap(True)
        self.note.setProperty("role", "muted")
        self._grid = QGridLayout()
        column = QVBoxLayout(self)
        column.addWidget(self.note)
        column.addWidget(self.switch)
        for place in range(COLUMNS):
            self._grid.setColumnStretch(place, 1)
        for row in range(2):
            self._grid.setRowStretch(2 * row + 1, 1)
        column.addLayout(self._grid, 1)
        column.addStretch()  # what is left where there is nothing to compare
        session.upsamplings_changed.connect(self._show)
        session.pictures_changed.connect(self._clear)
        session.options_changed.connect(self._show_note)
        session.cards_changed.connect(self._show_note)
        self._show_note()

    def _show_note(self) -> None:
        self.switch.setVisible(self.session.options.scale != 1 and bool(self.session.cards.upsamplings))
        if self.session.options.scale == 1:
            text = self.tr("Upsamplings are compared by enlarging; choose Enlarge above.")
        elif not self.session.cards.upsamplings:
            text = self.tr("The exercise's networks are not installed.")
        else:
            text = self.tr(
                "Repeats: how strongly the error repeats every 2 pixels, in code values. Unpooling carries the "
                "positions of the maxima to the decoder, even in the network without skips."
            )
        self.note.setText(text)

    def _clear(self) -> None:
        """Pictures of another crop or task go."""
        if not self.session.entries:
            self._show()

    def _show(self) -> None:
        while self._grid.count():
            self._grid.takeAt(0)
        for widget in (*self.boxes, *self._labels):
            widget.hide()
            widget.deleteLater()
        self.boxes, self._labels = [], []
        for place, entry in enumerate(self.session.entries):
            box, label = PictureBox(entry.card, self.zoom, self), narrow_label(self._caption(entry), parent=self)
            label.setToolTip(label.text())
            row, column = divmod(place, COLUMNS)
            self._grid.addWidget(label, 2 * row, column)
            self._grid.addWidget(box, 2 * row + 1, column)
            self.boxes.append(box)
            self._labels.append(label)
        self._show_pictures()

    def _caption(self, entry: Entry) -> str:
        ways = {
            "bilinear": self.tr("Bilinear + convolution"),
            "pixel_shuffle": self.tr("Pixel shuffle"),
            "unpool": self.tr("Unpooling"),
            "transposed": self.tr("Transposed convolution"),
        }
        variant = self.tr("with skips") if entry.variant == "skip" else self.tr("without skips")
        board = entry.checkerboards[0]
        repeats = self.tr("repeats {board:.2f}").format(board=SpokenNumber(board.amplitude))
        return f"{ways[entry.upsampling]}\n{variant}\n{repeats}\n{picture_line(entry.score.psnr, entry.score.ssim)}"

    def _show_pictures(self) -> None:
        for box, entry in zip(self.boxes, self.session.entries, strict=False):
            picture = entry.shown_HWC if self.switch.isChecked() else entry.picture_HWC
            box.show_pictures(code8(picture))
