"""The packed window, driven from outside by mouse and keys; and how soon it is there.

Comes in: the packed program and a screen. Goes out: sentences with figures, and a picture of the window.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import numpy as np
from PIL import Image

from shipping.proof.program import Program
from shipping.proof.root import ProofFailed
from shipping.proof.screen import Screen, readable_words, wait_for

REPEAT = 5
FIRST_PAINT_GOAL_S, RESULT_GOAL_S = 1.0, 5.0
WORDS = {"File", "Edit", "View", "Open", "Help"}
"""Some of them must be readable in the picture: without a font, labels are empty boxes."""
STROKE = ((380, 400), (500, 420))


@contextmanager
def started(packed: Program, screen: Screen, arguments: list[str]) -> Iterator[subprocess.Popen[str]]:
    command = packed.command(arguments, screen=screen.name)
    program = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        yield program
    except ProofFailed as failure:
        code, said = program.poll(), ""
        program.kill()
        with suppress(subprocess.TimeoutExpired):
            said = program.communicate(timeout=20)[1].strip()[-500:]
        state = "was still running" if code is None else f"had ended with {code}"
        raise ProofFailed(f"{failure}; the program {state} and had said: {said or 'nothing'}") from failure
    finally:
        if program.poll() is None:
            program.kill()
            program.wait(20)


def check_journey(packed: Program, screen: Screen, picture: Path) -> str:
    """Open a photo, paint over a part, fill it, save by the dialog, quit.

    Raises:
        ProofFailed: a step did not happen, labels cannot be read, or pixels changed where nothing was painted.
    """
    photo, target = packed.desk / "square.png", packed.desk / "home" / "by-hand.png"
    target.unlink(missing_ok=True)  # of the journey before; the window would ask whether to replace it
    with started(packed, screen, [str(photo)]) as program:
        window = wait_for(lambda: screen.window("square.png"), "the window with the photo")
        screen.do("windowmove", "--sync", window, 0, 0)
        screen.do("windowfocus", "--sync", window)
        screen.do("key", "b")
        screen.drag(*STROKE)
        screen.do("key", "ctrl+Return")
        wait_for(lambda: screen.window(r"square\.png\*"), "filling")
        screen.take(picture)
        screen.save_as(target)
        wait_for(lambda: not screen.window(r"square\.png\*"), "saving")
        screen.do("windowfocus", "--sync", window)
        screen.do("key", "ctrl+q")
        code, errors = program.wait(30), program.stderr.read() if program.stderr else ""
    if code or "Traceback" in errors:
        raise ProofFailed(f"the window ended with {code}: {errors[-400:]}")
    readable = readable_words(picture) & WORDS
    if len(readable) < 2:
        raise ProofFailed(f"labels cannot be read in {picture}")
    return f"{_compare(photo, target)}; readable: {', '.join(sorted(readable))}; settings kept: {_settings(packed)}"


def _compare(photo: Path, target: Path) -> str:
    with Image.open(photo) as before, Image.open(target) as after:
        original, restored = np.asarray(before).astype(int), np.asarray(after).astype(int)
    if restored.shape != original.shape:
        raise ProofFailed(f"{restored.shape} was saved of a photo of {original.shape}")
    rows, columns = np.nonzero(np.abs(restored - original).max(axis=2))
    if not 100 < rows.size < original.shape[0] * original.shape[1] // 4:
        raise ProofFailed(f"{rows.size} pixels changed by one stroke")
    if columns.max() - columns.min() <= rows.max() - rows.min():
        raise ProofFailed("what changed is not as wide as the stroke was")
    return f"opened, painted, filled {rows.size} pixels, saved, closed"


def _settings_file(packed: Program) -> Path:
    return packed.desk / "home/.config/desktop-unet/settings.json"


def _settings(packed: Program) -> str:
    path = _settings_file(packed)
    if not path.is_file():
        raise ProofFailed("the window kept no settings")
    return f"{len(json.loads(path.read_text('utf-8')))} values"


def measure_first_paint(packed: Program, screen: Screen) -> str:
    """Seconds from starting the process until the window has been painted; median, after a run that warms up."""
    target, seconds = packed.desk / "paint.json", []
    for _ in range(REPEAT + 1):
        target.unlink(missing_ok=True)
        command = packed.command([], {"DESKTOP_UNET_FIRST_PAINT": str(target)}, screen.name)
        begun = time.time()
        subprocess.run(command, check=True, timeout=60, capture_output=True)
        seconds.append(json.loads(target.read_text("utf-8"))["epoch"] - begun)
    return _judge("first paint", statistics.median(seconds[1:]), FIRST_PAINT_GOAL_S)


def measure_first_result(packed: Program, screen: Screen) -> str:
    """Seconds from starting the process with a 512x512 photo until its x4 is shown; a key runs it once it is open."""
    seconds = []
    settings = _settings_file(packed)
    for _ in range(3):
        # What the window did last it would do again: as on a first start, it is to enlarge.
        settings.unlink(missing_ok=True)
        begun = time.monotonic()
        with started(packed, screen, [str(packed.desk / "square.png")]) as program:
            window = wait_for(lambda: screen.window("square.png"), "the window with the photo")
            screen.do("windowfocus", "--sync", window)
            screen.do("key", "ctrl+Return")
            wait_for(lambda: screen.window(r"square\.png\*"), "enlarging")
            seconds.append(time.monotonic() - begun)
            program.kill()
        wait_for(lambda: not screen.window("square.png"), "the window's end")
    return _judge("512x512 x4 shown", statistics.median(seconds), RESULT_GOAL_S)


def _judge(what: str, seconds: float, goal: float) -> str:
    """Times are told, not enforced: a busy machine says nothing about the package."""
    return f"{what} {seconds:.2f} s after the start (goal {goal:.1f} s{'' if seconds <= goal else ', MISSED'})"
