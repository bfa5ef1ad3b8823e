"""How far a run is, on the program's entry of docks and task bars that show it: told now and then, the end at once.

Comes in: a share. Goes out: to the desktop, by ``session_bus``.
"""

from __future__ import annotations

import time

from desktop_unet.ui.window.session_bus import tell_progress

_APART_S = 0.25


class LauncherProgress:
    """Tells the desktop now and then; the end at once."""

    def __init__(self) -> None:
        self._told = float("-inf")
        self._is_shown = False

    def show(self, share: float | None) -> None:
        """How far it is, 0..1; None once nothing runs."""
        now = time.monotonic()
        if share is None and not self._is_shown:
            return
        if share is not None and now - self._told < _APART_S:
            return
        self._told, self._is_shown = (now if share is not None else float("-inf")), share is not None
        tell_progress(0.0 if share is None else share, is_shown=share is not None)
