"""A training in a process of its own: the program's ``train`` verb, watched through its log.

Pausing asks the process to save and end; going on is the same command again, which resumes exactly.
"""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QTimer, Signal

from desktop_unet.paths import program_command, user_data_dir, user_weights_dir

LOG, WATCH_MS, PATIENCE_MS = "log.jsonl", 500, 10_000
Point = tuple[int, float, float | None]
"""Of the curves: step, loss, score where it was measured."""
LEAVING_MS = 1500
"""How long a training may take to save when the program ends; what it saved before stays where it does not."""


def training_folder(name: str) -> Path:
    """Where checkpoint and log of a training lie while it is under way or paused."""
    return user_data_dir() / "training" / name


@dataclass(frozen=True)
class TrainingPlan:
    """What is trained.

    Args:
        recipe: name of a recipe of the exercise.
        photos: folder to learn from.
        name: of the network that comes out.
        steps: in all.
    """

    recipe: str
    photos: Path
    name: str
    steps: int

    @property
    def folder(self) -> Path:
        """Where checkpoint and log lie while it is under way."""
        return training_folder(self.name)

    def words(self) -> list[str]:
        """The verb and its options."""
        every = max(5, min(100, self.steps // 20))
        return [
            *("train", self.recipe, "--data", str(self.photos), "--out", str(self.folder)),
            *("--name", self.name, "--steps", str(self.steps), "--save-every", str(every), "--quiet", "--json"),
        ]


class TrainingRun(QObject):
    """One training: ``running``, ``paused``, then ``done``, ``failed`` or gone.

    Signals tell curves as lists of (step, loss, score or None) and the state.
    """

    curves_changed = Signal(object)
    state_changed = Signal(str)
    failed = Signal(str)

    def __init__(self, plan: TrainingPlan, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.plan = plan
        self.state = "new"
        self._seen: tuple[int, float] | None = None  # the first step of this start, and when
        self._process = QProcess(self)
        self._process.finished.connect(self._on_finished)
        self._process.errorOccurred.connect(self._on_error)
        self._timer = QTimer(self)
        self._timer.setInterval(WATCH_MS)
        self._timer.timeout.connect(self._watch)

    def start(self) -> None:
        """Begin, or go on after a pause."""
        self._seen = None
        program, *first = program_command()
        self._process.start(program, [*first, *self.plan.words()])
        self._timer.start()
        self._enter("running")

    def pause(self) -> None:
        """Ask the process to save and end."""
        if self.state == "running":
            self._enter("pausing")
            self._process.terminate()

    def wait(self, patience_ms: int = PATIENCE_MS) -> None:
        """Until the process has ended; it is killed where it does not in time."""
        if self.state in ("running", "pausing") and not self._process.waitForFinished(patience_ms):
            self._process.kill()
            self._process.waitForFinished(PATIENCE_MS)

    def cancel(self) -> None:
        """End at once and leave nothing."""
        self._timer.stop()
        self.state = "cancelled"
        self._kill()
        shutil.rmtree(self.plan.folder, ignore_errors=True)
        self._enter("cancelled")

    def _kill(self) -> None:
        if self._process.state() != QProcess.ProcessState.NotRunning:
            self._process.kill()
            self._process.waitForFinished(PATIENCE_MS)

    def keep(self) -> None:
        """End at once, and keep the network as it was saved last."""
        if self.can_keep:
            self._timer.stop()
            self.state = "keeping"
            self._kill()
            self._keep()

    @property
    def can_keep(self) -> bool:
        """Whether there is a network that could be kept."""
        return self.state in ("running", "pausing", "paused") and self.weights.is_file()

    @property
    def weights(self) -> Path:
        """The network as it was saved last; not there before the first time."""
        return self.plan.folder / f"{self.plan.name}.safetensors"

    def seconds_left(self, points: Sequence[Point]) -> float | None:
        """At the pace since the start, or since going on; None before there is one."""
        if self._seen is None or not points or points[-1][0] <= self._seen[0]:
            return None
        step, at = self._seen
        return (self.plan.steps - points[-1][0]) * (time.monotonic() - at) / (points[-1][0] - step)

    def points(self) -> list[Point]:
        """What the log holds so far."""
        path = self.plan.folder / LOG
        if not path.is_file():
            return []
        found: dict[int, tuple[float, float | None]] = {}
        for line in path.read_text("utf-8").splitlines():
            try:
                entry = json.loads(line)
                found[int(entry["step"])] = (float(entry["loss"]), entry["score"])
            except (ValueError, KeyError, TypeError):
                continue  # a line that is just being written
        return [(step, loss, score) for step, (loss, score) in sorted(found.items())]

    def _watch(self) -> None:
        points = self.points()
        if self._seen is None and points:
            self._seen = points[-1][0], time.monotonic()
        self.curves_changed.emit(points)

    def _on_error(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self._timer.stop()
            self._fail(self.tr("the program could not be started again"))

    def _on_finished(self, code: int, status: QProcess.ExitStatus) -> None:
        self._timer.stop()
        self._watch()
        if self.state == "pausing":
            self._enter("paused")
        elif self.state == "running":
            if code == 0 and status == QProcess.ExitStatus.NormalExit:
                self._keep()
            else:
                self._fail(_last_error(bytes(self._process.readAllStandardError().data()).decode(errors="replace")))

    def _keep(self) -> None:
        """Put the network among the user's own."""
        try:
            folder = user_weights_dir()
            folder.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(self.weights, folder / self.weights.name)
        except OSError as mistake:
            self._fail(mistake.strerror or str(mistake))
            return
        shutil.rmtree(self.plan.folder, ignore_errors=True)
        self._enter("done")

    def _fail(self, reason: str) -> None:
        self.failed.emit(reason)
        self._enter("failed")

    def _enter(self, state: str) -> None:
        self.state = state
        self.state_changed.emit(state)


def _last_error(text: str) -> str:
    lines = [line.removeprefix("error: ") for line in text.splitlines() if line.strip()]
    return lines[-1].rstrip(".") if lines else "no reason was given"
