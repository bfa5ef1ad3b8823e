"""The panel beside the photo: what to do, how, and how far it is.

Comes in: the session's options, facts and progress. Goes out: verbs of the session.
"""

from __future__ import annotations

import math

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Qt
from PySide6.QtWidgets import (
    QFrame,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop_unet.engine.task import Step
from desktop_unet.ui.enlarge_page import EnlargePage
from desktop_unet.ui.fill_page import FillPage
from desktop_unet.ui.labels import label
from desktop_unet.ui.options import CLEAN_UP
from desktop_unet.ui.segments import Segments
from desktop_unet.ui.session import Session
from desktop_unet.ui.translation import step_text

WIDTH_PX = 276
_VARIANT_TEXT = {
    "skip": QT_TRANSLATE_NOOP("TaskPanel", "Fine detail of the photo crosses over directly."),
    "no-skip": QT_TRANSLATE_NOOP(
        "TaskPanel", "Everything passes through the narrow middle of the network; compare what is lost."
    ),
}


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
        self.run.setToolTip(self.tr("Mark something first") if is_missing else self.tr("Run (Ctrl+Return)"))
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
        self.pages = QStackedWidget(self)  # as large as its largest page, so that nothing grows with the task
        for page in (self.enlarge, self.fill):
            self.pages.addWidget(page)
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
        layout.addWidget(self.pages)
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
        self.pages.setCurrentWidget(self.fill if options.task == "inpaint" else self.enlarge)
        self.variants.show_value(options.variant)
        self._variant_text.setText(QCoreApplication.translate("TaskPanel", _VARIANT_TEXT[options.variant]))

    def _show_facts(self) -> None:
        facts = self._session.facts()
        for part in (self.tasks, self.enlarge, self.fill, self.variants):
            part.setEnabled("photo" in facts and "restoring" not in facts)
