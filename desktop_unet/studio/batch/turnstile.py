"""One engine, and two who want it: who works by hand goes before the next photo of a batch.

Comes in: threads that are about to ask a network. Goes out: one of them at a time.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator

LOOK_EVERY_S = 0.05


class Turnstile:
    """Lets one at a time through; calls may come from any thread."""

    def __init__(self) -> None:
        self._moved = threading.Condition()
        self._is_taken = False
        self._hands = 0

    @contextlib.contextmanager
    def by_hand(self, while_waiting: Callable[[], None]) -> Iterator[None]:
        """Work for somebody who waits, once a photo of the batch that is in work is done.

        Args:
            while_waiting: called some times a second; what it raises ends the waiting.
        """
        with self._moved:
            self._hands += 1
        try:
            self._wait(lambda: not self._is_taken, while_waiting)
        finally:
            with self._moved:
                self._hands -= 1
        try:
            yield
        finally:
            self._leave()

    @contextlib.contextmanager
    def for_batch(self, while_waiting: Callable[[], None], *, may_go: Callable[[], bool]) -> Iterator[None]:
        """Work on a photo of a batch, once nobody works or waits by hand.

        Args:
            while_waiting: as above.
            may_go: False while the batch is to pause.
        """
        self._wait(lambda: not self._is_taken and not self._hands and may_go(), while_waiting)
        try:
            yield
        finally:
            self._leave()

    def _wait(self, is_free: Callable[[], bool], while_waiting: Callable[[], None]) -> None:
        while True:
            with self._moved:
                if is_free() or (self._moved.wait(LOOK_EVERY_S) and is_free()):
                    self._is_taken = True
                    return
            while_waiting()

    def _leave(self) -> None:
        with self._moved:
            self._is_taken = False
            self._moved.notify_all()
