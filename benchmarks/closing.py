"""Closed in mid-run: is the program gone within 3 s, with exit code 0, and nothing of it left?

    python benchmarks/closing.py [--times 30] [--kinds opening enlarging filling training]

Each time the program is started as a process of its own, with the packed networks and offscreen. It begins
to open a photo of 24 megapixels, to enlarge one, to fill a hole, or to train a network, and its window is
closed at ever other moments of that. Counted is from the closing until the process is gone; what is there
of its decoder and training processes a moment later is an orphan. Prints a table; 1 where one of these failed.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "qt.qpa.*=false")
ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import psutil  # noqa: E402

KINDS = ("opening", "enlarging", "filling", "training")
LIMIT_S, PATIENCE_S = 3.0, 180
LONGEST_DELAY_S = 1.0
GRACE_S = 0.5
"""A process that ends because its pipe has been closed needs a moment to notice."""


@dataclass(frozen=True)
class Ending:
    """How one run of the program ended.

    Args:
        kind: what it was doing.
        seconds: from the closing of its window until the process was gone.
        code: its exit code.
        orphans: command lines of what it left behind.
        complaint: what it wrote to stderr.
    """

    kind: str
    seconds: float
    code: int
    orphans: tuple[str, ...]
    complaint: str

    @property
    def is_clean(self) -> bool:
        return self.code == 0 and not self.orphans and self.seconds <= LIMIT_S

    def __str__(self) -> str:
        left = f", left behind: {'; '.join(self.orphans)}" if self.orphans else ""
        said = f", said: {self.complaint.splitlines()[-1]}" if self.complaint and not self.is_clean else ""
        return f"{self.kind}: gone after {self.seconds:.2f} s, exit code {self.code}{left}{said}"


def main() -> int:
    """Close as often as is asked for; print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=30)
    parser.add_argument("--kinds", nargs="+", choices=KINDS, default=KINDS)
    parser.add_argument("--once", nargs=3, help=argparse.SUPPRESS)
    choices = parser.parse_args()
    if choices.once is not None:
        kind, delay, folder = choices.once
        return run_program(kind, float(delay), Path(folder))
    with tempfile.TemporaryDirectory() as folder:
        make_photos(Path(folder))
        return count(choices.times, choices.kinds, Path(folder))


def count(times: int, kinds: list[str], folder: Path) -> int:
    """Close ``times`` times, the kinds in turn; 1 where one did not end as it should."""
    endings = []
    for number in range(times):
        delay = LONGEST_DELAY_S * (number // len(kinds)) / max(1, times // len(kinds))
        endings.append(close_once(kinds[number % len(kinds)], delay, folder))
        print(endings[-1], flush=True)
    clean, took = sum(ending.is_clean for ending in endings), sorted(ending.seconds for ending in endings)
    print(f"{clean} of {times} gone within {LIMIT_S:g} s, exit code 0, nothing left behind")
    print(f"median {took[len(took) // 2]:.2f} s, longest {took[-1]:.2f} s")
    return int(clean < times)


def make_photos(folder: Path) -> None:
    """One that takes long to open, and some to work on."""
    from PIL import Image

    from desktop_unet.paths import sample_photo

    with Image.open(sample_photo()) as sample:
        sample = sample.convert("RGB")
        (folder / "photos").mkdir()
        for name, size in (("large.jpg", (6000, 4000)), ("photos/1.jpg", (1800, 1300)), ("photos/2.jpg", (900, 600))):
            sample.resize(size, Image.Resampling.BICUBIC).save(folder / name, quality=92)


def close_once(kind: str, delay: float, folder: Path) -> Ending:
    """Start the program, let it close its window ``delay`` seconds into its work, and look what remains."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    for name in ("CONFIG", "CACHE", "DATA", "STATE"):
        environment[f"XDG_{name}_HOME"] = tempfile.mkdtemp(dir=folder)
    words = [sys.executable, __file__, "--once", kind, str(delay), str(folder)]
    with (folder / "complaints").open("w+", encoding="utf-8") as complaints:
        process = subprocess.Popen(
            words, stdout=subprocess.PIPE, stderr=complaints, text=True, env=environment, start_new_session=True
        )
        closing = float(
            next((line for line in process.stdout if line.startswith("closing ")), "closing nan").split()[1]
        )
        code = process.wait(PATIENCE_S)
        gone = time.time()
        while left_of(process.pid) and time.time() < max(closing + LIMIT_S, gone + GRACE_S):
            time.sleep(0.02)
        complaints.seek(0)
        return Ending(kind, gone - closing, code, left_of(process.pid), complaints.read().strip())


def left_of(session_id: int) -> tuple[str, ...]:
    """Command lines of the processes that belong to a session whose first process has ended."""
    left = []
    for each in psutil.process_iter():
        try:
            if os.getsid(each.pid) == session_id and each.status() != psutil.STATUS_ZOMBIE:
                left.append(" ".join(each.cmdline()) or each.name())
        except (ProcessLookupError, PermissionError, psutil.Error):
            continue
    return tuple(left)


# --- the program, in its own process --------------------------------------------------------------


def run_program(kind: str, delay: float, folder: Path) -> int:
    """The window, as a person starts it; it closes by itself once it is at work."""
    from desktop_unet.ui import app

    photo = folder / ("large.jpg" if kind == "opening" else "photos/1.jpg")
    start, windows = app.start, []

    def start_and_work(session, photos, recovers) -> None:
        start(session, photos, recovers)
        windows.append(Closer(session, kind, delay, folder))

    app.start = start_and_work
    return app.main([str(photo)], new_window=True)


class Closer:
    """Does what a person would, then closes the window."""

    def __init__(self, session, kind: str, delay: float, folder: Path) -> None:
        self._session, self._delay, self._folder = session, delay, folder
        if kind == "opening":
            self._close_soon()
        else:
            session.photo_changed.connect(getattr(self, f"_start_{kind}"))

    def _start_enlarging(self) -> None:
        self._session.set_options(task="upscale", scale=4)
        self._run()

    def _start_filling(self) -> None:
        session = self._session
        session.masking.take_tool("brush")
        session.masking.set_brush_size(400)
        session.masking.begin_stroke((650.0, 900.0), erase=False)
        session.masking.end_stroke()
        self._run()

    def _run(self) -> None:
        from PySide6.QtCore import QTimer

        self._session.awaited.progressed.connect(self._on_step)
        QTimer.singleShot(0, self._session.restorer.start)

    def _on_step(self, step) -> None:
        if step is not None and step.total > 1:
            self._session.awaited.progressed.disconnect(self._on_step)
            self._close_soon()

    def _start_training(self) -> None:
        from desktop_unet.ui.lab.train_dialog import TrainDialog

        window = self._session.parent()
        window.commands.skip_lab()
        window.commands.lab.ask_train()
        dialog = window.commands.lab.findChild(TrainDialog)
        dialog.folder.setText(str(self._folder / "photos"))
        dialog.start()
        dialog.run.curves_changed.connect(lambda points: self._on_points(dialog, points))

    def _on_points(self, dialog, points) -> None:
        if points:
            dialog.run.curves_changed.disconnect()
            self._close_soon()

    def _close_soon(self) -> None:
        from PySide6.QtCore import QTimer

        QTimer.singleShot(round(1000 * self._delay), self._close)

    def _close(self) -> None:
        window = self._session.parent()
        window.commands.dialogs.ask_stop_work = lambda names: True  # a person says yes
        print(f"closing {time.time()}", flush=True)
        window.close()


if __name__ == "__main__":
    sys.exit(main())
