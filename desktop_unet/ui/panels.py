"""The panel beside the photo: what to do, how, and how far it is.

Comes in: the session's options, facts and progress. Goes out: verbs of the session.
"""

from __future__ import annotations

import math

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from desktop_unet.engine.task import Step
from desktop_unet.ui.enlarge_page import EnlargePage
from desktop_unet.ui.labels import label
from desktop_unet.ui.options import CLEAN_UP, LARGEST_BRUSH_PX, SMALLEST_BRUSH_PX
from desktop_unet.ui.segments import Segments
from desktop_unet.ui.session import Session
from desktop_unet.ui.translation import step_text

WIDTH_PX = 276
_SLIDER_STEPS = 200
_VARIANT_TEXT = {
    "skip": QT_TRANSLATE_NOOP("TaskPanel", "Fine detail of the photo crosses over directly."),
    "no-skip": QT_TRANSLATE_NOOP(
        "TaskPanel", "Everything passes through the narrow middle of the network; compare what is lost."
    ),
}


class FillPage(QWidget):
    """Brush, eraser, size, clear."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.tools = Segments(self.tr("Tool"), self)
        self.tools.set_choices(
            [
                ("brush", self.tr("Brush"), self.tr("Paint what should be filled (B)")),
                ("eraser", self.tr("Eraser"), self.tr("Take paint away (E)")),
            ]
        )
        self.size = QSlider(Qt.Orientation.Horizontal, self)
        self.size.setAccessibleName(self.tr("Brush size"))
        self.size.setToolTip(self.tr("Brush size ([ and ])"))
        self.size.setRange(0, _SLIDER_STEPS)
        self._size_text = label("", "muted", self)
        self.clear = QPushButton(self.tr("Clear mask"), self)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(label(self.tr("Paint over what should vanish"), "heading", self))
        layout.addWidget(self.tools)
        row = QHBoxLayout()
        row.addWidget(label(self.tr("Brush size"), parent=self))
        row.addStretch(1)
        row.addWidget(self._size_text)
        layout.addSpacing(4)
        layout.addLayout(row)
        layout.addWidget(self.size)
        layout.addSpacing(4)
        layout.addWidget(self.clear)
        layout.addWidget(label(self.tr("Drag with the right button to erase."), "muted", self))

    def _connect(self) -> None:
        session = self._session
        self.tools.picked.connect(session.take_tool)
        self.size.valueChanged.connect(lambda step: session.set_brush_size(_size_at(step)))
        self.clear.clicked.connect(session.clear_mask)
        session.options_changed.connect(self._show)
        session.facts_changed.connect(lambda: self.clear.setEnabled({"mask", "idle"} <= session.facts()))
        self._show()

    def _show(self) -> None:
        options = self._session.options
        self.tools.show_value(options.tool)
        self._size_text.setText(f"{options.brush_size_px} px")
        blocked = self.size.blockSignals(True)
        self.size.setValue(_step_of(options.brush_size_px))
        self.size.blockSignals(blocked)


def _size_at(step: int) -> int:
    """Even steps of the slider multiply the size, so that small sizes are as easy to hit as large ones."""
    return round(SMALLEST_BRUSH_PX * (LARGEST_BRUSH_PX / SMALLEST_BRUSH_PX) ** (step / _SLIDER_STEPS))


def _step_of(size_px: int) -> int:
    return round(_SLIDER_STEPS * math.log(size_px / SMALLEST_BRUSH_PX) / math.log(LARGEST_BRUSH_PX / SMALLEST_BRUSH_PX))


class RunBox(QWidget):
    """Run, or how far it is and Cancel."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.run = QPushButton(self)
        self.run.setProperty("role", "primary")
        self.cancel = QPushButton(self.tr("Cancel"), self)
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Progress"))
        self.text = label("", "muted", self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for widget in (self.text, self.bar, self.run, self.cancel):
            layout.addWidget(widget)
        for widget in (self.text, self.bar):  # their room is kept, so that nothing jumps when a run starts
            policy = widget.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            widget.setSizePolicy(policy)
        self._connect()
        self._show_facts()
        self._show_step(None)

    def _connect(self) -> None:
        session = self._session
        self.run.clicked.connect(session.run)
        self.cancel.clicked.connect(session.cancel)
        session.facts_changed.connect(self._show_facts)
        session.options_changed.connect(self._show_facts)
        session.awaited.progressed.connect(self._show_step)

    def _show_facts(self) -> None:
        facts, is_fill = self._session.facts(), self._session.options.task == "inpaint"
        self.run.setText(self.tr("Fill") if is_fill else _run_text(self._session.options.scale))
        needs = {"photo", "idle", "mask"} if is_fill else {"photo", "idle"}
        self.run.setEnabled(needs <= facts)
        is_missing = is_fill and "mask" not in facts
        self.run.setToolTip(self.tr("Paint over something first") if is_missing else self.tr("Run (Ctrl+Return)"))
        is_restoring = "restoring" in facts
        show_one((self.run, self.cancel), self.cancel if is_restoring else self.run)
        self.cancel.setEnabled(not self._session.awaited.is_cancelling)
        self.cancel.setText(self.tr("Cancelling…") if self._session.awaited.is_cancelling else self.tr("Cancel"))

    def _show_step(self, step: Step | None) -> None:
        self.bar.setVisible(step is not None)
        self.text.setVisible(step is not None)
        if step is not None:
            self.bar.setRange(0, step.total)
            self.bar.setValue(step.done)
            self.text.setText(step_text(step) + time_left(step.seconds_left))


def _run_text(scale: int) -> str:
    translate = QCoreApplication.translate
    return translate("RunBox", "Enlarge ×{0}").format(scale) if scale != CLEAN_UP else translate("RunBox", "Clean up")


def show_one(parts: tuple[QWidget, ...], shown: QWidget) -> None:
    """Show one of several that take turns; the others go first, or the window would grow for a moment and stay so."""
    for part in parts:
        if part is not shown:
            part.hide()
    shown.show()


def time_left(seconds: float | None) -> str:
    """For a person: no more exact than the estimate is."""
    if seconds is None or seconds < 1:
        return ""
    if seconds < 90:
        return QCoreApplication.translate("RunBox", " · about {0} s left").format(math.ceil(seconds))
    return QCoreApplication.translate("RunBox", " · about {0} min left").format(math.ceil(seconds / 60))


class TaskPanel(QFrame):
    """Task, its settings, the network, and Run."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setObjectName("panel")
        self.setAccessibleName(self.tr("Task"))
        self.setFixedWidth(WIDTH_PX)
        self.tasks = Segments(self.tr("Task"), self)
        self.tasks.set_choices(
            [
                ("upscale", self.tr("Enlarge"), self.tr("More pixels, with detail")),
                ("inpaint", self.tr("Fill"), self.tr("Replace what you paint over")),
            ]
        )
        self.enlarge, self.fill = EnlargePage(session, self), FillPage(session, self)
        self.variants = Segments(self.tr("Network"), self)
        self.variants.set_choices(
            [
                ("skip", self.tr("Skip"), self.tr("With skip connections")),
                ("no-skip", self.tr("No skip"), self.tr("Without skip connections")),
            ]
        )
        self._variant_text = label("", "muted", self)
        self._variant_text.setMinimumHeight(54)
        self._variant_text.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.run_box = RunBox(session, self)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(8)
        layout.addWidget(self.tasks)
        layout.addSpacing(12)
        layout.addWidget(self.enlarge)
        layout.addWidget(self.fill)
        layout.addSpacing(16)
        layout.addWidget(label(self.tr("Skip connections"), "heading", self))
        layout.addWidget(self.variants)
        layout.addWidget(self._variant_text)
        layout.addStretch(1)
        layout.addWidget(self.run_box)

    def _connect(self) -> None:
        session = self._session
        self.tasks.picked.connect(self._pick_task)
        self.variants.picked.connect(lambda variant: session.set_options(variant=variant))
        session.options_changed.connect(self._show)
        session.facts_changed.connect(self._show_facts)
        self._show()
        self._show_facts()

    def _pick_task(self, task: str) -> None:
        self._session.set_options(task=task, mode="edit" if task == "inpaint" else self._session.options.mode)

    def _show(self) -> None:
        options = self._session.options
        self.tasks.show_value(options.task)
        show_one((self.enlarge, self.fill), self.fill if options.task == "inpaint" else self.enlarge)
        self.variants.show_value(options.variant)
        self._variant_text.setText(QCoreApplication.translate("TaskPanel", _VARIANT_TEXT[options.variant]))

    def _show_facts(self) -> None:
        facts = self._session.facts()
        for part in (self.tasks, self.enlarge, self.fill, self.variants):
            part.setEnabled("photo" in facts and "restoring" not in facts)
