"""Run and Preview, or how far it is and Cancel.

Comes in: what Run says now, and progress. Goes out: triggered actions.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QProgressBar, QPushButton, QVBoxLayout, QWidget

from desktop_unet.engine.task import Step
from desktop_unet.studio.state import RunState
from desktop_unet.ui.look.labels import label
from desktop_unet.ui.look.translation import phrase_text, step_text
from desktop_unet.ui.look.words import estimate_text, time_left
from desktop_unet.ui.session.session import Session


class RunBox(QWidget):
    """Run, or how far it is and Cancel.

    The keys go from Run to Cancel while something runs. Afterwards they are free: the next button would be one that
    nobody chose.
    """

    keys_freed = Signal()

    def __init__(self, session: Session, actions: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.run = QPushButton(self)
        self.run.setProperty("role", "primary")
        self.run.setToolTip(self.tr("Run (Ctrl+Return)"))
        self.preview = QPushButton(self.tr("&Preview here"), self)
        self.preview.setToolTip(self.tr("Try it on what is visible; the photo stays as it is (Ctrl+Shift+Return)"))
        self.cancel = QPushButton(self.tr("Cancel"), self)
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Progress"))
        self.text = label("", "muted", self)
        self._step: Step | None = None
        self._why_not = ""
        self._estimate = session.run_estimate
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
        self.run.clicked.connect(actions["run"].trigger)
        self.preview.clicked.connect(actions["preview"].trigger)
        self.cancel.clicked.connect(actions["cancel"].trigger)
        session.watch(lambda state: state.run, self._show)
        session.awaited.progressed.connect(self._show_step)
        self._estimate.changed.connect(lambda: self._show_step(self._step))

    def _show(self, now: RunState) -> None:
        had_keys = self.run.hasFocus() or self.cancel.hasFocus()
        self.run.setText(phrase_text(now.text))
        self.run.setEnabled(now.can_run)
        self.preview.setEnabled(now.can_preview)
        self._why_not = "" if now.why_not is None else phrase_text(now.why_not)
        self._show_step(self._step)
        turned = self.cancel.isHidden() == now.is_cancellable
        show_one((self.run, self.cancel), self.cancel if now.is_cancellable else self.run)
        if had_keys and turned:
            self._pass_keys(now)
        self.preview.setVisible(not now.is_cancellable)
        if now.is_cancelling and self.cancel.hasFocus():
            self.keys_freed.emit()
        self.cancel.setEnabled(not now.is_cancelling)
        self.cancel.setText(self.tr("Cancelling…") if now.is_cancelling else self.tr("Cancel"))

    def _pass_keys(self, now: RunState) -> None:
        if now.is_cancellable:
            self.cancel.setFocus()
        else:
            self.keys_freed.emit()

    def _show_step(self, step: Step | None) -> None:
        """What goes on, or else what is missing before Run can be pressed, or what it will take."""
        self._step, now = step, self._estimate.now
        said = self._why_not or ("" if now is None else estimate_text(now))
        self.bar.setVisible(step is not None)
        self.text.setVisible(step is not None or bool(said))
        self.text.setText(said)
        self.text.setToolTip("" if now is None or self._why_not else self.tr("Of this run: time, size, memory"))
        if step is not None:
            self.bar.setRange(0, step.total)
            self.bar.setValue(step.done)
            self.text.setText(step_text(step) + time_left(step.seconds_left))


def show_one(parts: tuple[QWidget, ...], shown: QWidget) -> None:
    """Show one of several that take turns; the others go first, or the window would grow for a moment and stay so."""
    for part in parts:
        if part is not shown:
            part.hide()
    shown.show()
