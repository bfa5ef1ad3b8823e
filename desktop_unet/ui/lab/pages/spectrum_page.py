"""Spectrum: what truth, skip and no-skip hold at each fineness, in one plot."""

from __future__ import annotations

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop_unet.ui.lab.lab_session import LabSession
from desktop_unet.ui.lab.pages.plots import Plot
from desktop_unet.ui.look.theme import CURVES


class SpectrumPage(QWidget):
    """The plot is made when the page is first shown."""

    def __init__(self, session: LabSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.plot: Plot | None = None
        self.note = QLabel(self)
        self.note.setWordWrap(True)
        self.note.setProperty("role", "muted")
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.note)
        self._column.addStretch()  # what is left where there is no plot
        self._show_note()
        session.options_changed.connect(self._show_note)
        session.spectra_changed.connect(self._show)
        session.pictures_changed.connect(self._clear)

    def _show_note(self) -> None:
        if self.session.options.finds:
            text = self.tr("Spectra are of pictures, and marks are none; choose Enlarge or Fill above.")
        else:
            text = self.tr(
                "Left: large shapes. Right: the finest detail a pixel grid can hold. Where a curve lies under the "
                "truth's, that detail is missing; where it lies above, something was invented."
            )
        self.note.setText(text)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.plot is None:
            self.plot = Plot(self.tr("Spectrum"), self.tr("Cycles per pixel"), self.tr("Power, dB"), self)
            self._column.insertWidget(1, self.plot, 1)
        self._show()

    def _clear(self) -> None:
        """Curves of another crop or other networks go."""
        if not self.session.spectra:
            self._show()

    def _show(self) -> None:
        if self.plot is None:
            return
        self.plot.setVisible(not self.session.options.finds)
        titles = {"truth": self.tr("Truth"), "skip": self.tr("With skips"), "no-skip": self.tr("Without skips")}
        self.plot.show_curves([(titles[s.name], CURVES[s.name], s.frequency, s.power_db) for s in self.session.spectra])
