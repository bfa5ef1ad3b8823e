"""A real window on a virtual screen, for those journeys that a hand makes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from shipping.proof.screen import Screen, virtual_screen, wait_for

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture
def screen() -> Iterator[Screen]:
    """A virtual screen of the test's own."""
    missing = [name for name in ("Xvfb", "xdotool") if shutil.which(name) is None]
    if missing:
        pytest.skip(f"{' and '.join(missing)} not installed: no real window can be shown")
    with virtual_screen() as screen:
        yield screen


@pytest.fixture
def real_window(screen: Screen, small_networks: Path, photo_file: Path, tmp_path: Path) -> Iterator[Screen]:
    """The program with ``photo_file`` open on a screen of its own; it ends by Ctrl+Q, with 0 and without complaint."""
    environment = {
        **os.environ,
        "DISPLAY": screen.name,
        "QT_QPA_PLATFORM": "xcb",
        "DESKTOP_UNET_WEIGHTS": str(small_networks),
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
    }
    code = "import sys; from desktop_unet.ui.app import main; sys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-c", code, str(photo_file)]
    program = subprocess.Popen(command, env=environment, cwd=REPOSITORY, stderr=subprocess.PIPE, text=True)
    try:
        window = wait_for(lambda: screen.window("scratched.png"), "the window with the photo")
        screen.do("windowmove", "--sync", window, 0, 0)
        screen.do("windowfocus", "--sync", window)
        yield screen
        screen.do("windowfocus", "--sync", window)
        screen.do("key", "ctrl+q")
        assert program.wait(20) == 0
    finally:
        if program.poll() is None:
            program.kill()
        errors = program.communicate()[1]
    assert "Traceback" not in errors
