"""The program as a process: up before torch, gone when it is closed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PIL import Image

START = "import sys; from desktop_unet.ui.app import main; sys.exit(main(sys.argv[1:]))"


def run_program(code: str, *arguments: str, **variables: str) -> subprocess.CompletedProcess:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", **variables}
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], env=environment, capture_output=True, text=True, timeout=60
    )


def test_the_window_is_painted_before_torch_is_loaded(tmp_path: Path) -> None:
    target = tmp_path / "paint.json"
    before = time.time()
    ended = run_program(START, DESKTOP_UNET_FIRST_PAINT=str(target))
    assert ended.returncode == 0, ended.stderr
    facts = json.loads(target.read_text())
    assert facts["torch_loaded"] is False
    assert before < facts["epoch"] < time.time()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have a screen or refuse in their own way")
@pytest.mark.parametrize("display", ["", ":4711"])
def test_without_a_screen_one_line_says_so(tmp_path: Path, display: str) -> None:
    ended = run_program(START, QT_QPA_PLATFORM="xcb", DISPLAY=display, WAYLAND_DISPLAY="")
    assert ended.returncode == 1
    assert ended.stderr.startswith("error: There is no screen")
    assert ended.stderr.count("\n") == 1


def test_importing_the_window_loads_no_torch_and_no_codec() -> None:
    code = (
        "import desktop_unet.ui.app, sys; print([m for m in ('torch', 'pyvips', 'PIL', 'scipy') if m in sys.modules])"
    )
    ended = run_program(code)
    assert ended.stdout.strip() == "[]", ended.stderr


MID_RUN = """
import sys, time
from PySide6.QtCore import QTimer
from desktop_unet.engine.task import Step
from desktop_unet.ui import app

KIND = sys.argv[2]

def endless(request, report):
    QTimer.singleShot(0, window, lambda: (print(f"closing {time.time()}", flush=True), window.close()))
    while True:
        if KIND == "polite":
            report(Step(0, 2, "on and on"))
        time.sleep(0.02)

application = app.make_app()
session = app.Session(app.load_settings(), engine=endless)
window = app.Window(session)
window.commands.dialogs.ask_stop_work = lambda names: True
window.show()
session.opener.open(sys.argv[1])
session.photo_changed.connect(lambda: QTimer.singleShot(100, session.restorer.start))
sys.exit(app.leave(session, application.exec()))
"""


@pytest.mark.parametrize("kind", ["polite", "deaf"])
def test_closed_in_mid_run_the_process_is_gone_within_3_seconds(photo_file: Path, kind: str) -> None:
    """Even where the engine never looks up, as in one very long tile."""
    ended = run_program(MID_RUN, str(photo_file), kind)
    gone = time.time()
    assert ended.returncode == 0, ended.stderr
    closing = float(ended.stdout.split()[1])
    assert gone - closing < 3.0 + 0.5  # half a second for the interpreter to end on a busy machine


SURPRISE = """
import sys
from PySide6.QtCore import QTimer
from desktop_unet.ui import app

application = app.make_app()
app.keep_log()
session = app.Session(app.load_settings())
window = app.Window(session)
app.catch_surprises(session)
window.show()

def surprise():
    raise RuntimeError("nobody expected this")

def look():
    print(window.message.kind, window.message.text.text())
    window.close()

QTimer.singleShot(0, surprise)
QTimer.singleShot(200, look)
sys.exit(app.leave(session, application.exec()))
"""


def test_a_surprise_becomes_a_sentence_and_a_line_in_the_log(tmp_path: Path) -> None:
    ended = run_program(SURPRISE, XDG_STATE_HOME=str(tmp_path))
    assert ended.returncode == 0, ended.stderr
    assert "error Something unexpected went wrong (nobody expected this)" in ended.stdout
    assert "RuntimeError" in next(tmp_path.rglob("desktop-unet.log")).read_text()


DECODE = """
import sys
from PySide6.QtGui import QImage
from desktop_unet.ui.app import make_app
app = make_app()
picture = QImage(sys.argv[1])
print(picture.width(), picture.height())
"""


def test_pictures_of_more_than_67_megapixels_are_decoded_as_when_they_are_pasted(tmp_path: Path) -> None:
    Image.new("RGB", (10_000, 7_000), (90, 30, 10)).save(tmp_path / "large.png", compress_level=1)
    ended = run_program(DECODE, str(tmp_path / "large.png"))
    assert ended.stdout.split() == ["10000", "7000"], ended.stderr
