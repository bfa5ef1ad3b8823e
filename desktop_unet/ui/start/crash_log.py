"""What is kept of a run that went wrong, for the next run and for a report.

Comes in: the folder for logs. Goes out: ``desktop-unet.log`` with warnings, uncaught exceptions of every thread
and, from the run before, the stacks of a crash in native code. Such a crash cannot be dealt with when it happens,
so Python's fault handler writes into a file of this process, which the next start finds.
"""

from __future__ import annotations

import contextlib
import faulthandler
import logging
import os
import sys
import threading
import time
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import IO

LOG_NAME = "desktop-unet.log"
LOG_BYTES, LOGS_BEFORE = 300_000, 2
FAULT_GLOB = "fault-*.txt"
FORGET_AFTER_S = 30 * 24 * 3600
log = logging.getLogger(__name__)


class CrashLog:
    """Keeps the log from ``begin`` to ``end``; ``crashed_before`` tells how the last run ended."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._faults: IO[str] | None = None
        self._handler: logging.Handler | None = None
        self.crashed_before = False

    def begin(self) -> None:
        """Write to the folder from now on; without a log where it cannot be written."""
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            self._handler = _log_to(self._folder / LOG_NAME)
            self.crashed_before = _take_faults(self._folder)
            self._faults = (self._folder / f"fault-{os.getpid()}.txt").open("w", encoding="utf-8")
            faulthandler.enable(self._faults)
        threading.excepthook = _on_thread_error
        sys.unraisablehook = _on_unraisable

    def end(self) -> None:
        """This run has ended well."""
        threading.excepthook, sys.unraisablehook = threading.__excepthook__, sys.__unraisablehook__
        if self._handler is not None:
            logging.getLogger().removeHandler(self._handler)
            self._handler.close()
        if self._faults is not None:
            faulthandler.disable()
            self._faults.close()
            with contextlib.suppress(OSError):
                Path(self._faults.name).unlink()


def _log_to(path: Path) -> logging.Handler:
    handler = RotatingFileHandler(path, maxBytes=LOG_BYTES, backupCount=LOGS_BEFORE, encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    handler.setLevel(logging.WARNING)
    logging.getLogger().addHandler(handler)
    return handler


def _take_faults(folder: Path) -> bool:
    """Move stacks of crashes into the log; an empty file may be that of a window that is open."""
    found = False
    for path in sorted(folder.glob(FAULT_GLOB)):
        with contextlib.suppress(OSError):
            text = path.read_text(encoding="utf-8", errors="replace")
            if text.strip():
                log.error("an earlier run crashed:\n%s", text.strip())
                found = True
            if text.strip() or time.time() - path.stat().st_mtime > FORGET_AFTER_S:
                path.unlink()
    return found


def _on_thread_error(raised: threading.ExceptHookArgs) -> None:
    if raised.exc_value is not None:
        error = (raised.exc_type, raised.exc_value, raised.exc_traceback)
        log.error("unexpected in thread %s", raised.thread.name if raised.thread else "?", exc_info=error)


def _on_unraisable(raised: sys.UnraisableHookArgs) -> None:
    if raised.exc_value is not None:
        log.error("unexpected in %r", raised.object, exc_info=raised.exc_value)


def log_tail(folder: Path, lines: int) -> str:
    """The last lines of the log; empty where there is none."""
    try:
        text = (folder / LOG_NAME).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    return "\n".join(text.splitlines()[-lines:])
