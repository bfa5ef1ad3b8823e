"""What the tools mark on the page for filling: what vanishes, or where the fill may borrow from, or never."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QBrush
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desktop_unet.imaging.sampling import SAMPLING
from desktop_unet.ui.look.labels import label
from desktop_unet.ui.look.sampling_picture import hatching, swatch
from desktop_unet.ui.look.segments import Segments
from desktop_unet.ui.look.theme import mask_colour, shown_theme
from desktop_unet.ui.session.session import Session

_SWATCH_PX, _APART_PX = 16, 5


class SamplingBox(QWidget):
    """Three kinds of marks to choose from; the areas can be cleared while there are any."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.marks = Segments(self.tr("The tools mark"), self, columns=1)
        self.marks.set_choices(
            [
                ("hole", self.tr("What vanishes"), self.tr("What is to be filled")),
                ("borrow", self.tr("Borrow from here"), self.tr("Texture and structure come from here alone")),
                ("never", self.tr("Never from here"), self.tr("Nothing is borrowed from here")),
            ]
        )
        for button in self.marks.buttons.values():
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setIconSize(QSize(_SWATCH_PX + _APART_PX, _SWATCH_PX))
        self.clear = QPushButton(self.tr("Clear areas"), self)
        self.clear.setToolTip(self.tr("Let fills borrow from everywhere again"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(label(self.tr("The tools mark"), "heading", self))
        layout.addWidget(self.marks)
        layout.addWidget(self.clear)
        self.marks.picked.connect(lambda what: session.set_options(brush_marks=what, mode="edit"))
        self.clear.clicked.connect(session.masking.clear_sampling)
        session.watch(lambda state: state.options.brush_marks, self.marks.show_value)
        session.watch(lambda state: state.can_clear_sampling, self.clear.setVisible)
        session.watch(lambda state: state.marking.colour, self._draw)

    def _draw(self, mask_tint: str) -> None:
        """A patch of each kind as the photo shows it."""
        ratio = self.devicePixelRatioF()
        brushes = {"hole": QBrush(mask_colour(shown_theme(), mask_tint))}
        brushes |= {what: hatching(what, ratio) for what in SAMPLING}
        for what, brush in brushes.items():
            self.marks.buttons[what].setIcon(swatch(brush, _SWATCH_PX, ratio, _APART_PX))
