"""A crash is found by the next start; what is copied for a report names no photo."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication

from desktop_unet.settings import Settings
from desktop_unet.ui import app
from desktop_unet.ui.start.crash_log import LOG_BYTES, CrashLog, log_tail
from desktop_unet.ui.start.diagnostics import diagnostics, known_names, without_photos
from desktop_unet.ui.window.window import Window

KEEPING = "import sys; from pathlib import Path; from desktop_unet.ui.start.crash_log import CrashLog\n" \
    "kept = CrashLog(Path(sys.argv[1])); kept.begin(); print(kept.crashed_before)\n"  # fmt: skip


def run_keeping(folder: Path, code: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", KEEPING + code, str(folder)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


@pytest.fixture
def hooks(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """pytest's own hooks come back, and its fault handler stays."""
    monkeypatch.setattr("faulthandler.enable", lambda _file: None)
    monkeypatch.setattr("faulthandler.disable", lambda: None)
    before = threading.excepthook, sys.unraisablehook
    yield
    threading.excepthook, sys.unraisablehook = before


def test_a_crash_in_native_code_is_noted_by_the_next_start_and_told_once(tmp_path: Path) -> None:
    crashed = run_keeping(tmp_path, "import faulthandler; faulthandler._sigsegv()")
    assert crashed.returncode != 0
    assert run_keeping(tmp_path, "kept.end()").stdout == "True\n"
    assert "Segmentation fault" in (tmp_path / "desktop-unet.log").read_text()
    assert run_keeping(tmp_path, "kept.end()").stdout == "False\n"
    assert not list(tmp_path.glob("fault-*"))


def test_a_run_that_ends_well_is_no_crash(tmp_path: Path) -> None:
    assert run_keeping(tmp_path, "kept.end()").returncode == 0
    assert run_keeping(tmp_path, "kept.end()").stdout == "False\n"


def test_the_file_of_a_window_that_is_open_is_left_alone(tmp_path: Path) -> None:
    other = tmp_path / "fault-1.txt"
    other.touch()
    forgotten = tmp_path / "fault-2.txt"
    forgotten.touch()
    long_ago = time.time() - 40 * 24 * 3600
    os.utime(forgotten, (long_ago, long_ago))
    assert run_keeping(tmp_path, "kept.end()").stdout == "False\n"
    assert [path.name for path in tmp_path.glob("fault-*")] == [other.name]


def test_errors_in_threads_are_noted(tmp_path: Path) -> None:
    code = "import threading\ndef fail(): raise RuntimeError('far away')\n" \
        "thread = threading.Thread(target=fail, name='aside'); thread.start(); thread.join(); kept.end()"  # fmt: skip
    ended = run_keeping(tmp_path, code)
    assert ended.stderr == ""
    assert "RuntimeError: far away" in log_tail(tmp_path, 50)
    assert "in thread aside" in log_tail(tmp_path, 50)


def test_the_log_does_not_grow_for_ever(tmp_path: Path, hooks: None) -> None:
    kept = CrashLog(tmp_path)
    kept.begin()
    for _ in range(40):
        logging.getLogger("test").warning("x" * (LOG_BYTES // 10))
    kept.end()
    logs = list(tmp_path.glob("desktop-unet.log*"))
    assert len(logs) == 3
    assert sum(path.stat().st_size for path in logs) <= 3 * LOG_BYTES


def test_without_a_folder_that_can_be_written_the_program_runs(tmp_path: Path, hooks: None) -> None:
    blocked = tmp_path / "file"
    blocked.touch()
    kept = CrashLog(blocked / "logs")
    kept.begin()
    kept.end()
    assert not kept.crashed_before
    assert log_tail(blocked / "logs", 10) == ""


PRIVATE = Settings(last_folder="/home/lan/Ảnh cũ", recent_files=("/home/lan/Ảnh cũ/bà ngoại 1950.jpg",), theme="dark")


@pytest.mark.parametrize(
    "line",
    [
        "OSError: [Errno 28] No space left: '/home/lan/Ảnh cũ/bà ngoại 1950.jpg'",
        "WARNING cannot read bà ngoại 1950.jpg",
        r"OSError: C:\Users\lan\Pictures\grandma.TIFF is locked",
        "ValueError: /media/lan/stick/grandma.png has no size",
        "ValueError: grandma.heic has no size",
        "RuntimeError in /home/lan/secret folder",
        "RuntimeError in ~/grandma",
    ],
)
def test_no_line_of_a_log_betrays_a_photo(line: str) -> None:
    said = without_photos(line, known_names(PRIVATE))
    for word in ("lan", "ngoại", "Ảnh", "grandma", "1950"):
        assert word not in said, said
    assert said.split()[0] == line.split()[0] or "photo" in said


def test_places_in_our_sources_stay() -> None:
    home = str(Path.home())
    line = f'  File "{home}/desktop_unet/engine/work.py", line 58, in restore'
    assert without_photos(line) == '  File "~/desktop_unet/engine/work.py", line 58, in restore'


def test_diagnostics_name_versions_settings_and_the_log(qapp, tmp_path: Path) -> None:
    (tmp_path / "desktop-unet.log").write_text("first\nRuntimeError: '/home/lan/Ảnh cũ/bà.png'\n", encoding="utf-8")
    text = diagnostics(PRIVATE, "Device: cpu", tmp_path)
    for part in ("Desktop UNet", "Python 3.", "torch", "Device: cpu", "theme: dark", "RuntimeError", "screen"):
        assert part in text
    for word in ("lan/", "ngoại", "Ảnh", "recent_files", "last_folder"):
        assert word not in text


def test_the_menu_copies_them(opened: Window, photo_file: Path) -> None:
    opened.actions_by_name["copy_diagnostics"].trigger()
    text = QGuiApplication.clipboard().text()
    assert "Device: auto" in text
    assert photo_file.name not in text
    assert "Diagnostics were copied" in opened.message.text.text()
    QGuiApplication.clipboard().clear()


def test_the_window_tells_of_a_crash_in_one_sentence(window: Window) -> None:
    app.tell_of_crash(window.session)
    assert window.message.kind == "error"
    assert window.message.text.text().count(".") == 1


def test_a_damaged_log_is_no_obstacle(tmp_path: Path) -> None:
    (tmp_path / "desktop-unet.log").write_bytes(b"\xff\xfe broken \x00\n")
    assert "broken" in log_tail(tmp_path, 5)
    assert diagnostics(replace(PRIVATE, theme="light"), "", tmp_path)
