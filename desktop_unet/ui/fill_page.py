"""The panel's page for filling: how to mark, what finds scratches, and how to begin again."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desktop_unet.ui.labels import label
from desktop_unet.ui.session import Session


class FillPage(QWidget):
    """The tools themselves stand beside the photo."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.find = QPushButton(self.tr("Find scratches and dust…"), self)
        self.clear = QPushButton(self.tr("Clear mask"), self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(label(self.tr("Mark what should vanish"), "heading", self))
        layout.addWidget(label(self.tr("Drag to mark, drag with the right button to erase."), "muted", self))
        layout.addSpacing(4)
        layout.addWidget(self.find)
        layout.addWidget(self.clear)
        layout.addStretch(1)
        self.find.clicked.connect(session.finder.open)
        self.clear.clicked.connect(session.clear_mask)
        session.facts_changed.connect(self._show)
        session.finder.changed.connect(self._show)

    def _show(self) -> None:
        facts = self._session.facts()
        self.clear.setEnabled({"mask", "idle"} <= facts)
        self.find.setEnabled({"photo", "idle"} <= facts and not self._session.finder.is_open)
