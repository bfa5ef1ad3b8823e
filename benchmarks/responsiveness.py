"""Does the window answer? Opening, loading torch, restoring and cancelling, measured from inside the real window.

    python benchmarks/responsiveness.py [open] [torch] [restore] [cancel] [--times 30]

Comes in: photos made from the sample, the packed networks. Goes out: a table. Nothing is shown on the
screen. A gap is the time between two turns of the event loop while a timer asks for one every millisecond:
so long a key or a click would have waited.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
PATIENCE_S = 110
OPEN_EXTENT = (4000, 6000)
RESTORE_EXTENT = (3000, 4000)
OPENINGS = 12
PARTS = ("open", "torch", "restore", "cancel")


def main() -> int:
    """Read the command line, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("parts", nargs="*", help=f"of {', '.join(PARTS)}; all where none is named")
    parser.add_argument("--times", type=int, default=30, help="how often is cancelled")
    choices = parser.parse_args()
    if unknown := set(choices.parts) - set(PARTS):
        parser.error(f"no part is called {', '.join(sorted(unknown))}")
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    sys.path.insert(0, str(REPOSITORY))
    wanted = choices.parts or PARTS
    with tempfile.TemporaryDirectory() as folder:
        lab = Lab(Path(folder))
        for part, measure in (
            ("open", lab.measure_open),
            ("torch", lab.measure_torch),
            ("restore", lab.measure_restore),
            ("cancel", lambda: lab.measure_cancel(choices.times)),
        ):
            if part in wanted:
                for line in measure():
                    print(line, flush=True)
        lab.close()
    return 0


class Pulse:
    """Counts the gaps between turns of the event loop."""

    def __init__(self) -> None:
        from PySide6.QtCore import QTimer

        self.gaps_ms: list[float] = []
        self._last: float | None = None
        self._timer = QTimer()
        self._timer.timeout.connect(self._beat)

    def start(self) -> None:
        self.gaps_ms, self._last = [], time.perf_counter()
        self._timer.start(1)

    def stop(self) -> list[float]:
        """The gaps since ``start``, in milliseconds."""
        self._timer.stop()
        return self.gaps_ms

    def _beat(self) -> None:
        now = time.perf_counter()
        if self._last is not None:
            self.gaps_ms.append(1000 * (now - self._last))
        self._last = now


