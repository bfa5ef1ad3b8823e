"""The panel's page for cleaning up: how much noise, grain and JPEG damage to expect; the size stays.

Comes in: the session's options and the strength found. Goes out: verbs of the session.
"""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_unet.ui.look.labels import label
from desktop_unet.ui.panel.strength_box import StrengthBox
from desktop_unet.ui.session.session import Session


class CleanPage(QWidget):
    """What it does, and the one setting there is."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.strength = StrengthBox(session, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.strength)
        layout.addSpacing(4)
        layout.addWidget(
            label(self.tr("The photo keeps its size and its detail; only the damage goes."), "muted", self)
        )
        layout.addStretch(1)
