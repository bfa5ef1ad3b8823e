"""Who is elsewhere when a long run ends is told; who is there, or waited a moment only, is not."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator

import pytest

from desktop_unet.engine.task import Step
from desktop_unet.ui.window import run_notice
from desktop_unet.ui.window.launcher_progress import LauncherProgress
from desktop_unet.ui.window.run_notice import LONG_S, RunNotice, SystemNotice
from desktop_unet.ui.window.window import Window
from tests.ui.driving import HandEngine, idle


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(run_notice.time, "monotonic", made)
    return made


@pytest.fixture
def told(opened: Window, clock: Clock) -> Iterator[tuple[list, list]]:
    """Notices and progress of a window."""
    notices: list[tuple[str, str]] = []
    progress: list[float | None] = []
    notice = RunNotice(opened.session, opened, lambda title, text: notices.append((title, text)), progress.append)
    yield notices, progress
    notice.deleteLater()


def leave(window: Window, monkeypatch) -> None:
    monkeypatch.setattr(window, "isActiveWindow", lambda: False)


def run_for(qtbot, window: Window, engine: HandEngine, clock: Clock, seconds: float) -> None:
    engine.go.clear()
    window.actions_by_name["run"].trigger()
    clock.now += seconds
    engine.go.set()
    idle(qtbot, window.session)


def test_a_long_run_that_ends_while_the_user_is_elsewhere_is_told(
    qtbot, opened: Window, engine, clock, told, monkeypatch
) -> None:
    leave(opened, monkeypatch)
    run_for(qtbot, opened, engine, clock, LONG_S + 1)
    ((title, text),) = told[0]
    assert "holiday.png" in title
    assert "[*]" not in title
    assert text == "The photo is done."


def test_a_failure_is_told_with_its_sentence(qtbot, opened: Window, engine, clock, told, monkeypatch) -> None:
    leave(opened, monkeypatch)
    engine.error = MemoryError()
    run_for(qtbot, opened, engine, clock, LONG_S + 1)
    assert "memory" in told[0][0][1]


def test_who_is_there_or_waited_a_moment_is_not_told(qtbot, opened: Window, engine, clock, told, monkeypatch) -> None:
    run_for(qtbot, opened, engine, clock, LONG_S + 1)
    opened.session.undo()
    leave(opened, monkeypatch)
    run_for(qtbot, opened, engine, clock, LONG_S - 1)
    assert told[0] == []


def test_who_cancels_is_not_told(qtbot, opened: Window, engine, clock, told, monkeypatch) -> None:
    leave(opened, monkeypatch)
    engine.go.clear()
    opened.actions_by_name["run"].trigger()
    clock.now += LONG_S + 1
    opened.actions_by_name["cancel"].trigger()
    engine.go.set()
    idle(qtbot, opened.session)
    opened.session.masking.shape("invert")
    idle(qtbot, opened.session)
    assert told[0] == []


def test_progress_goes_from_nothing_to_the_end_and_away(qtbot, opened: Window, engine, clock, told) -> None:
    run_for(qtbot, opened, engine, clock, 1)
    shares = [share for share in told[1] if share is not None]
    assert shares == sorted(shares)
    assert 0 <= shares[0] <= shares[-1] <= 1
    assert told[1][-1] is None


def test_opening_a_photo_is_no_run(qtbot, opened: Window, other_file, clock, told) -> None:
    opened.session.opener.open(other_file)
    idle(qtbot, opened.session)
    assert [share for share in told[1] if share is not None] == []


def test_without_a_tray_nothing_fails(opened: Window) -> None:
    notice = SystemNotice(opened)
    notice.show("photo.png", "The photo is done.")
    notice.hide()


TOLD = """
import subprocess
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication
from PySide6.QtDBus import QDBusConnection
from desktop_unet.ui.window.launcher_progress import LauncherProgress
from desktop_unet.ui.window.session_bus import tell_notice
words = ["dbus-monitor", "--session", "interface='com.canonical.Unity.LauncherEntry'",
         "interface='org.freedesktop.portal.Notification'"]
monitor = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
while "NameLost" not in monitor.stdout.readline():  # from then on it listens
    pass
app = QGuiApplication([])
app.setDesktopFileName("desktop-unet")
entry = LauncherProgress()
entry.show(0.25)
entry.show(None)
print(tell_notice("photo.png", "nobody hears"))
QDBusConnection.sessionBus().registerService("org.freedesktop.portal.Desktop")
print(tell_notice("photo.png", "The photo is done."))
QCoreApplication.processEvents()
line = ""
while "The photo is done." not in line:
    line = monitor.stdout.readline()
    print(line, end="", flush=True)
monitor.kill()
"""


@pytest.mark.skipif(
    not (shutil.which("dbus-run-session") and shutil.which("dbus-monitor")), reason="needs a D-Bus of its own"
)
def test_docks_and_portals_are_told_over_d_bus() -> None:
    answer = subprocess.run(
        ["dbus-run-session", "--", sys.executable, "-c", TOLD],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert answer.stdout.count("application://desktop-unet.desktop") == 2, answer.stderr
    assert "double 0.25" in answer.stdout
    assert answer.stdout.index("boolean true") < answer.stdout.index("boolean false")
    assert answer.stdout.startswith("False\nTrue\n")
    assert "member=AddNotification" in answer.stdout
    assert "nobody hears" not in answer.stdout


def test_steps_in_quick_succession_are_told_once(monkeypatch) -> None:
    from desktop_unet.ui.window import launcher_progress

    sent, clock = [], Clock()
    monkeypatch.setattr(launcher_progress, "tell_progress", lambda share, *, is_shown: sent.append((share, is_shown)))
    monkeypatch.setattr(launcher_progress.time, "monotonic", clock)
    entry = LauncherProgress()
    entry.show(None)
    for number in range(5):
        entry.show(Step(number, 10, "Working").done / 10)
    clock.now += 1
    entry.show(0.9)
    entry.show(None)
    entry.show(None)
    assert sent == [(0.0, True), (0.9, True), (0.0, False)]