class Lab:
    """A window of the program and a stop-watch."""

    def __init__(self, folder: Path) -> None:
        from desktop_unet.engine.device_env import prepare_environment
        from desktop_unet.settings import Settings
        from desktop_unet.ui.app import make_app
        from desktop_unet.ui.session.session import Session
        from desktop_unet.ui.window.window import Window

        prepare_environment()
        self._folder = folder
        self._app = make_app()
        self._session = Session(Settings())
        self._session._warms_up = False  # torch is loaded where that is measured
        self._window = Window(self._session)
        self._window.resize(1280, 860)
        self._window.show()
        self._session.network_files.list_installed()
        self._wait(lambda: bool(self._session.networks.cards))
        self.pulse = Pulse()

    def close(self) -> None:
        self._window._may_close = True
        self._window.close()

    # --- measurements ------------------------------------------------------------------------

    def measure_open(self) -> list[str]:
        """From asking for a photo until it has been painted, beside the decoder alone."""
        path = self._make_jpeg("large.jpg", OPEN_EXTENT)
        shown, alone, gaps = [], [], []
        for turn in range(OPENINGS):
            alone.append(seconds(lambda: decode(path)))
            self.pulse.start()
            shown.append(seconds(lambda: self._open(path)))
            self._settle()
            gaps += self.pulse.stop()
            if turn < OPENINGS - 1:
                self._session.opener.close(self._session.open_photos.current)
        return [
            f"open {OPEN_EXTENT[0] * OPEN_EXTENT[1] / 1e6:.0f} MP JPEG, {name} of {OPENINGS}: on screen after "
            f"{of(shown):.3f} s, decoder alone {of(alone):.3f} s, {of(shown) / of(alone):.2f} times"
            for name, of in (("median", statistics.median), ("quickest", min))
        ] + [
            f"while opening, until the finest level and the damage have been found: {said(gaps)}",
        ]

    def measure_torch(self) -> list[str]:
        """Loading the engine in the worker."""
        from desktop_unet.studio import restoring

        self._ensure_photo()
        loaded: list[object] = []
        self.pulse.start()
        self._session.awaited.start_aside(lambda _report: restoring.warm_up(), loaded.append, by_engine=True)
        took = seconds(lambda: self._wait(lambda: bool(loaded)))
        return [f"torch imported in {took:.2f} s: {said(self.pulse.stop())}"]

    def measure_restore(self) -> list[str]:
        """A photo of 2 megapixels x4, whole way until it is shown."""
        self._open(self._make_jpeg("middle.jpg", (1200, 1700)))
        self._settle()
        self._session.set_options(task="upscale", scale=4)
        self.pulse.start()
        self._session.restorer.start()
        took = seconds(lambda: self._wait(lambda: not self._session.is_busy))
        self._settle()
        return [f"restored 2 MP x4 in {took:.1f} s: {said(self.pulse.stop())}"]

    def measure_cancel(self, times: int) -> list[str]:
        """Cancelled at ever other moments of a run."""
        self._open(self._make_jpeg("wide.jpg", RESTORE_EXTENT))
        self._settle()
        self._session.set_options(task="upscale", scale=4)
        took = []
        for turn in range(times):
            steps: list[object] = []
            self._session.awaited.progressed.connect(steps.append)
            self._session.restorer.start()
            self._wait(lambda steps=steps: any(getattr(step, "done", 0) for step in steps))
            self._session.awaited.progressed.disconnect(steps.append)
            self._pass(0.05 + 0.9 * turn / times)
            took.append(seconds(self._cancel))
        in_order = ", ".join(f"{each:.2f}" for each in took)
        took.sort()
        return [
            f"cancel while 12 MP are enlarged x4, {times} times: median {statistics.median(took):.2f} s, "
            f"worst {took[-1]:.2f} s",
            f"one by one: {in_order}",
        ]

    # --- what a person does --------------------------------------------------------------------

    def _cancel(self) -> None:
        self._session.awaited.cancel()
        self._wait(lambda: not self._session.is_busy)

    def _open(self, path: Path) -> None:
        self._session.opener.open(path)
        self._wait(lambda: self._session.document is not None and self._session.document.original.source == path)
        self._window.canvas.repaint()

    def _ensure_photo(self) -> None:
        if self._session.document is None:
            self._open(self._make_jpeg("small.jpg", (600, 900)))
            self._settle()

    def _make_jpeg(self, name: str, extent: tuple[int, int]) -> Path:
        from PIL import Image

        from desktop_unet.paths import sample_photo

        path = self._folder / name
        if not path.exists():
            with Image.open(sample_photo()) as sample:
                tiled = sample.convert("RGB").resize((extent[1], extent[0]), Image.Resampling.BICUBIC)
            tiled = Image.blend(tiled, Image.effect_noise((extent[1], extent[0]), 40).convert("RGB"), 0.15)
            tiled.save(path, quality=92)
        return path

    # --- waiting -------------------------------------------------------------------------------

    def _wait(self, is_there: Callable[[], bool]) -> None:
        """Let the event loop sleep until something comes, as the program's own does; look once a millisecond."""
        from PySide6.QtCore import QEventLoop, QTimer

        end = time.monotonic() + PATIENCE_S
        waker = QTimer()
        waker.start(1)
        while not is_there():
            if time.monotonic() > end:
                raise SystemExit("error: it did not happen in time")
            self._app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)

    def _pass(self, span: float) -> None:
        end = time.monotonic() + span
        self._wait(lambda: time.monotonic() > end)

    def _settle(self) -> None:
        """Let what the worker does on the side come to its end."""
        ended: list[object] = []
        self._session.awaited.start_aside(lambda _report: None, ended.append, by_engine=True)
        self._wait(lambda: bool(ended))
        self._pass(0.05)


def said(gaps_ms: list[float]) -> str:
    """The longest of them, and how many are too long."""
    longest = ", ".join(f"{gap:.0f}" for gap in sorted(gaps_ms, reverse=True)[:3])
    return f"longest gaps {longest} ms; {sum(gap > 50 for gap in gaps_ms)} above 50 ms"


def decode(path: Path) -> None:
    """Nothing but the decoder: libvips, all pixels into memory."""
    import pyvips

    pyvips.Image.jpegload(str(path), access="sequential").write_to_memory()


def seconds(deed: Callable[[], object]) -> float:
    start = time.perf_counter()
    deed()
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main())
