"""The panel's page for restoring: a row for each step with its switch, what was found, and its one setting folded away.

Comes in: the plan, which follows from what was found and from the session's wishes. Goes out: wishes.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QCoreApplication, QSignalBlocker, Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QSlider, QToolButton, QVBoxLayout, QWidget

from desktop_unet.studio.options import Options
from desktop_unet.studio.restore_plan import RestorePlan
from desktop_unet.studio.restore_wishes import STEP_NAMES, StepName
from desktop_unet.ui.look.labels import label
from desktop_unet.ui.look.segments import Segments
from desktop_unet.ui.look.translation import QT_TRANSLATE_NOOP, phrase_text
from desktop_unet.ui.panel.look_box import LookPicker
from desktop_unet.ui.session.session import Session

_TITLES = {
    "damage": QT_TRANSLATE_NOOP("RestorePage", "Fill scratches and spots"),
    "clean": QT_TRANSLATE_NOOP("RestorePage", "Clean up noise and JPEG"),
    "tone": QT_TRANSLATE_NOOP("RestorePage", "Bring back faded tones"),
    "enlarge": QT_TRANSLATE_NOOP("RestorePage", "Enlarge"),
}
_SETTINGS = {
    "damage": QT_TRANSLATE_NOOP("RestorePage", "Sensitivity"),
    "clean": QT_TRANSLATE_NOOP("RestorePage", "Noise and grain"),
    "tone": QT_TRANSLATE_NOOP("RestorePage", "Strength"),
    "enlarge": QT_TRANSLATE_NOOP("RestorePage", "Size and look"),
}
_SCALES = (2, 3, 4)
_STEPS = 100


class RestorePage(QWidget):
    """The list of steps; Run does those that are on."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.rows: dict[StepName, StepRow] = {
            "damage": StepRow("damage", DamageSetting(session), session),
            "clean": StepRow("clean", StrengthSetting(session, "clean"), session),
            "tone": StepRow("tone", StrengthSetting(session, "tone"), session),
            "enlarge": StepRow("enlarge", EnlargeSetting(session), session),
        }
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(label(self.tr("What is to be done"), "heading", self))
        for name in STEP_NAMES:
            layout.addWidget(self.rows[name])
        layout.addStretch(1)


