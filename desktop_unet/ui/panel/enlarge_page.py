"""The panel's page for enlarging: how many times, or cleaning up, and how much damage to expect.

Comes in: the session's options, networks and the strength found. Goes out: verbs of the session.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSlider, QVBoxLayout, QWidget

from desktop_unet.studio.options import CLEAN_UP
from desktop_unet.studio.state import Sizes, State, Strength
from desktop_unet.ui.look.labels import label
from desktop_unet.ui.look.segments import Segments
from desktop_unet.ui.look.translation import phrase_text
from desktop_unet.ui.panel.look_box import LookBox
from desktop_unet.ui.panel.target_box import TargetBox
from desktop_unet.ui.session.session import Session

translate = QCoreApplication.translate


class EnlargePage(QWidget):
    """How many times larger, and how much damage to expect."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.scales = Segments(self.tr("Size"), self)
        self._sizes = label("", "muted", self)
        self.target = TargetBox(session, self)
        self.look = LookBox(session, self)
        self.strength = StrengthBox(session, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(label(self.tr("Size"), "heading", self))
        layout.addWidget(self.scales)
        layout.addWidget(self._sizes)
        layout.addWidget(self.target)
        layout.addSpacing(2)
        layout.addWidget(self.look)
        layout.addSpacing(0)
        layout.addWidget(self.strength)
        layout.addStretch(1)
        self.scales.picked.connect(lambda scale: session.set_options(scale=scale, target=None))
        session.watch(lambda state: state.scales, self._show_scales)
        session.watch(_scale_used, self.scales.show_value)
        session.watch(lambda state: state.sizes, self._show_sizes)

    def _show_scales(self, scales: tuple[int, ...]) -> None:
        """Cleaning up is shown to all, also where the networks have not learnt it."""
        shown = tuple(dict.fromkeys((CLEAN_UP, *scales))) if scales else ()
        self.scales.set_choices([(scale, f"×{scale}", _scale_tip(scale, scale in scales)) for scale in shown])
        for scale in shown:
            self.scales.buttons[scale].setEnabled(scale in scales)
        self.scales.show_value(_scale_used(self._session.state))

    def _show_sizes(self, sizes: Sizes) -> None:
        self._sizes.setVisible(sizes.target is None)
        if sizes.text is not None:
            self._sizes.setText(phrase_text(sizes.text))


def _scale_used(state: State) -> int:
    """The chosen one, or the one by which an exact size is reached."""
    return state.sizes.reached_at if state.sizes.reached_at is not None else state.options.scale


def _scale_tip(scale: int, is_there: bool) -> str:
    translate = QCoreApplication.translate
    if scale != CLEAN_UP:
        return translate("EnlargePage", "{0} times the height and width").format(scale)
    tip = translate("EnlargePage", "Clean up noise and JPEG damage, same size")
    return tip if is_there else tip + translate("EnlargePage", "; not possible with the installed networks")


class StrengthBox(QWidget):
    """How much noise and JPEG damage to expect: what was found in the photo, or what the slider says."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setAccessibleName(self.tr("Strength"))
        self.slider.setToolTip(self.tr("How much noise and JPEG damage to expect: 0 % for a clean photo"))
        self.slider.setRange(0, 100)
        self.slider.setPageStep(10)
        self.auto = QPushButton(self.tr("&Auto"), self)
        self.auto.setProperty("role", "toggle")
        self.auto.setCheckable(True)
        self.auto.setAccessibleName(self.tr("Automatic strength"))
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
        heading.addWidget(label(self.tr("Strength"), "heading", self))
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
