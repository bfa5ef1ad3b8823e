"""Stopping within a tile: the report hook is asked again between the network's layers.

Comes in: a network's module and the report hook. Goes out: whatever the hook raises, out of the middle of
a tile. A tile takes about a second on a small machine; nobody should wait that long for Cancel.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator

from torch import nn

from desktop_unet.engine.task import Report, Step

_EVERY_S = 0.05


class Repeater:
    """A report hook that can tell its last step again.

    Args:
        report: the caller's hook.
    """

    def __init__(self, report: Report) -> None:
        self._report = report
        self._last: Step | None = None
        self._told = 0.0

    def __call__(self, step: Step) -> None:
        self._last, self._told = step, time.monotonic()
        self._report(step)

    def again(self) -> None:
        """Tell the last step once more, unless that was a moment ago; raises what the hook raises."""
        if self._last is not None and time.monotonic() - self._told >= _EVERY_S:
            self(self._last)


@contextlib.contextmanager
def asked_between_layers(module: nn.Module, ask: Callable[[], None]) -> Iterator[None]:
    """Call ``ask`` before each layer of ``module`` runs; what it raises ends the run."""
    handles = [layer.register_forward_pre_hook(lambda *_: ask()) for layer in module.modules()]
    try:
        yield
    finally:
        for handle in handles:
            handle.remove()
