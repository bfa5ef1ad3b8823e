"""A second start hands its photo to the first window; nothing that goes wrong with that keeps a start from opening."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from desktop_unet.__main__ import asks_for_window
from desktop_unet.ui import app
from desktop_unet.ui.start.single_window import Door, door_name, hand_over
from desktop_unet.ui.window.window import Window


@pytest.fixture
def name() -> str:
    return f"desktop-unet-test-{uuid4().hex[:12]}"


@pytest.fixture
def door(qapp, name: str) -> Iterator[Door]:
    door = Door(name)
    assert door.is_open
    yield door
    door.close()
    door.deleteLater()


ASK = """
import sys
from desktop_unet.ui.start.single_window import hand_over
sys.exit(not hand_over(sys.argv[2:], sys.argv[1]))
"""


def ask_from_elsewhere(qtbot, photos: list[str], name: str, folder: Path) -> bool:
    """Another process asks while this one's event loop answers."""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])}
    asking = subprocess.Popen([sys.executable, "-c", ASK, name, *photos], env=environment, cwd=folder)
    qtbot.waitUntil(lambda: asking.poll() is not None, timeout=20_000)
    return asking.returncode == 0


def test_photos_arrive_with_their_whole_paths(qtbot, door: Door, name: str, tmp_path: Path) -> None:
    with qtbot.waitSignal(door.asked, timeout=20_000) as asked:
        assert ask_from_elsewhere(qtbot, ["quê hương.png", "/b.png"], name, tmp_path)
    assert asked.args == [[str(tmp_path / "quê hương.png"), "/b.png"]]


def test_without_a_window_nobody_takes_the_photo(qapp, name: str) -> None:
    assert not hand_over(["a.png"], name)


def test_a_window_that_hangs_does_not_keep_another_from_opening(qapp, name: str, monkeypatch) -> None:
    """Its socket takes the connection, and nobody reads it."""
    monkeypatch.setattr("desktop_unet.ui.start.single_window.ANSWER_MS", 100)
    deaf = QLocalServer()
    assert deaf.listen(name)
    assert not hand_over(["a.png"], name)
    deaf.close()


@pytest.mark.skipif(sys.platform == "win32", reason="pipes of Windows go with their process")
def test_the_socket_of_a_killed_window_blocks_nobody(qapp, name: str) -> None:
    code = f"""
import time
from PySide6.QtCore import QCoreApplication
app = QCoreApplication([])
from desktop_unet.ui.start.single_window import Door
print(Door({name!r}).is_open, flush=True)
time.sleep(60)
"""
    first = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert first.stdout is not None
    assert first.stdout.readline() == "True\n"
    first.send_signal(signal.SIGKILL)
    first.wait()
    first.stdout.close()
    assert not hand_over([], name)
    door = Door(name)
    assert door.is_open
    door.close()


@pytest.mark.parametrize(
    "line",
    [
        b"hello\n",
        b"[]\n",
        b"{}\n",
        b'{"photos": 3, "token": ""}\n',
        b'{"photos": [1], "token": ""}\n',
        b"[" * 9999 + b"\n",
    ],
)
def test_what_is_no_question_of_ours_is_hung_up_on(qtbot, door: Door, name: str, line: bytes) -> None:
    socket = QLocalSocket()
    socket.connectToServer(name)
    with qtbot.assertNotEmitted(door.asked), qtbot.waitSignal(socket.disconnected):
        socket.write(line)
        socket.flush()


def test_every_user_setting_and_screen_has_its_own_door(monkeypatch, tmp_path: Path) -> None:
    here = door_name({"DISPLAY": ":0"})
    assert here == door_name({"DISPLAY": ":0", "LANG": "vi"})
    assert here != door_name({"DISPLAY": ":1"})
    assert here != door_name({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"})
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert here != door_name({"DISPLAY": ":0"})


def test_the_first_window_comes_forward_and_opens_the_photo(qtbot, window: Window, photo_file: Path) -> None:
    door = app.open_door(window, Door)
    try:
        window.showMinimized()
        door.asked.emit([str(photo_file), "another.png"])
        qtbot.waitUntil(lambda: window.session.document is not None)
        assert not window.windowState() & Qt.WindowState.WindowMinimized
        assert window.session.document.original.source == photo_file
    finally:
        door.close()


def test_an_unsaved_result_stays_open_beside_the_photo_of_a_second_start(qtbot, opened: Window, photo_file) -> None:
    session = opened.session
    session.restorer.start()
    qtbot.waitUntil(lambda: not session.is_busy)
    door, before = app.open_door(opened, Door), session.document
    door.asked.emit([str(shutil.copy(photo_file, photo_file.with_name("second.png")))])
    door.close()
    qtbot.waitUntil(lambda: session.document is not before)
    assert [entry.document for entry in session.open_photos.unsaved] == [before]


def test_without_qts_network_library_every_start_has_a_window_of_its_own(monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "desktop_unet.ui.start.single_window", None)
    monkeypatch.delattr("desktop_unet.ui.start.single_window")
    assert app.sockets() is None


@pytest.mark.parametrize("words", [["--new-window"], ["--new-window", "a.png"], ["a.png", "--new-window"]])
def test_another_window_can_be_asked_for(words: list[str]) -> None:
    assert asks_for_window(words)


START = "import sys; from desktop_unet.__main__ import main; sys.exit(main(sys.argv[1:]))"


def test_two_starts_make_one_process(tmp_path: Path, photo_file: Path) -> None:
    """The real program, twice: the second ends at once and the first opens the photo."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": str(tmp_path)}
    first = subprocess.Popen([sys.executable, "-c", START], env=environment, stderr=subprocess.PIPE)
    try:
        ended = start_until_taken(environment, photo_file)
        assert ended == 0
        assert first.poll() is None
    finally:
        first.terminate()
        first.communicate(timeout=10)


def start_until_taken(environment: dict[str, str], photo: Path) -> int:
    """Start again and again until the first window has its door open; a start of its own would not end."""
    code = (
        "import sys; from desktop_unet.ui.start.single_window import hand_over; sys.exit(not hand_over(sys.argv[1:]))"
    )
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        asked = subprocess.run([sys.executable, "-c", code, str(photo)], env=environment, timeout=30, check=False)
        if asked.returncode == 0:
            second = subprocess.run([sys.executable, "-c", START, str(photo)], env=environment, timeout=30, check=False)
            return second.returncode
    return -1
