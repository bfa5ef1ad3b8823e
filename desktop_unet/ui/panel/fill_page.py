"""The panel's page for filling: how to mark, what finds scratches, and how to begin again."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desktop_unet.ui.look.labels import label
from desktop_unet.ui.look.segments import Segments
from desktop_unet.ui.panel.growth_field import GrowthField
from desktop_unet.ui.panel.other_fills_box import OtherFillsBox
from desktop_unet.ui.panel.sampling_box import SamplingBox
from desktop_unet.ui.session.session import Session


class FillPage(QWidget):
    """The tools themselves stand beside the photo."""

    def __init__(self, session: Session, actions: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.find_scratches = QPushButton(self.tr("Find scratches and dust…"), self)
        self.clear = QPushButton(self.tr("Clear mask"), self)
        self.ways = Segments(self.tr("Fill with"), self, columns=2)
        self.ways.set_choices(
            [
                ("auto", self.tr("Auto"), self.tr("Whichever suits each hole")),
                ("smooth", self.tr("Smooth"), self.tr("Filled by the network alone")),
                ("texture", self.tr("Texture"), self.tr("With texture from the photo around it")),
                ("structure", self.tr("Structure"), self.tr("With rows and edges that go on from around it")),
            ]
        )
        self.growth = GrowthField(session, self)
        self.sampling = SamplingBox(session, self)
        self.others = OtherFillsBox(session, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(label(self.tr("Mark what should vanish"), "heading", self))
        layout.addWidget(label(self.tr("Drag to mark, drag with the right button to erase."), "muted", self))
        layout.addSpacing(4)
        layout.addWidget(self.find_scratches)
        layout.addWidget(self.clear)
        layout.addWidget(self.growth)
        layout.addSpacing(4)
        layout.addWidget(label(self.tr("Fill with"), "heading", self))
        layout.addWidget(self.ways)
        layout.addSpacing(4)
        layout.addWidget(self.others)
        layout.addSpacing(4)
        layout.addWidget(self.sampling)  # last: what everybody needs is seen at 1024 x 700 without scrolling
        layout.addStretch(1)
        self.find_scratches.clicked.connect(actions["find_scratches"].trigger)
        self.clear.clicked.connect(actions["clear_mask"].trigger)
        self.ways.picked.connect(lambda way: session.set_options(fill=way))
        session.watch(lambda state: state.options.fill, self.ways.show_value)
        session.watch(lambda state: state.can_clear, self.clear.setEnabled)
        session.watch(lambda state: state.can_find, self.find_scratches.setEnabled)
