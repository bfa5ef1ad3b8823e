"""How enlargements look: natural or sharp, and for a sharp result how much of that.

Comes in: the session's options, networks and last result. Goes out: verbs of the session and of its mixer.
"""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QHBoxLayout, QSlider, QVBoxLayout, QWidget

from desktop_unet.phrases import Phrase
from desktop_unet.studio.enlarging import WHOLLY
from desktop_unet.studio.state import LookChoice
from desktop_unet.ui.look.labels import label
from desktop_unet.ui.look.segments import Segments
from desktop_unet.ui.look.translation import phrase_text
from desktop_unet.ui.session.session import Session


class LookPicker(QWidget):
    """Two looks to choose from, or why there is one."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.looks = Segments(self.tr("Look"), self)
        self.looks.set_choices(
            [
                ("natural", self.tr("&Natural"), self.tr("Nearest to the truth; what cannot be known stays soft")),
                ("sharp", self.tr("&Sharp"), self.tr("As sharp photos look; fine detail is made up where it is lost")),
            ]
        )
        self.why_one = label("", "muted", self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        row = QHBoxLayout()  # in one line: the panel has little room
        row.setSpacing(12)
        row.addWidget(label(self.tr("Look"), "heading", self))
        row.addWidget(self.looks, 1)
        layout.addLayout(row)
        layout.addWidget(self.why_one)
        self.looks.picked.connect(lambda look: session.set_options(look=look))
        session.watch(lambda state: state.look, self._show)

    def _show(self, now: LookChoice) -> None:
        self.looks.show_value(now.chosen)
        self.looks.buttons["sharp"].setEnabled(now.why_one is None)
        self._show_reason(now.why_one)

    def _show_reason(self, reason: Phrase | None) -> None:
        self.why_one.setVisible(reason is not None)
        self.why_one.setText("" if reason is None else phrase_text(reason))


class LookBox(QWidget):
    """The looks; below, the mix of a sharp result."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.picker, self.mix = LookPicker(session, self), MixBox(session, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.picker)
        layout.addWidget(self.mix)


class MixBox(QWidget):
    """How much of the sharp look the last result has; there while that is sharp."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setAccessibleName(self.tr("Sharpness of the result"))
        self.slider.setToolTip(self.tr("0 % is the natural look, 100 % the sharp one; nothing is lost on the way"))
        self.slider.setRange(0, WHOLLY)
        self.slider.setPageStep(10)
        self.value = label("", "muted", self)
        heading = QHBoxLayout()
        heading.addWidget(label(self.tr("Sharpness of the result"), "", self))
        heading.addStretch(1)
        heading.addWidget(self.value)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(heading)
        layout.addWidget(self.slider)
        self.slider.valueChanged.connect(self._move)
        self.slider.sliderReleased.connect(session.mixer.settle)
        session.mixer.let_go.connect(self._show_result)
        session.watch(lambda state: state.look.mix, self._show)

    def _move(self, percent: int) -> None:
        self._show_value(percent)
        self._session.mixer.move(percent, is_held=self.slider.isSliderDown())

    def _show_result(self) -> None:
        self._show(self._session.state.look.mix)

    def _show(self, mix: int | None) -> None:
        self.setVisible(mix is not None)
        if mix is not None and not self.slider.isSliderDown():
            with QSignalBlocker(self.slider):
                self.slider.setValue(mix)
            self._show_value(mix)

    def _show_value(self, percent: int) -> None:
        self.value.setText(f"{percent} %")
