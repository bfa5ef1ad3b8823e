"""The line above the photo while scratches and dust are looked for.

Comes in: the session's finder. Goes out: its verbs.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from desktop_unet.studio.marking import Finding
from desktop_unet.ui.look.fields import SliderField
from desktop_unet.ui.look.labels import narrow_label
from desktop_unet.ui.look.translation import number_text
from desktop_unet.ui.session.session import Session

_STEPS = 100


class FinderBar(QFrame):
    """Sensitivity, how much was found, and whether it is to be added to the mask."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setObjectName("finder")
        self.setAccessibleName(self.tr("Scratches and dust"))
        self.sensitivity = SliderField(
            self.tr("Sensitivity"),
            self.tr("How much counts as scratches and dust; higher settings also mark parts of the photo"),
            (0, _STEPS),
            lambda step: f"{step} %",
        )
        self.found = narrow_label("", parent=self)
        self.add = QPushButton(self.tr("Add to mask"), self)
        self.add.setProperty("role", "primary")
        self.close_button = QPushButton(self.tr("Close"), self)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 6, 10, 6)
        row.setSpacing(10)
        row.addWidget(self.sensitivity)
        row.addWidget(self.found, 1)
        row.addWidget(self.add)
        row.addWidget(self.close_button)
        self._connect()

    def _connect(self) -> None:
        finder = self._session.finder
        self.sensitivity.moved.connect(lambda step: finder.set_threshold(1 - step / _STEPS))
        self.add.clicked.connect(finder.add)
        self.close_button.clicked.connect(finder.close)
        self._session.watch(lambda state: state.finding, self._show)
        self._session.watch(lambda state: state.can_add_found, self.add.setEnabled)

    def _show(self, finding: Finding | None) -> None:
        if finding is not None:
            self.sensitivity.show_value(round((1 - finding.threshold) * _STEPS))
            self.found.setText(self._found_text(finding))

    def _found_text(self, finding: Finding) -> str:
        if finding.is_looking:
            return self.tr("Searching…")
        if not finding.has_found:
            return self.tr("Nothing was found at this sensitivity.")
        return self.tr("{share} % of the photo").format(share=number_text(finding.share * 100, 1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._session.finder.close()
        else:
            super().keyPressEvent(event)