class StepRow(QWidget):
    """One step: on or off, what was found, and its setting behind an arrow."""

    def __init__(self, name: StepName, setting: QWidget, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._session, self.setting = name, session, setting
        title = QCoreApplication.translate("RestorePage", _TITLES[name])
        self.switch = QCheckBox(title, self)
        self.fold = QToolButton(self)
        self.fold.setObjectName("fold")
        self.fold.setCheckable(True)
        self.fold.setAccessibleName(
            f"{title}: {QCoreApplication.translate('RestorePage', _SETTINGS[name])}",
        )
        self.fold.setToolTip(QCoreApplication.translate("RestorePage", _SETTINGS[name]))
        self.found = label("", "muted", self)
        self._lay_out()
        self._open(False)
        self.fold.toggled.connect(self._open)
        self.switch.clicked.connect(self._switch)
        session.watch(lambda state: state.plan, self._show)

    def _lay_out(self) -> None:
        heading = QHBoxLayout()
        heading.addWidget(self.switch, 1)
        heading.addWidget(self.fold)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(heading)
        layout.addWidget(self.found)
        layout.addWidget(self.setting)

    def _open(self, is_open: bool) -> None:
        self.setting.setVisible(is_open)
        self.fold.setArrowType(Qt.ArrowType.DownArrow if is_open else Qt.ArrowType.RightArrow)

    def _switch(self, is_on: bool) -> None:
        wishes = self._session.options.wishes
        self._session.set_options(wishes=wishes.switched(self._name, is_on=is_on))

    def _show(self, plan: RestorePlan | None) -> None:
        if plan is None:
            self.switch.setChecked(self._name in self._session.options.wishes.on)
            self.found.setText(self.tr("Looking…"))
            return
        step = plan.step(self._name)
        self.switch.setChecked(step.is_wanted)
        is_pending = step.is_wanted and not step.is_known
        self.found.setText(self.tr("Looking…") if is_pending else phrase_text(step.found))


class DamageSetting(QWidget):
    """How much counts as damage, and the marks themselves."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.sensitivity = _slider(self.tr("How much counts as damage; higher settings also fill parts of the photo"))
        self.sensitivity.setAccessibleName(self.tr("Sensitivity"))
        self.edit = QPushButton(self.tr("Edit marks"), self)
        self.edit.setProperty("role", "toggle")
        self.edit.setCheckable(True)
        self.edit.setToolTip(self.tr("Show what is filled, to paint what is missing and erase what is no damage"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.sensitivity)
        layout.addWidget(self.edit)
        self.sensitivity.valueChanged.connect(lambda step: _set(session, threshold=1 - step / _STEPS))
        self.edit.clicked.connect(session.steps.edit_marks)
        session.watch(lambda state: (state.options, "idle" in state.holds, state.plan), self._show)

    def _show(self, now: tuple[Options, bool, RestorePlan | None]) -> None:
        options, is_idle, plan = now
        _show_value(self.sensitivity, round((1 - options.wishes.threshold) * _STEPS))
        self.sensitivity.setEnabled(plan is None or not plan.is_by_hand)
        self.edit.setChecked(options.edits_marks)
        self.edit.setEnabled(is_idle and plan is not None)


class StrengthSetting(QWidget):
    """How much is undone: what was found, or what the slider says."""

    def __init__(self, session: Session, name: StepName, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._name = session, name
        tips = {
            "clean": self.tr("How much noise and JPEG damage to expect: 0 % for a clean photo"),
            "tone": self.tr("How much of the fading is undone: 0 % leaves the tones as they are"),
        }
        self.slider = _slider(tips[name])
        self.slider.setAccessibleName(QCoreApplication.translate("RestorePage", _SETTINGS[name]))
        self.auto = QPushButton(self.tr("Auto"), self)
        self.auto.setProperty("role", "toggle")
        self.auto.setCheckable(True)
        self.auto.setToolTip(self.tr("As much as was found"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.slider, 1)
        row.addWidget(self.auto)
        self.slider.valueChanged.connect(lambda percent: self._take(percent / _STEPS))
        self.auto.clicked.connect(lambda is_on: self._take(None if is_on else self.slider.value() / _STEPS))
        session.watch(lambda state: state.plan, self._show)

    def _take(self, strength: float | None) -> None:
        if self._name == "clean":
            _set(self._session, strength=strength)
        else:
            _set(self._session, tones=strength)

    def _show(self, plan: RestorePlan | None) -> None:
        step = None if plan is None else plan.step(self._name)
        self.setEnabled(step is not None)
        if step is not None:
            _show_value(self.slider, round(step.setting * _STEPS))
            self.auto.setChecked(step.is_found)


class EnlargeSetting(QWidget):
    """How many times larger, and with which look."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.scales = Segments(self.tr("Size"), self)
        self.look = LookPicker(session, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.scales)
        layout.addWidget(self.look)
        self.scales.picked.connect(lambda scale: _set(session, scale=scale))
        session.watch(lambda state: state.scales, self._show_scales)
        session.watch(lambda state: state.options.wishes.scale, self.scales.show_value)

    def _show_scales(self, there: tuple[int, ...]) -> None:
        self.scales.set_choices([(scale, f"×{scale}", "") for scale in _SCALES if scale in there])
        self.scales.show_value(self._session.options.wishes.scale)


def _slider(tip: str) -> QSlider:
    slider = QSlider(Qt.Orientation.Horizontal)
    slider.setRange(0, _STEPS)
    slider.setPageStep(10)
    slider.setToolTip(tip)
    return slider


def _show_value(slider: QSlider, value: int) -> None:
    with QSignalBlocker(slider):
        slider.setValue(value)


def _set(session: Session, **changes: object) -> None:
    """Change one or more of the wishes; a setting that is touched turns no step on."""
    session.set_options(wishes=replace(session.options.wishes, **changes))  # type: ignore[arg-type]
