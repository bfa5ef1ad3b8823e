"""A virtual screen, with a hand on its mouse and keys, and a camera.

Comes in: nothing but Xvfb and xdotool. Goes out: titles of windows, pictures, words that are readable in them.
"""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from shipping.proof.root import ProofFailed

SIZE = "1280x900x24"
BARS_PX = 80
"""Height of menu bar and tool bar. The whole picture takes a reader on a busy machine minutes."""


class Screen:
    """One X display, ``name`` as in DISPLAY."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._environment = {**os.environ, "DISPLAY": name}

    def do(self, *words: object) -> str:
        """Run xdotool; what it says."""
        command = ["xdotool", *map(str, words)]
        return subprocess.run(command, env=self._environment, capture_output=True, text=True, timeout=30).stdout.strip()

    def window(self, title: str) -> str:
        """Number of the window whose title matches, empty where there is none."""
        return self.do("search", "--onlyvisible", "--name", title).split("\n")[0]

    def drag(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        """Draw a line with the left button."""
        self.do("mousemove", *start, "mousedown", 1)
        for part in range(1, 9):
            self.do("mousemove", *(a + (b - a) * part // 8 for a, b in zip(start, end, strict=True)))
        self.do("mouseup", 1)

    def save_as(self, target: Path) -> None:
        """Have the window save by its dialog, with Ctrl+S and the path typed; waits until the file is there."""
        self.do("key", "ctrl+s")
        dialog = wait_for(lambda: self.window("Save the photo as"), "the dialog for saving")
        self.do("windowfocus", "--sync", dialog)
        time.sleep(0.5)
        self.do("key", "ctrl+a")
        self.do("type", "--delay", 20, str(target))
        self.do("key", "Return")
        wait_for(target.is_file, f"writing {target}")

    def take(self, target: Path) -> None:
        """Write a picture of the whole screen."""
        from PIL import ImageGrab

        ImageGrab.grab(xdisplay=self.name).save(target, optimize=True)


@contextmanager
def virtual_screen() -> Iterator[Screen]:
    """A screen of its own for as long as it is needed."""
    read_end, write_end = os.pipe()
    # By itself Xvfb begins anew when its last client leaves, and turns away who comes just then.
    command = ["Xvfb", "-displayfd", str(write_end), "-screen", "0", SIZE, "-nolisten", "tcp", "-noreset"]
    server = subprocess.Popen(command, pass_fds=(write_end,), stderr=subprocess.DEVNULL)
    os.close(write_end)
    try:
        with os.fdopen(read_end) as answer:
            number = answer.readline().strip()
        if not number:
            raise ProofFailed("Xvfb did not start")
        yield Screen(f":{number}")
    finally:
        server.terminate()
        server.wait(10)


def wait_for(happens: Callable[[], object], what: str, seconds: float = 60) -> str:
    """What ``happens`` gives, as soon as it is not empty.

    Raises:
        ProofFailed: not within the time.
    """
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = happens()
        if found:
            return str(found)
        time.sleep(0.02)
    raise ProofFailed(f"{what}: it did not happen within {seconds:.0f} s")


def readable_words(picture: Path) -> set[str]:
    """Words that a reader without eyes finds in a picture's bars; without a font labels are boxes and give none."""
    from PIL import Image

    large = picture.with_suffix(".large.png")
    with Image.open(picture) as image:
        bars = image.convert("L").crop((0, 0, image.width, BARS_PX))
        bars.resize((bars.width * 3, bars.height * 3), Image.Resampling.LANCZOS).save(large)
    command = ["tesseract", str(large), "-", "--psm", "11"]
    text = subprocess.run(
        command, capture_output=True, text=True, timeout=120, env={**os.environ, "OMP_THREAD_LIMIT": "2"}
    )
    large.unlink()
    return set(text.stdout.split())
