"""How much noise, grain and JPEG damage to expect: found in the photo, or set by hand.

Comes in: the session's strength. Goes out: verbs of the session.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSlider, QVBoxLayout, QWidget

from desktop_unet.studio.state import Strength
from desktop_unet.ui.look.labels import label
from desktop_unet.ui.look.translation import phrase_text
from desktop_unet.ui.session.session import Session


class StrengthBox(QWidget):
    """How much noise and JPEG damage to expect: what was found in the photo, or what the slider says."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setAccessibleName(self.tr("Noise and grain"))
        self.slider.setToolTip(self.tr("How much noise and JPEG damage to expect: 0 % for a clean photo"))
        self.slider.setRange(0, 100)
        self.slider.setPageStep(10)
        self.auto = QPushButton(self.tr("&Auto"), self)
        self.auto.setProperty("role", "toggle")
        self.auto.setCheckable(True)
        self.auto.setAccessibleName(self.tr("Noise and grain: as found"))
        self.auto.setToolTip(self.tr("Use the strength of the damage found in the photo"))
        self.value = label("", "muted", self)
        self.origin = label("", "muted", self)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        heading, row = QHBoxLayout(), QHBoxLayout()
        heading.addWidget(label(self.tr("Noise and grain"), "heading", self))
        heading.addStretch(1)
        heading.addWidget(self.value)
        row.setSpacing(12)
        row.addWidget(self.slider, 1)
        row.addWidget(self.auto)
        layout.addLayout(heading)
        layout.addLayout(row)
        layout.addWidget(self.origin)

    def _connect(self) -> None:
        session = self._session
        self.slider.valueChanged.connect(lambda percent: session.set_options(strength=percent / 100))
        self.auto.clicked.connect(self._switch_auto)
        session.watch(lambda state: state.strength, self._show)

    def _switch_auto(self, is_wanted: bool) -> None:
        """By hand, the slider begins where it stands."""
        self._session.set_options(strength=None if is_wanted else self.slider.value() / 100)

    def _show(self, strength: Strength) -> None:
        self.setEnabled(strength.is_told)
        self.auto.setChecked(strength.is_found)
        percent = round(100 * (strength.value or 0))
        blocked = self.slider.blockSignals(True)
        self.slider.setValue(percent)
        self.slider.blockSignals(blocked)
        self.value.setText(f"{percent} %" if strength.value is not None else "")
        self.origin.setText(phrase_text(strength.origin))
