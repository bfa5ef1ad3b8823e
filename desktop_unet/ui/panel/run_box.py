"""Run and Preview, or how far it is and Cancel.

Comes in: the session's facts and progress. Goes out: verbs of the session.
"""

from __future__ import annotations

import math

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QProgressBar, QPushButton, QVBoxLayout, QWidget

from desktop_unet.engine.task import Step
from desktop_unet.studio.options import CLEAN_UP, Options
from desktop_unet.ui.look.labels import label
from desktop_unet.ui.look.translation import step_text
from desktop_unet.ui.panel.target_box import is_reachable
from desktop_unet.ui.session.session import Session


class RunBox(QWidget):
    """Run, or how far it is and Cancel."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.run = QPushButton(self)
        self.run.setProperty("role", "primary")
        self.preview = QPushButton(self.tr("&Preview here"), self)
        self.preview.setToolTip(self.tr("Try it on what is visible; the photo stays as it is (Ctrl+Shift+Return)"))
        self.cancel = QPushButton(self.tr("Cancel"), self)
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Progress"))
        self.text = label("", "muted", self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for widget in (self.text, self.bar, self.preview, self.run, self.cancel):
            layout.addWidget(widget)
        for widget in (
            self.text,
            self.bar,
            self.preview,
        ):  # their room is kept: nothing jumps when a run starts
            policy = widget.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            widget.setSizePolicy(policy)
        self._connect()
        self._show_facts()
        self._show_step(None)

    def _connect(self) -> None:
        session = self._session
        self.run.clicked.connect(session.run)
        self.preview.clicked.connect(session.preview)
        self.cancel.clicked.connect(session.cancel)
        session.facts_changed.connect(self._show_facts)
        session.options_changed.connect(self._show_facts)
        session.awaited.progressed.connect(self._show_step)

    def _show_facts(self) -> None:
        session = self._session
        facts, options = session.facts(), session.options
        is_fill, is_again = options.task == "inpaint", "again" in facts
        self.run.setText(self.tr("Fill again") if is_again else run_text(options))
        marks = {"mask"} if (is_fill and not is_again) or options.only_mask else set()
        can_run = {"photo", "idle", *marks} <= facts and (is_fill or is_reachable(session))
        self.run.setEnabled(can_run)
        self.preview.setEnabled(can_run and not is_again)
        lacks_mask = bool(marks - facts)
        self.run.setToolTip(self.tr("Paint over something first") if lacks_mask else self.tr("Run (Ctrl+Return)"))
        is_restoring = "restoring" in facts
        show_one((self.run, self.cancel), self.cancel if is_restoring else self.run)
        self.preview.setVisible(not is_restoring)
        self.cancel.setEnabled(not session.awaited.is_cancelling)
        self.cancel.setText(self.tr("Cancelling…") if session.awaited.is_cancelling else self.tr("Cancel"))

    def _show_step(self, step: Step | None) -> None:
        self.bar.setVisible(step is not None)
        self.text.setVisible(step is not None)
        if step is not None:
            self.bar.setRange(0, step.total)
            self.bar.setValue(step.done)
            self.text.setText(step_text(step) + time_left(step.seconds_left))


def run_text(options: Options) -> str:
    """What the button that starts the chosen task says."""
    translate = QCoreApplication.translate
    if options.task == "inpaint":
        return translate("RunBox", "Fill")
    if options.target is not None and not options.only_mask:
        extent = options.target.extent
        return translate("RunBox", "Enlarge to {0} × {1}").format(extent.width, extent.height)
    if options.scale == CLEAN_UP:
        return translate("RunBox", "Clean up")
    return translate("RunBox", "Enlarge ×{0}").format(options.scale)


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
