"""Counting pieces of work aloud: who listens learns how much is done and how long it will take."""

from __future__ import annotations

import time
from dataclasses import replace

from desktop_unet.engine.task import Report, Step


class Progress:
    """Reports one step before each piece of work and one after the last.

    Args:
        report: hook that is called with each step; what it raises stops the work.
        text: what is being done, for a person.
        total: pieces in all; may be set anew while running.
    """

    def __init__(self, report: Report, text: str, total: int) -> None:
        self.total = total
        self.done = 0
        self._parts = 0
        self._report, self._text = report, text
        self._started = time.monotonic()

    def begin_piece(self) -> None:
        """To be called before each piece."""
        self._report(Step(self.done, self.total, self._text, self._seconds_left(self.done, self.total)))

    def report_part(self, step: Step) -> None:
        """To be called before each part of a piece that has parts of its own; these count as pieces too."""
        self._parts = step.total
        done, total = self.done + step.done, self.total + step.total
        self._report(replace(step, done=done, total=total, seconds_left=self._seconds_left(done, total)))

    def end_piece(self) -> None:
        """To be called after each piece."""
        self.done += 1 + self._parts
        self.total += self._parts
        self._parts = 0

    def finish(self) -> None:
        """To be called once, after the last piece."""
        self._report(Step(self.total, self.total, self._text, 0.0))

    def _seconds_left(self, done: int, total: int) -> float | None:
        if not done:
            return None
        return (time.monotonic() - self._started) / done * (total - done)


def part_of(report: Report, index: int, count: int, name: str = "") -> Report:
    """A hook for one of ``count`` pieces of work, about equally long, that are reported as one.

    Args:
        report: told of all of them together.
        index: which one it is, from 0.
        count: how many there are.
        name: said before what is done, where there is one.
    """

    def hook(step: Step) -> None:
        left = step.seconds_left
        if left is not None and step.done:
            whole = left * step.total / max(1, step.total - step.done)
            left += (count - index - 1) * whole
        text = f"{name}: {step.text}" if name else step.text
        done, total = index * step.total + step.done, count * step.total
        report(replace(step, done=done, total=total, text=text, seconds_left=left))

    return hook


def without_glimpses(report: Report) -> Report:
    """A hook that hears of everything but what there is to be seen."""
    return lambda step: report(replace(step, glimpse=None))
