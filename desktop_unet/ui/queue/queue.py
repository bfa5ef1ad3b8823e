"""The queue: many photos made one after the other while the window is used, and what is known of each.

Comes in: what is to be made of which photos, and pause, cancel, retry. Goes out: rows and figures for the view, one
sentence at the end. What is not done when the program ends is remembered and goes on from the journal.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from PySide6.QtCore import QObject, Signal

from desktop_unet.engine.task import Step
from desktop_unet.errors import FolderUnreadable, Mishap
from desktop_unet.studio.batch.journal import DONE, FAILED
from desktop_unet.studio.batch.plan import Fate, Item
from desktop_unet.studio.batch.recording import Event, Tally
from desktop_unet.studio.many_photos import ManyPhotos
from desktop_unet.studio.queue_memory import QueueMemory
from desktop_unet.ui.look.translation import sentence_for
from desktop_unet.ui.queue.queue_thread import Listed, QueueThread
from desktop_unet.ui.session.foreground_job import sentence_of
from desktop_unet.ui.session.session import Session

RowState = Literal["waiting", "working", "saving", "done", "failed", "skipped"]


@dataclass
class Row:
    """One photo of the queue.

    Args:
        name: its place below the folder that was named.
        source: its file.
        output: the result's.
        state: what has become of it.
        message: why it failed.
    """

    name: str
    source: Path
    output: Path
    state: RowState = "waiting"
    message: str = ""


@dataclass(frozen=True)
class Figures:
    """How far the queue is.

    Args:
        total: photos in all.
        done, failed, skipped: of these, whatever run has made them.
        seconds_left: None while nothing is known.
        percent: of the photo in the engine.
        photo_seconds_left: until that is done; None while nothing is known.
    """

    total: int = 0
    done: int = 0
    failed: int = 0
    skipped: int = 0
    seconds_left: float | None = None
    percent: int = 0
    photo_seconds_left: float | None = None

    @property
    def left(self) -> int:
        return self.total - self.done - self.failed - self.skipped


def _row(item: Item, out_dir: Path) -> Row:
    source = item.planned.source
    return Row(str(source.place), source.path, out_dir / item.made)


_STATES: dict[str, RowState] = {
    DONE: "done",
    FAILED: "failed",
    Fate.made.value: "done",
    Fate.skip.value: "skipped",
}


class Queue(QObject):
    """One batch at a time, others after it; ``changed`` tells that figures or state are others."""

    changed = Signal()
    listed = Signal()  # there are other rows
    row_changed = Signal(int)

    def __init__(self, session: Session, memory: QueueMemory) -> None:
        super().__init__(session)
        self._session, self._memory = session, memory
        session.enders.append(self.close)
        self._thread: QueueThread | None = None
        self.many: ManyPhotos | None = None
        self.following: list[ManyPhotos] = []
        self.rows: list[Row] = []
        self.unreadable = 0
        self.is_paused = self.is_cancelling = False
        self.trouble = ""  # why the run as a whole came to its end
        self._numbers: dict[Path, int] = {}
        self._counts: dict[RowState, int] = dict.fromkeys(get_args(RowState), 0)
        self._made, self._seconds, self._megapixels = 0, 0.0, 0.0
        self._step: Step | None = None
        self._working: int | None = None

    # --- verbs -----------------------------------------------------------------------------------

    def start(self, many: ManyPhotos) -> None:
        """Begin, or go on where it was stopped; where a batch is at work, it follows when that is done."""
        self._memory.begin(many)
        if self.is_running:
            if many != self.many and many not in self.following:
                self.following.append(many)
            self.changed.emit()
            return
        self.many, self.trouble, self.is_paused, self.is_cancelling = many, "", False, False
        self._made, self._seconds, self._megapixels, self._step, self._working = 0, 0.0, 0.0, None, None
        thread = QueueThread(many, self._session.awaited.turnstile, self)
        thread.listed.connect(self._on_listed)
        thread.rebuilt.connect(self._on_rebuilt)
        thread.begun.connect(self._on_begun)
        thread.stepped.connect(self._on_step)
        thread.settled.connect(self._on_settled)
        thread.ended.connect(self._on_ended)
        thread.failed.connect(self._on_failed)
        self._thread = thread
        thread.start()
        self.changed.emit()

    def pause(self) -> None:
        """Finish the photo in work, and begin no other."""
        self._pause(True)

    def go_on(self) -> None:
        """Go on after a pause, or after a cancel."""
        if self.is_running:
            self._pause(False)
        elif self.many is not None and self.can_go_on:
            self.start(self.many)

    def cancel(self) -> None:
        """Stop at once, and forget what follows; what is done is kept, and *Go on* begins with what is left."""
        if self._thread is not None:
            self.is_cancelling = True
            for many in self.following:
                self._memory.end(many)
            self.following.clear()
            self._thread.cancel()
            self.changed.emit()

    def retry(self) -> None:
        """Make once more what failed, and what is left."""
        if self.many is not None and not self.is_running:
            self.start(self.many)

    def close(self, patience_ms: int) -> bool:
        """The program ends: stop, and remember what is left. False when it has not ended in time."""
        thread, self._thread = self._thread, None
        if thread is None:
            return True
        thread.blockSignals(True)  # nobody listens any more, and what is left stays remembered
        thread.cancel()
        return bool(thread.wait(patience_ms))

    # --- what is so ------------------------------------------------------------------------------

    @property
    def is_running(self) -> bool:
        return self._thread is not None

    @property
    def can_go_on(self) -> bool:
        """Whether there is something left, and nobody works on it."""
        return not self.is_running and self.many is not None and (self.figures.left > 0 or bool(self.trouble))

    @property
    def can_retry(self) -> bool:
        return not self.is_running and self._counts["failed"] > 0

    @property
    def figures(self) -> Figures:
        counts, step = self._counts, self._step
        percent = step.done * 100 // step.total if step is not None and step.total else 0
        return Figures(
            total=len(self.rows),
            done=counts["done"],
            failed=counts["failed"],
            skipped=counts["skipped"],
            seconds_left=self._seconds_left(percent),
            percent=percent,
            photo_seconds_left=step.seconds_left if step is not None else None,
        )

    def _seconds_left(self, percent: int) -> float | None:
        """From the photos of this run, or from the step that the engine is at."""
        left = self._counts["waiting"] + self._counts["working"] * (1 - percent / 100)
        if not self.is_running or not left:
            return None
        if self._made:
            return self._seconds / self._made * left
        return None

    # --- the thread's word -------------------------------------------------------------------------

    def _on_listed(self, listed: Listed) -> None:
        self.rows = [_row(item, listed.out_dir) for item in listed.items]
        for path, reason in listed.unreadable:
            message = sentence_for(FolderUnreadable(path=path, reason=reason))
            self.rows.append(Row(path.name, path, listed.out_dir, "failed", message.removeprefix(f"{path}: ")))
        self.unreadable = len(listed.unreadable)
        self._numbers = {row.source: number for number, row in enumerate(self.rows)}
        self._counts = dict.fromkeys(self._counts, 0)
        for row in self.rows:
            self._counts[row.state] += 1
        self.listed.emit()
        self.changed.emit()

    def _on_rebuilt(self, aside: str, count: int) -> None:
        text = self.tr("The queue's journal was damaged and lies in {0} now; {1} results are taken for done.")
        self._session.tell("note", text.format(aside, count))

    def _on_begun(self, source: Path) -> None:
        if self._working is not None and self.rows[self._working].state == "working":
            self._set_state(self._working, "saving")
        self._working = self._numbers.get(source)
        self._step = None
        self._set(source, "working")

    def _on_step(self, step: Step) -> None:
        before, self._step = self.figures.percent, step
        if self.figures.percent != before:
            if self._working is not None:
                self.row_changed.emit(self._working)
            self.changed.emit()

    def _on_settled(self, event: Event, mishap: Mishap | None) -> None:
        if event.state == DONE:
            self._made += 1
            self._seconds += event.seconds
            self._megapixels += event.megapixels
        message = (event.message or "") if mishap is None else sentence_for(mishap)
        self._set(event.source, _STATES[event.state], message.removeprefix(f"{event.source}: "), event.output)

    def _set(self, source: Path, state: RowState, message: str = "", output: Path | None = None) -> None:
        number = self._numbers.get(source)
        if number is None:
            return
        row = self.rows[number]
        self._counts[row.state] -= 1
        self._counts[state] += 1
        row.state, row.message, row.output = state, message, output or row.output
        self.row_changed.emit(number)
        self.changed.emit()

    def _on_ended(self, tally: Tally | None) -> None:
        is_cancelled = self.is_cancelling
        self._end()
        if self.many is not None:
            self._memory.end(self.many)
        if tally is not None and not is_cancelled:
            self._session.tell("note", self._end_sentence(self.figures))
            if self.following:
                self.start(self.following.pop(0))
        self.changed.emit()

    def _on_failed(self, error: BaseException) -> None:
        self._end()
        self.trouble = sentence_of(error)
        if self.many is not None and not self.rows:
            self._memory.end(self.many)  # it could not even begin
        self._session.tell("error", self.trouble)
        self.changed.emit()

    def _end(self) -> None:
        thread, self._thread = self._thread, None
        if thread is not None:
            thread.wait()
            thread.deleteLater()
        if self.many is not None:
            self._memory.learn(self.many, self._seconds, self._megapixels)
        for number, row in enumerate(self.rows):
            if row.state in ("working", "saving"):
                self._set_state(number, "waiting")
        self.is_paused = self.is_cancelling = False
        self._working = self._step = None

    def _set_state(self, number: int, state: RowState) -> None:
        self._counts[self.rows[number].state] -= 1
        self._counts[state] += 1
        self.rows[number].state = state
        self.row_changed.emit(number)

    def _pause(self, is_wanted: bool) -> None:
        if self._thread is not None:
            self.is_paused = is_wanted
            self._thread.pause(is_wanted)
            self.changed.emit()

    def _end_sentence(self, figures: Figures) -> str:
        if not figures.failed:
            return self.tr("The queue is done. Made: {0}.").format(figures.done)
        return self.tr("The queue is done. Made: {0}, failed: {1}.").format(figures.done, figures.failed)

    # --- from one run of the program to the next -----------------------------------------------

    def offer(self, ask: Callable[[Sequence[ManyPhotos]], bool]) -> None:
        """Ask whether to go on with what was not done when the program ended."""
        unfinished = self._memory.unfinished
        if not unfinished or self.is_running:
            return
        goes_on = ask(unfinished)
        for many in unfinished:
            self.start(many) if goes_on else self._memory.end(many)

    def seconds_per_megapixel(self, many: ManyPhotos) -> float | None:
        """As such photos took before; None where none was made."""
        return self._memory.seconds_per_megapixel(many)
