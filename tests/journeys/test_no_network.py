"""The journeys are made with networking denied by the system, and no attempt at it is seen."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from tests.engine.networks import mask_with, save_product, texture

# Loaded by Python itself before anything else: notes whatever reaches for another machine.
WATCH = """
import os, sys
def watch(event, facts):
    is_remote = event in ("socket.connect", "socket.bind", "socket.sendto") and facts[0].family != 1
    if is_remote or event in ("socket.getaddrinfo", "socket.gethostbyname", "urllib.Request", "http.client.connect"):
        with open(os.environ["ATTEMPTS"], "a") as file:
            print(event, facts, file=file)
sys.addaudithook(watch)
"""

COMMANDS = """
import sys
from desktop_unet.cli.app import run_command
folder = sys.argv[1]
for words in (
    ["upscale", f"{folder}/photo.png", f"{folder}/large.png", "--scale", "2", "--quiet"],
    ["inpaint", f"{folder}/photo.png", f"{folder}/filled.png", "--mask", f"{folder}/mask.png", "--quiet"],
    ["compare", f"{folder}/photo.png", f"{folder}/sheet.png", "--scale", "2", "--quiet"],
    ["weights", "list"],
    ["weights", "verify"],
):
    assert run_command(words) == 0, words
"""

WINDOW = """
import sys, time
from pathlib import Path
from PySide6.QtWidgets import QApplication
from desktop_unet.settings import Settings
from desktop_unet.ui.app import make_app, start
from desktop_unet.studio.saving import SaveChoice
from desktop_unet.ui.session.session import Session
from desktop_unet.ui.window.window import Window
folder = sys.argv[1]
app = make_app()
session = Session(Settings())
window = Window(session)
window.show()
start(session, [f"{folder}/photo.png"])
def wait(happens):
    until = time.monotonic() + 100
    while not happens():
        app.processEvents()
        assert time.monotonic() < until
wait(lambda: session.document is not None and not session.is_busy)
session.set_options(task="upscale", scale=2)
session.restorer.start()
wait(lambda: session.document.results and not session.is_busy)
session.saver.save(SaveChoice(Path(folder) / "by-window.png"))
wait(lambda: not session.document.is_modified)
window.close()
assert session.close()
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("offline")
    save_product(folder / "weights")
    Image.fromarray(texture(90, 130)).save(folder / "photo.png")
    Image.fromarray(mask_with(90, 130, (40, 30, 60, 50))).save(folder / "mask.png")
    (folder / "watch").mkdir()
    (folder / "watch" / "sitecustomize.py").write_text(WATCH)
    return folder


def run_offline(place: Path, repository: Path, code: str) -> str:
    """Run code without a network where the system lets us take it away; what it attempted."""
    attempts = place / "attempts"
    attempts.write_text("")
    environment = os.environ | {
        "ATTEMPTS": str(attempts),
        "PYTHONPATH": os.pathsep.join([str(place / "watch"), str(repository)]),
        "DESKTOP_UNET_WEIGHTS": str(place / "weights"),
        "QT_QPA_PLATFORM": "offscreen",
    }
    command = [sys.executable, "-c", code, str(place)]
    answer = subprocess.run(
        [*without_network(), *command], env=environment, capture_output=True, text=True, timeout=300
    )
    assert answer.returncode == 0, answer.stderr
    return attempts.read_text()


def without_network() -> list[str]:
    """Words before a command that take the network away from it; none where the system does not allow that."""
    words = [shutil.which("unshare") or "unshare", "--map-root-user", "--net"]
    try:
        answer = subprocess.run([*words, "true"], capture_output=True, timeout=20)
    except FileNotFoundError:
        return []
    return words if answer.returncode == 0 else []


@pytest.mark.parametrize(
    ("code", "made"), [(COMMANDS, "sheet.png"), (WINDOW, "by-window.png")], ids=["commands", "window"]
)
def test_the_journeys_need_no_network_and_look_for_none(place: Path, repository: Path, code: str, made: str) -> None:
    assert run_offline(place, repository, code) == ""
    assert (place / made).is_file()


def test_an_attempt_would_be_seen(place: Path, repository: Path) -> None:
    code = "import socket, contextlib\nwith contextlib.suppress(OSError): socket.create_connection(('127.0.0.1', 9), 1)"
    assert "socket.connect" in run_offline(place, repository, code)
