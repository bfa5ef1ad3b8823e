"""What the next run will take, told before it is started; each run that ends well makes that more exact.

Comes in: the session's state, and the word that Run was pressed. Goes out: ``changed``; measured times, into the
settings.
"""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_unet.engine.task import Step
from desktop_unet.studio.options import IN_STEPS
from desktop_unet.studio.run_times import Estimate, Run, estimate_of, run_of, with_run

if TYPE_CHECKING:
    from desktop_unet.ui.session.session import Session

_QUIET_MS = 200
"""Looking through a large mask takes some milliseconds; between strokes is soon enough."""


class RunEstimate(QObject):
    """Of what Run would start now."""

    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self.now: Estimate | None = None
        self._under_way: Run | None = None
        self._began: float | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_QUIET_MS)
        self._timer.timeout.connect(self._look)
        session.state_changed.connect(self._timer.start)
        session.awaited.progressed.connect(self._see_first_step)
        session.awaited.succeeded.connect(self._take_time)
        session.awaited.changed.connect(self._drop_what_ended)
        session.awaited.failed.connect(self._drop)

    @property
    def is_due(self) -> bool:
        """Whether it is about to be looked at anew."""
        return self._timer.isActive()

    def begin(self) -> None:
        """To be called when a run has been started that is what was estimated."""
        self._under_way = self._run() if self._session.is_busy else None
        self._began = None

    # --- within ----------------------------------------------------------------------------

    def _run(self) -> Run | None:
        session, document = self._session, self._session.document
        if document is None:
            return None
        plan = session.state.plan
        if session.options.task == IN_STEPS and plan is None:
            return None
        return run_of(session.desk_for(document), session.settings, plan)

    def _look(self) -> None:
        session, document = self._session, self._session.document
        if session.is_busy:
            return
        if document is not None and document.is_stroking:
            self._timer.start()
            return
        run = self._run() if session.state.run.can_run else None
        now = None if run is None else estimate_of(run, session.settings.run_times)
        if now != self.now:
            self.now = now
            self.changed.emit()

    def _see_first_step(self, step: Step | None) -> None:
        """Time before it goes by for what happens once, such as loading the engine, and for what was begun before."""
        if step is not None and step.total and self._began is None:
            self._began = time.monotonic()

    def _take_time(self, kind: str) -> None:
        run, self._under_way = self._under_way, None
        began = self._began
        if kind != "restore" or run is None or began is None:
            return
        settings, seconds = self._session.settings, time.monotonic() - began
        self._session.settings = replace(settings, run_times=with_run(settings.run_times, run, max(seconds, 0.01)))

    def _drop_what_ended(self) -> None:
        """Another job has begun, or this one was asked to stop: its time says nothing."""
        if self._session.awaited.kind is not None:
            self._under_way = None

    def _drop(self, _sentence: str) -> None:
        self._under_way = None
